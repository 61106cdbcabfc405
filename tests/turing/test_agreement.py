"""The slow and the fast run are the same run, and so is the machine with one printed character a step."""

from __future__ import annotations

import re

import pytest

from tests.turing.random_machines import random_machine, random_word
from uniform.spans import Source
from uniform.turing.machine import Machine
from uniform.turing.parse import parse_machine
from uniform.turing.run import RunLimits, run
from uniform.turing.simulate import Configuration, History, configurations, expand
from uniform.turing.write import to_text

MOST = 3000


@pytest.mark.parametrize("block", range(12))
def test_random_machines(block: int) -> None:
    endings = set()
    for seed in range(50 * block, 50 * block + 50):
        machine, word = random_machine(seed, most_tapes=3), random_word(seed)
        for each in (machine, expand(machine)):
            fast = run(each, word, limits=RunLimits(steps=MOST))
            endings.add(fast.halted)
            slow = last_configuration(each, word)
            assert (fast.halted, fast.steps, fast.output) == (slow.ended or "limit", slow.step, slow.output), seed
            assert (fast.state, fast.reason) == (slow.state, slow.reason), seed
            assert tuple(cells for _, cells in fast.tapes) == slow.cells, seed
            assert fast.contents == slow.tapes[1:], seed
    assert endings >= {"accept", "reject", "trap", "stuck", "loop"}


def last_configuration(machine: Machine, word: str) -> Configuration:
    """Where the slow run ends, or is cut."""
    *_, last = configurations(machine, word, most=MOST)
    return last


def _repeats(machine: Machine, word: str, most: int) -> tuple[int, int] | None:
    """The steps of the first configuration that comes back, and of its return, or None; every one is kept.

    Prints are written out, so that a configuration in the middle of one is not the one before it."""
    seen: dict[object, int] = {}
    history = History(expand(machine), word)
    while history.now.ended in (None, "loop") and history.now.step <= most:
        now = history.now
        moment = (now.state, now.heads, tuple(tape.rstrip("_") for tape in now.tapes[1:]))
        if moment in seen:
            return seen[moment], now.step
        seen[moment] = now.step
        history.forward()
    return None


def test_loops_are_found_exactly_where_there_are_some() -> None:
    """Every machine that comes back to a configuration is reported as a loop, soon after that, and no other one."""
    found = 0
    for seed in range(300):
        machine, word = random_machine(seed), random_word(seed)
        outcome = run(machine, word, limits=RunLimits(steps=4000))
        repeat = _repeats(machine, word, 1000)
        if repeat is None:
            assert outcome.halted != "loop" or outcome.steps > 1000, seed
            continue
        first, again = repeat
        assert outcome.halted == "loop", seed
        assert again <= outcome.steps <= 4 * again + 16, seed
        period = re.fullmatch(r"the configuration after (\d+) steps comes back (\d+) steps later", outcome.reason)
        assert period is not None
        assert int(period[1]) >= first
        assert int(period[2]) == again - first
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
