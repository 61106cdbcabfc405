"""Direct builders: are two numbers equal, and which one is less?

Numbers are given by their binary digits; index 0 is the low digit. Both circuits have constant depth: the highest
column in which the numbers differ decides, and an AND for each column detects that it is this one.
"""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def build_equality(n: int) -> Circuit:
    """No column differs: n + 1 gates, depth 2.

    >>> build_equality(4)
    Circuit('equality', n=4, inputs=8, gates=5, outputs=1)
    """
    builder = CircuitBuilder("equality", n)
    a, b = builder.inputs("a", range(n)), builder.inputs("b", range(n))
    same = [builder.xnor(f"same[{i}]", [a[i], b[i]]) for i in range(n)]
    return builder.build([builder.and_("equal", same)])


def build_comparator(n: int) -> Circuit:
    """Column i decides if the numbers agree in all columns above it: 5n + 3 gates, depth 3."""
    builder = CircuitBuilder("comparator", n)
    a, b = builder.inputs("a", range(n)), builder.inputs("b", range(n))
    same = [builder.xnor(f"same[{i}]", [a[i], b[i]]) for i in range(n)]
    not_a = [builder.not_(f"below[{i}].NOT[1]", bit) for i, bit in enumerate(a)]
    not_b = [builder.not_(f"above[{i}].NOT[1]", bit) for i, bit in enumerate(b)]
    above = [builder.and_(f"above[{i}]", [a[i], not_b[i], *same[i + 1 :]]) for i in range(n)]
    below = [builder.and_(f"below[{i}]", [not_a[i], b[i], *same[i + 1 :]]) for i in range(n)]
    return builder.build([builder.or_("less", below), builder.and_("equal", same), builder.or_("greater", above)])
