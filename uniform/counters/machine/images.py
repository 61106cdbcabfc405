"""Which loop variables of a program keep a decimal image, and where sums of them are only printed.

A loop variable that is printed somewhere in its loop, bare or plus a literal, keeps an image. A temporary
``t <- i + c`` that is used for nothing but printing is not computed at all: it is printed from the image of i. (A
``let`` of that form is computed where a trap would tell its value.)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from uniform.counters.code import (
    Apply,
    Arithmetic,
    Code,
    Compute,
    Decimal,
    Instruction,
    JumpIf,
    OpenGate,
    OpenNegation,
    Operand,
    PrintNegatedWire,
    PrintWire,
    Register,
    Require,
    StepDown,
    StepUp,
)


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop: its body is ``start .. end``, the instruction at ``end`` is its step."""

    variable: int  # register
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The outcome, by position in the code. What holds of one register at different times does not overlap."""

    loops: tuple[Loop, ...]  # those whose variable keeps an image
    sums: tuple[tuple[int, int, int, int, int], ...]  # (register, variable, plus, from position, to position)
    dropped: frozenset[int]  # positions of instructions that need not be carried out
    _loops: Mapping[int, list[Loop]] = field(init=False, compare=False, repr=False)  # by variable, sorted
    _sums: Mapping[int, list[tuple[int, int, int, int, int]]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        sums: dict[int, list[tuple[int, int, int, int, int]]] = {}
        for found in sorted(self.sums, key=lambda found: found[3]):
            sums.setdefault(found[0], []).append(found)
        object.__setattr__(self, "_loops", _by_variable(self.loops))
        object.__setattr__(self, "_sums", sums)

    def has_image(self, register: int, position: int) -> bool:
        """Whether a register has a valid image at an instruction."""
        loop = _last(self._loops.get(register, []), position, lambda loop: loop.start)
        return loop is not None and position <= loop.end

    def sum_at(self, register: int, position: int) -> tuple[int, int] | None:
        """(variable, plus) when a register equals, at an instruction, a variable with an image plus a literal."""
        found = _last(self._sums.get(register, []), position - 1, lambda found: found[3])
        return None if found is None or position > found[4] else (found[1], found[2])

    def is_printed(self, register: int, position: int) -> bool:
        """Whether a register is printed, at an instruction, from an image."""
        return self.has_image(register, position) or self.sum_at(register, position) is not None


_T = TypeVar("_T")


def _last(sorted_by_place: Sequence[_T], position: int, place: Callable[[_T], int]) -> _T | None:
    """The last whose place is at most ``position``."""
    after = bisect_right(sorted_by_place, position, key=place)
    return sorted_by_place[after - 1] if after else None


def _by_variable(loops: Iterable[Loop]) -> dict[int, list[Loop]]:
    found: dict[int, list[Loop]] = {}
    for loop in sorted(loops, key=lambda loop: loop.start):
        found.setdefault(loop.variable, []).append(loop)
    return found


@dataclass(frozen=True, slots=True)
class _Places:
    """Where each register is written, read and shown: sorted positions."""

    written: Mapping[int, list[int]]  # steps of loops included
    computed: Mapping[int, list[int]]  # without these
    read: Mapping[int, list[int]]
    printed: Mapping[int, list[int]]
    shown: Mapping[int, list[int]]  # traps that tell its value; only of registers that are sums


def plan(code: Code) -> Plan:
    """Decide for a whole program. Cost: linear in its instructions and in what its traps show."""
    every = [
        Loop(instruction.variable.index, instruction.target, end)
        for end, instruction in enumerate(code.instructions)
        if isinstance(instruction, StepUp | StepDown)
    ]
    loops, places = _by_variable(every), _places(code)
    sums = []
    dropped = set()
    for position, instruction in enumerate(code.instructions):
        found = _sum(instruction)
        if found is None:
            continue
        register, variable, plus = found
        loop = _last(loops.get(variable, []), position, lambda loop: loop.start)
        if loop is None or position >= loop.end:
            continue
        # The instruction that writes the register again reads its operands before it writes.
        end = min(_next(places.written, register, position, len(code.instructions) - 1), loop.end - 1)
        if _between(places.printed, register, position + 1, end):
            sums.append((register, variable, plus, position, end))
            shown = _next(places.shown, register, position, len(code.instructions))
            computed = _next(places.computed, register, position, len(code.instructions) - 1)
            if not _between(places.read, register, position + 1, end) and shown > computed:
                dropped.add(position)
    of_variable: dict[int, list[int]] = {}
    for _, variable, _, position, _ in sums:
        of_variable.setdefault(variable, []).append(position)
    printed = tuple(
        loop
        for loop in every
        if _between(of_variable, loop.variable, loop.start, loop.end - 1)
        or _between(places.printed, loop.variable, loop.start, loop.end - 1)
    )
    return Plan(printed, tuple(sums), frozenset(dropped))


def _places(code: Code) -> _Places:
    found = _Places({}, {}, {}, {}, {})
    sums = {target[0] for target in map(_sum, code.instructions) if target is not None}

    def note(where: Mapping[int, list[int]], register: int, position: int) -> None:
        assert isinstance(where, dict)
        where.setdefault(register, []).append(position)

    for position, instruction in enumerate(code.instructions):
        for operand, how in reads(instruction):
            if isinstance(operand, Register):
                note(found.printed if how == "print" else found.read, operand.index, position)
        match instruction:
            case Compute(_, target) | Apply(_, target):
                note(found.written, target.index, position)
                note(found.computed, target.index, position)
            case StepUp(variable) | StepDown(variable):
                note(found.written, variable.index, position)
        site = getattr(instruction, "site", -1)
        for _, operand in code.sites[site].visible if site >= 0 and sums else ():
            if isinstance(operand, Register) and operand.index in sums:
                note(found.shown, operand.index, position)
    return found


def _next(places: Mapping[int, list[int]], register: int, position: int, otherwise: int) -> int:
    """The first place after a position."""
    of_register = places.get(register, [])
    after = bisect_right(of_register, position)
    return of_register[after] if after < len(of_register) else otherwise


def _between(places: Mapping[int, list[int]], register: int, first: int, last: int) -> bool:
    """Whether some place lies between two positions, both included."""
    return _next(places, register, first - 1, last + 1) <= last


def _sum(instruction: Instruction) -> tuple[int, int, int] | None:
    """(target, variable, plus) for ``target <- variable + literal`` or a difference that cannot trap."""
    match instruction:
        case Compute(Arithmetic.ADD, target, Register(index), int() as plus) if target.index != index:
            return target.index, index, plus
        case Compute(Arithmetic.ADD, target, int() as plus, Register(index)) if target.index != index:
            return target.index, index, plus
        case Compute(Arithmetic.SUBTRACT, target, Register(index), int() as minus, -1) if target.index != index:
            return target.index, index, -minus
    return None


def reads(instruction: Instruction) -> Iterator[tuple[Operand, str]]:
    """The operands of an instruction, each with what is done with it: "print" or "compute"."""
    match instruction:
        case Compute(_, _, left, right) | Require(left, _, right) | JumpIf(left, _, right):
            yield left, "compute"
            yield right, "compute"
        case Apply(_, _, source):
            yield source, "compute"
        case StepUp(variable, limit, step) | StepDown(variable, limit, step):
            for operand in (variable, limit, step):
                yield operand, "compute"
        case Decimal(source):
            yield source, "print"
        case OpenGate(_, _, indices, parameters):
            for operand in (*indices, *parameters):
                yield operand, "print"
        case OpenNegation(_, indices, _, own):
            for operand in (*indices, *own):
                yield operand, "print"
        case PrintWire(_, indices, times):
            for operand in indices:
                yield operand, "print"
            yield times, "compute"
        case PrintNegatedWire(_, indices, _, own, times):
            for operand in (*indices, *own):
                yield operand, "print"
            yield times, "compute"
