"""Other names for gates of parts, and lists of wires by name: what they print."""

from __future__ import annotations

import re

import pytest

from tests.language.test_parts import gates, trap
from tests.quick import one_in
from uniform.messages.errors import Trap

CELLS = """
block cell()
  input  a
  output s[1..2], t
  t := NOT a
  for i in 1..2
    s[i] := THRESHOLD(i; a)
"""


# ---------------------------------------------------------------- aliases


def read(outputs: str, argument: str, n: int = 3) -> list[str]:
    """The wires of an address of a block with these outputs, a gate array and parts, read from outside."""
    text = f"""{CELLS}
block many(w <= n)
  input  a[1..w]
{outputs}  gate   g[0..w, 2..3]
  part   p[1..w] = cell()
  part   one = cell()
  for i in 0..w
    for j in 2..3
      g[i, j] := FALSE
  for i in 1..w
    p[i] := cell(a[i])
  one := cell(a[1])

family f(n)
  input  x[1..n]
  output y
  part   m[1..2] = many(n)
  m[1] := many(x)
  m[2] := many(x)
  y := AND({argument})
"""
    return gates(text, n)[-1].removeprefix("y = AND ").split()


@pytest.mark.parametrize(
    ("output", "argument", "expected"),
    one_in(
        3,
        [
            ("s = one.t", "m[2].s", "m[2].one.t"),
            ("s = one.s[2]", "m[1].s", "m[1].one.s[2]"),
            ("s[1..2] = one.s", "m[1].s[i] for i in 1..2", "m[1].one.s[1] m[1].one.s[2]"),
            ("s[4..5] = one.s[1..2]", "m[1].s[i] for i in 4..5", "m[1].one.s[1] m[1].one.s[2]"),
            ("s[0..w-1] = p[1..w].t", "m[1].s[i] for i in 0..2", "m[1].p[1].t m[1].p[2].t m[1].p[3].t"),
            ("s[i in 1..w] = p[w+1-i].t", "m[1].s[i] for i in 1..3", "m[1].p[3].t m[1].p[2].t m[1].p[1].t"),
            ("s[0..w-1, 5..6] = p.s", "m[2].s[1, 5], m[2].s[0, 6]", "m[2].p[2].s[1] m[2].p[1].s[2]"),
            ("s[i in 1..2, 1..w] = p[1..w].s[i]", "m[1].s[2, 3], m[1].s[1, 2]", "m[1].p[3].s[2] m[1].p[2].s[1]"),
            ("s[1..w+1, 0..1] = g", "m[1].s[1, 0], m[1].s[n, 1]", "m[1].g[0,2] m[1].g[2,3]"),
            ("s[1..w+2] = (g[1..w, 3], one.s)", "m[1].s[i] for i in 3..n+2", "m[1].g[3,3] m[1].one.s[1] m[1].one.s[2]"),
            ("s[1..2, 0..1] = (one.s, g[2])", "m[1].s[1, 1], m[1].s[2, 0]", "m[1].one.s[2] m[1].g[2,2]"),
            ("u = one.t, s = u", "m[1].s", "m[1].one.t"),
            ("u[1..w] = p.t, s[i in 1..w] = u[i]", "m[1].s[2]", "m[1].p[2].t"),
            ("u[1..w] = p.t, s[5..w+3] = u[2..w]", "m[1].s[i] for i in 5..6", "m[1].p[2].t m[1].p[3].t"),
            ("u[1..w] = p.t, s[0..1] = (u[2], u[1])", "m[1].s[i] for i in 0..1", "m[1].p[2].t m[1].p[1].t"),
        ],
    ),
)
def test_an_alias_prints_as_the_gate_that_it_points_to(output: str, argument: str, expected: str) -> None:
    assert read(f"  output {output}\n", argument) == expected.split()


def test_an_alias_is_read_inside_its_block_and_bound_to_inputs() -> None:
    text = f"""{CELLS}
block pair(k <= n)
  input  a[1..k]
  output s[1..2, 1..k] = (p.t, p.s[1]), both, other
  part   p[1..k] = cell()
  part   last[1..3] = cell()
  for i in 1..k
    p[i] := cell(a[i])
  both := OR(NOT s[2, 1], s[1, i] times i for i in 1..k)
  last[1] := cell(s[2, k])
  last[2] := cell(last[1].t)
  last[3] := cell(a[k])
  other := s[1, 1]

block all(k <= n)
  input  a[0..1, 0..k-1]
  output s
  s := AND(a[i, j] for i in 0..1 for j in 0..k-1)

family f(n)
  input  x[1..n]
  output y
  part   p = pair(n)
  part   q[1..2] = all(n)
  part   r = all(n - 1)
  p := pair(x)
  q[1] := all(p.s)
  q[2] := all((p.s[2], p.s[1, 1..n]))
  r := all(p.s[1..2, 2..n])
  y := OR(q[1].s, q[2].s, r.s)
"""
    found = {line.partition(" = ")[0]: line.partition(" = ")[2] for line in gates(text, 2)}
    assert found["p.both.NOT[1]"] == "NOT p.p[1].s[1]"
    assert found["p.both"] == "OR p.both.NOT[1] p.p[1].t p.p[2].t*2"
    assert found["p.last[1].t"] == "NOT p.p[2].s[1]"
    assert found["p.last[2].t"] == "NOT p.last[1].t"
    assert found["p.other"] == "COPY p.p[1].t"
    assert found["q[1].s"] == "AND p.p[1].t p.p[2].t p.p[1].s[1] p.p[2].s[1]"
    assert found["q[2].s"] == "AND p.p[1].s[1] p.p[2].s[1] p.p[1].t p.p[2].t"
    assert found["r.s"] == "AND p.p[2].t p.p[2].s[1]"


@pytest.mark.parametrize(
    ("output", "argument", "words"),
    one_in(
        3,
        [
            ("s[1..w] = p.t", "m[1].s[0]", "the index `0` of `s` is outside its range `1..w`"),
            ("s[1..w+1] = p.t", "m[1].s[1]", "`p.t` and the alias `s` differ in length"),
            ("s[i in 1..w+1] = p[i].t", "m[1].s[n+1]", "the index `i` of `p` is outside its range `1..w`"),
            ("s[i in 1..w+1] = p[i].t", "m[3].s[n+1]", "the index `3` of `m` is outside its range `1..2`"),
            ("s[i in 1..w] = one.s[i]", "m[1].s[3]", "the index `i` of `s` is outside its range `1..2`"),
            ("s[1..w] = (p[1].t, p[1].s)", "m[1].s[1]", None),
            ("s[1..w] = (p[1].t, p.t)", "m[1].s[1]", "`(p[1].t, p.t)` and the alias `s` differ in length"),
            ("s[i in 1..w-3] = p[w-4].t", "m[2].s[1]", "the index `1` of `s` is outside its range `1..w-3`"),
        ],
    ),
)
def test_nothing_of_an_alias_is_checked_before_it_is_read(output: str, argument: str, words: str | None) -> None:
    assert read(f"  output {output}\n", "x[1]") == ["x[1]"]
    if words is None:
        assert len(read(f"  output {output}\n", argument)) == 1
    else:
        with pytest.raises(Trap, match=re.escape(words)):
            read(f"  output {output}\n", argument)


# ---------------------------------------------------------------- lists of wires

SUM = """
block sum(t <= n)
  input  wires s, z
  output y, u
  y := THRESHOLD(t; s times 2, z, s if t > 1, s times i for i in 0..t)
  u := NOR(s, NOT z)
"""


def test_a_list_is_written_out_where_it_is_used() -> None:
    text = f"""{SUM}
family f(n)
  input   x[1..n]
  output  y
  part    p[1..2] = sum(2)
  part    q = sum(1)
  counter c <= n
  c <- 2
  p[1] := sum((x[i] times i for i in c..n, x[1]), x[c])
  p[2] := sum((), x[1])
  q := sum(x[2], x[2])
  y := OR(p[j].y for j in 1..2)
"""
    expected = [
        "p[1].y = THRESHOLD 2 x[2]*4 x[3]*6 x[1]*2 x[2] x[2]*2 x[3]*3 x[1] x[2]*2 x[3]*3 x[1] x[2]*4 x[3]*6 x[1]*2",
        "p[1].u.NOT[1] = NOT x[2]",
        "p[1].u = NOR x[2]*2 x[3]*3 x[1] p[1].u.NOT[1]",
        "p[2].y = THRESHOLD 2 x[1]",
        "p[2].u.NOT[1] = NOT x[1]",
        "p[2].u = NOR p[2].u.NOT[1]",
        "q.y = THRESHOLD 1 x[2]*2 x[2] x[2]",
        "q.u.NOT[1] = NOT x[2]",
        "q.u = NOR x[2] q.u.NOT[1]",
        "y = OR p[1].y p[2].y",
    ]
    assert gates(text, 3) == expected


def test_nots_of_a_list_are_printed_once_before_the_part() -> None:
    text = """
block uses()
  input  wires s, wires t, a
  output y[1..2], z
  y[1] := OR(s, t times 2)
  y[2] := AND(t, NOT a, s)
  z := XOR(s)

family f(n)
  input  x[1..n]
  output y
  part   p[1..2] = uses()
  for j in 1..2
    p[j] := uses((NOT x[i] times i for i in 1..n if i != j, x[j], NOT x[j]), (NOT x[n]), x[1])
  y := OR(p[i].z for i in 1..2)
"""
    expected = []
    for j, other in ((1, 2), (2, 1)):
        listed = f"p[{j}].NOT[1,{other}]{'*2' if other == 2 else ''} x[{j}] p[{j}].NOT[2]"
        expected += [
            f"p[{j}].NOT[1,{other}] = NOT x[{other}]",
            f"p[{j}].NOT[2] = NOT x[{j}]",
            f"p[{j}].NOT[3] = NOT x[2]",
            f"p[{j}].y[1] = OR {listed} p[{j}].NOT[3]*2",
            f"p[{j}].y[2].NOT[1] = NOT x[1]",
            f"p[{j}].y[2] = AND p[{j}].NOT[3] p[{j}].y[2].NOT[1] {listed}",
            f"p[{j}].z = XOR {listed}",
        ]
    assert gates(text, 2) == [*expected, "y = OR p[1].z p[2].z"]


def test_a_list_is_handed_on_and_joined() -> None:
    text = """
block inner()
  input  wires s
  output y
  y := OR(s)

block outer(w <= n)
  input  wires s, a[1..w]
  output y
  part   one = inner()
  part   two = inner()
  one := inner((s times 3, a[i] for i in 1..w, NOT a[1], s if w > 2))
  two := inner(s)
  y := AND(one.y, two.y)

family f(n)
  input  x[1..n]
  output y
  part   p = outer(n)
  p := outer((NOT x[i] for i in 1..2, x[1] times 2), x)
  y := p.y
"""
    assert gates(text, 2) == [
        "p.NOT[1,1] = NOT x[1]",
        "p.NOT[1,2] = NOT x[2]",
        "p.one.NOT[1] = NOT x[1]",
        "p.one.y = OR p.NOT[1,1]*3 p.NOT[1,2]*3 x[1]*6 x[1] x[2] p.one.NOT[1]",
        "p.two.y = OR p.NOT[1,1] p.NOT[1,2] x[1]*2",
        "p.y = AND p.one.y p.two.y",
        "y = COPY p.y",
    ]


def test_lists_with_names_in_a_family_and_in_a_block() -> None:
    text = """
block count(w <= n)
  input  a[1..w], wires s
  output y[1..w], z
  wires  up[i in 1..w] = (a[j] times j for j in i..w, s if i > 1)
  wires  all = (up[1], up[2] times 5 if w > 1)
  for i in 1..w
    y[i] := OR(up[i] times 2, a[1])
  z := NOR(all)

family f(n)
  input  x[1..n]
  output y, z
  part   p = count(n)
  wires  ends[1..n, k in 0..1] = (x[1] if k = 0, x[n] if k = 1)
  p := count((x[2..n], x[1]), (ends[1, k] for k in 0..1))
  y := AND(ends[1, 0], ends[2, 1], ends[i, 1] times i for i in 1..n)
  z := p.z
"""
    assert gates(text, 2) == [
        "p.y[1] = OR x[2]*2 x[1]*4 x[2]",
        "p.y[2] = OR x[1]*4 x[1]*2 x[2]*2 x[2]",
        "p.z = NOR x[2] x[1]*2 x[1]*10 x[1]*5 x[2]*5",
        "y = AND x[1] x[2] x[2] x[2]*2",
        "z = COPY p.z",
    ]


def test_a_list_that_is_not_used_never_traps() -> None:
    text = """
block choose(c <= 1)
  input  wires s
  output y
  if c = 1
    y := OR(s)
  else
    y := TRUE

family f(n)
  input  x[1..n]
  output y
  part   p[c in 0..1] = choose(c)
  p[0] := choose((x[n+1], x[0-1] times 1 div 0))
  p[1] := choose((x[i] for i in 0..n))
  y := TRUE
"""
    assert trap(text, 2).static_text.endswith("the index `i` of `x` is outside its range `1..n`")
