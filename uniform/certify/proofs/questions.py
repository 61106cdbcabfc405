"""Questions before they are asked: which formulas matter first, and when two questions are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from uniform.certify.proofs.formulas import (
    All,
    Atom,
    Formula,
    Linear,
    NotNegative,
    Some,
    Variable,
    Zero,
    free_in,
    variables_of,
)
from uniform.certify.proofs.terms import Terms


@dataclass(eq=False)
class Conjunct:
    """A formula that must hold together with others, and what is often needed of it."""

    formula: Formula
    terms: Terms

    @property
    def is_linear(self) -> bool:
        """Whether it is one equation or inequality."""
        return isinstance(self.formula, Atom)

    @cached_property
    def variables(self) -> frozenset[Variable]:
        """The variables in it."""
        return frozenset(variables_of(self.formula))

    @cached_property
    def free(self) -> frozenset[Variable]:
        """The free variables, also those in the arguments of operations."""
        return frozenset(chain.from_iterable(map(free_in, self.variables)))

    @cached_property
    def shape(self) -> tuple[str, tuple[Variable, ...]]:
        """A text in which free variables have numbers, and these variables, in the order of their numbers.

        A function is written with its bound and its cases, in which there may be other variables."""
        return _shape(self.formula, self.terms)

    def distance(self, steps: Mapping[Variable, int]) -> int:
        """The distance of its farthest variable (``distances``)."""
        return max(map(steps.__getitem__, self.variables), default=0)


def conjuncts(formulas: Iterable[Formula], terms: Terms) -> tuple[Conjunct, ...]:
    """The parts of a question (``flat``)."""
    return tuple([Conjunct(each, terms) for each in flat(formulas)])


def flat(formulas: Iterable[Formula]) -> Iterator[Formula]:
    """The formulas that must all hold; conjunctions are taken apart."""
    for formula in formulas:
        if isinstance(formula, All):
            yield from flat(formula.parts)
        else:
            yield formula


def distances(formulas: Iterable[Conjunct], last: Conjunct, variables: Iterable[Variable]) -> dict[Variable, int]:
    """How many steps each of these variables is away from the last formula of a question, which is what it is about. A
    step leads from a variable to the others in one of the formulas."""
    waiting = [each.variables for each in formulas]
    found: dict[Variable, int] = {}
    step, reached = 0, set(last.variables)
    while reached:
        found.update(dict.fromkeys(reached, step))
        step += 1
        close = [each for each in waiting if not found.keys().isdisjoint(each)]
        waiting = [each for each in waiting if found.keys().isdisjoint(each)]
        reached = set().union(*close) - found.keys()
    return {**dict.fromkeys(variables, step), **found}


def near(parts: Sequence[Conjunct], steps: int) -> tuple[Conjunct, ...]:
    """The formulas about the variables of the last one, and about those in formulas that share a variable with it, and
    so on, so many steps. The first variable of a walk, n, is in most formulas, and leads nowhere."""
    reached = parts[-1].variables.union(*(variable.free for variable in parts[-1].variables))
    for _ in range(steps):
        joined = {variable for variable in reached if variable.number > 1}
        reached = reached.union(*(each.variables for each in parts if not joined.isdisjoint(each.variables)))
    return tuple([each for each in parts if _is_inside(each, reached)])


def _is_inside(part: Conjunct, reached: frozenset[Variable]) -> bool:
    return all(variable in reached or variable.number == 1 for variable in part.variables)


def contradict(parts: Iterable[Conjunct]) -> bool:
    """Whether two of the linear formulas contradict each other at first sight: they bound one sum from both sides."""
    least: dict[tuple[tuple[Variable, int], ...], int] = {}  # by the terms of a sum: it is at least this
    for part in [each.formula for each in parts]:
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


def key_of(parts: Iterable[Conjunct]) -> tuple[str | int, ...]:
    """A key: questions with equal keys have equal answers.

    Of free variables, it matters where they are, in which order the walk made them, and which of them is n, the first:
    limits end a search elsewhere if one of these differs."""
    places: dict[Variable, int] = {}
    found: list[str | int] = []
    for part in parts:
        text, variables = part.shape
        found.append(text)
        found += [places.setdefault(variable, len(places)) for variable in variables]
    by_number = sorted(places, key=lambda each: each.number)
    found += [places[variable] for variable in by_number]
    return (*found, bool(by_number) and by_number[0].number == 1)


def _shape(formula: Formula, terms: Terms) -> tuple[str, tuple[Variable, ...]]:
    names: dict[Variable, str] = {}
    free: list[Variable] = []
    operations: list[str] = []  # each once, however often a number that is used again has it inside

    def name(variable: Variable) -> str:
        if variable not in names:
            if variable.operation:
                numbers = variable.arguments
                more = ""
                if variable.operation in terms.functions:
                    numbers += (terms.functions[variable.operation](numbers),)
                if variable.operation in terms.cases:
                    cases = terms.cases[variable.operation](variable.arguments)
                    more = "".join([f";{write(each.condition)}:{number(each.value)}" for each in cases])
                written = f"{variable.operation}({';'.join(map(number, numbers))}{more})"
                names[variable] = f"o{len(operations)}"
                operations.append(written)
            else:
                names[variable] = f"v{len(free)}"
                free.append(variable)
        return names[variable]

    def number(value: Linear) -> str:
        return "+".join([f"{factor}{name(variable)}" for variable, factor in value.terms] + [str(value.constant)])

    def write(formula: Formula) -> str:
        match formula:
            case NotNegative(value):
                return f"{number(value)}>"
            case Zero(value):
                return f"{number(value)}="
            case All(inner):
                return f"({'&'.join(map(write, inner))})"
            case Some(inner):
                return f"({'|'.join(map(write, inner))})"

    written = write(formula)
    return "/".join([*operations, written]), tuple(free)
