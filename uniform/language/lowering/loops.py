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
from uniform.language.bounds import checks
from uniform.language.bounds.annotated import End, Term
from uniform.language.bounds.binding import Binding
from uniform.language.lowering.copies import leave_room
from uniform.language.lowering.emit import Emitter, JumpTarget, Value
from uniform.language.lowering.ends import add, subtract
from uniform.language.lowering.numbers import compute, compute_end
from uniform.language.syntax.expressions import Expression, Name, Number
from uniform.language.syntax.gates import ForClause, Range
from uniform.language.syntax.program import For


def lower_loop(e: Emitter, loop: For | ForClause | Range, body: Callable[[Register], None]) -> None:
    """Emit a loop of a statement, of a comprehension, or over a declared range (its variable may have no name).

    The ends are computed once, in the order in which they are written, then the step. The limit takes a register
    unless it is a number that cannot change during the loop. The variable is set only if there is a first pass.
    """
    with e.scope():
        span = e.span
        facts = e.facts
        lower, upper = e.term(loop.low), e.upper_end(loop.high)
        down, step_expression = (False, None) if isinstance(loop, Range) else (loop.down, loop.by)
        by = None if step_expression is None else e.term(step_expression)
        interval = facts.between(loop.low, loop.high)
        never_empty = facts.at_most(facts.form(loop.low), facts.form(loop.high))
        bound = upper.bound
        symbol = loop.symbol
        variable = e.take(bound, None if symbol is None else symbol.name)
        last_end = lower if down else upper
        limit_register = _take_unless_stable(e, last_end)
        step_register = None if by is None else _take_unless_stable(e, by)
        done, again = JumpTarget(), JumpTarget()
        with e.scope():
            if down:
                plus, minus = compute_end(e, upper)
                low = compute(e, lower)
            else:
                low = compute(e, lower)
                plus, minus = compute_end(e, upper)
            step = 1 if by is None else _lower_step(e, by, step_register)
            if not never_empty:
                lower_side = low if minus is None else add(e, low, minus)
                e.jump_if(plus.operand, Test.LESS, lower_side.operand, done)
            first = variable if down else limit_register
            if minus is not None:
                target = first if first is not None else e.take(bound)
                subtract(e, plus, minus, target)
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
            facts.bind(symbol, Binding(variable, bound, *interval, origin=loop.high, shown=shown))
        facts.route.enter(loop)
        e.place(again)
        e.variables.add(variable.index)
        body(variable)
        e.variables.discard(variable.index)
        e.span = span
        kind = StepDown if down else StepUp
        e.step(kind(variable, limit, step, -1), again)
        e.place(done)


def _lower_step(e: Emitter, by: Term, register: Register | None) -> Operand:
    value = compute(e, by, register)
    check = checks.step(by.node, e.facts.here)
    if not e.facts.shows(check.claim):
        e.require(0, Test.LESS, value.operand, e.site(check))
    if register is not None:
        e.copy(register, value.operand)
        return register
    return value.operand


def _take_unless_stable(e: Emitter, end: Term | End) -> Register | None:
    if not _is_stable(e, end.node):
        return e.take(end.bound)
    leave_room(e)
    return None


def _is_stable(e: Emitter, expression: Expression) -> bool:
    """Whether an end is a literal or a name that the loop does not change, so that it needs no register of its own. A
    name that may be below zero does: its value is the difference of two registers."""
    match expression:
        case Number():
            return True
        case Name(symbol=symbol):
            return not e.facts.bindings[symbol].changes and e.facts.bindings[symbol].minus is None
    return False
