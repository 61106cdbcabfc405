"""Which work tapes a compiled machine has, and how wide they are.

    n         n, counted from the input                                 bits(n) + 2 cells
    i, v, ..  one for each register that is used, low digit first       width + 2
    i.dec     the decimal image of a loop variable that is printed      width + 2
    decimal   the number that is being printed                          the widest such register, + 2
    product, factor, quotient, rest     scratch, where an operation needs them

Everything that a certificate says about cells is the sum over these tapes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from uniform.counters import code as c
from uniform.counters.code import Code, Register
from uniform.counters.machine.images import Plan, plan, reads
from uniform.counters.machine.macros.assembler import WorkTape
from uniform.counters.machine.macros.divide import SMALL
from uniform.counters.widths import Width, bits


@dataclass(frozen=True, slots=True)
class Tapes:
    """All work tapes."""

    tapes: tuple[WorkTape, ...]  # in order of their numbers, from 1
    widths: tuple[Width, ...]  # digits between the markers
    registers: tuple[tuple[int, int], ...]  # (register, tape number)
    images: tuple[tuple[int, int], ...]  # (register, tape number)
    scratch: tuple[tuple[str, int], ...]  # (name, tape number)

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
    return planned(code, plan(code)).cells


def register_tapes(code: Code) -> dict[int, int]:
    """The tape number of each register that has a tape; the others are never written."""
    return dict(planned(code, plan(code)).registers)


def cells(code: Code) -> Width:
    """The work cells of the machine, for every n >= 1: exactly those that its layout visits."""
    return planned(code, plan(code)).all_cells


def planned(code: Code, images: Plan) -> Tapes:
    """The tapes of a program, n first, then registers, images and scratch."""
    names = _names(code)
    used = sorted({0} | set(_used(code, images)))
    found = [WorkTape(names[register], number, False) for number, register in enumerate(used, 1)]
    widths = [code.registers[register].width for register in used]
    image_tapes = []
    for register in sorted({loop.variable for loop in images.loops}):
        found.append(WorkTape(f"{names[register]}.dec", len(found) + 1, True))
        widths.append(code.registers[register].width)
        image_tapes.append((register, len(found)))
    needs: dict[str, Width] = {}
    for name, width in _needs(code, images):
        needs[name] = needs[name].join(width) if name in needs else width
    if "quotient" in needs and "factor" in needs:
        needs["quotient"] = needs["quotient"].join(needs["factor"])  # a literal dividend is put on `factor`
    scratch = []
    for name in ("decimal", "product", "factor", "quotient", "rest"):
        if name in needs:
            found.append(WorkTape(name, len(found) + 1, name == "decimal"))
            widths.append(needs[name])
            scratch.append((name, len(found)))
    registers = tuple((register, number) for number, register in enumerate(used, 1))
    return Tapes(tuple(found), tuple(widths), registers, tuple(image_tapes), tuple(scratch))


def _used(code: Code, images: Plan) -> Iterator[int]:
    """The registers that some instruction computes with. One that is only printed from an image is not among them."""
    for position, instruction in enumerate(code.instructions):
        if position in images.dropped:
            continue
        for operand, how in reads(instruction):
            if isinstance(operand, Register) and (how == "compute" or not images.is_printed(operand.index, position)):
                yield operand.index
        if isinstance(instruction, c.Compute | c.Apply):
            yield instruction.target.index


def _names(code: Code) -> list[str]:
    """A name for each register's tape: that of what it holds first, or r3."""
    names: dict[str, None] = {"in": None}  # in order
    for number, register in enumerate(code.registers):
        name = register.names[0] if register.names else f"r{number}"
        if name in names or name in ("decimal", "product", "factor", "quotient", "rest"):
            name = f"{name}.r{number}"
        names[name] = None
    return list(names)[1:]


def _needs(code: Code, images: Plan) -> Iterator[tuple[str, Width]]:
    """Which scratch tapes the instructions need, and how wide."""

    def width(operand: c.Operand) -> Width:
        return Width(0, bits(operand)) if isinstance(operand, int) else code.registers[operand.index].width

    one = Width(0, 1)
    for position, instruction in enumerate(code.instructions):
        if position in images.dropped:
            continue
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
                for operand in _printed(instruction):
                    if not isinstance(operand, Register) or images.has_image(operand.index, position):
                        continue
                    yield "decimal", width(operand)


def _printed(instruction: c.Instruction) -> tuple[c.Operand, ...]:
    match instruction:
        case c.Decimal(source):
            return (source,)
        case c.OpenGate(_, _, indices, parameters):
            return (*indices, *parameters)
        case c.OpenNegation(_, indices, _, own):
            return (*indices, *own)
        case c.PrintWire(_, indices, times):
            return (*indices, times)
        case c.PrintNegatedWire(_, indices, _, own, times):
            return (*indices, *own, times)
    return ()
