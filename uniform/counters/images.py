"""Which loop variables of a program keep a decimal image, and where sums of them are only printed.

A loop variable that is printed somewhere in its loop, bare or plus a literal, keeps an image. A temporary
``t <- i + c`` that is used for nothing but printing is not computed at all: it is printed from the image of i. (A
``let`` of that form is computed where a trap would tell its value.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
    Register,
    Require,
    StepDown,
    StepUp,
    Wire,
    WireNegation,
)


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop: its body is ``start .. end``, the instruction at ``end`` is its step."""

    variable: int  # register
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The outcome, by position in the code."""

    loops: tuple[Loop, ...]  # those whose variable keeps an image
    sums: tuple[tuple[int, int, int, int, int], ...]  # (register, variable, plus, from position, to position)
    dropped: frozenset[int]  # positions of instructions that need not be carried out

    def images_at(self, position: int) -> frozenset[int]:
        """The registers that have a valid image at an instruction."""
        return frozenset(loop.variable for loop in self.loops if loop.start <= position <= loop.end)

    def sums_at(self, position: int) -> dict[int, tuple[int, int]]:
        """The registers that equal a variable with an image plus a literal."""
        return {
            register: (variable, plus) for register, variable, plus, start, end in self.sums if start < position <= end
        }


def plan(code: Code) -> Plan:
    """Decide for a whole program. Cost: quadratic in its instructions at worst."""
    every = [
        Loop(instruction.variable.index, instruction.target, end)
        for end, instruction in enumerate(code.instructions)
        if isinstance(instruction, StepUp | StepDown)
    ]
    sums = []
    dropped = set()
    for position, instruction in enumerate(code.instructions):
        found = _sum(instruction)
        if found is None:
            continue
        register, variable, plus = found
        around = [loop for loop in every if loop.variable == variable and loop.start <= position < loop.end]
        if not around:
            continue
        end = min(_last_use(code, position, register), min(loop.end for loop in around) - 1)
        uses = [use for place in range(position + 1, end + 1) for use in _uses(code.instructions[place], register)]
        if "print" in uses:
            sums.append((register, variable, plus, position, end))
            if set(uses) == {"print"} and not _shown(code, position, register):
                dropped.add(position)
    printed = tuple(loop for loop in every if _is_printed(code, loop, sums))
    return Plan(printed, tuple(sums), frozenset(dropped))


def _is_printed(code: Code, loop: Loop, sums: list[tuple[int, int, int, int, int]]) -> bool:
    if any(variable == loop.variable and loop.start <= position < loop.end for _, variable, _, position, _ in sums):
        return True
    return any("print" in _uses(code.instructions[place], loop.variable) for place in range(loop.start, loop.end))


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


def _last_use(code: Code, position: int, register: int) -> int:
    """The last instruction, in the order of the code, before the register is written again."""
    for place in range(position + 1, len(code.instructions)):
        match code.instructions[place]:
            case Compute(_, target) | Apply(_, target) if target.index == register:
                # The instruction reads its operands before it writes.
                return place
            case StepUp(variable) | StepDown(variable) if variable.index == register:
                return place
    return len(code.instructions) - 1


def _shown(code: Code, position: int, register: int) -> bool:
    """Whether a trap after an instruction, and before the register is written again, tells the register's value."""
    for instruction in code.instructions[position + 1 :]:
        site = getattr(instruction, "site", -1)
        if site >= 0 and any(operand == Register(register) for _, operand in code.sites[site].visible):
            return True
        match instruction:
            case Compute(_, target) | Apply(_, target) if target.index == register:
                return False
    return False


def _uses(instruction: Instruction, register: int) -> Iterator[str]:
    """How an instruction reads a register: "print" or "compute"."""
    for operand, how in reads(instruction):
        if isinstance(operand, Register) and operand.index == register:
            yield how


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
        case Wire(_, indices, times):
            for operand in indices:
                yield operand, "print"
            yield times, "compute"
        case WireNegation(_, indices, _, own, times):
            for operand in (*indices, *own):
                yield operand, "print"
            yield times, "compute"
