"""Lowering printing statements.

The order is that of the definition: the numbers of the gate, the indices of the target, the wires from left to right.
Without an inline NOT, one walk over the wires prints the line. With one, the wires are walked twice: the first walk
checks everything and prints the derived NOT gates, the second prints the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from uniform.circuits.gates import Kind
from uniform.counters import code
from uniform.counters.code import (
    CloseGate,
    Expect,
    OpenGate,
    OpenNegation,
    Operand,
    PrintNegatedWire,
    PrintOperand,
    Test,
)
from uniform.language.bounds import checks
from uniform.language.bounds.checks import Check
from uniform.language.bounds.facts import Binding
from uniform.language.expressions import symbols_in
from uniform.language.lowering.conditions import jump_unless
from uniform.language.lowering.emit import Emitter, JumpTarget, Value
from uniform.language.lowering.ends import add, lower_upper_end
from uniform.language.lowering.loops import lower_loop
from uniform.language.lowering.numbers import lower_natural, lower_print_operand
from uniform.language.syntax.declarations import ArrayDeclaration
from uniform.language.syntax.expressions import Expression, Number
from uniform.language.syntax.gates import Address, Filter, ForClause, GateCall, Range, Wire
from uniform.language.syntax.program import Print

EndChecks = tuple[Check | None, Check | None]  # of an index against the low and the high end of its range


def lower_print(e: Emitter, statement: Print) -> None:
    """Emit the code of ``target := KIND(parameters; wires)``."""
    gate = statement.gate
    parameters = _lower_parameters(e, gate)
    array, indices = _lower_indices(e, statement.target, checked=True)
    opening = OpenGate(
        gate.kind, array, indices, parameters, e.site(checks.printed_once(statement.target, e.facts.here))
    )
    walk = _WireWalk(e, statement, array, indices)
    if any(wire.negated for wire in gate.written_wires):
        walk.visit(walk.check)
        e.emit(opening)
        walk.visit(walk.print_line)
    else:
        e.emit(opening)
        walk.visit(walk.check_and_print)
    e.emit(CloseGate())


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
    """The wires of one statement, walked once or twice."""

    def __init__(self, e: Emitter, statement: Print, array: int, indices: tuple[PrintOperand, ...]) -> None:
        self.e = e
        self.statement = statement
        self.array = array
        self.indices = indices

    def visit(self, emit: Callable[[Wire, int, tuple[Operand, ...]], None]) -> None:
        """Emit code for all wires in order. The arguments of ``emit`` are a wire, the number of its NOT, and the
        variables of its clauses."""
        ordinal = 0
        for wire in self.statement.gate.written_wires:
            ordinal += wire.negated
            with self.e.scope():
                self._lower_clauses(wire, 0, (), lambda own, wire=wire, ordinal=ordinal: emit(wire, ordinal, own))  # type: ignore[misc]

    def check_and_print(self, wire: Wire, ordinal: int, own: tuple[Operand, ...]) -> None:
        """Check and print a wire of a statement without NOT."""
        del ordinal, own
        self._print_wire(wire, checked=True)

    def check(self, wire: Wire, ordinal: int, own: tuple[Operand, ...]) -> None:
        """In the first walk: check a wire, and print its derived NOT gate."""
        e = self.e
        array, indices = _lower_indices(e, wire.address, checked=True)
        site = e.site(checks.printed_before(wire.address, e.facts.here))
        if not wire.negated:
            e.emit(Expect(array, indices, site))
            self._lower_times(wire)
            return
        if not _is_literal(wire.times):
            e.emit(Expect(array, indices, site))
            self._lower_times(wire)
        e.emit(OpenNegation(self.array, self.indices, ordinal, own))
        e.emit(code.PrintWire(array, indices, 1, site))
        e.emit(CloseGate())

    def print_line(self, wire: Wire, ordinal: int, own: tuple[Operand, ...]) -> None:
        """In the second walk: print a wire of the line. Nothing can trap here."""
        if wire.negated:
            times = self._lower_times(wire)
            self.e.emit(PrintNegatedWire(self.array, self.indices, ordinal, own, times))
        else:
            self._print_wire(wire, checked=False)

    def _print_wire(self, wire: Wire, *, checked: bool) -> None:
        e = self.e
        array, indices = _lower_indices(e, wire.address, checked=checked)
        site = e.site(checks.printed_before(wire.address, e.facts.here))
        if checked and not _is_literal(wire.times):
            e.emit(Expect(array, indices, site))  # the weight is computed after this check
        e.emit(code.PrintWire(array, indices, self._lower_times(wire), site))

    def _lower_times(self, wire: Wire) -> Operand:
        return 1 if wire.times is None else lower_natural(self.e, wire.times).operand

    def _lower_clauses(
        self, wire: Wire, place: int, own: tuple[Operand, ...], body: Callable[[tuple[Operand, ...]], None]
    ) -> None:
        """Emit nested loops and filters around ``body``; the leftmost clause is the outermost."""
        e = self.e
        if place == len(wire.clauses):
            with e.scope():
                body(own)
            return
        match wire.clauses[place]:
            case Filter(condition):
                skip = JumpTarget()
                jump_unless(e, condition, skip)
                e.facts.route.assume(condition)
                self._lower_clauses(wire, place + 1, own, body)
                e.place(skip)
            case ForClause() as loop:
                lower_loop(e, loop, lambda variable: self._lower_clauses(wire, place + 1, (*own, variable), body))


def _is_literal(times: Expression | None) -> bool:
    return times is None or isinstance(times, Number)


def _lower_indices(e: Emitter, address: Address, *, checked: bool) -> tuple[int, tuple[PrintOperand, ...]]:
    """The number of the array, and the indices of an address. Each is checked against its range as soon as it is
    computed.

    An index that no check needs is not computed, only printed."""
    step = address.steps[0]
    number, declaration = e.arrays[step.symbol]
    written = [index for index in step.indices if not isinstance(index, Range)]
    end_checks = _find_end_checks(e, declaration, written) if checked else {}
    needed_places = _find_needed_places(declaration, end_checks)
    values: list[Value | None] = []
    operands: list[PrintOperand] = []
    for place, index in enumerate(written):
        if place in needed_places:
            value = lower_natural(e, index)
            values.append(value)
            operands.append(value.print_operand)
        else:
            values.append(None)
            operands.append(lower_print_operand(e, index))
        if place in end_checks:
            _check_index(e, declaration, place, written, values, end_checks[place])
    return number, tuple(operands)


def _find_end_checks(e: Emitter, declaration: ArrayDeclaration, written: list[Expression]) -> dict[int, EndChecks]:
    """The places whose index is not shown to lie in its range, with the checks that are needed."""
    end_checks = {}
    for place in range(len(declaration.ranges)):
        with _bind_indices(e, declaration.ranges[:place], written, [None] * place):
            both = checks.index(written[place], declaration, place, e.facts.here)
            low, high = map(e.facts.unless_shown, both)
        if low is not None or high is not None:
            end_checks[place] = low, high
    return end_checks


def _find_needed_places(declaration: ArrayDeclaration, end_checks: Mapping[int, EndChecks]) -> set[int]:
    """The places whose index is checked, or appears in an end that another index is checked against."""
    places = {index_range.symbol: place for place, index_range in enumerate(declaration.ranges)}
    needed_places = set(end_checks)
    for place, both in end_checks.items():
        index_range = declaration.ranges[place]
        for expression, check in zip((index_range.low, index_range.high), both, strict=True):
            if check is not None:
                needed_places |= {places[symbol] for symbol in symbols_in(expression) if symbol in places}
    return needed_places


def _check_index(
    e: Emitter,
    declaration: ArrayDeclaration,
    place: int,
    written: list[Expression],
    values: Sequence[Value | None],
    end_checks: EndChecks,
) -> None:
    """Emit the checks that an index lies in its range. If an end names indices to its left, these are the indices of
    the address."""
    ends = declaration.ranges[place]
    value = values[place]
    assert value is not None
    low, high = end_checks
    site, *_ = [e.site(check) for check in end_checks if check is not None]  # the trap of both ends has the same text
    with _bind_indices(e, declaration.ranges[:place], written, values), e.scope():
        if low is not None:
            e.require(lower_natural(e, ends.low).operand, Test.AT_MOST, value.operand, site)
        if high is not None:
            plus, minus = lower_upper_end(e, ends.high)
            index = value if minus is None else add(e, value, minus)
            e.require(index.operand, Test.AT_MOST, plus.operand, site)


@contextmanager
def _bind_indices(
    e: Emitter, ranges: tuple[Range, ...], written: Sequence[Expression], values: Sequence[Value | None]
) -> Iterator[None]:
    """Inside, the named indices of a declaration are bound to the indices of an address. Code can use those with a
    value; the others are only for facts."""
    forms = [e.facts.form(expression) for expression in written[: len(ranges)]]
    with e.facts.scope():
        for declared, form, expression, value in zip(ranges, forms, written, values, strict=False):
            if declared.symbol is not None:
                operand, bound = (None, e.term(expression).bound) if value is None else (value.operand, value.bound)
                shown = None if operand is None else (declared.symbol.name, operand)
                binding = Binding(operand, bound, exact=form, meaning=expression, shown=shown)
                e.facts.bind(declared.symbol, binding)
                e.facts.route.equate(declared.symbol, expression)
        yield
