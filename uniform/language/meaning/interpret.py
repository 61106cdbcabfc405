"""The definition of the language: what a program prints at one n, statement by statement.

``gates`` runs the body of a family and yields the gates in the order in which they are printed; ``lines`` makes
circuit text of them and ``circuit`` a circuit. The other tiers - register code and Turing machines - are
compared with these functions, so nothing here is clever: an address is a string, and the printed ones are a set.

Invariant: a run that ends early raises ``Trap`` (the program is wrong) or ``LimitReached`` (nothing was decided).

What this file does not do: print a gate (``printing``), store numbers and repeat (``statements``), compute numbers
(``evaluate``) or sizes of arrays (``declared``), or prove anything about all n.
"""

from __future__ import annotations

from collections.abc import Iterator

from uniform.arguments.limits import Limits, steps_reached
from uniform.circuits.addresses import Array, Role
from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.language import traps
from uniform.language.meaning.declared import Declared, check_ranges, declare
from uniform.language.meaning.evaluate import bind, natural
from uniform.language.meaning.printing import enter_part, print_gate, print_negations
from uniform.language.meaning.run import PrintedGate, Run
from uniform.language.meaning.statements import Frame, run_body
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import ArrayDeclaration, CounterDeclaration
from uniform.language.syntax.gates import Bind
from uniform.language.syntax.program import Enter, Negate, Print, Scope, ScopedStatement
from uniform.language.syntax.symbols import Symbol
from uniform.messages.errors import InternalError

_NO_LIMITS = Limits()


# ---------------------------------------------------------------- whole circuits


def lines(program: CheckedProgram, n: int, limits: Limits = _NO_LIMITS) -> Iterator[str]:
    """The text of the circuit of ``n`` >= 1, line by line, each with its line feed.

    Raises Trap where the program stops itself, which may be after some lines, and LimitReached."""
    declared = declare(program, n, limits)
    constants = [f"{symbol.name}={value}" for symbol, value in program.constants]
    yield " ".join(["circuit", program.name, str(n), *constants]) + "\n"
    yield " ".join(["input", *_list_inputs(declared, limits)]) + "\n"
    for gate in _gates(program, declared, limits):
        yield f"{gate}\n"
    yield " ".join(["output", *_names(declared, "output")]) + "\n"


def gates(program: CheckedProgram, n: int, limits: Limits = _NO_LIMITS) -> Iterator[PrintedGate]:
    """The gates of the circuit of ``n``, in the order in which they are printed. Raises like ``lines``."""
    return _gates(program, declare(program, n, limits), limits)


def circuit(program: CheckedProgram, n: int, limits: Limits = _NO_LIMITS) -> Circuit:
    """The circuit of ``n``. Raises like ``lines``."""
    declared = declare(program, n, limits)
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
    run = Run(declared, limits, Frame(declared.scope, declared.course, dict(declared.counters)))
    try:
        yield from _body(program.body, run)
    finally:
        limits.took("reference", run.course.steps)
    for symbol, array in declared.arrays.items():
        if array.role == "output":
            _check_outputs(symbol, array, run)


def _check_outputs(symbol: Symbol, array: Array, run: Run) -> None:
    for flat in range(array.base, array.base + array.count):
        address = array.address(array.indices(flat))
        if address not in run.printed:
            run.scope.stop(traps.never_printed(run.declared.declarations[symbol]), f"`{address}` is missing")


# ---------------------------------------------------------------- statements


def _body(body: tuple[ScopedStatement, ...], run: Run) -> Iterator[PrintedGate]:
    """Run a body; ``statements`` has the statements that compute, and the others follow."""
    return run_body(body, run.frame, lambda statement: _statement(statement, run))


def _statement(statement: ScopedStatement, run: Run) -> Iterator[PrintedGate]:
    scope = run.scope
    match statement:
        case Print():
            yield from print_gate(statement, run)
        case Scope(body):
            parts = len(scope.parts)
            scope.printing.append(traps.printing_of(statement))
            yield from _body(body, run)
            scope.printing.pop()
            del scope.parts[parts:]
        case CounterDeclaration(bound=bound, symbol=symbol):
            run.frame.counters[symbol] = statement, natural(bound, scope)
            scope.values[symbol] = 0
        case ArrayDeclaration():
            check_ranges(statement, scope)
        case Bind():
            bind(statement, scope)
        case Enter():
            enter_part(statement, run)
        case Negate():
            yield from print_negations(statement, run)
        case _:
            raise InternalError(f"no meaning for {statement!r}")
