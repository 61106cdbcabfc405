"""States and rules of a machine under construction.

A macro is a function that adds states under a prefix and ends by going to a given state.
``Assembler.state`` takes rules
as short calls: ``look`` says what is read, ``do`` what is done on each tape as a pair (symbol to write or None, move).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from uniform.counters.code import Operand, Register
from uniform.turing.machine import Action, Halt, Rule, State, Tape

MARK = "$"  # the end marker of a work tape
DIGITS = "0123456789"

Do = Mapping[int, tuple[str | None, int]]


@dataclass(frozen=True, slots=True)
class WorkTape:
    """A work tape that is laid out: how many cells lie between its markers, and with what they are filled."""

    name: str
    number: int  # among all tapes; 0 is the input
    decimal: bool  # decimal digits in blank cells, else binary digits, 0 at first


@dataclass(slots=True)
class Assembler:
    """States so far, and where new ones belong."""

    tapes: dict[int, WorkTape]  # by number
    registers: Mapping[int, int]  # tape number of each register
    place: str | None = None  # source place of new states
    prefix: str = ""  # of their names
    states: list[State] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)  # the last number behind a name that is used again

    def tape(self, operand: Operand) -> int:
        """The number of a register's tape."""
        assert isinstance(operand, Register)
        return self.registers[operand.index]

    def name(self, suffix: str) -> str:
        """A full state name in the present macro, not used yet."""
        base = f"{self.prefix}.{suffix}"
        name, count = base, self.counts.get(base, 1)
        while name in self.names:
            count += 1
            name = f"{base}{count}"
        self.counts[base] = count
        self.names.add(name)
        return name

    def state(self, name: str, *rules: Rule) -> str:
        """Add a state; returns its name."""
        self.names.add(name)
        self.states.append(State(name, tuple(rules), self.place))
        return name

    def full(self, tape: int, look: Mapping[int, str]) -> Rule:
        """A rule that traps because a tape has no cell left."""
        return trap(look, f"the tape {self.tapes[tape].name} is full")

    def home(self, tapes: list[int], then: str, suffix: str = "home") -> str:
        """Bring heads back to cell 0, all at once, then go on. At most three tapes a state."""
        entry = then
        for start in reversed(range(0, len(tapes), 2)):
            entry = self._home(tapes[start : start + 2], entry, suffix)
        return entry

    def _home(self, tapes: list[int], then: str, suffix: str) -> str:
        name = self.name(suffix)
        inside = {tape: self.inside(tape) for tape in tapes}
        if len(tapes) == 1:
            tape = tapes[0]
            rules = [rule({tape: inside[tape]}, {tape: (None, -1)}), rule({tape: "^"}, {}, then)]
        else:
            a, b = tapes
            rules = [
                rule({a: inside[a], b: inside[b]}, {a: (None, -1), b: (None, -1)}),
                rule({a: inside[a], b: "^"}, {a: (None, -1)}),
                rule({a: "^", b: inside[b]}, {b: (None, -1)}),
                rule({a: "^", b: "^"}, {}, then),
            ]
        return self.state(name, *rules)

    def inside(self, tape: int) -> str:
        """All symbols of a laid out tape but the origin."""
        return DIGITS + "_" + MARK if self.tapes[tape].decimal else "01" + MARK


def rule(look: Mapping[int, str], do: Do, target: str | None = None, output: str = "") -> Rule:
    """A rule: what is read, what is done on each tape (symbol or None, move), where to go."""
    actions = tuple(Action(tape, *do[tape]) for tape in sorted(do))
    return Rule(tuple(sorted(look.items())), actions, target, output)


def trap(look: Mapping[int, str], message: str) -> Rule:
    """A rule that ends the run with a message."""
    return Rule(tuple(sorted(look.items())), halt=Halt.TRAP, message=message)


def declared(tapes: Mapping[int, WorkTape]) -> tuple[Tape, ...]:
    """The tapes as the machine declares them."""
    work = tuple(
        Tape(tapes[number].name, (DIGITS if tapes[number].decimal else "01") + MARK) for number in sorted(tapes)
    )
    return (Tape("in", "1"), *work)
