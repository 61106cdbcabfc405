"""Parity."""

from __future__ import annotations


def parity(x: int) -> int:
    """Is the number of ones odd?

    >>> parity(0b1011), parity(0b1001)
    (1, 0)
    """
    return x.bit_count() % 2
