"""Upper bounds that hold for every n: polynomials, and the widths of numbers below them.

Write B = bits(n) and X = 2^B, so that n <= X - 1. A ``Magnitude`` is a polynomial in n, X and B with natural
coefficients: an upper bound of a number. It has two orders of size, and only the small one may stand in an exponent:

    small   a*B + b             such as bits(n)             2^small = 2^b * X^a
    large   anything with n or X

The *width* of a bound u is the least a*B + b (a first, then b) with u < 2^(a*B + b) for every B >= 1, after
n = X - 1 has been put in. A power B^k beside X^a costs a full B: B^k is below X from some B on, and b makes up for
the B before. So n^2 owns 2*B digits, and 3*n + 1 owns B + 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import comb

from uniform.counters.widths import Width

Exponents = tuple[int, int, int]  # of n, X and B

_MOST_TERMS = 100
_CHECKED = 200  # values of B at which a width is tried; beyond, the leading terms have decided


@dataclass(frozen=True, slots=True)
class Magnitude:
    """A polynomial with natural coefficients; zero coefficients are left out."""

    terms: tuple[tuple[Exponents, int], ...]

    @staticmethod
    def of(terms: Mapping[Exponents, int]) -> Magnitude:
        """The polynomial with these coefficients."""
        return Magnitude(tuple(sorted((key, value) for key, value in terms.items() if value)))

    @staticmethod
    def constant(value: int) -> Magnitude:
        """A number that does not depend on n."""
        return Magnitude.of({(0, 0, 0): value})

    def __add__(self, other: Magnitude) -> Magnitude:
        total = dict(self.terms)
        for key, value in other.terms:
            total[key] = total.get(key, 0) + value
        return Magnitude.of(total)

    def __mul__(self, other: Magnitude) -> Magnitude:
        total: dict[Exponents, int] = {}
        for (a, b, c), left in self.terms:
            for (d, e, f), right in other.terms:
                key = (a + d, b + e, c + f)
                total[key] = total.get(key, 0) + left * right
        if len(total) > _MOST_TERMS:  # n < X and B <= X, so one power of X is above them all
            degree = max(a + b + c for a, b, c in total)
            total = {(0, degree, 0): sum(total.values())}
        return Magnitude.of(total)

    def power(self, exponent: int) -> Magnitude:
        """The product of ``exponent`` copies."""
        result = Magnitude.constant(1)
        for _ in range(exponent):
            result = result * self
        return result

    def join(self, other: Magnitude) -> Magnitude:
        """The coefficientwise maximum: above both."""
        total = dict(self.terms)
        for key, value in other.terms:
            total[key] = max(total.get(key, 0), value)
        return Magnitude.of(total)

    @property
    def small(self) -> tuple[int, int] | None:
        """(a, b) when this is a*B + b, else None."""
        parts = dict(self.terms)
        if set(parts) <= {(0, 0, 1), (0, 0, 0)}:
            return parts.get((0, 0, 1), 0), parts.get((0, 0, 0), 0)
        return None

    @property
    def width(self) -> Width:
        """The digits that hold any number up to this bound, for every n.

        >>> n = Magnitude.of({(1, 0, 0): 1})
        >>> print((n * n).width, (n * Magnitude.constant(3) + Magnitude.constant(1)).width)
        2*bits(n) bits(n) + 2
        """
        return _width(self)

    @property
    def size(self) -> int:
        """A number of digits that grows with the polynomial, for refusing absurd ones."""
        return max((a + b + c for (a, b, c), _ in self.terms), default=0)


N = Magnitude.of({(1, 0, 0): 1})
BITS_OF_N = Magnitude.of({(0, 0, 1): 1})


def two_to(small: tuple[int, int]) -> Magnitude:
    """2^(a*B + b) = 2^b * X^a."""
    a, b = small
    return Magnitude.of({(0, a, 0): 1 << b})


def of_width(width: Width) -> Magnitude:
    """A width as a (small) number."""
    return Magnitude.of({(0, 0, 1): width.per_bit, (0, 0, 0): width.constant})


def narrower(left: Magnitude, right: Magnitude) -> Magnitude:
    """Whichever of two bounds says more: a small one, which may stand in an exponent, before one with fewer digits."""
    return min((left, right), key=lambda bound: (bound.small is None, bound.width))


@lru_cache(maxsize=4096)
def _width(bound: Magnitude) -> Width:
    terms: dict[tuple[int, int], int] = {}  # exponents of X and B, after n = X - 1
    for (of_n, of_x, of_b), value in bound.terms:
        for k in range(of_n + 1):
            key = (k + of_x, of_b)
            terms[key] = terms.get(key, 0) + value * comb(of_n, k) * (-1) ** (of_n - k)
    terms = {key: value for key, value in terms.items() if value}
    per_bit = max((x + (b > 0) for (x, b), value in terms.items() if value > 0), default=0)
    least = 0 if per_bit else 1
    for digits in range(1, _CHECKED + 1):
        value = sum(coefficient * digits**b << x * digits for (x, b), coefficient in terms.items())
        least = max(least, value.bit_length() - per_bit * digits)
    return Width(per_bit, least)
