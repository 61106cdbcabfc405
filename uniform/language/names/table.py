"""The names alive at one place of a program, and what is said about those that are not.

A name lives to the end of its block and never hides another one. The table remembers names whose block has
ended and names that are declared further down, for the sake of the messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from uniform.messages.diagnostics import MOST_MESSAGES, Diagnostic, Label
from uniform.messages.nearest import nearest
from uniform.messages.spans import Span

MOST_NUMBERS = 1000
"""Counters, lets and loop variables alive at one place: each has a tape, and every trap tells them all."""


class Sort(Enum):
    """What a name can be, in the words of messages."""

    INPUT = "an input"
    OUTPUT = "an output"
    GATE = "a gate"
    CONSTANT = "a constant"
    LET = "a `let`"
    COUNTER = "a counter"
    LOOP = "a loop variable"
    INDEX = "a named index"
    PARAMETER = "the parameter of the family"


ARRAYS = (Sort.INPUT, Sort.OUTPUT, Sort.GATE)
_NUMBERS = (Sort.LET, Sort.COUNTER, Sort.LOOP)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name that is alive."""

    sort: Sort
    span: Span | None  # of the declaring name
    dimensions: int = 0  # of an array
    varies: bool = False  # whether its value can change while the program runs


class NameTable:
    """The names alive, and the messages so far."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.alive: dict[str, Symbol] = {"n": Symbol(Sort.PARAMETER, None)}
        self.gone: dict[str, Symbol] = {}
        self.coming: dict[str, Span] = {}  # all names of declarations, with their places
        self.numbers = 0  # counters, lets and loop variables among those alive
        self.own = ""  # the name being declared, while what it stands for is checked
        self.unknown: set[str] = set()  # names reported already

    def say(self, code: str, message: str, span: Span, label: str, help: str | None = None, *others: Label) -> None:
        """Collect a message."""
        self.diagnostics.append(Diagnostic(code, message, span, label, others, help=help))

    # ------------------------------------------------------------ names come and go

    def add(self, name: str, span: Span, entry: Symbol) -> None:
        """Let a name live from here on, unless it lives already."""
        known = self.alive.get(name)
        if known is None:
            self.alive[name] = entry
            self.numbers += entry.sort in _NUMBERS
            if self.numbers == MOST_NUMBERS + 1 and entry.sort in _NUMBERS:
                message = f"more than {MOST_NUMBERS} counters, lets and loop variables alive at one place"
                self.say("U106", message, span, "one too many", "a number that never changes is a `const`")
            self.unknown.discard(name)
            return
        others = (Label(known.span, f"`{name}` is first declared here"),) if known.span else ()
        message = f"`{name}` is already the name of {known.sort.value}"
        remedy = "choose another name: names never hide one another"
        if known.sort is entry.sort is Sort.LET:
            remedy = f"`let` names a number once; declare `counter {name} <= ...` for one that changes"
        self.say("U203", message, span, "a second meaning", remedy, *others)

    @contextmanager
    def block(self) -> Iterator[None]:
        """Names that are added inside end with the block."""
        before = len(self.alive)
        yield
        while len(self.alive) > before:
            name, entry = self.alive.popitem()
            self.gone[name] = entry
            self.numbers -= entry.sort in _NUMBERS

    def find(self, name: str, span: Span, wanted: str) -> Symbol | None:
        """The meaning of a name, or a message that there is none (one for each name)."""
        entry = self.alive.get(name)
        if entry is not None or name in self.unknown:
            return entry
        self.unknown.add(name)
        if name == self.own:
            message = f"`{name}` is used in its own declaration"
            remedy = f"for a number that changes, declare `counter {name} <= ...` and store with `{name} <- ...`"
            self.say("U202", message, span, "has no value yet", remedy)
        elif name in self.coming and self.coming[name].start > span.start:
            self.say(
                "U202",
                f"`{name}` is used before it is declared",
                span,
                "not known yet",
                "move the declaration above this line",
                Label(self.coming[name], "declared here"),
            )
        elif name in self.gone:
            gone = self.gone[name]
            others = () if gone.span is None else (Label(gone.span, f"the block of this `{name}` has ended"),)
            message = f"`{name}` is not known here: {gone.sort.value} lives only inside its block"
            self.say("U204", message, span, "outside that block", self._keep(name, gone), *others)
        else:
            indexed = span.source.text[span.end : span.end + 1] == "["
            self.say("U201", f"`{name}` is not declared", span, "unknown name", self._suggestion(name, wanted, indexed))
        return None

    def _suggestion(self, name: str, wanted: str, indexed: bool) -> str:
        near = nearest(name, self.alive) if len(self.diagnostics) < MOST_MESSAGES else None
        if near is not None:
            return f"did you mean `{near}`?"
        if wanted == "number":
            return f"declare it first, for example `let {name} = ...` or `counter {name} <= ...`"
        ranges = "[1..n]" if indexed else ""
        return f"declare it first, for example `gate {name}{ranges}`"

    @staticmethod
    def _keep(name: str, gone: Symbol) -> str:
        if gone.sort is Sort.LET:
            return f"put the `let {name}` in front of the block, or store the number in a counter"
        if gone.sort is Sort.INDEX:
            return "a named index is known to the ranges to its right, and nowhere else"
        return "to keep its value, store it in a counter"


_FUNCTIONS_ELSEWHERE = {
    **dict.fromkeys(("log", "log2", "lg"), "`bits(n)` is the number of binary digits, floor(log2(n)) + 1"),
    **dict.fromkeys(("floor", "ceil", "int"), "numbers are naturals; `a div b` rounds down, `(a+b-1) div b` up"),
    **dict.fromkeys(
        ("len", "length", "size"), "the length of an array is that of its declared range: write the number"
    ),
    **dict.fromkeys(("even", "odd"), "write `v mod 2 = 0` or `v mod 2 = 1`"),
    "pow": "a power is written `a^b`",
    "abs": "numbers are naturals: a subtraction never goes below zero",
}


def meant_function(name: str, known: list[str]) -> str:
    """What is said when no function has this name: how it is done here, the one that was meant, or all there are."""
    near = nearest(name, known)
    if name in _FUNCTIONS_ELSEWHERE:
        return _FUNCTIONS_ELSEWHERE[name]
    return f"did you mean `{near}`?" if near else "the functions are `bits`, `bit`, `min` and `max`"
