"""Lowering declarations: lets and counters get registers, ends of declared ranges are computed where they are needed.

Whatever in a declaration can trap is computed once at the start, in the order of the declarations; what cannot is
forgotten again, because a register that is held costs cells for good.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from uniform.counters.code import (
    ArrayName,
    Operand,
)
from uniform.language.bounds import checks
from uniform.language.bounds.facts import Binding
from uniform.language.expressions import symbols_in
from uniform.language.lowering.emit import Emitter
from uniform.language.lowering.ends import signed
from uniform.language.lowering.loops import lower_loop
from uniform.language.lowering.numbers import compute, natural
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.program import ArrayDeclaration, CounterDeclaration, Let, Range


def lower_declarations(e: Emitter, program: CheckedProgram) -> None:
    """The code of all declarations, in order; afterwards their names and arrays are known."""
    for declaration in program.declarations:
        e.span = declaration.span
        match declaration:
            case Let():
                lower_let(e, declaration)
            case CounterDeclaration(name, bound):
                most = e.term(bound)
                if most.may_trap:
                    with e.scope():
                        compute(e, most)
                register = e.take(most.bound, name)
                if e.instructions:
                    e.copy(register, 0)  # what was computed above may have used it
                high = e.facts.form(bound)
                shown = name, register
                binding = Binding(register, most.bound, high=high, changes=True, origin=bound, shown=shown)
                e.facts.bind(declaration.symbol, binding)
                e.facts.route.declare(declaration)
            case ArrayDeclaration(ranges=ranges):
                e.arrays[declaration.symbol] = (len(e.arrays), declaration)
                for place in range(len(ranges)):
                    _check_range(e, declaration, place)


def _check_range(e: Emitter, declaration: ArrayDeclaration, place: int) -> None:
    """Compute the ends of one range as ``layout`` does, if that may trap: for all indices to its left if it names one,
    else once."""
    written, left = declaration.ranges[place], declaration.ranges[:place]
    used = symbols_in(written.low) | symbols_in(written.high)
    if not any(outer.symbol in used for outer in left):
        left = ()
    if not _may_trap(e, (*left, written)):
        return
    others = frozenset(outer.symbol for outer in left if outer.symbol is not None) - used

    def ends(indices: tuple[Operand, ...]) -> None:
        del indices
        with e.facts.hide(others), e.scope():  # as in ``layout``, which sees those that the range names
            natural(e, written.low)
            signed(e, written.high)

    walk(e, replace(declaration, ranges=left), 0, ends)


def _may_trap(e: Emitter, ranges: tuple[Range, ...]) -> bool:
    """Whether the ends of one of these ranges may trap, for the indices of those to its left."""
    found = False
    with e.facts.scope():
        for written in ranges:
            low, high = e.term(written.low), e.upper_end(written.high)
            found = found or low.may_trap or high.may_trap
            if written.symbol is not None:
                interval = e.facts.between(written.low, written.high)
                e.facts.bind(written.symbol, Binding(None, high.bound, *interval, origin=written.high))
    return found


def lower_let(e: Emitter, let: Let) -> None:
    """A let is a register, unless its value is known now."""
    value = e.term(let.value)
    if value.literal is not None:
        with e.scope():
            compute(e, value)
        e.facts.bind(let.symbol, Binding.literal(value.literal, let.name, let.value))
        e.facts.route.equate(let.symbol, let.value)
        return
    exact = e.facts.form(let.value)
    highest = e.facts.relax(exact, upward=True)
    register = e.take(value.bound, let.name)
    computed = compute(e, value, register)
    e.copy(register, computed.operand)
    e.height = register.index + 1
    lasting = exact if highest == exact else None
    shown = let.name, register
    total = computed.total if computed.operand == register else None
    binding = Binding(register, value.bound, high=highest, exact=lasting, origin=let.value, shown=shown, total=total)
    e.facts.bind(let.symbol, binding)
    e.facts.route.equate(let.symbol, let.value)


def array_name(e: Emitter, declaration: ArrayDeclaration) -> ArrayName:
    """The text around the indices of an array, as addresses are printed."""
    depth = len(declaration.ranges)
    name = declaration.name
    pieces = (f"{name}[", *[","] * (depth - 1), "]") if depth else (name,)
    site = e.site(checks.all_printed(declaration, e.facts.route)) if declaration.role == "output" else -1
    return ArrayName(pieces, declaration.role, site)  # type: ignore[arg-type]


def walk(
    e: Emitter, declaration: ArrayDeclaration, place: int, body: Callable[[tuple[Operand, ...]], None],
    indices: tuple[Operand, ...] = (),
) -> None:  # fmt: skip
    """Walk all index tuples of a declared array, row-major: nested loops, the body innermost."""
    if place == len(declaration.ranges):
        body(indices)
        return
    written = declaration.ranges[place]
    lower_loop(e, written, lambda variable: walk(e, declaration, place + 1, body, (*indices, variable)))
