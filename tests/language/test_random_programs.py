"""Random programs are what they claim to be: they load, the sound ones run through, the others meet every trap."""

from __future__ import annotations

import pytest

from tests.language.programs_by_text import text
from tests.language.random_numbers import FAULTS
from tests.language.random_programs import fault_of, random_program
from tests.quick import one_in
from uniform.arguments.limits import Limits
from uniform.messages.errors import Trap

SMALL = Limits(max_gates=10**5, max_wires=10**6, max_steps=10**6)


def test_a_seed_gives_the_same_program() -> None:
    assert random_program(7) == random_program(7) != random_program(8)


@pytest.mark.slow
def test_programs_without_faults_run_through() -> None:
    for seed in range(40):
        source = random_program(seed, faults=False)
        for n in (1, 2, 3, 5, 8):
            assert text(source, n, limits=SMALL).startswith(f"circuit random {n} k=")


TRAPS = {
    "subtract": "U401",
    "divide": "U402",
    "divide in an upper end": "U402",
    "index": "U404",
    "early": "U405",
    "step": "U408",
    "modulus": "U409",
    "residue": "U410",
    "store": "U403",
    "low end": "U401",
    "bound": "U403",
    "argument": "U414",
    "entry": "U404",
    "below zero": "U415",
    "missing": "U407",
    "twice": "U406",
}


@pytest.mark.parametrize("fault", one_in(4, FAULTS))
def test_each_fault_meets_its_trap(fault: str) -> None:
    """In the first program that carries it and comes to it."""
    codes = {f"U4{number:02}" for number in range(1, 11)} | {"U414", "U415"}
    assert set(TRAPS.values()) == codes
    for seed in range(2000):
        if fault_of(seed) == fault and _trap(random_program(seed)) == TRAPS[fault]:
            return
    raise AssertionError(f"no program meets {TRAPS[fault]}")


def _trap(source: str) -> str | None:
    for n in (1, 2, 4):
        try:
            text(source, n, limits=SMALL)
        except Trap as trap:
            return trap.diagnostics[0].code
    return None
