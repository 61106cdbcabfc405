"""Direct builders: functions of one layer of counting gates, and balanced words with one more layer.

THRESHOLD(k) with fewer than k wires is constant 0. That is the right value in these families, so no builder needs a
special case for small n.
"""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def build_majority(n: int) -> Circuit:
    """One MAJ gate: are more than half of the bits 1? A tie gives 0."""
    builder = CircuitBuilder("majority", n)
    return builder.build([builder.majority("y", builder.inputs("x", range(1, n + 1)))])


def build_threshold_k(n: int, k: int = 2) -> Circuit:
    """One THRESHOLD gate: are at least k of the bits 1?"""
    builder = CircuitBuilder("threshold_k", n, [("k", k)])
    return builder.build([builder.threshold("y", k, builder.inputs("x", range(1, n + 1)))])


def build_exactly_k(n: int, k: int = 2) -> Circuit:
    """At least k of the bits are 1, and at most k: 3 gates, depth 2.

    >>> build_exactly_k(5, k=3)
    Circuit('exactly_k', n=5, inputs=5, gates=3, outputs=1)
    """
    builder = CircuitBuilder("exactly_k", n, [("k", k)])
    x = builder.inputs("x", range(1, n + 1))
    atleast, atmost = builder.threshold("atleast", k, x), builder.atmost("atmost", k, x)
    return builder.build([builder.and_("y", [atleast, atmost])])


def build_heavy_sum(n: int) -> Circuit:
    """Bit i has i wires to the only gate, which is 1 if more than half of all n(n+1)/2 wires are 1."""
    builder = CircuitBuilder("heavy_sum", n)
    x = builder.inputs("x", range(1, n + 1))
    weighted = [(bit, weight) for weight, bit in enumerate(x, 1)]
    return builder.build([builder.threshold("y", n * (n + 1) // 4 + 1, weighted)])


def build_dyck1(n: int) -> Circuit:
    """Each prefix of odd length i has at least (i + 1)/2 opening brackets, and the whole word has exactly n/2.

    n/2 + 3 gates and depth 2 for even n; a word of odd length is never balanced.
    """
    builder = CircuitBuilder("dyck1", n)
    x = builder.inputs("x", range(1, n + 1))
    if n % 2:
        return builder.build([builder.false("y")])
    half = n // 2
    prefixes = [builder.threshold(f"prefix[{2 * m - 1}]", m, x[: 2 * m - 1]) for m in range(1, half + 1)]
    atleast, atmost = builder.threshold("atleast", half, x), builder.atmost("atmost", half, x)
    return builder.build([builder.and_("y", [*prefixes, atleast, atmost])])
