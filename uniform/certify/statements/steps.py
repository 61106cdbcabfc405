"""*Steps*: the degree of a polynomial that bounds the steps of a run.

A step is a statement or a wire; factors for arithmetic, which are powers of bits(n), are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from uniform.certify.statements.statement import Statement
from uniform.certify.subject import Subject


@dataclass(frozen=True, slots=True)
class Steps(Statement):
    """The degree of the steps."""

    degree: tuple[int, int] | None  # in n and in bits(n)
    every_run_ends: bool = True  # every `while` is shown to end; if not, the degree is that of the runs that end

    @property
    def order(self) -> str:
        """The degree as a formula."""
        if self.degree is None:
            return "unknown"
        parts = zip(("n", "bits(n)"), self.degree, strict=True)
        return "*".join([f"{name}^{power}" if power > 1 else name for name, power in parts if power]) or "1"

    def rows(self) -> Iterator[str]:
        """The order of growth."""
        if self.degree is not None:
            where = "" if self.every_run_ends else " in every run that ends"
            yield f"steps O({self.order}){where} (proved)"

    def to_json(self) -> dict[str, Any]:
        """The status and the degree."""
        if self.degree is None:
            return {"status": "unknown"}
        return {"status": "proved", "degree": list(self.degree)}


def bound_steps(subject: Subject) -> Steps:
    """Multiply the passes of loops around each statement."""
    if subject.too_large:
        return Steps(None)
    steps, ends = subject.proofs.steps, subject.proofs.ends
    return Steps(None if steps is None else steps.degree, all(each.rule for each in ends))
