"""Direct builders: parity as a chain, as a tree, and in constant depth with threshold gates."""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def build_parity_chain(n: int) -> Circuit:
    """p[i] is the parity of the first i bits."""
    b = CircuitBuilder("parity_chain", n)
    x = b.inputs("x", range(1, n + 1))
    parity = b.copy("p[1]", x[0])
    for i, bit in enumerate(x[1:], 2):
        parity = b.xor(f"p[{i}]", [parity, bit])
    return b.build([b.copy("y", parity)])


def build_parity_tree(n: int) -> Circuit:
    """A heap: node v has the children 2v and 2v + 1, the leaves are n .. 2n - 1."""
    b = CircuitBuilder("parity_tree", n)
    x = b.inputs("x", range(1, n + 1))
    node = {v: b.copy(f"node[{v}]", x[v - n]) for v in range(n, 2 * n)}
    for v in reversed(range(1, n)):
        node[v] = b.xor(f"node[{v}]", [node[2 * v], node[2 * v + 1]])
    return b.build([b.copy("y", node[1])])


def build_parity_tc0(n: int) -> Circuit:
    """For some odd k there are at least k ones, and not k + 1."""
    b = CircuitBuilder("parity_tc0", n)
    x = b.inputs("x", range(1, n + 1))
    atleast = {k: b.threshold(f"atleast[{k}]", k, x) for k in range(1, n + 2)}
    exactly = []
    for k in range(1, n + 1, 2):
        more = b.not_(f"exactly[{k}].NOT[1]", atleast[k + 1])
        exactly.append(b.and_(f"exactly[{k}]", [atleast[k], more]))
    return b.build([b.or_("y", exactly)])


def build_parity_tc0_depth2(n: int) -> Circuit:
    """Both s >= k and s <= k hold for one odd k when s is odd, and for none otherwise; one of them always does."""
    b = CircuitBuilder("parity_tc0_depth2", n)
    x = b.inputs("x", range(1, n + 1))
    lower = [b.threshold(f"atleast[{k}]", k, x) for k in range(1, n + 1, 2)]
    upper = [b.atmost(f"atmost[{k}]", k, x) for k in range(1, n, 2)]
    return b.build([b.threshold("y", n // 2 + 1, lower + upper)])
