"""What the fast tier keeps of parts: which are printed, and the NOT gates of the lists that they take."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.language.tiers import require_agreement
from uniform.arguments.limits import Limits
from uniform.circuits.circuit import to_text
from uniform.counters.fast import runner, sections
from uniform.counters.fast.stretches import Begin, with_stretches
from uniform.language.pipeline import Generator, load
from uniform.messages.errors import Trap
from uniform.messages.spans import Source

COUNTS = """
block count(m <= 2*n)
  "At least t of the wires, for each t from 1 to m; and at most m."
  input  wires s
  output y[1..m], few
  for t in 1..m
    y[t] := THRESHOLD(t; s)
  few := ATMOST(m; s times 2, NOT y[1], s for r in 1..2 if m > 0)
"""
BOTH = """
block both(m <= 2*n)
  input  wires s, wires r
  output z
  gate   g
  part   inner = count(m)
  g := OR(s, r)
  inner := count((s, NOT g, r times 3))
  z := OR(inner.y[t] for t in 1..m, inner.few, s)

family lists(n)
  input  x[1..n], y[1..n]
  output o[1..n]
  part   all[1..n] = both(n + 1)
  for j in 1..n
    all[j] := both((NOT x[i] for i in 1..n if i != j, x[j] times 2),
                   (y[j], NOT y[i] for i in n downto 1 by 2, NOT x[1]))
    o[j] := NOT all[j].z
"""


@lru_cache
def lists() -> Generator:
    return load(Source("lists.gen", COUNTS.lstrip() + BOTH))


@pytest.mark.parametrize("n", [1, 2, 3, 6])
def test_wires_of_nots_in_lists_come_from_the_gates_at_the_part(n: int) -> None:
    text, trap = require_agreement(lists(), n)
    assert trap is None
    assert f"all[{n}].NOT[1,1] = NOT x[1]" in text or n == 1
    assert f"all[{n}].inner.NOT[1] = NOT all[{n}].g" in text


def test_there_is_room_for_many_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table is enlarged several times."""
    monkeypatch.setattr(runner, "LISTED_FIRST", 4)
    assert to_text(lists().circuit(9)).encode() == b"".join(lists().stream(9))


def test_sections_know_those_of_sections_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_GATES", 16)
    monkeypatch.setattr(sections, "_WIRES", 64)
    found = [section.gates.children.tolist() for section in lists().sections(6)]
    assert len(found) > 3
    assert [wire for wires in found for wire in wires] == lists().circuit(6).children.tolist()


@pytest.mark.parametrize("limit", ["_DENSE_SLOTS", "_DENSE_BITS"])
def test_printed_parts_are_in_the_hash_table_if_there_are_too_many_addresses(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = b"".join(lists().stream(5))
    monkeypatch.setattr(runner, limit, 1)
    assert to_text(lists().circuit(5)).encode() == expected
    assert b"".join(lists().stream(5)) == expected
    twice = load(Source("twice.gen", TWICE))
    for run in (lambda: twice.circuit(3), lambda: list(twice.stream(3))):
        with pytest.raises(Trap, match=r"`p\[1\]` is printed twice"):
            run()


TWICE = """block one()
  input  a
  output b
  counter v <= 1
  if v > 0
    b := a

family twice(n)
  input  x
  output y
  part   p[0..1] = one()
  y := x
  for i in 1..n
    p[1] := one(x)
"""


def test_a_part_that_prints_nothing_is_printed_twice_all_the_same() -> None:
    family = load(Source("twice.gen", TWICE))
    assert require_agreement(family, 1)[1] is None
    _, message = require_agreement(family, 2)
    assert message is not None
    assert "the address is `p[1]`" in message


def test_a_loop_that_only_enters_parts_ends_with_the_second_time() -> None:
    """Entering a part counts as printing, so that the loop is not taken for one that never ends."""
    text = TWICE.replace("  for i in 1..n\n    p[1] := one(x)\n", "  while n > 0\n    p[1] := one(x)\n")
    _, message = require_agreement(load(Source("endless.gen", text)), 1)
    assert message is not None
    assert "is printed twice" in message


def test_lists_with_nots_are_copied_like_others() -> None:
    """The wires of a list do not depend on the number of the gate that takes it."""
    instructions, _ = with_stretches(lists().code)
    copied = [each for each in instructions if isinstance(each, Begin)]
    assert len(copied) >= 4


def test_limits_count_the_gates_of_lists() -> None:
    with pytest.raises(Exception, match="more than 20 gates"):
        lists().circuit(6, limits=Limits(max_gates=20))
