"""Direct builder: long multiplication, with an array of full adders.

A column has the digit products a[i]*b[j] of the same weight i + j. The full adder (i, j) adds one of them to the sum
that comes down its column, and passes a carry to the column on its left. This builder makes the array column by column,
from the right; a program that prints it row by row has the same gates in another order. The depth is linear, which is
far from optimal: multiplication is in TC^0 (Chandra, Stockmeyer and Vishkin, Constant depth reducibility, 1984).
"""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def add_full_adder(builder: CircuitBuilder, place: str, a: int, b: int, carry: int, carry_out: str) -> tuple[int, int]:
    """Add the five gates of the full adder at a ``place`` "[i,j]"; return the ids of its sum and of its carry out."""
    half = builder.xor(f"half{place}", [a, b])
    both = builder.and_(f"both{place}", [a, b])
    passed = builder.and_(f"pass{place}", [half, carry])
    return builder.xor(f"sum{place}", [half, carry]), builder.or_(carry_out, [both, passed])


def build_array_multiplier(n: int) -> Circuit:
    """Build column after column, each from the top down; the sum that leaves a column is a digit of the product.

    >>> build_array_multiplier(3)
    Circuit('array_multiplier', n=3, inputs=6, gates=53, outputs=6)
    """
    builder = CircuitBuilder("array_multiplier", n)
    a, b = builder.inputs("a", range(n)), builder.inputs("b", range(n))
    carry = {(i, 0): builder.false(f"carry[{i},0]") for i in range(1, n)}  # into the adder at (i, j)
    digits = []
    for weight in range(2 * n):
        coming: int | None = None  # the partial product of the rows above, at this weight
        for i in range(max(0, weight - n), min(weight + 1, n)):
            j = weight - i
            if j == n and i == 0:
                coming = builder.false(f"sum[0,{n}]")
            elif j == n:
                coming = builder.copy(f"sum[{i},{n}]", carry[i, n])
            else:
                term = builder.and_(f"term[{i},{j}]", [a[i], b[j]])
                if coming is None:
                    coming = builder.copy(f"sum[{i},{j}]", term)
                else:
                    names = (f"[{i},{j}]", f"carry[{i},{j + 1}]")
                    coming, carry[i, j + 1] = add_full_adder(builder, names[0], term, coming, carry[i, j], names[1])
        assert coming is not None
        digits.append(coming)
    return builder.build([builder.copy(f"y[{weight}]", digit) for weight, digit in enumerate(digits)])
