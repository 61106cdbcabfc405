"""Operations on pairs (P, Q) of naturals that mean P - Q: upper ends of ranges, and numbers that read a table.

Q is absent if the number is shown to be natural, which most ends are. How large the two can be is known from
``bounds.terms``.
"""

from __future__ import annotations

from functools import partial

from uniform.counters.code import Arithmetic, Compute, Operand, Register, Test
from uniform.language.bounds import pairs
from uniform.language.bounds.annotated import End
from uniform.language.bounds.magnitude import Estimate
from uniform.language.lowering.emit import Emitter, JumpTarget, Value, constant
from uniform.language.syntax.expressions import Binary, Builtin, Call, Expression, Operator

Pair = tuple[Value, Value | None]


def combine_pairs(e: Emitter, node: Binary, one: Pair, other: Pair) -> Pair:
    """The sum, difference or product of two pairs."""
    (p1, q1), (p2, q2) = one, other
    left, right = (p1, q1 or constant(0)), (p2, q2 or constant(0))
    return pairs.combine(node.operator, left, right, partial(add, e), partial(_multiply, e, node))


def add(e: Emitter, left: Value, right: Value) -> Value:
    """``left + right``, which cannot trap."""
    estimate = pairs.sum_of(left.estimate, right.estimate)
    return _combine(e, Arithmetic.ADD, left, right, estimate, neutral=0)


def _multiply(e: Emitter, node: Expression, left: Value, right: Value) -> Value:
    estimate = pairs.product_of(left.estimate, right.estimate, node, [])
    return _combine(e, Arithmetic.MULTIPLY, left, right, estimate, neutral=1)


def _combine(
    e: Emitter, operation: Arithmetic, left: Value, right: Value, estimate: Estimate, neutral: Operand
) -> Value:
    """The result of an operation. ``estimate`` is what is known about it; ``neutral`` as an operand changes nothing."""
    if estimate.literal is not None:
        return constant(estimate.literal)
    if left.operand == neutral:
        return right
    if right.operand == neutral:
        return left
    place = e.take(estimate.bound)
    e.emit(Compute(operation, place, left.operand, right.operand))
    return Value(place, estimate.bound)


def subtract(e: Emitter, plus: Value, minus: Value, target: Register) -> None:
    """``target <- plus - minus``, which is known to be natural here."""
    e.emit(Compute(Arithmetic.SUBTRACT, target, plus.operand, minus.operand))


def divide(e: Emitter, end: End, number: Pair, by: Pair) -> Pair:
    """Rounding down: with N = P - Q and d >= 1, N div d is (P-Q) div d, or -((Q-P + d-1) div d) below zero."""
    assert isinstance(end.node, Binary)
    (p, q), (above, below) = number, by
    if end.check is not None:
        e.require(0 if below is None else below.operand, Test.LESS, above.operand, e.site(end.check))
    divisor = above
    if below is not None:
        place = e.take(above.bound)
        subtract(e, above, below, place)
        divisor = Value(place, above.bound)
    minus = q or constant(0)
    plus = e.take(end.plus.bound)
    negative = None if end.minus is None else e.take(end.minus.bound)
    part = e.take(pairs.divided_bound(p.bound, minus.bound, divisor.bound))
    below_zero, done = JumpTarget(), JumpTarget()
    dividing = end.node.operator is Operator.DIVIDE
    e.copy(plus, 0)
    if negative is not None:
        e.copy(negative, 0)
    e.jump_if(p.operand, Test.LESS, minus.operand, below_zero)
    e.emit(Compute(Arithmetic.SUBTRACT, part, p.operand, minus.operand))
    e.emit(Compute(Arithmetic.DIVIDE if dividing else Arithmetic.MODULO, plus, part, divisor.operand))
    e.jump(done)
    e.place(below_zero)
    e.emit(Compute(Arithmetic.SUBTRACT, part, minus.operand, p.operand))
    if negative is not None:
        e.emit(Compute(Arithmetic.ADD, part, part, divisor.operand))
        e.emit(Compute(Arithmetic.SUBTRACT, part, part, 1))
        e.emit(Compute(Arithmetic.DIVIDE, negative, part, divisor.operand))
    else:
        e.emit(Compute(Arithmetic.MODULO, part, part, divisor.operand))
        e.jump_if(part, Test.EQUAL, 0, done)
        e.emit(Compute(Arithmetic.SUBTRACT, plus, divisor.operand, part))
    e.place(done)
    if negative is None or end.minus is None:
        return Value(plus, end.plus.bound), None
    return Value(plus, end.plus.bound), Value(negative, end.minus.bound)


def choose_extreme(e: Emitter, end: End, operands: list[Pair]) -> Pair:
    """min and max: P1 - Q1 <= P2 - Q2 exactly when P1 + Q2 <= P2 + Q1."""
    assert isinstance(end.node, Call)
    assert end.minus is not None
    numbers = [(p, q or constant(0)) for p, q in operands]
    wide_p, wide_q = end.plus.bound, end.minus.bound
    plus, minus = e.take(wide_p), e.take(wide_q)
    e.copy(plus, numbers[0][0].operand)
    e.copy(minus, numbers[0][1].operand)
    for p, q in numbers[1:]:
        height = e.height
        keep = JumpTarget()
        current = add(e, Value(plus, wide_p), q)
        other = add(e, p, Value(minus, wide_q))
        first, second = (current, other) if end.node.function is Builtin.MIN else (other, current)
        e.jump_if(first.operand, Test.AT_MOST, second.operand, keep)
        e.copy(plus, p.operand)
        e.copy(minus, q.operand)
        e.place(keep)
        e.height = height
    return Value(plus, wide_p), Value(minus, wide_q)
