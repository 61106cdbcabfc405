"""Comparison of two numbers, and of many."""

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


def maximum(x: int, n: int) -> int:
    """The largest of n numbers of n bits.

    >>> maximum(0b001_110_101, 3)
    6
    """
    return max(x >> n * i & (1 << n) - 1 for i in range(n))
