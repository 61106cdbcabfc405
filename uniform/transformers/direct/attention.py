"""A head of attention as gates: scores of all pairs, leaders, weights, averages.

score     products of bits of q and k, then READ
leader    [t_ij >= t_im] for each other m of the mask, and an AND
weight    softmax: the distance to the leader's score is one of few numbers, so a one-hot row and a column of a table
          average-hard: the leader itself
average   READ of 2 sum_j e_ij u_jc + Z over 2 Z: the code of the average is the average of the codes
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from uniform.transformers.arithmetic import exponential
from uniform.transformers.direct.forms import Bit, Code, Form
from uniform.transformers.direct.gadgets import Site, Vector, choose, either, read_linear
from uniform.transformers.direct.read import read, read_quotient
from uniform.transformers.model import Head

Scores = dict[int, Code]
"""By position j of the mask."""


def add_head(site: Site, name: str, head: Head, h: Sequence[Vector]) -> list[list[Code]]:
    """The averages (positions, d_h) of a head over the states ``h``."""
    at = site.at
    query, key, value = (
        [read_linear(site, f"{name}.{what}[{i}", linear, x, at.state, target) for i, x in enumerate(h, 1)]
        for what, linear, target in (
            ("query", head.query, at.key),
            ("key", head.key, at.key),
            ("value", head.value, at.state),
        )
    )
    averages = []
    for i in range(1, at.n + 1):
        mask = range(1, (i if head.mask == "causal" else at.n) + 1)
        scores = {j: _score(site, f"{name}.score[{i},{j}]", query[i - 1], key[j - 1]) for j in mask}
        leaders = _leaders(site, name, i, scores, head.attention == "leftmost-hard")
        values = {j: value[j - 1] for j in mask}
        match head.attention:
            case "leftmost-hard":
                averages.append(_selected(site, name, i, leaders, values))
            case "average-hard":
                weights = {j: Code((leader,)) for j, leader in leaders.items()}
                averages.append(_averages(site, name, i, weights, values, at.position_bits))
            case "softmax":
                weights = _weights(site, name, i, scores, leaders)
                averages.append(_averages(site, name, i, weights, values, at.weight + at.position_bits))
    return averages


def _score(site: Site, name: str, q: Vector, k: Vector) -> Code:
    """t_ij. With codes u = v + half, q k = u_q u_k - half u_q - half u_k + half^2."""
    at, form = site.at, Form()
    for c, (left, right) in enumerate(zip(q, k, strict=True)):
        for a, one in enumerate(left.bits):
            for b, other in enumerate(right.bits):
                product = site.builder.and_(f"{name}.product[{c},{a},{b}]", (one.wire, other.wire))
                form.terms.append((Bit(product, product), 1 << a + b))
        form.add_code(Code(left.bits), -at.key.half)
        form.add_code(Code(right.bits), -at.key.half)
        form.constant += at.key.half**2
    divisor = 1 << 2 * at.key.fraction - at.score.fraction
    form.constant += divisor // 2 + at.score.half * divisor
    return Code(read(site.builder, name, form, at.score.bits, site.rounds, divisor).bits, at.score.half)


def _leaders(site: Site, name: str, i: int, scores: Scores, leftmost: bool) -> dict[int, Bit]:
    """The j with the largest score; only the first of them if ``leftmost``."""
    found = {}
    for j, score in scores.items():
        beats = []
        for m, other in scores.items():
            if m == j:
                continue
            form = Form()
            form.add_code(Code(score.bits), 1)
            form.add_code(Code(other.bits), -1)
            beats.append(form.at_least(site.builder, f"{name}.beats[{i},{j},{m}]", int(leftmost and m < j)))
        leader = site.builder.and_(f"{name}.leader[{i},{j}]", beats)
        found[j] = Bit(leader, leader)  # its complement is not needed
    return found


def _weights(site: Site, name: str, i: int, scores: Scores, leaders: dict[int, Bit]) -> dict[int, Code]:
    """e_ij from the distance of t_ij to the largest score M_i; from some distance on, it is 0."""
    at, builder = site.at, site.builder
    picks = {
        (j, b): builder.and_(f"{name}.pick[{i},{j},{b}]", (leaders[j].wire, bit.wire))
        for j, score in scores.items()
        for b, bit in enumerate(score.bits)
    }
    largest = Code(
        tuple(either(builder, f"{name}.largest[{i}]", b, (picks[j, b] for j in scores)) for b in range(at.score.bits))
    )
    top = min(1 << at.score.bits, at.octave * (at.weight + 2))
    numbers = [exponential(distance, at.weight, at.octave) for distance in range(top)]
    found = {}
    for j, score in scores.items():
        distance = Form()
        distance.add_code(Code(score.bits), 1)
        distance.add_code(largest, -1)
        near = [distance.at_least(builder, f"{name}.near[{i},{j},{d}]", -d) for d in range(top)]
        far = [builder.not_(f"{name}.far[{i},{j},{d}]", near[d]) for d in range(top - 1)]
        rows = [
            builder.and_(f"{name}.distance[{i},{j},{d}]", (near[d],) if d == 0 else (near[d], far[d - 1]))
            for d in range(top)
        ]
        found[j] = choose(builder, f"{name}.weight[{i},{j}]", rows, numbers, at.weight)
    return found


def _averages(
    site: Site, name: str, i: int, weights: dict[int, Code], values: Mapping[int, Vector], bits: int
) -> list[Code]:
    """Each column's average, rounded once; ``bits`` bits are enough for the sum of the weights."""
    at, sum_of_weights = site.at, Form()
    for weight in weights.values():
        sum_of_weights.add_code(weight, 1)
    total = read(site.builder, f"{name}.total[{i}]", sum_of_weights, bits, max(2, site.rounds))
    found = []
    for c in range(len(next(iter(values.values())))):
        form = Form()
        for j, weight in weights.items():
            for a, one in enumerate(weight.bits):
                for b, other in enumerate(values[j][c].bits):
                    address = f"{name}.average[{i},{c}].product[{j},{a},{b}]"
                    product = site.builder.and_(address, (one.wire, other.wire))
                    form.terms.append((Bit(product, product), 2 << a + b))
        form.add_code(total, 1)
        code = read_quotient(
            site.builder, f"{name}.average[{i},{c}]", form, total, at.state.bits, site.rounds, divisor=2
        )
        found.append(Code(code.bits, at.state.half))
    return found


def _selected(site: Site, name: str, i: int, leaders: dict[int, Bit], values: Mapping[int, Vector]) -> list[Code]:
    """The value at the one leader."""
    found = []
    for c in range(len(next(iter(values.values())))):
        address, bits = f"{name}.average[{i},{c}]", []
        for b in range(site.at.state.bits):
            picks = [
                site.builder.and_(f"{address}.pick[{j},{b}]", (leader.wire, values[j][c].bits[b].wire))
                for j, leader in leaders.items()
            ]
            bits.append(either(site.builder, address, b, picks))
        found.append(Code(tuple(bits), site.at.state.half))
    return found
