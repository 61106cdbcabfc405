"""Direct builders: comparing and choosing words, as the parts of the library do.

Families that use these parts have their gates, at addresses that begin with the name of the part.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from uniform.circuits.builder import CircuitBuilder


class Verdict(NamedTuple):
    """Gates that say how a and b compare."""

    less: int
    equal: int
    atmost: int


def add_compare(builder: CircuitBuilder, part: str, a: Sequence[int], b: Sequence[int]) -> Verdict:
    """Compare two words of w bits, low bit first, from the high bit down: 3 w + 3 gates, depth 3."""
    same: list[int] = []  # of the bits above
    below = []
    for i in reversed(range(len(a))):
        a_is_0 = builder.not_(f"{part}.not_a[{i}]", a[i])
        below.append(builder.and_(f"{part}.below[{i}]", [a_is_0, b[i], *reversed(same)]))
        same.append(builder.xnor(f"{part}.same[{i}]", [a[i], b[i]]))
    less = builder.or_(f"{part}.less", reversed(below))
    equal = builder.and_(f"{part}.equal", reversed(same))
    return Verdict(less, equal, builder.or_(f"{part}.atmost", [equal, *reversed(below)]))


def add_choose(builder: CircuitBuilder, part: str, a: Sequence[int], b: Sequence[int], c: int) -> list[int]:
    """c ? b : a, for words of w bits: 3 w + 1 gates, depth 3."""
    otherwise = builder.not_(f"{part}.not_c", c)
    chosen = []
    for i, (if_0, if_1) in enumerate(zip(a, b, strict=True)):
        left = builder.and_(f"{part}.left[{i}]", [if_0, otherwise])
        right = builder.and_(f"{part}.right[{i}]", [if_1, c])
        chosen.append(builder.or_(f"{part}.y[{i}]", [left, right]))
    return chosen


def add_order(builder: CircuitBuilder, part: str, a: Sequence[int], b: Sequence[int]) -> tuple[list[int], list[int]]:
    """The smaller and the larger of two words of w bits: 9 w + 5 gates, depth 6."""
    less = add_compare(builder, f"{part}.compare", a, b).less
    return add_choose(builder, f"{part}.lower", b, a, less), add_choose(builder, f"{part}.upper", a, b, less)
