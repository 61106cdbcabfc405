"""Audit a certificate: trust nothing, derive it again, then measure it on the machine and on circuits.

1. The program must be the certified one (its sha256).
2. Each statement is derived again and compared. Measures and rankings are not searched for, but taken from the
   certificate and checked (``proofs.given``); what follows from them is derived from them.
3. Each statement has an audit of its own, such as counting the cells that the machine visits (``statements``).
4. Circuits at small n are compared with the formulas, and measures evaluated along their wires (``trial``).
5. z3, if it is installed, answers the questions again (``second_prover``).

Whatever is wrong is a finding. Other versions of the provers are none, but what then differs is not audited.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uniform.arguments.numbers import one_n
from uniform.certify.certificate import certify_subject, digest_of
from uniform.certify.evidence import Checked, other_provers, read_evidence
from uniform.certify.proofs.given import Given
from uniform.certify.reading import differences, read_certificate
from uniform.certify.second_prover import confirm
from uniform.certify.statements.space import Measurements
from uniform.certify.statements.statement import AuditContext, Outcome
from uniform.certify.subject import Subject
from uniform.certify.trial import try_circuits
from uniform.language.pipeline import Generator, Progress
from uniform.messages.counts import count_of
from uniform.messages.errors import Refusal
from uniform.messages.notebook import Shown
from uniform.messages.spans import escape_unprintable

__all__ = ["SAMPLES", "Audit", "audit", "read_certificate"]

SAMPLES = (1, 2, 3, 4, 7, 8, 100, 1000, 10**6)
"""The n at which an audit measures by default."""

_EVIDENCE = re.compile(r"`(depth\.components\[\d+\]\.measure|total\.whiles\[\d+\]\.ranking)")
"""Begins a difference in what may differ: if it does not fall, the fault says so."""

_MAX_LISTED = 20  # findings in the text of an audit


@dataclass(frozen=True, slots=True)
class Audit(Shown):
    """The outcome of an audit; true if it has no findings."""

    program: str
    differences: tuple[str, ...]  # between the certificate and the derived one, or why none can be derived
    provers: str | None = None  # that it was made with other provers
    space: Measurements = Measurements()
    others: tuple[Outcome, ...] = ()  # for the other statements, the evidence, circuits and questions

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
        if self.provers is not None:
            fields["provers"] = self.provers
        for outcome in self.outcomes:
            fields |= outcome.to_json()
        return {**fields, "findings": list(self.findings)}

    def __str__(self) -> str:
        findings = self.findings
        rows = [self.program]
        if self.provers is not None:
            rows.append(f"{self.provers}{'; what differs may come from that:' if self.differences else ''}")
        rows += [f"refused: {escape_unprintable(finding)}" for finding in findings[:_MAX_LISTED]]
        if len(findings) > _MAX_LISTED:
            rows.append(f"refused: {count_of(len(findings) - _MAX_LISTED, 'more finding')}")
        if not findings:
            rows.append("the program is the certified one, and each statement is derived from it again")
            rows += [row for outcome in self.outcomes for row in outcome.rows()]
        return "\n".join([*rows, *(row for outcome in self.outcomes for row in outcome.gaps())])


def audit(
    certificate: dict[str, Any],
    generator: Generator,
    ns: Sequence[int] = SAMPLES,
    progress: Progress | None = None,
) -> Audit:
    """Compare a certificate with the program, and its cells with those that the machine visits at each n in ``ns``.

    ``progress`` is called with the number of questions to the provers so far.

    Cost: that of ``certify`` without its search, of the audit of each statement, mostly of ``Space.audit``, and of at
    most 64 circuits and 500 questions to z3.
    """
    return audit_subject(certificate, certified_subject(certificate, generator, progress), ns)


def certified_subject(
    certificate: Mapping[str, Any], generator: Generator, progress: Progress | None = None
) -> Subject:
    """The program, with the measures and rankings of a certificate for it in place of a search."""
    given = read_evidence(certificate) if certificate["sha256"] == digest_of(generator) else Given({}, {})
    return Subject(generator, given, progress)


def audit_subject(certificate: dict[str, Any], subject: Subject, ns: Sequence[int] = SAMPLES) -> Audit:
    """Compare a certificate with its program, ``certified_subject``, which then has the questions that were asked."""
    generator, given = subject.generator, subject.given or Given({}, {})
    try:
        derived = certify_subject(subject)
    except Refusal as refusal:
        return Audit(generator.name, tuple(f"no certificate: {found.message}" for found in refusal.diagnostics))
    again = json.loads(json.dumps(derived.to_json()))
    provers = other_provers(certificate)
    if provers is not None:
        again["provers"] = certificate["provers"]
    found = tuple(each for each in differences(again, certificate) if not (given.faults and _EVIDENCE.match(each)))
    statements = dict(derived.statements)
    context = AuditContext(generator, certificate, statements, tuple(dict.fromkeys(map(one_n, ns))))
    outcomes = {field: statement.audit(context) for field, statement in statements.items()}
    space = outcomes.pop("space")
    assert isinstance(space, Measurements)
    trial, second = try_circuits(subject, certificate), confirm(subject.proofs.prover)
    others = (*outcomes.values(), Checked.of(given), trial, second)
    return Audit(generator.name, found, provers, space, others)
