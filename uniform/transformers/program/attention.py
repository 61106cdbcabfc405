"""A head of attention as paragraphs of a program: queries and keys, values, scores, leaders, weights, averages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from uniform.language.syntax.program import Statement
from uniform.transformers.arithmetic import POWERS, ROOT_BITS
from uniform.transformers.model import Head
from uniform.transformers.program.layers import centered, linear_target
from uniform.transformers.program.read import GOAL, Row, Target, declare, read
from uniform.transformers.program.sheet import HERE, THERE, Ends, N, Sheet, Vector
from uniform.transformers.program.tree import (
    Array,
    Number,
    Place,
    beyond,
    binary_digit,
    choice,
    gate,
    largest,
    loop,
    name,
    number,
    smallest,
    total,
)

_A, _B, _C, _D, _K, _M = map(name, "abcdkm")


@dataclass(frozen=True, slots=True)
class _Site:
    """A head, and how its arrays and paragraphs are called."""

    sheet: Sheet
    head: Head
    prefix: str  # layer1_head1
    title: str  # Layer 1, head 1

    @property
    def last(self) -> Number:
        """The last position of the mask of i."""
        return HERE if self.head.mask == "causal" else N

    @property
    def columns(self) -> Ends:
        return None, 0, self.head.width - 1

    @property
    def pairs(self) -> tuple[Ends, Ends]:
        """The pairs (i, j) of the mask."""
        return ("i" if self.head.mask == "causal" else None, 1, N), (None, 1, self.last)

    def array(self, text: str) -> Array:
        return Array(f"{self.prefix}_{text}")

    def over_pairs(self, *body: Statement) -> Statement:
        return loop("i", 1, N, loop("j", 1, self.last, *body))


def add_head(sheet: Sheet, number_of_layer: int, number_of_head: int, head: Head, h: Vector) -> Vector:
    """The averages of a head over the states ``h``."""
    prefix, title = f"layer{number_of_layer}_head{number_of_head}", f"Layer {number_of_layer}, head {number_of_head}"
    site = _Site(sheet, head, prefix, title)
    _add_inputs(site, h)
    _add_scores(site)
    _add_leaders(site)
    if head.attention == "leftmost-hard":
        _add_selected(site)
        return sheet.states(f"{prefix}_average")
    weights, bits = site.array("leader"), number(1)
    if head.attention == "softmax":
        _add_weights(site)
        weights, bits = site.array("weight"), sheet.pe
    _add_averages(site, weights, bits)
    return sheet.states(f"{prefix}_average")


def _add_inputs(site: _Site, h: Vector) -> None:
    sheet, head, precision = site.sheet, site.head, site.sheet.model.precision
    x = [(h, sheet.model.width)]
    positions: Ends = (None, 1, N)
    finer = precision.state.fraction + precision.parameter.fraction - precision.key.fraction
    kg = sheet.let("kg", sheet.grown(finer), "a sum has so many more fractional bits than a key")
    shift = sheet.let("kcentered", 2 ** (kg + sheet.kp - 1) + 2**kg // 2, "the offset of a key in a sum, and rounding")
    digits = sheet.digits("kp", sheet.kp)
    names = f"{site.prefix}_query", f"{site.prefix}_key"
    for text, says in zip(names, ("queries", "keys"), strict=True):
        declare(sheet, text, [positions, site.columns], digits, f"{site.title}: {says}")
    targets = [
        linear_target(text, linear, x, sheet.one, shift)
        for text, linear in zip(names, (head.query, head.key), strict=True)
    ]
    sheet.paragraph(f"{site.title}: queries and keys.", loop("i", 1, N, *read(digits, kg, *targets)))
    text = f"{site.prefix}_value"
    declare(sheet, text, [positions, site.columns], sheet.digits("p", sheet.p), f"{site.title}: values")
    target = linear_target(text, head.value, x, sheet.one, centered(sheet))
    values = read(sheet.digits("p", sheet.p), sheet.g, target)
    sheet.paragraph(f"{site.title}: values.", loop("i", 1, N, *values))


def _add_scores(site: _Site) -> None:
    """With codes u = v + half, q k = u_q u_k - half u_q - half u_k + half^2."""
    sheet, precision, columns = site.sheet, site.sheet.model.precision, site.head.width
    kp, sp = sheet.kp, sheet.sp
    half = sheet.let("khalf", 2 ** (kp - 1), "the code of a key v is v + khalf")
    fraction = precision.key.fraction
    finer = fraction + fraction - precision.score.fraction
    sg = sheet.let("sg", sheet.grown(finer), "a product has so many more fractional bits than a score")
    shift = sheet.let("scentered", 2 ** (sg + sp - 1) + 2**sg // 2, "the offset of a score in a sum, and rounding")
    digits = sheet.digits("sp", sp)
    text, product = f"{site.prefix}_score", site.array("product")
    declare(sheet, text, site.pairs, digits, f"{site.title}: scores of position j for position i")
    bits: Ends = (None, 0, kp - 1)
    sheet.declare(product.name, *site.pairs, site.columns, bits, bits)
    query, key = site.array("query"), site.array("key")
    products = loop(
        "a", 0, kp - 1,
        loop("b", 0, kp - 1, gate(product[HERE, THERE, _C, _A, _B], "AND", query[HERE, _C, _A], key[THERE, _C, _B])),
    )  # fmt: skip

    def over(place: Place) -> Place:
        return place.for_("c", 0, columns - 1).for_("b", 0, kp - 1)

    wires = (
        product[HERE, THERE, _C, _A, _B]
        .times(2 ** (_A + _B))
        .for_("c", 0, columns - 1)
        .for_("a", 0, kp - 1)
        .for_("b", 0, kp - 1),
        over(site.array("query_not")[HERE, _C, _B].times(half * 2**_B)),
        over(site.array("key_not")[THERE, _C, _B].times(half * 2**_B)),
    )
    needed = beyond(total([GOAL, columns * (3 * half - 2) * half]), shift)
    rows = (Row(None, needed, wires),)
    body = read(digits, sg, Target(text, (HERE, THERE), rows))
    heading = f"{site.title}: scores, products of queries and keys."
    sheet.paragraph(heading, site.over_pairs(loop("c", 0, columns - 1, products), *body))


def _add_leaders(site: _Site) -> None:
    sheet, sp = site.sheet, site.sheet.sp
    beats, leader, score = site.array("beats"), site.array("leader"), site.array("score")
    sheet.declare(leader.name, *site.pairs, says=f"{site.title}: whether j is a position that leads for i")
    sheet.declare(beats.name, *site.pairs, (None, 1, site.last))
    strict = site.head.attention == "leftmost-hard"
    number_of_gate = 2**sp - smallest(1, largest(_M, THERE) - THERE) if strict else 2**sp - 1
    test = gate(
        beats[HERE, THERE, _M],
        "THRESHOLD",
        score[HERE, THERE, _B].times(2**_B).for_("b", 0, sp - 1),
        site.array("score_not")[HERE, _M, _B].times(2**_B).for_("b", 0, sp - 1),
        parameter=number_of_gate,
    )
    different = _M.is_("!=", THERE)
    heading = f"{site.title}: the leaders, whose score no other position's beats" + (
        ", not even by standing before them." if strict else "."
    )
    sheet.paragraph(
        heading,
        site.over_pairs(
            loop("m", 1, site.last, choice([(different, test)])),
            gate(leader[HERE, THERE], "AND", beats[HERE, THERE, _M].for_("m", 1, site.last).if_(different)),
        ),
    )


def _add_selected(site: _Site) -> None:
    sheet, p = site.sheet, site.sheet.p
    pick, average, value, leader = map(site.array, ("pick", "average", "value", "leader"))
    sheet.declare(average.name, (None, 1, N), site.columns, (None, 0, p - 1), says=f"{site.title}: the leader's value")
    sheet.declare(f"{average.name}_not", (None, 1, N), site.columns, (None, 0, p - 1))
    sheet.declare(pick.name, *site.pairs, site.columns, (None, 0, p - 1))
    chosen = pick[HERE, THERE, _C, _B].for_("j", 1, site.last)
    body = loop(
        "b", 0, p - 1,
        loop("j", 1, site.last, gate(pick[HERE, THERE, _C, _B], "AND", leader[HERE, THERE], value[THERE, _C, _B])),
        gate(average[HERE, _C, _B], "OR", chosen),
        gate(site.array("average_not")[HERE, _C, _B], "NOR", chosen),
    )  # fmt: skip
    heading = f"{site.title}: the value at the one leader."
    sheet.paragraph(heading, loop("i", 1, N, loop("c", 0, site.head.width - 1, body)))


def _add_weights(site: _Site) -> None:
    """The distance to the largest score is one of few numbers; the weight is a column of a table over them."""
    sheet, precision = site.sheet, site.sheet.model.precision
    sp, pe = sheet.sp, sheet.pe
    steps = precision.score.fraction.constant
    octave = 1 << steps
    if precision.score.integer < 0:  # no score is an octave below another
        octaves, top = number(1), 2**sp
    else:
        octaves = sheet.let("octaves", smallest(2 ** (sp - steps), pe + 2), "a weight is 0 so many octaves down")
        top = octave * octaves
    full = sheet.let("full", 2**pe - 1, "the largest weight")
    pick, most, near, far, distance = map(site.array, ("pick", "largest", "near", "far", "distance"))
    score, weight = site.array("score"), site.array("weight")
    bits: Ends = (None, 0, sp - 1)
    sheet.declare(most.name, (None, 1, N), bits, says=f"{site.title}: the largest score, and distances to it")
    sheet.declare(f"{most.name}_not", (None, 1, N), bits)
    sheet.declare(pick.name, *site.pairs, bits)
    sheet.declare(near.name, *site.pairs, (None, 0, top - 1))
    sheet.declare(far.name, *site.pairs, (None, 0, top - 2))
    sheet.declare(distance.name, *site.pairs, (None, 0, top - 1))
    sheet.declare(weight.name, *site.pairs, (None, 0, pe - 1), says=f"{site.title}: attention weights")
    sheet.declare(f"{weight.name}_not", *site.pairs, (None, 0, pe - 1))
    picks = gate(pick[HERE, THERE, _B], "AND", site.array("leader")[HERE, THERE], score[HERE, THERE, _B])
    chosen = pick[HERE, THERE, _B].for_("j", 1, site.last)
    sheet.paragraph(
        f"{site.title}: the largest score.",
        loop(
            "i", 1, N,
            loop(
                "b", 0, sp - 1,
                loop("j", 1, site.last, picks),
                gate(most[HERE, _B], "OR", chosen),
                gate(site.array("largest_not")[HERE, _B], "NOR", chosen),
            ),
        ),
    )  # fmt: skip
    test = gate(
        near[HERE, THERE, _D],
        "THRESHOLD",
        score[HERE, THERE, _B].times(2**_B).for_("b", 0, sp - 1),
        site.array("largest_not")[HERE, _B].times(2**_B).for_("b", 0, sp - 1),
        parameter=2**sp - 1 - _D,
    )
    exactly = gate(distance[HERE, THERE, _D], "AND", near[HERE, THERE, _D], far[HERE, THERE, _D - 1])
    columns = list(_exponentials(site, octaves, full))
    sheet.paragraph(
        f"{site.title}: weights, {octave} steps of a score to an octave: full*2^(-d/{octave}), rounded.",
        site.over_pairs(
            loop("d", 0, top - 1, test),
            loop("d", 0, top - 2, gate(far[HERE, THERE, _D], "NOT", near[HERE, THERE, _D])),
            gate(distance[HERE, THERE, 0], "AND", near[HERE, THERE, 0]),
            loop("d", 1, top - 1, exactly),
            loop(
                "b", 0, pe - 1,
                gate(weight[HERE, THERE, _B], "OR", *columns),
                gate(site.array("weight_not")[HERE, THERE, _B], "NOR", *columns),
            ),
        ),
    )  # fmt: skip


def _exponentials(site: _Site, octaves: Number, full: Number) -> Sequence[Place]:
    """The distances d = octave a + r whose weight has bit b: full 2^(-r/octave) / 2^a, rounded."""
    score = site.sheet.model.precision.score  # the loop ends at pe + 1 for the sake of the widths of what is computed
    octave, found = 1 << score.fraction.constant, []
    for part, power in enumerate(POWERS[octave][: 1 << max(0, score.bits.constant)]):
        d = octave * _A + part
        weight = (2 * power * full + 2 ** (ROOT_BITS + _A)) // 2 ** (ROOT_BITS + 1 + _A)
        place = site.array("distance")[HERE, THERE, d].for_("a", 0, site.sheet.pe + 1).if_(_A.is_("<", octaves))
        found.append(place.if_(binary_digit(weight, _B).is_("=", 1)))
    return found


def _add_averages(site: _Site, weight: Array, bits: Number) -> None:
    """The code of the average is the average of the codes: READ of 2 sum_j e_ij u_jc + Z over 2 Z."""
    sheet, p = site.sheet, site.sheet.p
    is_soft = site.head.attention == "softmax"
    z_name = "z" if is_soft else "B"
    z = sheet.let("z", sheet.pe + sheet.B, "bits of a sum of weights") if is_soft else sheet.B
    sums = sheet.digits(z_name, z, least=2)
    text, product, sum_name = f"{site.prefix}_average", site.array("part"), f"{site.prefix}_total"
    declare(sheet, sum_name, [(None, 1, N)], sums, f"{site.title}: sums of weights")
    element = weight[HERE, THERE, _B].times(2**_B).for_("j", 1, site.last).for_("b", 0, bits - 1)
    if not is_soft:
        element = weight[HERE, THERE].for_("j", 1, site.last)
    rows = (Row(None, GOAL, (element,)),)
    sheet.paragraph(
        f"{site.title}: the sum of the weights.",
        loop("i", 1, N, *read(sums, number(0), Target(sum_name, (HERE,), rows))),
    )
    digits = sheet.digits("p", p)
    declare(sheet, text, [(None, 1, N), site.columns], digits, f"{site.title}: averages of the values", by=z)
    places: tuple[Ends, ...] = ((None, 0, bits - 1), (None, 0, p - 1)) if is_soft else ((None, 0, p - 1),)
    sheet.declare(product.name, *site.pairs, site.columns, *places)
    value = site.array("value")[THERE, _C, _B]
    if is_soft:
        products = loop(
            "a",
            0,
            bits - 1,
            loop("b", 0, p - 1, gate(product[HERE, THERE, _C, _A, _B], "AND", weight[HERE, THERE, _A], value)),
        )
        summed = product[HERE, THERE, _C, _A, _B].times(2 ** (_A + _B + 1)).for_("j", 1, site.last)
        summed = summed.for_("a", 0, bits - 1).for_("b", 0, p - 1)
    else:
        products = loop("b", 0, p - 1, gate(product[HERE, THERE, _C, _B], "AND", weight[HERE, THERE], value))
        summed = product[HERE, THERE, _C, _B].times(2 ** (_B + 1)).for_("j", 1, site.last).for_("b", 0, p - 1)
    rows = (Row(_C, GOAL, (summed, Array(sum_name)[HERE, _K].times(2**_K).for_("k", 0, z - 1))),)
    body = read(digits, number(1), Target(text, (HERE,), rows), by=Vector(sum_name, z, 2**z, None))
    heading = f"{site.title}: averages: twice the weighted sum and the sum of weights, over twice the sum of weights."
    sheet.paragraph(
        heading, loop("i", 1, N, loop("c", 0, site.head.width - 1, loop("j", 1, site.last, products), *body))
    )
