"""One entry of the library: a shipped program, or a machine written by hand; and a topic, which is a list of them.

An entry says everything that code, documentation and tests have to know of a family beside its files. Functions with
code of their own - builders, specifications, likely words - are named by ``module:function`` and imported when they are
first used: ``uniform list`` and error messages read the table, and must not wait for numpy, nor for pathlib.
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

Verdict = bool | str | None  # of a machine: whether it accepts; what a transducer prints, None when it rejects


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShippedProgram:
    """A shipped program. Size, depth and wires are those of the program as written, exact for every n >= 1."""

    name: str
    summary: str  # a line of 6 to 70 characters, no full stop
    builder: str  # module:function below `builders`, n and the constants -> Circuit
    specification: str  # module:function below `specifications`
    printed_class: str  # of the circuits as printed: "NC1", "AC0", "AC0[2]", "TC0", ..., or "P"
    fan_in: int | None  # the most wires into one gate, for all n together; None when it grows with n
    size: Formula  # gates that are not inputs
    depth: Formula  # of all gates
    wires: Formula  # with multiplicity
    slip: tuple[str, str]  # a piece of the program, and a mistake in its place that the checks must find at some n <= 8
    settings: tuple[Mapping[str, int], ...] = ()  # values of its constants to try beside the defaults
    ns: tuple[int, ...] = tuple(range(1, 13))  # to try
    large: int = 100  # one larger n, at which every tier prints within a second or so
    topic: str = ""  # filled in by `topic`

    @property
    def file(self) -> Path:
        """Where the program is; its page is the README.md beside it."""
        return _file(self, ".gen")

    def build(self, n: int, **constants: int) -> Circuit:
        """The n-th circuit, built directly."""
        circuit: Circuit = _function(f"builders.{self.builder}")(n, **constants)
        return circuit

    @property
    def specify(self) -> Callable[..., Any]:
        """The specification; it may ask for n and for constants by name."""
        return _function(f"specifications.{self.specification}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _function("table:find"), (self.name,)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShippedMachine:
    """A machine written by hand. Its claim of cells is in its file: the worst case over the words of length n >= 1."""

    name: str
    summary: str  # a line of 6 to 70 characters, no full stop
    specification: str  # module:function below `specifications`, a word -> Verdict
    alphabet: str  # the symbols of its words
    tight: Callable[[int], str]  # n -> a word of length n that visits as many cells as claimed
    every: bool = False  # whether every word of length n >= 1 does
    likely: str  # function of `likely_words`: some dozens of symbols that say something about the machine
    example: str  # a short word that it accepts
    topic: str = ""  # filled in by `topic`

    @property
    def file(self) -> Path:
        """Where the machine is; its page is the README.md beside it."""
        return _file(self, ".tm")

    @property
    def specify(self) -> Callable[[str], Verdict]:
        """What the machine makes of a word."""
        return _function(f"specifications.{self.specification}")

    def likely_word(self, random: Random) -> str:
        """A word that the machine is likely to accept."""
        word: str = _function(f"likely_words:{self.likely}")(random)
        return word

    def __reduce__(self) -> tuple[Any, ...]:
        return _function("table:find_machine"), (self.name,)


Entry = ShippedProgram | ShippedMachine


@dataclass(frozen=True, slots=True)
class Topic:
    """The programs and machines of one topic, in teaching order; their files are below ``machines/NAME/``."""

    name: str
    programs: tuple[ShippedProgram, ...]
    machines: tuple[ShippedMachine, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, the programs first."""
        return (*self.programs, *self.machines)


def topic(name: str, *entries: Entry) -> Topic:
    """The topic with these entries, each told which topic it belongs to."""
    programs = tuple(replace(each, topic=name) for each in entries if isinstance(each, ShippedProgram))
    machines = tuple(replace(each, topic=name) for each in entries if isinstance(each, ShippedMachine))
    return Topic(name, programs, machines)


def _file(entry: Entry, ending: str) -> Path:
    from uniform.resources import shipped_file

    return shipped_file(entry.topic, entry.name, ending)


@cache
def _function(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"uniform.library.{module}"), name)
    return found
