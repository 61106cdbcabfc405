"""Compiled machines: the same bytes, the same traps, the cells of the formula, and not one cell more."""

from __future__ import annotations

import pytest

from tests.cases import NAMES, PROGRAMS, generator
from tests.language.random_programs import random_program
from uniform.catalog import Entry
from uniform.counters.compile import cells, compile_machine, tapes
from uniform.errors import Trap
from uniform.language.pipeline import Generator, load
from uniform.programs import open_generator
from uniform.spans import Source
from uniform.turing.machine import Machine
from uniform.turing.pack import Packed, pack
from uniform.turing.parse import parse_machine
from uniform.turing.run import Run, run
from uniform.turing.simulate import configurations
from uniform.turing.write import to_text

EVERY = pytest.mark.parametrize("entry", PROGRAMS, ids=NAMES)
LAYOUTS = (*range(1, 65), 100, 1000, 10**6)


@EVERY
def test_same_bytes_and_touched_within_reserved(entry: Entry) -> None:
    family = generator(entry)
    machine, formula = pack(family.machine()), cells(family.code)
    for n in (*range(1, 17), entry.large):
        outcome, text = _run(machine, n)
        assert outcome.halted == "accept", (n, outcome.reason)
        assert text == b"".join(family.stream(n)), n
        assert outcome.reserved == formula.at(n)
        assert outcome.touched is not None
        assert outcome.touched <= outcome.reserved


@EVERY
def test_reserved_cells_are_the_formula(entry: Entry) -> None:
    family = generator(entry)
    machine, formula = pack(family.machine()), cells(family.code)
    for n in LAYOUTS:
        assert run(machine, n, stop_at_layout=True).reserved == formula.at(n), n
    assert sum(width.at(77) for _, width in tapes(family.code)) == formula.at(77)


@EVERY
def test_text_form_and_size(entry: Entry) -> None:
    machine = generator(entry).machine()
    assert len(machine.states) <= 5000
    text = to_text(machine)
    assert parse_machine(Source("m.tm", text)) == machine
    assert to_text(open_generator(entry.name).machine()) == text


@EVERY
@pytest.mark.slow
def test_a_cell_less_and_the_machine_traps(entry: Entry) -> None:
    """Reduce by one the width of any tape whose last cell is needed: the meter is alive."""
    family = generator(entry)
    n = {"reachability": 3, "dyck1": 14}.get(entry.name, 7)  # large enough to use some tape to its end
    machine = family.machine()
    needed = _tapes_that_need_their_last_cell(machine, n)
    for number, (name, _) in enumerate(tapes(family.code), 1):
        if number == 1:
            continue  # n is laid out by counting; it has no width to reduce
        narrow, text = _run(pack(compile_machine(family.code, narrower=number)), n)
        if number in needed:
            assert narrow.halted == "trap", (name, narrow.halted, narrow.reason)
        elif narrow.halted == "accept":
            assert text == b"".join(family.stream(n)), name
        else:
            assert narrow.halted == "trap", (name, narrow.halted, narrow.reason)
    assert needed, "no tape is used to its end"


def _tapes_that_need_their_last_cell(machine: Machine, n: int) -> set[int]:
    """The tapes whose last cell holds something else than 0 or a blank at some moment after the layout."""
    found: set[int] = set()
    laid_out = False
    for configuration in configurations(machine, n):
        laid_out = laid_out or configuration.state == machine.laid_out
        if laid_out:
            found |= {number for number, cells in enumerate(configuration.tapes) if cells[-2] not in "0_^"}
    return found - {0, 1}


@pytest.mark.parametrize("seed", range(60))
def test_random_programs(seed: int) -> None:
    family = load(Source("random.gen", random_program(seed)))
    for n in (1, 2, 5):
        assert _outcome(family, n, "machine") == _outcome(family, n, "fast")


ONLY_PRINTED = """family t(n)
  input   x[1..n]
  output  y
  gate    g[0..n+1]
  counter v <= n

  v <- n div 2
  for i in 1..n
    let next = i + 1
    g[next] := x[i]
    v <- v - 1
  y := x[1]
"""


def test_a_trap_tells_the_value_of_a_let_that_is_only_printed() -> None:
    family = load(Source("t.gen", ONLY_PRINTED))
    with pytest.raises(Trap) as caught:
        b"".join(family.stream(4, "machine"))
    assert caught.value.values == (("v", 0), ("i", 3), ("next", 4))
    assert str(caught.value) == _outcome(family, 4, "reference")


def _outcome(family: Generator, n: int, via: str) -> bytes | str:
    try:
        return b"".join(family.stream(n, via))
    except Trap as trap:
        return str(trap)


def _run(machine: Machine | Packed, n: int) -> tuple[Run, bytes]:
    chunks: list[bytes] = []
    outcome = run(machine, n, sink=chunks.append)
    return outcome, b"".join(chunks)
