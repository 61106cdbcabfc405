"""No value of a random expression is above its bound, or needs more digits than its width, for n up to 2^200.

Quotients of lengths, and powers and products of them, are frequent: their bounds have fractions.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from random import Random

import pytest

from tests.quick import one_in
from uniform.counters.code import Register
from uniform.counters.widths import Width
from uniform.language.bounds import magnitude
from uniform.language.bounds.affine import Form
from uniform.language.bounds.binding import Binding
from uniform.language.bounds.facts import Facts
from uniform.language.bounds.magnitude import BITS_OF_N, Magnitude, N, two_to
from uniform.language.bounds.terms import term, upper_end
from uniform.language.meaning.evaluate import Scope, integer, natural
from uniform.language.pipeline import load
from uniform.language.syntax.declarations import CounterDeclaration, Let
from uniform.language.syntax.expressions import Binary, Expression
from uniform.language.syntax.symbols import Symbol
from uniform.messages.errors import Trap
from uniform.messages.spans import Source

HEAD = "family f(n)\n  input  x[1..n]\n  output y\n  counter v <= n, w <= bits(n) + 3\n  y := x[1]\n"
SIZES = [*range(1, 18), 31, 32, 33, 100, 127, 128, 1000, 2**20 - 1, 2**20, 3**60, 2**127 - 1, 2**200]


def value_of(bound: Magnitude, n: int) -> int:
    """The polynomial at n, by its definition, rounded down."""
    length = n.bit_length()
    return floor(sum(value * n**a * 2 ** floor(x * length) * length**b for (a, x, b), value in bound.terms))


class Texts:
    """Writes random expressions, small ones and others."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def small(self, depth: int) -> str:
        """A number that may be an exponent."""
        pick = self.random.choice
        if depth == 0 or self.random.random() < 0.2:
            return pick(["w", "bits(n)", "bits(v)", str(self.random.randrange(70))])
        left, right = self.small(depth - 1), self.small(depth - 1)
        return pick(
            [
                f"({left} + {right})",
                f"({left} div {self.divisor()})",
                f"({left} div {self.divisor()})",
                f"({left} * {self.random.randrange(4)})",
                f"({left} mod 7)",
                f"(max({left}, {right}) - {right})",
                f"min({left}, {right})",
                f"max({left}, {right})",
            ]
        )

    def number(self, depth: int) -> str:
        pick = self.random.choice
        if depth == 0:
            return pick(["n", "v", f"{pick('23')}^{self.small(2)}", self.small(2)])
        left, right = self.number(depth - 1), self.number(depth - 1)
        return pick(
            [
                f"({left} + {right})",
                f"({left} * {right})",
                f"({left} div {self.divisor()})",
                f"({left} div ({right} + 1))",
                f"({left} mod ({right} + 1))",
                f"({left})^{pick('23')}",
                f"(max({left}, {right}) - {right})",
                f"bits({left})",
                f"min({left}, {right})",
                f"max({left}, {right})",
            ]
        )

    def end(self, depth: int) -> str:
        """A number that may be below zero."""
        pick = self.random.choice
        if depth == 0:
            return f"({self.number(1)} - {self.number(1)})"
        left, right = self.end(depth - 1), self.end(depth - 1)
        return pick(
            [
                f"({left} {pick('+-*')} {right})",
                f"({left} {pick(['div', 'mod'])} {self.divisor()})",
                f"{pick(['min', 'max'])}({left}, {right})",
            ]
        )

    def divisor(self) -> int:
        return self.random.choice([2, 2, 3, 4, 5, 7, 30, 61, 64, 1000, 10**20])


def read(text: str) -> tuple[Expression, Facts, tuple[Symbol, Symbol]]:
    """A number, what is known about n and the counters, and the counters."""
    checked = load(Source("f.gen", f"{HEAD}  let m = {text}\n")).program
    v, w = (each.symbol for each in checked.declarations if isinstance(each, CounterDeclaration))
    let = checked.body[-1]
    assert isinstance(let, Let)
    facts = Facts(checked.n)
    facts.bind(v, Binding(Register(1), N, high=Form(0, {checked.n: 1}), changes=True))
    facts.bind(w, Binding(Register(2), BITS_OF_N + Magnitude.constant(3), changes=True))
    return let.value, facts, (v, w)


def scopes(facts: Facts, counters: tuple[Symbol, Symbol], random: Random) -> list[Scope]:
    """The largest and random values of the counters at each n."""
    found = []
    for n in SIZES:
        most = n, n.bit_length() + 3
        for values in (most, [random.randint(0, each) for each in most]):
            found.append(Scope(n, {facts.n: n, **dict(zip(counters, values, strict=True))}))
    return found


def fits(value: int, bound: Magnitude, scope: Scope) -> bool:
    return value <= value_of(bound, scope.n) and value < 2 ** bound.width.at(scope.n)


@pytest.mark.parametrize("seed", one_in(20, range(40)))
def test_no_value_is_above_its_bound(seed: int) -> None:
    texts, tried = Texts(seed), 0
    for _ in range(12):
        expression, facts, counters = read(texts.number(texts.random.randrange(4)))
        known = term(expression, facts)
        if known.refusals:
            continue
        for scope in scopes(facts, counters, texts.random):
            value = natural(expression, scope)
            assert fits(value, known.bound, scope), (seed, scope.values)
            tried += 1
    assert tried


@pytest.mark.parametrize("seed", one_in(20, range(40)))
def test_no_part_of_a_number_that_may_be_negative_is_above_its_bound(seed: int) -> None:
    """The value lies between minus the second bound and the first one."""
    texts, tried = Texts(seed), 0
    for _ in range(12):
        expression, facts, counters = read(f"0 * ({texts.end(texts.random.randrange(3))})")
        assert isinstance(expression, Binary)
        expression = expression.right
        known = upper_end(expression, facts)
        if known.refusals:
            continue
        for scope in scopes(facts, counters, texts.random):
            try:
                value = integer(expression, scope)
            except Trap:
                continue
            assert value < 0 or fits(value, known.plus.bound, scope), (seed, scope.values)
            if known.minus is not None:
                assert value > 0 or fits(-value, known.minus.bound, scope), (seed, scope.values)
            tried += 1
    assert tried


def test_a_power_is_at_most_its_bound() -> None:
    """2^e for the largest whole e up to a*B + b, with fractions of all kinds; equal for some B."""
    fractions = [Fraction(p, q) for q in (1, 2, 3, 60) for p in {1, q - 1, q + 1}]
    for a in fractions:
        for b in fractions:
            bound, powers = two_to((a, b)), [(2**length - 1, 2 ** floor(a * length + b)) for length in range(1, 61)]
            assert all(power <= value_of(bound, n) for n, power in powers)
            assert any(power == value_of(bound, n) for n, power in powers), (a, b)


def test_quotients_are_rounded_down_or_up() -> None:
    for value in (N, BITS_OF_N, Magnitude.constant(7), N * Magnitude.constant(9) + Magnitude.constant(5)):
        for divisor in (1, 2, 3, 7, 59, 60, 61, 10**6):
            for n in SIZES:
                whole = value_of(value, n)
                assert value_of(value.divided(divisor), n) >= whole // divisor
                assert value_of(value.divided(divisor, up=True), n) >= -(-whole // divisor)


def test_a_join_is_the_narrowest_width_for_two() -> None:
    """With the larger number of digits per bit of n, no smaller constant is enough for every n."""
    random = Random(3)
    for _ in range(300):
        one, other = (Width(random.randrange(4), random.randrange(1, 9)) for _ in range(2))
        joined = one.join(other)
        assert joined == other.join(one)
        assert joined.per_bit == max(one.per_bit, other.per_bit)
        spare = [joined.at(n) - max(one.at(n), other.at(n)) for n in SIZES]
        assert min(spare) == 0


def test_a_polynomial_that_is_below_zero_for_now() -> None:
    """10*B*X^(3/2) - 9*X^2 is below zero at B = 3, and above at B = 4, where X^(3/2) has been multiplied by 4."""
    terms = {(2, 0): -9, (Fraction(3, 2), 1): 10}
    assert magnitude._at(terms, 3) < 0 < magnitude._at(terms, 4)
    assert not magnitude._lasts(terms, 3)
    assert magnitude._lasts({(2, 0): -9, (1, 1): 10}, 3)
