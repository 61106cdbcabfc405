"""Statements that certificates do not make yet: each has a field that claims nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from uniform.certify.statements.statement import Statement
from uniform.language.pipeline import Generator


@dataclass(frozen=True, slots=True)
class Unknown(Statement):
    """Nothing is known."""

    def to_json(self) -> dict[str, Any]:
        """The status alone."""
        return {"status": "unknown"}


def claim_nothing(generator: Generator) -> Unknown:
    """Claim nothing about any program."""
    return Unknown()
