"""Addition, multiplication, and counting."""

from __future__ import annotations


def addition(a: int, b: int) -> int:
    """a + b.

    >>> addition(3, 5)
    8
    """
    return a + b


def multiplication(a: int, b: int) -> int:
    """a * b.

    >>> multiplication(3, 5)
    15
    """
    return a * b


def increment(x: int) -> int:
    """x + 1.

    >>> increment(7)
    8
    """
    return x + 1


def number_of_ones(x: int) -> int:
    """The number of ones among the binary digits of x.

    >>> number_of_ones(0b1011)
    3
    """
    return x.bit_count()
