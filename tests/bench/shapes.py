"""The shape of a long text: how it is made at any size, and the parts that many shapes are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """A text that is long in one way."""

    size: int  # the smaller one
    text: Callable[[int], str]
    kind: str = "gen"


def lines(of: Callable[[int], str], count: int, indent: int = 2) -> str:
    """``count`` lines, indented."""
    return "".join(f"{' ' * indent}{of(number)}\n" for number in range(count))


def listed(of: Callable[[int], str], count: int, between: str = ", ") -> str:
    """``count`` parts of one line."""
    return between.join(map(of, range(count)))
