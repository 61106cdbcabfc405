"""Functions of n for sizes and depths: binary digits, logarithms, comparators of a sorting network.

The pages on families use these names in their formulas; tests compare the formulas with the table and with circuits.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

Formula = Callable[[int], int]  # n >= 1, however large, to a natural number


def bits(n: int) -> int:
    """The number of binary digits of n >= 0; 1 for 0.

    >>> [bits(n) for n in (0, 1, 2, 3, 4)]
    [1, 1, 2, 2, 3]
    """
    return max(1, n.bit_length())


def clog2(n: int) -> int:
    """ceil(log2 n), for n >= 1.

    >>> [clog2(n) for n in (1, 2, 3, 4, 5)]
    [0, 1, 2, 2, 3]
    """
    return (n - 1).bit_length()


def ones(n: int) -> int:
    """The number of ones among the binary digits of n >= 0.

    >>> [ones(n) for n in (0, 1, 2, 3, 4)]
    [0, 1, 1, 2, 1]
    """
    return n.bit_count()


def wallace(m: int) -> int:
    """The steps in which Wallace's tree turns m numbers into two, if a step turns three numbers into two.

    C. S. Wallace, A suggestion for a fast multiplier, 1964. For m <= 2, no step is left.

    >>> [wallace(m) for m in range(2, 15)]
    [0, 1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 6]
    """
    steps, reached = 0, 2
    while reached < m:
        steps, reached = steps + 1, reached * 3 // 2
    return steps


@cache
def comparators(n: int) -> int:
    """The number of comparators of Batcher's sorting network on n lines: (p^2 - p + 4) * 2^(p-2) - 1 when n = 2^p.

    Sort both halves, then merge. Knuth, The Art of Computer Programming 3, section 5.3.4.

    >>> [comparators(n) for n in (1, 2, 3, 4, 5, 6, 7, 8, 16)]
    [0, 1, 3, 5, 9, 12, 16, 19, 63]
    """
    more, less = (n + 1) // 2, n // 2
    return 0 if n < 2 else comparators(more) + comparators(less) + _merging(more, less)


@cache
def _merging(more: int, less: int) -> int:
    """The comparators that merge two sorted lists: first the odd places, then the even places, then neighbors."""
    if more * less <= 1:
        return more * less
    odd_places = _merging((more + 1) // 2, (less + 1) // 2)
    return odd_places + _merging(more // 2, less // 2) + (more + less - 1) // 2


def bitonic_comparators(n: int) -> int:
    """The comparators of the bitonic sorter on n lines: p(p+1)/2 * 2^(p-1) when n = 2^p.

    In each round r > b, one stage compares each line i < n that has a 1 at bit b of its number with a line before it.

    >>> [bitonic_comparators(n) for n in (1, 2, 3, 4, 5, 8, 16)]
    [0, 1, 3, 6, 11, 24, 80]
    """
    with_bit = [(n >> b + 1 << b) + max(0, n % 2 ** (b + 1) - 2**b) for b in range(clog2(n))]
    return sum((clog2(n) - b) * count for b, count in enumerate(with_bit))
