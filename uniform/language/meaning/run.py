"""The state of a run of the interpreter, and its limits."""

from __future__ import annotations

from dataclasses import dataclass, field

from uniform.arguments.limits import Limits, limit_reached, steps_reached
from uniform.circuits.formats.words import decimal
from uniform.circuits.gates import Kind
from uniform.language.meaning.declared import Declared
from uniform.language.meaning.evaluate import Scope
from uniform.language.meaning.watch import Watch
from uniform.language.syntax.declarations import CounterDeclaration
from uniform.language.syntax.symbols import Symbol


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
class Run:
    """What changes while a program runs; ``scope`` has the numbers."""

    declared: Declared
    limits: Limits
    max_steps: int
    counters: dict[Symbol, tuple[CounterDeclaration, int]]  # with the values of their bounds
    printed: set[str] = field(default_factory=set)  # addresses of gates, and of parts
    gates: int = 0
    entered: int = 0  # parts
    wires: int = 0
    steps: int = 0
    passes: list[range] = field(default_factory=list)  # of the loops around the statement, outermost first
    whiles: int = 0  # around the statement
    watch: Watch = field(default_factory=Watch)

    @property
    def scope(self) -> Scope:
        """The names in scope."""
        return self.declared.scope


def record(gate: PrintedGate, run: Run) -> PrintedGate:
    """Record that ``gate`` is printed, and check the limits."""
    run.printed.add(gate.address)
    run.gates += 1
    run.wires += len(gate.wires)
    if run.gates > run.limits.max_gates:
        raise limit_reached("gates", run.scope.n, run.limits.max_gates)
    check_wires(run, 0)
    return gate


def check_wires(run: Run, more: int) -> None:
    """Raise LimitReached if there are too many wires with ``more`` of an open gate."""
    if run.wires + more > run.limits.max_wires:
        raise limit_reached("wires", run.scope.n, run.limits.max_wires)


def count_step(run: Run) -> None:
    """Count a step, and raise LimitReached if there are too many."""
    run.steps += 1
    if run.steps > run.max_steps:
        raise steps_reached(run.scope.n, run.limits, "reference")
