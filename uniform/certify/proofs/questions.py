"""Questions before they are asked: which formulas matter first, and when two questions are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from uniform.certify.proofs.formulas import (
    All,
    Formula,
    Linear,
    NotNegative,
    Some,
    Variable,
    Zero,
    variables_of,
)
from uniform.certify.proofs.terms import Terms


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A formula and the variables in it."""

    formula: Formula
    variables: frozenset[Variable]

    @property
    def is_linear(self) -> bool:
        """Whether it is one equation or inequality."""
        return isinstance(self.formula, NotNegative | Zero)

    def rank(self, far: Mapping[Variable, int]) -> int:
        """How far the farthest of its variables is."""
        return max((far.get(each, len(far)) for each in self.variables), default=0)


def conjuncts(formulas: Iterable[Formula]) -> tuple[Known, ...]:
    """The formulas that must all hold, each with its variables; conjunctions are taken apart."""
    return tuple([Known(each, frozenset(variables_of(each))) for each in _flat(formulas)])


def distances(parts: Sequence[Known], definitions: Iterable[Known]) -> dict[Variable, int]:
    """How far each variable is from the last formula of a question, which is what it is about: formulas are steps."""
    waiting = [each.variables for each in (*parts, *definitions)]
    found: dict[Variable, int] = {}
    step, reached = 0, set(parts[-1].variables)
    while reached:
        found.update(dict.fromkeys(reached, step))
        step += 1
        close = [each for each in waiting if not found.keys().isdisjoint(each)]
        waiting = [each for each in waiting if found.keys().isdisjoint(each)]
        reached = set().union(*close) - found.keys()
    for variable in set().union(*waiting):
        found[variable] = step
    return found


def near(parts: Sequence[Known], steps: int) -> tuple[Known, ...]:
    """The formulas about the variables of the last one, and about those in formulas that share a variable with it, and
    so on, so many steps. The first variable of a walk, n, is in most formulas, and leads nowhere."""
    reached = parts[-1].variables.union(*(variable.free for variable in parts[-1].variables))
    for _ in range(steps):
        joined = {variable for variable in reached if variable.number > 1}
        reached = reached.union(*(each.variables for each in parts if not joined.isdisjoint(each.variables)))
    return tuple([each for each in parts if _is_inside(each, reached)])


def _is_inside(part: Known, reached: frozenset[Variable]) -> bool:
    return all(variable in reached or variable.number == 1 for variable in part.variables)


def _flat(formulas: Iterable[Formula]) -> Iterator[Formula]:
    for formula in formulas:
        if isinstance(formula, All):
            yield from _flat(formula.parts)
        else:
            yield formula


def contradict(parts: Iterable[Known]) -> bool:
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


def text(parts: Iterable[Formula], terms: Terms) -> str:
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

    return "&".join(map(write, parts))
