"""The reference interpreter: traps with their messages, and limits on a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.programs_by_text import program, text
from tests.quick import one_in
from uniform.arguments.limits import Limits
from uniform.language.constants import set_constants
from uniform.language.meaning.interpret import lines
from uniform.language.pipeline import load
from uniform.language.tiers import TIERS
from uniform.messages.errors import LimitReached, Trap
from uniform.messages.spans import Source

TRAPS = sorted(Path(__file__).parent.joinpath("trap").glob("*.gen"))


@pytest.mark.parametrize("path", TRAPS, ids=lambda path: path.stem)
def test_traps_say_what_happened(path: Path, golden) -> None:  # type: ignore[no-untyped-def]
    source = path.read_text(encoding="utf-8")
    n = int(source.splitlines()[0].removeprefix("# n = "))
    tree = program(source, path.name)
    with pytest.raises(Trap) as caught:
        list(lines(tree, n))
    golden(path.with_suffix(".err"), f"{caught.value}\n")


@pytest.mark.parametrize("path", one_in(4, TRAPS), ids=lambda path: path.stem)
def test_traps_are_the_same_on_every_tier(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    family, n = load(Source(path.name, source)), int(source.splitlines()[0].removeprefix("# n = "))
    found = []
    for tier in TIERS:
        with pytest.raises(Trap) as caught:
            list(family.stream(n, tier))
        found.append(str(caught.value))
    assert len(set(found)) == 1


def test_a_trap_carries_n_the_numbers_alive_and_a_static_text() -> None:
    source = """
        family f(n)
          const   k = 1
          counter c <= n
          let     w = n + k
          for i in 1..2
            let v = i + w
            c <- v - 5
        """
    tree = program(source, "folder/name.gen")
    with pytest.raises(Trap) as caught:
        list(lines(set_constants(tree, {"k": 1}), 2))
    trap = caught.value
    assert (trap.n, trap.values) == (2, (("c", 0), ("w", 3), ("i", 1), ("v", 4)))
    assert trap.static_text == "U401 name.gen:7:10: `v - 5` goes below zero"
    assert trap.diagnostics[0].notes == ("n = 2, c = 0, w = 3, i = 1, v = 4",)


def test_declarations_are_evaluated_before_anything_is_printed() -> None:
    tree = program("family f(n)\n  output y\n  counter c <= n - 2\n  y := TRUE\n")
    with pytest.raises(Trap):
        next(lines(tree, 1))


LONG = "family f(n)\n  counter c <= n^9\n  while c < n^9\n    c <- c + 1\n"
MANY = "family f(n)\n  input x\n  gate g[1..n]\n  for i in 1..n\n    g[i] := AND(NOT x, x times 7)\n"


@pytest.mark.parametrize(
    ("source", "limits", "message"),
    [
        (LONG, Limits(max_steps=100), "at n = 4 the program takes more than 100 steps"),
        (MANY, Limits(max_gates=7), "at n = 4 the program prints more than 7 gates"),
        (MANY, Limits(max_wires=11), "at n = 4 the program prints more than 11 wires"),
    ],
)
def test_limits(source: str, limits: Limits, message: str) -> None:
    with pytest.raises(LimitReached) as caught:
        text(source, 4, limits=limits)
    assert caught.value.diagnostics[0].message == message


def test_limits_are_inclusive() -> None:
    assert len(text(MANY, 4, limits=Limits(max_gates=8, max_wires=12)).splitlines()) == 11


def test_one_enormous_gate_is_cut_short() -> None:
    source = "family f(n)\n  input x\n  output y\n  y := OR(x for i in 1..2^(9*bits(n)))\n"
    with pytest.raises(LimitReached, match="more than 1000 wires"):
        text(source, 100, limits=Limits(max_wires=1000, max_steps=10**4))
