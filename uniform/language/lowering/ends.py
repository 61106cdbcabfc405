"""Lowering upper ends of ranges, which are over the integers: see ``numbers`` for everything else.

An upper end is lowered to a pair (P, Q) of naturals that means P - Q; Q is absent if the value is shown to be natural,
which most ends are. How large the two can be is known from ``bounds.upper_ends``.
"""

from __future__ import annotations

from functools import partial

from uniform.counters.code import Arithmetic, Compute, Operand, Register, Test
from uniform.language.bounds import upper_ends
from uniform.language.bounds.magnitude import Estimate
from uniform.language.bounds.upper_ends import End
from uniform.language.lowering.emit import Emitter, JumpTarget, Value, constant
from uniform.language.lowering.numbers import compute
from uniform.language.syntax.expressions import Binary, Builtin, Call, Expression, Operator

Pair = tuple[Value, Value | None]


def lower_upper_end(e: Emitter, expression: Expression) -> Pair:
    """Lower an upper end to (P, Q), which means P - Q; Q is None if the end is shown to be natural."""
    return compute_end(e, e.upper_end(expression))


def compute_end(e: Emitter, end: End) -> Pair:
    """Compute the pair of an upper end. The registers of its parts are not released."""
    if end.natural is not None:
        return compute(e, end.natural), None
    if isinstance(end.node, Call):
        return _choose_extreme(e, end)
    assert isinstance(end.node, Binary)
    node = end.node
    (p1, q1), (p2, q2) = (compute_end(e, part) for part in end.parts)
    if node.operator in (Operator.DIVIDE, Operator.MODULO):
        return _divide(e, end, (p1, q1), (p2, q2))
    left, right = (p1, q1 or constant(0)), (p2, q2 or constant(0))
    return upper_ends.combine(node.operator, left, right, partial(add, e), partial(_multiply, e, node))


def add(e: Emitter, left: Value, right: Value) -> Value:
    """``left + right``, which cannot trap."""
    estimate = upper_ends.sum_of(left.estimate, right.estimate)
    return _combine(e, Arithmetic.ADD, left, right, estimate, neutral=0)


def _multiply(e: Emitter, node: Expression, left: Value, right: Value) -> Value:
    estimate = upper_ends.product_of(left.estimate, right.estimate, node, [])
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


def _divide(e: Emitter, end: End, number: Pair, by: Pair) -> Pair:
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
    wide = end.plus.bound
    plus, negative, part = e.take(wide), e.take(wide), e.take(wide)
    below_zero, done = JumpTarget(), JumpTarget()
    dividing = end.node.operator is Operator.DIVIDE
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


def _choose_extreme(e: Emitter, end: End) -> Pair:
    """min and max: P1 - Q1 <= P2 - Q2 exactly when P1 + Q2 <= P2 + Q1."""
    assert isinstance(end.node, Call)
    assert end.minus is not None
    pairs = [(p, q or constant(0)) for p, q in (compute_end(e, part) for part in end.parts)]
    wide_p, wide_q = end.plus.bound, end.minus.bound
    plus, minus = e.take(wide_p), e.take(wide_q)
    e.copy(plus, pairs[0][0].operand)
    e.copy(minus, pairs[0][1].operand)
    for p, q in pairs[1:]:
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
