"""*Well-formed*: every index in its range, every address printed once, before it is used; every output printed.

It is *unknown* for every n so far. The statement lists what would have to be shown: the checks that every run makes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from uniform.certify.statements.statement import Statement, message_to_json
from uniform.language.bounds.checks import Terminates
from uniform.language.pipeline import Generator
from uniform.messages.errors import TrapText


@dataclass(frozen=True, slots=True)
class WellFormed(Statement):
    """What is checked in every run, since it is not shown for every n."""

    obligations: tuple[TrapText, ...]  # what is said where a check fails, each once

    def to_json(self) -> dict[str, Any]:
        """The status and the checks, each with its place."""
        return {
            "status": "unknown",
            "obligations": [message_to_json(each.code, each.message, each.span) for each in self.obligations],
        }


def list_obligations(generator: Generator) -> WellFormed:
    """The checks that the code of a program makes in every run. That each ``while`` ends is not among them: then it is
    only *total* that is not true."""
    checks = (check for check in generator.obligations if not isinstance(check.claim, Terminates))
    return WellFormed(tuple(dict.fromkeys(check.trap for check in checks)))
