"""An entry of the library: a shipped program, or a hand-written machine; and a topic, which is a list of entries.

An entry holds everything that code, documentation and tests need to know about a family beyond its files. Builders,
specifications and likely words are named by ``module:function`` and imported when they are first used: ``uniform list``
and error messages read the table, and must not wait for numpy or pathlib.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from uniform.library.formulas import Formula

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from uniform.circuits.circuit import Circuit

Verdict = bool | str | None  # of a machine: whether it accepts; for a transducer its output, None if it rejects


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShippedProgram:
    """A shipped program. Size, depth and wires are those of the program as written, exact for every n >= 1."""

    name: str
    summary: str  # a line of 6 to 70 characters, without a period
    builder: str  # module:function in `builders`, n and the constants -> Circuit
    specification: str  # module:function in `specifications`
    printed_class: str  # of the circuits as printed: "NC^0", "NC^1", "AC^0", "AC^0[2]", "TC^0", ..., or "P"
    fan_in: int | None  # the largest number of wires into one gate, over all n; None if it grows with n
    size: Formula  # gates that are not inputs
    depth: Formula  # of all gates
    wires: Formula  # with multiplicity
    slip: tuple[str, str]  # a piece of the program, and a mistake to put there, which checks must find at some n <= 8
    settings: tuple[Mapping[str, int], ...] = ()  # values of its constants to try, besides the defaults
    ns: tuple[int, ...] = tuple(range(1, 13))  # to try
    large: int = 100  # one larger n, at which every tier takes about a second at most
    topic: str = ""  # filled in by `make_topic`

    @property
    def file(self) -> Path:
        """The file of the program; its page is the README.md beside it."""
        return _file(self, ".gen")

    def build(self, n: int, **constants: int) -> Circuit:
        """Build the n-th circuit directly."""
        circuit: Circuit = _import_function(f"builders.{self.builder}")(n, **constants)
        return circuit

    @property
    def specify(self) -> Callable[..., Any]:
        """The specification; it may have parameters for n and constants, by name."""
        return _import_function(f"specifications.{self.specification}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _import_function("table:find"), (self.name,)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShippedMachine:
    """A hand-written machine. Its file claims its cells: the worst case over all words of length n >= 1."""

    name: str
    summary: str  # a line of 6 to 70 characters, without a period
    specification: str  # module:function in `specifications`, a word -> Verdict
    alphabet: str  # the symbols of its words
    tight: Callable[[int], str]  # n -> a word of length n on which it visits all the cells it claims
    every: bool = False  # whether it does so on every word of length n >= 1
    likely: str  # function in `likely_words`: makes words of some dozens of symbols that test it well
    example: str  # a short word that it accepts
    topic: str = ""  # filled in by `make_topic`

    @property
    def file(self) -> Path:
        """The file of the machine; its page is the README.md beside it."""
        return _file(self, ".tm")

    @property
    def specify(self) -> Callable[[str], Verdict]:
        """What the machine should do on a word."""
        return _import_function(f"specifications.{self.specification}")

    def likely_word(self, random: Random) -> str:
        """A word that the machine is likely to accept."""
        word: str = _import_function(f"likely_words:{self.likely}")(random)
        return word

    def __reduce__(self) -> tuple[Any, ...]:
        return _import_function("table:find_machine"), (self.name,)


Entry = ShippedProgram | ShippedMachine


@dataclass(frozen=True, slots=True)
class Topic:
    """The programs and machines of one topic, in teaching order; their files are in ``machines/NAME/``."""

    name: str
    programs: tuple[ShippedProgram, ...]
    machines: tuple[ShippedMachine, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, programs first."""
        return (*self.programs, *self.machines)


def make_topic(name: str, *entries: Entry) -> Topic:
    """Make a topic of these entries, and set their ``topic``."""
    programs = tuple(replace(each, topic=name) for each in entries if isinstance(each, ShippedProgram))
    machines = tuple(replace(each, topic=name) for each in entries if isinstance(each, ShippedMachine))
    return Topic(name, programs, machines)


def _file(entry: Entry, ending: str) -> Path:
    from uniform.resources import shipped_file

    return shipped_file(entry.topic, entry.name, ending)


@cache
def _import_function(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"uniform.library.{module}"), name)
    return found
