"""Depth: the graph of arrays and wires, its components, and a bound for each.

The nodes are the arrays of gates and outputs, the edges the wires of printing statements; an edge whose facts never
hold together is left out. In a strongly connected component a measure falls along every edge: so no path in it has
more gates than the measure has values. A component without a measure has at most as many gates as addresses. The
measure may also fall only along every s wires in a row, for a small s: then there are at most s times as many gates.
Bounds are added along the order of the components.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from uniform.certify.proofs.decide import FEW, Prover
from uniform.certify.proofs.ends import Ends, NoEnd
from uniform.certify.proofs.graphs import components
from uniform.certify.proofs.measures import Edge, Measure, is_falling, rule_of
from uniform.certify.proofs.polynomials import Polynomial
from uniform.certify.proofs.records import Array, Read, Site, Walked
from uniform.certify.proofs.rows import MAX_STEP, longest_path
from uniform.certify.proofs.search import MAX_COMPONENTS, Search, all_stages, digits_that_fall, ends, short_stages
from uniform.language.syntax.symbols import Symbol

ONE = Polynomial.constant(1)


@dataclass(frozen=True, slots=True)
class Component:
    """A strongly connected component of the graph, with a cycle."""

    arrays: tuple[Symbol, ...]
    edges: tuple[Edge, ...]
    rule: str  # "R2", "R3", "R4", "R5", or "size": nothing was found
    measure: Measure  # empty for R2 and "size"
    values: Polynomial  # no path in it has more gates
    step: int = 1  # the measure falls along every ``step`` wires in a row


@dataclass(frozen=True, slots=True)
class Graph:
    """The arrays that can be printed, and their wires."""

    arrays: tuple[Symbol, ...]  # gates and outputs that some statement prints
    edges: tuple[Edge, ...]
    sites: Mapping[Symbol, tuple[Site, ...]]  # those that can be reached
    negated: tuple[Symbol, ...]  # inputs, gates and outputs that have NOT gates in lists, whether or not those are used

    def groups(self) -> list[list[Symbol]]:
        """The components, children first."""
        return components(self.arrays, self.edges)


# ---------------------------------------------------------------- the graph


def build_graph(found: Walked, prover: Prover) -> Graph:
    """The graph of a program. A statement whose facts never hold together prints nothing, and no wire comes from an
    array that nothing prints."""
    sites: dict[Symbol, list[Site]] = {}
    edges, negated = [], dict[Symbol, None]()
    for site in found.sites:
        if not site.prints_gate:
            negated |= dict.fromkeys(read.array for read in site.reads)
        elif not prover.never(site.place.formulas, f"{site.span.line_of()}: never reached", FEW):
            sites.setdefault(site.array, []).append(site)
            edges += [edge for read in site.reads if (edge := _edge(site, read, found, prover)) is not None]
    arrays = tuple(symbol for symbol in found.arrays if symbol in sites)
    edges = [edge for edge in edges if edge.child in sites]  # a wire from a gate that nothing prints ends the run
    by_array = {symbol: tuple(each) for symbol, each in sites.items()}
    return Graph(arrays, tuple(edges), by_array, tuple([each for each in negated if _exists(each, arrays, found)]))


def _exists(symbol: Symbol, arrays: Sequence[Symbol], found: Walked) -> bool:
    return symbol in arrays or found.arrays[symbol].declaration.role == "input"


def _edge(site: Site, read: Read, found: Walked, prover: Prover) -> Edge | None:
    if found.arrays[read.array].declaration.role == "input":
        return None
    facts = tuple(read.place.formulas)
    if prover.never(facts, f"{site.span.line_of()}: no wire", FEW):
        return None
    cost = 2 if read.negated else 1
    return Edge(site.array, read.array, site.indices, read.indices, facts, cost, site.span, read.wire.address.span)


def prune(graph: Graph, found: Walked) -> Graph:
    """The part of the graph that some output depends on, by the names of arrays. A NOT gate of a list is in it where a
    wire uses it."""
    kept = {symbol for symbol in graph.arrays if found.arrays[symbol].declaration.role == "output"}
    before = -1
    while len(kept) != before:
        before = len(kept)
        kept |= {edge.child for edge in graph.edges if edge.parent in kept}
    arrays = tuple(symbol for symbol in graph.arrays if symbol in kept)
    edges = tuple(edge for edge in graph.edges if edge.parent in kept)
    return Graph(arrays, edges, {symbol: graph.sites[symbol] for symbol in arrays}, ())


# ---------------------------------------------------------------- components


Choice = Callable[[tuple[Symbol, ...], tuple[Edge, ...]], Component | None]
"""Gives the component with these arrays and edges, with a measure that falls; None: search for one."""


def find_components(
    graph: Graph, found: Walked, prover: Prover, choice: Choice = lambda arrays, edges: None
) -> tuple[Component, ...]:
    """A bound on the paths in each component that has a cycle."""
    return tuple(_cyclic(graph, found, prover, choice))


def _cyclic(graph: Graph, found: Walked, prover: Prover, choice: Choice) -> Iterator[Component]:
    search = Search(found, prover)
    for group in graph.groups():
        edges = tuple(edge for edge in graph.edges if edge.parent in group and edge.child in group)
        if edges:
            yield choice(tuple(group), edges) or bound_component(tuple(group), edges, search)


def bound_component(arrays: tuple[Symbol, ...], edges: tuple[Edge, ...], search: Search) -> Component:
    """A measure for a component and the number of its values; or R2; or its addresses."""
    found, prover = search.found, search.prover
    short, every = short_stages(found), all_stages(found)
    for stages, most in ((short, 1), (short, MAX_COMPONENTS), (None, 0), (every, 1), (every, MAX_COMPONENTS)):
        if stages is None:
            length = longest_path(edges, found, prover)
            if length is not None:
                return Component(arrays, edges, "R2", {}, Polynomial.constant(length))
            component = _step_by_step(arrays, edges, search)
            if component is not None:
                return component
            continue
        search.most = most
        measure = search.measure(arrays, edges, stages)
        if measure is None or not is_falling(edges, measure, found, prover):
            continue
        try:
            values = number_of_values(measure, found)
        except NoEnd:
            continue
        return Component(arrays, edges, rule_of(measure), measure, values)
    return Component(arrays, edges, "size", {}, addresses(arrays, found))


def number_of_values(measure: Measure, found: Walked, place: int = 0) -> Polynomial:
    """At least as many as a measure has values for all addresses of its arrays, from one component on. Raises NoEnd.

    Where all these arrays are empty, it may be negative: there is no path then. So a sum of it has to be natural."""
    if place == len(next(iter(measure.values()))):
        return ONE
    own = {array: components[place] for array, components in measure.items()}
    if all(each.form == "number" for each in own.values()):
        total = Polynomial.constant(0)
        for number in sorted({each.offset for each in own.values()}):
            part = {array: components for array, components in measure.items() if own[array].offset == number}
            total += number_of_values(part, found, place + 1).natural
        return total
    (low, high), *others = [ends(each, found.arrays[array], found) for array, each in own.items()]
    for lower, higher in others:
        low, high = low.least(lower), high.greatest(higher)
    return (high - low + 1) * number_of_values(measure, found, place + 1)


def longest(measure: Measure, step: int, found: Walked) -> Polynomial:
    """At least as many as a path has gates, if a measure falls along every ``step`` wires in a row. Raises NoEnd."""
    values = number_of_values(measure, found)
    return values if step == 1 else values.natural * Polynomial.constant(step)


def addresses(arrays: Sequence[Symbol], found: Walked) -> Polynomial:
    """At least as many as some arrays have addresses. Raises NoEnd if this is not a polynomial."""
    total = Polynomial.constant(0)
    for array in [found.arrays[symbol] for symbol in arrays]:
        total += tuples(array, len(array.ends), found)
    return total


def tuples(array: Array, length: int, found: Walked) -> Polynomial:
    """At least as many as the first indices of an array, so many of them, have values together. Raises NoEnd."""
    known, count = Ends.of_array(array, found), ONE
    for low, high in array.ends[:length]:
        count *= (known.high(high - low) + 1).absolute
    return count


def _step_by_step(arrays: tuple[Symbol, ...], edges: tuple[Edge, ...], search: Search) -> Component | None:
    """A measure that falls along every few wires in a row: an index that falls to at most 2/3 of itself is halved in
    two steps. Of a path, take the first gate and every ``step``-th one after it: they have different values."""
    for step in range(1, MAX_STEP + 1):
        measure = digits_that_fall(arrays, edges, step, search.found, search.prover)
        if measure is None:
            continue
        try:
            return Component(arrays, edges, rule_of(measure), measure, longest(measure, step, search.found), step)
        except NoEnd:
            continue
    return None


# ---------------------------------------------------------------- depth


def depths(
    graph: Graph, found_components: Sequence[Component], weight: Mapping[Symbol, Polynomial]
) -> dict[Symbol, Polynomial]:
    """An upper bound on the depth of the gates of each array, where a gate of an array counts as its weight, and a NOT
    gate of a wire as one."""
    cyclic = {array: component for component in found_components for array in component.arrays}
    found: dict[Symbol, Polynomial] = {}
    for group in graph.groups():
        inside = set(group)
        start = Polynomial.constant(0)
        for array in group:
            start = start.greatest(weight[array])
            for site in graph.sites[array]:
                if any(read.negated for read in site.reads):
                    start = start.greatest(weight[array] + 1)
        for edge in graph.edges:
            if edge.parent in inside and edge.child not in inside:
                start = start.greatest(found[edge.child] + weight[edge.parent] + (edge.cost - 1))
        component = cyclic.get(group[0])
        if component is not None:
            step = Polynomial.constant(0)
            for edge in component.edges:
                step = step.greatest(weight[edge.parent] + (edge.cost - 1))
            start += step * (component.values - 1)
        for array in group:
            found[array] = start
    return found


def depth_of(graph: Graph, found: Mapping[Symbol, Polynomial]) -> Polynomial:
    """The largest of the depths; 0 of no gates."""
    total = Polynomial.constant(0)
    for array in graph.arrays:
        total = total.greatest(found[array])
    for array in graph.negated:
        total = total.greatest(found[array] + 1 if array in found else ONE)
    return total
