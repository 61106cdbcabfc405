"""What the walk knows at a place is true whenever a run is there: facts, the values of names, addresses, conditions."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from tests.cases import NAMES, PROGRAMS, generator
from tests.certify.proofs.claims import ADVERSARIES
from tests.certify.proofs.watched import Walked, watch
from tests.fuzz.proofs import make
from tests.quick import one_in
from uniform.arguments.limits import Limits
from uniform.certify.proofs.formulas import variables_of
from uniform.family.opening import open_generator
from uniform.language.pipeline import load
from uniform.language.syntax.checked import CheckedProgram
from uniform.library.entry import ShippedProgram
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source

SMALL = Limits(max_gates=200, max_wires=1000, max_steps=400)


def require_true(program: CheckedProgram, ns: tuple[int, ...], limits: Limits = SMALL) -> None:
    """Watch runs of a program, and require that hardly anything is left open."""
    walked = Walked.of(program)
    compared = unknown = 0
    for n in ns:
        seen = watch(walked, n, limits)
        assert seen.faults[:3] == []
        compared, unknown = compared + seen.compared, unknown + seen.unknown
    assert unknown <= compared // 20


@pytest.mark.parametrize("file", one_in(12, ADVERSARIES[::3]), ids=lambda file: file.stem)
def test_the_walk_over_an_adversary(file: Path) -> None:
    require_true(open_generator(str(file)).program, (1, 2, 3, 4, 5))


@pytest.mark.parametrize("entry", one_in(4, PROGRAMS), ids=NAMES)
def test_the_walk_over_a_shipped_program(entry: ShippedProgram) -> None:
    require_true(generator(entry).program, (1, 2, 3))


@pytest.mark.parametrize("seed", one_in(36, range(36)))
def test_the_walk_over_a_random_program(seed: int) -> None:
    try:
        family = load(Source("random.gen", make(seed).text))
    except UniformError:
        return
    require_true(family.program, (1, 2, 3, 4))


HEAD = "family loops(n)\n  input x[1..n]\n  output y\n  counter u <= 9*n\n  counter v <= 9*n\n  gate a[0..9*n]\n"
BODIES = {
    "steps": "for i in 2..n by 2\n    u <- u + 3\n  v <- u",
    "down by steps": "for i in n + 3 downto 2 by 3\n    u <- u + i\n    v <- v + 2\n  u <- v",
    "a step that varies": "for i in 0..n by max(1, n div 3)\n    u <- u + 2\n    v <- i\n  v <- u",
    "down without steps": "for i in n downto 1\n    u <- u + 2\n    v <- v + i\n  v <- u",
    "no pass at all": "for i in 5..n\n    u <- u + 1\n  v <- u",
    "counted up": "while u + 2 <= n and u <= 7\n    u <- u + 2\n    v <- v + 1\n  v <- v + u",
    "counted down": "u <- n\n  while u >= 3\n    v <- v + 2\n    u <- u - 3\n  v <- u",
    "not counted": "u <- 1\n  while 2*u <= n\n    u <- 2*u\n    v <- v + 1\n  v <- v + u",
    "a while that never begins": "while u > n\n    u <- u + 1\n  v <- u",
    "branches": "if n mod 3 = 1\n    u <- 1\n  elif n > 4\n    u <- 2\n    v <- u\n  v <- v + u",
    "branches in a loop": "for i in 1..n\n    if i mod 2 = 0\n      u <- u + 1\n    else\n      v <- u\n  u <- v",
    "a loop in a loop": "for i in 1..n\n    for j in 1..i\n      u <- u + 1\n    v <- u\n  v <- u",
    "a while in a loop": "for i in 1..n\n    u <- 0\n    while u < i\n      u <- u + 1\n    v <- v + u\n  u <- v",
    "two assignments": "for i in 1..n\n    u <- u + 1\n    u <- u + 1\n  v <- u",
    "an assignment before and after": "for i in 1..n\n    v <- u\n    u <- u + 2\n  v <- u",
    "by another counter": "v <- 2\n  for i in 1..n\n    u <- u + v\n  v <- u",
    "by a counter that changes": "for i in 1..n\n    v <- v + 1\n    u <- u + 1 + v div n\n  v <- u",
    "conditions in parts": "for i in 0..n\n    if i >= 1 and n div i = 2 or not (i > 2)\n      u <- i\n  v <- u",
}


@pytest.mark.parametrize("body", one_in(3, BODIES.values()), ids=BODIES)
def test_counters_in_and_after(body: str) -> None:
    program = load(Source("loops.gen", f"{HEAD}\n  {body}\n  a[u] := x[1]\n  y := a[u]\n")).program
    walked = Walked.of(program)
    for n in range(1, 8):
        seen = watch(walked, n)
        assert seen.faults[:3] == []
        assert seen.compared > 20
        assert seen.unknown == 0


def test_a_let_of_a_file_that_the_caller_does_not_import(tmp_path: Path) -> None:
    """`outer` calls `middle`, which reads `half`, but only the file of `middle` sees `half`."""
    (tmp_path / "inner.gen").write_text("let half = n div 2\n")
    middle = 'import "inner.gen"\n\ndef middle(v <= n) -> r <= 2*n\n  r <- v + half\n'
    (tmp_path / "middle.gen").write_text(middle)
    outer = 'import "middle.gen"\n\ndef outer(v <= n) -> r <= 2*n + 1\n  r <- middle(v) + 1\n'
    body = "family two(n)\n  input x[1..n]\n  output y\n\n  y := x[min(n, outer(0))]\n"
    (tmp_path / "two.gen").write_text(f"{outer}\n{body}")
    require_true(open_generator(str(tmp_path / "two.gen")).program, (1, 2, 3, 4, 5))


def branches(depth: int) -> str:
    """Branches inside branches, each of which changes both counters."""
    text, line = "", "u <- v\nv <- 2"
    for level in range(depth, 0, -1):
        text = f"if n > {level}\n" + indent(text or line, "  ") + f"\nelse\n  u <- {level}\n  v <- {level + 1}"
    return text


def known_at_the_end(depth: int) -> int:
    """How many variables are written in the facts at the end, with repetitions."""
    body = indent(branches(depth), "  ")
    end = Walked.of(load(Source("branches.gen", f"{HEAD}\n{body}\n  y := x[1]\n")).program).found.end
    return sum(1 for fact in end.facts for _ in variables_of(fact.formula))


def test_facts_do_not_double_with_every_branch_inside_a_branch() -> None:
    """Of each counter they would, if those of all counters were repeated for it."""
    few, twice_as_many = known_at_the_end(5), known_at_the_end(10)
    assert few > 50
    assert twice_as_many < 5 * few
