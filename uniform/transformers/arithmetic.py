"""The arithmetic of transformers: exact integers, one rounding, one clamp.

A number of a format with p bits, f of them behind the point, is an integer v with -2^(p-1) <= v < 2^(p-1); it stands
for v / 2^f. Each operation of a model computes an exact integer, rounds it to the nearest (ties up) and clamps it.
In a circuit the number is its *offset code* v + 2^(p-1), a natural number of p bits.

The functions take Python integers or numpy arrays of integers, and return the same kind. On int64 arrays nothing
overflows that the caller has not let in: the largest intermediate value is in each docstring.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Integers = TypeVar("Integers", int, NDArray[np.int64])

ROOT_BITS = 15
"""Fractional bits of the tables of powers of two."""

_OCTAVES = (1, 2, 4, 8, 16)

POWERS: dict[int, tuple[int, ...]] = {
    octave: tuple(round(2**ROOT_BITS * 2 ** (-step / octave)) for step in range(octave)) for octave in _OCTAVES
}

"""``POWERS[F][b]`` is 2^(-b/F) with ``ROOT_BITS`` fractional bits, for b in an octave of F steps."""


def round_quotient(a: Integers, d: Integers | int) -> Integers:
    """a / d to the nearest integer, ties up; d > 0. Largest intermediate value: 2 |a| + d.

    >>> [round_quotient(a, 2) for a in (5, -5, -1)], [round_quotient(a, 4) for a in (-7, -6)]
    ([3, -2, 0], [-2, -1])
    """
    return (2 * a + d) // (2 * d)


def clamp(v: Integers, bits: int) -> Integers:
    """The closest number of ``bits`` bits, sign included.

    >>> clamp(9, 4), clamp(-9, 4), clamp(5, 4)
    (7, -8, 5)
    """
    low, high = -(1 << bits - 1), (1 << bits - 1) - 1
    if isinstance(v, int):
        return max(low, min(high, v))
    found: NDArray[np.int64] = np.minimum(np.maximum(v, low), high)
    return found


def exponential(distance: int, bits: int, octave: int) -> int:
    """(2^bits - 1) * 2^(-distance / octave), rounded: an attention weight, for a score so far below the largest.

    ``distance`` is a natural number, ``octave`` one of 1, 2, 4, 8, 16. It is 0 from octave * (bits + 2) on.

    >>> [exponential(d, 6, 8) for d in (0, 1, 2, 4, 8, 16, 24, 32, 40, 48, 56)]
    [63, 58, 53, 45, 32, 16, 8, 4, 2, 1, 0]
    """
    whole, part = divmod(distance, octave)
    if whole > bits + 1:
        return 0
    shift = ROOT_BITS + 1 + whole
    return (2 * POWERS[octave][part] * ((1 << bits) - 1) + (1 << shift - 1)) >> shift


def gelu(v: int, fraction: int) -> int:
    """v * sigmoid(1.702 v) for a number with ``fraction`` fractional bits, within 0.03 of GELU from 6 bits on.

    >>> [gelu(v, 4) for v in (-64, -32, -16, -8, 0, 8, 16, 32, 63)]
    [0, -1, -2, -2, 0, 6, 14, 31, 63]
    """
    steps = (629 * abs(v)) >> (fraction + 4)  # sixteenths of an octave: 629 / 2^8 = 1.702 * log2(e)
    whole, part = divmod(steps, 16)
    power = 0 if whole > 16 else (2 * POWERS[16][part] + (1 << whole)) >> (whole + 1)
    one = 1 << ROOT_BITS
    return int(round_quotient(v * (one if v >= 0 else power), one + power))
