"""Sorting bits."""

from __future__ import annotations


def sorting(x: int, n: int) -> int:
    """Sort the bits: all zeros first.

    >>> bin(sorting(0b0101, 4))  # bit 0, the first one, is the last digit here
    '0b1100'
    """
    ones = x.bit_count()
    return ((1 << ones) - 1) << (n - ones)
