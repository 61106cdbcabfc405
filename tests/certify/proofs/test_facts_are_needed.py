"""Each part of each fact is needed: without one of its cases, or with a bound that is tighter by 1, a fact is false at
some small integers. So a slip in a fact would be noticed there. A slip that is not noticed is harmless, since what it
leads to is true at larger integers, too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product

import pytest

from tests.certify.proofs.points import Point
from uniform.certify.proofs.facts import of_one, of_powers, of_two
from uniform.certify.proofs.formulas import (
    All,
    Formula,
    Linear,
    NotNegative,
    Some,
    Variable,
    Zero,
    constant,
    holds,
    linear,
)
from uniform.certify.proofs.terms import GREATEST, LEAST, TABLE, Terms
from uniform.counters.tables import Table

pytestmark = pytest.mark.slow

SMALL = tuple(range(-3, 11))
FEW = (-2, -1, 0, 1, 2, 4)
LARGE = (-40, -9, -3, *range(-2, 12), 15, 16, 17, 31, 32, 33, 63, 64, 100)


def stronger(formula: Formula) -> Iterator[Formula]:
    """The formula with one slip."""
    match formula:
        case NotNegative(number):
            yield NotNegative(number - 1)
        case Zero(number):
            yield Zero(number - 1)
        case Some(parts):
            for place, part in enumerate(parts):
                yield Some((*parts[:place], *parts[place + 1 :]))
                for other in stronger(part):
                    yield Some((*parts[:place], other, *parts[place + 1 :]))
        case All(parts):
            for place, part in enumerate(parts):
                for other in stronger(part):
                    yield All((*parts[:place], other, *parts[place + 1 :]))


def require_needed(facts: tuple[Formula, ...], small: list[Point], large: list[Point], harmless: float = 0) -> None:
    """All slips but a share are noticed at small integers, and these are true at large ones."""
    assert all(point.holds(fact) for fact in facts for point in (*small, *large))
    slips = [slip for fact in facts for slip in stronger(fact)]
    missed = [slip for slip in slips if all(holds(slip, point) for point in small)]
    assert [slip for slip in missed if not all(holds(slip, point) for point in large)] == []
    assert len(missed) <= harmless * len(slips)


def points(terms: Terms, free: list[Variable], values: Iterable[tuple[int, ...]]) -> list[Point]:
    """Points with these values of the free variables."""
    return [Point(terms, dict(zip(free, each, strict=True))) for each in values]


def variables(count: int) -> tuple[Terms, list[Variable], list[Linear]]:
    """Free variables."""
    terms = Terms()
    free = [terms.fresh(name) for name in "abcd"[:count]]
    terms.tables[f"{TABLE} 0"] = Table("T", ((1, 3),), (4, -1, 2))
    return terms, free, list(map(linear, free))


def only(number: Linear) -> Variable:
    """The variable of an operation."""
    return number.variables[0]


Make = Callable[[Terms, Linear, Linear], Linear]

ONE: dict[str, tuple[Make, float]] = {
    "product": (lambda terms, a, b: terms.multiply(a, b), 0),
    "square": (lambda terms, a, b: terms.multiply(a, a), 0.5),
    "quotient by 3": (lambda terms, a, b: terms.quotient(a, constant(3)), 0),
    "quotient": (lambda terms, a, b: terms.quotient(a, b), 0.2),
    "min": (lambda terms, a, b: terms.extreme(LEAST, (a, b)), 0),
    "max": (lambda terms, a, b: terms.extreme(GREATEST, (a, b)), 0),
    "bits": (lambda terms, a, b: terms.bits(a), 0),
    "power of 2": (lambda terms, a, b: terms.power(constant(2), a), 0.2),
    "bit": (lambda terms, a, b: terms.bit(a, b), 0),
    "entry": (lambda terms, a, b: terms.entry(f"{TABLE} 0", (a,)), 0),
}


@pytest.mark.parametrize("name", ONE)
def test_facts_about_one_operation(name: str) -> None:
    make, harmless = ONE[name]
    terms, free, (a, b) = variables(2)
    facts = of_one(only(make(terms, a, b)), terms)
    small = {"bits": (*SMALL, 15, 16, 31, 32), "power of 2": range(-3, 24)}.get(name, (-9, -6, *SMALL, 12))
    large = [(one, other) for one in LARGE for other in (*SMALL, 40) if name != "power of 2" or abs(one) < 40]
    require_needed(facts, points(terms, free, product(small, repeat=2)), points(terms, free, large), harmless)


def power(terms: Terms, exponent: Linear, _: Linear) -> Linear:
    """A power of 2."""
    return terms.power(constant(2), exponent)


def digits(terms: Terms, number: Linear, _: Linear) -> Linear:
    """A length."""
    return terms.bits(number)


TWO: dict[str, tuple[Make, Make, float]] = {
    "bits": (digits, digits, 0),
    "powers": (power, power, 0),
    "powers 2 apart": (power, lambda terms, a, b: terms.power(constant(2), b + 2), 0),
    "a power and bits": (power, digits, 0.2),
    "products": (Terms.multiply, Terms.multiply, 0.5),
    "products with one factor": (Terms.multiply, Terms.multiply, 0.5),
    "quotients": (Terms.quotient, Terms.quotient, 0),
    "a quotient of a quotient": (Terms.quotient, lambda terms, a, b: terms.quotient(a + b.times(5), b.times(4)), 0.25),
    "a quotient by a power of a quotient": (
        lambda terms, a, b: terms.quotient(a, terms.power(constant(2), b)),
        lambda terms, a, b: terms.quotient(a - terms.power(constant(2), b + 1), terms.power(constant(2), b + 2)),
        0,
    ),
}


@pytest.mark.parametrize("name", TWO)
def test_facts_about_two_operations(name: str) -> None:
    first, second, harmless = TWO[name]
    terms, free, (a, b, c, d) = variables(4)
    shared = {"powers 2 apart": (c, a), "quotients": (c, b), "products with one factor": (c, b)}.get(
        name, (a, b) if "of a quotient" in name else (c, d)
    )
    facts = of_two(only(first(terms, a, b)), only(second(terms, *shared)))
    if name == "products":
        small, large = list(product(FEW, repeat=4)), list(product((-9, -3, -1, 0, 1, 2, 7), repeat=4))
    else:
        small = [(x, y, z, 0) for x, y, z in product(SMALL, (-1, 0, 1, 2, 3), SMALL)]
        large = [(x, y, z, 0) for x, y, z in product((*SMALL, 20, 31), (1, 5), (*LARGE[:-4], 20))]
    require_needed(facts, points(terms, free, small), points(terms, free, large), harmless)


def test_facts_about_powers_and_a_product() -> None:
    terms, free, (a, b, c) = variables(3)
    one, other, whole = (terms.power(constant(2), exponent) for exponent in (a, b, a + b))
    powers = tuple(map(only, (one, other, whole)))
    facts = tuple(of_powers(only(terms.multiply(c, one)), powers))
    small = list(product((-2, -1, 0, 1, 2, 3), (-2, -1, 0, 1, 2, 3), range(-3, 10)))
    large = list(product((-3, 0, 1, 4, 7), (-3, 0, 2, 5), (-20, -4, 0, 3, 8, 15, 16, 17, 31, 33)))
    require_needed(facts, points(terms, free, small), points(terms, free, large), 0.5)
