"""Direct builders: adding two numbers carry by carry and with all carries at once, and adding one.

Numbers are given by their binary digits, index 0 the low one. Carry lookahead puts addition into AC0: the carry into
column i is an OR over the columns below of "this one generates a carry, and all between pass it on" (Vollmer,
Introduction to Circuit Complexity, chapter 1). There is no carry-in.
"""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def add_full_adder(
    builder: CircuitBuilder, names: tuple[str, str, str, str, str], a: int, b: int, carry: int
) -> tuple[int, int]:
    """Add the five gates of a full adder; return the ids of its sum and of its carry out.

    ``names`` are the addresses of: a xor b, a and b, the sum, the carry that is passed on, the carry out.
    """
    half = builder.xor(names[0], [a, b])
    both = builder.and_(names[1], [a, b])
    total = builder.xor(names[2], [half, carry])
    passed = builder.and_(names[3], [half, carry])
    return total, builder.or_(names[4], [both, passed])


def build_ripple_adder(n: int) -> Circuit:
    """One full adder after the other: 5n + 2 gates, depth 2n + 2.

    >>> build_ripple_adder(4)
    Circuit('ripple_adder', n=4, inputs=8, gates=22, outputs=5)
    """
    builder = CircuitBuilder("ripple_adder", n)
    a, b = builder.inputs("a", range(n)), builder.inputs("b", range(n))
    carry = builder.false("carry[0]")
    digits = []
    for i in range(n):
        names = (f"half[{i}]", f"both[{i}]", f"s[{i}]", f"pass[{i}]", f"carry[{i + 1}]")
        digit, carry = add_full_adder(builder, names, a[i], b[i], carry)
        digits.append(digit)
    return builder.build([*digits, builder.copy(f"s[{n}]", carry)])


def build_lookahead_adder(n: int) -> Circuit:
    """All carries at once, from AND, OR and NAND: about n^2/2 gates, n^3/6 wires, depth 5 (3 when n = 1)."""
    builder = CircuitBuilder("lookahead_adder", n)
    a, b = builder.inputs("a", range(n)), builder.inputs("b", range(n))
    columns = range(n)
    generate = [builder.and_(f"generate[{i}]", [a[i], b[i]]) for i in columns]
    passes = [builder.or_(f"pass[{i}]", [a[i], b[i]]) for i in columns]
    clash = [builder.nand(f"clash[{i}]", [a[i], b[i]]) for i in columns]
    leaving = [  # leaving[i][j]: a carry leaves column i that column j has generated
        [builder.and_(f"from[{i},{j}]", [generate[j], *passes[j + 1 : i + 1]]) for j in range(i + 1)] for i in columns
    ]
    digits = [builder.and_("s[0]", [passes[0], clash[0]])]
    for i in columns[1:]:
        half = builder.and_(f"half[{i}]", [passes[i], clash[i]])
        carry = builder.or_(f"carry[{i}]", leaving[i - 1])
        either = builder.or_(f"either[{i}]", [half, carry])
        meet = builder.nand(f"meet[{i}]", [half, carry])
        digits.append(builder.and_(f"s[{i}]", [either, meet]))
    return builder.build([*digits, builder.or_(f"s[{n}]", leaving[n - 1])])


def build_increment(n: int) -> Circuit:
    """A digit flips when all lower ones are 1: 2n + 2 gates, depth n + 2."""
    builder = CircuitBuilder("increment", n)
    x = builder.inputs("x", range(n))
    carry = builder.true("carry[0]")
    digits = []
    for i, digit in enumerate(x):
        digits.append(builder.xor(f"s[{i}]", [digit, carry]))
        carry = builder.and_(f"carry[{i + 1}]", [digit, carry])
    return builder.build([*digits, builder.copy(f"s[{n}]", carry)])
