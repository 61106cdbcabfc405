"""Declared levels: each must be natural, and fall along every wire between two arrays of one cycle that have one."""

from __future__ import annotations

from collections.abc import Iterator

from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.dependence import Graph
from uniform.certify.proofs.formulas import constant, less
from uniform.certify.proofs.measures import Edge, Expression, is_falling, one_line
from uniform.certify.proofs.records import Walked
from uniform.language.syntax.symbols import Symbol
from uniform.messages.diagnostics import Diagnostic, Label

NOT_FALLING, NEGATIVE = "U810", "U811"


def level_faults(graph: Graph, found: Walked, prover: Prover) -> Iterator[Diagnostic]:
    """What is not shown of the declared levels. A level that is written is a claim, so each fault is an error."""
    leveled = {symbol for symbol in graph.arrays if found.arrays[symbol].levels}
    for symbol in graph.arrays:
        array = found.arrays[symbol]
        facts = [*(fact.formula for fact in found.end.facts[:1]), *(fact.formula for fact in array.facts)]
        for written, level in zip(array.declaration.level, array.levels, strict=True):
            if not prover.never([*facts, less(level, constant(0))], f"a level of `{symbol.name}` is natural"):
                yield Diagnostic(
                    NEGATIVE,
                    f"the level of `{symbol.name}` may be negative: {one_line(written.span)}",
                    written.span,
                    f"not shown to be at least 0 in all of `{one_line(array.declaration.span)}`",
                    help="add what is missing, such as a constant, or bound the indices",
                )
    uneven: set[frozenset[Symbol]] = set()
    for group in graph.groups():
        for edge in graph.edges:
            both = frozenset((edge.parent, edge.child))
            if not (both <= {*group} and both <= leveled) or both in uneven:
                continue
            if len({len(found.arrays[symbol].levels) for symbol in both}) > 1:
                uneven.add(both)
            yield from _fault(edge, found, prover)


def _fault(edge: Edge, found: Walked, prover: Prover) -> Iterator[Diagnostic]:
    above, below = found.arrays[edge.parent], found.arrays[edge.child]
    labels = tuple(
        Label(array.declaration.level[0].span.to(array.declaration.level[-1].span), f"the level of `{name}`")
        for name, array in {edge.parent.name: above, edge.child.name: below}.items()
    )
    if len(above.levels) != len(below.levels):
        yield Diagnostic(
            NOT_FALLING,
            f"the levels of `{edge.parent.name}` and `{edge.child.name}` have different numbers of components",
            edge.wire,
            f"read by `{one_line(edge.target)}`, so the two are compared",
            labels,
            help="give both as many components",
        )
        return
    levels = [Expression("level", (place + 1,)) for place in range(len(above.levels))]
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
