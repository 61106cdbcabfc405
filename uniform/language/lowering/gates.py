"""Lowering printing statements.

The order is that of the definition: the numbers of the gate, the indices of the target, the wires from left to right.
Without an inline NOT, one walk over the wires prints the line. With one, the wires are walked twice: the first walk
checks everything and prints the derived NOT gates, the second prints the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

from uniform.circuits.addresses import pieces_of
from uniform.circuits.gates import Kind
from uniform.counters import code
from uniform.counters.code import (
    CloseGate,
    Expect,
    OpenGate,
    OpenNegation,
    OpenPart,
    Operand,
    Plus,
    PrintNegatedWire,
    PrintOperand,
    Register,
    Test,
)
from uniform.language.bounds import checks
from uniform.language.bounds.binding import Binding
from uniform.language.bounds.checks import Check
from uniform.language.expressions import symbols_in
from uniform.language.lowering.bindings import check_ends, is_zero, lower_bindings, site_of
from uniform.language.lowering.conditions import jump_unless
from uniform.language.lowering.copies import begin_region
from uniform.language.lowering.emit import Emitter, JumpTarget, Value
from uniform.language.lowering.loops import lower_loop
from uniform.language.lowering.numbers import lower_natural, lower_print_operand
from uniform.language.syntax.declarations import ArrayDeclaration
from uniform.language.syntax.expressions import Expression, Number
from uniform.language.syntax.gates import Address, Filter, ForClause, GateCall, Group, Range, Step, Wire, negations
from uniform.language.syntax.program import Enter, Negate, Print
from uniform.language.syntax.symbols import Symbol
from uniform.language.traps import printing_of

EndChecks = tuple[Check | None, Check | None]  # of an index against the low and the high end of its range


def lower_print(e: Emitter, statement: Print) -> None:
    """Emit the code of ``target := KIND(parameters; wires)``."""
    gate = statement.gate
    e.printing = printing_of(statement)
    parameters = _lower_parameters(e, gate)
    array, indices = _lower_indices(e, statement.target, checked=True)
    opening = OpenGate(
        gate.kind, array, indices, parameters, e.site(checks.printed_once(statement.target, e.facts.here))
    )
    walk = _WireWalk(e, array, indices)
    if gate.has_negations:
        walk.visit(gate.wires, walk.check)
        e.emit(opening)
        walk.visit(gate.wires, walk.print_line, checked=False)
    else:
        e.emit(opening)
        walk.visit(gate.wires, walk.check_and_print)
    e.emit(CloseGate())
    e.printing = None


def lower_enter(e: Emitter, statement: Enter) -> None:
    """Emit the code that enters a part. Its indices are in use to the end of the scope, for messages."""
    array, indices = _lower_indices(e, statement.part, checked=True)
    symbol = statement.part.steps[0].symbol
    _, declaration = e.arrays[symbol]
    name = ".".join(name for name, _ in declaration.names)
    begin_region(e, symbol, array, name)
    e.emit(code.Enter(array, indices, e.site(checks.printed_once(statement.part, e.facts.here))))
    e.printing = None  # the note on the part tells
    e.parts.append(OpenPart(pieces_of(declaration.names), indices, statement.span, name))


def lower_negations(e: Emitter, statement: Negate) -> None:
    """Emit the code of the NOT gates of the lists that a part takes."""
    walk = _WireWalk(e, *_lower_indices(e, statement.part, checked=True))
    walk.visit(negations(statement.wires), walk.negate)


def _lower_parameters(e: Emitter, gate: GateCall) -> tuple[PrintOperand, ...]:
    if gate.kind is not Kind.MOD:
        return tuple(lower_print_operand(e, parameter) for parameter in gate.parameters)
    positive, below = (e.facts.unless_shown(check) for check in checks.remainder(gate, e.facts.here))
    if positive is None and below is None:
        return tuple(lower_print_operand(e, parameter) for parameter in gate.parameters)
    modulus, residue = (lower_natural(e, parameter) for parameter in gate.parameters)
    if positive is not None:
        e.require(0, Test.LESS, modulus.operand, e.site(positive))
    if below is not None:
        e.require(residue.operand, Test.LESS, modulus.operand, e.site(below))
    return modulus.print_operand, residue.print_operand


class _WireWalk:
    """The wires of one statement, walked once or twice. Below, ``array`` and ``indices`` are those of the gate or the
    part that is printed."""

    def __init__(self, e: Emitter, array: int, indices: tuple[PrintOperand, ...]) -> None:
        self.e = e
        self.array = array
        self.indices = indices

    def visit(
        self,
        wires: Iterable[Wire | Group],
        emit: Callable[[Wire], None],
        *,
        checked: bool = True,
        grouped: bool = False,
    ) -> None:
        """Emit code for all wires in order. ``checked``: the bindings of groups are not known to be in their ends;
        ``grouped``: the wires are those of a group."""
        e = self.e
        for wire in wires:
            with e.scope():
                if isinstance(wire, Group):
                    lower_bindings(e, wire.bindings, checked=checked)
                    inside = partial(self.visit, wire.wires, emit, checked=checked, grouped=True)
                    _lower_clauses(e, wire.clauses, inside, grouped=True)
                else:
                    _lower_clauses(e, wire.clauses, partial(emit, wire), grouped=grouped)

    def check_and_print(self, wire: Wire) -> None:
        """Check and print a wire of a statement without NOT."""
        self._print_wire(wire, checked=True)

    def check(self, wire: Wire) -> None:
        """In the first walk: check a wire, and print its derived NOT gate."""
        e = self.e
        if wire.part is not None:
            self._lower_times(wire)
            return
        array, indices = _lower_indices(e, wire.address, checked=True)
        site = e.site(checks.printed_before(wire.address, e.facts.here))
        if not wire.negated:
            e.emit(Expect(array, indices, site))
            self._lower_times(wire)
            return
        if not _is_literal(wire.times):
            e.emit(Expect(array, indices, site))
            self._lower_times(wire)
        self._print_negation(wire, array, indices, site)

    def print_line(self, wire: Wire) -> None:
        """In the second walk: print a wire of the line. Nothing can trap here."""
        self._print_wire(wire, checked=False)

    def negate(self, wire: Wire) -> None:
        """Check a wire of a list that a part takes, and print its derived NOT gate."""
        e = self.e
        array, indices = _lower_indices(e, wire.address, checked=True)
        self._print_negation(wire, array, indices, e.site(checks.printed_before(wire.address, e.facts.here)))

    def _print_negation(self, wire: Wire, array: int, indices: tuple[PrintOperand, ...], site: int) -> None:
        e = self.e
        e.emit(OpenNegation(self.array, self.indices, wire.ordinal, _own(e, wire)))
        e.emit(code.PrintWire(array, indices, 1, site))
        e.emit(CloseGate())

    def _print_wire(self, wire: Wire, *, checked: bool) -> None:
        e = self.e
        if wire.negated:
            place = (self.array, self.indices) if wire.part is None else _lower_indices(e, wire.part, checked=False)
            times = self._lower_times(wire)
            e.emit(PrintNegatedWire(*place, wire.ordinal, _own(e, wire), times))
            return
        array, indices = _lower_indices(e, wire.address, checked=checked)
        site = e.site(checks.printed_before(wire.address, e.facts.here))
        if checked and not _is_literal(wire.times):
            e.emit(Expect(array, indices, site))  # the weight is computed after this check
        e.emit(code.PrintWire(array, indices, self._lower_times(wire), site))

    def _lower_times(self, wire: Wire) -> Operand:
        return 1 if wire.times is None else lower_natural(self.e, wire.times).operand


def _lower_clauses(
    e: Emitter, clauses: tuple[ForClause | Filter, ...], body: Callable[[], None], *, grouped: bool
) -> None:
    """Emit nested loops and filters around ``body``; the leftmost clause is the outermost. The filters of groups, which
    tell the pieces of an array apart, are facts for the checks inside."""
    if not clauses:
        with e.scope():
            body()
        return
    first, rest = clauses[0], clauses[1:]
    match first:
        case Filter(condition):
            skip = JumpTarget()
            jump_unless(e, condition, skip)
            e.facts.route.assume(condition)
            if grouped:
                e.facts.suppose(condition)
            _lower_clauses(e, rest, body, grouped=grouped)
            e.place(skip)
        case ForClause() as loop:
            lower_loop(e, loop, lambda _: _lower_clauses(e, rest, body, grouped=grouped))


def _own(e: Emitter, wire: Wire) -> tuple[PrintOperand, ...]:
    """The variables in the address of a derived NOT gate."""
    bindings = (e.facts.bindings[symbol] for symbol in wire.own)
    return tuple(binding.operand for binding in bindings if binding.operand is not None)


def _is_literal(times: Expression | None) -> bool:
    return times is None or isinstance(times, Number)


def _lower_indices(e: Emitter, address: Address, *, checked: bool) -> tuple[int, tuple[PrintOperand, ...]]:
    """The number of the array, and the indices of an address. Each is checked against its range as soon as it is
    computed.

    An index that no check needs is not computed, only printed."""
    number, declared = e.arrays[address.steps[0].symbol]
    with e.facts.scope():
        lower_bindings(e, address.bindings, checked=checked)
        return number, tuple(_lower_step(e, address.steps[0], declared, checked=checked))


def _lower_step(e: Emitter, step: Step, declared: ArrayDeclaration, *, checked: bool) -> Iterator[PrintOperand]:
    declaration, evaluated = declared.seen_from(step), step.ranges is not None
    indices = [index for index in step.indices if not isinstance(index, Range)]
    first = len(indices) - len(declaration.ranges)
    for index in indices[:first]:
        yield _lower_free_index(e, index)
    written = indices[first:]
    is_checked = [checked and place >= step.free for place in range(first, len(indices))]
    end_checks = _find_end_checks(e, declaration, written, is_checked, evaluated=evaluated) if checked else {}
    needed_places = _find_needed_places(declaration, end_checks, evaluated=evaluated)
    values: list[Value | None] = []
    for place, index in enumerate(written):
        value = lower_natural(e, index) if place in needed_places else None
        values.append(value)
        if place in end_checks:
            _check_index(e, declaration, place, written, values, end_checks[place], evaluated=evaluated)
        if value is not None:
            yield value.print_operand
        else:
            yield _lower_free_index(e, index) if step.free or evaluated else lower_print_operand(e, index)


def _lower_free_index(e: Emitter, index: Expression) -> PrintOperand:
    """An index of an address in a part, which is known to be in its range: if it is a name plus a literal, in whatever
    way it is written, it is not computed."""
    form = e.facts.form(index)
    if e.term(index).may_trap:
        return lower_print_operand(e, index)
    match list(form.coefficients.items()):
        case []:
            return form.constant
        case [(Symbol() as symbol, 1)]:
            binding = e.facts.bindings[symbol]
            if form.constant == 0 and binding.operand is not None:
                return binding.total or binding.operand
            if isinstance(binding.operand, Register):
                return Plus(binding.operand, form.constant, binding.bound.width.join(e.term(index).bound.width))
    return lower_print_operand(e, index)


def _find_end_checks(
    e: Emitter, declaration: ArrayDeclaration, written: list[Expression], is_checked: list[bool], *, evaluated: bool
) -> dict[int, EndChecks]:
    """The places whose index is not shown to lie in its range, with the checks that are needed; ``evaluated``: and
    those whose ends are computed because they may trap."""
    end_checks: dict[int, EndChecks] = {}
    for place, ends in enumerate(declaration.ranges):
        if not is_checked[place]:
            continue
        with _bind_indices(e, declaration.ranges[:place], written, [None] * place):
            both = checks.index(written[place], declaration, place, e.facts.here)
            low, high = map(e.facts.unless_shown, both)
            if evaluated and is_zero(ends.low):
                low = None
            may_trap = evaluated and (e.term(ends.low).may_trap or e.upper_end(ends.high).may_trap)
        if low is not None or high is not None or may_trap:
            end_checks[place] = low, high
    return end_checks


def _find_needed_places(
    declaration: ArrayDeclaration, end_checks: Mapping[int, EndChecks], *, evaluated: bool
) -> set[int]:
    """The places whose index is checked, or appears in an end that another index is checked against."""
    places = {index_range.symbol: place for place, index_range in enumerate(declaration.ranges)}
    needed_places = set(end_checks)
    for place, both in end_checks.items():
        index_range = declaration.ranges[place]
        for expression, check in zip((index_range.low, index_range.high), both, strict=True):
            if evaluated or check is not None:
                needed_places |= {places[symbol] for symbol in symbols_in(expression) if symbol in places}
    return needed_places


def _check_index(
    e: Emitter,
    declaration: ArrayDeclaration,
    place: int,
    written: list[Expression],
    values: Sequence[Value | None],
    end_checks: EndChecks,
    *,
    evaluated: bool,
) -> None:
    """Emit the checks that an index lies in its range. If an end names indices to its left, these are the indices of
    the address. ``evaluated``: an end that may trap is computed even if it is not checked."""
    ends = declaration.ranges[place]
    value = values[place]
    assert value is not None
    low, high = end_checks
    site = site_of(e, low, high)
    left = declaration.ranges[:place]
    used = symbols_in(ends.low) | symbols_in(ends.high)
    others = frozenset(outer.symbol for outer in left if outer.symbol is not None and outer.symbol not in used)
    with _bind_indices(e, left, written, values), e.facts.hide(others):
        check_ends(e, value, (ends.low, ends.high), (low is not None, high is not None), site, evaluated=evaluated)


@contextmanager
def _bind_indices(
    e: Emitter, ranges: tuple[Range, ...], written: Sequence[Expression], values: Sequence[Value | None]
) -> Iterator[None]:
    """Inside, the named indices of a declaration are bound to the indices of an address. Code can use those with a
    value; the others are only for facts."""
    forms = [
        None if declared.symbol is None else e.facts.form(expression)
        for declared, expression in zip(ranges, written, strict=False)
    ]
    with e.facts.scope():
        for declared, form, expression, value in zip(ranges, forms, written, values, strict=False):
            if declared.symbol is not None:
                operand, bound = (None, e.term(expression).bound) if value is None else (value.operand, value.bound)
                shown = None if operand is None else (declared.symbol.name, operand)
                binding = Binding(operand, bound, exact=form, meaning=expression, shown=shown)
                e.facts.bind(declared.symbol, binding)
                e.facts.route.equate(declared.symbol, expression)
        yield
