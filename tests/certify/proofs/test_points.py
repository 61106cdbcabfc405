"""Points that save questions: the formulas hold there, whatever evaluates them."""

from __future__ import annotations

from random import Random

import pytest

from tests.certify.proofs.points import Point as Evaluated
from tests.certify.proofs.points import some_terms
from tests.certify.proofs.test_prover import planted
from tests.quick import one_in
from uniform.certify.proofs import decide
from uniform.certify.proofs.decide import FEW, Prover
from uniform.certify.proofs.fan_in import at_most_constant
from uniform.certify.proofs.formulas import FALSE, Formula, at_most, constant, equal, less, linear, some, unequal
from uniform.certify.proofs.points import Points, holds_at
from uniform.certify.proofs.questions import conjuncts
from uniform.certify.proofs.terms import FUNCTION, Terms


def points_where(formulas: list[Formula], terms: Terms) -> list[dict[str, int]]:
    """The points found, by the names of free variables."""
    return [
        {variable.name: number for variable, number in point.items() if not variable.operation}
        for point in Points(conjuncts(formulas, terms), terms)
    ]


@pytest.mark.parametrize("seed", one_in(20, range(200)))
def test_the_formulas_hold_at_each_point(seed: int) -> None:
    terms, formulas, _ = planted(seed, seed % 3)
    for point in Points(conjuncts(formulas, terms), terms):
        free = {variable: number for variable, number in point.items() if not variable.operation}
        again = Evaluated(terms, free)
        for variable, number in point.items():
            if variable.operation.startswith(FUNCTION):
                again.values[variable] = 0
            else:
                assert again[variable] == number
        assert all(map(again.holds, formulas))


def test_points_of_a_few_sizes_and_places() -> None:
    terms, (n, i, j, _) = some_terms(Random(0))
    a, b, c = linear(n), linear(i), linear(j)
    triangle = [at_most(constant(1), a), at_most(constant(1), b), at_most(b, a), equal(c, a - b)]
    found = points_where(triangle, terms)
    assert [each["n"] for each in found] == [6, 10**24 + 1, 3, 41, 1, 2, 4, 9, 1001, 10**24 + 1]
    assert {0, 3} <= {each["i"] - 1 for each in found}
    assert {0, 1} <= {each["n"] - each["i"] for each in found}
    assert all(each["j"] == each["n"] - each["i"] for each in found)


def test_points_with_operations_and_alternatives() -> None:
    terms, (n, i, j, _) = some_terms(Random(0))
    a, b, c = linear(n), linear(i), linear(j)
    halves = [at_most(constant(2), a), equal(b, terms.quotient(a, constant(2))), less(c, terms.bits(b)), less(b, c + 2)]
    for point in points_where(halves, terms):
        assert point["i"] == point["n"] // 2
        assert point["j"] < point["i"].bit_length()
    apart = [at_most(constant(0), a), at_most(constant(0), b), some([equal(b, a + 3), less(b, a - 2)])]
    assert all(point["i"] == point["n"] + 3 or point["i"] < point["n"] - 2 for point in points_where(apart, terms))
    assert points_where(apart, terms)


def test_where_nothing_holds_there_is_no_point() -> None:
    terms, (n, i, *_) = some_terms(Random(0))
    a, b = linear(n), linear(i)
    assert points_where([less(a, b), less(b, a)], terms) == []
    assert points_where([equal(a, b.times(2)), equal(a, b.times(2) + 1)], terms) == []
    assert points_where([less(b, a), FALSE], terms) == []
    assert at_most_constant(a, [FALSE], Prover(terms), "line 1") == 0


def test_numbers_that_are_too_large_are_not_tried() -> None:
    terms, (n, *_) = some_terms(Random(0))
    power = terms.power(constant(2), terms.power(constant(2), linear(n)))
    found = points_where([at_most(constant(0), linear(n)), less(constant(0), power)], terms)
    assert [each["n"] for each in found] == [5, 2, 0, 1, 3, 8]
    small = next(iter(Points(conjuncts([equal(linear(n), constant(0))], terms), terms)))
    large = next(iter(Points(conjuncts([equal(linear(n), constant(40))], terms), terms)))
    (part,) = conjuncts([less(constant(0), power)], terms)
    assert holds_at(part, small)
    assert large[n] == 40
    assert not holds_at(part, large)
    power = terms.power(terms.power(linear(n), constant(500)), constant(500))
    found = points_where([at_most(constant(0), linear(n)), at_most(linear(n), power)], terms)
    assert [each["n"] for each in found] == [0, 1]


def test_a_point_is_not_asked_about_variables_that_it_does_not_have() -> None:
    terms, (n, i, *_) = some_terms(Random(0))
    point = next(iter(Points(conjuncts([at_most(constant(0), linear(n))], terms), terms)))
    assert not holds_at(conjuncts([at_most(linear(n), linear(i))], terms)[0], point)
    assert holds_at(conjuncts([at_most(linear(n), linear(n).times(2))], terms)[0], point)


def test_a_guess_that_is_wrong_at_a_point_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    terms, (n, i, *_) = some_terms(Random(0))
    a, b = linear(n), linear(i)
    prover = Prover(terms)
    asked = []
    monkeypatch.setattr(decide.Prover, "_ask_islpy", lambda *given: asked.append(given) or False)
    facts = [at_most(constant(1), a), at_most(constant(1), b), at_most(b, a)]
    assert not prover.never([*facts, less(constant(4), b)], "i <= 4", FEW)
    assert not prover.never([*facts, unequal(a, b)], "i = n", FEW)
    assert asked == []
    prover.never([*facts, less(a, b + 0)], "i <= n", FEW)
    prover.never([*facts, less(constant(10**30), b)], "far", FEW)
    assert len(asked) == 1  # the first contradicts itself at first sight
