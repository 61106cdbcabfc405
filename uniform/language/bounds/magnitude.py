"""Upper bounds that hold for every n: polynomials, and the widths of numbers below them.

Write B = bits(n) and X = 2^B, so that n <= X - 1. A ``Magnitude`` is a polynomial in n, X and B with positive
coefficients: an upper bound of a number. There are two orders of size, and only a small bound may be an exponent:

    small   a*B + b             such as bits(n)             2^small <= 2^b * X^a
    large   anything with n or X

Quotients bring in fractions: bits(n) div 2 is at most B/2. So a coefficient may be one, and an exponent of X: X^(p/q)
means 2^floor(p*B/q), a power of two. A product of such powers is at most the power with the sum of the exponents.

The *width* of a bound u is the smallest a*B + b (a first, then b; both whole) with u < 2^(a*B + b) for every B >= 1,
after substituting n = X - 1. A power B^k beside X^a costs a full B: B^k is below X from some B on, and b makes up for
smaller B. So n^2 has 2*B digits, and 3*n + 1 has B + 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import ceil, comb, floor, lcm

from uniform.counters.widths import Width
from uniform.records import made_often

Rational = int | Fraction  # >= 0; whole numbers may be of either type
Exponents = tuple[int, Rational, int]  # of n, X and B

_CHECKED = 200  # values of B at which a width is tried; more than twice any power of B
_MANY = 10_000  # pairs of terms to multiply one by one
_PARTS = 60  # of 1: a quotient is rounded up to a whole number of them


@dataclass(frozen=True)
class Magnitude:
    """A polynomial with positive coefficients; zero coefficients are left out. A constant one is whole."""

    terms: tuple[tuple[Exponents, Rational], ...]

    @staticmethod
    def of(terms: Mapping[Exponents, Rational]) -> Magnitude:
        """The polynomial with these coefficients."""
        return Magnitude(tuple(sorted((key, value) for key, value in terms.items() if value)))

    @staticmethod
    @lru_cache(maxsize=4096)
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
        total: dict[Exponents, Rational] = {}
        for (a, b, c), left in self.terms:
            for (d, e, f), right in other.terms:
                key = (a + d, b + e, c + f)
                total[key] = total.get(key, 0) + left * right
        return Magnitude.of(total)

    def _coarse(self) -> Magnitude:
        """A larger bound in X alone: n and B are below X."""
        total: dict[Exponents, Rational] = {}
        for (a, b, c), value in self.terms:
            total[0, a + b + c, 0] = total.get((0, a + b + c, 0), 0) + value
        return Magnitude.of(total)

    def power(self, exponent: int) -> Magnitude:
        """The product of ``exponent`` copies."""
        result = Magnitude.constant(1)
        for _ in range(exponent):
            result = result * self
        return result

    def divided(self, divisor: int, *, up: bool = False) -> Magnitude:
        """A bound of the quotient by ``divisor`` >= 1, rounded down, or up.

        >>> bits_of_n = Magnitude.of({(0, 0, 1): 1})
        >>> print((bits_of_n + Magnitude.constant(4)).divided(2).small)
        (Fraction(1, 2), Fraction(2, 1))
        """
        if up:
            return (self + Magnitude.constant(divisor - 1)).divided(divisor)
        if all(key == (0, 0, 0) for key, _ in self.terms):
            return Magnitude.constant(floor(dict(self.terms).get((0, 0, 0), 0)) // divisor)
        parts = [(key, Fraction(-(-value * _PARTS // divisor), _PARTS)) for key, value in self.terms]
        return Magnitude(tuple(parts))

    def join(self, other: Magnitude) -> Magnitude:
        """The coefficientwise maximum: a bound of both."""
        total = dict(self.terms)
        for key, value in other.terms:
            total[key] = max(total.get(key, 0), value)
        return Magnitude.of(total)

    @property
    def small(self) -> tuple[Rational, Rational] | None:
        """(a, b) if this is a*B + b, otherwise None."""
        parts = dict(self.terms)
        if set(parts) <= {(0, 0, 1), (0, 0, 0)}:
            return parts.get((0, 0, 1), 0), parts.get((0, 0, 0), 0)
        return None

    @cached_property
    def width(self) -> Width:
        """The digits that any number up to this bound fits in, for every n.

        >>> n = Magnitude.of({(1, 0, 0): 1})
        >>> print((n * n).width, (n * Magnitude.constant(3) + Magnitude.constant(1)).width)
        2*bits(n) bits(n) + 2
        """
        return _width(self)

    @property
    def size(self) -> Rational:
        """The degree, for refusing absurd polynomials."""
        return max((a + b + c for (a, b, c), _ in self.terms), default=0)

    @property
    def digits(self) -> int:
        """The binary digits of the largest coefficient."""
        return max((ceil(value).bit_length() for _, value in self.terms), default=0)


N = Magnitude.of({(1, 0, 0): 1})
BITS_OF_N = Magnitude.of({(0, 0, 1): 1})


def two_to(small: tuple[Rational, Rational]) -> Magnitude:
    """A bound of 2^e for whole e <= a*B + b.

    >>> two_to((Fraction(1, 2), Fraction(5, 2))).terms == (((0, Fraction(1, 2), 0), 8),)
    True
    """
    a, b = small[0], Fraction(small[1])
    most = 1 - Fraction(1, Fraction(a).denominator)  # that a*B is above floor(a*B)
    return Magnitude.of({(0, a, 0): 1 << floor(b + most)})


def of_width(width: Width) -> Magnitude:
    """A width as a (small) number."""
    return Magnitude.of({(0, 0, 1): width.per_bit, (0, 0, 0): width.constant})


def narrower(left: Magnitude, right: Magnitude) -> Magnitude:
    """The better of two bounds: a small one, which may be an exponent, before one with fewer digits. Of small ones with
    the same digits, that with the smaller factor of B."""
    return min((left, right), key=lambda bound: (bound.small is None, bound.width, bound.small or ()))


@made_often
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

    Substitute n = X - 1 in u, and let a be the degree, rounded up, with B counted as one more. B = 1, 2, ... are tried
    until the smallest b for those is right for all larger B too (``_lasts``). If that never happens, u / 2^(a*B) is
    less than the sum of its positive terms at the last B tried, because they no longer grow.
    """
    scale = lcm(*(Fraction(value).denominator for _, value in bound.terms))
    terms: dict[tuple[Rational, int], int] = {}  # ``scale`` times u; exponents of X and B
    for (of_n, of_x, of_b), value in bound.terms:
        for k in range(of_n + 1):
            key = (k + of_x, of_b)
            terms[key] = terms.get(key, 0) + int(value * scale) * comb(of_n, k) * (-1) ** (of_n - k)
    terms = {key: value for key, value in terms.items() if value}
    per_bit = max((ceil(x) + (b > 0) for (x, b), value in terms.items() if value > 0), default=0)
    least = 0 if per_bit else 1
    for digits in range(1, _CHECKED + 1):
        least = max(least, (_at(terms, digits) // scale).bit_length() - per_bit * digits)
        above = terms.get((per_bit, 0), 0) - (scale << least)
        if _lasts(terms | {(per_bit, 0): above}, digits):
            return Width(per_bit, least)
    most = _at({key: value for key, value in terms.items() if value > 0}, _CHECKED) // scale
    return Width(per_bit, max(least, (most >> per_bit * _CHECKED).bit_length()))


def _lasts(terms: Mapping[tuple[Rational, int], int], digits: int) -> bool:
    """Whether a polynomial in X and B is shown to be below 0 at B = ``digits`` and from there on.

    That holds when the leading term is negative and outweighs all positive ones: divided by it, they do not increase,
    or they are B^k / X or less, which decreases from B = 2*k on. Both take a leading power of X that is whole."""
    leading = max((key for key, value in terms.items() if value), default=(0, 0))
    positive = {key: value for key, value in terms.items() if value > 0}
    settled = digits >= 2 * max((b for _, b in positive), default=0)
    steady = floor(leading[0]) == leading[0] and all(
        b == 0 or x == leading[0] or ceil(x) < leading[0] for x, b in positive
    )
    return settled and steady and _at(positive | {leading: terms[leading]}, digits) < 0


def _at(terms: Mapping[tuple[Rational, int], int], digits: int) -> int:
    """The value of a polynomial in X and B at B = ``digits``."""
    return sum(coefficient * digits**b << floor(x * digits) for (x, b), coefficient in terms.items())
