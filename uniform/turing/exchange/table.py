"""A machine of another simulator in memory, independent of its format.

Its tapes are all of the same kind. They have no ends; the word is on the first one, with the head on its first symbol,
and all other cells hold the blank. A transition names the symbol on every tape. The names of states and symbols are
those of the file, which are arbitrary strings: ``names`` converts them to valid names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from uniform.messages.diagnostics import MAX_MESSAGES, Diagnostic, Label
from uniform.messages.spans import Source, Span
from uniform.turing.machine import BLANK, Halt

MAX_TRANSITIONS = 200_000
"""Maximal number of transitions; a file of this length is read and written in about ten seconds."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of a table; symbols and moves (-1, 0, 1) tape by tape."""

    state: str
    reads: tuple[str, ...]
    target: str
    writes: tuple[str, ...]
    moves: tuple[int, ...]
    span: Span | None = field(default=None, compare=False)  # its position in the file


@dataclass(frozen=True, slots=True)
class Table:
    """A machine; a run ends as soon as it enters one of ``ends``, and rejects if no transition applies."""

    name: str
    tapes: int
    start: str
    ends: Mapping[str, Halt]
    transitions: tuple[Transition, ...]  # at most one for each state and symbols
    blank: str = BLANK
    letters: tuple[str, ...] | None = None  # of input words; None if the file does not tell
    notes: tuple[str, ...] = ()  # on how the file was understood

    def symbols(self, tape: int) -> list[str]:
        """The symbols read or written on a tape, including blanks, in the order of the file."""
        return list(
            dict.fromkeys(symbol for each in self.transitions for symbol in (each.reads[tape], each.writes[tape]))
        )

    def word(self) -> list[str]:
        """The symbols that words may contain, in the order of the file."""
        letters = self.symbols(0) if self.letters is None else self.letters
        return [symbol for symbol in dict.fromkeys(letters) if symbol != self.blank]

    def is_changed(self, tape: int) -> bool:
        """Whether some transition writes a symbol different from the one it reads."""
        return any(each.reads[tape] != each.writes[tape] for each in self.transitions)


@dataclass(slots=True)
class Problems:
    """What is wrong with a file, and where."""

    source: Source
    found: list[Diagnostic] = field(default_factory=list)

    def report(self, message: str, span: Span | None = None, help: str | None = None, code: str = "U617") -> None:
        """Add a problem; without a span it concerns the whole file."""
        self.found.append(Diagnostic(code, message, span or Span(self.source, 0, 0), help=help))

    def raise_found(self) -> None:
        """Raise a UniformError if there is any problem."""
        from uniform.messages.errors import UniformError

        if self.found:
            raise UniformError(self.found[:MAX_MESSAGES])


def require_few(count: int, problems: Problems) -> None:
    """Raise UniformError if a file has more transitions than the limit."""
    if count > MAX_TRANSITIONS:
        problems.report(f"{count} transitions; at most {MAX_TRANSITIONS} are allowed", code="U618")
        problems.raise_found()


def check_determinism(transitions: Iterable[Transition], problems: Problems) -> tuple[Transition, ...]:
    """The transitions without repetitions. Adds a problem if two of them apply to the same symbols."""
    known: dict[tuple[str, ...], Transition] = {}
    numbers: dict[int, int] = {}  # by id: the ordinal numbers of transitions without a span
    for number, each in enumerate(transitions, 1):
        first = known.setdefault((each.state, *each.reads), each)
        if first.span is None:
            numbers.setdefault(id(first), number)
        if first == each:
            continue
        seen = ", ".join(quote(symbol) if symbol else "a blank" for symbol in each.reads)
        which = "" if each.span is not None else f": number {numbers[id(first)]} and {number} of the file"
        place = each.span or Span(problems.source, 0, 0)
        others = () if first.span is None else (Label(first.span, "and so does this one"),)
        problems.found.append(
            Diagnostic(
                "U617",
                f"two different rules apply in state {quote(each.state)} where {seen} is read{which}",
                place,
                "applies there",
                others=others,
                help="machines here are deterministic; keep one of the two",
            )
        )
    return tuple(known.values())


def quote(name: str) -> str:
    """The name of a state or symbol, quoted for a message; it may be empty or invisible."""
    return f"`{name}`" if name and name.isprintable() else ascii(name)
