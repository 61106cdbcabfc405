"""Parity, and Gray code."""

from __future__ import annotations


def parity(x: int) -> int:
    """Is the number of ones odd?

    >>> parity(0b1011), parity(0b1001)
    (1, 0)
    """
    return x.bit_count() % 2


def gray_code(x: int) -> tuple[int, int]:
    """The Gray code of x, and the number whose Gray code is x.

    The codes of 0, 1, 2, ... change one bit at a time; the second function is the inverse of the first.

    >>> [f"{gray_code(x)[0]:03b}" for x in range(8)]
    ['000', '001', '011', '010', '110', '111', '101', '100']
    >>> all(gray_code(gray_code(x)[0])[1] == x for x in range(100))
    True
    """
    number = 0
    rest = x
    while rest:
        number ^= rest
        rest >>= 1
    return x ^ x >> 1, number
