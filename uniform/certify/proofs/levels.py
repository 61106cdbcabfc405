"""Declared levels: each must be natural, and fall along every wire between two arrays of one cycle that have one."""

from __future__ import annotations

from collections.abc import Iterator

from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.dependence import Graph
from uniform.certify.proofs.formulas import constant, less
from uniform.certify.proofs.measures import Edge, Expression, is_falling
from uniform.certify.proofs.records import Walked


def level_faults(graph: Graph, found: Walked, prover: Prover) -> Iterator[str]:
    """What is not shown of the declared levels, a sentence each."""
    leveled = {symbol for symbol in graph.arrays if found.arrays[symbol].levels}
    for symbol in graph.arrays:
        array = found.arrays[symbol]
        facts = [*(fact.formula for fact in found.end.facts[:1]), *(fact.formula for fact in array.facts)]
        for level in array.levels:
            if not prover.never([*facts, less(level, constant(0))], f"a level of `{symbol.name}` is natural"):
                yield f"the level of `{symbol.name}` may be negative: {level}"
    for group in graph.groups():
        for edge in graph.edges:
            if edge.parent in group and edge.child in group and {edge.parent, edge.child} <= leveled:
                yield from _fault(edge, found, prover)


def _fault(edge: Edge, found: Walked, prover: Prover) -> Iterator[str]:
    parent, child = found.arrays[edge.parent].levels, found.arrays[edge.child].levels
    if len(parent) != len(child):
        yield f"the levels of `{edge.parent.name}` and `{edge.child.name}` have different numbers of components"
        return
    measure = {
        symbol: tuple(Expression("level", (place + 1,)) for place in range(len(parent)))
        for symbol in (edge.parent, edge.child)
    }
    if not is_falling([edge], measure, found, prover):
        left = f"{edge.parent.name}[{', '.join(map(str, edge.parent_indices))}]"
        right = f"{edge.child.name}[{', '.join(map(str, edge.child_indices))}]"
        yield f"line {edge.line}: the level of `{left}` is not shown to be above that of `{right}`"
