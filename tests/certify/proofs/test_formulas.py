"""Formulas mean the same in every form: evaluated, negated, given to a prover, and as text for SMT-LIB."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest

from tests.certify.proofs.points import random_formula
from tests.quick import one_in
from uniform.certify.proofs.formulas import (
    FALSE,
    TRUE,
    Formula,
    Linear,
    Variable,
    all_of,
    constant,
    equal,
    holds,
    implies,
    linear,
    map_numbers,
    negation,
    not_negative,
    smt_text,
    some,
    total,
    unequal,
    value,
    zero,
)
from uniform.certify.proofs.solvers import PROVERS, Z3, Islpy

VARIABLES = tuple([Variable(number, name) for number, name in enumerate("abc")])


def random_linear(random: Random) -> Linear:
    """A number over some of the variables."""
    parts = [linear(each).times(random.randint(-4, 4)) for each in VARIABLES]
    return total([*parts, constant(random.randint(-6, 6))])


def case(seed: int) -> tuple[Random, Formula, list[Mapping[Variable, int]]]:
    """A random formula, and points."""
    random = Random(seed)
    numbers = [random_linear(random) for _ in range(4)]
    points = [{each: random.randint(-5, 5) for each in VARIABLES} for _ in range(12)]
    return random, random_formula(random, numbers, 3), points


@pytest.mark.parametrize("seed", one_in(8, range(64)))
def test_a_negation_is_true_where_the_formula_is_false(seed: int) -> None:
    _, formula, points = case(seed)
    for point in points:
        assert holds(negation(formula), point) is not holds(formula, point)
        assert holds(implies(formula, negation(formula)), point) is not holds(formula, point)


@pytest.mark.parametrize("seed", one_in(8, range(64)))
def test_all_and_some_of_formulas(seed: int) -> None:
    random, formula, points = case(seed)
    other = random_formula(random, [random_linear(random)], 2)
    for point in points:
        both = holds(formula, point), holds(other, point)
        assert holds(all_of([formula, other, TRUE]), point) is all(both)
        assert holds(some([formula, other, FALSE]), point) is any(both)
        assert not holds(all_of([formula, FALSE]), point)
        assert holds(some([TRUE, formula]), point)


@pytest.mark.parametrize("seed", one_in(8, range(64)))
def test_linear_numbers_add_up(seed: int) -> None:
    random, _, points = case(seed)
    one, other, factor = random_linear(random), random_linear(random), random.randint(-3, 3)
    for point in points:
        left, right = value(one, point), value(other, point)
        assert value(one + other, point) == left + right
        assert value(one - other, point) == left - right
        assert value(one.times(factor), point) == factor * left
        assert value(one + factor, point) == left + factor
        assert holds(equal(one, other), point) is (left == right)
        assert holds(unequal(one, other), point) is (left != right)
    for each in (one + other, one - other, one.times(factor)):
        numbers = [variable.number for variable, by in each.terms if by]
        assert len(numbers) == len(each.terms)
        assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("seed", one_in(8, range(64)))
def test_atoms_without_common_factors_are_true_at_the_same_integers(seed: int) -> None:
    random, _, points = case(seed)
    number = random_linear(random).times(random.randint(1, 4)) + random.randint(-3, 3)
    for point in points:
        assert holds(not_negative(number), point) is (value(number, point) >= 0)
        assert holds(zero(number), point) is (value(number, point) == 0)


@pytest.mark.parametrize("seed", one_in(8, range(64)))
def test_changed_numbers_are_those_of_another_point(seed: int) -> None:
    random, formula, points = case(seed)
    by = [random.randint(-2, 2) for _ in VARIABLES]

    def moved(number: Linear) -> Linear:
        return number + sum(factor * by[VARIABLES.index(variable)] for variable, factor in number.terms)

    changed = map_numbers(formula, moved)
    for point in points:
        there = {each: point[each] + by[place] for place, each in enumerate(VARIABLES)}
        assert holds(changed, point) is holds(formula, there)


@pytest.mark.parametrize("seed", one_in(8, range(64)))
@pytest.mark.parametrize("module", PROVERS)
def test_a_prover_finds_the_points_of_a_formula(module: str, seed: int) -> None:
    pytest.importorskip(module)
    _, formula, points = case(seed)
    for point in points[:4]:
        solver = Z3(VARIABLES) if module == "z3" else Islpy(VARIABLES, 0)
        solver.add([formula])
        found = solver.point()
        assert found is None or holds(formula, found)
        solver.add(equal(linear(each), constant(point[each])) for each in VARIABLES)
        assert solver.point() == (point if holds(formula, point) else None)


@pytest.mark.parametrize("seed", one_in(8, range(64)))
def test_smt_text_means_the_same(seed: int) -> None:
    _, formula, points = case(seed)
    names = {each: each.name for each in VARIABLES}
    tree = read_term(smt_text(formula, names).replace("(", " ( ").replace(")", " ) ").split())
    for point in points:
        assert term_value(tree, {names[each]: point[each] for each in VARIABLES}) is holds(formula, point)


Term = str | list["Term"]


def read_term(words: list[str]) -> Term:
    """A term of SMT-LIB as a tree; its words are consumed."""
    word = words.pop(0)
    if word != "(":
        return word
    found: list[Term] = []
    while words[0] != ")":
        found.append(read_term(words))
    words.pop(0)
    return found


def term_value(term: Term, names: dict[str, int]) -> int:
    """The value of a term; True and False for a formula."""
    if isinstance(term, str):
        return {"true": True, "false": False, **names}[term] if not term.isdigit() else int(term)
    operation, arguments = term[0], [term_value(each, names) for each in term[1:]]
    match operation:
        case "and":
            return all(arguments)
        case "or":
            return any(arguments)
        case ">=":
            return arguments[0] >= arguments[1]
        case "=":
            return arguments[0] == arguments[1]
        case "+":
            return sum(arguments)
        case "*":
            return arguments[0] * arguments[1]
        case "-":
            assert len(arguments) == 1
            return -arguments[0]
    raise AssertionError(term)
