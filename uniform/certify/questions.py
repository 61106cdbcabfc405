"""The questions behind a certificate as files for another solver: SMT-LIB 2, one question a file.

Each says that some facts about integers hold together; that they cannot, ``unsat``, is what was shown. The files hold
all facts that a prover may use, so any solver for linear arithmetic over the integers (``QF_LIA``) can be asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from uniform.certify.subject import Subject

_LONGEST = 60  # characters of a name


def question_files(subject: Subject) -> Iterator[tuple[str, str]]:
    """The name and the text of a file for each question that was shown so far, in the order in which they were first
    asked. Names have the number, and what an answer proves: ``028-line-12-the-measure-falls.smt2``."""
    if subject.too_large:
        return
    prover = subject.proofs.prover
    asked = list(dict.fromkeys(prover.shown))
    width = max(3, len(str(len(asked))))
    for number, question in enumerate(asked, 1):
        name = question.name.replace("<=", " at most ").replace(">=", " at least ")
        words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        yield f"{number:0{width}}-{words[:_LONGEST].strip('-')}.smt2", prover.smt(question)
