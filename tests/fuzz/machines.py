"""Machines: the fast and the slow run end alike, and the text form holds all of the machine."""

from __future__ import annotations

from tests.fuzz.subject import Case, Subject
from tests.turing.random_machines import random_machine, random_word
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.run import RunLimits, run
from uniform.turing.emulator.simulate import configurations, expand
from uniform.turing.machine import Machine, to_text
from uniform.turing.text.read import parse_machine

STEPS = 3000


def make(seed: int) -> Case:
    """A machine of up to four work tapes, and a word."""
    return Case(to_text(random_machine(seed, most_tapes=seed % 5)), ".tm", (random_word(seed),))


def fault(case: Case) -> str | None:
    """What the two runs disagree on."""
    try:
        machine = parse_machine(Source("m.tm", case.text))
    except UniformError:
        return None
    text = to_text(machine)
    again = parse_machine(Source("m.tm", text))
    if again != machine or to_text(again) != text:
        return "text: the machine that is read from its text is another machine"
    return _runs(machine, case.given[0]) or _runs(expand(machine), case.given[0])


def _runs(machine: Machine, word: str) -> str | None:
    *_, slow = configurations(machine, word, most=STEPS)
    fast = run(machine, word, limits=RunLimits(steps=STEPS))
    for what, one, other in (
        ("end", fast.halted, slow.ended or "limit"),
        ("steps", fast.steps, slow.step),
        ("output", fast.output, slow.output),
        ("state", fast.state, slow.state),
        ("reason", fast.reason, slow.reason),
        ("cells", tuple(cells for _, cells in fast.tapes), slow.cells),
        ("tapes", fast.contents, slow.tapes[1:]),
        ("line", fast.line if slow.ended else None, slow.line if slow.ended else None),
    ):
        if one != other:
            return f"{what}: the fast run of `{machine.name}` on {word!r} has {one!r}, the slow one {other!r}"
    return None


MACHINES = Subject("machines", make, fault)
