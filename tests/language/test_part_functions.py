"""Functions that blocks take: what is computed, and the bounds that are checked."""

from __future__ import annotations

import pytest

from tests.language.test_parts import gates, trap
from tests.language.tiers import require_agreement
from uniform.language.pipeline import load
from uniform.messages.spans import Source

FUNCTIONS = """
def double(v <= n) -> r <= 2*n
  r <- 2*v

def sum(v <= 2*n, w <= 2*n) -> r <= 4*n
  counter c <= 4*n
  c <- v + w
  r <- c
"""

TABULATE = """
block tabulate(g(v <= 2*b) <= 4*b, b <= n + 1, h(v <= b, w <= b) <= 2*b + 1)
  input  a
  output s[0..g(1)], t
  gate   u[i in 0..b, 0..h(i, b)]
  for i in 0..g(1)
    if i <= g(min(i, b))
      s[i] := COPY(a)
    else
      s[i] := NOT a
  t := XOR(a times g(i) + h(i, 0) for i in 0..b if h(i, i) > 0)
  for i in 0..b
    u[i, h(i, b)] := a
"""


def test_functions_in_ranges_weights_and_filters() -> None:
    text = f"""{FUNCTIONS}{TABULATE}
family f(n)
  input  x
  output y
  part   p = tabulate(double, n, max)
  part   q = tabulate(bits, n, sum)
  p := tabulate(x)
  q := tabulate(x)
  y := OR(p.t, q.t, p.s[2])
"""
    assert gates(text, 2) == [
        "p.s[0] = COPY x",
        "p.s[1] = COPY x",
        "p.s[2] = COPY x",
        "p.t = XOR x*3 x*6",
        "p.u[0,2] = COPY x",
        "p.u[1,2] = COPY x",
        "p.u[2,2] = COPY x",
        "q.s[0] = COPY x",
        "q.s[1] = COPY x",
        "q.t = XOR x*2 x*4",
        "q.u[0,2] = COPY x",
        "q.u[1,3] = COPY x",
        "q.u[2,4] = COPY x",
        "y = OR p.t q.t p.s[2]",
    ]


def test_a_function_is_handed_on_under_both_headers() -> None:
    text = """
def next(v <= n^2) -> r <= n^2 + 1
  r <- v + 1

block inner(f(v <= 2*k) <= k + 3, k <= n)
  input  a[0..k+3]
  output s
  s := OR(a[f(i)] for i in 0..k)

block outer(g(v <= n) <= n + 1)
  input  a[1..n+4]
  output s, t
  part   p[k in 0..n] = inner(g, k)
  for k in 0..n
    p[k] := inner(a[1..k+4])
  s := AND(p[k].s for k in 0..n)
  t := COPY(a[g(1)])

family f(n)
  input  x[1..n+4]
  output y
  part   p = outer(next)
  p := outer(x)
  y := OR(p.s, p.t)
"""
    expected = [f"p.p[{k}].s = OR " + " ".join(f"x[{i + 2}]" for i in range(k + 1)) for k in range(3)]
    assert gates(text, 2) == [*expected, "p.s = AND p.p[0].s p.p[1].s p.p[2].s", "p.t = COPY x[2]", "y = OR p.s p.t"]


@pytest.mark.parametrize(
    ("argument", "call", "code", "message"),
    [
        ("double", "g(b + 1)", "U414", "`b + 1` is above the bound `b` of the parameter `v` of `g`"),
        ("double", "g(b)", "U432", "`g(b)` is above the bound `b + 1` of `g`"),
        ("small", "g(b)", "U414", "`b` is above the bound `1` of the parameter `v`"),
        ("low", "g(1)", "U401", "`v - 2` goes below zero"),
        ("bits", "g(0 - b)", "U401", "`0 - b` goes below zero"),
    ],
)
def test_bounds_of_the_header_then_those_of_the_function(argument: str, call: str, code: str, message: str) -> None:
    text = f"""{FUNCTIONS}
def small(v <= 1) -> r <= 2
  r <- v

def low(v <= n) -> r <= n
  r <- v - 2

block use(g(v <= b) <= b + 1, b <= n)
  output s
  s := THRESHOLD({call}; )

family f(n)
  output y
  part   p = use({argument}, n)
  p := use()
  y := p.s
"""
    found = trap(text, 3).diagnostics[0]
    assert (found.code, found.message) == (code, message)


def test_a_function_in_the_bound_of_a_counter_and_in_a_let() -> None:
    text = f"""{FUNCTIONS}
block row(g(v <= n) <= 2*n, w <= 2*n)
  input   a[1..w]
  output  s
  let     most = g(n)
  counter c <= g(n)
  while c < min(w, most)
    c <- c + 1
  s := OR(a[i] for i in 1..c)

family f(n)
  input  x[1..2*n]
  output y
  part   p[j in 1..2*n] = row(double, j)
  for j in 1..2*n
    p[j] := row(x[1..j])
  y := p[2*n].s
"""
    assert gates(text, 2)[-2:] == ["p[4].s = OR x[1] x[2] x[3] x[4]", "y = COPY p[4].s"]


def test_bounds_of_calls_are_not_looked_at_without_end() -> None:
    """What is known of one call is used to show that the bound of another is natural, but no further."""
    text = """
def at(k <= bits(n), i <= 2*n) -> j <= 2 - n
  j <- i mod k

block pair()
  input  a, b
  output v[0..1]
  v[0] := AND(a, b)
  v[1] := OR(a, b)

block merge(k <= bits(n))
  input  x[0..1, 0..2^(k-1)-1]
  part   cell[0..k-1, 0..2^(k-1)-1] = pair()
  for j in 0..2^(k-1)-1
    cell[0, j] := pair(x[0, j], x[1, 2^(k-1)-1-j])
  for t in 1..k-1
    let d = 2^(k-1-t)
    for j in 0..2^(k-1)-1
      let i = (j div d)*2*d + j mod d
      cell[t, j] := pair(cell[t-1, at(k, i)].v[0], cell[t-1, at(k, i+d)].v[1])

family f(n)
  input  x[0..1, 0..2^(bits(n)-1)-1]
  output y
  part   p = merge(bits(n))
  p := merge(x)
  y := TRUE
"""
    assert gates(text, 1)[-1] == "y = TRUE"


def test_a_value_far_above_its_bound_fits_the_machine() -> None:
    text = """
def square(v <= n) -> r <= n^2
  r <- v*v

block use(g(v <= n) <= 1)
  input  a[0..1]
  output s
  let    w = g(n)
  s := a[w]

family f(n)
  input  x[0..1]
  output y
  part   p = use(square)
  p := use(x)
  y := p.s
"""
    assert gates(text, 1) == ["p.s = COPY x[1]", "y = COPY p.s"]
    assert trap(text, 40).diagnostics[0].code == "U432"


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("c <- h((c + n) mod 8)", "n = 6, p.c = 1"),
        ("c <- h(h((c + n) mod 8))", "n = 6, p.c = 1"),
        ("c <- D[h((c + n) mod 8)]", "n = 6, p.c = 1"),
        ("c <- same(h((c + n) mod 8))", "n = 6, p.c = 1"),
    ],
)
def test_a_checked_number_is_stored_after_its_checks(statement: str, shown: str) -> None:
    """Until then a trap shows the counter as it was, and no argument of the call stands where the function reads it."""
    text = f"""
def same(v <= 7) -> r <= 7
  r <- v

block b(h(v <= 6) <= 6, table D[0..7])
  input  x
  output y
  counter c <= 7
  c <- 1
  {statement}
  y := THRESHOLD(c; x)

table E[0..7] = [7, 6, 5, 4, 3, 2, 1, 0]

family f(n)
  input  x
  output y
  part   p = b(same, E)
  p := b(x)
  y := p.y
"""
    family = load(Source("checked.gen", text))
    assert require_agreement(family, 3)[1] is None
    assert f"note: {shown}" in (require_agreement(family, 6)[1] or "")
