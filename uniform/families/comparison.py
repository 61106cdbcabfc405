"""Direct builders: equality, comparison, selection by one bit and by an address."""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def build_equality(n: int) -> Circuit:
    """All columns are the same."""
    b = CircuitBuilder("equality", n)
    x, y = b.inputs("a", range(n)), b.inputs("b", range(n))
    same = [b.xnor(f"same[{i}]", [x[i], y[i]]) for i in range(n)]
    return b.build([b.and_("equal", same)])


def build_comparator(n: int) -> Circuit:
    """Column i decides when all higher ones are the same."""
    b = CircuitBuilder("comparator", n)
    x, y = b.inputs("a", range(n)), b.inputs("b", range(n))
    same = [b.xnor(f"same[{i}]", [x[i], y[i]]) for i in range(n)]
    below, above = [], []
    for i in range(n):
        no_x = b.not_(f"below[{i}].NOT[1]", x[i])
        below.append(b.and_(f"below[{i}]", [no_x, y[i], *same[i + 1 :]]))
        no_y = b.not_(f"above[{i}].NOT[1]", y[i])
        above.append(b.and_(f"above[{i}]", [x[i], no_y, *same[i + 1 :]]))
    return b.build([b.or_("less", below), b.and_("equal", same), b.or_("greater", above)])


def build_multiplexer(n: int) -> Circuit:
    """b where s is 1, a where it is 0."""
    b = CircuitBuilder("multiplexer", n)
    x, y = b.inputs("a", range(n)), b.inputs("b", range(n))
    s = b.input("s")
    other = b.not_("other", s)
    outputs = []
    for i in range(n):
        left = b.and_(f"left[{i}]", [x[i], other])
        right = b.and_(f"right[{i}]", [y[i], s])
        outputs.append(b.or_(f"y[{i}]", [left, right]))
    return b.build(outputs)


def build_storage_access(n: int) -> Circuit:
    """Cell i is x[i] and the digits of i on the address lines: positive for ones first, then negated for zeros."""
    b = CircuitBuilder("storage_access", n)
    digits = max(1, (n - 1).bit_length())
    address = b.inputs("address", range(digits))
    x = b.inputs("x", range(n))
    negated = [b.not_(f"not_address[{j}]", address[j]) for j in range(digits)]
    cells = []
    for i in range(n):
        ones = [address[j] for j in range(digits) if i >> j & 1]
        zeros = [negated[j] for j in range(digits) if not i >> j & 1]
        cells.append(b.and_(f"cell[{i}]", [x[i], *ones, *zeros]))
    return b.build([b.or_("y", cells)])
