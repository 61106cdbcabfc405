"""Upper bounds that hold for every n: polynomials, and the widths of numbers below them.

Write B = bits(n) and X = 2^B, so that n <= X - 1. A ``Magnitude`` is a polynomial in n, X and B with natural
coefficients: an upper bound of a number. There are two orders of size, and only a small bound may be an exponent:

    small   a*B + b             such as bits(n)             2^small = 2^b * X^a
    large   anything with n or X

The *width* of a bound u is the smallest a*B + b (a first, then b) with u < 2^(a*B + b) for every B >= 1, after
substituting n = X - 1. A power B^k beside X^a costs a full B: B^k is below X from some B on, and b makes up for
smaller B. So n^2 has 2*B digits, and 3*n + 1 has B + 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import comb

from uniform.counters.widths import Width

Exponents = tuple[int, int, int]  # of n, X and B

_CHECKED = 200  # values of B at which a width is tried; more than twice any power of B
_MANY = 10_000  # pairs of terms to multiply one by one


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
        return Magnitude((((0, 0, 0), value),) if value else ())

    def __add__(self, other: Magnitude) -> Magnitude:
        total = dict(self.terms)
        for key, value in other.terms:
            total[key] = total.get(key, 0) + value
        return Magnitude.of(total)

    def __mul__(self, other: Magnitude) -> Magnitude:
        if len(self.terms) * len(other.terms) > _MANY:
            return self._coarse() * other._coarse()
        total: dict[Exponents, int] = {}
        for (a, b, c), left in self.terms:
            for (d, e, f), right in other.terms:
                key = (a + d, b + e, c + f)
                total[key] = total.get(key, 0) + left * right
        return Magnitude.of(total)

    def _coarse(self) -> Magnitude:
        """A larger bound in X alone: n and B are below X."""
        total: dict[Exponents, int] = {}
        for (a, b, c), value in self.terms:
            total[0, a + b + c, 0] = total.get((0, a + b + c, 0), 0) + value
        return Magnitude.of(total)

    def power(self, exponent: int) -> Magnitude:
        """The product of ``exponent`` copies."""
        result = Magnitude.constant(1)
        for _ in range(exponent):
            result = result * self
        return result

    def divided(self, divisor: int) -> Magnitude:
        """A bound of the quotient by ``divisor`` >= 1, rounded up: each coefficient is.

        >>> Magnitude.of({(1, 0, 0): 7, (0, 0, 0): 3}).divided(2) == Magnitude.of({(1, 0, 0): 4, (0, 0, 0): 2})
        True
        """
        return Magnitude(tuple([(key, -(-value // divisor)) for key, value in self.terms]))

    def join(self, other: Magnitude) -> Magnitude:
        """The coefficientwise maximum: a bound of both."""
        total = dict(self.terms)
        for key, value in other.terms:
            total[key] = max(total.get(key, 0), value)
        return Magnitude.of(total)

    @property
    def small(self) -> tuple[int, int] | None:
        """(a, b) if this is a*B + b, otherwise None."""
        parts = dict(self.terms)
        if set(parts) <= {(0, 0, 1), (0, 0, 0)}:
            return parts.get((0, 0, 1), 0), parts.get((0, 0, 0), 0)
        return None

    @property
    def width(self) -> Width:
        """The digits that any number up to this bound fits in, for every n.

        >>> n = Magnitude.of({(1, 0, 0): 1})
        >>> print((n * n).width, (n * Magnitude.constant(3) + Magnitude.constant(1)).width)
        2*bits(n) bits(n) + 2
        """
        return _width(self)

    @property
    def size(self) -> int:
        """The degree, for refusing absurd polynomials."""
        return max((a + b + c for (a, b, c), _ in self.terms), default=0)

    @property
    def digits(self) -> int:
        """The binary digits of the largest coefficient."""
        return max((value.bit_length() for _, value in self.terms), default=0)


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
    """The better of two bounds: a small one, which may be an exponent, before one with fewer digits."""
    return min((left, right), key=lambda bound: (bound.small is None, bound.width))


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is known about a number for every n: an upper bound, and the number itself if it is constant."""

    bound: Magnitude
    literal: int | None = None

    @staticmethod
    @lru_cache(maxsize=4096)
    def of(value: int) -> Estimate:
        """A number known at compile time."""
        return Estimate(Magnitude.constant(value), value)


ZERO = Estimate.of(0)


@lru_cache(maxsize=4096)
def _width(bound: Magnitude) -> Width:
    """The smallest width; if coefficients of 200 digits or more prevent finding it, one that is large enough.

    Substitute n = X - 1 in u, and let a be the degree, with B counted as one more. B = 1, 2, ... are tried until the
    smallest b for those is right for all larger B too (``_lasts``). If that never happens, u / 2^(a*B) is less than the
    sum of its positive terms at the last B tried, because they no longer grow.
    """
    terms: dict[tuple[int, int], int] = {}  # exponents of X and B
    for (of_n, of_x, of_b), value in bound.terms:
        for k in range(of_n + 1):
            key = (k + of_x, of_b)
            terms[key] = terms.get(key, 0) + value * comb(of_n, k) * (-1) ** (of_n - k)
    terms = {key: value for key, value in terms.items() if value}
    per_bit = max((x + (b > 0) for (x, b), value in terms.items() if value > 0), default=0)
    least = 0 if per_bit else 1
    for digits in range(1, _CHECKED + 1):
        least = max(least, _at(terms, digits).bit_length() - per_bit * digits)
        if _lasts(terms | {(per_bit, 0): terms.get((per_bit, 0), 0) - (1 << least)}, digits):
            return Width(per_bit, least)
    above = _at({key: value for key, value in terms.items() if value > 0}, _CHECKED)
    return Width(per_bit, max(least, (above >> per_bit * _CHECKED).bit_length()))


def _lasts(terms: Mapping[tuple[int, int], int], digits: int) -> bool:
    """Whether a polynomial in X and B is shown to be below 0 at B = ``digits`` and from there on.

    That holds when the leading term is negative and outweighs all positive ones: divided by it, they are decreasing
    powers of B, or B^k / X, which decreases from B = 2*k on."""
    leading = max((key for key, value in terms.items() if value), default=(0, 0))
    positive = {key: value for key, value in terms.items() if value > 0}
    settled = digits >= 2 * max((b for _, b in positive), default=0)
    return settled and _at(positive | {leading: terms[leading]}, digits) < 0


def _at(terms: Mapping[tuple[int, int], int], digits: int) -> int:
    """The value of a polynomial in X and B at B = ``digits``."""
    return sum(coefficient * digits**b << x * digits for (x, b), coefficient in terms.items())
