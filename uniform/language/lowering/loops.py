"""Lowering loops: those of statements and of comprehensions, and walks over declared ranges."""

from __future__ import annotations

from collections.abc import Callable

from uniform.counters.code import (
    Operand,
    Register,
    StepDown,
    StepUp,
    Test,
)
from uniform.language import traps
from uniform.language.bounds.affine import Form
from uniform.language.bounds.facts import Binding
from uniform.language.bounds.magnitude import Magnitude
from uniform.language.lowering.emit import Emitter, JumpTarget, Value
from uniform.language.lowering.ends import difference, signed, sum_of
from uniform.language.lowering.numbers import natural
from uniform.language.syntax.expressions import Expression, Name, Number
from uniform.language.syntax.program import For, ForClause


def _never(e: Emitter, start: int) -> bool:
    del e, start
    return False


def lower_loop(e: Emitter, loop: For | ForClause, body: Callable[[Register], None]) -> None:
    """A loop of a statement, of a comprehension, or over a declared range (whose variable may be no name).

    The ends are computed once, in the order in which they are written, then the step. The limit occupies a register
    unless it is a number that cannot change meanwhile. The variable is set only when there is a first pass.
    """
    with e.scope():
        span = e.span
        facts = e.facts
        low_form, high_form = facts.form(loop.low), facts.form(loop.high)
        never_empty = facts.at_most(low_form, high_form)
        low_end, high_end = facts.relaxed(low_form, upwards=False), facts.relaxed(high_form, upwards=True)
        bound = _end_bound(e, loop.high)
        shown = loop.variable.rpartition(".")[2]  # a declared range has ARRAY.INDEX, or ARRAY.1 without a name
        named = shown.isidentifier()
        variable = e.take(bound, shown if named else None)
        kept = loop.low if loop.down else loop.high
        limit_register = None if _lasts(e, kept) else e.take(_end_bound(e, kept))
        step_register = None if loop.by is None or _lasts(e, loop.by) else e.take(_end_bound(e, loop.by))
        done, again = JumpTarget(), JumpTarget()
        with e.scope():
            if loop.down:
                plus, minus = signed(e, loop.high)
                low = natural(e, loop.low)
            else:
                low = natural(e, loop.low)
                plus, minus = signed(e, loop.high)
            step = _step(e, loop, step_register)
            if not never_empty:
                least = low if minus is None else sum_of(e, low, minus)
                e.jump_if(plus.operand, Test.LESS, least.operand, done)
            first = variable if loop.down else limit_register
            if minus is not None:
                target = first if first is not None else e.take(bound)
                difference(e, plus, minus, target)
                plus = Value(target, bound)
            elif first is not None:
                e.copy(first, plus.operand)
            if loop.down and limit_register is not None:
                e.copy(limit_register, low.operand)
            if not loop.down:
                e.copy(variable, low.operand)
            limit: Operand = limit_register if limit_register is not None else (low if loop.down else plus).operand
        if named:
            binding = Binding(variable, bound, low_end or Form(0), high_end, origin=loop.high, shown=(shown, variable))
            facts.bind(loop.variable, binding)
        e.place(again)
        body(variable)
        e.span = span
        kind = StepDown if loop.down else StepUp
        e.step(kind(variable, limit, step, -1), again)
        e.place(done)


def _step(e: Emitter, loop: For | ForClause, register: Register | None) -> Operand:
    if loop.by is None:
        return 1
    value = natural(e, loop.by, register)
    if not e.facts.positive(loop.by):
        e.require(0, Test.LESS, value.operand, e.site(traps.step_zero(loop.by)))
    if register is not None:
        e.copy(register, value.operand)
        return register
    return value.operand


def _lasts(e: Emitter, expression: Expression) -> bool:
    """Whether an end is a number that nothing in the loop changes, so that it needs no register of its own."""
    match expression:
        case Number():
            return True
        case Name(name):
            return not e.facts.bindings[name].changes
    return False


def _end_bound(e: Emitter, expression: Expression) -> Magnitude:
    """The bound of an end, found by lowering it and forgetting the code."""
    with e.tentative(_never):
        plus, _ = signed(e, expression)
    return plus.bound
