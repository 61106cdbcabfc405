"""Messages for runs that cannot continue, the same in the slow and in the fast run.

A configuration is *stuck* when no rule applies, or when the one that applies writes where it may not; a step that moves
a head off its tape is the last one. A run *loops* when a configuration repeats.
"""

from __future__ import annotations

from collections.abc import Sequence

from uniform.messages.counts import count_of
from uniform.turing.machine import END, ORIGIN, Machine, Rule, State


def stuck(machine: Machine, state: State, rule: Rule | None, seen: Sequence[str]) -> str:
    """Why a state is stuck when the heads see these symbols; ``rule`` is the one that applies, if any."""
    looked = sorted({tape for each in state.rules for tape, _ in each.reads})
    shown = " ".join(f"{machine.tapes[tape].name}={seen[tape]}" for tape in looked) or "any symbol"
    if rule is None:
        return f"state `{state.name}` has no rule for {shown}"
    tape = next(tape for tape in writes(rule) if forbidden(tape, seen))
    what = "the input" if tape == 0 else f"the origin of `{machine.tapes[tape].name}`"
    return f"state `{state.name}` writes {what} for {shown}"


def is_stuck(rule: Rule | None, seen: Sequence[str]) -> bool:
    """Whether no step can be taken when ``rule`` applies, if any, and the heads see these symbols."""
    return rule is None or any(forbidden(tape, seen) for tape in writes(rule))


def writes(rule: Rule) -> list[int]:
    """The tapes that a rule writes."""
    return [action.tape for action in rule.actions if action.write is not None]


def forbidden(tape: int, seen: Sequence[str]) -> bool:
    """Whether a tape must not be written at its head."""
    return tape == 0 or seen[tape] == ORIGIN


def fell(machine: Machine, tape: int, move: int, state: str) -> str:
    """The message for a head that left its tape in the step to a state."""
    end = ORIGIN if move < 0 else END
    where = "left" if move < 0 else "right"
    return f"the head of `{machine.tapes[tape].name}` moves {where} of `{end}` in a step to state `{state}`"


def place(machine: Machine, line: int | None, stems_from: str | None) -> str:
    """Where in its file a machine ended, and the place in the program that this comes from, for a message."""
    here = "" if machine.file is None or line is None else f"{machine.file}:{line}"
    parts = [part for part in (here, f"from {stems_from}" if here and stems_from else stems_from) if part]
    return f" ({', '.join(parts)})" if parts else ""


def looped(first: int, now: int) -> str:
    """The message for a configuration after ``first`` steps that repeats after ``now`` steps."""
    return f"the configuration after {count_of(first, 'step')} comes back {count_of(now - first, 'step')} later"
