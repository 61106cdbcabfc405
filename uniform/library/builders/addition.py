"""Direct builders: add two numbers, carry by carry or with all carries at once; and add 1 to a number.

Numbers are given by their binary digits; index 0 is the low digit. Carry lookahead puts addition into AC^0: the carry
into column i is an OR over the columns below of "this one generates a carry, and all columns between pass it on"
(Vollmer, Introduction to Circuit Complexity, chapter 1). The adders have no carry-in. All three circuits are built in
layers, not column by column as their programs print them.
"""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit


def build_ripple_adder(n: int) -> Circuit:
    """A row of half adders, the chain of carries, a row of sums: 5n + 2 gates, depth 2n + 2.

    >>> build_ripple_adder(4)
    Circuit('ripple_adder', n=4, inputs=8, gates=22, outputs=5)
    """
    builder = CircuitBuilder("ripple_adder", n)
    columns = list(zip(builder.inputs("a", range(n)), builder.inputs("b", range(n)), strict=True))
    both = [builder.and_(f"both[{i}]", column) for i, column in enumerate(columns)]
    half = [builder.xor(f"half[{i}]", column) for i, column in enumerate(columns)]
    carries = [builder.false("carry[0]")]
    for i, (generated, passing) in enumerate(zip(both, half, strict=True)):
        passed = builder.and_(f"pass[{i}]", [passing, carries[-1]])
        carries.append(builder.or_(f"carry[{i + 1}]", [generated, passed]))
    *carried, last = carries
    digits = [builder.xor(f"s[{i}]", pair) for i, pair in enumerate(zip(half, carried, strict=True))]
    return builder.build([*digits, builder.copy(f"s[{n}]", last)])


def build_lookahead_adder(n: int) -> Circuit:
    """Layer by layer, all carries at once: about n^2/2 gates, n^3/6 wires, depth at most 5.

    A carry that travels ``way`` columns is an AND of 1 + ``way`` wires; an OR joins those that leave the same column.
    """
    builder = CircuitBuilder("lookahead_adder", n)
    columns = list(zip(builder.inputs("a", range(n)), builder.inputs("b", range(n)), strict=True))
    generate = [builder.and_(f"generate[{j}]", column) for j, column in enumerate(columns)]
    passes = [builder.or_(f"pass[{j}]", column) for j, column in enumerate(columns)]
    clash = [builder.nand(f"clash[{j}]", column) for j, column in enumerate(columns)]
    leaving = [[generated] for generated in generate]  # the possible sources of a carry out of each column
    for start, generated in enumerate(generate):
        for way, end in enumerate(range(start + 1, n), 1):
            passed = passes[start + 1 :][:way]
            leaving[end].append(builder.and_(f"from[{end},{start}]", [generated, *passed]))
    carry = {i: builder.or_(f"carry[{i}]", leaving[i - 1]) for i in range(1, n)}
    half = {i: builder.and_(f"half[{i}]", [passes[i], clash[i]]) for i in range(1, n)}
    meet = {i: builder.nand(f"meet[{i}]", [half[i], carry[i]]) for i in carry}
    either = {i: builder.or_(f"either[{i}]", [half[i], carry[i]]) for i in carry}
    digits = [builder.and_("s[0]", [passes[0], clash[0]])]
    digits += [builder.and_(f"s[{i}]", [either[i], meet[i]]) for i in carry]
    return builder.build([*digits, builder.or_(f"s[{n}]", leaving[-1])])


def build_increment(n: int) -> Circuit:
    """The carries first, then the digits: one flips when all lower ones are 1. 2n + 2 gates, depth n + 2."""
    builder = CircuitBuilder("increment", n)
    x = builder.inputs("x", range(n))
    carries = [builder.true("carry[0]")]
    for i, digit in enumerate(x, 1):
        carries.append(builder.and_(f"carry[{i}]", [digit, carries[-1]]))
    digits = [builder.xor(f"s[{i}]", pair) for i, pair in enumerate(zip(x, carries[:n], strict=True))]
    return builder.build([*digits, builder.copy(f"s[{n}]", carries[n])])
