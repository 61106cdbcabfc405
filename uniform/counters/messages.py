"""The message of a run that traps: the text of its site, with the numbers in scope, the calls that led there and, for
some traps, the address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from uniform.counters.code import Call, Code, Difference, OpenPart, Plus, Register, Shown
from uniform.counters.sites import choose
from uniform.messages.counts import count_of
from uniform.messages.errors import Trap, show_numbers
from uniform.messages.spans import Span

Numbers = Sequence[int] | NDArray[Any]

_MAX_CALLS = 10  # shown in one message


@dataclass(frozen=True, slots=True)
class CallInATrap:
    """A call that led to a trap."""

    text: str  # as written
    place: str
    values: Sequence[tuple[str, int]]  # of the names in scope there


def period_note(passes: int) -> str:
    """The note on a ``while`` that never ends: its period, the same in every tier."""
    later = "1 pass" if passes == 1 else f"{passes} passes"
    return f"every number is the same again {later} later, with nothing printed in between"


@dataclass(frozen=True, slots=True)
class Printing:
    """The gate that is being printed, or the part that is about to be."""

    what: str  # "gate" or "part"
    target: str  # as written
    statement: Span

    def note(self, place: Span) -> str:
        """The note on a trap at a place that another statement or declaration has; empty if this statement has it."""
        own = self.statement
        if own.source is place.source and own.start <= place.start and place.end <= own.end:
            return ""
        return f"while printing the {self.what} `{self.target}` at {own.short_place}"


def part_note(address: str, statement: Span) -> str:
    """The note on a part that is being printed, and on the statement that prints it."""
    return f"while printing `{address}` at {statement.short_place}"


def call_notes(calls: Iterable[CallInATrap]) -> list[str]:
    """The notes on the calls that led to a trap, the latest first; the same in every tier."""
    notes = []
    for call in calls:
        numbers = show_numbers(call.values)
        notes.append(f"called as `{call.text}` at {call.place}" + (f", where {numbers}" if numbers else ""))
    more = len(notes) - _MAX_CALLS
    return notes if more <= 0 else [*notes[:_MAX_CALLS], f"and so on, through {count_of(more, 'more call')}"]


def trap_at(code: Code, site: int, n: int, registers: Numbers, position: int, *notes: str) -> Trap:
    """The trap at a site, which the instruction at ``position`` has; ``registers`` are their values at that moment."""
    found = choose(code.sites, site, registers)
    calls = [choose(code.calls, number, registers) for number in _calls(code, registers, position, found.calls)]
    shown = (CallInATrap(call.text, call.place, _values(call.visible, registers)) for call in calls)
    outermost = calls[-1] if calls else found
    counts = (found.text.counts.format(*(_value(each, registers) for each in found.counts)),) if found.counts else ()
    around = (outermost.printing,) if outermost.printing else ()
    inside = (part_note(_address(part, registers), part.statement) for part in reversed(outermost.parts))
    all_notes = (*notes, *counts, *call_notes(shown), *around, *inside)
    return Trap(found.text, n, _values(found.visible, registers), all_notes)


def _calls(code: Code, registers: Numbers, position: int, inner: Sequence[int]) -> Iterator[int]:
    """The calls that led to a position, the latest first: read off the return registers, from frame to frame."""
    yield from inner
    while (function := code.function_at(position)) is not None:
        number = 0 if function.back is None else int(registers[function.back.index])
        position = function.callers[number]
        instruction = code.instructions[position]
        assert isinstance(instruction, Call)
        yield instruction.call
        yield from choose(code.calls, instruction.call, registers).calls


def _values(visible: Iterable[tuple[str, Shown]], registers: Numbers) -> list[tuple[str, int]]:
    return [(name, _value(shown, registers)) for name, shown in visible]


def _value(shown: Shown, registers: Numbers) -> int:
    if isinstance(shown, Difference):
        return _value(shown.plus, registers) - _value(shown.minus, registers)
    return int(registers[shown.index]) if isinstance(shown, Register) else shown


def _address(part: OpenPart, registers: Numbers) -> str:
    numbers = []
    for index in part.indices:
        match index:
            case Plus(register, literal):
                numbers.append(int(registers[register.index]) + literal)
            case Register(place):
                numbers.append(int(registers[place]))
            case int():
                numbers.append(index)
    return part.pieces[0] + "".join(f"{number}{text}" for number, text in zip(numbers, part.pieces[1:], strict=True))
