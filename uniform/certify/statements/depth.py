"""*Depth*: an upper bound on the longest path, with the measure that falls along the wires of each cycle of arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from uniform.certify.proofs.dependence import Component
from uniform.certify.statements.statement import Statement, message_to_json
from uniform.certify.subject import Subject
from uniform.messages.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Cycle:
    """Arrays that depend on each other, and why no path in them is long."""

    arrays: tuple[str, ...]
    rule: str
    measure: tuple[tuple[str, tuple[str, ...]], ...]  # by array; i1 is the first index
    values: str  # no path among these arrays has more gates
    cost: int  # levels from one gate to the next, at most: 2 if there is a NOT on the way
    step: int = 1  # the measure falls along every ``step`` wires in a row

    def to_json(self) -> dict[str, Any]:
        """The cycle as JSON."""
        return {
            "arrays": list(self.arrays),
            "rule": self.rule,
            **({"measure": {array: list(own) for array, own in self.measure}} if self.measure else {}),
            **({"step": self.step} if self.step > 1 else {}),
            "values": self.values,
            "cost": self.cost,
        }


@dataclass(frozen=True, slots=True)
class Depth(Statement):
    """The depth of the circuits, NOT and COPY gates included."""

    bound: str | None
    order: tuple[int, int] | None  # the degree of the bound, in n and in bits(n)
    measured: tuple[int, int] | None  # an n, and the depth there
    cycles: tuple[Cycle, ...]
    faults: tuple[Diagnostic, ...]  # of declared levels

    @property
    def status(self) -> str:
        """*proved* if there is a bound; *refuted* is never said of a level that is only not shown."""
        return "unknown" if self.bound is None or self.faults else "proved"

    def refutations(self) -> Iterator[str]:
        """A declared level that is not shown to fall is an error."""
        return (fault.message for fault in self.faults)

    def rows(self) -> Iterator[str]:
        """The bound. What is wrong with a declared level is among the notes of the certificate."""
        if self.bound is not None:
            measured = f", {self.measured[1]} at n = {self.measured[0]}" if self.measured else ""
            yield f"depth <= {self.bound} ({self.status}){measured}"

    def to_json(self) -> dict[str, Any]:
        """The status, the bound and the cycles."""
        return {
            "status": self.status,
            **({"bound": self.bound} if self.bound is not None else {}),
            **({"order": list(self.order)} if self.order is not None else {}),
            **({"measured": {"n": self.measured[0], "depth": self.measured[1]}} if self.measured else {}),
            "components": [each.to_json() for each in self.cycles],
            **(
                {"faults": [message_to_json(each.code, each.message, each.span) for each in self.faults]}
                if self.faults
                else {}
            ),
        }


def bound_depth(subject: Subject) -> Depth:
    """Bound the paths of the graph of arrays."""
    measured = subject.measured
    shown = None if measured is None else (measured.n, measured.depth)
    if subject.too_large:
        return Depth(None, None, shown, (), ())
    proofs = subject.proofs
    cycles = tuple(map(_cycle, proofs.components or ()))
    bound = proofs.depth
    faults = proofs.level_faults
    if bound is None:
        return Depth(None, None, shown, cycles, faults)
    return Depth(str(bound), bound.degree, shown, cycles, faults)


def _cycle(component: Component) -> Cycle:
    measure = tuple((array.name, tuple(map(str, own))) for array, own in component.measure.items())
    names = tuple(array.name for array in component.arrays)
    cost = max(edge.cost for edge in component.edges)
    return Cycle(names, component.rule, measure, str(component.values), cost, component.step)
