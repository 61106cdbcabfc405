"""What a printing statement prints: its gate, and before it the NOT gates derived from its wires.

``target := KIND(parameters; wires)`` does, in this order,

1. compute the parameters;
2. compute the target's indices from left to right, each checked against its range as soon as it is known;
3. take the wires from left to right, and the passes of each, the leftmost ``for`` outermost; in each pass
   compute and check the indices, check that the gate is printed, compute the multiplicity, and print
   ``target.NOT[k,...]`` if the wire is the k-th written NOT, with the variables of its ``for`` clauses;
4. print the line, without the wires of multiplicity 0, and check that its address was not printed before.

A part is entered once. NOT gates of the lists that it takes are printed in the order of their wires; later, the wires
of such a NOT come from its gate, and only their variables and multiplicities are evaluated again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from uniform.circuits.formats.words import decimal
from uniform.circuits.gates import Kind
from uniform.counters.messages import part_note
from uniform.language import traps
from uniform.language.expressions import symbols_in
from uniform.language.meaning.evaluate import Scope, bind, holds, integer, natural, passes
from uniform.language.meaning.run import PrintedGate, Run, check_wires, record
from uniform.language.syntax.expressions import Expression
from uniform.language.syntax.gates import Address, Filter, ForClause, Group, Step, Wire, negations
from uniform.language.syntax.program import Enter, Negate, Print
from uniform.messages.errors import InternalError

# ---------------------------------------------------------------- gates


def print_gate(statement: Print, run: Run) -> Iterator[PrintedGate]:
    """Carry out ``target := KIND(parameters; wires)``."""
    scope, gate = run.scope, statement.gate
    scope.printing.append(traps.printing_of(statement))
    parameters = tuple(natural(parameter, scope) for parameter in gate.parameters)
    if gate.kind is Kind.MOD and parameters[0] == 0:
        scope.stop(traps.modulus_zero(gate))
    if gate.kind is Kind.MOD and parameters[1] >= parameters[0]:
        scope.stop(traps.residue_too_large(gate))
    target = _address(statement.target, run)
    wires: list[tuple[str, int]] = []
    for wire in _each_pass(gate.wires, run):
        name = _operand(wire, run) if wire.part is None else _derived(_address(wire.part, run), wire, scope)
        times = 1 if wire.times is None else natural(wire.times, scope)
        if wire.negated and wire.part is None:
            operand, name = name, _derived(target, wire, scope)
            yield record(PrintedGate(name, Kind.NOT, (), ((operand, 1),)), run)
        if times > 0:
            wires.append((name, times))
            check_wires(run, len(wires))
    if target in run.printed:
        scope.stop(traps.printed_twice(statement.target), f"the address is `{target}`")
    yield record(PrintedGate(target, gate.kind, parameters, tuple(wires)), run)
    scope.printing.pop()


def enter_part(statement: Enter, run: Run) -> None:
    """From here on, a part is printed."""
    part = _address(statement.part, run)
    if part in run.printed:
        run.scope.stop(traps.printed_twice(statement.part), f"the address is `{part}`")
    run.printed.add(part)
    run.course.entered += 1
    run.scope.parts.append(part_note(part, statement.span))
    run.scope.printing[-1] = None  # the note on the part tells


def print_negations(statement: Negate, run: Run) -> Iterator[PrintedGate]:
    """Print the NOT gates of the lists that a part takes, in the order of their wires."""
    part = _address(statement.part, run)
    for wire in _each_pass(negations(statement.wires), run):
        operand = _operand(wire, run)
        yield record(PrintedGate(_derived(part, wire, run.scope), Kind.NOT, (), ((operand, 1),)), run)


# ---------------------------------------------------------------- wires


def _each_pass(wires: Iterable[Wire | Group], run: Run) -> Iterator[Wire]:
    """Each wire, once for each pass of the clauses around it, with their variables in scope."""
    scope = run.scope
    for wire in wires:
        before = len(scope.values)
        if isinstance(wire, Group):
            for binding in wire.bindings:
                bind(binding, scope)
            for _ in _comprehension(wire.clauses, run):
                yield from _each_pass(wire.wires, run)
        else:
            for _ in _comprehension(wire.clauses, run):
                yield wire
        scope.shorten(before)


def _comprehension(clauses: tuple[ForClause | Filter, ...], run: Run) -> Iterator[None]:
    """Yields once for each pass, with the variables in scope."""
    scope = run.scope
    if not clauses:
        run.course.step()
        yield
        return
    first, rest = clauses[0], clauses[1:]
    match first:
        case Filter(condition):
            run.course.step()
            if holds(condition, scope):
                yield from _comprehension(rest, run)
        case ForClause(symbol=symbol):
            before = len(scope.values)
            for number in passes(first, scope):
                run.course.step()
                scope.values[symbol] = number
                yield from _comprehension(rest, run)
            scope.shorten(before)


def _derived(address: str, wire: Wire, scope: Scope) -> str:
    """The address of a NOT gate derived from this one."""
    own = (scope.values[symbol] for symbol in wire.own)
    return f"{address}.NOT[{','.join(decimal(each) for each in (wire.ordinal, *own))}]"


def _operand(wire: Wire, run: Run) -> str:
    """The printed address that a wire is written with: an input, or a gate that has been printed."""
    address = wire.address
    name = _address(address, run)
    if run.declared.arrays[address.steps[0].symbol].role != "input" and name not in run.printed:
        run.scope.stop(traps.used_before_printed(address), f"the address is `{name}`")
    return name


# ---------------------------------------------------------------- addresses


def _address(address: Address, run: Run) -> str:
    """The printed address: indices are computed and checked from left to right."""
    scope = run.scope
    before = len(scope.values)
    for binding in address.bindings:
        bind(binding, scope)
    step = address.steps[0]
    array = run.declared.arrays[step.symbol]
    indices: list[int] = []
    for place, written in enumerate(step.indices):
        assert isinstance(written, Expression)
        indices.append(natural(written, scope))
        if place >= step.free:
            _check_index(step, indices, run)
    if array.flat(indices) is None:
        raise InternalError(f"`{array.address(indices)}` is not declared")
    scope.shorten(before)
    return array.address(indices)


def _check_index(step: Step, indices: list[int], run: Run) -> None:
    """Check the last of these indices of a step."""
    scope, place = run.scope, len(indices) - 1
    written, declared = step.indices[place], run.declared.declarations[step.symbol].seen_from(step)
    assert isinstance(written, Expression)
    index = indices[place]
    if step.ranges is None:
        array = run.declared.arrays[step.symbol]
        if index in array.allowed(indices[:place]):
            return
    else:
        before, ends = len(scope.values), step.ranges[place - step.free]
        used = symbols_in(ends.low) | symbols_in(ends.high)
        for named, value in zip(step.ranges, indices[step.free : place], strict=False):
            if named.symbol in used:
                scope.values[named.symbol] = value
        outside = index < natural(ends.low, scope) or index > integer(ends.high, scope)
        scope.shorten(before)
        if not outside:
            return
    scope.stop(traps.index_outside(written, declared, place - (len(step.indices) - len(declared.ranges))))
