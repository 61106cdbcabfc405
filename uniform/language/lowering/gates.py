"""Lowering printing statements.

The order is that of the definition: the numbers of the gate, the target's indices, the wires from left to right.
Without an inline NOT the line is printed as the wires are met. With one, the wires are walked twice: the first walk
checks everything and prints the derived NOT gates, the second prints the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from uniform.circuits.gates import Kind
from uniform.counters import code
from uniform.counters.code import CloseGate, Expect, OpenGate, OpenNegation, Operand, Printed, PrintNegatedWire, Test
from uniform.language.bounds import checks
from uniform.language.bounds.checks import Check
from uniform.language.bounds.facts import Binding
from uniform.language.expressions import symbols_in
from uniform.language.lowering.conditions import jump_unless
from uniform.language.lowering.emit import Emitter, JumpTarget, Value
from uniform.language.lowering.ends import signed, sum_of
from uniform.language.lowering.loops import lower_loop
from uniform.language.lowering.numbers import natural, printed
from uniform.language.syntax.expressions import Expression, Number
from uniform.language.syntax.program import Address, ArrayDeclaration, Filter, ForClause, GateCall, Print, Range, Wire

OpenEnds = tuple[Check | None, Check | None]  # what is to be checked at the two ends of a range


def lower_print(e: Emitter, statement: Print) -> None:
    """The code of ``target := KIND(parameters; wires)``."""
    gate = statement.gate
    parameters = _parameters(e, gate)
    array, indices = _indices(e, statement.target, checked=True)
    opening = OpenGate(
        gate.kind, array, indices, parameters, e.site(checks.printed_once(statement.target, e.facts.here))
    )
    walk = _Walk(e, statement, array, indices)
    if any(wire.negated for wire in gate.wires):
        walk.wires(walk.first)
        e.emit(opening)
        walk.wires(walk.second)
    else:
        e.emit(opening)
        walk.wires(walk.only)
    e.emit(CloseGate())


def _parameters(e: Emitter, gate: GateCall) -> tuple[Printed, ...]:
    if gate.kind is not Kind.MOD:
        return tuple(printed(e, parameter) for parameter in gate.parameters)
    positive, below = (e.facts.unless_shown(check) for check in checks.remainder(gate, e.facts.here))
    if positive is None and below is None:
        return tuple(printed(e, parameter) for parameter in gate.parameters)
    modulus, residue = (natural(e, parameter) for parameter in gate.parameters)
    if positive is not None:
        e.require(0, Test.LESS, modulus.operand, e.site(positive))
    if below is not None:
        e.require(residue.operand, Test.LESS, modulus.operand, e.site(below))
    return modulus.printed, residue.printed


class _Walk:
    """The wires of one statement, walked once or twice."""

    def __init__(self, e: Emitter, statement: Print, array: int, indices: tuple[Printed, ...]) -> None:
        self.e = e
        self.statement = statement
        self.array = array
        self.indices = indices

    def wires(self, emit: Callable[[Wire, int, tuple[Operand, ...]], None]) -> None:
        """All wires in order; ``emit`` gets the wire, its NOT's number and the variables of its clauses."""
        ordinal = 0
        for wire in self.statement.gate.wires:
            ordinal += wire.negated
            with self.e.scope():
                self._clauses(wire, 0, (), lambda own, wire=wire, ordinal=ordinal: emit(wire, ordinal, own))  # type: ignore[misc]

    def only(self, wire: Wire, ordinal: int, own: tuple[Operand, ...]) -> None:
        """A wire of a statement without NOT: checked and printed."""
        del ordinal, own
        self._plain(wire, checked=True)

    def first(self, wire: Wire, ordinal: int, own: tuple[Operand, ...]) -> None:
        """First walk: check, and print derived NOT gates."""
        e = self.e
        array, indices = _indices(e, wire.address, checked=True)
        site = e.site(checks.printed_before(wire.address, e.facts.here))
        if not wire.negated:
            e.emit(Expect(array, indices, site))
            self._times(wire)
            return
        if not _is_literal(wire.times):
            e.emit(Expect(array, indices, site))
            self._times(wire)
        e.emit(OpenNegation(self.array, self.indices, ordinal, own))
        e.emit(code.PrintWire(array, indices, 1, site))
        e.emit(CloseGate())

    def second(self, wire: Wire, ordinal: int, own: tuple[Operand, ...]) -> None:
        """Second walk: print the line; nothing can trap any more."""
        if wire.negated:
            times = self._times(wire)
            self.e.emit(PrintNegatedWire(self.array, self.indices, ordinal, own, times))
        else:
            self._plain(wire, checked=False)

    def _plain(self, wire: Wire, *, checked: bool) -> None:
        e = self.e
        array, indices = _indices(e, wire.address, checked=checked)
        site = e.site(checks.printed_before(wire.address, e.facts.here))
        if checked and not _is_literal(wire.times):
            e.emit(Expect(array, indices, site))  # the gate is looked for before the weight is computed
        e.emit(code.PrintWire(array, indices, self._times(wire), site))

    def _times(self, wire: Wire) -> Operand:
        return 1 if wire.times is None else natural(self.e, wire.times).operand

    def _clauses(
        self, wire: Wire, place: int, own: tuple[Operand, ...], body: Callable[[tuple[Operand, ...]], None]
    ) -> None:
        """Nested loops and filters, the leftmost outermost."""
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
                self._clauses(wire, place + 1, own, body)
                e.place(skip)
            case ForClause() as loop:
                lower_loop(e, loop, lambda variable: self._clauses(wire, place + 1, (*own, variable), body))


def _is_literal(times: Expression | None) -> bool:
    return times is None or isinstance(times, Number)


def _indices(e: Emitter, address: Address, *, checked: bool) -> tuple[int, tuple[Printed, ...]]:
    """The array and the indices of an address, each checked against its range as soon as it is computed.

    An index is computed where a check needs it, and else only printed."""
    step = address.steps[0]
    number, declaration = e.arrays[step.symbol]
    written = [index for index in step.indices if not isinstance(index, Range)]
    open_ends = _open_ends(e, declaration, written) if checked else {}
    needed = _needed(declaration, open_ends)
    values: list[Value | None] = []
    operands: list[Printed] = []
    for place, index in enumerate(written):
        if place in needed:
            value = natural(e, index)
            values.append(value)
            operands.append(value.printed)
        else:
            values.append(None)
            operands.append(printed(e, index))
        if place in open_ends:
            _check(e, declaration, place, written, values, open_ends[place])
    return number, tuple(operands)


def _open_ends(e: Emitter, declaration: ArrayDeclaration, written: list[Expression]) -> dict[int, OpenEnds]:
    """The places whose index is not shown to lie in its range, with what is to be checked at the low and high end."""
    found = {}
    for place in range(len(declaration.ranges)):
        with _standing_for(e, declaration.ranges[:place], written, [None] * place):
            both = checks.index(written[place], declaration, place, e.facts.here)
            low, high = map(e.facts.unless_shown, both)
        if low is not None or high is not None:
            found[place] = low, high
    return found


def _needed(declaration: ArrayDeclaration, open_ends: Mapping[int, OpenEnds]) -> set[int]:
    """The places whose index is checked, or is named by an end that is."""
    places = {written.symbol: place for place, written in enumerate(declaration.ranges)}
    needed = set(open_ends)
    for place, ends in open_ends.items():
        written = declaration.ranges[place]
        for expression, check in zip((written.low, written.high), ends, strict=True):
            needed |= {places[symbol] for symbol in symbols_in(expression) if check is not None and symbol in places}
    return needed


def _check(
    e: Emitter,
    declaration: ArrayDeclaration,
    place: int,
    written: list[Expression],
    values: Sequence[Value | None],
    open_ends: OpenEnds,
) -> None:
    """Require an index to lie in its range.

    Where the range mentions indices named to its left, their names stand for what was written there."""
    ends = declaration.ranges[place]
    own = values[place]
    assert own is not None
    low, high = open_ends
    site, *_ = [e.site(check) for check in open_ends if check is not None]  # both ends say the same
    with _standing_for(e, declaration.ranges[:place], written, values), e.scope():
        if low is not None:
            e.require(natural(e, ends.low).operand, Test.AT_MOST, own.operand, site)
        if high is not None:
            plus, minus = signed(e, ends.high)
            index = own if minus is None else sum_of(e, own, minus)
            e.require(index.operand, Test.AT_MOST, plus.operand, site)


@contextmanager
def _standing_for(
    e: Emitter, ranges: tuple[Range, ...], written: Sequence[Expression], values: Sequence[Value | None]
) -> Iterator[None]:
    """Inside, the names of indices stand for the indices of one address; those with a value can be computed with."""
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
