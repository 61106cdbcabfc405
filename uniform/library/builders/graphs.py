"""Direct builder: which vertices of a directed graph are reachable from which?

Squaring the Boolean matrix "reachable in at most 2^t steps" gives "in at most 2^(t+1) steps". So ceil(log2 n) squarings
of the adjacency matrix, with ones on its diagonal, suffice: the textbook proof that NL is in AC^1. Each squaring takes
n^3 ANDs and n^2 ORs.
"""

from __future__ import annotations

from itertools import product

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def build_reachability(n: int) -> Circuit:
    """Build the reflexive-transitive closure of a graph with vertices 1 .. n; depth 2*ceil(log2 n) + 2.

    >>> build_reachability(3)
    Circuit('reachability', n=3, inputs=9, gates=90, outputs=9)
    """
    builder = CircuitBuilder("reachability", n)
    vertices = range(1, n + 1)
    pairs = list(product(vertices, vertices))
    edge = dict(zip(pairs, builder.inputs("a", vertices, vertices), strict=True))
    reach = {}
    for i, j in pairs:
        address = f"reach[0,{i},{j}]"
        reach[i, j] = builder.true(address) if i == j else builder.copy(address, edge[i, j])
    steps, t = 1, 0
    while steps < n:
        steps, t = 2 * steps, t + 1
        via: dict[tuple[int, int], list[int]] = {pair: [] for pair in pairs}
        for k, (i, j) in product(vertices, pairs):  # all paths over vertex k before those over k + 1
            via[i, j].append(builder.and_(f"via[{t},{i},{j},{k}]", [reach[i, k], reach[k, j]]))
        reach = {(i, j): builder.or_(f"reach[{t},{i},{j}]", over) for (i, j), over in via.items()}
    return builder.build([builder.copy(f"r[{i},{j}]", reach[i, j]) for i, j in pairs])
