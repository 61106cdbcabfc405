"""Adders, tables and prefixes of ``machines/lib``: each, in a program, computes what a direct builder computes.

``test_table_of_parts`` tries all parts on every tier, with certificates."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.circuits.compare.equivalence import compare
from uniform.circuits.gates import Kind
from uniform.family.generated import load
from uniform.messages.spans import Source

HALF = """
family half(n)
  input  a[1..n], b[1..n]
  output s[1..n], carry[1..n]
  part   add[1..n] = half()

  for i in 1..n
    add[i]   := half(a[i], b[i])
    s[i]     := add[i].s
    carry[i] := add[i].carry
"""
FULL = """
family full(n)
  input  a[1..n], b[1..n], c[1..n]
  output s[1..n], carry[1..n]
  part   add[1..n] = full()

  for i in 1..n
    add[i]   := full(a[i], b[i], c[i])
    s[i]     := add[i].s
    carry[i] := add[i].carry
"""
SAVE = """
family save(n)
  input  a[1..n], b[1..n], c[1..n]
  output s[1..n], carry[1..n]
  part   add = save(n)

  add := save(a, b, c)
  for i in 1..n
    s[i]     := add.s[i-1]
    carry[i] := add.carry[i-1]
"""
RIPPLE = """
family ripple(n)
  input  a[0..n-1], b[0..n-1], c
  output s[0..n]
  part   add = ripple(n)

  add := ripple(a, b, c)
  for i in 0..n-1
    s[i] := add.s[i]
  s[n] := add.top
"""
LOOKUP = """
def square(v <= 2^(1+bits(n))) -> r <= 2^(2*bits(n)+2)
  r <- v*v

family lookup(n)
  input  x[0..bits(n)-1]
  output y[0..2*bits(n)+1]
  part   t = lookup(bits(n), 2*bits(n)+2, square)

  t := lookup(x)
  for k in 0..2*bits(n)+1
    y[k] := t.y[k]
"""

SCAN = """
def carry(v <= 16) -> r <= 4
  "From the low and the high two digits: bit 0, whether a carry passes, bit 1, whether one comes out."
  r <- bit(v, 0)*bit(v, 2) + 2*max(bit(v, 3), bit(v, 2)*bit(v, 1))

family scan(n)
  input  a[0..n-1], b[0..n-1], c
  output s[0..n]
  gate   pair[0..n, 0..1]
  part   all = scan(2, n+1, carry)

  pair[0, 0] := FALSE
  pair[0, 1] := c
  for i in 1..n
    pair[i, 0] := XOR(a[i-1], b[i-1])
    pair[i, 1] := AND(a[i-1], b[i-1])
  all := scan(pair)
  for i in 0..n
    s[i] := XOR(pair[i+1, 0] if i < n, all.y[i, 1])
"""


def columns(n: int, *, carried_in: bool = True) -> Circuit:
    """The sum and the carry of two or three digits in each of n columns, from ANDs, ORs and XORs of two wires."""
    builder = CircuitBuilder("columns", n)
    words = [builder.inputs(name, range(1, n + 1)) for name in ("abc" if carried_in else "ab")]
    sums, carries = [], []
    for i, (a, b, *c) in enumerate(zip(*words, strict=True), 1):
        total, carry = builder.xor(f"x[{i}]", [a, b]), builder.and_(f"g[{i}]", [a, b])
        if c:
            passed = builder.and_(f"p[{i}]", [total, *c])
            total, carry = builder.xor(f"s[{i}]", [total, *c]), builder.or_(f"carry[{i}]", [carry, passed])
        sums.append(total)
        carries.append(carry)
    return builder.build([*sums, *carries])


def sum_of_two(n: int) -> Circuit:
    """a + b + c, from one threshold for each digit: digit i of a sum is 1 at odd multiples of 2^i."""
    builder = CircuitBuilder("sum", n)
    a, b = builder.inputs("a", range(n)), builder.inputs("b", range(n))
    c = builder.input("c")
    outputs = []
    for i in range(n + 1):
        wires = [(wire, 2**k) for word in (a, b) for k, wire in enumerate(word) if k <= i] + [(c, 1)]
        largest = sum(times for _, times in wires)
        at_least = [builder.gate(Kind.THRESHOLD, f"at[{i},{k}]", wires, [k]) for k in range(2**i, largest + 1, 2**i)]
        outputs.append(builder.xor(f"s[{i}]", at_least))
    return builder.build(outputs)


def squares(n: int) -> Circuit:
    """The square of a number, as the sum of the products of its digits, by thresholds."""
    width = n.bit_length()
    builder = CircuitBuilder("squares", n)
    x = builder.inputs("x", range(width))
    products = [(builder.and_(f"p[{i},{j}]", [x[i], x[j]]), 2 ** (i + j)) for i in range(width) for j in range(width)]
    outputs = []
    for k in range(2 * width + 2):
        at_least = [
            builder.gate(Kind.THRESHOLD, f"at[{k},{t}]", products, [t]) for t in range(2**k, 4**width + 1, 2**k)
        ]
        outputs.append(builder.xor(f"y[{k}]", at_least))
    return builder.build(outputs)


CASES: dict[str, tuple[str, str, Callable[[int], Circuit]]] = {
    "half": ("lib:adders", HALF, lambda n: columns(n, carried_in=False)),
    "full": ("lib:adders", FULL, columns),
    "save": ("lib:adders", SAVE, columns),
    "ripple": ("lib:adders", RIPPLE, sum_of_two),
    "lookup": ("lib:lookup", LOOKUP, squares),
    "scan": ("lib:scan", SCAN, sum_of_two),
}


def program(name: str) -> Source:
    library, text, _ = CASES[name]
    return Source(f"{name}.gen", f'import "{library}"\n{text.replace(f"family {name}(", f"family of_{name}(")}')


@pytest.mark.parametrize("name", CASES)
def test_a_part_computes_what_the_builder_computes(name: str) -> None:
    family = load(program(name))
    for n in range(1, 5):
        assert compare(family.circuit(n), CASES[name][2](n)).proved
