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
from uniform.language.bounds.facts import Binding
from uniform.language.bounds.terms import Term
from uniform.language.lowering.emit import Emitter, JumpTarget, Value
from uniform.language.lowering.ends import compute_end, difference, sum_of
from uniform.language.lowering.numbers import compute
from uniform.language.syntax.expressions import Expression, Name, Number
from uniform.language.syntax.program import For, ForClause, Range


def lower_loop(e: Emitter, loop: For | ForClause | Range, body: Callable[[Register], None]) -> None:
    """A loop of a statement, of a comprehension, or over a declared range, whose variable may have no name.

    The ends are computed once, in the order in which they are written, then the step. The limit occupies a register
    unless it is a number that cannot change meanwhile. The variable is set only when there is a first pass.
    """
    with e.scope():
        span = e.span
        facts = e.facts
        lower, upper = e.term(loop.low), e.upper_end(loop.high)
        down, written = (False, None) if isinstance(loop, Range) else (loop.down, loop.by)
        by = None if written is None else e.term(written)
        interval = facts.between(loop.low, loop.high)
        never_empty = facts.at_most(facts.form(loop.low), facts.form(loop.high))
        bound = upper.bound
        symbol = loop.symbol
        variable = e.take(bound, None if symbol is None else symbol.name)
        kept = lower if down else upper
        limit_register = None if _lasts(e, kept.node) else e.take(kept.bound)
        step_register = None if by is None or _lasts(e, by.node) else e.take(by.bound)
        done, again = JumpTarget(), JumpTarget()
        with e.scope():
            if down:
                plus, minus = compute_end(e, upper)
                low = compute(e, lower)
            else:
                low = compute(e, lower)
                plus, minus = compute_end(e, upper)
            step = 1 if by is None else _step(e, by, step_register)
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


def _step(e: Emitter, by: Term, register: Register | None) -> Operand:
    value = compute(e, by, register)
    check = checks.step(by.node, e.facts.here)
    if not e.facts.shows(check.claim):
        e.require(0, Test.LESS, value.operand, e.site(check))
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
