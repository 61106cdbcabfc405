"""Lowering powers: multiplications if the exponent is constant, otherwise a power of two, a test, or a loop."""

from __future__ import annotations

from uniform.counters.code import Apply, Arithmetic, Compute, Function, Register, Test
from uniform.language.bounds.magnitude import Magnitude
from uniform.language.lowering.emit import Emitter, JumpTarget, Value


def compute_power(
    e: Emitter, bound: Magnitude, base: Value, exponent: Value, height: int, target: Register | None
) -> Value:
    """``a^b``: multiplications if the exponent is constant, a power of two for the base 2, a test for the base 0, and a
    loop for other constant bases. The registers of the two numbers are released, down to ``height``."""
    if base.operand == 2:
        e.height = height
        place = target if target is not None else e.take(bound)
        e.emit(Apply(Function.POWER_OF_TWO, place, exponent.operand))
        return Value(place, bound)
    result = e.take(bound)
    if isinstance(exponent.operand, int):
        _multiply_out(e, result, base, exponent.operand)
    elif base.operand == 0:
        _power_of_zero(e, result, exponent)
    else:
        _multiply_in_a_loop(e, result, base, exponent)
    e.height = height
    place = target if target is not None else e.take(bound)
    e.copy(place, result)
    return Value(place, bound)


def _power_of_zero(e: Emitter, result: Register, exponent: Value) -> None:
    """``0^e`` is 1 if e = 0, and 0 otherwise."""
    done = JumpTarget()
    e.copy(result, 1)
    e.jump_if(exponent.operand, Test.EQUAL, 0, done)
    e.copy(result, 0)
    e.place(done)


def _multiply_out(e: Emitter, result: Register, base: Value, exponent: int) -> None:
    """A constant exponent of at least 2: square for each binary digit, and multiply if it is 1."""
    e.copy(result, base.operand)
    for digit in bin(exponent)[3:]:
        e.emit(Compute(Arithmetic.MULTIPLY, result, result, result))
        if digit == "1":
            e.emit(Compute(Arithmetic.MULTIPLY, result, result, base.operand))


def _multiply_in_a_loop(e: Emitter, result: Register, base: Value, exponent: Value) -> None:
    """A constant base: multiply by it as many times as the exponent says."""
    rest = e.take(exponent.bound)
    again, done = JumpTarget(), JumpTarget()
    e.copy(rest, exponent.operand)
    e.copy(result, 1)
    e.place(again)
    e.jump_if(rest, Test.EQUAL, 0, done)
    e.emit(Compute(Arithmetic.MULTIPLY, result, result, base.operand))
    e.emit(Compute(Arithmetic.SUBTRACT, rest, rest, 1))
    e.jump(again)
    e.place(done)
