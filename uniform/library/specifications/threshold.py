"""The number of ones compared with a bound."""

from __future__ import annotations


def majority(x: int, n: int) -> int:
    """Are more than half of the bits 1?

    >>> majority(0b011, 3), majority(0b0011, 4)
    (1, 0)
    """
    return int(2 * x.bit_count() > n)


def threshold_k(x: int, k: int = 2) -> int:
    """Are at least k bits 1?

    >>> threshold_k(0b101), threshold_k(0b101, 3)
    (1, 0)
    """
    return int(x.bit_count() >= k)


def exactly_k(x: int, k: int = 2) -> int:
    """Are exactly k bits 1?

    >>> exactly_k(0b101), exactly_k(0b111)
    (1, 0)
    """
    return int(x.bit_count() == k)


def heavy_sum(x: int, n: int) -> int:
    """Bit i weighs i, counting from 1. Do the ones weigh more than half of the total?

    >>> heavy_sum(0b1100, 4), heavy_sum(0b0011, 4)  # 3 + 4 of 10, 1 + 2 of 10
    (1, 0)
    """
    weight = sum(i for i in range(1, n + 1) if x >> (i - 1) & 1)
    return int(2 * weight > n * (n + 1) // 2)
