"""Lowering numbers and conditions to register code, each value with an upper bound that holds for every n.

``natural`` lowers an expression over the naturals to one operand. ``signed`` lowers an upper end, which is over
the integers, to a pair (P, Q) of naturals that means P - Q; Q is absent where the value is shown to be natural.
``unless`` lowers a condition to jumps. Operands are lowered from left to right, as the definition evaluates them.

Bounds (``bounds.magnitude``): a sum adds them, a product multiplies them, a difference and a quotient keep the left
one, a remainder is below its divisor, 2^e needs a small e, bits(e) is the width of e. A program that leaves these
is refused with the subexpression that does it. Widths come from declared bounds, never from guards.
"""

from __future__ import annotations

from collections.abc import Callable

from uniform.counters.code import Apply, Arithmetic, Compute, Fail, Function, Operand, Register, Test
from uniform.counters.widths import bits
from uniform.diagnostics import Diagnostic
from uniform.language import traps
from uniform.language.bounds.affine import Form
from uniform.language.bounds.magnitude import BITS_OF_N, Magnitude, N, narrower, of_width, two_to
from uniform.language.bounds.refusals import exponent_too_large, grows_too_fast, literal_too_large, nothing_constant
from uniform.language.lowering.emit import Emitter, Label, Value
from uniform.language.syntax import (
    And,
    Binary,
    Builtin,
    Call,
    Compare,
    Comparison,
    Condition,
    Expression,
    Name,
    Not,
    Number,
    Operator,
    Or,
)
from uniform.language.traps import TrapText

LARGEST_LITERAL = 4096  # binary digits of a folded number
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
        case Name("n"):
            return Value(Register(0), N)
        case Name(name) if name in e.values:
            return e.values[name]
        case Name(name):
            return constant(e.constants[name])
        case Binary(Operator.POWER):
            return _power(e, expression, target)
        case Binary(_, left, right):
            height = e.height
            one, other = natural(e, left), natural(e, right)
            e.height = height
            return _binary(e, expression, one, other, target)
        case Call(Builtin() as function, arguments):
            return _builtin(e, function, arguments, target, natural)
    raise AssertionError(expression)


def _binary(
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
        positive = e.facts.natural(e.facts.form(node.right) - Form(1))
        text = None if positive else traps.division_by_zero(node, upper_end=upper_end)
    else:
        text = None
    if isinstance(left.operand, int) and isinstance(right.operand, int):
        folded = _fold(operator, left.operand, right.operand)
        if folded is not None:
            return _known(e, folded, node)
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


def _known(e: Emitter, value: int, node: Expression) -> Value:
    if value.bit_length() > LARGEST_LITERAL:
        return _refused(e, literal_too_large(node, LARGEST_LITERAL))
    return constant(value)


def _bound(e: Emitter, node: Binary, left: Magnitude, right: Value) -> Magnitude:
    match node.operator:
        case Operator.ADD:
            return _limited(e, left + right.bound, node)
        case Operator.MULTIPLY:
            return _product_bound(e, left, right.bound, node)
        case Operator.MODULO:
            below = constant(max(right.operand, 1) - 1).bound if isinstance(right.operand, int) else right.bound
            return narrower(left, below)
        case _:
            return left


def _limited(e: Emitter, bound: Magnitude, node: Expression) -> Magnitude:
    return bound if _sensible(e, bound.size, bound.digits, node) else BITS_OF_N


def _product_bound(e: Emitter, left: Magnitude, right: Magnitude, node: Expression) -> Magnitude:
    """The product of two bounds, which is computed only if it is not absurd."""
    if not _sensible(e, left.size + right.size, max(left.digits, right.digits), node):
        return BITS_OF_N
    return _limited(e, left * right, node)


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
    """``a^b``: a constant exponent gives multiplications, the base 2 a shift, another constant base a loop."""
    height = e.height
    base, exponent = natural(e, node.left), natural(e, node.right)
    if isinstance(exponent.operand, int):
        return _constant_exponent(e, node, base, exponent.operand, height, target)
    if not isinstance(base.operand, int):
        return _refused(e, nothing_constant(node))
    small = exponent.bound.small
    if base.operand >= 2 and small is None:
        return _refused(e, exponent_too_large(node, base.operand, e.why_large(node.right)))
    a, b = small or (0, 0)
    digits = 1 if base.operand == 2 else bits(base.operand) if base.operand > 1 else 0
    if not _sensible(e, digits * a, digits * b, node):
        return Value(e.take(BITS_OF_N), BITS_OF_N)
    bound = two_to((digits * a, digits * b))
    if base.operand == 2:
        e.height = height
        place = target if target is not None else e.take(bound)
        e.emit(Apply(Function.POWER_OF_TWO, place, exponent.operand))
        return Value(place, bound)
    result, left = e.take(bound), e.take(exponent.bound)
    again, done = Label(), Label()
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


def _constant_exponent(
    e: Emitter, node: Binary, base: Value, exponent: int, height: int, target: Register | None
) -> Value:
    if isinstance(base.operand, int):
        if base.operand > 1 and exponent * base.operand.bit_length() > 2 * LARGEST_LITERAL:
            return _known(e, 1 << 2 * LARGEST_LITERAL, node)
        return _known(e, base.operand**exponent, node)
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


def _builtin(
    e: Emitter,
    function: Builtin,
    arguments: tuple[Expression, ...],
    target: Register | None,
    lower: Callable[[Emitter, Expression], Value],
) -> Value:
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
            folded = {Builtin.BIT: left >> min(right, LARGEST_LITERAL) & 1, Builtin.MIN: min(left, right)}
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


# ---------------------------------------------------------------- upper ends


def signed(e: Emitter, expression: Expression) -> Pair:
    """An upper end as (P, Q), meaning P - Q; Q is None where it is shown to be natural."""
    if e.facts.stays_natural(expression):
        return _natural_end(e, expression), None
    match expression:
        case Binary(Operator.ADD | Operator.SUBTRACT as operator, left, right):
            p1, q1 = signed(e, left)
            p2, q2 = signed(e, right)
            if operator is Operator.SUBTRACT:
                p2, q2 = q2 or constant(0), p2
            return sum_of(e, p1, p2, expression), sum_of(e, q1 or constant(0), q2 or constant(0), expression)
        case Binary(Operator.MULTIPLY, left, right):
            p1, q1 = signed(e, left)
            p2, q2 = signed(e, right)
            plus = sum_of(e, _product(e, p1, p2, expression), _product(e, q1, q2, expression), expression)
            crossed = _product(e, p1, q2, expression), _product(e, q1, p2, expression)
            return plus, sum_of(e, *crossed, expression)
        case Binary(Operator.DIVIDE | Operator.MODULO):
            return _signed_division(e, expression)
        case Call(Builtin.MIN | Builtin.MAX as function, arguments):
            return _signed_extreme(e, function, arguments)
    return natural(e, expression), None


def _natural_end(e: Emitter, expression: Expression) -> Value:
    """``natural``, with the words of an upper end where a divisor is 0."""
    match expression:
        case Binary(operator, left, right) if operator is not Operator.POWER:
            height = e.height
            one, other = _natural_end(e, left), _natural_end(e, right)
            e.height = height
            return _binary(e, expression, one, other, None, upper_end=True)
        case Call(Builtin.MIN | Builtin.MAX as function, arguments):
            return _builtin(e, function, arguments, None, _natural_end)
    return natural(e, expression)


def sum_of(e: Emitter, left: Value, right: Value, node: Expression | None = None) -> Value:
    """``left + right``, which cannot trap, as a part of ``node``."""
    if left.operand == 0:
        return right
    if right.operand == 0:
        return left
    if isinstance(left.operand, int) and isinstance(right.operand, int):
        return constant(left.operand + right.operand)
    bound = left.bound + right.bound
    if node is not None:
        bound = _limited(e, bound, node)
    place = e.take(bound)
    e.emit(Compute(Arithmetic.ADD, place, left.operand, right.operand))
    return Value(place, bound)


def _product(e: Emitter, left: Value | None, right: Value | None, node: Expression) -> Value:
    if left is None or right is None or 0 in (left.operand, right.operand):
        return constant(0)
    if left.operand == 1:
        return right
    if right.operand == 1:
        return left
    if isinstance(left.operand, int) and isinstance(right.operand, int):
        return _known(e, left.operand * right.operand, node)
    bound = _product_bound(e, left.bound, right.bound, node)
    place = e.take(bound)
    e.emit(Compute(Arithmetic.MULTIPLY, place, left.operand, right.operand))
    return Value(place, bound)


def difference(e: Emitter, plus: Value, minus: Value, target: Register) -> None:
    """``target <- plus - minus``, known to be natural here."""
    e.emit(Compute(Arithmetic.SUBTRACT, target, plus.operand, minus.operand))


def _signed_division(e: Emitter, node: Binary) -> Pair:
    """Rounding down: with N = P - Q and d >= 1, N div d is (P-Q) div d, or -((Q-P + d-1) div d) below zero."""
    p, q = signed(e, node.left)
    above, below = signed(e, node.right)
    site = e.site(traps.division_by_zero(node, upper_end=True))
    divisor = above
    if below is not None:
        e.require(below.operand, Test.LESS, above.operand, site)
        place = e.take(above.bound)
        difference(e, above, below, place)
        divisor = Value(place, above.bound)
    elif not e.facts.natural(e.facts.form(node.right) - Form(1)):
        e.require(0, Test.LESS, above.operand, site)
    minus = q or constant(0)
    wide = p.bound.join(minus.bound + divisor.bound)
    plus, negative, part = e.take(wide), e.take(wide), e.take(wide)
    below_zero, done = Label(), Label()
    dividing = node.operator is Operator.DIVIDE
    e.copy(plus, 0)
    e.copy(negative, 0)
    e.jump_if(p.operand, Test.LESS, minus.operand, below_zero)
    e.emit(Compute(Arithmetic.SUBTRACT, part, p.operand, minus.operand))
    e.emit(Compute(Arithmetic.DIVIDE if dividing else Arithmetic.MODULO, plus, part, divisor.operand))
    e.jump(done)
    e.place(below_zero)
    e.emit(Compute(Arithmetic.SUBTRACT, part, minus.operand, p.operand))
    if dividing:
        e.emit(Compute(Arithmetic.ADD, part, part, divisor.operand))
        e.emit(Compute(Arithmetic.SUBTRACT, part, part, 1))
        e.emit(Compute(Arithmetic.DIVIDE, negative, part, divisor.operand))
    else:
        e.emit(Compute(Arithmetic.MODULO, part, part, divisor.operand))
        e.jump_if(part, Test.EQUAL, 0, done)
        e.emit(Compute(Arithmetic.SUBTRACT, plus, divisor.operand, part))
    e.place(done)
    return Value(plus, wide), Value(negative, wide) if dividing else None


def _signed_extreme(e: Emitter, function: Builtin, arguments: tuple[Expression, ...]) -> Pair:
    """min and max: P1 - Q1 <= P2 - Q2 exactly when P1 + Q2 <= P2 + Q1."""
    pairs = []
    for argument in arguments:
        p, q = signed(e, argument)
        pairs.append((p, q or constant(0)))
    wide_p, wide_q = pairs[0][0].bound, pairs[0][1].bound
    for p, q in pairs[1:]:
        wide_p, wide_q = wide_p.join(p.bound), wide_q.join(q.bound)
    plus, minus = e.take(wide_p), e.take(wide_q)
    e.copy(plus, pairs[0][0].operand)
    e.copy(minus, pairs[0][1].operand)
    for p, q in pairs[1:]:
        height = e.height
        keep = Label()
        kept = sum_of(e, Value(plus, wide_p), q)
        other = sum_of(e, p, Value(minus, wide_q))
        first, second = (kept, other) if function is Builtin.MIN else (other, kept)
        e.jump_if(first.operand, Test.AT_MOST, second.operand, keep)
        e.copy(plus, p.operand)
        e.copy(minus, q.operand)
        e.place(keep)
        e.height = height
    return Value(plus, wide_p), Value(minus, wide_q)


# ---------------------------------------------------------------- conditions

_FALSE_WHEN: dict[Comparison, Callable[[Operand, Operand], tuple[Operand, Test, Operand]]] = {
    Comparison.EQUAL: lambda a, b: (a, Test.NOT_EQUAL, b),
    Comparison.NOT_EQUAL: lambda a, b: (a, Test.EQUAL, b),
    Comparison.LESS: lambda a, b: (b, Test.AT_MOST, a),
    Comparison.AT_MOST: lambda a, b: (b, Test.LESS, a),
    Comparison.GREATER: lambda a, b: (a, Test.AT_MOST, b),
    Comparison.AT_LEAST: lambda a, b: (a, Test.LESS, b),
}


def unless(e: Emitter, condition: Condition, otherwise: Label) -> None:
    """Go on with the next instruction when the condition is true, else at ``otherwise``."""
    match condition:
        case Compare(operands, comparisons):
            with e.scope():
                left = natural(e, operands[0])
                for comparison, operand in zip(comparisons, operands[1:], strict=True):
                    right = natural(e, operand)
                    e.jump_if(*_FALSE_WHEN[comparison](left.operand, right.operand), otherwise)
                    left = right
        case And(left_side, right_side):
            unless(e, left_side, otherwise)
            unless(e, right_side, otherwise)
        case Or(left_side, right_side):
            second, done = Label(), Label()
            unless(e, left_side, second)
            e.jump(done)
            e.place(second)
            unless(e, right_side, otherwise)
            e.place(done)
        case Not(negated):
            true = Label()
            unless(e, negated, true)
            e.jump(otherwise)
            e.place(true)
