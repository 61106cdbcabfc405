"""Wires in a row: a component whose paths are all short, and measures that fall along every few wires in a row.

Rows of wires are many, and their facts are long. So what a wire says about the one number whose digits a measure counts
is shown first, as a few inequalities, and a row of wires is a row of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from uniform.certify.proofs.decide import SOME, Prover, strongest_shown
from uniform.certify.proofs.formulas import (
    Formula,
    Linear,
    Variable,
    at_most,
    constant,
    equal,
    less,
    linear,
    map_numbers,
)
from uniform.certify.proofs.measures import DIGITS, Edge, Expression, Measure
from uniform.certify.proofs.records import Walked, free_variables
from uniform.language.syntax.symbols import Symbol

_MAX_ROW = 5  # edges in a row for R2
_MAX_ROWS = 300  # rows of edges looked at, of all lengths together
_TRIED = (2, 1, 0, -1, -2)  # constants of inequalities, the strongest first
_FACTORS = {2: (3, 2), 3: (4, 3), 4: (5, 4)}
"""By the number of steps: a fraction whose power with this exponent is more than 2."""

MAX_STEP = 4
"""A measure may fall only along every s wires in a row, for s up to this."""


def longest_path(edges: Sequence[Edge], found: Walked, prover: Prover) -> int | None:
    """The most gates on a path in a component, if no path of more than four edges exists; None if that is not shown.

    Depth first: one row of five edges that may exist is enough to give up."""
    copies = [{edge: _copy(edge, found) for edge in edges} for _ in range(1, _MAX_ROW)]  # for each place but the first
    left, longest = _MAX_ROWS, 0

    def is_short(row: Edge, length: int) -> bool:
        nonlocal left, longest
        longest = max(longest, length)
        if length == _MAX_ROW:
            return False
        for edge in edges:
            if edge.parent is not row.child:
                continue
            if left == 0:
                return False
            left -= 1
            joined = _join(row, copies[length - 1][edge])
            may_exist = not prover.never(joined.facts, f"{row.line}: no such wires in a row", SOME)
            if may_exist and not is_short(joined, length + 1):
                return False
        return True

    return longest + 1 if all(is_short(edge, 1) for edge in edges) else None


def rows_of(step: int, edges: Sequence[Edge], found: Walked) -> tuple[Edge, ...] | None:
    """The rows of so many edges, as edges from the first gate to the last; None if there would be too many. Whether
    their facts can hold together is not asked."""
    longer, count = list(edges), 0
    for _ in range(step - 1):
        copies = {edge: _copy(edge, found) for edge in edges}  # a row has one of them at each place
        followed = [(row, edge) for row in longer for edge in edges if edge.parent is row.child]
        count += len(followed)
        if count > _MAX_ROWS:
            return None
        longer = [_join(row, copies[edge]) for row, edge in followed]
    return tuple(longer)


def _join(row: Edge, copy: Edge) -> Edge:
    """A row of edges and one more."""
    same = [equal(one, other) for one, other in zip(row.child_indices, copy.parent_indices, strict=True)]
    facts = (*row.facts, *copy.facts, *same)
    cost = row.cost + copy.cost
    return replace(row, child=copy.child, child_indices=copy.child_indices, facts=facts, cost=cost, wire=copy.wire)


def _copy(edge: Edge, found: Walked) -> Edge:
    """An edge with new names for all variables but n."""
    names: dict[Variable, Linear] = {}

    def number(value: Linear) -> Linear:
        for variable in free_variables(value):
            if variable is not found.n and variable not in names:
                names[variable] = linear(found.terms.fresh(variable.name + "'"))
        return found.terms.substitute(value, names)

    facts = tuple(map_numbers(fact, number) for fact in edge.facts)
    parents, children = tuple(map(number, edge.parent_indices)), tuple(map(number, edge.child_indices))
    return Edge(edge.parent, edge.child, parents, children, facts, edge.cost, edge.target, edge.wire)


# ---------------------------------------------------------------- what a wire says about one number


@dataclass(frozen=True, slots=True)
class WireRelation:
    """What is shown along a wire for the number x, whose digits the measure of its parent counts, and the number y of
    its child: each of ``a*x + b*y >= c``."""

    inequalities: tuple[tuple[int, int, int], ...]

    def between(self, x: Linear, y: Linear) -> list[Formula]:
        """The inequalities of two numbers."""
        return [at_most(constant(c), x.times(a) + y.times(b)) for a, b, c in self.inequalities]


def is_falling_in_rows(edges: Sequence[Edge], step: int, measure: Measure, found: Walked, prover: Prover) -> bool:
    """Whether it is shown that a measure falls along every ``step`` edges in a row, from 2 to ``MAX_STEP``, by what
    each edge says about the number whose digits are counted. False unless the measure has one component, and that
    counts digits."""
    if any(len(own) > 1 or own[0].form not in DIGITS for own in measure.values()):
        return False
    relations: dict[Symbol, dict[tuple[WireRelation, Symbol], None]] = {array: {} for array in measure}
    for edge in edges:
        relation = _relation(edge, step, measure, found, prover)
        if relation is None:
            return False
        relations[edge.parent][relation, edge.child] = None
    rows = _rows_of_relations(step, relations, measure)
    if rows is None:
        return False
    numbers = [linear(found.terms.fresh(f"number {place}")) for place in range(step + 1)]
    for first, row, last in rows:
        facts = [fact for place, each in enumerate(row) for fact in each.between(numbers[place], numbers[place + 1])]
        upper, lower = first.of_counted(numbers[0], found), last.of_counted(numbers[-1], found)
        if not prover.never([*facts, at_most(upper, lower)], f"{edges[0].line}: the measure falls in a row"):
            return False
    return True


_Row = tuple[Expression, tuple[WireRelation, ...], Expression]
"""What is known about wires in a row: the measures of the first and the last gate, and what each wire says."""


def _rows_of_relations(
    step: int, relations: Mapping[Symbol, Iterable[tuple[WireRelation, Symbol]]], measure: Measure
) -> Iterable[_Row] | None:
    """The rows of so many wires; None if there would be too many. Those that say the same, perhaps of other arrays, are
    one. ``relations`` has what the wires of each array say, and the arrays that they read."""
    none: tuple[WireRelation, ...] = ()
    rows = dict.fromkeys((own[0], none, array) for array, own in measure.items())
    for _ in range(step):
        rows = dict.fromkeys(
            (first, (*row, relation), child) for first, row, last in rows for relation, child in relations[last]
        )
        if len({(first, row) for first, row, _ in rows}) > _MAX_ROWS:
            return None
    return dict.fromkeys((first, row, measure[last][0]) for first, row, last in rows)


def _relation(edge: Edge, step: int, measure: Measure, found: Walked, prover: Prover) -> WireRelation | None:
    """What is shown along an edge; None if the number is not shown to move far enough."""
    upper, lower = measure[edge.parent][0], measure[edge.child][0]
    x = upper.counted(edge.parent_indices, found.arrays[edge.parent], found)
    y = lower.counted(edge.child_indices, found.arrays[edge.child], found)
    one, other = _FACTORS[step]
    far = (-one, other) if upper.sign < 0 else (other, -one)
    shown = []
    for a, b in (far, (-1, 1) if upper.sign < 0 else (1, -1), (1, 0), (0, 1)):
        c = _least(x.times(a) + y.times(b), edge, prover)
        if c is not None:
            shown.append((a, b, c))
        elif (a, b) == far:
            return None
    return WireRelation(tuple(shown))


def _least(number: Linear, edge: Edge, prover: Prover) -> int | None:
    """A constant that a number is shown to reach along an edge: at most the least value at the points known."""
    least = min(prover.values_known(number, edge.facts), default=_TRIED[0])
    tried = dict.fromkeys([each for each in (least, *_TRIED) if _TRIED[-1] <= each <= least])

    def reaches(value: int) -> bool:
        return prover.never([*edge.facts, less(number, constant(value))], f"{edge.line}: how a number moves", SOME)

    return strongest_shown(list(tried), reaches)
