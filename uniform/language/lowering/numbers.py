"""Lowering numbers to register code.

``natural`` lowers an expression over the naturals to one operand; operands are lowered from left to right, as the
definition evaluates them. How large each number can be, whether it is known now and whether it may trap has been read
off before (``bounds.terms``). Upper ends of ranges are over the integers, and lowered in ``ends``.
"""

from __future__ import annotations

from uniform.counters.code import Apply, Arithmetic, Compute, Fail, Function, Plus, Printed, Register, Test
from uniform.language.bounds.terms import Term, of_function
from uniform.language.lowering.emit import Emitter, JumpTarget, Value, constant
from uniform.language.syntax.expressions import Binary, Builtin, Call, Expression, Name, Number, Operator

_ARITHMETIC = {
    Operator.ADD: Arithmetic.ADD,
    Operator.SUBTRACT: Arithmetic.SUBTRACT,
    Operator.MULTIPLY: Arithmetic.MULTIPLY,
    Operator.DIVIDE: Arithmetic.DIVIDE,
    Operator.MODULO: Arithmetic.MODULO,
}
_FUNCTIONS = {Builtin.BIT: Arithmetic.BIT, Builtin.MIN: Arithmetic.MIN, Builtin.MAX: Arithmetic.MAX}


def natural(e: Emitter, expression: Expression, target: Register | None = None) -> Value:
    """The value of an expression; a computed one goes to ``target``, or to a new register."""
    return _leaf(e, expression) or compute(e, e.term(expression), target)


def printed(e: Emitter, expression: Expression) -> Printed:
    """What prints the value of an expression with which nothing else is done: a sum with a literal is not computed."""
    leaf = _leaf(e, expression)
    if leaf is not None:
        return leaf.printed
    term = e.term(expression)
    match term.node:
        case Binary(Operator.ADD | Operator.SUBTRACT) if term.literal is None and term.same < 0:
            height = e.height
            left, right = (compute(e, part) for part in term.parts)
            e.height = height
            total = _total(term, left, right)
            if total is None:
                return _operation(e, term, left, right, None).printed
            e.height = max(height, total.register.index + 1)
            return total
    return compute(e, term).printed


def compute(e: Emitter, term: Term, target: Register | None = None) -> Value:
    """The value of a term. Registers that its parts took are released."""
    leaf = _leaf(e, term.node)
    if leaf is not None:
        return leaf
    match term.node:
        case _ if term.literal is not None:
            return _known(e, term, term.literal)
        case _ if term.same >= 0:
            return _one_of_its_parts(e, term)
        case Binary(Operator.POWER):
            return _power(e, term, target)
        case Binary():
            height = e.height
            left, right = compute(e, term.parts[0]), compute(e, term.parts[1])
            e.height = height
            return _operation(e, term, left, right, target)
        case Call(Builtin.BITS):
            height = e.height
            number = compute(e, term.parts[0])
            e.height = height
            place = target if target is not None else e.take(term.bound)
            e.emit(Apply(Function.BITS, place, number.operand))
            return Value(place, term.bound)
        case Call(Builtin() as function):
            return _of_several(e, function, term.parts, target)
    raise AssertionError(term.node)


def _leaf(e: Emitter, expression: Expression) -> Value | None:
    """The value of a number or a name, for which nothing is computed; None for what has parts."""
    match expression:
        case Number(value):
            return constant(value)
        case Name(symbol=symbol):
            binding = e.facts.bindings[symbol]
            assert binding.operand is not None
            return Value(binding.operand, binding.bound, binding.total)
    return None


def _operation(e: Emitter, term: Term, left: Value, right: Value, target: Register | None) -> Value:
    """One operation on two numbers."""
    assert isinstance(term.node, Binary)
    site = -1 if term.check is None else e.site(term.check)
    place = target if target is not None else e.take(term.bound)
    e.emit(Compute(_ARITHMETIC[term.node.operator], place, left.operand, right.operand, site))
    total = _total(term, left, right)
    return Value(place, term.bound, total if total and total.register.index in e.variables else None)


def _total(term: Term, left: Value, right: Value) -> Plus | None:
    """The number as a register plus a literal, where it is that; it does not trap then."""
    assert isinstance(term.node, Binary)
    match term.node.operator, left.operand, right.operand:
        case (Operator.ADD, Register() as register, int() as literal):
            return Plus(register, literal, term.bound.width)
        case (Operator.ADD, int() as literal, Register() as register):
            return Plus(register, literal, term.bound.width)
        case (Operator.SUBTRACT, Register() as register, int() as literal) if term.check is None:
            return Plus(register, -literal, term.bound.width)
    return None


def _known(e: Emitter, term: Term, value: int) -> Value:
    """A number known now: of its parts, what may trap is computed."""
    with e.scope():
        for part in term.parts:
            if part.may_trap:
                compute(e, part)
    if term.check is not None:
        e.emit(Fail(e.site(term.check)))
    return constant(value)


def _one_of_its_parts(e: Emitter, term: Term) -> Value:
    """The value of one part; the others are known now."""
    height = e.height
    values = [compute(e, part) for part in term.parts]
    e.height = height
    return e.held(values[term.same])


def _of_several(e: Emitter, function: Builtin, parts: tuple[Term, ...], target: Register | None) -> Value:
    """``bit``, ``min`` or ``max``, two by two."""
    height = e.height
    result = compute(e, parts[0])
    for part in parts[1:]:
        following = compute(e, part)
        known = of_function(function, result.estimate, following.estimate)
        if known.literal is not None:
            result = constant(known.literal)
            continue
        e.height = height
        place = target if target is not None and part is parts[-1] else e.take(known.bound)
        e.emit(Compute(_FUNCTIONS[function], place, result.operand, following.operand))
        result = Value(place, known.bound)
    return result


# ---------------------------------------------------------------- powers


def _power(e: Emitter, term: Term, target: Register | None) -> Value:
    """``a^b``: a constant exponent gives multiplications, the base 2 a shift, 0 a test, another constant base a
    loop."""
    height = e.height
    base, exponent = compute(e, term.parts[0]), compute(e, term.parts[1])
    if base.operand == 2:
        e.height = height
        place = target if target is not None else e.take(term.bound)
        e.emit(Apply(Function.POWER_OF_TWO, place, exponent.operand))
        return Value(place, term.bound)
    result = e.take(term.bound)
    if isinstance(exponent.operand, int):
        _multiply_out(e, result, base, exponent.operand)
    elif base.operand == 0:
        _power_of_zero(e, result, exponent)
    else:
        _multiply_in_a_loop(e, result, base, exponent)
    e.height = height
    place = target if target is not None else e.take(term.bound)
    e.copy(place, result)
    return Value(place, term.bound)


def _power_of_zero(e: Emitter, result: Register, exponent: Value) -> None:
    """``0^e`` is 1 for e = 0 alone, however large e is."""
    done = JumpTarget()
    e.copy(result, 1)
    e.jump_if(exponent.operand, Test.EQUAL, 0, done)
    e.copy(result, 0)
    e.place(done)


def _multiply_out(e: Emitter, result: Register, base: Value, exponent: int) -> None:
    """A constant exponent, at least 2: for each binary digit a square, and a product where it is 1."""
    e.copy(result, base.operand)
    for digit in bin(exponent)[3:]:
        e.emit(Compute(Arithmetic.MULTIPLY, result, result, result))
        if digit == "1":
            e.emit(Compute(Arithmetic.MULTIPLY, result, result, base.operand))


def _multiply_in_a_loop(e: Emitter, result: Register, base: Value, exponent: Value) -> None:
    """A constant base, as often as the exponent says."""
    left = e.take(exponent.bound)
    again, done = JumpTarget(), JumpTarget()
    e.copy(left, exponent.operand)
    e.copy(result, 1)
    e.place(again)
    e.jump_if(left, Test.EQUAL, 0, done)
    e.emit(Compute(Arithmetic.MULTIPLY, result, result, base.operand))
    e.emit(Compute(Arithmetic.SUBTRACT, left, left, 1))
    e.jump(again)
    e.place(done)
