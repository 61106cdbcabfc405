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
from uniform.language.syntax.program import For, ForClause, Range


def _never(e: Emitter, start: int) -> bool:
    del e, start
    return False


def lower_loop(e: Emitter, loop: For | ForClause | Range, body: Callable[[Register], None]) -> None:
    """A loop of a statement, of a comprehension, or over a declared range, whose variable may have no name.

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
        symbol = loop.symbol
        down, by = (False, None) if isinstance(loop, Range) else (loop.down, loop.by)
        variable = e.take(bound, None if symbol is None else symbol.name)
        kept = loop.low if down else loop.high
        limit_register = None if _lasts(e, kept) else e.take(_end_bound(e, kept))
        step_register = None if by is None or _lasts(e, by) else e.take(_end_bound(e, by))
        done, again = JumpTarget(), JumpTarget()
        with e.scope():
            if down:
                plus, minus = signed(e, loop.high)
                low = natural(e, loop.low)
            else:
                low = natural(e, loop.low)
                plus, minus = signed(e, loop.high)
            step = _step(e, by, step_register)
            if not never_empty:
                least = low if minus is None else sum_of(e, low, minus)
                e.jump_if(plus.operand, Test.LESS, least.operand, done)
            first = variable if down else limit_register
            if minus is not None:
                target = first if first is not None else e.take(bound)
                difference(e, plus, minus, target)
                plus = Value(target, bound)
            elif first is not None:
                e.copy(first, plus.operand)
            if down and limit_register is not None:
                e.copy(limit_register, low.operand)
            if not down:
                e.copy(variable, low.operand)
            limit: Operand = limit_register if limit_register is not None else (low if down else plus).operand
        if symbol is not None:
            shown = symbol.name, variable
            facts.bind(symbol, Binding(variable, bound, low_end or Form(0), high_end, origin=loop.high, shown=shown))
        e.place(again)
        body(variable)
        e.span = span
        kind = StepDown if down else StepUp
        e.step(kind(variable, limit, step, -1), again)
        e.place(done)


def _step(e: Emitter, by: Expression | None, register: Register | None) -> Operand:
    if by is None:
        return 1
    value = natural(e, by, register)
    if not e.facts.positive(by):
        e.require(0, Test.LESS, value.operand, e.site(traps.step_zero(by)))
    if register is not None:
        e.copy(register, value.operand)
        return register
    return value.operand


def _lasts(e: Emitter, expression: Expression) -> bool:
    """Whether an end is a number that nothing in the loop changes, so that it needs no register of its own."""
    match expression:
        case Number():
            return True
        case Name(symbol=symbol):
            return not e.facts.bindings[symbol].changes
    return False


def _end_bound(e: Emitter, expression: Expression) -> Magnitude:
    """The bound of an end, found by lowering it and forgetting the code."""
    with e.tentative(_never):
        plus, _ = signed(e, expression)
    return plus.bound
