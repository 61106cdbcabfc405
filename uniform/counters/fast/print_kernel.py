"""Printing text and numbers into a buffer: the part of the compiled loop of the fast tier that only writes.

The buffer has room after what is printed, because pieces are copied 16 or 32 bytes at a time: see
``PackedCode.longest`` in ``pack``.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np

from uniform.kernels import copy16, nb, njit

_I = nb.int64[::1]
_B = nb.uint8[::1]
RECENT = 32  # numbers whose digits are cached


_NOT_TEXT = np.frombuffer(b".NOT[", dtype=np.uint8).copy()


@nb.njit(inline="always")
def not_text(out, length):
    """Print ``.NOT[``, which follows the target in the address of a derived NOT gate; returns the new length."""
    for i in range(5):
        out[length + i] = _NOT_TEXT[i]
    return length + 5


@nb.njit(inline="always")
def literal(out, length, texts, start, end):
    """Print ``texts[start:end]``; returns the new length. Copies sixteen bytes at a time, which is faster than
    counting."""
    copy16(out, length, texts, start)
    for place in range(start + 16, end):
        out[length + place - start] = texts[place]
    return length + end - start


@njit(nb.int64(_B, nb.int64, nb.int64))
def write_digits(out, start, number):
    """Write the digits of a natural number from ``start`` on; returns how many."""
    rest = number // 10
    digits = 1
    while rest > 0:
        rest //= 10
        digits += 1
    for place in range(start + digits - 1, start - 1, -1):
        rest = number // 10
        out[place] = 48 + number - 10 * rest
        number = rest
    return digits


@nb.njit(inline="always")
def inline_decimal(out, length, number, recent, shown):
    """Print a natural number; returns the new length. The digits of recent numbers are cached."""
    slot = number & (RECENT - 1)
    if recent[slot] != number:
        recent[slot] = number
        recent[RECENT + slot] = write_digits(shown, slot << 5, number)
    copy16(out, length, shown, slot << 5)
    copy16(out, length + 16, shown, (slot << 5) + 16)
    return length + recent[RECENT + slot]


@njit(nb.int64(_B, nb.int64, nb.int64, _I, _B))
def decimal(out, length, number, recent, shown):
    """The same, not inlined: less to compile."""
    return inline_decimal(out, length, number, recent, shown)
