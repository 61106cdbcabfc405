"""Auditing a certificate: believe nothing, derive it again, then measure it on the machine.

Three kinds of findings, all reported: the program is not the one certified (its sha256 differs), a statement is not
what is derived from the program, or a statement's own audit finds something, such as a machine that visits another
number of cells than stated, or a trap at one of the smallest n (``statements``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from uniform.arguments.numbers import one_n
from uniform.certify.certificate import certify
from uniform.certify.reading import differences, read_certificate
from uniform.certify.statements.space import Measurements
from uniform.certify.statements.statement import Audited, Outcome
from uniform.language.pipeline import Generator
from uniform.messages.errors import Refusal
from uniform.messages.notebook import Shown
from uniform.messages.spans import printable

__all__ = ["SAMPLES", "Audit", "audit", "read_certificate"]

SAMPLES = (1, 2, 3, 4, 7, 8, 100, 1000, 10**6)
"""The n's at which an audit measures, where the caller names none."""

_LISTED = 20  # findings that a text shows


@dataclass(frozen=True, slots=True)
class Audit(Shown):
    """The outcome; true when nothing was found."""

    program: str
    differences: tuple[str, ...]  # where the certificate states otherwise than is derived, or nothing can be derived
    space: Measurements = Measurements()
    others: tuple[Outcome, ...] = ()  # of the other statements

    @property
    def findings(self) -> tuple[str, ...]:
        """All that was found, a sentence each."""
        return (*self.differences, *(found for outcome in self.outcomes for found in outcome.findings))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What the audit of each statement came to."""
        return (self.space, *self.others)

    def __bool__(self) -> bool:
        return not self.findings

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON."""
        found: dict[str, Any] = {"program": self.program, "ok": bool(self)}
        for outcome in self.outcomes:
            found |= outcome.to_json()
        return {**found, "findings": list(self.findings)}

    def __str__(self) -> str:
        findings = self.findings
        rows = [self.program, *(f"refused: {printable(finding)}" for finding in findings[:_LISTED])]
        if len(findings) > _LISTED:
            rows.append(f"refused: {len(findings) - _LISTED} more findings")
        if not findings:
            rows += [row for outcome in self.outcomes for row in outcome.rows()]
        return "\n".join([*rows, *(row for outcome in self.outcomes for row in outcome.gaps())])


def audit(certificate: dict[str, Any], generator: Generator, ns: Sequence[int] = SAMPLES) -> Audit:
    """Compare a certificate with the program, and its cells with those that the machine visits at ``ns``.

    Cost: that of ``certify``, and of the audit of each statement; most of it is that of ``Space.audit``.
    """
    try:
        derived = certify(generator)
    except Refusal as refusal:
        return Audit(generator.name, tuple(f"no certificate: {found.message}" for found in refusal.diagnostics))
    different = tuple(differences(json.loads(json.dumps(derived.to_json())), certificate))
    statements = dict(derived.statements)
    audited = Audited(generator, certificate, statements, tuple(dict.fromkeys(map(one_n, ns))))
    outcomes = {field: statement.audit(audited) for field, statement in statements.items()}
    space = outcomes.pop("space")
    assert isinstance(space, Measurements)
    return Audit(generator.name, different, space, tuple(outcomes.values()))
