"""Lowering conditions to jumps. A part that can no longer change the result is not evaluated."""

from __future__ import annotations

from collections.abc import Callable

from uniform.counters.code import Operand, Test
from uniform.language.lowering.emit import Emitter, JumpTarget
from uniform.language.lowering.numbers import lower_natural
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
                left = lower_natural(e, operands[0])
                for place, comparison in enumerate(comparisons):
                    right = lower_natural(e, operands[place + 1])
                    e.jump_if(*_FALSE_WHEN[comparison](left.operand, right.operand), otherwise)
                    e.facts.route.assume(Compare(operands[place : place + 2], (comparison,), condition.span))
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
