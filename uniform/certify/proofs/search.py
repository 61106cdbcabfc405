"""The search for measures. What it finds is checked by ``measures.is_falling``, or by ``rows.is_falling_in_rows``, so
nothing here need be trusted.

For each array of a component of the dependence graph an expression is chosen. The *drop* of an edge is a number d, as
large as possible, with expression(parent) - expression(child) >= d: the difference itself where that is a literal, else
the first of 1, 0, -1, -2 and the least difference at the known points that is shown. If no cycle has a negative sum of
drops, offsets make the measure never rise; edges along which it may stay form a smaller graph, for the next component
of the measure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from uniform.certify.proofs.decide import SOME, Prover, strongest_shown
from uniform.certify.proofs.ends import Ends, NoEnd
from uniform.certify.proofs.formulas import constant, less
from uniform.certify.proofs.graphs import components
from uniform.certify.proofs.measures import DIGITS, Edge, Expression, is_falling, own_indices
from uniform.certify.proofs.polynomials import Polynomial
from uniform.certify.proofs.records import Array, Walked
from uniform.certify.proofs.rows import is_falling_in_rows, rows_of
from uniform.language.syntax.symbols import Symbol

_DROPS = (1, 0, -1, -2)
_MAX_RISE = 64  # along one edge; drops along others make up for it
_MAX_NODES = 400  # of the search for the expressions of one component
_MAX_TRIALS = 60  # expressions that are tried for the arrays of one component
MAX_COMPONENTS = 4  # of a measure, without the numbers of arrays


@dataclass(slots=True, eq=False)
class Search:
    """A search in one program; drops are computed once."""

    found: Walked
    prover: Prover
    most: int = MAX_COMPONENTS  # components of a measure, without the numbers of arrays
    drops: dict[tuple[Edge, Expression, Expression], int | None] = field(default_factory=dict)

    def measure(
        self, arrays: Sequence[Symbol], edges: Sequence[Edge], stages: Sequence[Stage], depth: int = 0
    ) -> dict[Symbol, tuple[Expression, ...]] | None:
        """A measure for arrays that falls along the edges among them; None if none is found."""
        groups = components(arrays, edges)
        if len(groups) > 1:
            return self._separate(groups, edges, stages, depth)
        if not edges:
            return dict.fromkeys(arrays, ())
        if depth == self.most:
            return None
        for stage in stages:
            chosen = self._extend(list(arrays), edges, stage, {}, [_MAX_NODES])
            if chosen is None:
                continue
            left = [edge for edge in edges if not self._is_strict(edge, chosen)]
            rest = self.measure(arrays, left, stages, depth + 1)
            if rest is not None:
                return {array: (chosen[array], *rest[array]) for array in arrays}
        return None

    def _separate(
        self, groups: Sequence[Sequence[Symbol]], edges: Sequence[Edge], stages: Sequence[Stage], depth: int
    ) -> dict[Symbol, tuple[Expression, ...]] | None:
        """Numbers tell several groups apart; each has a measure of its own below."""
        group_of = {array: number for number, group in enumerate(groups) for array in group}
        numbers = [0] * len(groups)
        parts = []
        for number, group in enumerate(groups):  # children first
            below = [group_of[edge.child] for edge in edges if group_of[edge.parent] == number]
            numbers[number] = max([numbers[each] + 1 for each in below if each != number], default=0)
            inner = [edge for edge in edges if group_of[edge.parent] == group_of[edge.child] == number]
            part = self.measure(group, inner, stages, depth)
            if part is None:
                return None
            parts.append(part)
        length = max(len(each) for part in parts for each in part.values())
        measure = {}
        for number, part in enumerate(parts):
            for array, own in part.items():
                padded = (*own, *[Expression("number")] * (length - len(own)))
                measure[array] = (Expression("number", offset=numbers[number]), *padded)
        return measure

    # ---------------------------------------------------------------- one component

    def _extend(
        self,
        arrays: list[Symbol],
        edges: Sequence[Edge],
        stage: Stage,
        chosen: dict[Symbol, Expression],
        nodes: list[int],
    ) -> dict[Symbol, Expression] | None:
        """Depth first over the arrays; a choice needs a drop on each edge to what has been chosen."""
        if len(chosen) == len(arrays):
            return self._with_offsets(arrays, edges, chosen)
        array = next(each for each in arrays if each not in chosen)
        for expression in stage(self.found.arrays[array]):
            nodes[0] -= 1
            if nodes[0] < 0:
                return None
            trial = {**chosen, array: expression}
            touched = [edge for edge in edges if array in (edge.parent, edge.child)]
            ready = [edge for edge in touched if edge.parent in trial and edge.child in trial]
            if all(self._drop(edge, trial) is not None for edge in ready):
                found = self._extend(arrays, edges, stage, trial, nodes)
                if found is not None:
                    return found
        return None

    def _drop(self, edge: Edge, chosen: dict[Symbol, Expression]) -> int | None:
        upper, lower = chosen[edge.parent], chosen[edge.child]
        key = edge, upper, lower
        if key not in self.drops:
            self.drops[key] = self._find_drop(edge, upper, lower)
        return self.drops[key]

    def _find_drop(self, edge: Edge, upper: Expression, lower: Expression) -> int | None:
        arrays = self.found.arrays
        parent = upper.at(edge.parent_indices, arrays[edge.parent], self.found)
        child = lower.at(edge.child_indices, arrays[edge.child], self.found)
        apart = parent - child
        if apart.is_constant:
            return apart.constant if apart.constant >= -_MAX_RISE else None
        least = min(self.prover.values_known(apart, edge.facts), default=0)
        drops = (*_DROPS, least) if -_MAX_RISE <= least < min(_DROPS) else _DROPS

        def falls(drop: int) -> bool:
            return self.prover.never([*edge.facts, less(apart, constant(drop))], f"{edge.line}: a drop of {drop}", SOME)

        return strongest_shown(drops, falls)

    def _with_offsets(
        self, arrays: Sequence[Symbol], edges: Sequence[Edge], chosen: dict[Symbol, Expression]
    ) -> dict[Symbol, Expression] | None:
        """Offsets with which no edge rises (Bellman and Ford); None if there are none, or if no edge falls."""
        drops: dict[tuple[Symbol, Symbol], int] = {}
        for edge in edges:
            drop = self._drop(edge, chosen)
            assert drop is not None
            key = edge.parent, edge.child
            drops[key] = min(drop, drops.get(key, drop))
        offsets = dict.fromkeys(arrays, 0)
        for _ in range(len(arrays) + 1):
            changed = False
            for (parent, child), drop in drops.items():
                if offsets[child] > offsets[parent] + drop:
                    offsets[child], changed = offsets[parent] + drop, True
            if not changed:
                break
        else:
            return None
        moved = {array: replace(each, offset=each.offset + offsets[array]) for array, each in chosen.items()}
        return moved if any(self._is_strict(edge, moved) for edge in edges) else None

    def _is_strict(self, edge: Edge, chosen: dict[Symbol, Expression]) -> bool:
        """Whether the chosen expressions fall along an edge, offsets included."""
        upper, lower = chosen[edge.parent], chosen[edge.child]
        drop = self._drop(edge, {edge.parent: replace(upper, offset=0), edge.child: replace(lower, offset=0)})
        return drop is not None and drop + upper.offset - lower.offset >= 1


Digits = dict[Symbol, tuple[Expression, ...]]
"""A measure with one component, the digits of an index of each array."""


def digits_that_fall(
    arrays: Sequence[Symbol], edges: Sequence[Edge], step: int, found: Walked, prover: Prover
) -> Digits | None:
    """Digits that fall along every row of so many wires; None if none are found. An attempt ends at the first row along
    which they do not fall, so that failing takes few questions."""

    def fall_in_rows(trial: Digits, _: Symbol) -> bool:
        return len(trial) < len(arrays) or is_falling_in_rows(edges, step, trial, found, prover)

    if step > 1:
        measure = _digits_where(arrays, found, fall_in_rows)
        if measure is not None:
            return measure
    rows = rows_of(step, edges, found)
    if rows is None:
        return None

    def fall(trial: Digits, array: Symbol) -> bool:
        touched = [edge for edge in rows if array in (edge.parent, edge.child)]
        ready = [edge for edge in touched if edge.parent in trial and edge.child in trial]
        return is_falling(ready, trial, found, prover)

    inner = {edge.parent for edge in rows if edge.parent is edge.child}  # first: each can be tried alone
    return _digits_where(sorted(arrays, key=lambda array: array not in inner), found, fall)


def _digits_where(arrays: Sequence[Symbol], found: Walked, fall: Callable[[Digits, Symbol], bool]) -> Digits | None:
    """Digits for all arrays, depth first. ``fall`` gets what is chosen so far, and the array that was chosen last; it
    is false if no choice for the other arrays can help."""
    left = _MAX_TRIALS

    def extend(chosen: Digits) -> Digits | None:
        nonlocal left
        if len(chosen) == len(arrays):
            return chosen
        array = arrays[len(chosen)]
        for expression in _digits(found.arrays[array]):
            left -= 1
            if left < 0:
                return None
            trial = {**chosen, array: (expression,)}
            if fall(trial, array):
                whole = extend(trial)
                if whole is not None:
                    return whole
        return None

    return extend({})


# ---------------------------------------------------------------- what is tried


Stage = Callable[[Array], Sequence[Expression]]
"""The expressions to try for an array."""


def short_stages(found: Walked) -> list[Stage]:
    """Expressions with few values: declared levels, indices with a short range, halving and doubling."""

    def short(array: Array) -> list[Expression]:
        return [each for each in _indices(array) if _is_short(each, array, found)]

    def both(array: Array) -> list[Expression]:
        others = {each.places[0] for each in short(array)}
        places = [(one + 1, other) for one in range(len(array.variables)) for other in others if one + 1 != other]
        return [Expression("bits and index", each, sign) for each in places for sign in (1, -1)]

    return [_levels, short, both, _halvings]


def all_stages(found: Walked) -> list[Stage]:
    """All expressions, those with few values first."""
    return [
        *short_stages(found),
        lambda array: list(_indices(array)),
        lambda array: [*_indices(array), *_pairs(array)],
    ]


def _levels(array: Array) -> list[Expression]:
    return [Expression("level", (place + 1,)) for place in range(len(array.levels))]


def _halvings(array: Array) -> list[Expression]:
    """The number of digits of each index, falling or rising."""
    return [Expression("bits", (place + 1,), sign) for place in range(len(array.variables)) for sign in (-1, 1)]


def _digits(array: Array) -> list[Expression]:
    """The digits of each index, and of how far it is below the end of its range."""
    places = [(place + 1,) for place in range(len(array.variables))]
    return [Expression(form, place, sign) for place in places for form in DIGITS for sign in (1, -1)]


def _indices(array: Array) -> Iterator[Expression]:
    for place in range(len(array.variables)):
        for sign in (1, -1):
            yield Expression("index", (place + 1,), sign)


def _pairs(array: Array) -> Iterator[Expression]:
    for one in range(len(array.variables)):
        for other in range(len(array.variables)):
            if one != other:
                yield Expression("difference", (one + 1, other + 1))
            if one < other:
                yield from (Expression("sum", (one + 1, other + 1), sign) for sign in (1, -1))


def _is_short(expression: Expression, array: Array, found: Walked) -> bool:
    """Whether an expression has at most a power of bits(n) many values."""
    try:
        low, high = ends(expression, array, found)
    except NoEnd:
        return False
    return (high - low).degree[0] == 0


def ends(expression: Expression, array: Array, found: Walked) -> tuple[Polynomial, Polynomial]:
    """The least and the greatest value of an expression, as polynomials. Raises NoEnd."""
    known = Ends.of_array(array, found)
    value = expression.at(own_indices(array), array, found)
    return known.low(value), known.high(value)
