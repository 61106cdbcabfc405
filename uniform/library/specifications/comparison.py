"""Comparison of two numbers."""

from __future__ import annotations


def equality(a: int, b: int) -> int:
    """Is a = b?

    >>> equality(5, 5), equality(5, 4)
    (1, 0)
    """
    return int(a == b)


def comparison(a: int, b: int) -> tuple[int, int, int]:
    """Is a less than b, equal to b, greater than b?

    >>> comparison(3, 5)
    (1, 0, 0)
    """
    return int(a < b), int(a == b), int(a > b)
