"""The operands of instructions, one by one: changed all at once, and compared between copies.

An operand of a copy is *local* if its register belongs to the part, and from *outside* if it is a literal or a register
of what is around the part. Local operands of two copies are the same if they have the same place among the registers of
the part. Outside ones may differ: the procedure then reads a register that holds the one or the other.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields, replace

from uniform.counters import code as c

_FIELDS: dict[type, tuple[str, ...]] = {  # in the order in which their classes have them
    c.Compute: ("target", "left", "right"),
    c.Apply: ("target", "source"),
    c.Entry: ("plus", "minus", "indices"),
    c.Require: ("left", "right"),
    c.JumpIf: ("left", "right"),
    c.StepUp: ("variable", "limit", "step"),
    c.StepDown: ("variable", "limit", "step"),
    c.OpenGate: ("indices", "parameters"),
    c.OpenNegation: ("indices", "own"),
    c.PrintWire: ("indices", "times"),
    c.Expect: ("indices",),
    c.Enter: ("indices",),
    c.PrintNegatedWire: ("indices", "own", "times"),
}


def operands(instruction: c.Instruction) -> list[c.PrintOperand]:
    """All operands, those that are written included, in a fixed order."""
    found: list[c.PrintOperand] = []
    for name in _FIELDS.get(type(instruction), ()):
        value = getattr(instruction, name)
        if type(value) is tuple:
            found += value
        elif value is not None:
            found.append(value)
    return found


def with_operands(instruction: c.Instruction, values: Sequence[c.PrintOperand]) -> c.Instruction:
    """The instruction with other operands."""
    kind = type(instruction)
    if kind not in _FIELDS:
        return instruction
    waiting, arguments = iter(values), []
    for each in fields(kind):
        value = getattr(instruction, each.name)
        if each.name not in _FIELDS[kind] or value is None:
            arguments.append(value)
        elif isinstance(value, tuple):
            arguments.append(tuple([next(waiting) for _ in range(len(value))]))
        else:
            arguments.append(next(waiting))
    return kind(*arguments)


def with_register(operand: c.PrintOperand, change: Callable[[int], int]) -> c.PrintOperand:
    """The operand with another register, unless it is a literal or one for a function."""
    match operand:
        case c.Register(index) if index >= 0:
            return c.Register(change(index))
        case c.Plus(c.Register(index)):
            return replace(operand, register=c.Register(change(index)))
    return operand


def shape(instruction: c.Instruction, height: int) -> Hashable:
    """What an instruction has in common with those that it can be merged with, apart from texts of traps; ``height``:
    its own registers are those from here on."""
    fixed: list[Hashable] = [type(instruction).__name__]
    match instruction:
        case c.Compute(operation=operation):
            fixed.append(operation)
        case c.Apply(function=function):
            fixed.append(function)
        case c.Entry(plus, minus, table):
            fixed += [plus is None, minus is None, table]
        case c.Require(test=test) | c.JumpIf(test=test):
            fixed.append(test)
        case c.OpenGate(kind=kind, array=array):
            fixed += [kind, array]
        case (
            c.OpenNegation(array=array, ordinal=ordinal, own=own)
            | c.PrintNegatedWire(array=array, ordinal=ordinal, own=own)
        ):
            fixed += [array, ordinal, len(own)]
        case c.PrintWire(array=array) | c.Expect(array=array) | c.Enter(array=array):
            fixed.append(array)
    return (*fixed, *(_place(each, height) for each in operands(instruction)))


def _place(operand: c.PrintOperand, height: int) -> Hashable:
    match operand:
        case c.Register(index) if index < 0:
            return operand
        case c.Register(index) if index >= height:
            return index - height
        case c.Plus(c.Register(index), literal) if index >= height:
            return index - height, literal
    return None


def offset(values: Sequence[c.PrintOperand]) -> int | None:
    """The literal that all of these are more than some register or literal; None if there is none."""
    literals = {each.literal for each in values if isinstance(each, c.Plus)}
    if not literals:
        return 0
    if len(literals) > 1 or any(isinstance(each, c.Register) for each in values):
        return None
    (literal,) = literals
    return None if any(isinstance(each, int) and each < literal for each in values) else literal


def without_offset(value: c.PrintOperand, literal: int) -> c.Operand:
    """The operand before a literal was added."""
    match value:
        case c.Plus(register):
            return register
        case int():
            return value - literal
    return value
