"""Machines that are made in Python: what is not a machine is refused with words when it is run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from uniform.messages.errors import UniformError
from uniform.turing.emulator.run import run
from uniform.turing.machine import Action, Machine, Rule, State, Tape

GOOD = Machine("m", (Tape("in", "1"), Tape("t", "01")), (State("go", (Rule(((0, "^"),), ()),)),), "go")


def with_rules(*rules: Rule) -> Machine:
    return replace(GOOD, states=(State("go", rules),))


READS = ((0, "^"),)

BAD = {
    "a symbol to write": ("U609", with_rules(Rule(READS, (Action(1, "x", 0),)))),
    "a symbol to read": ("U609", with_rules(Rule(((1, "0x"),)))),
    "a text to write": ("U609", with_rules(Rule(READS, (Action(1, "01", 0),)))),
    "a tape to read": ("U609", with_rules(Rule(((2, "1"),)))),
    "a tape to write": ("U609", with_rules(Rule(READS, (Action(-1, None, 1),)))),
    "a move": ("U608", with_rules(Rule(READS, (Action(1, None, 2),)))),
    "a print": ("U607", with_rules(Rule(READS, (), None, "\u00e9"))),
    "a target": ("U606", with_rules(Rule(READS, (), "gone"))),
    "a start": ("U606", replace(GOOD, start="gone")),
    "a layout": ("U606", replace(GOOD, laid_out="gone")),
    "two states": ("U606", replace(GOOD, states=GOOD.states * 2)),
    "two rules": ("U611", with_rules(Rule(((0, "^1"),)), Rule(((0, "1$"),)))),
    "two elses": ("U611", with_rules(Rule((), otherwise=True), Rule((), otherwise=True))),
    "no tapes": ("U604", replace(GOOD, tapes=())),
    "a symbol twice": ("U605", replace(GOOD, tapes=(Tape("in", "1"), Tape("t", "010")))),
    "an end": ("U605", replace(GOOD, tapes=(Tape("in", "1$"), Tape("t", "01")))),
}


@pytest.mark.parametrize("name", BAD)
def test_is_refused(name: str) -> None:
    code, machine = BAD[name]
    with pytest.raises(UniformError, match=code):
        run(machine, 3)


def test_the_good_one_is_stuck() -> None:
    assert run(GOOD, 3).halted in ("stuck", "loop")
