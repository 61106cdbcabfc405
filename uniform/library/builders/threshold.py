"""Direct builders: what one layer of counting gates does, and balanced words with one layer more.

THRESHOLD(k) of fewer than k wires is constant 0, which is what these families want there: no builder has a special
case for small n.
"""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def build_majority(n: int) -> Circuit:
    """One MAJ gate: more than half of the bits; a tie is 0."""
    builder = CircuitBuilder("majority", n)
    return builder.build([builder.majority("y", builder.inputs("x", range(1, n + 1)))])


def build_threshold_k(n: int, k: int = 2) -> Circuit:
    """One THRESHOLD gate: at least k of the bits."""
    builder = CircuitBuilder("threshold_k", n, [("k", k)])
    return builder.build([builder.threshold("y", k, builder.inputs("x", range(1, n + 1)))])


def build_exactly_k(n: int, k: int = 2) -> Circuit:
    """At least k of the bits and at most k: 3 gates, depth 2.

    >>> build_exactly_k(5, k=3)
    Circuit('exactly_k', n=5, inputs=5, gates=3, outputs=1)
    """
    builder = CircuitBuilder("exactly_k", n, [("k", k)])
    x = builder.inputs("x", range(1, n + 1))
    atleast, atmost = builder.threshold("atleast", k, x), builder.atmost("atmost", k, x)
    return builder.build([builder.and_("y", [atleast, atmost])])


def build_heavy_sum(n: int) -> Circuit:
    """Bit i has i wires to one gate, which wants more than half of all n(n+1)/2 of them."""
    builder = CircuitBuilder("heavy_sum", n)
    x = builder.inputs("x", range(1, n + 1))
    weighted = [(bit, weight) for weight, bit in enumerate(x, 1)]
    return builder.build([builder.threshold("y", n * (n + 1) // 4 + 1, weighted)])


def build_dyck1(n: int) -> Circuit:
    """Each prefix of odd length i holds (i + 1)/2 opening brackets at least, and the word exactly n/2.

    n/2 + 3 gates and depth 2 for even n; no word of odd length is balanced.
    """
    builder = CircuitBuilder("dyck1", n)
    x = builder.inputs("x", range(1, n + 1))
    if n % 2:
        return builder.build([builder.false("y")])
    half = n // 2
    prefixes = [builder.threshold(f"prefix[{2 * m - 1}]", m, x[: 2 * m - 1]) for m in range(1, half + 1)]
    atleast, atmost = builder.threshold("atleast", half, x), builder.atmost("atmost", half, x)
    return builder.build([builder.and_("y", [*prefixes, atleast, atmost])])
