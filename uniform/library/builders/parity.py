"""Direct builders: parity as a chain, as a tree, and in constant depth with threshold gates; Gray code with parities.

Parity shows the limits of constant depth with AND, OR and NOT: such circuits cannot compute it in polynomial size
(Furst, Saxe and Sipser 1984; Ajtai 1983). A chain, a tree, or threshold gates can. The depth 2 circuit is the general
one for symmetric functions: a gate for each end of each run of accepting counts, and one gate that compares how many of
these are 1. This file does not use the generator language or its output.
"""

from __future__ import annotations

from collections import deque

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def build_parity_chain(n: int) -> Circuit:
    """p[i] is the parity of the first i bits: n + 1 gates, depth n + 1.

    >>> build_parity_chain(3)
    Circuit('parity_chain', n=3, inputs=3, gates=4, outputs=1)
    """
    builder = CircuitBuilder("parity_chain", n)
    x = builder.inputs("x", range(1, n + 1))
    parity = builder.copy("p[1]", x[0])
    for i, bit in enumerate(x[1:], 2):
        parity = builder.xor(f"p[{i}]", [parity, bit])
    return builder.build([builder.copy("y", parity)])


def build_parity_tree(n: int) -> Circuit:
    """Join the last two nodes of a row and put their XOR in front, until one is left: depth ceil(log2 n) + 2.

    This makes a heap-shaped tree with n leaves, without the arithmetic of a heap. It has 2n gates; the node numbers go
    down from 2n - 1, at the end of the row, to 1.
    """
    builder = CircuitBuilder("parity_tree", n)
    x = builder.inputs("x", range(1, n + 1))
    row = deque(builder.copy(f"node[{n + place}]", bit) for place, bit in enumerate(x))
    for number in range(n - 1, 0, -1):
        right, left = row.pop(), row.pop()
        row.appendleft(builder.xor(f"node[{number}]", [left, right]))
    return builder.build([builder.copy("y", row.pop())])


def build_parity_tc0(n: int) -> Circuit:
    """For some odd k, at least k bits are 1, but not k + 1: depth 4, including NOT gates."""
    builder = CircuitBuilder("parity_tc0", n)
    x = builder.inputs("x", range(1, n + 1))
    atleast = {k: builder.threshold(f"atleast[{k}]", k, x) for k in range(1, n + 2)}
    exactly = []
    for k in range(1, n + 1, 2):
        not_more = builder.not_(f"exactly[{k}].NOT[1]", atleast[k + 1])
        exactly.append(builder.and_(f"exactly[{k}]", [atleast[k], not_more]))
    return builder.build([builder.or_("y", exactly)])


def build_parity_tc0_depth2(n: int) -> Circuit:
    """Count how many of the bounds s >= k and s <= k hold, for odd k and s ones. n + 1 gates, depth 2.

    For each odd k at least one of the two holds, and both hold only if s = k. So one more holds if s is odd. The bound
    s <= n always holds and is omitted.
    """
    builder = CircuitBuilder("parity_tc0_depth2", n)
    x = builder.inputs("x", range(1, n + 1))
    lower = [builder.threshold(f"atleast[{k}]", k, x) for k in range(1, n + 1, 2)]
    upper = [builder.atmost(f"atmost[{k}]", k, x) for k in range(1, n, 2)]
    return builder.build([builder.threshold("y", n // 2 + 1, lower + upper)])


def build_gray_code(n: int) -> Circuit:
    """Each bit of the code is an XOR of two digits; each digit of the number is an XOR of all bits from there on.

    >>> build_gray_code(4)
    Circuit('gray_code', n=4, inputs=4, gates=8, outputs=8)
    """
    builder = CircuitBuilder("gray_code", n)
    x = builder.inputs("x", range(n))
    *lower, top = x
    gray = [builder.xor(f"gray[{i}]", [digit, x[i + 1]]) for i, digit in enumerate(lower)]
    gray.append(builder.copy(f"gray[{n - 1}]", top))
    binary = [builder.xor(f"binary[{i}]", x[i:]) for i in range(n)]
    return builder.build([*gray, *binary])
