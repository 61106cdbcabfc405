"""The cases of a function agree with its values in a run, and exactly one applies to arguments of any kind."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from uniform.certify.certificate import certify
from uniform.certify.proofs.background import Background
from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.facts import of_one
from uniform.certify.proofs.formulas import Linear, Variable, at_most, constant, holds, less, linear, value
from uniform.certify.proofs.points import Point
from uniform.certify.proofs.questions import Conjunct, conjuncts
from uniform.certify.proofs.records import Walked
from uniform.certify.proofs.terms import FUNCTION
from uniform.certify.proofs.walk import walk_program
from uniform.language.pipeline import load
from uniform.language.syntax.tree import calls_in
from uniform.messages.spans import Source

N = 5

FUNCTIONS: dict[str, tuple[str, Callable[[int, int], int]]] = {
    "a sum": ("  r <- v + 2*w\n", lambda v, w: v + 2 * w),
    "nothing": ("  let d = v - w\n", lambda v, w: 0),
    "a let and a counter": (
        "  counter c <= n\n  let d = v*w\n  c <- v\n  r <- c + d\n  r <- r + d\n",
        lambda v, w: v + 2 * v * w,
    ),
    "an if": ("  if v < w and w > 1\n    r <- 3\n", lambda v, w: 3 if v < w and w > 1 else 0),
    "an if and an else": ("  if v = w\n    r <- 1\n  else\n    r <- v\n", lambda v, w: 1 if v == w else v),
    "three branches": (
        "  r <- 1\n  if v < 2\n    r <- r + 1\n  elif w < 2\n    r <- r + v\n  else\n    let d = 2*r\n    r <- d\n",
        lambda v, w: 2 if v < 2 else 1 + v if w < 2 else 2,
    ),
    "two after each other": (
        "  r <- v\n  if r > w\n    r <- w\n  if r < 2\n    r <- r + 4\n",
        lambda v, w: min(v, w) + (4 if min(v, w) < 2 else 0),
    ),
    "one in the other": (
        "  if v > 0\n    if w > v\n      r <- 2\n    else\n      r <- 1\n",
        lambda v, w: (2 if w > v else 1) if v > 0 else 0,
    ),
    "a counter that the branch above changes": (
        "  r <- v\n  if v < 2\n    r <- 5\n  elif r > 4\n    r <- 1\n",
        lambda v, w: 5 if v < 2 else 1 if v > 4 else v,
    ),
    "a call": ("  r <- twice(v) + twice(w)\n", lambda v, w: 2 * v + 2 * w),
    "a let outside": ("  if v > half\n    r <- half + n\n", lambda v, w: N // 2 + N if v > N // 2 else 0),
}


def walked(body: str, bound: str = "n^3") -> Walked:
    """The walk over a program that calls a function ``f(v, w)`` with this body, for all v and w."""
    outside = "let half = n div 2\ndef twice(v <= n^2) -> r <= 2*n^2\n  r <- 2*v\n"
    outside += f"def f(v <= n^2, w <= n^2) -> r <= {bound}\n{body}\n"
    family = "family calls(n)\n  input x[1..n]\n  output y\n  y := OR(x[i] for i in 1..n if f(i, i) = 1)\n"
    return walk_program(load(Source("calls.gen", outside + family)).program)


def called(found: Walked) -> tuple[Variable, str]:
    """The call of ``f`` in the family, and its operation."""
    name = next(operation for operation, function in found.functions.items() if function.name == "f")
    return next(each for (operation, _), each in found.terms.made.items() if operation == name), name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_value_of_a_function_by_cases(name: str) -> None:
    body, meaning = FUNCTIONS[name]
    found = walked(body)
    _, operation = called(found)
    for v, w in product(range(-3, 9), repeat=2):
        point = Point(found.terms)
        point[found.n] = N
        cases = found.terms.cases[operation]((constant(v), constant(w)))
        applying = [value(each.value, point) for each in cases if holds(each.condition, point)]
        assert len(applying) == 1
        if v >= 0 and w >= 0:
            assert applying == [meaning(v, w)]


@pytest.mark.parametrize("bound", ["n^3", "2", "n - 9"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_facts_about_a_function_can_be_true_at_all_integers(name: str, bound: str) -> None:
    """Also where its value is above its bound, so that a run would trap: there is a value that fits the facts."""
    found = walked(FUNCTIONS[name][0], bound)
    call, _ = called(found)
    facts = of_one(call, found.terms)
    (i,) = call.arguments[0].variables
    for number in range(-3, 9):
        point = Point(found.terms)
        point |= {found.n: N, i: number}
        assert all(holds(fact, point) for fact in facts)


@pytest.mark.parametrize(
    "body", ["  for i in 1..v\n    r <- r + 1\n", "  while r < v\n    r <- r + 1\n", "  if v > 0\n    r <- 1\n" * 3]
)
def test_a_function_that_is_only_known_by_its_bound(body: str) -> None:
    found = walked(body)
    call, operation = called(found)
    assert operation not in found.terms.cases
    assert len(of_one(call, found.terms)) == 2


CHAINS = {
    "in the body": "def f{0}(v <= n^2) -> r <= n^2\n  r <- f{1}(v div 2) + f{1}(v div 3)\n",
    "in the bound": "def f{0}(v <= n^2) -> r <= f{1}(v div 2) + f{1}(v div 3)\n  for i in 1..v\n    r <- 1\n",
    "in the bound and the body": "def f{0}(v <= n^2) -> r <= n + f{1}(v div 2)\n  r <- f{1}(v div 3)\n",
    "in three ways": "def f{0}(v <= n^2) -> r <= n^2\n  if v > 2\n    r <- v\n  let a = f{1}(r)\n  r <- a\n",
}


@pytest.mark.parametrize("name", CHAINS)
def test_what_is_known_of_a_call_leads_to_few_calls(name: str) -> None:
    """Two calls in each of nine functions would be 1,023 calls."""
    functions = "def f0(v <= n^2) -> r <= n^2\n  r <- v\n"
    functions += "".join(CHAINS[name].format(place, place - 1) for place in range(1, 10))
    calls = "".join(f"  c[{place}] := AND(x[i] for i in 1..f{place}(n))\n" for place in range(10))
    family = f"family chain(n)\n  input x[1..n]\n  output y\n  gate c[0..9]\n{calls}  y := c[9]\n"
    found = walk_program(load(Source("chain.gen", functions + family)).program)
    numbers = [at_most(constant(0), linear(each)) for each in found.terms.made.values() if each.operation]
    reached = []
    for number in numbers:
        about = Background(found.terms).of(conjuncts([number], found.terms))
        reached.append(sum(each.operation in found.functions for each in about.variables))
    assert max(reached) <= 16
    assert max(reached) > 4  # it is followed as far as that


def test_the_cases_of_a_function_belong_to_a_question() -> None:
    """f(v, v) = min(n, 9): that it is above n never holds; that it is above i may."""
    found = walked("  r <- min(n, 9)\n", "9")
    _, operation = called(found)
    prover = Prover(found.terms)

    def is_never_above(number: Linear) -> bool:
        result = found.terms.apply(operation, (number, number), "f")
        return prover.never([at_most(constant(0), number), less(number, result)], "f(v, v) <= v")

    assert is_never_above(linear(found.n))
    assert not is_never_above(linear(found.terms.fresh("i")))


GROWING = """def left(t <= bits(n)) -> m <= n
  m <- max(n - t, 1)

block row(m <= n)
  input  a[1..m]
  output s[1..m]

  for i in 1..m
    s[i] := NOT a[i]

family shrinking(n)
  "Rows of n - 1, n - 2, ... gates."
  input  x[1..n]
  output y
  part   r[t in 1..bits(n)] = row(left(t))

  r[1] := row(x[1..left(1)])
  for t in 2..bits(n)
    r[t] := row(r[t-1].s[1..left(t)])
  y := r[bits(n)].s[1]
"""


def test_rows_whose_lengths_are_values_of_a_function() -> None:
    certificate = str(certify(load(Source("shrinking.gen", GROWING))))
    assert "no trap for any n (proved: " in certificate
    assert "class NC^1 (proved)" in certificate


HALVES = """def left(t <= bits(n)) -> m <= n
  "How many are left when neighbors were joined t times."
  m <- (n + 2^t - 1) div 2^t

block join(m <= n)
  input  a[1..m]
  output s[1..(m+1) div 2]

  for i in 1..(m+1) div 2
    s[i] := XOR(a[j] for j in 2*i-1..min(2*i, m))

family tree(n)
  "Parity by a tree, a part for each level."
  input  x[1..n]
  output y
  part   level_[t in 1..bits(n)] = join(left(t-1))

  level_[1] := join(x)
  for t in 2..bits(n)
    level_[t] := join(level_[t-1].s)
  y := level_[bits(n)].s[1]
"""


def test_rows_that_are_half_as_long_rounded_up() -> None:
    certificate = str(certify(load(Source("tree.gen", HALVES))))
    assert "no trap for any n (proved: " in certificate
    assert "class NC^1 (proved)" in certificate


def variables_about(depth: int) -> int:
    """How many variables there are in the facts about a call of a function that calls two of the function before it."""
    functions = "def f0(v <= n) -> r <= n\n  if v > 2\n    r <- v\n"
    for level in range(1, depth + 1):
        functions += f"def f{level}(v <= n) -> r <= n\n  if f{level - 1}(v div 2) > 3\n    r <- f{level - 1}(v div 3)\n"
    family = f"family calls(n)\n  input x[1..n]\n  output y\n  y := x[max(1, f{depth}(n))]\n"
    found = walk_program(load(Source("calls.gen", functions + family)).program)
    call = linear(next(each for (operation, _), each in found.terms.made.items() if operation.startswith(FUNCTION)))
    return len(Background(found.terms).of([Conjunct(at_most(call, linear(found.n)), found.terms)]).variables)


def test_calls_inside_calls_have_no_cases_if_they_are_many() -> None:
    few, more = [variables_about(depth) for depth in (2, 3)]
    assert few < more
    assert max(variables_about(depth) for depth in range(3, 10)) < 4 * more


def test_calls_are_counted_as_often_as_they_are_written() -> None:
    program = "def f(v <= n) -> r <= v\n  r <- v\ndef g(v <= f(n)) -> r <= n\n  r <- min(f(v) + f(v), f(f(v)))\n"
    family = "family calls(n)\n  input x[1..n]\n  output y\n  y := x[max(1, g(1))]\n"
    f, g = load(Source("calls.gen", program + family)).program.functions
    assert list(calls_in(f)) == []
    assert [call.symbol for call in calls_in(g)] == [f.symbol] * 5
