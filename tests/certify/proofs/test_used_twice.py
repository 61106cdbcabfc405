"""Numbers that are used twice by numbers that are used twice, and so on: each is looked at once, not 2^k times."""

from __future__ import annotations

import pytest

from uniform.certify.formula_text import MAX_LENGTH
from uniform.certify.proofs.ends import Ends
from uniform.certify.proofs.formulas import Linear, Variable, at_most, constant, linear, variables_inside
from uniform.certify.proofs.polynomials import Polynomial
from uniform.certify.proofs.questions import Conjunct
from uniform.certify.proofs.terms import LEAST, Terms, is_evaluable

DEPTH = 12


def number(terms: Terms, n: Variable, depth: int) -> Linear:
    """So often, the least of two quotients of the number before."""
    found = linear(n)
    for _ in range(depth):
        half, third = terms.quotient(found, constant(2)), terms.quotient(found + linear(n), constant(3))
        found = terms.extreme(LEAST, (half, third))
    return found


def test_names_end() -> None:
    terms = Terms()
    n = terms.fresh("n")
    names = [number(terms, n, depth).variables[0].name for depth in (1, 2, DEPTH)]
    assert names[0] == "min((n div 2), (2*n div 3))"
    assert names[0] in names[1]
    assert len(names[2]) == MAX_LENGTH + 1  # a formula with it is too long


def test_keys_of_questions_are_short() -> None:
    terms = Terms()
    n = terms.fresh("n")
    few, twice_as_many = (
        len(Conjunct(at_most(number(terms, n, depth), linear(n)), terms).shape[0]) for depth in (DEPTH, 2 * DEPTH)
    )
    assert few > 100
    assert twice_as_many < 3 * few


def test_keys_of_questions_tell_operations_apart() -> None:
    """Those inside, too."""
    terms = Terms()
    n = terms.fresh("n")
    numbers = [number(terms, n, 3), number(terms, n, 4), terms.quotient(number(terms, n, 3), constant(2))]
    numbers += [terms.quotient(number(terms, n, 3), constant(5)), terms.bits(number(terms, n, 3))]
    assert len({Conjunct(at_most(each, linear(n)), terms).shape[0] for each in numbers}) == len(numbers)


def test_each_variable_is_found_once() -> None:
    terms = Terms()
    n = terms.fresh("n")
    found = list(variables_inside([number(terms, n, DEPTH)]))
    assert len(found) == len({*found}) == 3 * DEPTH + 1
    assert is_evaluable(found[0], n)
    assert not is_evaluable(found[0], terms.fresh("m"))


def test_each_end_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    terms = Terms()
    n = terms.fresh("n")
    looked_at: list[Variable] = []
    real = Ends._high

    def high(self: Ends, variable: Variable) -> Polynomial:
        looked_at.append(variable)
        return real(self, variable)

    monkeypatch.setattr(Ends, "_high", high)
    assert str(Ends(terms, n).high(number(terms, n, DEPTH))) == "n"
    assert len(looked_at) == len({*looked_at}) == 3 * DEPTH + 1
