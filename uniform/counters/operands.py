"""What the instructions of register code read and print: their operands, by kind."""

from __future__ import annotations

from collections.abc import Iterator

from uniform.counters.code import (
    Apply,
    Code,
    Compute,
    Decimal,
    Enter,
    Entry,
    Expect,
    Instruction,
    JumpIf,
    OpenGate,
    OpenNegation,
    Operand,
    Plus,
    PrintNegatedWire,
    PrintOperand,
    PrintWire,
    Register,
    Require,
    Return,
    StepDown,
    StepUp,
)


def computed_operands(instruction: Instruction) -> tuple[Operand, ...]:
    """The operands that an instruction computes or compares with; the multiplicity of a wire is compared with 1."""
    match instruction:
        case Compute(_, _, left, right) | Require(left, _, right) | JumpIf(left, _, right):
            return left, right
        case Apply(_, _, source):
            return (source,)
        case Entry(indices=indices):
            return indices
        case StepUp(variable, limit, step) | StepDown(variable, limit, step):
            return variable, limit, step
        case Return(Register() as back):
            return (back,)
        case PrintWire(times=times) | PrintNegatedWire(times=times):
            return (times,)
    return ()


def print_operands(instruction: Instruction) -> tuple[PrintOperand, ...]:
    """The operands that an instruction prints, except for the multiplicity of a wire."""
    match instruction:
        case Decimal(source):
            return (source,)
        case OpenGate(indices=indices, parameters=more):
            return (*indices, *more)
        case OpenNegation(indices=indices, own=more) | PrintNegatedWire(indices=indices, own=more):
            return (*indices, *more)
        case PrintWire(indices=indices):
            return indices
    return ()


def registers_read(instruction: Instruction) -> Iterator[Register]:
    """The registers that an instruction reads, some of them several times."""
    expected = instruction.indices if isinstance(instruction, Expect | Enter) else ()
    for operand in (*computed_operands(instruction), *print_operands(instruction), *expected):
        if isinstance(operand, Plus):
            yield operand.register
        elif isinstance(operand, Register):
            yield operand


def literals(code: Code) -> Iterator[int]:
    """The literal numbers among the operands, and the entries of tables, without their signs."""
    for table in code.tables:
        yield from map(abs, table.entries)
    for instruction in code.instructions:
        expected = instruction.indices if isinstance(instruction, Expect | Enter) else ()
        for operand in (*computed_operands(instruction), *print_operands(instruction), *expected):
            if isinstance(operand, Plus):
                yield abs(operand.literal)
            elif isinstance(operand, int):
                yield operand
