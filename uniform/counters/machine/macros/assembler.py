"""States and rules of a machine under construction.

A macro is a function that adds states under a prefix and ends by going to a given state. ``Assembler.state`` takes
rules as short calls: ``look`` says what is read, ``do`` what is done on each tape as a pair (symbol to write or None,
move).

``Assembler.stamp`` is for states with thousands of copies: their rules are made once, by a function of everything
they depend on, with labels for targets; each copy fills in its targets. Copies share reads and actions, so that code
that goes through a large machine can cache its results by object.

A macro that is ``repeated`` runs once for the same arguments; where it is used again, its states are copied, with new
names and other ends. Rules get their targets last, and only those of states that the machine keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec

from uniform.counters.code import Operand, Register
from uniform.records import made_often
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


@made_often
@dataclass(frozen=True, slots=True)
class _Form:
    """Rules with labels for targets."""

    rules: tuple[Rule, ...]
    labels: tuple[str, ...]  # in the order in which the rules name them
    numbers: tuple[int, ...]  # of the label of each rule, or -1
    size: int

    @staticmethod
    def of(rules: tuple[Rule, ...]) -> _Form:
        """The form of rules that have labels for targets."""
        labels: dict[str, int] = {}
        numbers = [-1 if each.target is None else labels.setdefault(each.target, len(labels)) for each in rules]
        return _Form(rules, tuple(labels), tuple(numbers), len(rules) + sum([len(each.actions) for each in rules]))

    def fill(self, targets: Sequence[str], message: str) -> tuple[Rule, ...]:
        """The rules with these targets. A trap with the message HERE gets the given one."""
        return tuple(
            [
                Rule(each.reads, each.actions, targets[number], each.output)
                if number >= 0
                else trap(dict(each.reads), message)
                if message and each.message == HERE
                else each
                for each, number in zip(self.rules, self.numbers, strict=True)
            ]
        )


_State = tuple[str, _Form, tuple[str, ...], str | None, str]
"""A state under construction: its name, form, targets and place, and the message in place of HERE."""


@dataclass(frozen=True, slots=True)
class _Copyable:
    """The states of a macro. They are named by numbers; after those of the names, those of its ends follow."""

    suffixes: tuple[str, ...]  # of the names, in the order in which the macro asks for them
    states: tuple[tuple[int, _Form, tuple[int, ...], str], ...]  # the number, the form, the targets, the message
    entry: int
    size: int


@dataclass(slots=True)
class Assembler:
    """States so far, and where new ones belong."""

    tapes: dict[int, WorkTape]  # by number
    registers: Mapping[int, int]  # tape number of each register
    only_size: bool = False  # count the rules of repeated macros, but leave their states out
    place: str | None = None  # source place of new states
    prefix: str = ""  # of their names
    states: list[_State] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)  # the last number behind a name that is used again
    size: int = 0  # rules and actions so far
    forms: dict[Hashable, _Form] = field(default_factory=dict)  # rules that are stamped
    macros: dict[Hashable, _Copyable] = field(default_factory=dict)  # those that are repeated
    suffixes: list[str] | None = None  # in a macro that runs to be copied: of the names so far
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
        if self.suffixes is not None:
            self.suffixes.append(suffix)
            return str(len(self.suffixes) - 1)
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
        form = _Form.of(rules)
        self._append(name, form, form.labels)
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
            made = self.forms[rules, form] = _Form.of(tuple(rules(*form)))
        self._append(name, made, tuple([where(label) for label in made.labels]), message)
        return name

    def _append(self, name: str, form: _Form, targets: tuple[str, ...], message: str = "") -> None:
        self.names.add(name)
        self.states.append((name, form, targets, self.place, message))
        self.size += form.size

    def copy_macro(self, ends: Sequence[str], key: Hashable, run: Callable[[Sequence[str]], str]) -> str:
        """Add the states of a macro, which ``run`` adds when it is given its ends; ``key`` is all else that they
        depend on. Returns the first state, or an end if there is nothing to do; any name, if only the size counts."""
        which = tuple([ends.index(end) for end in ends])  # a macro may treat equal ends as one
        made = self.macros.get((key, which))
        if made is None:
            made = self.macros[key, which] = self._run_to_copy(which, run)
        self.size += made.size
        if self.only_size:
            return ends[made.entry - len(made.suffixes)] if made.entry >= len(made.suffixes) else "left out"
        names = [*map(self.name, made.suffixes), *ends]
        place = self.place
        self.states += [
            (names[own], form, tuple([names[target] for target in targets]), place, message)
            for own, form, targets, message in made.states
        ]
        return names[made.entry]

    def _run_to_copy(self, which: Sequence[int], run: Callable[[Sequence[str]], str]) -> _Copyable:
        """The states that a macro adds when its ends are ``end0``, ``end1``, and so on."""
        states, names, size = self.states, self.names, self.size
        self.states, self.names, self.size, self.suffixes = [], set(), 0, []
        entry = run([f"end{number}" for number in which])
        suffixes = tuple(self.suffixes)
        numbers = {str(number): number for number in range(len(suffixes))}
        numbers |= {f"end{number}": len(suffixes) + number for number in which}
        made = [
            (numbers[name], form, tuple([numbers[target] for target in targets]), message)
            for name, form, targets, _, message in self.states
        ]
        found = _Copyable(suffixes, tuple(made), numbers[entry], self.size)
        self.states, self.names, self.size, self.suffixes = states, names, size, None
        return found

    def finish(self, first: str, entries: Mapping[str, str]) -> tuple[State, ...]:
        """The states that can be reached from the first one, in the order of a breadth-first walk over their rules. A
        target in ``entries`` stands for the one there."""
        waiting = {state[0]: state for state in self.states}
        found = [waiting.pop(first)]
        states = []
        for name, form, targets, place, message in found:  # which grows meanwhile
            own = [entries.get(target, target) for target in targets]
            for target in own:
                following = waiting.pop(target, None)
                if following is not None:
                    found.append(following)
            states.append(State(name, form.fill(own, message) if own or message else form.rules, place))
        return tuple(states)

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


_P = ParamSpec("_P")


def repeated(
    *ends: str,
) -> Callable[[Callable[Concatenate[Assembler, _P], str]], Callable[Concatenate[Assembler, _P], str]]:
    """For a macro that is used many times with the same arguments: it runs once for each combination of them, and its
    states are copied. ``ends`` are the parameters for the states where it goes on; they are passed by position."""

    def decorate(macro: Callable[Concatenate[Assembler, _P], str]) -> Callable[Concatenate[Assembler, _P], str]:
        parameters = macro.__code__.co_varnames
        places = [parameters.index(end) - 1 for end in ends]

        @wraps(macro)
        def copied(asm: Assembler, /, *args: _P.args, **options: _P.kwargs) -> str:
            if asm.suffixes is not None:
                return macro(asm, *args, **options)
            given: list[Any] = list(args)

            def run(ends: Sequence[str]) -> str:
                for place, end in zip(places, ends, strict=True):
                    given[place] = end
                return macro(asm, *given, **options)

            found = [given[place] for place in places]
            for place in places:
                given[place] = None
            return asm.copy_macro(found, (macro, *given, *options.items()), run)

        return copied

    return decorate


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
