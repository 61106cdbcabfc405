"""Number formats whose bits grow with log n: what "log-precision" means, as data.

Everything here is a function of B = bits(n) = floor(log2 n) + 1.
"""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_ROUNDS = 3
"""Digits in which a circuit reads a number, unless a caller says otherwise."""


@dataclass(frozen=True, slots=True)
class LogBits:
    """A number of bits that grows with log n: ``slope * bits(n) + constant``.

    >>> str(LogBits(1, 2)), LogBits(1, 2).at(8)
    ('bits(n) + 2', 6)
    """

    slope: int  # 0..4
    constant: int  # may be negative

    def at(self, n: int) -> int:
        """The number of bits at n >= 1."""
        return self.slope * n.bit_length() + self.constant

    def __add__(self, other: LogBits) -> LogBits:
        return LogBits(self.slope + other.slope, self.constant + other.constant)

    def __sub__(self, other: LogBits) -> LogBits:
        return LogBits(self.slope - other.slope, self.constant - other.constant)

    def __str__(self) -> str:
        if self.slope == 0:
            return str(self.constant)
        slope = "bits(n)" if self.slope == 1 else f"{self.slope}*bits(n)"
        if self.constant == 0:
            return slope
        return f"{slope} {'-' if self.constant < 0 else '+'} {abs(self.constant)}"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed-point format: ``fraction`` bits behind the point and ``integer`` bits before it, the sign included."""

    fraction: LogBits
    integer: int

    @property
    def bits(self) -> LogBits:
        """All bits of a number."""
        return self.fraction + LogBits(0, self.integer)

    def at(self, n: int) -> FixedAt:
        """The format at one n."""
        return FixedAt(self.bits.at(n), self.fraction.at(n))


@dataclass(frozen=True, slots=True)
class FixedAt:
    """A fixed-point format at one n: integers v with -half <= v < half, each standing for v / one."""

    bits: int  # >= 1
    fraction: int  # >= 0

    @property
    def half(self) -> int:
        """2^(bits - 1): the offset of the code, one more than the largest number."""
        return 1 << self.bits - 1

    @property
    def one(self) -> int:
        """The integer that stands for 1."""
        return 1 << self.fraction


@dataclass(frozen=True, slots=True)
class Precision:
    """The formats of a model's numbers."""

    state: Fixed  # states, values and hidden units
    key: Fixed  # keys and queries
    score: Fixed  # its fraction does not depend on n: 2^fraction steps to an octave
    weight: LogBits  # bits of an attention weight, a natural number
    parameter: Fixed  # weights and biases of the model; does not depend on n

    def at(self, n: int) -> PrecisionAt:
        """The formats at one n."""
        return PrecisionAt(
            n,
            n.bit_length(),
            self.state.at(n),
            self.key.at(n),
            self.score.at(n),
            self.weight.at(n),
            self.parameter.at(n),
        )


@dataclass(frozen=True, slots=True)
class PrecisionAt:
    """The formats of a model's numbers at one n."""

    n: int
    position_bits: int  # bits(n)
    state: FixedAt
    key: FixedAt
    score: FixedAt
    weight: int  # bits of an attention weight
    parameter: FixedAt

    @property
    def octave(self) -> int:
        """Steps of a score in which an attention weight is halved: 1, 2, 4, 8 or 16."""
        return self.score.one


def deviation_growth(width: int) -> int:
    """How many more bits than a state a deviation from the mean, times ``width``, has in offset code.

    The largest one is (width - 1)(2^p - 1), when one of the states is as large and the others are as small as can be.

    >>> [deviation_growth(width) for width in (1, 2, 3, 4, 5, 6, 8, 9, 10)]
    [1, 2, 2, 3, 3, 4, 4, 4, 5]
    """
    return max(width.bit_length(), 1 + max(0, width - 2).bit_length())
