"""The state of a run of the interpreter, and its limits."""

from __future__ import annotations

from dataclasses import dataclass, field

from uniform.arguments.limits import Limits, limit_reached
from uniform.circuits.formats.words import decimal
from uniform.circuits.gates import Kind
from uniform.language.meaning.course import Course
from uniform.language.meaning.declared import Declared
from uniform.language.meaning.evaluate import Scope
from uniform.language.meaning.statements import Frame


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
    frame: Frame  # of the body of the family, with those of parts
    printed: set[str] = field(default_factory=set)  # addresses of gates, and of parts
    wires: int = 0

    @property
    def scope(self) -> Scope:
        """The names in scope."""
        return self.declared.scope

    @property
    def course(self) -> Course:
        """How far the run has come."""
        return self.declared.course


def record(gate: PrintedGate, run: Run) -> PrintedGate:
    """Record that ``gate`` is printed, and check the limits."""
    run.printed.add(gate.address)
    run.course.gates += 1
    run.wires += len(gate.wires)
    if run.course.gates > run.limits.max_gates:
        raise limit_reached("gates", run.scope.n, run.limits.max_gates)
    check_wires(run, 0)
    return gate


def check_wires(run: Run, more: int) -> None:
    """Raise LimitReached if there are too many wires with ``more`` of an open gate."""
    if run.wires + more > run.limits.max_wires:
        raise limit_reached("wires", run.scope.n, run.limits.max_wires)
