"""The arithmetic of transformers: examples worked by hand, and what each function must satisfy."""

from __future__ import annotations

from fractions import Fraction
from math import erf, sqrt

import numpy as np
import pytest

from uniform.transformers.arithmetic import POWERS, ROOT_BITS, clamp, exponential, gelu, round_quotient


@pytest.mark.parametrize(("a", "d", "quotient"), [(5, 2, 3), (-5, 2, -2), (-1, 2, 0), (-7, 4, -2), (-6, 4, -1)])
def test_rounding(a: int, d: int, quotient: int) -> None:
    assert round_quotient(a, d) == quotient


def test_rounding_is_to_the_nearest_with_ties_up() -> None:
    for d in range(1, 9):
        for a in range(-40, 41):
            found, exact = round_quotient(a, d), Fraction(a, d)
            assert -Fraction(1, 2) < found - exact <= Fraction(1, 2)
    values = np.arange(-40, 41)
    assert round_quotient(values, 7).tolist() == [round_quotient(a, 7) for a in values.tolist()]


def test_clamping() -> None:
    values = np.arange(-20, 21)
    assert clamp(values, 4).tolist() == [sorted((-8, v, 7))[1] for v in range(-20, 21)]
    assert [clamp(v, 4) for v in range(-20, 21)] == clamp(values, 4).tolist()
    assert [clamp(v, 1) for v in (-3, -1, 0, 3)] == [-1, -1, 0, 0]


def test_powers_of_two() -> None:
    assert POWERS[8] == (32768, 30048, 27554, 25268, 23170, 21247, 19484, 17867)
    for octave, row in POWERS.items():
        assert len(row) == octave
        for step, number in enumerate(row):  # number / 2^15 is 2^(-step/octave), to half a unit: compare the powers
            exact = 2 ** (ROOT_BITS * octave - step)
            assert (2 * number - 1) ** octave <= exact * 2**octave <= (2 * number + 1) ** octave


@pytest.mark.parametrize(
    ("distance", "weight"),
    [(0, 63), (1, 58), (2, 53), (4, 45), (8, 32), (16, 16), (24, 8), (32, 4), (40, 2), (48, 1), (56, 0)],
)
def test_attention_weights(distance: int, weight: int) -> None:
    assert exponential(distance, 6, 8) == weight


def test_attention_weights_fall_to_zero() -> None:
    for bits in range(1, 8):
        for octave in POWERS:
            weights = [exponential(d, bits, octave) for d in range(octave * (bits + 4))]
            assert weights[0] == 2**bits - 1
            assert weights == sorted(weights, reverse=True)
            assert not any(weights[octave * (bits + 2) :])
            for distance, weight in enumerate(weights):
                assert abs(weight - (2**bits - 1) * 2 ** (-distance / octave)) <= 0.51


@pytest.mark.parametrize(
    ("v", "result"), [(-64, 0), (-32, -1), (-16, -2), (-8, -2), (0, 0), (8, 6), (16, 14), (32, 31), (63, 63)]
)
def test_gelu(v: int, result: int) -> None:
    assert gelu(v, 4) == result


def test_gelu_is_near_the_real_one() -> None:
    for fraction in (6, 8):
        one = 1 << fraction
        for v in range(-8 * one, 8 * one):
            x = v / one
            assert abs(gelu(v, fraction) / one - x * (1 + erf(x / sqrt(2))) / 2) < 0.03
