"""Direct builder: multiplying as at school, with an array of full adders.

Row i adds a[i]*b, shifted by i, to the partial product of the rows above it, with a carry that ripples through the row.
The depth is linear, far from the least: multiplication is in TC0 (Chandra, Stockmeyer and Vishkin, Constant depth
reducibility, 1984).
"""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.families.addition import add_full_adder


def build_array_multiplier(n: int) -> Circuit:
    """n rows; the low bit of each is a bit of the product, those of the last row are the high half.

    >>> build_array_multiplier(3)
    Circuit('array_multiplier', n=3, inputs=6, gates=53, outputs=6)
    """
    builder = CircuitBuilder("array_multiplier", n)
    a, b = builder.inputs("a", range(n)), builder.inputs("b", range(n))
    term = [[builder.and_(f"term[{i},{j}]", [a[i], b[j]]) for j in range(n)] for i in range(n)]
    row = [builder.copy(f"sum[0,{j}]", term[0][j]) for j in range(n)]
    row.append(builder.false(f"sum[0,{n}]"))
    low = [row[0]]
    for i in range(1, n):
        carry = builder.false(f"carry[{i},0]")
        lower_row = []
        for j in range(n):
            names = (f"half[{i},{j}]", f"both[{i},{j}]", f"sum[{i},{j}]", f"pass[{i},{j}]", f"carry[{i},{j + 1}]")
            digit, carry = add_full_adder(builder, names, term[i][j], row[j + 1], carry)
            lower_row.append(digit)
        row = [*lower_row, builder.copy(f"sum[{i},{n}]", carry)]
        low.append(row[0])
    return builder.build([builder.copy(f"y[{i}]", digit) for i, digit in enumerate([*low, *row[1:]])])
