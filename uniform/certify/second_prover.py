"""The answers behind a certificate, given again by z3 alone: each question, written as SMT-LIB, should be ``unsat``.

islpy and z3 share no code, and the question is read from its text, with all facts that a prover may use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.solvers import answers_of_z3, versions
from uniform.certify.statements.statement import Outcome

_MAX_QUESTIONS = 500  # in one audit


@dataclass(frozen=True, slots=True)
class SecondProver(Outcome):
    """How many answers z3 has confirmed."""

    asked: int = 0
    confirmed: int = 0

    def rows(self) -> Iterator[str]:
        """What z3 says."""
        if self.asked:
            number = "each answer" if self.confirmed == self.asked else f"{self.confirmed} of {self.asked} answers"
            yield f"z3 alone confirms {number} of the provers"

    def to_json(self) -> dict[str, Any]:
        """The numbers."""
        return {"questions": {"asked": self.asked, "confirmed": self.confirmed}}


def confirm(prover: Prover) -> SecondProver:
    """Ask z3 all that was shown. Cost: mostly some milliseconds a question, at most 500 questions."""
    questions = prover.different_questions()
    if versions()["z3"] is None:
        return SecondProver((), ("z3 is not installed, so no second prover was asked",) if questions else (), 0, 0)
    chosen = questions[:_MAX_QUESTIONS]
    untried = (
        [f"z3 was asked the first {len(chosen)} of {len(questions)} questions"] if questions[len(chosen) :] else []
    )
    findings, confirmed = [], 0
    for question, answer in zip(chosen, answers_of_z3(map(prover.smt, chosen)), strict=True):
        confirmed += answer == "unsat"
        if answer == "sat":
            findings.append(f"z3 finds numbers where there should be none: {question.name}")
    return SecondProver(tuple(findings), tuple(untried), len(questions), confirmed)
