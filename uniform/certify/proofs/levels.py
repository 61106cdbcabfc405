"""Declared levels: each must be natural, and fall along every wire between two arrays of one cycle that have one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.dependence import Graph
from uniform.certify.proofs.formulas import constant, equal, less, some, unequal
from uniform.certify.proofs.measures import Edge, Expression, is_falling
from uniform.certify.proofs.records import Walked
from uniform.language.syntax.symbols import Symbol
from uniform.messages.diagnostics import Diagnostic, Label
from uniform.messages.spans import Span

NOT_FALLING, NEGATIVE = "U810", "U811"


def level_faults(graph: Graph, found: Walked, prover: Prover) -> Iterator[Diagnostic]:
    """What is not shown of the declared levels. A level that is written is a claim, so each fault is an error."""
    leveled = {symbol for symbol in graph.arrays if found.arrays[symbol].levels}
    for symbol in graph.arrays:
        array = found.arrays[symbol]
        facts = [*(fact.formula for fact in found.end.facts[:1]), *(fact.formula for fact in array.facts)]
        for written, level in zip(array.declaration.level, array.levels, strict=True):
            if not prover.never(
                [*facts, less(level, constant(0))],
                f"{written.span.line_of()}: the level of `{symbol.name}` is at least 0",
            ):
                yield Diagnostic(
                    NEGATIVE,
                    f"the level of `{symbol.name}` may be negative: {written.span.one_line}",
                    written.span,
                    f"not shown to be at least 0 in all of `{array.declaration.span.one_line}`",
                    help="add what is missing, such as a constant, or bound the indices",
                )
    uneven: set[frozenset[Symbol]] = set()
    told: set[Span] = set()  # a wire is told once, however many parts it is in
    for group in graph.groups():
        for edge in graph.edges:
            both = frozenset((edge.parent, edge.child))
            claim = _claim(edge, found) if both <= {*group} and both <= leveled and both not in uneven else None
            if claim is None:
                continue
            if len({*claim.counts}) > 1:
                uneven.add(both)
            if edge.wire not in told:
                faults = list(_fault(claim, found, prover))
                told |= {edge.wire} if faults else set()
                yield from faults


@dataclass(frozen=True, slots=True)
class _Claim:
    """What declared levels say about a wire."""

    edge: Edge  # with what is meant by the claim among its facts
    counts: tuple[int, int]  # how many components of the levels of parent and child are compared


def _claim(edge: Edge, found: Walked) -> _Claim | None:
    """The claim about a wire whose two ends have levels.

    The level of parts speaks of wires from part to part, and stands before the levels of their gates; these speak of
    wires inside one part, if the parts have no level. Nothing is claimed about other wires."""
    above, below = found.arrays[edge.parent], found.arrays[edge.child]
    around = above.declaration.path[:-1]
    if around != below.declaration.path[:-1]:
        return None
    outer = next((len(each.levels) for each in found.arrays.values() if each.declaration.path == around != ()), 0)
    counts = len(above.levels), len(below.levels)
    indices = sum(count for _, count in around)
    pairs = list(zip(edge.parent_indices[:indices], edge.child_indices[:indices], strict=True))
    if outer == 0:
        same = [equal(*pair) for pair in pairs]
        return _Claim(replace(edge, facts=(*edge.facts, *same)), counts)
    if min(counts) > outer:
        return _Claim(edge, counts)
    apart = some([unequal(*pair) for pair in pairs])
    return _Claim(replace(edge, facts=(*edge.facts, apart)), (outer, outer))


def _fault(claim: _Claim, found: Walked, prover: Prover) -> Iterator[Diagnostic]:
    edge = claim.edge
    above, below = found.arrays[edge.parent], found.arrays[edge.child]
    labels = tuple(
        Label(array.declaration.level[0].span.to(array.declaration.level[-1].span), f"the level of `{name}`")
        for name, array in {edge.parent.name: above, edge.child.name: below}.items()
    )
    if len({*claim.counts}) > 1:
        yield Diagnostic(
            NOT_FALLING,
            f"the levels of `{edge.parent.name}` and `{edge.child.name}` have different numbers of components",
            edge.wire,
            f"read by `{edge.target.one_line}`, so the two are compared",
            labels,
            help="give both as many components",
        )
        return
    levels = [Expression("level", (place + 1,)) for place in range(claim.counts[0])]
    measure = {symbol: tuple(levels) for symbol in (edge.parent, edge.child)}
    if is_falling([edge], measure, found, prover):
        return
    parents = ", ".join(str(level.at(edge.parent_indices, above, found)) for level in levels)
    children = ", ".join(str(level.at(edge.child_indices, below, found)) for level in levels)
    how = "in lexicographic order " if len(levels) > 1 else ""
    yield Diagnostic(
        NOT_FALLING,
        f"the level of `{edge.parent.name}` is not shown to fall from {edge}",
        edge.wire,
        f"its level is {children}, which is not shown to be {how}less than {parents}",
        labels,
        help="declare a level that is smaller for each gate that is read, or none",
    )
