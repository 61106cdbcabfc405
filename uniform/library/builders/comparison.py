"""Direct builders: are two numbers equal, which one is less, and which one of many is the largest?

Numbers are given by their binary digits; index 0 is the low digit. All circuits have constant depth: the highest
column in which two numbers differ decides, and an AND for each column detects that it is this one.
"""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.library.builders.parts import add_compare


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


def build_maximum(n: int) -> Circuit:
    """Compare the pairs, the last ones first, then strike out every number that loses a comparison.

    >>> build_maximum(3)
    Circuit('maximum', n=3, inputs=9, gates=54, outputs=3)
    """
    builder = CircuitBuilder("maximum", n)
    bits = builder.inputs("x", range(n), range(n))
    x = [bits[i * n : (i + 1) * n] for i in range(n)]
    less = {
        (i, j): add_compare(builder, f"pair[{i},{j}]", x[i], x[j]).less
        for j in reversed(range(n))
        for i in reversed(range(j))
    }
    picked = []
    for i, number in enumerate(x):
        later = [builder.not_(f"first[{i}].NOT[1,{j}]", less[i, j]) for j in range(i + 1, n)]
        first = builder.and_(f"first[{i}]", [*(less[j, i] for j in range(i)), *later])
        picked.append([builder.and_(f"picked[{i},{k}]", [first, bit]) for k, bit in enumerate(number)])
    return builder.build([builder.or_(f"y[{k}]", column) for k, column in enumerate(zip(*picked, strict=True))])
