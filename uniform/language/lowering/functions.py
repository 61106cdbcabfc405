"""Lowering functions: each is code of its own, behind that of the family, with its own registers.

A function is lowered after all its calls: the family first, then the functions from the last one declared to the first,
since a function calls only those above it. So its registers can lie above those that any of its callers needs at a
call, and each parameter is as wide as the smaller of its bound and the bound of its arguments. A function that is not
called has no code.

    slot   base      base + 1 ...        ...
           return    parameters, result  counters, lets, loops, temporaries
"""

from __future__ import annotations

from collections.abc import Callable

from uniform.counters.code import Call, FunctionCode, Register, Return
from uniform.language.bounds.facts import Facts
from uniform.language.bounds.magnitude import Magnitude, narrower
from uniform.language.lowering.declarations import lower_declarations
from uniform.language.lowering.emit import Emitter, Frame
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.program import Statement
from uniform.language.syntax.symbols import Symbol


def lets_outside(program: CheckedProgram) -> tuple[Symbol, ...]:
    """The lets that some function sees, in order of declaration."""
    seen = {symbol for function in program.functions for symbol in function.lets}
    return tuple(declaration.symbol for declaration in program.declarations if declaration.symbol in seen)


def lower_functions(
    e: Emitter, program: CheckedProgram, lower_statements: Callable[[Emitter, tuple[Statement, ...]], None]
) -> tuple[FunctionCode, ...]:
    """Emit the code of all functions that are called, and complete their calls. Returns them in order of declaration.

    ``lower_statements`` emits the code of a body."""
    family = e.facts
    found = []
    for function in reversed(program.functions):
        if function.symbol in e.frames:
            found.append(_lower_function(e, e.frames[function.symbol], family, lower_statements))
    e.facts, e.whiles = family, 0
    return tuple(reversed(found))


def _lower_function(
    e: Emitter, frame: Frame, family: Facts, lower_statements: Callable[[Emitter, tuple[Statement, ...]], None]
) -> FunctionCode:
    function, first = frame.function, len(e.instructions)
    e.height, e.prefix, e.span = frame.base, f"{function.name}.", function.span
    e.facts, e.whiles = family.of_function(function), frame.whiles
    back = e.take(Magnitude.constant(len(frame.callers) - 1), "return") if len(frame.callers) > 1 else None
    parameters = []
    for parameter, argument, placeholder in zip(function.parameters, frame.arguments, frame.parameters, strict=True):
        assert parameter.bound is not None
        bound = narrower(e.term(parameter.bound).bound, argument)
        register = e.take(bound, parameter.name)
        e.placed[placeholder.index] = register
        e.facts.accept(parameter, register, bound)
        parameters.append(register)
    lower_declarations(e, (function.result,))
    result = e.facts.bindings[function.result.symbol].operand
    assert isinstance(result, Register)
    e.placed[frame.result.index] = result
    lower_declarations(e, function.declarations)
    lower_statements(e, function.body)
    e.span = function.span
    e.emit(Return(back, tuple(position + 1 for position, _ in frame.callers)))
    for number, (position, call) in enumerate(frame.callers):
        e.instructions[position] = Call(call, first, back, number)
    e.prefix = ""
    callers = tuple(position for position, _ in frame.callers)
    return FunctionCode(function.name, first, len(e.instructions) - 1, back, tuple(parameters), result, callers)
