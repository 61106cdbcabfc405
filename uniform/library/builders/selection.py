"""Direct builders: select one of two words with a bit, and one bit of a word by its address.

The second function, storage access, has depth 3 with unbounded fan-in: negations, an AND for each cell, and an OR. If n
is not a power of two, some addresses have no cell; their value is 0.
"""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def build_multiplexer(n: int) -> Circuit:
    """Select b if s is 1, and a if s is 0: 3n + 1 gates, depth 3.

    >>> build_multiplexer(4)
    Circuit('multiplexer', n=4, inputs=9, gates=13, outputs=4)
    """
    builder = CircuitBuilder("multiplexer", n)
    a, b = builder.inputs("a", range(n)), builder.inputs("b", range(n))
    s = builder.input("s")
    other = builder.not_("other", s)
    chosen = []
    for i in range(n):
        left = builder.and_(f"left[{i}]", [a[i], other])
        right = builder.and_(f"right[{i}]", [b[i], s])
        chosen.append(builder.or_(f"y[{i}]", [left, right]))
    return builder.build(chosen)


def build_storage_access(n: int) -> Circuit:
    """Cell i is an AND of x[i], the address lines for the ones of i, and then the negated lines for its zeros."""
    builder = CircuitBuilder("storage_access", n)
    digits = max(1, (n - 1).bit_length())
    address = builder.inputs("address", range(digits))
    x = builder.inputs("x", range(n))
    negated = [builder.not_(f"not_address[{j}]", line) for j, line in enumerate(address)]
    cells = []
    for i in range(n):
        ones = [address[j] for j in range(digits) if i >> j & 1]
        zeros = [negated[j] for j in range(digits) if not i >> j & 1]
        cells.append(builder.and_(f"cell[{i}]", [x[i], *ones, *zeros]))
    return builder.build([builder.or_("y", cells)])
