"""The writer of syntax trees: what it writes parses to the tree that it was given."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.random_programs import random_program
from tests.quick import one_in
from uniform.language.format import format_program
from uniform.language.parse.parser import parse
from uniform.language.syntax.declarations import Constant
from uniform.language.syntax.expressions import Name, Number
from uniform.language.syntax.program import Program
from uniform.language.write import Comment, write_program
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source, Span

SHIPPED = sorted((Path(__file__).parents[2] / "machines").rglob("*.gen"))
NOWHERE = Span(Source("", ""), 0, 0)

EVERYTHING = """\
import "adders.gen"

table W[0..1, 0..2] = [1, -2, 3, 0, 4, 5]

const k = 2^(2^3) - (1 - 0)

let w = (2 + k)*(3 - k - 1) div (4*2) mod (5 mod 3)

def half(v <= n) -> r <= n
  "v div 2, by counting."
  counter c <= n
  counter d <= 1

  while not (2*c + 1 >= v or c = 7) and (d = 0 or d = 1 and not not d < 2 <= 3)
    c <- c + 1
  r <- c - (c - (1 + d)) + W[0, 1 + d]

block adder(w <= n, v <= 2)
  input  a[0..w-1]
  output s[0..w-1]

  s[0] := FALSE

family all(n)
  "One line"
  "and another."
  input  x[i in 0..n-1, 0..i]
  output y, z
  gate   g[1..n], h
  part   add[j in 1..n-1] = adder(half(n), 2)
  let    m = (2^n)^2 + (n + 1)^(k + 1) + 2*(3*4) + bits(n) - bit(n, 1 + 1) - min(1, 2, n) - max(n, 1)

  h := TRUE
  z := y
  y := NOT y
  g[1] := NOT(x[0, 0])
  g[2] := COPY(x[0, 0])
  g[3] := AND()
  add[1] := adder(x[1, 0..n-1], x[n, 0..half(n)-1])
  for i in n - 1 downto 1 by 2
    let a = i
    g[i] := MOD(3, 1; NOT x[i, a] times 2*(a + 1) for j in 1..n by 3 if j = a if i != 2, h, add[j].s[0] times W[0, 1])
  for i in 1..n by (2 + 1)*2
    if i = 1
      g[i] := ATMOST(i; x[0, 0])
    elif i = 2 or i = 3
      let unused = 1
      g[i] := OR(g[j] for j in i downto 1)
    else
      g[i] := XOR(NOT h, NOT h, h times 3, h, x[n - (1 - 1), n - 1 + 1], x[(n + 1)*2, 1 + 2*(3 + 4)], h, h)
"""


@pytest.mark.parametrize("path", one_in(4, SHIPPED), ids=lambda path: path.stem)
def test_shipped_program(path: Path) -> None:
    tree = parse(Source(path.name, path.read_text()))
    assert parse(Source("again", write_program(tree))) == tree


@pytest.mark.parametrize("seed", one_in(6, range(30)))
def test_random_program(seed: int) -> None:
    tree = parse(Source("random", random_program(seed)))
    text = write_program(tree)
    assert parse(Source("again", text)) == tree
    assert format_program(Source("again", text)) == text


def test_every_construct() -> None:
    tree = parse(Source("everything", EVERYTHING))
    text = write_program(tree)
    assert parse(Source("again", text)) == tree
    assert text.count("(") <= EVERYTHING.count("(")
    assert max(map(len, text.splitlines())) <= 120


def test_no_parenthesis_is_too_many() -> None:
    text = "let a = 1 - (2 - 3) - 4*(5 + 6) - 7*8 - 9 div (2*3) - 2^(n + 1) - (n + 1)^2 - (2^3)^4\n"
    more = "let a = ((1 - (2 - 3)) - (4*(5 + 6))) - ((7*8)) - (9 div (2*3)) - (2^(n + 1)) - ((n + 1)^2) - ((2^3)^4)\n"
    assert parse(Source("more", more)) == parse(Source("text", text))
    assert write_program(parse(Source("more", more))) == format_program(Source("text", text))


def test_comments_are_above_their_nodes() -> None:
    tree = parse(Source("two", "const k = 1\nfamily f(n)\n  output y, z\n  y := TRUE\n  z := TRUE\n"))
    assert tree.family is not None
    (k,), (y, z), (_, second) = tree.items, tree.family.declarations, tree.family.body
    comments = [Comment(k, "the file\n\nand k"), Comment(tree.family, "f"), Comment(z, "a bit"), Comment(second, "z")]
    comments += [Comment(k, "one", is_beside=True), Comment(y, "too", is_beside=True)]
    expected = """\
# the file
#
# and k
const k = 1  # one

# f
family f(n)
  output y  # too

  # a bit
  output z

  y := TRUE

  # z
  z := TRUE
"""
    assert write_program(tree, comments) == expected


def test_arrays_of_one_role_share_a_line() -> None:
    head = "family f(n)\n  input  x[1..n]\n  output y, z[1..2]\n  gate   g, h[1..n, 1..n]\n"
    text = head + "\n  y := TRUE\n  z[1] := TRUE\n"
    tree = parse(Source("two", text))
    assert write_program(tree).startswith(head)
    assert tree.family is not None
    _, y, z, _, h = tree.family.declarations
    for comment in (Comment(z, "z"), Comment(z, "z", is_beside=True), Comment(y, "y", is_beside=True)):
        assert "output y, z" not in write_program(tree, [comment])
    assert "gate   g, h" in write_program(tree, [Comment(z, "z")])
    assert "gate   g, h" not in write_program(tree, [Comment(h, "h")])


def test_a_name_that_is_reserved_is_refused() -> None:
    with pytest.raises(UniformError):
        write_program(Program((Constant("for", Number(1, NOWHERE), NOWHERE, NOWHERE),), None, NOWHERE))
    with pytest.raises(UniformError):
        write_program(Program((Constant("k", Name("in", NOWHERE), NOWHERE, NOWHERE),), None, NOWHERE))
