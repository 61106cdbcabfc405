"""Lowering numbers to register code, each value with an upper bound that holds for every n.

``natural`` lowers an expression over the naturals to one operand; operands are lowered from left to right, as the
definition evaluates them. Upper ends of ranges are over the integers, and lowered in ``ends``.

Bounds (``bounds.magnitude``): a sum adds them, a product multiplies them, a difference and a quotient keep the left
one, a remainder is below its divisor, 2^e needs a small e, bits(e) is the width of e. A program that leaves these
is refused with the subexpression that does it. Widths come from declared bounds, never from guards.
"""

from __future__ import annotations

from collections.abc import Callable

from uniform.counters.code import Apply, Arithmetic, Compute, Fail, Function, Register, Test
from uniform.counters.widths import bits
from uniform.language import traps
from uniform.language.bounds.magnitude import BITS_OF_N, Magnitude, narrower, of_width, two_to
from uniform.language.bounds.refusals import (
    exponent_too_large,
    grows_too_fast,
    literal_too_large,
    nothing_constant,
    why_large,
)
from uniform.language.constants import LONGEST
from uniform.language.lowering.emit import Emitter, JumpTarget, Value
from uniform.language.syntax.expressions import Binary, Builtin, Call, Expression, Name, Number, Operator
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import TrapText

LARGEST_LITERAL = LONGEST  # binary digits of a folded number
_LARGEST_DEGREE = 64  # of a bound

_ARITHMETIC = {
    Operator.ADD: Arithmetic.ADD,
    Operator.SUBTRACT: Arithmetic.SUBTRACT,
    Operator.MULTIPLY: Arithmetic.MULTIPLY,
    Operator.DIVIDE: Arithmetic.DIVIDE,
    Operator.MODULO: Arithmetic.MODULO,
}

Pair = tuple[Value, Value | None]


def _refused(e: Emitter, refusal: Diagnostic) -> Value:
    """Any number in place of a refused one: of unknown value, and small, so that nothing more is said of it."""
    e.refuse(refusal)
    return Value(e.take(BITS_OF_N), BITS_OF_N)


def constant(value: int) -> Value:
    """A number known now."""
    return Value(value, Magnitude.constant(value))


def natural(e: Emitter, expression: Expression, target: Register | None = None) -> Value:
    """The value of an expression; a computed one goes to ``target``, or to a new register."""
    match expression:
        case Number(value):
            return constant(value)
        case Name(symbol=symbol):
            binding = e.facts.bindings[symbol]
            return Value(binding.operand, binding.bound)
        case Binary(Operator.POWER):
            return _power(e, expression, target)
        case Binary(_, left, right):
            height = e.height
            one, other = natural(e, left), natural(e, right)
            e.height = height
            return binary(e, expression, one, other, target)
        case Call(Builtin() as function, arguments):
            return builtin(e, function, arguments, target, natural)
    raise AssertionError(expression)


def binary(
    e: Emitter, node: Binary, left: Value, right: Value, target: Register | None, *, upper_end: bool = False
) -> Value:
    """One operation on two naturals, with the traps that may happen."""
    operator = node.operator
    site = -1
    if operator is Operator.SUBTRACT:
        if right.operand == 0:
            return e.held(left)
        text: TrapText | None = traps.subtraction_below_zero(node)
        if e.facts.natural(e.facts.form(node)):
            text = None
    elif operator in (Operator.DIVIDE, Operator.MODULO):
        positive = e.facts.positive(node.right)
        text = None if positive else traps.division_by_zero(node, upper_end=upper_end)
    else:
        text = None
    if isinstance(left.operand, int) and isinstance(right.operand, int):
        folded = _fold(operator, left.operand, right.operand)
        if folded is not None:
            return literal_or_refuse(e, folded, node)
        assert text is not None
        e.emit(Fail(e.site(text)))
        return constant(0)
    if text is not None:
        site = e.site(text)
    neutral = {Operator.ADD: 0, Operator.MULTIPLY: 1}.get(operator)
    if neutral is not None and left.operand == neutral:
        return e.held(right)
    if right.operand == (1 if operator is Operator.DIVIDE else neutral):
        return e.held(left)
    bound = _bound(e, node, left.bound, right)
    place = target if target is not None else e.take(bound)
    e.emit(Compute(_ARITHMETIC[operator], place, left.operand, right.operand, site))
    return Value(place, bound)


def _fold(operator: Operator, left: int, right: int) -> int | None:
    match operator:
        case Operator.ADD:
            return left + right
        case Operator.SUBTRACT:
            return left - right if left >= right else None
        case Operator.MULTIPLY:
            return left * right
        case Operator.DIVIDE:
            return left // right if right else None
        case Operator.MODULO:
            return left % right if right else None
        case Operator.POWER:
            return None
    raise AssertionError(operator)


def literal_or_refuse(e: Emitter, value: int, node: Expression) -> Value:
    """The value of an expression whose operands are literals, unless it has too many digits for the states."""
    if value.bit_length() > LARGEST_LITERAL:
        return _refused(e, literal_too_large(node, LARGEST_LITERAL))
    return constant(value)


def _bound(e: Emitter, node: Binary, left: Magnitude, right: Value) -> Magnitude:
    match node.operator:
        case Operator.ADD:
            return limited(e, left + right.bound, node)
        case Operator.MULTIPLY:
            return product_bound(e, left, right.bound, node)
        case Operator.MODULO:
            below = constant(max(right.operand, 1) - 1).bound if isinstance(right.operand, int) else right.bound
            return narrower(left, below)
        case _:
            return left


def limited(e: Emitter, bound: Magnitude, node: Expression) -> Magnitude:
    """The bound, unless it is absurd and the expression refused."""
    return bound if _sensible(e, bound.size, bound.digits, node) else BITS_OF_N


def product_bound(e: Emitter, left: Magnitude, right: Magnitude, node: Expression) -> Magnitude:
    """The product of two bounds, which is computed only if it is not absurd."""
    if not _sensible(e, left.size + right.size, max(left.digits, right.digits), node):
        return BITS_OF_N
    return limited(e, left * right, node)


def _sensible(e: Emitter, size: int, digits: int, node: Expression) -> bool:
    """Whether a bound of this degree and with coefficients of so many digits may be; else refuse the expression."""
    if size > _LARGEST_DEGREE:
        e.refuse(grows_too_fast(node, _LARGEST_DEGREE))
    elif digits > LARGEST_LITERAL + 1:
        e.refuse(literal_too_large(node, LARGEST_LITERAL, certain=False))
    else:
        return True
    return False


def _power(e: Emitter, node: Binary, target: Register | None) -> Value:
    """``a^b``: a constant exponent gives multiplications, the base 2 a shift, 0 and 1 a test,
    another constant base a loop."""
    height = e.height
    base, exponent = natural(e, node.left), natural(e, node.right)
    if isinstance(exponent.operand, int):
        return _constant_exponent(e, node, base, exponent.operand, height, target)
    if not isinstance(base.operand, int):
        return _refused(e, nothing_constant(node))
    if base.operand <= 1:
        return _power_of_a_bit(e, base.operand, exponent.operand, height, target)
    small = exponent.bound.small
    if small is None:
        return _refused(e, exponent_too_large(node, base.operand, why_large(node.right, e.facts)))
    a, b = small
    digits = 1 if base.operand == 2 else bits(base.operand)
    if not _sensible(e, digits * a, digits * b, node):
        return Value(e.take(BITS_OF_N), BITS_OF_N)
    bound = two_to((digits * a, digits * b))
    if base.operand == 2:
        e.height = height
        place = target if target is not None else e.take(bound)
        e.emit(Apply(Function.POWER_OF_TWO, place, exponent.operand))
        return Value(place, bound)
    result, left = e.take(bound), e.take(exponent.bound)
    again, done = JumpTarget(), JumpTarget()
    e.copy(left, exponent.operand)
    e.copy(result, 1)
    e.place(again)
    e.jump_if(left, Test.EQUAL, 0, done)
    e.emit(Compute(Arithmetic.MULTIPLY, result, result, base.operand))
    e.emit(Compute(Arithmetic.SUBTRACT, left, left, 1))
    e.jump(again)
    e.place(done)
    e.height = height
    place = target if target is not None else e.take(bound)
    e.copy(place, result)
    return Value(place, bound)


def _power_of_a_bit(e: Emitter, base: int, exponent: Register, height: int, target: Register | None) -> Value:
    """``1^e`` is 1, and ``0^e`` is 1 for e = 0 alone, however large e is."""
    if base == 1:
        e.height = height
        return constant(1)
    bound = Magnitude.constant(1)
    result, done = e.take(bound), JumpTarget()
    e.copy(result, 1)
    e.jump_if(exponent, Test.EQUAL, 0, done)
    e.copy(result, 0)
    e.place(done)
    e.height = height
    place = target if target is not None else e.take(bound)
    e.copy(place, result)
    return Value(place, bound)


def _constant_exponent(
    e: Emitter, node: Binary, base: Value, exponent: int, height: int, target: Register | None
) -> Value:
    if isinstance(base.operand, int):
        if base.operand > 1 and exponent * base.operand.bit_length() > 2 * LARGEST_LITERAL:
            return literal_or_refuse(e, 1 << 2 * LARGEST_LITERAL, node)
        return literal_or_refuse(e, base.operand**exponent, node)
    if exponent == 0:
        return constant(1)
    if exponent == 1:
        return base
    size = base.bound.size
    if not _sensible(e, size * exponent, base.bound.digits if size else max(1, base.bound.digits) * exponent, node):
        return Value(e.take(BITS_OF_N), BITS_OF_N)
    bound = base.bound.power(exponent)
    result = e.take(bound)
    e.copy(result, base.operand)
    for digit in bin(exponent)[3:]:
        e.emit(Compute(Arithmetic.MULTIPLY, result, result, result))
        if digit == "1":
            e.emit(Compute(Arithmetic.MULTIPLY, result, result, base.operand))
    e.height = height
    place = target if target is not None else e.take(bound)
    e.copy(place, result)
    return Value(place, bound)


def builtin(
    e: Emitter,
    function: Builtin,
    arguments: tuple[Expression, ...],
    target: Register | None,
    lower: Callable[[Emitter, Expression], Value],
) -> Value:
    """A built-in function of naturals; ``lower`` lowers the arguments."""
    height = e.height
    if function is Builtin.BITS:
        value = lower(e, arguments[0])
        if isinstance(value.operand, int):
            return constant(bits(value.operand))
        e.height = height
        bound = of_width(value.bound.width)
        place = target if target is not None else e.take(bound)
        e.emit(Apply(Function.BITS, place, value.operand))
        return Value(place, bound)
    result = lower(e, arguments[0])
    operation = {Builtin.BIT: Arithmetic.BIT, Builtin.MIN: Arithmetic.MIN, Builtin.MAX: Arithmetic.MAX}[function]
    for argument in arguments[1:]:
        following = lower(e, argument)
        bound = _builtin_bound(function, result.bound, following.bound)
        left, right = result.operand, following.operand
        if isinstance(left, int) and isinstance(right, int):
            folded = {Builtin.BIT: left >> right & 1, Builtin.MIN: min(left, right)}
            result = constant(folded.get(function, max(left, right)))
            continue
        e.height = height
        place = target if target is not None and argument is arguments[-1] else e.take(bound)
        e.emit(Compute(operation, place, left, right))
        result = Value(place, bound)
    return result


def _builtin_bound(function: Builtin, left: Magnitude, right: Magnitude) -> Magnitude:
    match function:
        case Builtin.BIT:
            return Magnitude.constant(1)
        case Builtin.MIN:
            return narrower(left, right)
        case _:
            return left.join(right)
