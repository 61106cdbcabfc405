"""Functions of the position: what a model knows of i and n besides the symbols.

There are six kinds, each computed in O(log n) cells. A learned table of absolute positions is not among them: it has a
row for each n, so it does not belong to a uniform family.
"""

from __future__ import annotations

from uniform.transformers.formats import PrecisionAt
from uniform.transformers.model import Feature


def feature(chosen: Feature, i: int, at: PrecisionAt) -> int:
    """A feature at position i of n, with the fractional bits of a state; rounded down."""
    one = at.state.one
    match chosen.kind:
        case "one":
            return one
        case "fraction":
            return i * one // at.n
        case "inverse":
            return one // i
        case "first":
            return one * (i == 1)
        case "last":
            return one * (i == at.n)
        case "periodic":
            return chosen.values[i % len(chosen.values)] * one >> at.parameter.fraction
