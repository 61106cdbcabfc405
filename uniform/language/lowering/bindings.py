"""Lowering numbers that get a name where a part is printed, or inside an address or a group of wires.

A number gets a register unless it is a literal or another name that does not change. A check that holds for every n is
omitted, and what an emitted one ensures is known afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from uniform.counters.code import Arithmetic, Compute, Operand, Plus, Register, Test
from uniform.language.bounds import checks
from uniform.language.bounds.affine import Form
from uniform.language.bounds.binding import Binding
from uniform.language.bounds.checks import Check
from uniform.language.bounds.generous import shows_end
from uniform.language.bounds.magnitude import Magnitude, narrower
from uniform.language.expressions import number_of_indices
from uniform.language.lowering.copies import keep_literal, leave_room
from uniform.language.lowering.declarations import lower_let
from uniform.language.lowering.emit import Emitter, JumpTarget, Value, constant
from uniform.language.lowering.ends import add
from uniform.language.lowering.numbers import compute, compute_end, lower_natural, lower_upper_end
from uniform.language.syntax.declarations import Let
from uniform.language.syntax.expressions import Compare, Expression, Name, Number
from uniform.language.syntax.gates import Bind, Range
from uniform.language.syntax.symbols import Symbol

Ends = tuple[Expression | None, Expression | None]


def lower_bindings(e: Emitter, bindings: Iterable[Bind], *, checked: bool = True) -> None:
    """Compute numbers and bring their names into scope; ``checked``: not known yet to lie between their ends."""
    for binding in bindings:
        lower_bind(e, binding, checked=checked)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number to compute."""

    node: Expression  # the same number, over the integers
    form: Form
    bound: Magnitude
    literal: int | None
    may_trap: bool
    compute: Callable[[Emitter, Register | None], Value]


def lower_bind(e: Emitter, binding: Bind, *, checked: bool = True) -> None:
    """Compute a number, check its ends, and bring its name into scope."""
    symbol = binding.symbol
    if symbol.signed:
        assert not isinstance(binding.value, Range)
        lower_let(e, Let(symbol.name, binding.value, binding.span, binding.span, symbol=symbol))
        return
    number = _length(e, binding.value) if isinstance(binding.value, Range) else _natural(e, binding.value)
    both = checks.ends(binding, e.facts.here)
    low, high = (None if check is None or _shows(e, check, number.bound) else check for check in both)
    if is_zero(binding.low):
        low = None  # its value is natural, or the run traps when that is computed
    is_shown = low is None and high is None
    bound = number.bound if binding.high is None else narrower(number.bound, e.upper_end(binding.high).bound)

    def check(value: Value) -> None:
        if checked:
            both = low is not None, high is not None
            site = site_of(e, low, high, _counts(e, value, binding) if any(both) else ())
            check_ends(e, value, (binding.low, binding.high), both, site, evaluated=True)

    value: Value | None
    same = None if number.may_trap else _same(e, number.form)
    if number.literal is not None:
        value = constant(number.literal)
        register = e.take(bound, symbol.name or None) if symbol in e.regions.plan.differing else None
        if register is None:
            leave_room(e)
        with e.scope():
            if number.may_trap:
                number.compute(e, None)
            check(value)
        if register is not None:
            value = keep_literal(e, register, number.literal)
            e.bound.append((register, len(e.instructions) - 1, len(e.instructions)))
    elif same is not None:
        value = same
        leave_room(e)
        check(value)
    elif not (symbol.name or e.is_read(symbol)):
        if checked and (number.may_trap or not is_shown):
            with e.scope():
                check(number.compute(e, None))
        value = None
    else:
        register, start = e.take(bound, symbol.name or None), len(e.instructions)
        with e.scope():
            value = number.compute(e, register if bound.width == number.bound.width else None)
            check(value)
            e.copy(register, value.operand)
        value = Value(register, bound, value.total if value.operand == register else None)
        e.bound.append((register, start, len(e.instructions)))
    _bind(e, binding, value, number, is_shown=is_shown)


def _counts(e: Emitter, value: Value, binding: Bind) -> tuple[Operand, ...]:
    """The number and its end, which has a name already, if the trap shows both."""
    if binding.trap is None or not binding.trap.counts:
        return ()
    assert isinstance(binding.high, Name)
    return value.operand, lower_natural(e, binding.high).operand


def _shows(e: Emitter, check: Check, bound: Magnitude) -> bool:
    assert isinstance(check.claim, Compare)
    return shows_end(e.facts, check.claim, bound)


def _natural(e: Emitter, expression: Expression) -> _Number:
    found = e.term(expression)
    form = e.facts.form(expression) if found.literal is None else Form(found.literal)

    def run(e: Emitter, target: Register | None) -> Value:
        return (None if found.may_trap else _sum(e, form, found.bound, target)) or compute(e, found, target)

    return _Number(expression, form, found.bound, found.literal, found.may_trap, run)


def _length(e: Emitter, ends: Range) -> _Number:
    """The number of indices of a range."""
    low, high = e.term(ends.low), e.upper_end(ends.high)
    longest = number_of_indices(ends)
    difference = e.facts.form(longest.arguments[0])
    is_natural = e.facts.natural(difference)
    bound = high.bound + Magnitude.constant(1)

    may_trap = low.may_trap or high.may_trap

    def run(e: Emitter, target: Register | None) -> Value:
        if is_natural and not may_trap and (found := _sum(e, difference, bound, target)) is not None:
            return found
        place, done = target if target is not None else e.take(bound), JumpTarget()
        with e.scope():
            start = compute(e, low)
            plus, minus = compute_end(e, high)
            start = start if minus is None else add(e, start, minus)
            if not is_natural:
                e.copy(place, 0)
                e.jump_if(plus.operand, Test.LESS, start.operand, done)
            e.emit(Compute(Arithmetic.ADD, place, plus.operand, 1))
            e.emit(Compute(Arithmetic.SUBTRACT, place, place, start.operand))
            e.place(done)
        return Value(place, bound)

    is_literal = is_natural and not may_trap and not difference.coefficients and not e.regions.open[-1].is_copy
    literal = difference.constant if is_literal else None
    if literal is not None:
        return _Number(longest, difference, Magnitude.constant(literal), literal, False, lambda *_: constant(literal))
    form = difference if is_natural else e.facts.form(longest)
    return _Number(longest.arguments[0] if is_natural else longest, form, bound, None, may_trap, run)


def _same(e: Emitter, form: Form) -> Value | None:
    """The value of a name in scope that does not change, if one is known to be the same number."""
    is_name = form.constant == 0 and len(form.coefficients) == 1
    for symbol, binding in reversed(e.facts.bindings.items()):
        if binding.exact is None:
            is_same = is_name and form.coefficients.get(symbol) == 1
        else:
            is_same = binding.exact == form
        if is_same and binding.operand is not None and binding.minus is None and not binding.changes:
            return Value(binding.operand, binding.bound, binding.total)
    return None


def _sum(e: Emitter, form: Form, bound: Magnitude, target: Register | None) -> Value | None:
    """The number of a form that is a name that does not change plus a literal; None if it is another one."""
    match list(form.coefficients.items()):
        case [(Symbol() as symbol, 1)] if form.constant != 0:
            register = e.facts.bindings[symbol].operand
            if isinstance(register, Register) and e.facts.bindings[symbol].minus is None:
                place = target if target is not None else e.take(bound)
                operation = Arithmetic.ADD if form.constant > 0 else Arithmetic.SUBTRACT
                e.emit(Compute(operation, place, register, abs(form.constant)))
                total = Plus(register, form.constant, e.facts.bindings[symbol].bound.width.join(bound.width))
                return Value(place, bound, total if register.index in e.variables else None)
    return None


def _bind(e: Emitter, binding: Bind, value: Value | None, number: _Number, *, is_shown: bool) -> None:
    """Bring a name into scope. If its ends are not shown to hold, they are what is known about it."""
    symbol, facts = binding.symbol, e.facts
    low, high = (None if end is None else facts.form(end) for end in (binding.low, binding.high))
    stable = number.form if facts.relax(number.form, upward=True) == number.form else None
    least, most = (number.form if is_shown or end is None else end for end in (low, high))
    lowest, highest = facts.relax(least, upward=False) or Form(0), facts.relax(most, upward=True)
    operand, bound, total = (None, number.bound, None) if value is None else (value.operand, value.bound, value.total)
    shown = (symbol.name, operand) if symbol.name and operand is not None else None
    origin = binding.high or number.node
    known = Binding(operand, bound, lowest, highest, stable, origin=origin, shown=shown, total=total)
    if stable is not None:
        if not facts.natural(stable):
            facts.assume(Form(0), stable)
        if low is not None and not is_shown:
            facts.assume(low, stable)
        if high is not None and not is_shown:
            facts.assume(stable, high)
    facts.bind(symbol, known)
    facts.route.bind(binding)


def is_zero(low: Expression | None) -> bool:
    """Whether the low end of a natural number needs no check."""
    return isinstance(low, Number) and low.value == 0


def site_of(e: Emitter, low: Check | None, high: Check | None, counts: tuple[Operand, ...] = ()) -> int:
    """The site of the checks of both ends, which have the same trap; -1 if there is no check."""
    return max([e.site(check, counts) for check in (low, high) if check is not None], default=-1)


def check_ends(
    e: Emitter, number: Value, ends: Ends, checked: tuple[bool, bool], site: int, *, evaluated: bool
) -> None:
    """Emit the checks that a number lies between its ends. ``evaluated``: an end that may trap is computed even if it
    is not checked."""
    low, high = ends
    with e.scope():
        if low is not None and (checked[0] or (evaluated and e.term(low).may_trap)):
            least = lower_natural(e, low)
            if checked[0]:
                e.require(least.operand, Test.AT_MOST, number.operand, site)
        if high is not None and (checked[1] or (evaluated and e.upper_end(high).may_trap)):
            plus, minus = lower_upper_end(e, high)
            if checked[1]:
                index = number if minus is None else add(e, number, minus)
                e.require(index.operand, Test.AT_MOST, plus.operand, site)
