"""Statements that a certificate will make one day: each has its field, and claims nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from uniform.certify.statements.statement import Statement
from uniform.language.pipeline import Generator


@dataclass(frozen=True, slots=True)
class Unknown(Statement):
    """Nothing is known."""

    def to_json(self) -> dict[str, Any]:
        """Only the status."""
        return {"status": "unknown"}


def nothing_known(generator: Generator) -> Unknown:
    """No statement, whatever the program."""
    return Unknown()
