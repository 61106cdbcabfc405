"""Polynomials in n and bits(n) with whole coefficients: sizes and depths of families."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from uniform.counters.widths import bits

Exponents = tuple[int, int]  # of n and bits(n)


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A polynomial in n and B = bits(n); the highest powers first, without coefficients 0.

    >>> print(Polynomial.of({(1, 0): 2, (0, 1): 1, (0, 0): -3}))
    2*n + bits(n) - 3
    """

    terms: tuple[tuple[Exponents, int], ...]

    @staticmethod
    def of(terms: Iterable[tuple[Exponents, int]] | dict[Exponents, int]) -> Polynomial:
        """The polynomial with these coefficients."""
        pairs = terms.items() if isinstance(terms, dict) else terms
        found: dict[Exponents, int] = {}
        for key, factor in pairs:
            found[key] = found.get(key, 0) + factor
        return Polynomial(tuple(sorted(((key, factor) for key, factor in found.items() if factor), reverse=True)))

    @staticmethod
    def constant(value: int) -> Polynomial:
        """A number that does not depend on n."""
        return Polynomial.of({(0, 0): value})

    def __add__(self, other: Polynomial | int) -> Polynomial:
        right = Polynomial.constant(other) if isinstance(other, int) else other
        return Polynomial.of([*self.terms, *right.terms])

    def __sub__(self, other: Polynomial | int) -> Polynomial:
        return self + (-other if isinstance(other, int) else other * Polynomial.constant(-1))

    def __mul__(self, other: Polynomial | int) -> Polynomial:
        right = Polynomial.constant(other) if isinstance(other, int) else other
        return Polynomial.of([((a + c, b + d), x * y) for (a, b), x in self.terms for (c, d), y in right.terms])

    def __call__(self, n: int) -> int:
        """The value at n."""
        return sum([factor * n**i * bits(n) ** j for (i, j), factor in self.terms])

    @property
    def degree(self) -> Exponents:
        """The exponents of n and of bits(n) in the term that grows fastest."""
        return self.terms[0][0] if self.terms else (0, 0)

    @property
    def literal(self) -> int | None:
        """The value, if it does not depend on n."""
        if not self.terms:
            return 0
        return self.terms[0][1] if len(self.terms) == 1 and self.terms[0][0] == (0, 0) else None

    @property
    def is_natural(self) -> bool:
        """Whether no value is negative, which is seen at n = 1: then only the constant may be negative, as in n - 1."""
        others = all(factor > 0 for key, factor in self.terms if key != (0, 0))
        return others and sum(factor for _, factor in self.terms) >= 0

    @property
    def absolute(self) -> Polynomial:
        """With the absolute values of the coefficients: at least as large as the absolute value, for every n."""
        return Polynomial(tuple([(key, abs(factor)) for key, factor in self.terms]))

    @property
    def natural(self) -> Polynomial:
        """At least as large, and never negative: without negative terms, if some value may be negative."""
        if self.is_natural:
            return self
        return Polynomial(tuple([(key, factor) for key, factor in self.terms if factor > 0]))

    def greatest(self, other: Polynomial) -> Polynomial:
        """A polynomial at least as large as both: one of them, if it is seen to be the larger one for every n, and
        otherwise with the larger one of each two coefficients."""
        if (self - other).is_natural:
            return self
        return other if (other - self).is_natural else _combine(self, other, max)

    def least(self, other: Polynomial) -> Polynomial:
        """A polynomial at most as large as both."""
        if (self - other).is_natural:
            return other
        return self if (other - self).is_natural else _combine(self, other, min)

    def divided(self, divisor: int) -> Polynomial:
        """A polynomial at least as large as the quotient by a divisor >= 1, rounded down."""
        return Polynomial.of([(key, -(-factor // divisor)) for key, factor in self.terms])

    def __str__(self) -> str:
        text = ""
        for exponents, factor in self.terms:
            power = _power(exponents)
            size = power if power and abs(factor) == 1 else f"{abs(factor)}*{power}" if power else str(abs(factor))
            text += (f" {'-' if factor < 0 else '+'} " if text else "-" if factor < 0 else "") + size
        return text or "0"


N = Polynomial.of({(1, 0): 1})
BITS = Polynomial.of({(0, 1): 1})


def _combine(left: Polynomial, right: Polynomial, choose: Callable[[int, int], int]) -> Polynomial:
    one, other = dict(left.terms), dict(right.terms)
    return Polynomial.of([(key, choose(one.get(key, 0), other.get(key, 0))) for key in one.keys() | other.keys()])


def _power(exponents: Exponents) -> str:
    parts = zip(("n", "bits(n)"), exponents, strict=True)
    return "*".join([f"{name}^{exponent}" if exponent > 1 else name for name, exponent in parts if exponent])


def bits_of(number: Polynomial) -> Polynomial:
    """At least as large as the binary digits of a number up to this one, for every n >= 1.

    Each term is below 2^w for a w that is linear in B, since n < 2^B and B <= 2^(B-1); so many terms of that size need
    the digits of their number more.

    >>> print(bits_of(Polynomial.of({(1, 0): 2, (0, 0): -1})), bits_of(BITS), bits_of(N * N))
    bits(n) + 1 bits(n) 2*bits(n)
    """
    degree = max((i + j for (i, j), factor in number.terms if factor > 0), default=0)
    most = sum(factor for _, factor in number.terms if factor > 0)
    if degree == 0:
        return Polynomial.constant(bits(most))
    return BITS * degree + (bits(most - 1) if most > 1 else 0)
