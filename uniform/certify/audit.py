"""Audit a certificate: trust nothing, derive it again, then measure it on the machine.

An audit reports three kinds of findings: the program is not the certified one (its sha256 differs); a statement differs
from the one derived from the program; or the statement's own audit finds something, such as a machine that visits a
different number of cells, or a trap at one of the smallest n (``statements``).
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
from uniform.certify.statements.statement import AuditContext, Outcome
from uniform.language.pipeline import Generator
from uniform.messages.errors import Refusal
from uniform.messages.notebook import Shown
from uniform.messages.spans import escape_unprintable

__all__ = ["SAMPLES", "Audit", "audit", "read_certificate"]

SAMPLES = (1, 2, 3, 4, 7, 8, 100, 1000, 10**6)
"""The n at which an audit measures by default."""

_MAX_LISTED = 20  # findings in the text of an audit


@dataclass(frozen=True, slots=True)
class Audit(Shown):
    """The outcome of an audit; true if it has no findings."""

    program: str
    differences: tuple[str, ...]  # between the certificate and the derived one, or why none can be derived
    space: Measurements = Measurements()
    others: tuple[Outcome, ...] = ()  # for the other statements

    @property
    def findings(self) -> tuple[str, ...]:
        """All findings, a sentence each."""
        return (*self.differences, *(found for outcome in self.outcomes for found in outcome.findings))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcome for each statement, ``space`` first."""
        return (self.space, *self.others)

    def __bool__(self) -> bool:
        return not self.findings

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON."""
        fields: dict[str, Any] = {"program": self.program, "ok": bool(self)}
        for outcome in self.outcomes:
            fields |= outcome.to_json()
        return {**fields, "findings": list(self.findings)}

    def __str__(self) -> str:
        findings = self.findings
        rows = [self.program, *(f"refused: {escape_unprintable(finding)}" for finding in findings[:_MAX_LISTED])]
        if len(findings) > _MAX_LISTED:
            rows.append(f"refused: {len(findings) - _MAX_LISTED} more findings")
        if not findings:
            rows += [row for outcome in self.outcomes for row in outcome.rows()]
        return "\n".join([*rows, *(row for outcome in self.outcomes for row in outcome.gaps())])


def audit(certificate: dict[str, Any], generator: Generator, ns: Sequence[int] = SAMPLES) -> Audit:
    """Compare a certificate with the program, and its cells with those that the machine visits at each n in ``ns``.

    Cost: that of ``certify`` and of the audit of each statement, mostly of ``Space.audit``.
    """
    try:
        derived = certify(generator)
    except Refusal as refusal:
        return Audit(generator.name, tuple(f"no certificate: {found.message}" for found in refusal.diagnostics))
    found = tuple(differences(json.loads(json.dumps(derived.to_json())), certificate))
    statements = dict(derived.statements)
    context = AuditContext(generator, certificate, statements, tuple(dict.fromkeys(map(one_n, ns))))
    outcomes = {field: statement.audit(context) for field, statement in statements.items()}
    space = outcomes.pop("space")
    assert isinstance(space, Measurements)
    return Audit(generator.name, found, space, tuple(outcomes.values()))
