"""Proofs: what the walk knows is true in runs, and what is shown for all n holds in runs and of circuits."""

from __future__ import annotations

from functools import cache
from random import Random

from tests.certify.proofs.claims import ADVERSARIES, claims_of, refuted
from tests.certify.proofs.measured import circuits_at, false_claims
from tests.certify.proofs.random_chains import random_chain
from tests.certify.proofs.random_wires import random_wires
from tests.certify.proofs.watched import Walked, watch
from tests.fuzz.programs import exchanged
from tests.fuzz.subject import Case, Subject
from tests.language.random_blocks import random_blocks
from tests.language.random_programs import random_program
from uniform.arguments.limits import Limits
from uniform.certify.proofs.whole import Proofs
from uniform.language.pipeline import Generator, load
from uniform.library.table import programs
from uniform.messages.errors import LimitReached, UniformError
from uniform.messages.spans import Source

_LIMITS = Limits(max_gates=3000, max_wires=10_000, max_steps=10_000)
_WATCHED = Limits(max_gates=150, max_wires=1000, max_steps=400)
_MAX_LINES = 40  # of a shipped program that is changed
_MAX_BLOCKS = 60  # lines of a program with blocks: there is a question for each pair of statements that print an array


def make(seed: int) -> Case:
    """A program near the border of what can be proved, and the n's to run it at."""
    random = Random(seed)
    kind = random.randrange(9)
    if kind == 8:
        text, edits = random_wires(seed), random.choice((0, 0, 0, 1))
    elif kind < 4:
        text, edits = random_chain(seed), random.choice((0, 0, 0, 1))
    elif kind < 6:
        text, edits = random.choice(_good_programs()), random.choice((1, 1, 2, 3))
    else:
        text = random_program(seed)
        for larger in range(seed, seed + 20) if kind == 6 else ():
            if (blocks := random_blocks(larger)).count("\n") <= _MAX_BLOCKS:
                text = blocks
                break
        edits = random.choice((0, 0, 1, 2))
    for _ in range(edits):
        text = _moved(random, text) if random.random() < 0.2 else exchanged(random, text)
    return Case(text, ".gen", tuple(map(str, (1, 2, 3, 4, 5, 6, 7, 8, random.randrange(9, 17), 33))))


@cache
def _good_programs() -> tuple[str, ...]:
    files = [*ADVERSARIES, *(entry.file for entry in programs())]
    texts = [file.read_text(encoding="utf-8") for file in files]
    return tuple([text for text in texts if text.count("\n") <= _MAX_LINES and "import" not in text])


def _moved(random: Random, text: str) -> str:
    """The text with two neighboring lines of the body exchanged, or one line less."""
    lines = text.splitlines(keepends=True)
    place = random.randrange(1, len(lines))
    if random.random() < 0.5:
        lines[place - 1 : place + 1] = lines[place], lines[place - 1]
    else:
        del lines[place]
    return "".join(lines)


def fault(case: Case) -> str | None:
    """A claim that is shown and that a run refutes, or a fact that is false in one."""
    try:
        family = load(Source("random.gen", case.text))
    except UniformError:
        return None
    walked = Walked.of(family.program)
    for n in (1, 2, 3, 5):
        try:
            if faults := watch(walked, n, _WATCHED).faults:
                return f"false: {faults[0]}"
        except LimitReached:
            continue
    proofs = Proofs(family.program)
    claims = claims_of(proofs)
    for n in map(int, case.given):
        try:
            found = refuted(claims, n, _LIMITS)
        except LimitReached:  # by the declarations
            continue
        if found:
            return f"refuted: {found[0]}"
    return _false_claim(family, proofs)


def _false_claim(family: Generator, proofs: Proofs) -> str | None:
    """A bound on size, depth or fan-in that is wrong for a circuit."""
    try:
        for circuit in circuits_at(family, (1, 2, 3, 4, 5, 7, 8, 16, 33)):
            for false in false_claims(proofs, circuit):
                return f"measured: {false}"
    except UniformError:  # refused, since the program needs too many cells
        return None
    return None


PROOFS = Subject("proofs", make, fault)
