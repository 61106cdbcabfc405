"""Who answers the questions: can some formulas about integers hold together?

``Prover.never`` gives *never* or *not shown*, and nothing else: no solution is ever taken for a counterexample. islpy
decides linear formulas over the integers. It gets the linear ones first; a point that it finds shows which other
formula or fact is false there, and that one is added, until nothing is left or nothing is false. If that takes too many
operations, and z3 is installed, z3 gets everything at once.

Limits are counts of operations, so an answer does not depend on the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from heapq import merge
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import combinations
from typing import Any

from uniform.certify.proofs.facts import of_one, of_powers, of_two
from uniform.certify.proofs.formulas import (
    FALSE,
    TRUE,
    All,
    Formula,
    Variable,
    all_of,
    holds,
    isl_text,
    negation,
    smt_text,
)
from uniform.certify.proofs.questions import Known, conjuncts, contradict, distances, near, text
from uniform.certify.proofs.terms import BITS, POWER, PRODUCT, QUOTIENT, Terms

FEW, SOME = 5_000, 25_000
"""Operations of islpy for questions whose answer is rarely *never*, and for guesses that are checked again."""

_LEMMAS = 150  # formulas added to one question
_OPERATIONS, _MANY = 50_000, 1_000_000
"""Operations of islpy, for one question: about the formulas near what it is about, then about all; and about those near
once more, if z3 is not installed."""

_Z3_OPERATIONS = 4_000_000  # its ``rlimit``, for one question

PROVERS = {"islpy": "islpy", "z3": "z3-solver"}
"""Modules, and the distributions that they come from."""


def versions() -> dict[str, str | None]:
    """The versions of the provers; None if one is not installed."""
    return {module: _version(name) for module, name in PROVERS.items()}


@cache
def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


@cache
def _module(name: str) -> Any:
    """A prover, loaded when it is first needed; None if it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        return None


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
    limits_reached: int = 0
    answers: dict[str, bool] = field(default_factory=dict)  # by the text of the question, whatever its variables
    facts: dict[Variable, tuple[Known, ...]] = field(default_factory=dict)  # about one operation
    pairs: dict[tuple[Variable, ...], tuple[Known, ...]] = field(default_factory=dict)  # about several

    @property
    def is_installed(self) -> bool:
        """Whether there is any prover."""
        return _module("islpy") is not None or _module("z3") is not None

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
        nearby = near(parts, 3)
        if _module("islpy") is not None:
            for chosen in dict.fromkeys([near(parts, 0), near(parts, 1), nearby] + ([] if most else [tuple(parts)])):
                answer = self._with_islpy(chosen, most or _OPERATIONS)
                if answer or (answer is False and len(chosen) == len(parts)):
                    return answer
            self.limits_reached += 1
        if most:
            return False
        if _module("z3") is not None:
            return self._with_z3(parts)
        return _module("islpy") is not None and self._with_islpy(nearby, _MANY) is True

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

    def _facts_of_pairs(self, variables: Iterable[Variable]) -> list[Known]:
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

    def _with_islpy(self, parts: Sequence[Known], operations: int) -> bool | None:
        """The answer of islpy; None if it takes more operations."""
        variables, definitions = self._definitions(parts)
        isl = _module("islpy")
        context = _context()
        names = {variable: f"v{place}" for place, variable in enumerate(variables)}
        space = ",".join(names.values())

        def read(formula: Formula) -> Any:
            return isl.Set.read_from_str(context, f"{{[{space}]: {isl_text(formula, names)}}}")

        far = distances(parts, definitions)
        facts = [*parts, *definitions]
        others = sorted((each for each in facts if not each.is_linear), key=lambda each: each.rank(far))
        pairs: list[Known] | None = None
        context.reset_operations()
        context.set_max_operations(operations)
        try:
            solutions = read(all_of(each.formula for each in facts if each.is_linear))
            for _ in range(_LEMMAS):
                point = solutions.sample_point()
                if point is None:  # the limit shows as an error, or as a value that is missing
                    return None
                if point.is_void():
                    return True
                values = _coordinates(isl, point, variables)
                if values is None:
                    return None
                false = next((each for each in others if not holds(each.formula, values)), None)
                if pairs is None and (false is None or false.rank(far) > 0):
                    pairs = sorted(self._facts_of_pairs(variables), key=lambda each: each.rank(far))
                    others = list(merge(others, pairs, key=lambda each: each.rank(far)))
                    false = next((each for each in others if not holds(each.formula, values)), None)
                if false is None:
                    return False
                solutions = solutions.intersect(read(false.formula))
                if solutions is None:
                    return None
        except isl.Error:
            return None
        finally:
            context.set_max_operations(0)
        return None

    def _with_z3(self, parts: Sequence[Known]) -> bool:
        variables, definitions = self._definitions(parts)
        facts = [*parts, *definitions, *self._facts_of_pairs(variables)]
        return ask_z3(_smt([each.formula for each in facts], variables)) == "unsat"

    def smt(self, question: Question) -> str:
        """A question as SMT-LIB, with all facts that a prover may use. The expected answer is ``unsat``."""
        parts = conjuncts(question.formulas)
        variables, definitions = self._definitions(parts)
        formulas = [each.formula for each in (*parts, *definitions, *self._facts_of_pairs(variables))]
        head = f"; {question.name}\n(set-logic QF_LIA)\n(set-info :status unsat)\n"
        return f"{head}{_smt(formulas, variables)}(check-sat)\n"


def ask_z3(text: str) -> str:
    """The answer of z3, which must be installed, to formulas in SMT-LIB: "unsat", "sat", or "unknown" if it takes too
    many operations."""
    solver = _module("z3").SolverFor("QF_LIA")
    solver.set("rlimit", _Z3_OPERATIONS)
    solver.from_string(text)
    return str(solver.check())


def _smt(formulas: Iterable[Formula], variables: Iterable[Variable]) -> str:
    names = {variable: f"v{place}" for place, variable in enumerate(variables)}
    lines = [f"(declare-const {name} Int) ; {variable.name}" for variable, name in names.items()]
    lines += [f"(assert {smt_text(formula, names)})" for formula in formulas]
    return "\n".join(lines) + "\n"


@cache
def _context() -> Any:
    """The one context of islpy. Errors are raised, not printed."""
    return _module("islpy").Context()


def _coordinates(isl: Any, point: Any, variables: list[Variable]) -> dict[Variable, int] | None:
    values = {}
    for place, variable in enumerate(variables):
        value = point.get_coordinate_val(isl.dim_type.set, place)
        text = None if value is None else value.to_str()
        if text is None or not text.lstrip("-").isdigit():
            return None
        values[variable] = int(text)
    return values
