"""The message of a run that traps: the text of its site, with the numbers in scope and, for some traps, the address."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from uniform.counters.code import OpenPart, Plus, Register, Site
from uniform.messages.errors import Trap
from uniform.messages.spans import Span


def period_note(passes: int) -> str:
    """The note on a ``while`` that never ends: its period, the same in every tier."""
    later = "1 pass" if passes == 1 else f"{passes} passes"
    return f"every number is the same again {later} later, with nothing printed in between"


def part_note(address: str, statement: Span) -> str:
    """The note on a part that is being printed, and on the statement that prints it."""
    return f"while printing `{address}` at {statement.short_place}"


def trap_at(site: Site, n: int, registers: NDArray[Any], *notes: str) -> Trap:
    """The trap at a site; ``registers`` are their values at that moment."""
    values = [
        (name, int(registers[operand.index]) if isinstance(operand, Register) else operand)
        for name, operand in site.visible
    ]
    inside = (part_note(_address(part, registers), part.statement) for part in reversed(site.parts))
    return Trap(site.text, n, values, (*notes, *inside))


def _address(part: OpenPart, registers: NDArray[Any]) -> str:
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
