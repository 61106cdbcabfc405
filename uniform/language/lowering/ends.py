"""Lowering upper ends of ranges, which are over the integers: see ``numbers`` for everything else.

An upper end is lowered to a pair (P, Q) of naturals that means P - Q; Q is absent where the value is shown to be
natural, which most ends are. Sums, differences and products of pairs are pairs again; a quotient, a remainder, a
minimum or a maximum first finds out on which side of zero it is.
"""

from __future__ import annotations

from uniform.counters.code import Arithmetic, Compute, Register, Test
from uniform.language import traps
from uniform.language.lowering.emit import Emitter, JumpTarget, Value
from uniform.language.lowering.numbers import (
    binary,
    builtin,
    constant,
    limited,
    literal_or_refuse,
    natural,
    product_bound,
)
from uniform.language.syntax.expressions import Binary, Builtin, Call, Expression, Operator

Pair = tuple[Value, Value | None]


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
            return binary(e, expression, one, other, None, upper_end=True)
        case Call(Builtin.MIN | Builtin.MAX as function, arguments):
            return builtin(e, function, arguments, None, _natural_end)
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
        bound = limited(e, bound, node)
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
        return literal_or_refuse(e, left.operand * right.operand, node)
    bound = product_bound(e, left.bound, right.bound, node)
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
    elif not e.facts.positive(node.right):
        e.require(0, Test.LESS, above.operand, site)
    minus = q or constant(0)
    wide = p.bound.join(minus.bound + divisor.bound)
    plus, negative, part = e.take(wide), e.take(wide), e.take(wide)
    below_zero, done = JumpTarget(), JumpTarget()
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
        keep = JumpTarget()
        kept = sum_of(e, Value(plus, wide_p), q)
        other = sum_of(e, p, Value(minus, wide_q))
        first, second = (kept, other) if function is Builtin.MIN else (other, kept)
        e.jump_if(first.operand, Test.AT_MOST, second.operand, keep)
        e.copy(plus, p.operand)
        e.copy(minus, q.operand)
        e.place(keep)
        e.height = height
    return Value(plus, wide_p), Value(minus, wide_q)
