"""Loops: what holds in a pass, and what counters are there and afterwards.

A counter whose only assignment in a loop is ``v <- v + c`` or ``v <- v - c``, on the top level of the body and with a c
that does not change, is ``start + c*pass``. Any other counter that the loop assigns is some number up to its bound.

A ``while`` is *counted* if its guard is a conjunction of inequalities that are linear in the number of the pass, one of
which gets worse with every pass. It then ends, and it takes place in pass k exactly if the guard holds in passes 0 and
k: linear inequalities that are true in two passes are true in all between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from uniform.certify.proofs.formulas import (
    All,
    Formula,
    Linear,
    NotNegative,
    Some,
    Variable,
    Zero,
    all_of,
    at_most,
    constant,
    equal,
    linear,
    map_numbers,
    negation,
    some,
)
from uniform.certify.proofs.numbers import NOWHERE, ZERO, Walk
from uniform.certify.proofs.records import Fact, Loop
from uniform.certify.proofs.terms import GREATEST
from uniform.language.bounds import checks
from uniform.language.bounds.domain import changed_counters
from uniform.language.expressions import symbols_in
from uniform.language.syntax.expressions import Binary, Expression, Name, Operator
from uniform.language.syntax.gates import ForClause
from uniform.language.syntax.program import Assign, For, ScopedStatement
from uniform.language.syntax.symbols import Symbol


@dataclass(frozen=True, slots=True)
class Change:
    """How a counter changes in each pass of a loop."""

    start: Linear  # before the loop
    by: Linear | None  # what each pass adds; None: nothing is known


# ---------------------------------------------------------------- for


def enter_for(walk: Walk, loop: For | ForClause, kind: str) -> Loop:
    """Compute the ends and the step of a loop and enter a pass. The caller adds it to ``walk.loops``."""
    if loop.down:
        high, low = walk.integer(loop.high), walk.natural(loop.low)
    else:
        low, high = walk.natural(loop.low), walk.integer(loop.high)
    step = constant(1)
    if loop.by is not None:
        step = walk.natural(loop.by)
        walk.require(checks.step(loop.by, NOWHERE), at_most(constant(1), step))
    terms = walk.found.terms
    first = terms.count
    passes = terms.fresh(loop.variable if step == constant(1) else f"pass of {loop.variable}")
    found = Loop(kind, passes, first, first, low=low, high=high, step=step, down=loop.down, span=loop.span)
    number = linear(passes)
    walk.found.ranges[passes] = (low, high) if found.is_plain else (ZERO, high - low)
    if found.is_plain:
        value = number
        found.facts = _conditions(at_most(low, number), at_most(number, high))
    else:
        far = terms.multiply(step, number)
        value = high - far if loop.down else low + far
        found.facts = _conditions(at_most(ZERO, number), at_most(low, value), at_most(value, high))
    walk.values[loop.symbol] = value
    walk.facts += found.facts
    walk.know(at_most(ZERO, value), "assumed")
    return found


def _conditions(*formulas: Formula) -> tuple[Fact, ...]:
    return tuple([Fact(formula, "condition") for formula in formulas])


def passed(loop: Loop) -> Linear:
    """How many passes were before this one."""
    number = linear(loop.passes)
    if loop.kind not in ("for", "clause") or not loop.is_plain:
        return number
    assert loop.low is not None
    assert loop.high is not None
    return loop.high - number if loop.down else number - loop.low


def trips(walk: Walk, loop: Loop) -> Linear | None:
    """The number of passes of a ``for``; None if its step is not a literal."""
    assert loop.low is not None
    assert loop.high is not None
    assert loop.step is not None
    if not loop.step.is_constant or loop.step.constant < 1:
        return None
    terms = walk.found.terms
    whole = terms.quotient(loop.high - loop.low + loop.step.constant, loop.step)
    return terms.extreme(GREATEST, (whole, ZERO))


# ---------------------------------------------------------------- counters


def changes(walk: Walk, body: Sequence[ScopedStatement]) -> dict[Symbol, Change]:
    """The counters that the body of a loop assigns, before the loop is entered."""
    changed = changed_counters(body)
    found = {}
    for symbol in changed:
        by = _added(walk, symbol, body, set(changed))
        found[symbol] = Change(walk.values[symbol], by)
    return found


def _added(walk: Walk, symbol: Symbol, body: Sequence[ScopedStatement], changed: set[Symbol]) -> Linear | None:
    """What each pass adds to a counter, if that is the same in each."""
    assignments = [each for each in body if isinstance(each, Assign) and each.symbol is symbol]
    inside = [each for each in body if not isinstance(each, Assign)]
    if len(assignments) != 1 or symbol in changed_counters(inside):
        return None
    match assignments[0].value:
        case Binary(Operator.ADD, Name(symbol=left), other) if left is symbol:
            sign = 1
        case Binary(Operator.ADD, other, Name(symbol=right)) if right is symbol:
            sign = 1
        case Binary(Operator.SUBTRACT, Name(symbol=left), other) if left is symbol:
            sign = -1
        case _:
            return None
    used = symbols_in(other)
    if used & changed or not used <= walk.values.keys():  # a name from inside the loop
        return None
    return _quietly(walk, other).times(sign)


def _quietly(walk: Walk, expression: Expression) -> Linear:
    with walk.checked_before(), walk.scope():
        return walk.natural(expression)


def set_counters(walk: Walk, found: dict[Symbol, Change], passes: Linear | None) -> dict[Symbol, Linear]:
    """Give each counter that a loop changes its value after so many passes: at the head of the next pass, or after the
    loop. None: after any number of passes."""
    values = {}
    for symbol, change in found.items():
        values[symbol] = walk.values[symbol] = _after(walk, symbol, change, passes)
    return values


def _after(walk: Walk, symbol: Symbol, change: Change, passes: Linear | None) -> Linear:
    if passes is None or change.by is None:
        value = some_value(walk, symbol)
    else:
        value = change.start + walk.found.terms.multiply(change.by, passes)
    know_bounds(walk, symbol, value)
    return value


def some_value(walk: Walk, symbol: Symbol) -> Linear:
    """Some value of a counter, about which nothing is known yet."""
    variable = walk.found.terms.fresh(symbol.name)
    walk.found.ranges[variable] = ZERO, walk.bounds[symbol]
    return linear(variable)


def know_bounds(walk: Walk, symbol: Symbol, value: Linear) -> None:
    """A counter with this value is natural, and up to its bound."""
    walk.know(at_most(ZERO, value), "assumed")
    walk.know(at_most(value, walk.bounds[symbol]), "assumed")


# ---------------------------------------------------------------- while


def is_counted(guard: Formula, loop: Loop) -> bool:
    """Whether a ``while`` with this guard, in terms of the number of the pass, is counted."""
    atoms = guard.parts if isinstance(guard, All) else (guard,)
    worse = False
    for atom in atoms:
        if isinstance(atom, Some | All):
            return False
        factor = atom.number.coefficient(loop.passes)
        if any(_varies(variable, loop) for variable in atom.number.variables if variable is not loop.passes):
            return False
        if isinstance(atom, Zero) and factor:
            return False
        worse = worse or (isinstance(atom, NotNegative) and factor < 0)
    return worse


def _varies(variable: Variable, loop: Loop) -> bool:
    """Whether a number may differ from pass to pass."""
    return any(each.number > loop.first for each in (variable.free if variable.operation else (variable,)))


def at_pass(walk: Walk, formula: Formula, loop: Loop, number: Linear) -> Formula:
    """A formula about a pass, for another pass."""
    return map_numbers(formula, lambda each: walk.found.terms.substitute(each, {loop.passes: number}))


def most_passes(walk: Walk, guard: Formula, loop: Loop) -> Linear:
    """At least as many as the passes of a counted ``while``: those that one of its inequalities allows."""
    for atom in guard.parts if isinstance(guard, All) else (guard,):
        if isinstance(atom, NotNegative) and (factor := atom.number.coefficient(loop.passes)) < 0:
            rest = atom.number - linear(loop.passes).times(factor)
            whole = walk.found.terms.quotient(rest - factor, constant(-factor))
            return walk.found.terms.extreme(GREATEST, (whole, ZERO))
    raise AssertionError(guard)


def facts_of_counted(walk: Walk, guard: Formula, loop: Loop) -> tuple[Fact, ...]:
    """That a pass of a counted ``while`` takes place."""
    number = linear(loop.passes)
    return _conditions(at_most(ZERO, number), at_pass(walk, guard, loop, ZERO), guard)


def count_passes(walk: Walk, guard: Formula, loop: Loop) -> Linear:
    """The number of passes of a counted ``while``: the guard is false then, and was true in the pass before."""
    variable = walk.found.terms.fresh("passes")
    walk.found.ranges[variable] = ZERO, most_passes(walk, guard, loop)
    number = linear(variable)
    walk.know(at_most(ZERO, number))
    walk.know(negation(at_pass(walk, guard, loop, number)))
    before = all_of([at_pass(walk, guard, loop, ZERO), at_pass(walk, guard, loop, number - 1)])
    walk.know(some([equal(number, ZERO), before]))
    return number
