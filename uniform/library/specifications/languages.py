"""Membership in formal languages."""

from __future__ import annotations


def dyck1(x: int, n: int) -> int:
    """Is the word balanced, bit 0 first, 1 an opening bracket?

    >>> dyck1(0b0011, 4), dyck1(0b1001, 4)  # (()) and ())(
    (1, 0)
    """
    depth = 0
    for i in range(n):
        depth += 1 if x >> i & 1 else -1
        if depth < 0:
            return 0
    return int(depth == 0)
