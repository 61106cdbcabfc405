"""Direct builders: single threshold gates, exact counts, a gate with weighted wires, and balanced words."""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def build_majority(n: int) -> Circuit:
    """One MAJ gate."""
    b = CircuitBuilder("majority", n)
    return b.build([b.majority("y", b.inputs("x", range(1, n + 1)))])


def build_threshold_k(n: int, k: int = 2) -> Circuit:
    """One THRESHOLD gate; it is never 1 when n < k."""
    b = CircuitBuilder("threshold_k", n, [("k", k)])
    return b.build([b.threshold("y", k, b.inputs("x", range(1, n + 1)))])


def build_exactly_k(n: int, k: int = 2) -> Circuit:
    """At least k and at most k."""
    b = CircuitBuilder("exactly_k", n, [("k", k)])
    x = b.inputs("x", range(1, n + 1))
    return b.build([b.and_("y", [b.threshold("atleast", k, x), b.atmost("atmost", k, x)])])


def build_heavy_sum(n: int) -> Circuit:
    """Bit i has i wires to one gate, which wants more than half of all."""
    b = CircuitBuilder("heavy_sum", n)
    x = b.inputs("x", range(1, n + 1))
    weighted = [(bit, i) for i, bit in enumerate(x, 1)]
    return b.build([b.threshold("y", n * (n + 1) // 4 + 1, weighted)])


def build_dyck1(n: int) -> Circuit:
    """Each prefix of odd length i holds (i + 1) / 2 opening brackets at least, and the word exactly n / 2."""
    b = CircuitBuilder("dyck1", n)
    x = b.inputs("x", range(1, n + 1))
    if n % 2:
        return b.build([b.false("y")])
    prefixes = [b.threshold(f"prefix[{i}]", (i + 1) // 2, x[:i]) for i in range(1, n, 2)]
    atleast = b.threshold("atleast", n // 2, x)
    atmost = b.atmost("atmost", n // 2, x)
    return b.build([b.and_("y", [*prefixes, atleast, atmost])])
