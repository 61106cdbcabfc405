"""Sorting bits, and numbers of a few bits."""

from __future__ import annotations


def sorting(x: int, n: int) -> int:
    """Sort the bits: all zeros first.

    >>> bin(sorting(0b0101, 4))  # bit 0, the first one, is the last digit here
    '0b1100'
    """
    ones = x.bit_count()
    return ((1 << ones) - 1) << (n - ones)


def sorting_of_words(x: int, n: int, width: int = 2) -> int:
    """Sort n numbers of ``width`` bits: the smallest one first.

    >>> bin(sorting_of_words(0b01_10_11_01, 4, 2))  # number 0, the first one, is the last one here
    '0b11100101'
    """
    words = sorted(x >> width * i & (1 << width) - 1 for i in range(n))
    return sum(word << width * i for i, word in enumerate(words))
