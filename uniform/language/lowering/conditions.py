"""Lowering conditions to jumps. A part that can no longer change the result is not evaluated."""

from __future__ import annotations

from collections.abc import Callable

from uniform.counters.code import Operand, Test
from uniform.language.lowering.emit import Emitter, JumpTarget, Value, constant
from uniform.language.lowering.ends import Pair, add
from uniform.language.lowering.numbers import lower_natural, lower_upper_end
from uniform.language.syntax.expressions import And, Compare, Condition, Not, Or, Relation

_FALSE_WHEN: dict[Relation, Callable[[Operand, Operand], tuple[Operand, Test, Operand]]] = {
    Relation.EQUAL: lambda a, b: (a, Test.NOT_EQUAL, b),
    Relation.NOT_EQUAL: lambda a, b: (a, Test.EQUAL, b),
    Relation.LESS: lambda a, b: (b, Test.AT_MOST, a),
    Relation.AT_MOST: lambda a, b: (b, Test.LESS, a),
    Relation.GREATER: lambda a, b: (a, Test.AT_MOST, b),
    Relation.AT_LEAST: lambda a, b: (a, Test.LESS, b),
}


def jump_unless(e: Emitter, condition: Condition, otherwise: JumpTarget) -> None:
    """Emit code that continues with the next instruction if the condition is true, and at ``otherwise`` if not."""
    match condition:
        case Compare(operands, comparisons):
            with e.scope():
                left = _lower_operand(e, condition, 0)
                for place, comparison in enumerate(comparisons):
                    right = _lower_operand(e, condition, place + 1)
                    one, other = _above_zero(e, left, right)
                    e.jump_if(*_FALSE_WHEN[comparison](one.operand, other.operand), otherwise)
                    link = operands[place : place + 2], (comparison,)
                    e.facts.route.assume(Compare(*link, condition.span, signed=condition.signed))
                    left = right
        case And(left_side, right_side):
            jump_unless(e, left_side, otherwise)
            with e.facts.scope():
                e.facts.route.assume(left_side)
                jump_unless(e, right_side, otherwise)
        case Or(left_side, right_side):
            second, done = JumpTarget(), JumpTarget()
            jump_unless(e, left_side, second)
            e.jump(done)
            e.place(second)
            with e.facts.scope():
                e.facts.route.assume(Not(left_side, left_side.span))
                jump_unless(e, right_side, otherwise)
            e.place(done)
        case Not(negated):
            true = JumpTarget()
            jump_unless(e, negated, true)
            e.jump(otherwise)
            e.place(true)


def _lower_operand(e: Emitter, condition: Compare, place: int) -> Pair:
    """An operand of a comparison, as a pair."""
    operand = condition.operands[place]
    return lower_upper_end(e, operand) if condition.signed else (lower_natural(e, operand), None)


def _above_zero(e: Emitter, left: Pair, right: Pair) -> tuple[Value, Value]:
    """Two naturals that compare as the two pairs do: P1 - Q1 < P2 - Q2 exactly when P1 + Q2 < P2 + Q1."""
    (p1, q1), (p2, q2) = left, right
    return add(e, p1, q2 or constant(0)), add(e, p2, q1 or constant(0))
