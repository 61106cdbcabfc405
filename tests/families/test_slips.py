"""Programs with one slip each: the specification finds every one of them, at some n up to 8.

Each slip is the kind that an author makes - a bound off by one, a case forgotten, a wrong gate - and yields a program
that runs; it is in the table of the library. If one of these passed, the checks would be worth nothing.
"""

from __future__ import annotations

import pytest

from tests.cases import NAMES, PROGRAMS, generator
from tests.quick import one_in
from uniform.circuits.compare.equivalence import DIFFERENT, compare
from uniform.language.pipeline import Generator, load
from uniform.library.entry import ShippedProgram
from uniform.messages.spans import Source
from uniform.research.questions import check

EVERY = pytest.mark.parametrize("entry", PROGRAMS, ids=NAMES)


def slipped(entry: ShippedProgram) -> Generator:
    source, (right, wrong) = generator(entry).source, entry.slip
    assert right in source.text
    return load(Source(source.name, source.text.replace(right, wrong)), {})


@pytest.mark.parametrize("entry", one_in(5, PROGRAMS), ids=NAMES)
def test_specification_finds_it(entry: ShippedProgram) -> None:
    report = check(slipped(entry), range(1, 9), specification=entry.specify)
    assert not report
    assert any(line.specification is not None and line.specification.counterexample for line in report.lines)


@pytest.mark.parametrize("entry", one_in(5, PROGRAMS), ids=NAMES)
def test_direct_builder_finds_it(entry: ShippedProgram) -> None:
    family = slipped(entry)
    verdicts = [compare(family.circuit(n), entry.build(n)).verdict for n in range(1, 9)]
    assert DIFFERENT in verdicts
