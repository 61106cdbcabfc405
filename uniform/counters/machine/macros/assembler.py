"""States and rules of a machine under construction.

A macro is a function that adds states under a prefix and ends by going to a given state. ``Assembler.state`` takes
rules as short calls: ``look`` says what is read, ``do`` what is done on each tape as a pair (symbol to write or None,
move).

``Assembler.stamp`` is for states with thousands of copies: their rules are made once, by a function of everything
they depend on, with labels for targets; each copy fills in its targets. Copies share reads and actions, so that code
that goes through a large machine can cache its results by object.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from uniform.counters.code import Operand, Register
from uniform.turing.machine import Action, Halt, Rule, State, Tape

MARK = "$"  # the end marker of a work tape
DIGITS = "0123456789"
HERE = "here"  # in place of the message of a trap that each copy fills in

Do = Mapping[int, tuple[str | None, int]]


@dataclass(frozen=True, slots=True)
class WorkTape:
    """A work tape that is laid out: how many cells are between its markers, and what they are filled with."""

    name: str
    number: int  # among all tapes; 0 is the input
    decimal: bool  # decimal digits in blank cells, else binary digits, 0 at first


@dataclass(frozen=True, slots=True)
class _Form:
    """Rules to stamp."""

    rules: tuple[Rule, ...]  # targets are labels
    labels: tuple[str, ...]  # in the order in which the rules name them
    size: int


@dataclass(slots=True)
class Assembler:
    """States so far, and where new ones belong."""

    tapes: dict[int, WorkTape]  # by number
    registers: Mapping[int, int]  # tape number of each register
    place: str | None = None  # source place of new states
    prefix: str = ""  # of their names
    states: list[State] = field(default_factory=list)
    targets: list[tuple[str, ...]] = field(
        default_factory=list
    )  # of each state, in the order in which its rules name them
    unknown: list[int] = field(default_factory=list)  # the states with a target `@...`, which is resolved at the end
    names: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)  # the last number behind a name that is used again
    size: int = 0  # rules and actions so far
    forms: dict[Hashable, _Form] = field(default_factory=dict)  # rules that are stamped
    of_tape: dict[int, Register] = field(default_factory=dict)  # the first register of each tape

    def __post_init__(self) -> None:
        for index, tape in self.registers.items():
            self.of_tape.setdefault(tape, Register(index))

    def tape(self, operand: Operand) -> int:
        """The number of a register's tape."""
        assert isinstance(operand, Register)
        return self.registers[operand.index]

    def name(self, suffix: str) -> str:
        """A full state name in the current macro, not used yet."""
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
        self._append(name, rules, tuple([each.target for each in rules if each.target is not None]))
        self.size += sum(1 + len(rule.actions) for rule in rules)
        return name

    def stamp(
        self,
        name: str,
        where: Callable[[str], str],
        rules: Callable[..., Sequence[Rule]],
        *form: Hashable,
        message: str = "",
    ) -> str:
        """Add a state with the rules ``rules(*form)``, whose targets are labels; ``where`` gives the target of each
        label.

        A trap with the message HERE gets the given one."""
        made = self.forms.get((rules, form))
        if made is None:
            fresh = tuple(rules(*form))
            labels = tuple(dict.fromkeys(each.target for each in fresh if each.target is not None))
            made = self.forms[rules, form] = _Form(fresh, labels, sum(1 + len(each.actions) for each in fresh))
        to = {label: where(label) for label in made.labels}
        own = [
            Rule(each.reads, each.actions, to[each.target], each.output)
            if each.target is not None
            else trap(dict(each.reads), message)
            if each.message == HERE
            else each
            for each in made.rules
        ]
        self._append(name, tuple(own), tuple(to.values()))
        self.size += made.size
        return name

    def _append(self, name: str, rules: tuple[Rule, ...], targets: tuple[str, ...]) -> None:
        self.names.add(name)
        for target in targets:
            if target[0] == "@":
                self.unknown.append(len(self.states))
                break
        self.states.append(State(name, rules, self.place))
        self.targets.append(targets)

    def full(self, tape: int, look: Mapping[int, str]) -> Rule:
        """A rule that traps because a tape has no cell left."""
        return trap(look, self.full_message(tape))

    def full_message(self, tape: int) -> str:
        """The message of that trap."""
        return f"the tape {self.tapes[tape].name} is full"

    def home(self, tapes: list[int], then: str, suffix: str = "home") -> str:
        """Bring heads back to cell 0, all at once, then continue. At most three tapes a state."""
        entry = then
        for start in reversed(range(0, len(tapes), 2)):
            entry = self._home(tapes[start : start + 2], entry, suffix)
        return entry

    def _home(self, tapes: list[int], then: str, suffix: str) -> str:
        name = self.name(suffix)
        inside = [self.inside(tape) for tape in tapes]
        if len(tapes) == 1:
            return self.stamp(name, {"then": then}.__getitem__, _home_of_one, tapes[0], inside[0])
        return self.stamp(name, {"then": then}.__getitem__, _home_of_two, *tapes, *inside)

    def inside(self, tape: int) -> str:
        """All symbols of a laid out tape but the origin."""
        return DIGITS + "_" + MARK if self.tapes[tape].decimal else "01" + MARK


def rule(look: Mapping[int, str], do: Do, target: str | None = None, output: str = "") -> Rule:
    """A rule: what is read, what is done on each tape (symbol or None, move), where to go."""
    return Rule(_reads(*sorted(look.items())), _actions(*sorted(do.items())), target, output)


def _home_of_one(tape: int, inside: str) -> list[Rule]:
    return [rule({tape: inside}, {tape: (None, -1)}), rule({tape: "^"}, {}, "then")]


def _home_of_two(a: int, b: int, inside_a: str, inside_b: str) -> list[Rule]:
    return [
        rule({a: inside_a, b: inside_b}, {a: (None, -1), b: (None, -1)}),
        rule({a: inside_a, b: "^"}, {a: (None, -1)}),
        rule({a: "^", b: inside_b}, {b: (None, -1)}),
        rule({a: "^", b: "^"}, {}, "then"),
    ]


def trap(look: Mapping[int, str], message: str) -> Rule:
    """A rule that ends the run with a message."""
    return Rule(_reads(*sorted(look.items())), halt=Halt.TRAP, message=message)


@lru_cache(maxsize=1 << 12)
def _reads(*looks: tuple[int, str]) -> tuple[tuple[int, str], ...]:
    """Cached, so that rules with the same reads usually share one object."""
    return looks


@lru_cache(maxsize=1 << 12)
def _actions(*does: tuple[int, tuple[str | None, int]]) -> tuple[Action, ...]:
    return tuple(Action(tape, write, move) for tape, (write, move) in does)


def declare_tapes(tapes: Mapping[int, WorkTape]) -> tuple[Tape, ...]:
    """The tapes as the machine declares them."""
    work = tuple(
        Tape(tapes[number].name, (DIGITS if tapes[number].decimal else "01") + MARK) for number in sorted(tapes)
    )
    return (Tape("in", "1"), *work)
