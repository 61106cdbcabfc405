"""Who answers the questions: can some formulas about integers hold together?

``Prover.never`` gives *never* or *not shown*, and nothing else: no solution is ever taken for a counterexample. islpy
gets what is near the last formula of a question, and z3 gets all of it. Without z3, or where z3 reaches its limit,
islpy gets more and more of it.

A solver gets the linear formulas first. A point that it finds shows which other formulas and facts are false there;
those are added, until there is no such point, or nothing is false at it.

Limits are counts of operations, so an answer does not depend on the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import combinations

from uniform.certify.proofs import solvers
from uniform.certify.proofs.facts import of_one, of_powers, of_two
from uniform.certify.proofs.formulas import (
    FALSE,
    TRUE,
    All,
    Formula,
    Variable,
    all_of,
    holds,
    negation,
    smt_text,
)
from uniform.certify.proofs.questions import Known, conjuncts, contradict, distances, near, text
from uniform.certify.proofs.solvers import Z3, Islpy, LimitReached
from uniform.certify.proofs.terms import BITS, POWER, PRODUCT, QUOTIENT, Terms

FEW, SOME = 2_500, 10_000
"""Operations of islpy for questions whose answer is rarely *never*, and for guesses that are checked again."""

_LEMMAS = 150  # times that formulas are added to one question
_SHORT, _OPERATIONS, _MANY = 5_000, 50_000, 1_000_000
"""Operations of islpy for one question: before z3 is asked; about more and more formulas, without z3 or where it
reaches its limit; and, without z3, once more about those near the last."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose answer was *never*."""

    name: str  # what that proves
    formulas: tuple[Formula, ...]


@dataclass(slots=True, eq=False)
class Prover:
    """Answers questions about the variables of one walk."""

    terms: Terms
    progress: Callable[[int], None] | None = None  # called with the number of different questions so far
    asked: list[Question] = field(default_factory=list)  # every question that was shown, in order
    answers: dict[str, bool] = field(default_factory=dict)  # by the text of the question, whatever its variables
    facts: dict[Variable, tuple[Known, ...]] = field(default_factory=dict)  # about one operation
    pairs: dict[tuple[Variable, ...], tuple[Known, ...]] = field(default_factory=dict)  # about several

    @property
    def is_installed(self) -> bool:
        """Whether there is any prover."""
        return solvers.is_installed("islpy") or solvers.is_installed("z3")

    def never(self, formulas: Iterable[Formula], name: str, operations: int | None = None) -> bool:
        """Whether it is shown that these formulas never hold together. ``name`` says what that proves.

        What it is about should be the last formula. Cost: mostly a millisecond, at most some tenths of a second.
        With a limit on ``operations`` of islpy, only the formulas near it are looked at, for questions whose answer is
        rarely *never*."""
        whole = all_of(formulas)
        if whole in (FALSE, TRUE):
            return whole == FALSE
        parts = whole.parts if isinstance(whole, All) else (whole,)
        key = f"{operations or 0} {text(parts, self.terms)}"
        if key not in self.answers:
            self.answers[key] = self._ask(conjuncts(parts), operations)
            if self.progress is not None:
                self.progress(len(self.answers))
        if self.answers[key]:
            self.asked.append(Question(name, parts))
        return self.answers[key]

    def shows(self, goal: Formula, formulas: Iterable[Formula], name: str) -> bool:
        """Whether it is shown that ``goal`` holds wherever these formulas do."""
        return self.never([*formulas, negation(goal)], name)

    # ---------------------------------------------------------------- one question

    def _ask(self, parts: Sequence[Known], most: int | None) -> bool:
        if contradict(parts):
            return True
        for chosen, operations in self._stages(parts, most):
            try:
                answer = self._ask_islpy(chosen, operations) if operations else self._ask_z3(chosen)
            except LimitReached:
                continue
            if answer or len(chosen) == len(parts):
                return answer
        return False

    def _stages(self, parts: Sequence[Known], most: int | None) -> Iterator[tuple[Sequence[Known], int]]:
        """What to try in turn: some of the formulas, and the operations of islpy, or 0 for z3."""
        has_islpy, has_z3 = solvers.is_installed("islpy"), solvers.is_installed("z3")
        if most and has_islpy:
            yield from ((chosen, most) for chosen in _more_and_more(parts))
            return
        if has_z3:
            if has_islpy:
                yield near(parts, 0), _SHORT
            yield parts, 0
        if has_islpy:
            yield from ((chosen, _OPERATIONS) for chosen in dict.fromkeys([*_more_and_more(parts), tuple(parts)]))
            if not has_z3:
                yield near(parts, 3), _MANY

    def _definitions(self, parts: Iterable[Known]) -> tuple[list[Variable], list[Known]]:
        """All variables that a question is about, and the facts about the operations among them."""
        found: set[Variable] = set()
        waiting = [variable for part in parts for variable in part.variables]
        while waiting:
            variable = waiting.pop()
            if variable in found:
                continue
            found.add(variable)
            if variable.operation:
                if variable not in self.facts:
                    self.facts[variable] = conjuncts(of_one(variable, self.terms))
                waiting += [each for argument in variable.arguments for each in argument.variables]
                waiting += [each for fact in self.facts[variable] for each in fact.variables]
        ordered = sorted(found, key=lambda each: each.number)  # sets have no fixed order, and limits count what is done
        return ordered, [fact for variable in ordered for fact in self.facts.get(variable, ())]

    def _facts_of_several(self, variables: Iterable[Variable]) -> list[Known]:
        """The facts about several of these operations."""
        related = [each for each in variables if each.operation in (BITS, POWER, PRODUCT, QUOTIENT)]
        found: list[Known] = []
        for pair in combinations(related, 2):
            if pair not in self.pairs:
                self.pairs[pair] = conjuncts(of_two(*pair))
            found += self.pairs[pair]
        powers = tuple(each for each in related if each.operation == POWER)
        for each in related:
            if each.operation == PRODUCT:
                if (each, *powers) not in self.pairs:
                    self.pairs[each, *powers] = conjuncts(of_powers(each, powers))
                found += self.pairs[each, *powers]
        return found

    def _ask_islpy(self, parts: Sequence[Known], operations: int) -> bool:
        """One formula is added at a time, one that is near what the question is about: each splits the set."""
        variables, definitions = self._definitions(parts)
        far = distances(parts, definitions)

        def rank(each: Known) -> int:
            return each.rank(far)

        facts = [*parts, *definitions]
        solver = Islpy(variables, operations)
        solver.add(each.formula for each in facts if each.is_linear)
        others, is_complete = sorted((each for each in facts if not each.is_linear), key=rank), False
        for _ in range(_LEMMAS):
            point = solver.point()
            if point is None:
                return True
            false = _first_false(others, point)
            if not is_complete and (false is None or rank(false) > 0):
                several = sorted(self._facts_of_several(variables), key=rank)
                others, is_complete = list(merge(others, several, key=rank)), True
                false = _first_false(others, point)
            if false is None:
                return False
            solver.add([false.formula])
        raise LimitReached

    def _ask_z3(self, parts: Sequence[Known]) -> bool:
        """All facts that are false are added at once."""
        variables, definitions = self._definitions(parts)
        facts = [*definitions, *self._facts_of_several(variables)]
        solver = Z3(variables)
        solver.add(each.formula for each in (*parts, *(fact for fact in facts if fact.is_linear)))
        others = [each.formula for each in facts if not each.is_linear]
        for _ in range(_LEMMAS):
            point = solver.point()
            if point is None:
                return True
            false = [each for each in others if not holds(each, point)]
            if not false:
                return False
            solver.add(false)
        raise LimitReached

    def smt(self, question: Question) -> str:
        """A question as SMT-LIB, with all facts that a prover may use. The expected answer is ``unsat``."""
        parts = conjuncts(question.formulas)
        variables, definitions = self._definitions(parts)
        formulas = [each.formula for each in (*parts, *definitions, *self._facts_of_several(variables))]
        head = f"; {question.name}\n(set-logic QF_LIA)\n(set-info :status unsat)\n"
        return f"{head}{_smt(formulas, variables)}(check-sat)\n"


def _more_and_more(parts: Sequence[Known]) -> Iterator[tuple[Known, ...]]:
    """The formulas near the last one, and those a little farther away, as long as there are more."""
    before = 0
    for steps in (0, 1, 3):
        chosen = near(parts, steps)
        if len(chosen) > before:
            yield chosen
        before = len(chosen)


def _first_false(formulas: Iterable[Known], point: Mapping[Variable, int]) -> Known | None:
    return next((each for each in formulas if not holds(each.formula, point)), None)


def _smt(formulas: Iterable[Formula], variables: Iterable[Variable]) -> str:
    names = {variable: f"v{place}" for place, variable in enumerate(variables)}
    lines = [f"(declare-const {name} Int) ; {variable.name}" for variable, name in names.items()]
    lines += [f"(assert {smt_text(formula, names)})" for formula in formulas]
    return "\n".join(lines) + "\n"
