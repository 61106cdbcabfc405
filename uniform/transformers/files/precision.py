"""The formats of a model: read from JSON, written to JSON, and checked to hold at every n.

A number of bits is ``[a, b]`` for a*bits(n) + b. It grows with log n by its form: that is what makes a model
log-precision. The conditions below are on all n >= 1; each is linear in bits(n) with a slope of at least 0, so that
n = 1 decides.
"""

from __future__ import annotations

from typing import Any

from uniform.messages.errors import UniformError
from uniform.transformers.files.nodes import Node
from uniform.transformers.formats import Fixed, LogBits, Precision

NOT_LOGARITHMIC = "U903"
INCONSISTENT = "U904"
MAX_SLOPE = 4
MAX_CONSTANT = 64  # of a number of bits
MAX_PARAMETER_BITS = 62
MAX_SCORE_FRACTION = 4


def read_precision(node: Node, weights: Node) -> Precision:
    """The formats. Raises UniformError: U903 if they do not grow with log n, U904 if they do not fit together."""
    fields = node.fields("state", "key", "score", "weight")
    state, key = _read_growing(fields["state"]), _read_growing(fields["key"])
    score, parameter = _read_constant(fields["score"], MAX_CONSTANT), _read_constant(weights, MAX_PARAMETER_BITS)
    precision = Precision(state, key, score, _read_bits(fields["weight"]), parameter)
    if (found := _misfit(precision, node, weights)) is not None:
        raise found
    return precision


def precision_json(precision: Precision) -> dict[str, Any]:
    """The fields ``precision`` and ``weights`` of a description."""

    def growing(format_: Fixed) -> dict[str, Any]:
        return {"fraction": [format_.fraction.slope, format_.fraction.constant], "integer": format_.integer}

    def constant(format_: Fixed) -> dict[str, Any]:
        return {"fraction": format_.fraction.constant, "integer": format_.integer}

    return {
        "precision": {
            "state": growing(precision.state),
            "key": growing(precision.key),
            "score": constant(precision.score),
            "weight": [precision.weight.slope, precision.weight.constant],
        },
        "weights": constant(precision.parameter),
    }


def _read_growing(node: Node) -> Fixed:
    fields = node.fields("fraction", "integer")
    return Fixed(_read_bits(fields["fraction"]), _read_integer(fields["integer"]))


def _read_constant(node: Node, most: int) -> Fixed:
    fields = node.fields("fraction", "integer")
    if isinstance(fields["fraction"].value, list):
        problem = f"expected a whole number, not {fields['fraction'].shown}"
        raise fields["fraction"].refusal(NOT_LOGARITHMIC, problem, "these bits do not depend on n")
    return Fixed(LogBits(0, fields["fraction"].whole(0, most)), _read_integer(fields["integer"]))


def _read_integer(node: Node) -> int:
    if isinstance(node.value, list):
        remedy = "only the bits behind the point may grow with n"
        raise node.refusal(NOT_LOGARITHMIC, f"expected a whole number, not {node.shown}", remedy)
    return node.whole(-MAX_CONSTANT, MAX_CONSTANT)


def _read_bits(node: Node) -> LogBits:
    value = node.value
    if not isinstance(value, list) or len(value) != 2 or any(type(each) is not int for each in value):
        constant = f"[0, {value}]" if type(value) is int else "[1, 2]"
        raise node.refusal(
            NOT_LOGARITHMIC,
            f"expected a pair [a, b] for a*bits(n) + b bits, not {node.shown}",
            f"for example {constant}; numbers of more than O(log n) bits have no uniform family here",
        )
    slope, constant_part = value
    if not 0 <= slope <= MAX_SLOPE or abs(constant_part) > MAX_CONSTANT:
        wanted = f"a in 0..{MAX_SLOPE} and b in -{MAX_CONSTANT}..{MAX_CONSTANT}"
        raise node.refusal(NOT_LOGARITHMIC, f"{node.shown} is out of range", f"a pair [a, b] has {wanted}")
    return LogBits(slope, constant_part)


def _misfit(precision: Precision, node: Node, weights: Node) -> UniformError | None:
    """The first condition that does not hold, as an error."""
    f, kf, fs, g = (each.fraction for each in (precision.state, precision.key, precision.score, precision.parameter))
    at_one = precision.at(1)

    def at(path: str) -> Node:
        value: Any = node.value
        for key in path.split("."):
            value = value[key]
        return Node(node.file, f"{node.path}.{path}", value)

    counts = (
        ("state.fraction", "bits behind the point", at_one.state.fraction, 0),
        ("key.fraction", "bits behind the point", at_one.key.fraction, 0),
        ("state", "bits", at_one.state.bits, 1),
        ("key", "bits", at_one.key.bits, 1),
        ("score", "bits", at_one.score.bits, 1),
        ("weight", "bits", at_one.weight, 1),
    )
    for path, what, count, least in counts:
        if count < least:
            return at(path).refusal(
                INCONSISTENT, f"at n = 1 these numbers would have {count} {what}", f"at least {least}"
            )
    if fs.constant > MAX_SCORE_FRACTION:
        problem = f"a score has at most {MAX_SCORE_FRACTION} bits behind the point, not {fs}"
        return at("score.fraction").refusal(INCONSISTENT, problem, "2^fraction is the number of steps to an octave")
    if 2 * at_one.key.fraction < fs.constant:
        problem = f"a product of two keys has {2 * at_one.key.fraction} bits behind the point at n = 1, a score {fs}"
        return at("score.fraction").refusal(
            INCONSISTENT, problem, "give keys more bits behind the point, or scores fewer"
        )
    if f.slope < kf.slope or at_one.state.fraction + g.constant < at_one.key.fraction:
        problem = f"a state times a weight has {f + g} bits behind the point"
        return at("key.fraction").refusal(INCONSISTENT, f"{problem}, a key {kf}", "keys may not have more")
    bits = precision.parameter.bits.constant
    if not 1 <= bits <= MAX_PARAMETER_BITS:
        return weights.refusal(INCONSISTENT, f"a weight has 1..{MAX_PARAMETER_BITS} bits, not {bits}")
    return None
