"""Lowering declarations: lets and counters get registers, ends of declared ranges are computed where they are needed.

Everything in a declaration that may trap is computed once at the start, in the order of the declarations. Nothing else
is, and the registers are released at once, because a register that stays in use costs cells during the whole run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from uniform.circuits.addresses import pieces_of
from uniform.counters.code import ArrayName, Difference, Operand, Shown
from uniform.language.bounds import checks
from uniform.language.bounds.annotated import End
from uniform.language.bounds.binding import Binding
from uniform.language.bounds.magnitude import ZERO
from uniform.language.expressions import symbols_in
from uniform.language.lowering.copies import leave_room
from uniform.language.lowering.emit import Emitter
from uniform.language.lowering.loops import lower_loop
from uniform.language.lowering.numbers import compute, compute_end, lower_natural, lower_upper_end
from uniform.language.syntax.checked import CheckedDeclaration
from uniform.language.syntax.declarations import ArrayDeclaration, CounterDeclaration, Let
from uniform.language.syntax.gates import Range


def lower_declarations(e: Emitter, declarations: Iterable[CheckedDeclaration]) -> None:
    """Emit the code of declarations, in order, and bring their names and arrays into scope."""
    for declaration in declarations:
        e.span = declaration.span
        match declaration:
            case Let():
                lower_let(e, declaration)
            case CounterDeclaration():
                lower_counter(e, declaration)
            case ArrayDeclaration(path=path):
                e.arrays[declaration.symbol] = (len(e.arrays), declaration)
                if len(path) <= 1:  # the others are checked where the part is printed
                    check_ranges(e, declaration)


def lower_counter(e: Emitter, declaration: CounterDeclaration) -> None:
    """Give a counter a register, which is 0."""
    name, bound = declaration.symbol.name, declaration.bound
    limit = e.term(bound)
    if limit.may_trap:
        with e.scope():
            compute(e, limit)
    register = e.take(limit.bound, name)
    if e.instructions:
        e.copy(register, 0)  # the code above may have used it
    high = e.facts.form(bound)
    shown = name, register
    binding = Binding(register, limit.bound, high=high, changes=True, origin=bound, shown=shown)
    e.facts.bind(declaration.symbol, binding)
    e.facts.route.declare(declaration)


def check_ranges(e: Emitter, declaration: ArrayDeclaration) -> None:
    """Compute the ends of ranges that may trap."""
    for place in range(len(declaration.ranges)):
        _check_range(e, declaration, place)


def _check_range(e: Emitter, declaration: ArrayDeclaration, place: int) -> None:
    """If the ends of a range may trap, compute them as ``declared.layout`` does: for all values of the indices to its
    left if the range names one of them, otherwise once."""
    index_range, left = declaration.ranges[place], declaration.ranges[:place]
    used = symbols_in(index_range.low) | symbols_in(index_range.high)
    if not any(outer.symbol in used for outer in left):
        left = ()
    if not _may_trap(e, (*left, index_range)):
        return
    others = frozenset(outer.symbol for outer in left if outer.symbol is not None) - used

    def ends(indices: tuple[Operand, ...]) -> None:
        del indices
        with e.facts.hide(others), e.scope():  # traps show only the indices that the range names, as in ``layout``
            lower_natural(e, index_range.low)
            lower_upper_end(e, index_range.high)

    walk(e, replace(declaration, ranges=left), 0, ends)


def _may_trap(e: Emitter, ranges: tuple[Range, ...]) -> bool:
    """Whether an end of one of these ranges may trap for some values of the indices to its left."""
    may_trap = False
    with e.facts.scope():
        for index_range in ranges:
            low, high = e.term(index_range.low), e.upper_end(index_range.high)
            may_trap = may_trap or low.may_trap or high.may_trap
            if index_range.symbol is not None:
                interval = e.facts.between(index_range.low, index_range.high)
                e.facts.bind(index_range.symbol, Binding(None, high.bound, *interval, origin=index_range.high))
    return may_trap


def lower_let(e: Emitter, let: Let) -> None:
    """Give a let a register, unless its value is a known number."""
    if let.symbol.signed:
        number = e.upper_end(let.value)
        if number.natural is None:
            _lower_signed_let(e, let, number)
            return
    value = e.term(let.value)
    if value.literal is not None:
        with e.scope():
            compute(e, value)
        leave_room(e)
        e.facts.bind(let.symbol, Binding.literal(value.literal, let.symbol.name or None, let.value))
        e.facts.route.equate(let.symbol, let.value)
        return
    exact = e.facts.form(let.value)
    highest = e.facts.relax(exact, upward=True)
    register = e.take(value.bound, let.symbol.name or None)
    result = compute(e, value, register)
    e.copy(register, result.operand)
    e.height = register.index + 1
    stable = exact if highest == exact else None
    shown = (let.symbol.name, register) if let.symbol.name else None
    total = result.total if result.operand == register else None
    binding = Binding(register, value.bound, high=highest, exact=stable, origin=let.value, shown=shown, total=total)
    e.facts.bind(let.symbol, binding)
    e.facts.route.equate(let.symbol, let.value)


def _lower_signed_let(e: Emitter, let: Let, number: End) -> None:
    """Give a let that may be below zero two registers, unless its value is a known number."""
    exact = e.facts.form(let.value)
    lowest, highest = e.facts.relax(exact, upward=False), e.facts.relax(exact, upward=True)
    shown: Shown
    plus: Operand
    minus: Operand
    if number.literal is not None:
        with e.scope():
            compute_end(e, number)
        plus, minus = max(number.literal, 0), max(-number.literal, 0)
        shown = number.literal
    else:
        first = e.take(number.plus.bound, let.symbol.name or None)
        second = e.take((number.minus or ZERO).bound, f"{let.symbol.name}.minus" if let.symbol.name else None)
        above, below = compute_end(e, number)
        e.copy(first, above.operand)
        e.copy(second, 0 if below is None else below.operand)
        e.height = second.index + 1
        plus, minus = first, second
        shown = Difference(plus, minus)
    binding = Binding(
        plus,
        number.plus.bound,
        lowest,
        highest,
        exact if highest == exact else None,
        origin=let.value,
        shown=(let.symbol.name, shown) if let.symbol.name else None,
        minus=minus,
        minus_bound=(number.minus or ZERO).bound,
    )
    e.facts.bind(let.symbol, binding)
    e.facts.route.equate(let.symbol, let.value)


def array_name(e: Emitter, declaration: ArrayDeclaration) -> ArrayName:
    """The text around the indices in the printed addresses of an array."""
    pieces = pieces_of(declaration.names)
    site = e.site(checks.all_printed(declaration, e.facts.route)) if declaration.role == "output" else -1
    return ArrayName(pieces, declaration.role, site)  # type: ignore[arg-type]


def walk(
    e: Emitter, declaration: ArrayDeclaration, place: int, body: Callable[[tuple[Operand, ...]], None],
    indices: tuple[Operand, ...] = (),
) -> None:  # fmt: skip
    """Walk all index tuples of a declared array in row-major order: nested loops around ``body``."""
    if place == len(declaration.ranges):
        body(indices)
        return
    index_range = declaration.ranges[place]
    lower_loop(e, index_range, lambda variable: walk(e, declaration, place + 1, body, (*indices, variable)))
