"""Tables that blocks take: which entries are read, and the ranges that are checked."""

from __future__ import annotations

import pytest

from tests.language.test_parts import gates, trap
from tests.language.tiers import require_agreement
from uniform.language.pipeline import load
from uniform.messages.spans import Source

TABLES = """
table SQUARE[0..4] = [0, 1, 4, 9, 16]
table SIGNS[0..1, 1..3] = [3, -2, 5,  -1, 0, 7]
"""


def test_entries_are_those_of_the_table_that_is_handed_over() -> None:
    text = f"""{TABLES}
block weigh(table T[0..m], m <= 4, table W[c..1, 1..3], c <= 1)
  input  a[0..m]
  output s, t[0..T[m]-T[1]]
  table  OWN[1..2] = [2, 3]
  let    shift = T[1] - T[2]
  for i in 0..T[m]-T[1]
    if i + shift >= OWN[1] - 4
      t[i] := TRUE
    else
      t[i] := FALSE
  s := THRESHOLD(max(0, W[1, 1]) + OWN[2]; a[i] times T[i] for i in 0..m, a[j] times max(0, W[1, j]) for j in 1..m)

block outer(table T[0..2], table W[0..1, 1..3])
  input  a[0..2]
  output s
  part   p = weigh(T, 2, W, 0)
  p := weigh(a)
  s := OR(p.s, p.t[i] for i in 0..T[2]-1)

family f(n)
  input  x[0..4]
  output y
  part   p = outer(SQUARE, SIGNS)
  part   q = weigh(SQUARE, 2, SIGNS, 1)
  p := outer(x[1..3])
  q := weigh(x[0..2])
  y := AND(p.s, q.s)
"""
    assert gates(text, 2) == [
        "p.p.t[0] = FALSE",
        "p.p.t[1] = TRUE",
        "p.p.t[2] = TRUE",
        "p.p.t[3] = TRUE",
        "p.p.s = THRESHOLD 3 x[2] x[3]*4",
        "p.s = OR p.p.s p.p.t[0] p.p.t[1] p.p.t[2] p.p.t[3]",
        "q.t[0] = FALSE",
        "q.t[1] = TRUE",
        "q.t[2] = TRUE",
        "q.t[3] = TRUE",
        "q.s = THRESHOLD 3 x[1] x[2]*4",
        "y = AND p.s q.s",
    ]


@pytest.mark.parametrize(
    ("given", "index", "code", "message"),
    [
        ("SQUARE, 5", "0", "U433", "the range `0..m` of `T` is not inside that of the table"),
        ("SQUARE, 3", "4", "U404", "the index `4` of `T` is outside its range `0..m`"),
        ("SQUARE, 3", "n - 3", "U401", "`n - 3` goes below zero"),
    ],
)
def test_ranges_of_the_header(given: str, index: str, code: str, message: str) -> None:
    text = f"""{TABLES}
block use(table T[0..m], m <= n + 3)
  output s
  s := THRESHOLD(T[{index}]; )

family f(n)
  output y
  part   p = use({given})
  p := use()
  y := p.s
"""
    found = trap(text, 2).diagnostics[0]
    assert (found.code, found.message) == (code, message)


def test_a_literal_index_outside_the_ranges_of_a_table() -> None:
    """It stops a run that gets there; the machine has no states for the entry."""
    text = """table T[0..2, 0..2] = [3, 7, 1, 0, 7, 1, 5, 3, 3]

block b(table D[0..2, 0..2])
  input  x
  output y[1..n]
  for i in 1..n
    y[i] := OR(x times max(0, D[5*2, 1 + i mod 2]) for j in 2..i)

family f(n)
  input  x
  output y
  part   p = b(T)
  p := b(x)
  y := p.y[1]
"""
    family = load(Source("outside.gen", text))
    assert require_agreement(family, 1)[1] is None
    assert "`5*2` of `D` is outside its range `0..2`" in (require_agreement(family, 2)[1] or "")
