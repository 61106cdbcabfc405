"""Numbers of a model as integers of its format: integers stay as they are, floats are rounded to the nearest.

A float v is a/d exactly (``as_integer_ratio``); with g bits behind the point it becomes a 2^g / d, rounded to the
nearest, ties up. A number outside the format is refused: clamping it would change the model unnoticed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.transformers.arithmetic import round_quotient
from uniform.transformers.formats import FixedAt

NOT_FINITE = "U906"
OUTSIDE = "U907"


@dataclass(frozen=True, slots=True)
class Change:
    """How far rounding moved a number."""

    place: str  # "layer1.up[3,2]"
    before: float
    after: float

    @property
    def size(self) -> Fraction:
        """The distance, exactly."""
        return abs(Fraction(self.after) - Fraction(self.before))

    def __str__(self) -> str:
        return f"{self.place} from {self.before:.6g} to {self.after:.6g}"


@dataclass(slots=True)
class Quantizer:
    """Rounds the numbers of a model, and remembers the largest change."""

    file: str
    format: FixedAt
    rounded: int = 0  # numbers that were floats
    largest: Change | None = field(default=None)  # None if nothing changed

    def array(self, name: str, array: NDArray[Any]) -> NDArray[np.int64]:
        """An array of integers, or of floats. Raises UniformError: U906 for NaN and infinity, U907 outside the
        format."""
        numbers = [
            self.number(f"{name}[{','.join(map(str, place))}]", value)
            for place, value in zip(np.ndindex(array.shape), array.astype(object).ravel().tolist(), strict=True)
        ]
        return np.array(numbers, dtype=np.int64).reshape(array.shape)

    def numbers(self, name: str, values: Iterable[int | float]) -> tuple[int, ...]:
        """The same for a list."""
        return tuple(self.number(f"{name}[{place}]", value) for place, value in enumerate(values))

    def number(self, place: str, value: int | float) -> int:
        """One number."""
        one, half = self.format.one, self.format.half
        if isinstance(value, float):
            if not math.isfinite(value):
                raise UniformError(Diagnostic(NOT_FINITE, f"{self.file}: `{place}` is {value}"))
            a, d = value.as_integer_ratio()
            found = int(round_quotient(a * one, d))
            self.rounded += 1
        else:
            found = int(value)
        if not -half <= found < half:
            shown = f"{value:.6g}" if isinstance(value, float) else f"{found}/{one}"
            raise UniformError(
                Diagnostic(
                    OUTSIDE,
                    f"{self.file}: `{place}` is {shown}, outside -{_decimal(half, one)}..{_decimal(half - 1, one)}",
                    help=f"a weight has {self.format.bits} bits, {self.format.fraction} of them behind the point: "
                    "raise `weights.integer`",
                )
            )
        if isinstance(value, float):
            change = Change(place, value, found / one)
            if change.size and (self.largest is None or change.size > self.largest.size):
                self.largest = change
        return found


def _decimal(number: int, one: int) -> str:
    return f"{number / one:.10g}"
