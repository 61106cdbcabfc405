"""Levels of arrays and parts: their names are resolved like those of ranges, and survive where parts are replaced."""

from __future__ import annotations

import re
from itertools import product
from textwrap import dedent

import pytest

from uniform.language.expressions import symbols_in
from uniform.language.meaning.declared import declare
from uniform.language.meaning.evaluate import bind, integer
from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import parse
from uniform.language.parts.expand import expand
from uniform.language.pipeline import load
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import ArrayDeclaration, PartDeclaration
from uniform.language.syntax.expressions import Expression
from uniform.language.syntax.symbols import Symbol
from uniform.messages.spans import Source

FLAT = """
const k = 2
table W[0..1] = [3, -5]
let half = n div 2
def third(v <= n) -> r <= n
  r <- v div 3

family f(n)
  input   x[1..n]
  output  y[i in 1..n] level n - i, z level 0
  let     most = bits(n)
  gate    c[i in 0..n, 1..n, j in i..n] level (half - j + W[0], third(i), min(most, k, i)), d[1..n]

  for i in 1..n
    y[i] := x[i]
  z := x[1]
"""

NESTED = """
block cell(m <= n, g(v <= n) <= n, table T[0..1])
  input  a[1..m]
  output b[i in 1..m] level (g(i), 2*m - i - T[1])
  gate   c[j in 1..m]
  let    q = m*m
  let    w = q + 1
  gate   d level w + w, e[j in 1..m] level w - j
  for i in 1..m
    b[i] := a[i]

block row(m <= n)
  input  a[1..m]
  output b
  part   cell[i in 1..m, s in 1..i] = cell(i + m, half, S) level (m - i, s)
  b := a[1]

family f(n)
  input  x[1..n]
  output y
  part   row[j in 1..n] = row(n - j + 1) level j*j
  y := x[1]
"""

FUNCTIONS = """
table S[0..1] = [3, -5]
def half(v <= n) -> r <= n
  r <- v div 2
"""


def checked(text: str) -> CheckedProgram:
    return resolve(parse(Source("test.gen", dedent(text).lstrip("\n"))))


def names_in(expression: Expression) -> dict[str, Symbol]:
    return {symbol.name: symbol for symbol in symbols_in(expression)}


def test_each_name_has_the_symbol_of_its_declaration() -> None:
    program = checked(FLAT)
    arrays = {found.name: found for found in program.declarations if isinstance(found, ArrayDeclaration)}
    symbols = {found.name: found.symbol for found in program.declarations}
    (y,) = arrays["y"].level
    assert names_in(y) == {"n": program.n, "i": arrays["y"].ranges[0].symbol}
    assert arrays["z"].level[0] is not None
    assert arrays["d"].level == ()
    first, second, third = arrays["c"].level
    low, _, high = (each.symbol for each in arrays["c"].ranges)
    assert names_in(first) == {"half": symbols["half"], "j": high}
    assert names_in(second) == {"i": low}
    assert second.symbol is program.functions[0].symbol  # type: ignore[union-attr]
    assert first.right.symbol is symbols["W"]  # type: ignore[union-attr]
    assert names_in(third) == {"most": symbols["most"], "k": symbols["k"], "i": low}


def test_levels_in_blocks_have_the_symbols_of_the_block() -> None:
    blocks = {block.name: block for block in checked(FUNCTIONS + NESTED).blocks}
    m, g, table = blocks["cell"].parameters
    declared = {found.name: found for found in blocks["cell"].declarations}
    b, d = declared["b"], declared["d"]
    assert isinstance(b, ArrayDeclaration)
    assert isinstance(d, ArrayDeclaration)
    assert b.level[0].symbol is g.symbol  # type: ignore[union-attr]
    assert names_in(b.level[1]) == {"m": m.symbol, "i": b.ranges[0].symbol}
    assert b.level[1].right.symbol is table.symbol  # type: ignore[union-attr]
    assert names_in(d.level[0]) == {"w": declared["w"].symbol}
    part = next(found for found in blocks["row"].declarations if isinstance(found, PartDeclaration))
    i, s = (each.symbol for each in part.ranges)
    assert [names_in(each) for each in part.level] == [{"m": blocks["row"].parameters[0].symbol, "i": i}, {"s": s}]


def values(program: CheckedProgram, name: str, n: int, *indices: int) -> list[int]:
    """The values of the levels of an array for some indices."""
    scope = declare(program, n).scope
    arrays = [each for each in program.declarations if isinstance(each, ArrayDeclaration)]
    (array,) = [each for each in arrays if each.symbol.name == name]
    for declared, index in zip(array.ranges, indices, strict=True):
        if declared.symbol is not None:
            scope.values[declared.symbol] = index
    for binding in (*array.bindings, *array.level_bindings):
        bind(binding, scope)
    return [integer(each, scope) for each in array.level]


@pytest.mark.slow
def test_levels_of_arrays_inside_parts_are_in_terms_of_their_own_indices() -> None:
    program, n = expand(checked(FUNCTIONS + NESTED)), 7
    for j, i, s, k in product(range(1, 3), repeat=4):
        outer, inner = n - j + 1, i + (n - j + 1)
        q = inner * inner + 1
        parts = [j * j, outer - i, s]  # the levels of parts stand before those of gates
        assert values(program, "row", n, j) == [j * j] == values(program, "row.b", n, j)
        assert values(program, "row.cell", n, j, i, s) == parts
        assert values(program, "row.cell.b", n, j, i, s, k) == [*parts, k // 2, 2 * inner - k + 5]
        assert values(program, "row.cell.c", n, j, i, s, k) == parts
        assert values(program, "row.cell.e", n, j, i, s, k) == [*parts, q - k]
        assert values(program, "row.cell.d", n, j, i, s) == [*parts, 2 * q]
        assert values(program, "y", n) == []


def test_levels_of_a_program_without_parts_have_values() -> None:
    program, n = expand(checked(FLAT)), 7
    assert values(program, "y", n, 3) == [4]
    assert values(program, "z", n) == [0]
    assert values(program, "c", n, 1, 2, 5) == [3 - 5 + 3, 1 // 3, 1]
    assert values(program, "c", n, 6, 2, 7) == [3 - 7 + 3, 2, 2]


@pytest.mark.parametrize("text", [FLAT, FUNCTIONS + NESTED], ids=["flat", "nested"])
def test_levels_change_nothing_that_is_printed_or_compiled(text: str) -> None:
    without = re.sub(r" level (\((?:[^()]|\([^()]*\))*\)|[^,\n]*)", "", text)
    assert "level" not in without
    with_levels, bare = (load(Source("test.gen", each.lstrip("\n"))) for each in (text, without))
    assert b"".join(with_levels.stream(3, "fast")) == b"".join(bare.stream(3, "fast"))
    assert with_levels.code.registers == bare.code.registers
