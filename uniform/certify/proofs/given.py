"""Measures and rankings that are given, and only checked: an audit takes them from a certificate, in place of a search.

A given measure only has to fall along each wire, or along every few wires in a row, and a given ranking in each pass.
All that follows from them, such as the bound on the depth, is derived from them again. What is not a measure or does
not fall becomes a fault; then there is a search, so that the rest can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.dependence import Component, addresses, longest
from uniform.certify.proofs.ends import NoEnd
from uniform.certify.proofs.measures import Edge, Expression, Measure, is_falling, read_expression, rule_of
from uniform.certify.proofs.polynomials import Polynomial
from uniform.certify.proofs.rankings import Component as Ranked
from uniform.certify.proofs.rankings import Ranking, falls
from uniform.certify.proofs.records import Walked, WhileLoop
from uniform.certify.proofs.rows import MAX_STEP, is_falling_in_rows, longest_path, rows_of
from uniform.language.syntax.symbols import Symbol
from uniform.messages.cuts import cut

_MAX_LENGTH = 8  # of a measure or a ranking


@dataclass(frozen=True, slots=True)
class GivenCycle:
    """What is said about arrays that depend on each other."""

    rule: str
    measure: Mapping[str, Sequence[str]]  # by the name of the array; empty for R2 and "size"
    step: int = 1  # it falls along every ``step`` wires in a row


@dataclass(slots=True, eq=False)
class Given:
    """Measures and rankings as they are written."""

    cycles: Mapping[frozenset[str], GivenCycle]  # by the names of the arrays
    rankings: Mapping[int, Sequence[str]]  # by the number of the ``while`` in the text, from 0
    faults: list[str] = field(default_factory=list)  # what does not fall, a sentence each
    measures_checked: int = 0
    wires_checked: int = 0  # wires of the text along which these measures fall
    rankings_checked: int = 0

    def component(
        self, arrays: tuple[Symbol, ...], edges: tuple[Edge, ...], found: Walked, prover: Prover
    ) -> Component | None:
        """The component of the graph with the given measure; None if nothing valid is given."""
        cycle = self.cycles.get(frozenset(array.name for array in arrays))
        if cycle is None:
            return None
        names = ", ".join(f"`{array.name}`" for array in arrays)
        try:
            return self._component(cycle, arrays, edges, found, prover)
        except ValueError as error:
            self.faults.append(f"the measure of {names}: {error}")
        except NoEnd:
            self.faults.append(f"the measure of {names} may have any number of values")
        return None

    def _component(
        self,
        cycle: GivenCycle,
        arrays: tuple[Symbol, ...],
        edges: tuple[Edge, ...],
        found: Walked,
        prover: Prover,
    ) -> Component:
        """Raises ValueError, or NoEnd, if what is given is not shown."""
        if cycle.rule == "size" and not cycle.measure:
            return Component(arrays, edges, "size", {}, addresses(arrays, found))
        if cycle.rule == "R2" and not cycle.measure:
            length = longest_path(edges, found, prover)
            if length is None:
                raise ValueError("not shown that every path is short")
            return Component(arrays, edges, "R2", {}, Polynomial.constant(length))
        measure = _read_measure(cycle, arrays, found)
        if not 1 <= cycle.step <= MAX_STEP:
            raise ValueError(f"`step` is not in 1..{MAX_STEP}")
        if cycle.step == 1 or not is_falling_in_rows(edges, cycle.step, measure, found, prover):
            _check_rows(cycle.step, edges, measure, found, prover)
        self.measures_checked += 1
        self.wires_checked += len(edges)
        values = longest(measure, cycle.step, found)
        return Component(arrays, edges, rule_of(measure), measure, values, cycle.step)

    def ranking(self, place: int, loop: WhileLoop, prover: Prover) -> Ranking | None:
        """The given ranking of a ``while``; None if nothing valid is given."""
        if place not in self.rankings:
            return None
        line = loop.statement.span.line_of()
        try:
            ranking = _read_ranking(self.rankings[place], loop)
        except ValueError as error:
            self.faults.append(f"the ranking of the `while` on {line}: {error}")
            return None
        if not falls(loop, ranking, prover):
            self.faults.append(f"the ranking of the `while` on {line}: not shown to fall in each pass")
            return None
        self.rankings_checked += 1
        return ranking


def _check_rows(step: int, edges: Sequence[Edge], measure: Measure, found: Walked, prover: Prover) -> None:
    """Show that a measure falls along every row of so many wires. Raises ValueError if it does not."""
    joined = rows_of(step, edges, found)
    if joined is None:
        raise ValueError(f"there are too many ways to put {step} wires in a row")
    for edge in joined:
        if not is_falling([edge], measure, found, prover):
            wire = f"`{edge.parent.name}` to `{edge.child.name}` on {edge.line}"
            raise ValueError(f"not shown to fall from {wire}")


def _read_measure(cycle: GivenCycle, arrays: Sequence[Symbol], found: Walked) -> Measure:
    """The measure that is written. Raises ValueError if it is not one of these arrays."""
    measure: dict[Symbol, tuple[Expression, ...]] = {}
    for array in arrays:
        if array.name not in cycle.measure:
            raise ValueError(f"nothing is said about `{array.name}`")
        own = tuple(map(read_expression, cycle.measure[array.name]))
        indices, levels = len(found.arrays[array].variables), len(found.arrays[array].levels)
        for each in own:
            if any(place > (levels if each.form == "level" else indices) for place in each.places):
                raise ValueError(f"`{each}` does not fit `{array.name}`")
        measure[array] = own
    lengths = {len(own) for own in measure.values()}
    if len(lengths) != 1 or not 1 <= max(lengths) <= _MAX_LENGTH or len(cycle.measure) != len(arrays):
        raise ValueError("not one tuple for each array, of one length")
    return measure


def _read_ranking(written: Sequence[str], loop: WhileLoop) -> Ranking:
    """The ranking that is written. Raises ValueError if it has other counters than the loop changes."""
    known = {str(each): each for counter in loop.head for each in (Ranked(counter, False), Ranked(counter, True))}
    for each in written:
        if each not in known:
            raise ValueError(
                f"`{cut(each, 40)}` is neither a counter that changes in the loop nor its distance from its bound"
            )
    if not 1 <= len(written) <= _MAX_LENGTH:
        raise ValueError("not a list of counters")
    return tuple([known[each] for each in written])
