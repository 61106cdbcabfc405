"""The slow and the fast run are the same run, and so is the machine with one printed character a step."""

from __future__ import annotations

import pytest

from tests.turing.random_machines import random_machine, random_word
from uniform.spans import Source
from uniform.turing.machine import Machine
from uniform.turing.parse import parse_machine
from uniform.turing.run import RunLimits, run
from uniform.turing.simulate import Configuration, configurations, expand
from uniform.turing.write import to_text

MOST = 3000


@pytest.mark.parametrize("block", range(12))
def test_random_machines(block: int) -> None:
    endings = set()
    for seed in range(50 * block, 50 * block + 50):
        machine, word = random_machine(seed, most_tapes=3), random_word(seed)
        last, repeats = _slowly(machine, word)
        for each in (machine, expand(machine)):
            fast = run(each, word, limits=RunLimits(steps=MOST))
            endings.add(fast.halted)
            if last.ended is None:
                assert fast.halted == "limit" or (fast.halted == "loop" and repeats), seed
                assert fast.halted == "loop" or fast.steps == MOST
                continue
            assert (fast.halted, fast.steps, fast.output) == (last.ended, last.step, last.output), seed
            assert tuple(cells for _, cells in fast.tapes) == last.cells, seed
            assert fast.contents == last.tapes[1:], seed
    assert endings >= {"accept", "reject", "stuck"}


def _slowly(machine: Machine, word: str) -> tuple[Configuration, bool]:
    """The last configuration within the limit, and whether one was met twice.

    Prints are written out, so that a configuration in the middle of one is not the one before it."""
    seen = set()
    repeats = False
    for configuration in configurations(expand(machine), word):
        moment = (configuration.state, configuration.heads, configuration.tapes)
        repeats = repeats or moment in seen
        seen.add(moment)
        last = configuration
        if configuration.step >= MOST:
            break
    return last, repeats


def test_loops_are_found_exactly_where_there_are_some() -> None:
    """Every machine that comes back to a configuration is reported as a loop, and no other one."""
    found = 0
    for seed in range(400):
        machine, word = random_machine(seed), random_word(seed)
        last, repeats = _slowly(machine, word)
        if last.ended is None and repeats:
            outcome = run(machine, word, limits=RunLimits(steps=10**6))
            assert outcome.halted == "loop", seed
            found += 1
    assert found > 20


def test_random_machines_survive_their_text() -> None:
    for seed in range(200):
        machine = random_machine(seed, most_tapes=4)
        text = to_text(machine)
        assert parse_machine(Source("m.tm", text)) == machine
        assert to_text(parse_machine(Source("m.tm", text))) == text


def test_growing_tapes_and_output_are_cut() -> None:
    source = 'machine grow\ninput in: 1\nwork w: 1\nstart s\ns:\n  w=^ -> w>\n  w=_ -> w:1>, print "x"\n'
    machine = parse_machine(Source("grow.tm", source))
    outcome = run(machine, 3, limits=RunLimits(cells=5000))
    assert (outcome.halted, outcome.limit) == ("limit", "cells")
    outcome = run(machine, 3, limits=RunLimits(output=2_000_000), sink=lambda chunk: None)
    assert (outcome.halted, outcome.limit) == ("limit", "output")
    outcome = run(machine, 3, limits=RunLimits(steps=100))
    assert (outcome.halted, outcome.steps, outcome.visited) == ("limit", 100, 101)
