"""The table form of a Turing machine in memory.

A machine has a two-way read-only *input* tape ``^w$``, a fixed number of one-way-infinite *work* tapes whose cell 0
holds ``^`` and the rest blanks ``_``, and a one-way write-only *output* tape (Arora and Barak, Computational
Complexity, section 1.2, with the input and output conventions of section 4.1). It is deterministic: of a state's
rules at most one applies. A configuration to which none applies is *stuck*.

Tapes are numbered: 0 is the input, 1, 2, ... are the work tapes in order. A rule looks at some tapes and acts on
some; tapes that it does not name keep their symbols and heads.

What this file does not do: read the text form (``text``), run (``emulator``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from uniform.records import made_often

_SHOWN = 100  # states of a machine that a notebook shows in full

ORIGIN = "^"  # cell 0 of every tape
BLANK = "_"  # a work cell never written
END = "$"  # the cell after the input
MAX_SYMBOLS = 250  # of a tape, so that a cell is a byte

_BARE = re.compile(r'[^\s",;:<>#=\\]')
_PLACE = re.compile(r'[^\s"#]+')


class Halt(Enum):
    """How a machine ends itself."""

    ACCEPT = "accept"
    REJECT = "reject"
    TRAP = "trap"


@dataclass(frozen=True, slots=True)
class Tape:
    """A tape: its name and its alphabet, without ``^``, ``_`` and ``$``."""

    name: str
    symbols: str  # one character each, at most MAX_SYMBOLS


@dataclass(frozen=True, slots=True)
class Action:
    """What a rule does on one tape: write a symbol (None: keep it), then move the head by -1, 0 or +1."""

    tape: int
    write: str | None
    move: int


@made_often
@dataclass(frozen=True, slots=True)
class Rule:
    """``reads -> actions ; target``. All reads must hold; each is a tape and the set of symbols that it admits.

    ``otherwise`` marks ``else``: the rule applies where no other rule of its state does, and has no reads.
    ``output`` is printed one character a step; writes and moves happen on the last of these steps. ``target`` is
    a state's name, None for the same state; ``halt`` ends the run instead, after the actions.
    """

    reads: tuple[tuple[int, str], ...]  # tapes in increasing order, no empty set
    actions: tuple[Action, ...] = ()  # tapes in increasing order
    target: str | None = None
    output: str = ""
    halt: Halt | None = None
    message: str = ""  # of a trap
    otherwise: bool = False
    line: int | None = field(default=None, compare=False, repr=False)  # of the file that it was read from


@made_often
@dataclass(frozen=True, slots=True)
class State:
    """A state: its name, its rules, and the place in the source that it comes from (``parity.gen:12``), if any."""

    name: str
    rules: tuple[Rule, ...]
    place: str | None = None
    line: int | None = field(default=None, compare=False, repr=False)  # of its head in the file that it was read from

    def rule(self, seen: Sequence[str]) -> Rule | None:
        """The rule that applies when the heads of all tapes see these symbols; None if the machine is stuck."""
        otherwise = None
        for rule in self.rules:
            if rule.otherwise:
                otherwise = rule
            elif all(seen[tape] in symbols for tape, symbols in rule.reads):
                return rule
        return otherwise


@dataclass(frozen=True, slots=True, repr=False)
class Machine:
    """A machine. ``tapes[0]`` is the input."""

    name: str
    tapes: tuple[Tape, ...]
    states: tuple[State, ...]
    start: str
    doc: tuple[str, ...] = ()
    space: str | None = None  # a claim of work cells, a formula in n, the length of the input
    laid_out: str | None = None  # the state in which all tapes have been laid out, for compiled machines
    file: str | None = field(
        default=None, compare=False
    )  # the name of the file that it was read from, as the user gave it

    @property
    def work(self) -> tuple[Tape, ...]:
        """The work tapes."""
        return self.tapes[1:]

    def __repr__(self) -> str:
        rules = sum(len(state.rules) for state in self.states)
        return f"Machine({self.name!r}, work tapes={len(self.work)}, states={len(self.states)}, rules={rules})"

    def _repr_html_(self) -> str:
        from uniform.messages.notebook import html_text

        return html_text(to_text(self) if len(self.states) <= _SHOWN else repr(self))


# ---------------------------------------------------------------- the canonical text


def to_text(machine: Machine) -> str:
    """The canonical text form, ``.tm``: reading it gives the same machine, whose text is the same. Cost: linear."""
    return "\n".join([*_lines(_Writer(machine)), ""])


def rule_text(machine: Machine, rule: Rule) -> str:
    """One rule on one line, as the text form writes it."""
    writer = _Writer(machine)
    return f"{writer.left(rule)} -> {writer.right(rule)}".strip()


def _lines(writer: _Writer) -> Iterator[str]:
    machine = writer.machine
    yield f"machine {machine.name}"
    for line in machine.doc:
        yield f"  {_quoted(line)}"
    for number, tape in enumerate(machine.tapes):
        yield f"{'work  ' if number else 'input '} {_declaration(tape)}"
    if machine.space is not None:
        yield f"space  {machine.space}"
    if machine.laid_out is not None:
        yield f"layout {machine.laid_out}"
    yield f"start  {machine.start}"
    for state in machine.states:
        yield ""
        yield f"{state.name}:" + ("" if state.place is None else f" @ {writer.place(state.place)}")
        for left, rule in zip(writer.lefts(state.rules), state.rules, strict=True):
            yield f"  {left} -> {writer.right(rule)}".rstrip()


def _declaration(tape: Tape) -> str:
    return " ".join([f"{tape.name}:", *(_symbol(symbol) for symbol in tape.symbols)])


class _Writer:
    """The texts of reads, actions and places so far. Reads and actions are found by identity: copies of a state share
    them."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.reads: dict[int, str] = {}
        self.columns: dict[tuple[int, ...], list[str]] = {}
        self.actions: dict[int, str] = {}
        self.places: dict[str, str] = {}

    def place(self, place: str) -> str:
        found = self.places.get(place)
        if found is None:
            found = self.places[place] = place if _PLACE.fullmatch(place) else _quoted(place)
        return found

    def lefts(self, rules: Sequence[Rule]) -> list[str]:
        """The left sides of the rules of a state, one below the other."""
        key = tuple([-1 if rule.otherwise else id(rule.reads) for rule in rules])
        found = self.columns.get(key)
        if found is None:
            texts = [self.left(rule) for rule in rules]
            width = max(map(len, texts), default=0)
            found = self.columns[key] = [f"{text:<{width}}" for text in texts]
        return found

    def left(self, rule: Rule) -> str:
        if rule.otherwise:
            return "else"
        found = self.reads.get(id(rule.reads))
        if found is None:
            names = self.machine.tapes
            found = " ".join(f"{names[tape].name}={_symbols(symbols)}" for tape, symbols in rule.reads)
            self.reads[id(rule.reads)] = found
        return found

    def right(self, rule: Rule) -> str:
        actions = self.actions.get(id(rule.actions))
        if actions is None:
            actions = self.actions[id(rule.actions)] = ", ".join(map(self._action, rule.actions))
        if rule.output:
            printed = f"print {_quoted(rule.output)}"
            actions = f"{actions}, {printed}" if actions else printed
        follow = rule.target
        if rule.halt is not None:
            follow = rule.halt.value + (f" {_quoted(rule.message)}" if rule.message else "")
        if follow is None:
            return actions
        return f"{actions} ; {follow}" if actions else follow

    def _action(self, action: Action) -> str:
        write = "" if action.write is None else f":{_symbol(action.write)}"
        return f"{self.machine.tapes[action.tape].name}{write}{('<', '', '>')[action.move + 1]}"


def _symbol(symbol: str) -> str:
    return symbol if _BARE.fullmatch(symbol) else _quoted(symbol)


def _symbols(symbols: str) -> str:
    return symbols if all(_BARE.fullmatch(symbol) for symbol in symbols) else _quoted(symbols)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
