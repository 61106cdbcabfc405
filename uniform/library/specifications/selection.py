"""Selection of one word or bit from several."""

from __future__ import annotations


def selection(a: int, b: int, s: int) -> int:
    """s ? b : a.

    >>> selection(6, 7, 0), selection(6, 7, 1)
    (6, 7)
    """
    return b if s else a


def storage_access(address: int, x: int) -> int:
    """x[address], 0 beyond the end.

    >>> [storage_access(address, 0b101) for address in range(4)]
    [1, 0, 1, 0]
    """
    return x >> address & 1
