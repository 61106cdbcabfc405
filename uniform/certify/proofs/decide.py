"""Who answers the questions: can some formulas about integers hold together?

``Prover.never`` gives *never* or *not shown*, and nothing else: no solution is ever taken for a counterexample. islpy
gets what is near the last formula of a question, and z3 gets all of it. Without z3, or where z3 reaches its limit,
islpy gets more and more of it.

A question whose answer is rarely *never* is asked only if its last formula is false at the few points that were found
where the others hold.

A solver gets the linear formulas first. A point that it finds shows which other formulas and facts are false there;
those are added, until there is no such point, or nothing is false at it.

Limits are counts of operations, so an answer does not depend on the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge

from uniform.certify.proofs import solvers
from uniform.certify.proofs.background import Background
from uniform.certify.proofs.formulas import (
    FALSE,
    TRUE,
    All,
    Formula,
    Linear,
    Some,
    Variable,
    all_of,
    holds,
    negation,
    smt_text,
)
from uniform.certify.proofs.points import Point, Points, holds_at, value_at
from uniform.certify.proofs.questions import Conjunct, contradict, distances, flat, key_of, near
from uniform.certify.proofs.solvers import Z3, Islpy, LimitReached
from uniform.certify.proofs.terms import Terms

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
    shown: list[Question] = field(default_factory=list)  # each time the answer was *never*, in order
    answers: dict[tuple[str | int, ...], bool] = field(default_factory=dict)  # by the key of the question
    background: Background = field(init=False)
    parts: dict[int, Conjunct] = field(default_factory=dict)  # of questions, by the identity of the formula
    points: dict[tuple[Conjunct, ...], Points] = field(default_factory=dict)  # where these hold together

    def __post_init__(self) -> None:
        self.background = Background(self.terms)

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
        formulas = whole.parts if isinstance(whole, All) else (whole,)
        parts = self._parts(formulas)
        key = operations or 0, *key_of(parts)
        if key not in self.answers:
            self.answers[key] = self._ask(parts, operations)
            if self.progress is not None:
                self.progress(len(self.answers))
        if self.answers[key]:
            self.shown.append(Question(name, formulas))
        return self.answers[key]

    def shows(self, goal: Formula, formulas: Iterable[Formula], name: str) -> bool:
        """Whether it is shown that ``goal`` holds wherever these formulas do."""
        return self.never([*formulas, negation(goal)], name)

    def is_known_to_hold(self, formulas: Iterable[Formula], last: Formula) -> bool:
        """Whether ``last`` holds at a known point where the others hold: then nothing shows that all never do."""
        return _hold_at_one(self._parts([last]), self._points_of(self._parts(formulas)))

    def values_known(self, number: Linear, formulas: Iterable[Formula]) -> Iterator[int]:
        """The values of a number at the known points where these formulas hold."""
        for point in self._points_of(self._parts(formulas)):
            value = value_at(number, point)
            if value is not None:
                yield value

    # ---------------------------------------------------------------- one question

    def _parts(self, formulas: Iterable[Formula]) -> tuple[Conjunct, ...]:
        """The formulas that must all hold. Many are in many questions: what is often needed of one is kept."""
        found = []
        for formula in flat(formulas):
            part = self.parts.get(id(formula))
            if part is None:
                part = self.parts[id(formula)] = Conjunct(formula, self.terms)
            found.append(part)
        return tuple(found)

    def _ask(self, parts: tuple[Conjunct, ...], limit: int | None) -> bool:
        if contradict(parts):
            return True
        if limit and _hold_at_one(parts[-1:], self._points_of(parts[:-1])):
            return False
        for chosen, operations in self._stages(parts, limit):
            try:
                answer = self._ask_islpy(chosen, operations) if operations else self._ask_z3(chosen)
            except LimitReached:
                continue
            if answer or len(chosen) == len(parts):
                return answer
        return False

    def _points_of(self, parts: tuple[Conjunct, ...]) -> Points:
        if parts not in self.points:
            self.points[parts] = Points(parts, self.terms)
        return self.points[parts]

    def _stages(self, parts: Sequence[Conjunct], limit: int | None) -> Iterator[tuple[Sequence[Conjunct], int]]:
        """What to try in turn: some of the formulas, and the operations of islpy, or 0 for z3."""
        has_islpy, has_z3 = solvers.is_installed("islpy"), solvers.is_installed("z3")
        if limit and has_islpy:
            yield from ((chosen, limit) for chosen in _more_and_more(parts))
            return
        if has_z3:
            is_of_several = len(parts) == 1 and isinstance(parts[0].formula, Some)  # edges at once: ``measures``
            if has_islpy and not is_of_several:
                yield near(parts, 0), _SHORT
            yield parts, 0
        if has_islpy:
            yield from ((chosen, _OPERATIONS) for chosen in dict.fromkeys([*_more_and_more(parts), tuple(parts)]))
            if not has_z3:
                yield near(parts, 3), _MANY

    def _ask_islpy(self, parts: Sequence[Conjunct], operations: int) -> bool:
        """One formula is added at a time, one that is near what the question is about: each splits the set."""
        about = self.background.of(parts)
        facts = [*parts, *about.definitions]
        steps = distances(facts, parts[-1], about.variables)

        def distance(each: Conjunct) -> int:
            return each.distance(steps)

        farthest_first = sorted(about.variables, key=lambda each: (-steps[each], each.number))  # more is shown
        solver = Islpy(farthest_first, operations)
        solver.add(each.formula for each in facts if each.is_linear)
        others, is_complete = sorted((each for each in facts if not each.is_linear), key=distance), False
        for _ in range(_LEMMAS):
            point = solver.point()
            if point is None:
                return True
            false = _first_false(others, point)
            if not is_complete and (false is None or distance(false) > 0):
                several = sorted(about.several, key=distance)
                others, is_complete = list(merge(others, several, key=distance)), True
                false = _first_false(others, point)
            if false is None:
                return False
            solver.add([false.formula])
        raise LimitReached

    def _ask_z3(self, parts: Sequence[Conjunct]) -> bool:
        """All facts that are false are added at once."""
        about = self.background.of(parts)
        solver = Z3(about.variables)
        solver.add([*(each.formula for each in parts), *about.linear])
        for _ in range(_LEMMAS):
            point = solver.point()
            if point is None:
                return True
            false = [each for each in about.others if not holds(each, point)]
            if not false:
                return False
            solver.add(false)
        raise LimitReached

    def different_questions(self) -> list[Question]:
        """Each question that was shown, once, by the first thing that it proves."""
        found: dict[tuple[str | int, ...], Question] = {}
        for question in self.shown:
            found.setdefault(key_of(self._parts(question.formulas)), question)
        return list(found.values())

    def smt(self, question: Question) -> str:
        """A question as SMT-LIB, with all facts that a prover may use. The expected answer is ``unsat``."""
        parts = self._parts(question.formulas)
        about = self.background.of(parts)
        formulas = [each.formula for each in (*parts, *about.definitions, *about.several)]
        head = f"; {question.name}\n(set-logic QF_LIA)\n(set-info :status unsat)\n"
        return f"{head}{_smt(formulas, about.variables)}(check-sat)\n"


def strongest_shown(constants: Sequence[int], is_shown: Callable[[int], bool]) -> int | None:
    """The first constant for which a claim is shown, from the strongest claim to the weakest. Where the first is not
    shown, the last tells whether any other is worth a question."""
    if constants and is_shown(constants[0]):
        return constants[0]
    if len(constants) < 2 or not is_shown(constants[-1]):
        return None
    return next(filter(is_shown, constants[1:-1]), constants[-1])


def _more_and_more(parts: Sequence[Conjunct]) -> Iterator[tuple[Conjunct, ...]]:
    """The formulas near the last one, and those a little farther away, as long as there are more."""
    before = 0
    for steps in (0, 1, 3):
        chosen = near(parts, steps)
        if len(chosen) > before:
            yield chosen
        before = len(chosen)


def _hold_at_one(parts: Sequence[Conjunct], points: Iterable[Point]) -> bool:
    return any(all(holds_at(part, point) for part in parts) for point in points)


def _first_false(formulas: Iterable[Conjunct], point: Mapping[Variable, int]) -> Conjunct | None:
    return next((each for each in formulas if not holds(each.formula, point)), None)


def _smt(formulas: Iterable[Formula], variables: Iterable[Variable]) -> str:
    names = {variable: f"v{place}" for place, variable in enumerate(variables)}
    lines = [f"(declare-const {name} Int) ; {variable.name}" for variable, name in names.items()]
    lines += [f"(assert {smt_text(formula, names)})" for formula in formulas]
    return "\n".join(lines) + "\n"
