"""The definition of the language: what a program prints at one n, statement by statement.

``gates`` runs the body of a family and yields the gates in the order in which they are printed; ``lines`` makes
circuit text of them and ``circuit`` a circuit. The other tiers - register code and Turing machines - are
compared with these functions, so nothing here is clever: an address is a string, and the printed ones are a set.

A printing statement ``target := KIND(parameters; wires)`` does, in this order,

1. compute the parameters;
2. compute the target's indices from left to right, each checked against its range as soon as it is known;
3. take the wires from left to right, and the passes of each, the leftmost ``for`` outermost; in each pass
   compute and check the indices, check that the gate is printed, compute the multiplicity, and print
   ``target.NOT[k,...]`` if the wire is the k-th written NOT, with the variables of its ``for`` clauses;
4. print the line, without the wires of multiplicity 0, and check that its address was not printed before.

Invariant: a run that ends early raises ``Trap`` (the program is wrong) or ``LimitReached`` (nothing was decided).

What this file does not do: compute numbers (``evaluate``), sizes of arrays (``layout``), or prove anything
about all n.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from uniform.arguments.limits import Limits, limit_reached, steps_reached
from uniform.circuits.addresses import Array, Role
from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.circuits.formats.words import decimal
from uniform.circuits.gates import Kind
from uniform.counters.messages import period_note
from uniform.language import traps
from uniform.language.meaning.declared import Declared, declare
from uniform.language.meaning.evaluate import Scope, holds, integer, natural
from uniform.language.meaning.watch import Watch
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import Let
from uniform.language.syntax.expressions import Expression
from uniform.language.syntax.gates import Address, Filter, ForClause, Wire
from uniform.language.syntax.program import Assign, For, If, Print, Statement, While
from uniform.language.syntax.symbols import Symbol
from uniform.messages.errors import InternalError

_NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class PrintedGate:
    """One gate as it is printed."""

    address: str
    kind: Kind
    parameters: tuple[int, ...]  # as many as the gate table requires
    wires: tuple[tuple[str, int], ...]  # addresses printed before, each with a multiplicity >= 1

    def __str__(self) -> str:
        """The line of circuit text, without line feed."""
        words = [self.address, "=", self.kind.name, *map(decimal, self.parameters)]
        words += [wire if times == 1 else f"{wire}*{decimal(times)}" for wire, times in self.wires]
        return " ".join(words)


@dataclass(slots=True)
class _Run:
    declared: Declared
    limits: Limits
    max_steps: int
    printed: set[str] = field(default_factory=set)
    gates: int = 0
    wires: int = 0
    steps: int = 0
    passes: list[range] = field(default_factory=list)  # of the loops around the statement, outermost first
    whiles: int = 0  # around the statement
    watch: Watch = field(default_factory=Watch)

    @property
    def scope(self) -> Scope:
        return self.declared.scope


# ---------------------------------------------------------------- whole circuits


def lines(program: CheckedProgram, n: int, limits: Limits = _NO_LIMITS) -> Iterator[str]:
    """The text of the circuit of ``n`` >= 1, line by line, each with its line feed.

    Raises Trap where the program stops itself, which may be after some lines, and LimitReached."""
    declared = declare(program, n)
    constants = [f"{symbol.name}={value}" for symbol, value in program.constants]
    yield " ".join(["circuit", program.name, str(n), *constants]) + "\n"
    yield " ".join(["input", *_list_inputs(declared, limits)]) + "\n"
    for gate in _gates(program, declared, limits):
        yield f"{gate}\n"
    yield " ".join(["output", *_names(declared, "output")]) + "\n"


def gates(program: CheckedProgram, n: int, limits: Limits = _NO_LIMITS) -> Iterator[PrintedGate]:
    """The gates of the circuit of ``n``, in the order in which they are printed. Raises like ``lines``."""
    return _gates(program, declare(program, n), limits)


def circuit(program: CheckedProgram, n: int, limits: Limits = _NO_LIMITS) -> Circuit:
    """The circuit of ``n``. Raises like ``lines``."""
    declared = declare(program, n)
    builder = CircuitBuilder(program.name, n, [(symbol.name, value) for symbol, value in program.constants])
    ids = {name: builder.input(name) for name in _list_inputs(declared, limits)}
    for gate in _gates(program, declared, limits):
        wires = [(ids[name], times) for name, times in gate.wires]
        ids[gate.address] = builder.gate(gate.kind, gate.address, wires, gate.parameters)
    return builder.build([ids[name] for name in _names(declared, "output")])


def _names(declared: Declared, role: Role) -> Iterator[str]:
    """The addresses of the inputs or outputs, row-major, in order of declaration."""
    for array in declared.layout.of_role(role):
        for flat in range(array.base, array.base + array.count):
            yield array.address(array.indices(flat))


def _list_inputs(declared: Declared, limits: Limits) -> Iterator[str]:
    """The inputs, each of which counts as a step; raises LimitReached when there are too many."""
    if declared.layout.count_of("input") > limits.steps("reference"):
        raise steps_reached(declared.scope.n, limits, "reference")
    return _names(declared, "input")


def _gates(program: CheckedProgram, declared: Declared, limits: Limits) -> Iterator[PrintedGate]:
    run = _Run(declared, limits, limits.steps("reference"))
    try:
        yield from _body(program.body, run)
    finally:
        limits.took("reference", run.steps)
    for symbol, array in declared.arrays.items():
        if array.role == "output":
            _check_outputs(symbol, array, run)


def _check_outputs(symbol: Symbol, array: Array, run: _Run) -> None:
    for flat in range(array.base, array.base + array.count):
        address = array.address(array.indices(flat))
        if address not in run.printed:
            run.scope.stop(traps.never_printed(run.declared.declarations[symbol]), f"`{address}` is missing")


# ---------------------------------------------------------------- statements


def _body(body: tuple[Statement, ...], run: _Run) -> Iterator[PrintedGate]:
    """Run a body; names declared in it are in scope to its end."""
    before = len(run.scope.values)
    for statement in body:
        _count_step(run)
        yield from _statement(statement, run)
    run.scope.shorten(before)


def _statement(statement: Statement, run: _Run) -> Iterator[PrintedGate]:
    scope = run.scope
    match statement:
        case Print():
            yield from _print(statement, run)
        case Assign(value=value, symbol=symbol):
            declaration, bound = run.declared.counters[symbol]
            stored = natural(value, scope)
            if stored > bound:
                scope.stop(traps.bound_exceeded(value, symbol.name, declaration.bound))
            scope.values[symbol] = stored
        case Let(value=value, symbol=symbol):
            scope.values[symbol] = natural(value, scope)
        case For(body=body, symbol=symbol):
            before = len(scope.values)
            passes = _passes(statement, scope)
            run.passes.append(passes)
            for number in passes:
                scope.values[symbol] = number
                yield from _body(body, run)
            run.passes.pop()
            scope.shorten(before)
        case While(condition, body):
            run.whiles += 1
            while holds(condition, scope):
                yield from _body(body, run)
                _watch(statement, run)
            run.whiles -= 1
        case If(branches, otherwise):
            for branch in branches:
                if holds(branch.condition, scope):
                    yield from _body(branch.body, run)
                    break
            else:
                yield from _body(otherwise or (), run)
        case _:
            raise InternalError(f"no meaning for {statement!r}")


def _watch(loop: While, run: _Run) -> None:
    """Stop the run if everything that it depends on is as it was at the end of an earlier pass."""
    ends = ((each.stop, each.step) for each in run.passes)
    moment = (*run.scope.values.values(), *ends)
    passes = run.watch.after_pass(loop, run.whiles, run.gates, moment)
    if passes:
        run.scope.stop(traps.endless(loop), period_note(passes))


def _passes(loop: For | ForClause, scope: Scope) -> range:
    """The values of a loop's variable. Ends are computed in the order in which they are written, then the step."""
    if loop.down:
        high, low = integer(loop.high, scope), natural(loop.low, scope)
    else:
        low, high = natural(loop.low, scope), integer(loop.high, scope)
    step = 1 if loop.by is None else natural(loop.by, scope)
    if loop.by is not None and step == 0:
        scope.stop(traps.step_zero(loop.by))
    return range(high, low - 1, -step) if loop.down else range(low, high + 1, step)


# ---------------------------------------------------------------- gates


def _print(statement: Print, run: _Run) -> Iterator[PrintedGate]:
    scope, gate = run.scope, statement.gate
    parameters = tuple(natural(parameter, scope) for parameter in gate.parameters)
    if gate.kind is Kind.MOD and parameters[0] == 0:
        scope.stop(traps.modulus_zero(gate))
    if gate.kind is Kind.MOD and parameters[1] >= parameters[0]:
        scope.stop(traps.residue_too_large(gate))
    target = _address(statement.target, run)
    wires: list[tuple[str, int]] = []
    ordinal = 0  # of the written NOTs of this statement
    for wire in gate.written_wires:
        ordinal += wire.negated
        for _ in _comprehension(wire.clauses, run):
            name = _readable_address(wire.address, run)
            times = 1 if wire.times is None else natural(wire.times, scope)
            if wire.negated:
                operand, name = name, f"{target}.NOT[{','.join(map(str, [ordinal, *_clause_variables(wire, scope)]))}]"
                yield _record(PrintedGate(name, Kind.NOT, (), ((operand, 1),)), run)
            if times > 0:
                wires.append((name, times))
                _check_wires(run, len(wires))
    if target in run.printed:
        scope.stop(traps.printed_twice(statement.target), f"the address is `{target}`")
    yield _record(PrintedGate(target, gate.kind, parameters, tuple(wires)), run)


def _comprehension(clauses: tuple[ForClause | Filter, ...], run: _Run) -> Iterator[None]:
    """Yields once for each pass, with the variables in scope."""
    scope = run.scope
    if not clauses:
        _count_step(run)
        yield
        return
    first, rest = clauses[0], clauses[1:]
    match first:
        case Filter(condition):
            _count_step(run)
            if holds(condition, scope):
                yield from _comprehension(rest, run)
        case ForClause(symbol=symbol):
            before = len(scope.values)
            for number in _passes(first, scope):
                _count_step(run)
                scope.values[symbol] = number
                yield from _comprehension(rest, run)
            scope.shorten(before)


def _clause_variables(wire: Wire, scope: Scope) -> list[int]:
    """The variables of a wire's own ``for`` clauses, outermost first."""
    return [scope.values[clause.symbol] for clause in wire.clauses if isinstance(clause, ForClause)]


def _address(address: Address, run: _Run) -> str:
    """The printed address: indices are computed and checked from left to right."""
    step = address.steps[0]
    array, declaration = run.declared.arrays[step.symbol], run.declared.declarations[step.symbol]
    indices: list[int] = []
    rank = 0  # of the indices so far
    for place, (written, dimension) in enumerate(zip(step.indices, array.dimensions, strict=True)):
        assert isinstance(written, Expression)
        index = natural(written, run.scope)
        allowed = dimension.allowed(rank)
        if index not in allowed:
            run.scope.stop(traps.index_outside(written, declaration, place))
        rank = dimension.start(rank) + index - allowed.start
        indices.append(index)
    return array.address(indices)


def _readable_address(address: Address, run: _Run) -> str:
    """The printed address of a wire: an input, or a gate that has been printed."""
    name = _address(address, run)
    if run.declared.arrays[address.steps[0].symbol].role != "input" and name not in run.printed:
        run.scope.stop(traps.used_before_printed(address), f"the address is `{name}`")
    return name


# ---------------------------------------------------------------- limits


def _record(gate: PrintedGate, run: _Run) -> PrintedGate:
    """Record that ``gate`` is printed, and check the limits."""
    run.printed.add(gate.address)
    run.gates += 1
    run.wires += len(gate.wires)
    if run.gates > run.limits.max_gates:
        raise limit_reached("gates", run.scope.n, run.limits.max_gates)
    _check_wires(run, 0)
    return gate


def _check_wires(run: _Run, more: int) -> None:
    if run.wires + more > run.limits.max_wires:
        raise limit_reached("wires", run.scope.n, run.limits.max_wires)


def _count_step(run: _Run) -> None:
    run.steps += 1
    if run.steps > run.max_steps:
        raise steps_reached(run.scope.n, run.limits, "reference")
