"""Operations on numbers in the compiled loop of the fast tier that take more than a line."""

# mypy: ignore-errors

from __future__ import annotations

from uniform.kernels import nb


@nb.njit(inline="always")
def digits_of(value):
    """``bits(value)``."""
    digits = 1
    while value > 1:
        value >>= 1
        digits += 1
    return digits


@nb.njit(inline="always")
def read_entry(r, operands, plus, minus, place, count, start):
    """Write an entry of a table to one register, or to the other if it is below zero: see ``Entry`` in ``pack``."""
    for i in range(place, place + 2 * count, 2):
        start += r[operands[i]] * operands[i + 1]
    entry = operands[start]
    if plus >= 0:
        r[plus] = max(entry, 0)
    if minus >= 0:
        r[minus] = max(-entry, 0)
