"""Who answers the questions: can some formulas about integers hold together?

``Prover.never`` gives *never* or *not shown*, and nothing else: no solution is ever taken for a counterexample. islpy
decides linear formulas over the integers. It gets the linear ones first; a point that it finds shows which other
formula or fact is false there, and that one is added, until nothing is left or nothing is false. If that takes too many
operations, and z3 is installed, z3 gets everything at once.

Limits are counts of operations, so an answer does not depend on the machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from heapq import merge
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import combinations
from typing import Any

from uniform.certify.proofs.facts import of_one, of_two
from uniform.certify.proofs.formulas import (
    FALSE,
    TRUE,
    All,
    Formula,
    Linear,
    NotNegative,
    Some,
    Variable,
    Zero,
    all_of,
    holds,
    isl_text,
    negation,
    smt_text,
    variables_of,
)
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
    """What was asked: why the formulas could not hold together, and what came of it."""

    name: str
    formulas: tuple[Formula, ...]
    never: bool


@dataclass(slots=True, eq=False)
class Prover:
    """Answers questions about the variables of one walk."""

    terms: Terms
    asked: list[Question] = field(default_factory=list)  # every question that was shown, in order
    limits_reached: int = 0
    answers: dict[str, bool] = field(default_factory=dict)  # by the text of the question, whatever its variables
    pairs: dict[tuple[Variable, Variable], tuple[Formula, ...]] = field(default_factory=dict)

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
        key = f"{operations or 0} {_text(parts, self.terms)}"
        if key not in self.answers:
            self.answers[key] = self._ask(parts, operations)
        if self.answers[key]:
            self.asked.append(Question(name, parts, True))
        return self.answers[key]

    def shows(self, goal: Formula, formulas: Iterable[Formula], name: str) -> bool:
        """Whether it is shown that ``goal`` holds wherever these formulas do."""
        return self.never([*formulas, negation(goal)], name)

    # ---------------------------------------------------------------- one question

    def _ask(self, parts: tuple[Formula, ...], most: int | None) -> bool:
        if _contradict(parts):
            return True
        near = _near(parts)
        if _module("islpy") is not None:
            for chosen, operations in ((near, most),) if most else ((near, _OPERATIONS), (parts, _OPERATIONS)):
                answer = self._with_islpy(chosen, operations)
                if answer or (answer is False and chosen is parts):
                    return answer
            self.limits_reached += 1
        if most:
            return False
        if _module("z3") is not None:
            return self._with_z3(parts)
        return _module("islpy") is not None and self._with_islpy(near, _MANY) is True

    def _definitions(self, parts: tuple[Formula, ...]) -> tuple[list[Variable], list[Formula]]:
        """All variables that a question is about, and the facts about the operations among them."""
        found: dict[Variable, None] = {}
        facts: list[Formula] = []
        waiting = [variable for part in parts for variable in variables_of(part)]
        while waiting:
            variable = waiting.pop()
            if variable in found:
                continue
            found[variable] = None
            if variable.operation:
                own = of_one(variable, self.terms)
                facts += own
                waiting += [each for argument in variable.arguments for each in argument.variables]
                waiting += [each for fact in own for each in variables_of(fact)]
        return sorted(found, key=lambda each: each.number), facts

    def _facts_of_pairs(self, variables: Iterable[Variable]) -> Iterator[Formula]:
        related = [each for each in variables if each.operation in (BITS, POWER, PRODUCT, QUOTIENT)]
        for pair in combinations(related, 2):
            if pair not in self.pairs:
                self.pairs[pair] = of_two(*pair)
            yield from self.pairs[pair]

    def _with_islpy(self, parts: tuple[Formula, ...], operations: int) -> bool | None:
        """The answer of islpy; None if it takes more operations."""
        variables, definitions = self._definitions(parts)
        isl = _module("islpy")
        context = _context()
        names = {variable: f"v{place}" for place, variable in enumerate(variables)}
        space = ",".join(names.values())

        def read(formula: Formula) -> Any:
            return isl.Set.read_from_str(context, f"{{[{space}]: {isl_text(formula, names)}}}")

        atoms = [each for each in (*parts, *_flat(definitions)) if isinstance(each, NotNegative | Zero)]
        others = [each for each in (*parts, *_flat(definitions)) if not isinstance(each, NotNegative | Zero)]
        far = _distances(parts, definitions)
        others.sort(key=lambda formula: max((far.get(each, len(far)) for each in variables_of(formula)), default=0))
        context.reset_operations()
        context.set_max_operations(operations)
        try:
            solutions = read(all_of(atoms))
            for _ in range(_LEMMAS):
                point = solutions.sample_point()
                if point is None:  # the limit shows as an error, or as a value that is missing
                    return None
                if point.is_void():
                    return True
                values = _coordinates(isl, point, variables)
                if values is None:
                    return None
                facts = _merge(
                    others, self._facts_of_pairs(sorted(variables, key=lambda each: far.get(each, len(far)))), far
                )
                false = next((each for each in facts if not holds(each, values)), None)
                if false is None:
                    return False
                solutions = solutions.intersect(read(false))
                if solutions is None:
                    return None
        except isl.Error:
            return None
        finally:
            context.set_max_operations(0)
        return None

    def _with_z3(self, parts: tuple[Formula, ...]) -> bool:
        variables, definitions = self._definitions(parts)
        z3 = _module("z3")
        solver = z3.SolverFor("QF_LIA")
        solver.set("rlimit", _Z3_OPERATIONS)
        solver.from_string(_smt([*parts, *definitions, *self._facts_of_pairs(variables)], variables))
        return bool(solver.check() == z3.unsat)

    def smt(self, question: Question) -> str:
        """A question as SMT-LIB, with all facts that a prover may use. The expected answer is ``unsat``."""
        variables, definitions = self._definitions(question.formulas)
        formulas = [*question.formulas, *definitions, *self._facts_of_pairs(variables)]
        head = f"; {question.name}\n(set-logic QF_LIA)\n(set-info :status unsat)\n"
        return f"{head}{_smt(formulas, variables)}(check-sat)\n"


def _smt(formulas: Iterable[Formula], variables: Iterable[Variable]) -> str:
    names = {variable: f"v{place}" for place, variable in enumerate(variables)}
    lines = [f"(declare-const {name} Int) ; {variable.name}" for variable, name in names.items()]
    lines += [f"(assert {smt_text(formula, names)})" for formula in formulas]
    return "\n".join(lines) + "\n"


@cache
def _context() -> Any:
    """The one context of islpy. Errors are raised, not printed."""
    return _module("islpy").Context()


def _distances(parts: tuple[Formula, ...], definitions: Iterable[Formula]) -> dict[Variable, int]:
    """How far each variable is from the last formula of a question, which is what it is about: formulas are steps."""
    waiting = [set(variables_of(each)) for each in (*parts, *_flat(definitions))]
    found: dict[Variable, int] = {}
    step, reached = 0, set(variables_of(parts[-1]))
    while reached:
        found.update(dict.fromkeys(reached, step))
        step += 1
        near = [each for each in waiting if any(variable in found for variable in each)]
        waiting = [each for each in waiting if not any(variable in found for variable in each)]
        reached = set().union(*near) - found.keys()
    for variable in set().union(*waiting):
        found[variable] = step
    return found


def _merge(others: Iterable[Formula], pairs: Iterable[Formula], far: Mapping[Variable, int]) -> Iterator[Formula]:
    """Those about variables near the last formula first."""

    def key(formula: Formula) -> int:
        return max((far.get(each, len(far)) for each in variables_of(formula)), default=0)

    return merge(others, sorted(pairs, key=key), key=key)


def _coordinates(isl: Any, point: Any, variables: list[Variable]) -> dict[Variable, int] | None:
    values = {}
    for place, variable in enumerate(variables):
        value = point.get_coordinate_val(isl.dim_type.set, place)
        text = None if value is None else value.to_str()
        if text is None or not text.lstrip("-").isdigit():
            return None
        values[variable] = int(text)
    return values


def _near(parts: tuple[Formula, ...]) -> tuple[Formula, ...]:
    """The formulas that share a variable with the last one, or with one that does, and so on, three times. The first
    variable of a walk, n, is in most formulas, and does not count."""
    own = {part: set(variables_of(part)) for part in parts}
    hubs = {variable for variables in own.values() for variable in variables if variable.number == 1}
    known = own[parts[-1]].union(*(variable.free for variable in own[parts[-1]]))
    for _ in range(3):
        known = known.union(*(variables for variables in own.values() if (variables - hubs) & known))
    return tuple([part for part in parts if own[part] <= known | hubs])


def _flat(formulas: Iterable[Formula]) -> Iterator[Formula]:
    for formula in formulas:
        if isinstance(formula, All):
            yield from _flat(formula.parts)
        else:
            yield formula


def _contradict(parts: Iterable[Formula]) -> bool:
    """Whether two of the linear formulas contradict each other at first sight: they bound one sum from both sides."""
    least: dict[tuple[tuple[Variable, int], ...], int] = {}  # by the terms of a sum: it is at least this
    for part in parts:
        numbers: list[Linear] = []
        if isinstance(part, NotNegative):
            numbers = [part.number]
        elif isinstance(part, Zero):
            numbers = [part.number, part.number.times(-1)]
        elif isinstance(part, Some) and not part.parts:
            return True
        for number in numbers:
            bound = -number.constant
            if number.terms not in least or least[number.terms] < bound:
                least[number.terms] = bound
            opposite = tuple([(variable, -factor) for variable, factor in number.terms])
            if opposite in least and least[opposite] > -least[number.terms]:
                return True
    return False


def _text(parts: Iterable[Formula], terms: Terms) -> str:
    """The text of a question, in which only the order of its free variables matters: equal texts have equal answers.

    A function is written with its bound, in which there may be other variables."""
    names: dict[Variable, str] = {}

    def name(variable: Variable) -> str:
        if variable not in names:
            names[variable] = f"v{len(names)}"
            if variable.operation:
                numbers = variable.arguments
                if variable.operation in terms.functions:
                    numbers += (terms.functions[variable.operation](numbers),)
                inner = ";".join(map(number, numbers))
                names[variable] = f"{variable.operation}({inner})"
        return names[variable]

    def number(value: Linear) -> str:
        return "+".join([f"{factor}{name(variable)}" for variable, factor in value.terms] + [str(value.constant)])

    def text(formula: Formula) -> str:
        match formula:
            case NotNegative(value):
                return f"{number(value)}>"
            case Zero(value):
                return f"{number(value)}="
            case All(inner):
                return f"({'&'.join(map(text, inner))})"
            case Some(inner):
                return f"({'|'.join(map(text, inner))})"

    return "&".join(map(text, parts))
