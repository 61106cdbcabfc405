"""A layout in Python visits the cells that a run visits, or gives up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases import NAMES, generator, program
from tests.turing.random_machines import random_machine, random_word
from uniform.turing.emulator.run import RunLimits, run
from uniform.turing.emulator.short_layout import lay_out

MOST = 500


@pytest.mark.parametrize("name", NAMES)
def test_compiled_machines(name: str) -> None:
    machine = generator(program(name)).machine()
    for n in (1, 2, 7, 8, 200):
        assert lay_out(machine, n) == run(machine, n, stop_at_layout=True).reserved is not None


@pytest.mark.slow
def test_random_machines_with_any_state_marked() -> None:
    reached = 0
    for seed in range(200):
        machine, word = random_machine(seed, most_tapes=3), random_word(seed)
        for state in machine.states:
            if state.name == machine.start:
                continue
            marked = replace(machine, laid_out=state.name)
            cells = lay_out(marked, word, MOST)
            outcome = run(marked, word, limits=RunLimits(steps=MOST), stop_at_layout=True)
            if cells is not None:
                assert cells == outcome.reserved
                reached += 1
            elif outcome.reserved is not None:
                assert outcome.output_length  # which a layout has not
    assert reached > 50


def test_the_last_step_counts() -> None:
    machine = generator(program("parity_tc0")).machine()
    outcome = run(machine, 7, stop_at_layout=True)
    assert lay_out(machine, 7, outcome.steps) == outcome.reserved
    assert lay_out(machine, 7, outcome.steps - 1) is None
