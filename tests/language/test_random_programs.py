"""Random programs are what they claim to be: they load, the sound ones run through, the others meet every trap."""

from __future__ import annotations

import pytest

from tests.language.programs_by_text import text
from tests.language.random_programs import random_program
from uniform.errors import Trap
from uniform.limits import Limits

SMALL = Limits(max_gates=10**5, max_wires=10**6, max_steps=10**6)


def test_a_seed_gives_the_same_program() -> None:
    assert random_program(7) == random_program(7) != random_program(8)


@pytest.mark.slow
def test_programs_without_faults_run_through() -> None:
    for seed in range(40):
        source = random_program(seed, faults=False)
        for n in (1, 2, 3, 5, 8):
            assert text(source, n, limits=SMALL).startswith(f"circuit random {n} k=")


@pytest.mark.slow
def test_faults_meet_every_trap() -> None:
    every = {f"U4{number:02}" for number in range(1, 11)}
    met: set[str] = set()
    for seed in range(1000):
        source = random_program(seed)
        for n in (1, 2, 4):
            try:
                text(source, n, limits=SMALL)
            except Trap as trap:
                met.add(trap.diagnostics[0].code)
        if met == every:
            return
    assert met == every
