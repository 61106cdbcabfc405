"""*Input length*: the number of inputs, as a formula in n that grows with every n.

Without it no class is claimed: a class is about the length of the input.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from uniform.certify.statements.statement import Statement
from uniform.certify.subject import Subject


@dataclass(frozen=True, slots=True)
class Length(Statement):
    """The number of inputs."""

    formula: str | None
    why: str | None  # if it is not shown to grow with every n

    @property
    def status(self) -> str:
        """*proved* or *unknown*."""
        return "unknown" if self.why else "proved"

    def rows(self) -> Iterator[str]:
        """The formula."""
        if self.why is not None:
            yield f"inputs: {self.why}"
        else:
            yield f"inputs{' grow with n' if self.formula is None else f' = {self.formula}'} (proved)"

    def to_json(self) -> dict[str, Any]:
        """The status and the formula."""
        formula = {"formula": self.formula} if self.formula is not None else {}
        return {"status": self.status, **formula, **({"why": self.why} if self.why else {})}


def count_inputs(subject: Subject) -> Length:
    """Read the number of inputs off the declared ranges."""
    if subject.too_large:
        return Length(None, subject.too_large)
    found = subject.proofs.input_length
    return Length(None if found.formula is None else str(found.formula), found.why or None)
