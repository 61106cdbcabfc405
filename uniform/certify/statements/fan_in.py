"""*Fan-in*: the largest number of wires of a gate, with multiplicity, or the statements where it is not bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from uniform.certify.statements.statement import Statement, place_to_json
from uniform.certify.subject import Subject
from uniform.messages.spans import Span


@dataclass(frozen=True, slots=True)
class Unbounded:
    """A statement whose gates have more and more wires."""

    span: Span
    kind: str  # of gate
    why: str

    def to_json(self) -> dict[str, Any]:
        """The statement as JSON."""
        return {**place_to_json(self.span), "kind": self.kind, "why": self.why}


@dataclass(frozen=True, slots=True)
class FanIn(Statement):
    """The fan-in of the gates."""

    bound: int | None  # None: not bounded, or not looked at
    unbounded: tuple[Unbounded, ...]

    @property
    def status(self) -> str:
        """*proved* if it is bounded; that it is not is no claim."""
        return "unknown" if self.bound is None else "proved"

    def rows(self) -> Iterator[str]:
        """The bound."""
        if self.bound is not None:
            yield f"fan-in <= {self.bound} (proved)"

    def to_json(self) -> dict[str, Any]:
        """The status, the bound, and where there is none."""
        bound = {"bound": self.bound} if self.bound is not None else {}
        return {"status": self.status, **bound, "unbounded": [each.to_json() for each in self.unbounded]}


def bound_fan_in(subject: Subject) -> FanIn:
    """Count the wires of each printing statement."""
    if subject.too_large:
        return FanIn(None, ())
    found = subject.proofs.fan_ins
    unbounded = []
    for each in found:
        if each.bound is None:
            assert each.site.gate is not None
            unbounded.append(Unbounded(each.site.span, each.site.gate.kind.name, each.why))
    return FanIn(subject.proofs.fan_in, tuple(unbounded))
