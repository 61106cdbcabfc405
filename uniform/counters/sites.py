"""Places in a program that traps show, with the numbers that are named there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from numpy.typing import NDArray

from uniform.counters.registers import Difference, Operand, Plus, PrintOperand, Register, Shown
from uniform.messages.errors import TrapText
from uniform.messages.spans import Span


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A part that is being printed."""

    pieces: tuple[str, ...]  # the text around the indices of its address
    indices: tuple[PrintOperand, ...]
    statement: Span  # that prints it
    name: str  # its names without indices: `add.cell`


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the program that can stop a run, with its message."""

    text: TrapText
    visible: tuple[tuple[str, Shown], ...] = field(hash=False)  # the named numbers in scope there, oldest first
    calls: tuple[int, ...] = ()
    """Indices into Code.calls: of the call whose parameters have their bounds computed there, before it takes place."""
    parts: tuple[OpenPart, ...] = ()  # outermost first
    printing: str = ""  # a note on the gate or the part that is printed, if the place is not in its statement
    counts: tuple[Operand, ...] = field(default=(), hash=False)  # the two numbers of a text that has places for them
    by: Register | None = None
    """In code that several statements share: holds the number of the statement. Its own site is the one that counts."""
    choices: tuple[int, ...] = ()  # of each statement, its number among the sites


@dataclass(frozen=True, slots=True)
class CallText:
    """A call as traps inside it show it."""

    text: str  # as written, cut if it is long
    place: str  # ``name:line:column``
    visible: tuple[tuple[str, Shown], ...] = field(hash=False)  # the named numbers in scope there, oldest first
    calls: tuple[int, ...] = ()  # as in ``Site``
    parts: tuple[OpenPart, ...] = field(default=(), hash=False)  # outermost first; () in a function
    printing: str = ""  # as in ``Site``
    by: Register | None = None  # as in ``Site``
    choices: tuple[int, ...] = ()  # of each statement, its number among the calls


_Shown = TypeVar("_Shown", Site, CallText)


def choose(table: Sequence[_Shown], number: int, registers: Sequence[int] | NDArray[Any]) -> _Shown:
    """The message with this number, while the registers have these values."""
    while (by := table[number].by) is not None:
        number = table[number].choices[int(registers[by.index])]
    return table[number]


def shows_any(table: Sequence[Site], number: int, register: Register) -> bool:
    """Whether the message at a site, for some statement, has the number in a register."""
    site = table[number]
    return shows(site, register) or any(shows_any(table, each, register) for each in site.choices)


def shows(shown: Site | CallText, register: Register) -> bool:
    """Whether a message has the number in a register."""
    inside = (index for part in shown.parts for index in part.indices)
    counts = shown.counts if isinstance(shown, Site) else ()
    for each in (*(number for _, number in shown.visible), *inside, *counts):
        if isinstance(each, Difference):
            if register in (each.plus, each.minus):
                return True
        elif register == (each.register if isinstance(each, Plus) else each):
            return True
    return False
