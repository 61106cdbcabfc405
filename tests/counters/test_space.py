"""The cells of compiled machines: as many as the formula says are laid out, no more are touched, and no fewer do.

The formula is proved; here it is measured. The meter is alive, too: a machine with a tape that is one cell shorter
traps wherever that cell was needed. Which cells are needed is found in two ways that know nothing of the meter: by
interpreting the register code, and by looking at all configurations of the machine.
"""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.cases import NAMES, PROGRAMS, cheap, generator
from tests.quick import one_in
from uniform.counters.machine.compile import compile_machine
from uniform.counters.machine.tapes import cells, register_tapes, tapes
from uniform.counters.reference import interpret
from uniform.counters.widths import bits
from uniform.language.pipeline import Generator
from uniform.library.entry import ShippedProgram
from uniform.turing.emulator.outcome import Run
from uniform.turing.emulator.pack import pack
from uniform.turing.emulator.run import run
from uniform.turing.emulator.simulate import configurations
from uniform.turing.machine import Machine

EVERY = pytest.mark.parametrize("entry", PROGRAMS, ids=NAMES)
LAYOUTS = (*range(1, 65), 100, 1000, 10**5)
TWO_MEGABYTES = 2 * 10**6
SHORTENED = (*range(1, 10), 15, 16, 17, 31, 32)


@pytest.mark.parametrize("entry", one_in(4, PROGRAMS), ids=NAMES)
def test_reserved_cells_are_the_formula(entry: ShippedProgram) -> None:
    family = generator(entry)
    machine, formula, widths = pack(family.machine()), cells(family.code), tapes(family.code)
    for n in LAYOUTS:
        outcome = run(machine, n, stop_at_layout=True)
        assert outcome.reserved == outcome.visited == outcome.claim == formula.at(n), n
        assert outcome.touched is None
        assert str(outcome).splitlines()[3] == f"{formula.at(n)} cells reserved by the layout"
        assert dict(outcome.tapes) == {name: width.at(n) for name, width in widths}, n


@EVERY
@pytest.mark.slow
def test_no_more_cells_are_touched_than_reserved(entry: ShippedProgram) -> None:
    """For small n, n around powers of two, and some larger ones; the largest prints almost two megabytes."""
    family = generator(entry)
    machine, formula = pack(family.machine()), cells(family.code)
    largest = _largest(family)
    for n in sorted({*(n for n in (*SHORTENED, 33, 63, 64) if n <= largest), largest // 30 + 1, largest}):
        outcome = run(machine, n, sink=lambda chunk: None)
        assert outcome.halted == "accept", (n, outcome.reason)
        assert outcome.touched is not None
        assert outcome.touched <= outcome.reserved == outcome.visited == formula.at(n), n
        spare = formula.at(n) - outcome.touched
        assert ("not needed at this n, since no value reaches its bound" in str(outcome)) == (spare > 0)
    assert TWO_MEGABYTES // 4 < outcome.output_length <= TWO_MEGABYTES


@EVERY
@pytest.mark.slow
def test_a_cell_less_and_the_machine_traps(entry: ShippedProgram) -> None:
    """Reduce by one the width of each tape: the run traps where the cell is needed, and elsewhere prints the same."""
    family = generator(entry)
    needed = {n: _by_interpreting(family, n) for n in cheap(entry, SHORTENED, 12_100)}
    for n in cheap(entry, (1, 3, 5), 500):  # the configurations one by one
        needed[n] |= _by_looking(family.machine(), n)
    digests = {n: sha256(b"".join(family.stream(n))).hexdigest() for n in needed}
    every = 1 if len(tapes(family.code)) <= 16 else 4  # of many tapes a few: each takes a machine of its own
    for number, (name, _) in enumerate(tapes(family.code), 1):
        if number == 1 or number % every:
            continue  # n is laid out by counting; it has no width to reduce
        narrow = pack(compile_machine(family.code, narrower=number))
        for n, numbers in needed.items():
            outcome: Run = run(narrow, n)
            if number in numbers:
                assert outcome.halted == "trap", (name, n, outcome.halted)
            else:
                assert outcome.halted == "trap" or (outcome.halted, outcome.digest) == ("accept", digests[n]), (name, n)
            if outcome.halted == "trap":
                assert outcome.reason
    assert sum(map(len, needed.values())) >= 3, "no tape is used to its end"


@pytest.mark.slow
def test_most_tapes_are_used_to_their_end_by_some_program() -> None:
    """So that the test above is about every kind of tape."""
    found: set[str] = set()
    for entry in PROGRAMS:
        family = generator(entry)
        names = [name for name, _ in tapes(family.code)]
        for n in (1, 3):
            found |= {names[number - 1] for number in _by_looking(family.machine(), n)}
    assert found >= {"i", "j", "v", "digits", "r2", "i.dec", "decimal", "factor"}


def _by_interpreting(family: Generator, n: int) -> set[int]:
    """The tapes of registers that hold a number of as many digits as the tape has cells for."""
    widths = [register.width.at(n) for register in family.code.registers]
    code = family.code
    largest = [0] * len(code.registers)

    def note(register: int, number: int) -> None:
        largest[register] = max(largest[register], number)

    for _ in interpret(code, n, written=note):
        pass
    found = {place for place, peak in enumerate(largest) if peak and bits(peak) == widths[place]}
    numbers = register_tapes(family.code)
    return {numbers[place] for place in found if place in numbers} - {1}


def _by_looking(machine: Machine, n: int) -> set[int]:
    """The tapes whose last cell holds something else than 0 or a blank at some moment after the layout."""
    found: set[int] = set()
    laid_out = False
    for configuration in configurations(machine, n):
        laid_out = laid_out or configuration.state == machine.laid_out
        if laid_out:
            found |= {number for number, tape in enumerate(configuration.tapes) if tape[-2] not in "0_^"}
    return found - {0, 1}


def _largest(family: Generator) -> int:
    """The largest n, nearly, that prints no more than two megabytes."""

    def fits(n: int) -> bool:
        printed = 0
        for chunk in family.stream(n):
            printed += len(chunk)
            if printed > TWO_MEGABYTES:
                return False
        return True

    low = 1
    while fits(2 * low):
        low *= 2
    high = 2 * low
    while high - low > max(1, low // 10):
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
