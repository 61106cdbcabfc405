"""Widths of registers: numbers of binary digits that are linear in bits(n).

``Width(a, b)`` is a*B + b digits where B = bits(n) = floor(log2 n) + 1. A tape for a register of width w has
w + 2 cells: the origin, w digits, an end marker.
"""

from __future__ import annotations

from dataclasses import dataclass

from uniform.records import made_often


def bits(value: int) -> int:
    """The number of binary digits of a natural number; ``bits(0) = 1``.

    >>> [bits(v) for v in (0, 1, 2, 3, 4, 255, 256)]
    [1, 1, 2, 2, 3, 8, 9]
    """
    return max(1, value.bit_length())


@made_often
@dataclass(frozen=True, slots=True, order=True)
class Width:
    """``per_bit * bits(n) + constant``."""

    per_bit: int  # >= 0
    constant: int  # the width is at least 1 for every n >= 1

    def at(self, n: int) -> int:
        """The width at one n."""
        return self.per_bit * bits(n) + self.constant

    def join(self, other: Width) -> Width:
        """Wide enough for either, for every n, with as few per bit of n as possible, then as few as possible.

        >>> print(Width(2, 1).join(Width(0, 9)), Width(1, 0).join(Width(3, -2)))
        2*bits(n) + 7 3*bits(n) - 2
        """
        slow, steep = sorted((self, other))
        at_one = slow.constant - (steep.per_bit - slow.per_bit)  # what ``slow`` needs at n = 1, where it needs most
        return Width(steep.per_bit, max(steep.constant, at_one))

    def __add__(self, other: Width) -> Width:
        return Width(self.per_bit + other.per_bit, self.constant + other.constant)

    def __str__(self) -> str:
        """The formula as certificates print it.

        >>> print(Width(9, 14), Width(1, 0), Width(0, 3), Width(2, -1))
        9*bits(n) + 14 bits(n) 3 2*bits(n) - 1
        """
        if self.per_bit == 0:
            return str(self.constant)
        head = "bits(n)" if self.per_bit == 1 else f"{self.per_bit}*bits(n)"
        if self.constant == 0:
            return head
        return f"{head} {'+' if self.constant > 0 else '-'} {abs(self.constant)}"
