"""Messages for runs that cannot continue, the same in the slow and in the fast run.

A configuration is *stuck* if no rule applies, or if the rule that applies writes where it must not. A step that moves a
head off its tape is the last one. A run *loops* if a configuration repeats.
"""

from __future__ import annotations

from collections.abc import Sequence

from uniform.messages.counts import count_of
from uniform.turing.machine import END, ORIGIN, Machine, Rule, State


def describe_stuck(machine: Machine, state: State, rule: Rule | None, seen: Sequence[str]) -> str:
    """Why a state is stuck when the heads see these symbols; ``rule`` is the one that applies, if any."""
    tapes = sorted({tape for each in state.rules for tape, _ in each.reads})
    symbols = " ".join(f"{machine.tapes[tape].name}={seen[tape]}" for tape in tapes) or "any symbol"
    if rule is None:
        return f"state `{state.name}` has no rule for {symbols}"
    tape = next(tape for tape in written_tapes(rule) if is_protected(tape, seen))
    what = "the input" if tape == 0 else f"the origin of `{machine.tapes[tape].name}`"
    return f"state `{state.name}` writes {what} for {symbols}"


def is_stuck(rule: Rule | None, seen: Sequence[str]) -> bool:
    """Whether no step can be taken when ``rule`` applies, if any, and the heads see these symbols."""
    return rule is None or any(is_protected(tape, seen) for tape in written_tapes(rule))


def written_tapes(rule: Rule) -> list[int]:
    """The tapes that a rule writes."""
    return [action.tape for action in rule.actions if action.write is not None]


def is_protected(tape: int, seen: Sequence[str]) -> bool:
    """Whether a tape must not be written at its head."""
    return tape == 0 or seen[tape] == ORIGIN


def describe_fall(machine: Machine, tape: int, move: int, state: str) -> str:
    """The message for a head that left its tape in the step to a state."""
    end = ORIGIN if move < 0 else END
    where = "left" if move < 0 else "right"
    return f"the head of `{machine.tapes[tape].name}` moves {where} of `{end}` in a step to state `{state}`"


def describe_place(machine: Machine, line: int | None, stems_from: str | None) -> str:
    """Where in its file a machine ended, and the place in the program that this comes from, for a message."""
    here = "" if machine.file is None or line is None else f"{machine.file}:{line}"
    parts = [part for part in (here, f"from {stems_from}" if here and stems_from else stems_from) if part]
    return f" ({', '.join(parts)})" if parts else ""


def describe_loop(first: int, now: int) -> str:
    """The message for a configuration after ``first`` steps that repeats after ``now`` steps."""
    return f"the configuration after {count_of(first, 'step')} comes back {count_of(now - first, 'step')} later"
