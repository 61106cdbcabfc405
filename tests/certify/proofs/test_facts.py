"""Numbers that are not linear: their forms are exact, and their facts true, at all integers."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from tests.certify.proofs.points import Point, random_number, some_terms
from tests.quick import one_in
from uniform.certify.proofs.facts import of_one, of_two
from uniform.certify.proofs.formulas import Linear, Variable, constant, linear, variables_of
from uniform.certify.proofs.terms import BITS, GREATEST, LEAST, POWER, PRODUCT, QUOTIENT, TABLE, Terms, evaluate


def random_points(random: Random, terms: Terms, free: tuple[Variable, ...], count: int) -> list[Point]:
    """Points near 0, most of them, and some with equal coordinates."""
    found = []
    for number in range(count):
        width = random.choice((1, 2, 4, 9))
        values = {each: random.randint(-width, width) for each in free}
        if random.random() < 0.3:
            values = dict.fromkeys(free, random.randint(-2, 5))
        found.append(Point(terms, values, number))
    return found


def parts_of(number: Linear, terms: Terms) -> set[Variable]:
    """All operations in a number, also in arguments and in the facts about others."""
    found: set[Variable] = set()
    waiting = list(number.variables)
    while waiting:
        variable = waiting.pop()
        if variable in found or not variable.operation:
            continue
        found.add(variable)
        waiting += [each for argument in variable.arguments for each in argument.variables]
        waiting += [each for fact in of_one(variable, terms) for each in variables_of(fact)]
    return found


@pytest.mark.parametrize("seed", one_in(10, range(160)))
def test_all_facts_are_true_at_all_integers(seed: int) -> None:
    random = Random(seed)
    terms, free = some_terms(random)
    numbers = [random_number(random, terms, free, 3) for _ in range(3)]
    operations = sorted(set().union(*(parts_of(each, terms) for each in numbers)), key=lambda each: each.number)
    facts = [fact for each in operations for fact in of_one(each, terms)]
    facts += [fact for one, other in list(permutations(operations, 2))[:300] for fact in of_two(one, other)]
    for point in random_points(random, terms, free, 25):
        if all(abs(point.number(each)) < 10**9 for each in numbers):
            assert [str(fact) for fact in facts if not point.holds(fact)] == []


SMALL = range(-3, 7)


def operations_of(left: Linear, right: Linear, terms: Terms) -> list[Linear]:
    """Each kind of operation on two numbers, also on one of them and a literal."""
    found = [terms.multiply(left, right), terms.quotient(left, right), terms.bits(left), terms.bits(right)]
    found += [terms.power(constant(base), number) for base in (2, 3) for number in (left, right)]
    found += [terms.power(left, right), terms.bit(left, right), terms.quotient(left, constant(3))]
    found += [terms.extreme(LEAST, (left, right)), terms.extreme(GREATEST, (left, right))]
    found += [terms.entry(f"{TABLE} 0", (left,)), terms.entry(f"{TABLE} 1", (left, right)), terms.multiply(left, left)]
    return found


@pytest.mark.slow
def test_facts_about_one_operation_at_all_small_integers() -> None:
    terms, free = some_terms(Random(0))
    left, right = linear(free[0]), linear(free[1])
    variables = {each for number in operations_of(left, right, terms) for each in parts_of(number, terms)}
    assert {each.operation for each in variables} >= {PRODUCT, QUOTIENT, LEAST, GREATEST, BITS, POWER, "bit"}
    for one in SMALL:
        for other in SMALL:
            point = Point(terms, dict(zip(free, (one, other, 0, 0), strict=True)))
            for each in variables:
                for fact in of_one(each, terms):
                    assert point.holds(fact), (each, one, other, str(fact))


@pytest.mark.parametrize("kinds", [(BITS, BITS), (POWER, POWER), (POWER, BITS), (PRODUCT, PRODUCT), (QUOTIENT,) * 2])
def test_facts_about_two_operations_at_all_small_integers(kinds: tuple[str, str]) -> None:
    terms, free = some_terms(Random(0))
    a, b, c, d = map(linear, free)

    def apply(kind: str, one: Linear, other: Linear) -> Linear:
        match kind:
            case "bits":
                return terms.bits(one)
            case "power":
                return terms.power(constant(2), one)
            case "product":
                return terms.multiply(one, other)
        return terms.quotient(one, other)

    ranges = [(a, b, c, d), (a, b, c, b), (a, b, a + 1, d), (a, b, a + 2, b), (a, b, b, c)]
    seen = 0
    for first, second, third, fourth in ranges:
        one, other = apply(kinds[0], first, second).variables[0], apply(kinds[1], third, fourth).variables[0]
        facts = (*of_two(one, other), *of_two(other, one))
        for values in Random(1).sample([(p, q, r, s) for p in SMALL for q in SMALL for r in SMALL for s in SMALL], 400):
            point = Point(terms, dict(zip(free, values, strict=True)))
            for fact in facts:
                seen += 1
                assert point.holds(fact), (one, other, values, str(fact))
    assert seen


@pytest.mark.parametrize("seed", one_in(10, range(160)))
def test_substitution_is_evaluation_at_another_point(seed: int) -> None:
    random = Random(seed)
    terms, free = some_terms(random)
    number = random_number(random, terms, free, 3)
    chosen = random.sample(free[1:], 2)  # the bound of the function has the first one
    values = {each: random_number(random, terms, free, random.randint(0, 2)) for each in chosen}
    changed = terms.substitute(number, values)
    for here in random_points(random, terms, free, 15):
        numbers = {each: here.number(values[each]) for each in chosen}
        if any(abs(each) > 40 for each in numbers.values()):
            continue
        there = Point(terms, {**{each: here[each] for each in free}, **numbers}, here.seed)
        assert here.number(changed) == there.number(number)


@pytest.mark.parametrize("operation", ["product", "quotient", "power", "bit"])
def test_operations_on_literals_are_evaluated(operation: str) -> None:
    terms = Terms()
    make = {"product": terms.multiply, "quotient": terms.quotient, "power": terms.power, "bit": terms.bit}[operation]
    for left in range(-4, 9):
        for right in range(-3, 7):
            found = Point(terms, {}).number(make(constant(left), constant(right)))
            assert found == evaluate(operation, (left, right)), (left, right)


def test_operations_outside_their_domain_have_the_values_that_terms_tells() -> None:
    assert evaluate(QUOTIENT, (7, 0)) == evaluate(QUOTIENT, (7, -2)) == 0
    assert evaluate(QUOTIENT, (-7, 2)) == -4
    assert evaluate(BITS, (-3,)) == evaluate(BITS, (0,)) == 1
    assert evaluate(POWER, (2, -1)) == 0
    assert evaluate(POWER, (-2, 3)) == -8
    assert evaluate("bit", (-1, 3)) == 1
    assert evaluate("bit", (5, -1)) == 0
    terms, _ = some_terms(Random(4))
    table = terms.tables[f"{TABLE} 0"]
    assert evaluate(f"{TABLE} 0", (7,), table) == min(table.entries)
    assert terms.entry(f"{TABLE} 0", (constant(0),)) == constant(min(table.entries))


def test_equal_operations_are_one_variable() -> None:
    terms, (n, i, j, _) = some_terms(Random(0))
    one = terms.multiply(linear(i) + 1, linear(j) + linear(n))
    assert one == terms.multiply(linear(n) + linear(j), linear(i) + 1)
    assert terms.bits(linear(i) + 1) == terms.bits(linear(i) + 1)
    assert terms.bits(linear(i)) != terms.bits(linear(j))
    assert terms.quotient(linear(i).times(2) + 1, constant(2)) == linear(i)
