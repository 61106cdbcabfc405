"""Compiled machines: the same bytes, the same traps, the cells of the formula, and not one cell more."""

from __future__ import annotations

import pytest

from tests.cases import NAMES, PROGRAMS, generator
from tests.language.random_programs import random_program
from uniform.catalog import Entry
from uniform.counters.compile import cells, compile_machine, tapes
from uniform.errors import Trap
from uniform.language.pipeline import load
from uniform.spans import Source
from uniform.turing.pack import pack
from uniform.turing.parse import parse_machine
from uniform.turing.run import Run, run
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
    assert to_text(generator(entry).machine()) == text


@EVERY
def test_a_cell_less_and_the_machine_traps(entry: Entry) -> None:
    """Reduce by one the width of any tape that the run touches to its end: the meter is alive."""
    family = generator(entry)
    n = 8 if entry.name != "reachability" else 4
    machine = family.machine()
    touched = dict(_touched(machine, n))
    tried = 0
    for number, (name, width) in enumerate(tapes(family.code), 1):
        if number > 1 and touched[name] == width.at(n):
            narrow, _ = _run(pack(compile_machine(family.code, narrower=number)), n)
            if narrow.halted == "accept":
                # The end marker was met, but nothing was to be written beyond it: then the last digit was a zero.
                assert _last_digit_unused(machine, n, number), name
                continue
            assert narrow.halted == "trap", (name, narrow.halted, narrow.reason)
            tried += 1
    assert tried or entry.name in ("majority", "threshold_k", "exactly_k", "heavy_sum")


def _touched(machine: object, n: int) -> list[tuple[str, int]]:
    outcome = run(machine, n, sink=lambda chunk: None)  # type: ignore[arg-type]
    return [(name, visited) for name, visited in outcome.tapes]


def _last_digit_unused(machine: object, n: int, number: int) -> bool:
    """Whether the last cell before the end marker never holds anything but 0 or a blank."""
    from uniform.turing.simulate import configurations

    return all(
        configuration.tapes[number][-2:-1] in ("0", "_", "", "^")
        for configuration in configurations(machine, n)  # type: ignore[arg-type]
        if configuration.tapes[number].endswith("$")
    )


@pytest.mark.parametrize("seed", range(60))
def test_random_programs(seed: int) -> None:
    family = load(Source("random.gen", random_program(seed)))
    for n in (1, 2, 5):
        try:
            expected: bytes | None = b"".join(family.stream(n))
            trap = None
        except Trap as caught:
            expected, trap = None, str(caught)
        try:
            assert b"".join(family.stream(n, "machine")) == expected
        except Trap as caught:
            assert str(caught) == trap


def _run(machine: object, n: int) -> tuple[Run, bytes]:
    chunks: list[bytes] = []
    outcome = run(machine, n, sink=chunks.append)  # type: ignore[arg-type]
    return outcome, b"".join(chunks)
