"""Which work tapes a compiled machine has, and how wide they are.

    n         n, counted from the input                                 bits(n) + 2 cells
    i, v, ..  one for each register that is used, low digit first       width + 2
    i.dec     the decimal image of a loop variable that is printed      width + 2
    decimal   the number that is being printed                          the widest such number, + 2
    product, factor, quotient, rest     scratch, where an operation needs them

A loop variable that is printed somewhere in its loop, bare or plus a literal, keeps an image. A register that is only
printed, from an image, does not need a tape.

The cells in a certificate are the sum over these tapes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from uniform.counters import code as c
from uniform.counters.code import Code, Loop, Plus, Register
from uniform.counters.machine.macros.assembler import WorkTape
from uniform.counters.machine.macros.divide import SMALL
from uniform.counters.operands import computed_operands, print_operands
from uniform.counters.widths import Width, bits


@dataclass(frozen=True, slots=True)
class Tapes:
    """All work tapes."""

    tapes: tuple[WorkTape, ...]  # in order of their numbers, from 1
    widths: tuple[Width, ...]  # digits between the markers
    registers: tuple[tuple[int, int], ...]  # (register, tape number)
    images: tuple[tuple[int, int], ...]  # (register, tape number)
    scratch: tuple[tuple[str, int], ...]  # (name, tape number)
    loops: tuple[Loop, ...]  # those whose variable keeps an image
    imaged: frozenset[tuple[int, int]]  # (position, register) where a register is printed from its image

    @property
    def cells(self) -> tuple[tuple[str, Width], ...]:
        """The cells of each tape by its name, origin and end marker included."""
        return tuple((tape.name, width + Width(0, 2)) for tape, width in zip(self.tapes, self.widths, strict=True))

    @property
    def all_cells(self) -> Width:
        """The cells of all tapes together."""
        return sum((width for _, width in self.cells), Width(0, 0))


def tapes(code: Code) -> tuple[tuple[str, Width], ...]:
    """The cells of each work tape, origin and end marker included. Cost: linear in the code."""
    return plan_tapes(code).cells


def register_tapes(code: Code) -> dict[int, int]:
    """The tape number of each register that has a tape; the others are never written."""
    return dict(plan_tapes(code).registers)


def cells(code: Code) -> Width:
    """The work cells of the machine, for every n >= 1: exactly those that its layout visits."""
    return plan_tapes(code).all_cells


def plan_tapes(code: Code) -> Tapes:
    """The tapes of a program, n first, then registers, images and scratch. Cost: linear in the code."""
    names = _names(code)
    loops, imaged = _images(code)
    used = sorted({0} | set(_registers_used(code, imaged)))
    found = [WorkTape(names[register], number, False) for number, register in enumerate(used, 1)]
    widths = [code.registers[register].width for register in used]
    image_tapes = []
    for register in sorted({loop.variable.index for loop in loops}):
        found.append(WorkTape(f"{names[register]}.dec", len(found) + 1, True))
        widths.append(code.registers[register].width)
        image_tapes.append((register, len(found)))
    needs: dict[str, Width] = {}
    for name, width in _needs(code, imaged):
        needs[name] = needs[name].join(width) if name in needs else width
    if "quotient" in needs and "factor" in needs:
        needs["quotient"] = needs["quotient"].join(needs["factor"])  # a literal dividend is written on `factor`
    scratch = []
    for name in ("decimal", "product", "factor", "quotient", "rest"):
        if name in needs:
            found.append(WorkTape(name, len(found) + 1, name == "decimal"))
            widths.append(needs[name])
            scratch.append((name, len(found)))
    registers = tuple((register, number) for number, register in enumerate(used, 1))
    return Tapes(tuple(found), tuple(widths), registers, tuple(image_tapes), tuple(scratch), loops, imaged)


def _images(code: Code) -> tuple[tuple[Loop, ...], frozenset[tuple[int, int]]]:
    """``loops`` and ``imaged`` of Tapes: one pass over the code, with the loops that are open.

    The multiplicity of a wire does not need an image, but uses one that exists."""
    begun = {loop.first: loop for loop in code.loops}
    ended = {loop.last: loop for loop in code.loops}
    open_loops: dict[int, Loop] = {}  # by variable
    found: list[tuple[int, Loop]] = []
    with_image: set[Loop] = set()
    for position, instruction in enumerate(code.instructions):
        if position in begun:
            open_loops[begun[position].variable.index] = begun[position]
        here = [loop for operand in print_operands(instruction) if (loop := open_loops.get(_register(operand)))]
        with_image.update(here)
        if loop := open_loops.get(_register(_times(instruction))):
            here.append(loop)
        found += [(position, loop) for loop in here]
        if position in ended:
            del open_loops[ended[position].variable.index]
    loops = tuple(loop for loop in code.loops if loop in with_image)
    return loops, frozenset((position, loop.variable.index) for position, loop in found if loop in with_image)


def _times(instruction: c.Instruction) -> c.Operand:
    """The multiplicity of a wire."""
    return instruction.times if isinstance(instruction, c.PrintWire | c.PrintNegatedWire) else 1


def _register(operand: c.PrintOperand) -> int:
    """The register of an operand; -1 for a literal."""
    if isinstance(operand, Plus):
        return operand.register.index
    return operand.index if isinstance(operand, Register) else -1


def _registers_used(code: Code, imaged: frozenset[tuple[int, int]]) -> Iterator[int]:
    """The registers that some instruction computes with; a register that is only printed from an image is not one."""
    for position, instruction in enumerate(code.instructions):
        yield from (operand.index for operand in computed_operands(instruction) if isinstance(operand, Register))
        for register in map(_register, print_operands(instruction)):
            if register >= 0 and (position, register) not in imaged:
                yield register
        if isinstance(instruction, c.Compute | c.Apply):
            yield instruction.target.index
        elif isinstance(instruction, c.Entry):
            yield from (target.index for target in (instruction.plus, instruction.minus) if target is not None)
        elif isinstance(instruction, c.Call) and instruction.back is not None:
            yield instruction.back.index


def _names(code: Code) -> list[str]:
    """A name for the tape of each register: that of its first user, or r3."""
    names: dict[str, None] = {"in": None}  # in order
    for number, register in enumerate(code.registers):
        name = register.names[0] if register.names else f"r{number}"
        if name in names or name in ("decimal", "product", "factor", "quotient", "rest"):
            name = f"{name}.r{number}"
        names[name] = None
    return list(names)[1:]


def _needs(code: Code, imaged: frozenset[tuple[int, int]]) -> Iterator[tuple[str, Width]]:
    """Which scratch tapes the instructions need, and how wide."""

    def width(operand: c.Operand) -> Width:
        return Width(0, bits(operand)) if isinstance(operand, int) else code.registers[operand.index].width

    one = Width(0, 1)
    for position, instruction in enumerate(code.instructions):
        match instruction:
            case c.Compute(c.Arithmetic.MULTIPLY, target, left, right):
                if target in (left, right):
                    yield "product", width(target)
                if isinstance(left, Register) and left == right:
                    yield "factor", width(left)
            case c.Compute(c.Arithmetic.DIVIDE | c.Arithmetic.MODULO as operation, _, left, right):
                if isinstance(left, int):
                    yield "factor", width(left)
                small = isinstance(right, int) and right <= SMALL
                if not small or operation is c.Arithmetic.DIVIDE:
                    yield "quotient", width(left)
                if not small:
                    yield "rest", width(right) + one
                if left == right:
                    yield "factor", width(right)
            case c.Compute(c.Arithmetic.BIT, _, left, right) if isinstance(left, Register):
                yield "factor", width(right)
            case c.Apply(c.Function.BITS, target, source) if isinstance(source, Register):
                yield "factor", width(target)
            case c.Apply(c.Function.POWER_OF_TWO, _, source):
                yield "factor", width(source)
            case _:
                for number in (*print_operands(instruction), _times(instruction)):
                    if isinstance(number, Plus):
                        yield "decimal", number.width
                    elif isinstance(number, Register) and (position, number.index) not in imaged:
                        yield "decimal", width(number)
