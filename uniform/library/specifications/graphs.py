"""Graphs, given by their adjacency matrices."""

from __future__ import annotations


def reachability(a: int, n: int) -> int:
    """The reflexive-transitive closure, by a search from each vertex; entry (i, j) is bit i*n + j.

    >>> bin(reachability(0b100010, 3))  # 0 -> 1 -> 2: 2 reaches only 2, 1 also reaches 2, 0 reaches all
    '0b100110111'
    """
    closure = 0
    for start in range(n):
        seen, waiting = {start}, [start]
        while waiting:
            row = waiting.pop() * n
            found = {j for j in range(n) if a >> (row + j) & 1} - seen
            seen |= found
            waiting += found
        closure |= sum(1 << (start * n + j) for j in seen)
    return closure
