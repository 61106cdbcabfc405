"""Graphs of arrays: strongly connected components."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from uniform.language.syntax.symbols import Symbol


class Arrow(Protocol):
    """An edge, from what is read to what is printed."""

    @property
    def parent(self) -> Symbol: ...
    @property
    def child(self) -> Symbol: ...


def components(arrays: Sequence[Symbol], edges: Sequence[Arrow]) -> list[list[Symbol]]:
    """The strongly connected components, children first; in each, the order of ``arrays`` (Tarjan, without
    recursion)."""
    children: dict[Symbol, list[Symbol]] = {array: [] for array in arrays}
    for edge in edges:
        children[edge.parent].append(edge.child)
    index: dict[Symbol, int] = {}
    low: dict[Symbol, int] = {}
    stack: list[Symbol] = []
    on_stack: set[Symbol] = set()
    found: list[list[Symbol]] = []
    place = {array: number for number, array in enumerate(arrays)}
    for root in arrays:
        if root in index:
            continue
        work = [(root, iter(children[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            child = next(rest, None)
            if child is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        group.append(member)
                        if member is node:
                            break
                    found.append(sorted(group, key=place.__getitem__))
            elif child not in index:
                index[child] = low[child] = len(index)
                stack.append(child)
                on_stack.add(child)
                work.append((child, iter(children[child])))
            elif child in on_stack:
                low[node] = min(low[node], index[child])
    return found
