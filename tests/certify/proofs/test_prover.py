"""The prover never says *never* of what can be: formulas with a solution that was chosen first."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from tests.certify.proofs.claims import claims_of
from tests.certify.proofs.points import Point, random_formula, random_number, some_terms
from tests.quick import one_in
from uniform.certify.proofs import decide, solvers
from uniform.certify.proofs.background import Background
from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.formulas import (
    FALSE,
    TRUE,
    Formula,
    Variable,
    all_of,
    at_most,
    constant,
    equal,
    less,
    linear,
    negation,
    some,
    total,
    unequal,
)
from uniform.certify.proofs.questions import conjuncts
from uniform.certify.proofs.terms import FUNCTION, PRODUCT, Terms
from uniform.certify.proofs.whole import Proofs
from uniform.family.opening import open_generator


def planted(seed: int, depth: int) -> tuple[Terms, list[Formula], Point]:
    """Formulas that hold together at a point."""
    random = Random(seed)
    terms, free = some_terms(random)
    width = random.choice((2, 4, 9))
    point = Point(terms, {each: random.randint(-1, width) for each in free}, seed)
    numbers = [random_number(random, terms, free, depth) for _ in range(4)] + [linear(each) for each in free]
    numbers = [each for each in numbers if abs(point.number(each)) < 10**6] + [constant(0), constant(1)]
    formulas = [random_formula(random, numbers, random.randint(0, 2)) for _ in range(random.randint(1, 6))]
    if random.random() < 0.5:  # the point is nearly the only one
        formulas += [at_most(linear(each), constant(point[each])) for each in free]
    return terms, [each if point.holds(each) else negation(each) for each in formulas], point


@pytest.mark.parametrize("seed", one_in(10, range(40)))
def test_what_has_a_solution_is_never_said_to_have_none(seed: int) -> None:
    terms, formulas, point = planted(seed, seed % 3)
    assert all(map(point.holds, formulas))
    assert not Prover(terms).never(formulas, "planted")


def test_facts_make_variables_in_a_fixed_order() -> None:
    """Sets of variables are ordered by where these are in memory, and limits count what is done with variables."""
    terms = Terms()
    n, divisors = linear(terms.fresh("n")), [linear(terms.fresh(f"i{place}")) for place in range(20)]
    parts = conjuncts([at_most(total(terms.quotient(n, each) for each in divisors), n)], terms)
    made = [each for each in Background(terms).of(parts).variables if each.operation == PRODUCT]
    assert [each.arguments[0] for each in made] == divisors[::-1]


@pytest.mark.parametrize("seed", one_in(20, range(40)))
def test_equal_texts_are_equal_questions(seed: int) -> None:
    """One prover, many questions about the same operations: an answer is never taken from another question."""
    random = Random(seed)
    terms, formulas, _ = planted(seed, 1)
    prover = Prover(terms)
    for _ in range(12):
        chosen = random.sample(formulas, random.randint(1, len(formulas)))
        assert not prover.never(chosen, "some of them")
        contrary = [*chosen, negation(random.choice(chosen))]
        assert Prover(terms).never(contrary, "fresh") == prover.never(contrary, "again")


def test_the_bound_of_a_function_belongs_to_a_question() -> None:
    """f(v) <= n: that f(n) > n never holds says nothing about f(i) > i."""
    terms, (n, i, _, _) = some_terms(Random(0))
    terms.functions[f"{FUNCTION} 3"] = lambda arguments: linear(n)
    prover = Prover(terms)

    def above(variable: Variable) -> list[Formula]:
        number = linear(variable)
        return [less(number, terms.apply(f"{FUNCTION} 3", (number,), "f")), at_most(constant(0), number)]

    assert prover.never(above(n), "f(n) <= n")
    assert not prover.never(above(i), "f(i) <= i")


def test_which_questions_are_the_same() -> None:
    """Limits end a search elsewhere if variables come in another order, or if another one is n."""
    terms, (n, i, j, k) = some_terms(Random(0))
    prover = Prover(terms)

    def different(*pairs: tuple[Variable, Variable]) -> int:
        prover.answers.clear()
        for a, b in pairs:
            assert prover.never([less(linear(a), linear(b)), less(linear(b), linear(a))], "order")
        return len(prover.answers)

    assert different((i, j), (i, k), (j, k)) == 1
    assert different((i, j), (j, i)) == 2
    assert different((i, j), (n, i)) == 2


def test_questions_that_are_decided() -> None:
    terms, (n, i, j, _) = some_terms(Random(0))
    a, b, c = linear(n), linear(i), linear(j)
    prover = Prover(terms)
    assert prover.never([FALSE], "false")
    assert prover.never([less(a, b), less(b, a)], "order")
    assert prover.never([equal(a.times(2), b.times(2) + 1)], "parity")
    assert prover.never([less(a, b), less(b, c), at_most(c, a)], "three")
    assert prover.never([some([less(a, b), less(b, a)]), equal(a, b)], "some")
    assert prover.never([at_most(constant(1), a), less(a, terms.bits(a))], "bits")
    assert not prover.never([], "nothing")
    assert not prover.never([TRUE], "true")
    assert not prover.never([unequal(a, b)], "unequal")
    assert prover.shows(less(a, b + 1), [at_most(a, b)], "goal")
    assert not prover.shows(less(a, b), [at_most(a, b)], "goal")
    assert [each.name for each in prover.shown] == ["order", "three", "some", "bits", "goal"]


def test_a_question_is_written_as_smt_with_all_facts() -> None:
    terms, (n, _, _, _) = some_terms(Random(0))
    prover = Prover(terms)
    assert prover.never([less(constant(1), linear(n)), less(linear(n), terms.bits(linear(n)))], "length")
    text = prover.smt(prover.shown[0])
    assert text.startswith("; length\n(set-logic QF_LIA)\n(set-info :status unsat)\n")
    assert text.endswith("(check-sat)\n")
    assert text.count("(declare-const") == 2
    assert text.count("(assert") > 4  # the question, and the facts about the length


def _without(*missing: str) -> Any:
    return lambda name: None if name in missing else solvers.import_module(name)


def test_without_a_prover_every_question_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solvers, "_module", _without("islpy", "z3"))
    terms, (n, i, _, _) = some_terms(Random(0))
    prover = Prover(terms)
    assert not prover.is_installed
    assert not prover.never([less(linear(n), linear(i)), less(linear(i), linear(n) - terms.bits(linear(i)))], "order")
    assert prover.shown == []
    claims = claims_of(Proofs(open_generator("parity_tree").program))
    assert 0 < claims.shown < claims.total  # what contradicts itself at first sight needs no prover


@pytest.mark.parametrize("seed", one_in(10, range(40)))
def test_where_operations_run_out_a_question_is_not_shown(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solvers, "_module", _without("z3"))
    terms, formulas, _ = planted(seed, 1)
    answers = []
    for operations in (1, 100, 1000, 50_000):
        monkeypatch.setattr(decide, "_OPERATIONS", operations)
        answers.append(Prover(terms).never([*formulas, negation(all_of(formulas))], "contradiction"))
        assert not Prover(terms).never(formulas, "planted")
    assert answers == sorted(answers)


def test_where_lemmas_run_out_a_question_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solvers, "_module", _without("z3"))
    terms, (n, i, j, _) = some_terms(Random(0))
    a, b, c = linear(n), linear(i), linear(j)
    question = [unequal(a, b), unequal(b, c), at_most(a, b), at_most(b, c), at_most(c, a + 1)]
    assert Prover(terms).never(question, "three in two")
    monkeypatch.setattr(decide, "_LEMMAS", 1)
    assert not Prover(terms).never(question, "three in two")


@pytest.mark.parametrize("module", solvers.PROVERS)
def test_no_question_can_change_the_answer_to_another(module: str) -> None:
    """Within limits, what a context has seen before makes a difference."""
    pytest.importorskip(module)
    _, (n, *_) = some_terms(Random(0))
    if module == "z3":
        assert solvers.Z3([n]).solver.ctx is not solvers.Z3([n]).solver.ctx
    else:
        assert solvers.Islpy([n], 1).context is not solvers.Islpy([n], 1).context
