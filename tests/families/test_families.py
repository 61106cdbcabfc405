"""Every shipped program against its direct builder, its specification and its formulas."""

from __future__ import annotations

import re

import pytest

from tests.cases import NAMES, PROGRAMS, generator, page
from tests.quick import one_in
from uniform.circuits.compare.equivalence import IDENTICAL
from uniform.circuits.compare.identity import identical
from uniform.circuits.measure import measure
from uniform.language.format import format_program
from uniform.library import formulas
from uniform.library.entry import ShippedProgram
from uniform.research.questions import check

EVERY = pytest.mark.parametrize("entry", PROGRAMS, ids=NAMES)
EVERY_SLOWLY = pytest.mark.parametrize(
    "entry",
    one_in(4, PROGRAMS),
    ids=NAMES,
)


@EVERY_SLOWLY
def test_generated_is_identical_to_direct_and_fits_the_formulas(entry: ShippedProgram) -> None:
    family = generator(entry)
    for n in entry.ns:
        direct, generated = entry.build(n), family.circuit(n)
        assert identical(direct, generated), n
        figures = measure(generated)
        expected = (entry.size(n), entry.depth(n), entry.wires(n))
        assert (figures.size, figures.depth, figures.wires) == expected, n


@EVERY_SLOWLY
def test_specification_holds(entry: ShippedProgram) -> None:
    report = check(entry.name, [n for n in entry.ns if n <= 8])
    assert report, str(report)


@EVERY_SLOWLY
def test_interpreter_prints_the_same_bytes(entry: ShippedProgram) -> None:
    family = generator(entry)
    for n in sorted({*range(1, 10), min(16, entry.large), entry.large}):
        assert b"".join(family.stream(n, "reference")) == b"".join(family.stream(n)), n


@EVERY_SLOWLY
def test_program_is_in_canonical_layout_and_has_a_page(entry: ShippedProgram) -> None:
    source = generator(entry).source
    assert format_program(source) == source.text
    assert page(entry).startswith(f"# {entry.name}\n")
    assert f"- work cells: `{generator(entry).machine().space}`\n" in page(entry)


@EVERY
def test_the_page_has_the_formulas_of_the_table(entry: ShippedProgram) -> None:
    """They are written in Python there, with the functions of ``formulas``; the values are compared."""
    for figure in ("size", "depth", "wires"):
        (written,) = re.findall(rf"^- {figure}: `(.*)`$", page(entry), re.MULTILINE)
        shown = eval(f"lambda n: {written}", {**vars(formulas)})
        for n in (*range(1, 70), 2**20 - 1, 2**20, 10**6 + 1):
            assert shown(n) == getattr(entry, figure)(n), (figure, n)


@pytest.mark.parametrize("entry", [entry for entry in PROGRAMS if entry.settings], ids=lambda entry: entry.name)
def test_constants_reach_builder_and_specification(entry: ShippedProgram) -> None:
    """At k = 0 and k > n, for example: constant 1 or 0 where the numbers say so."""
    for setting in entry.settings:
        report = check(entry.name, range(1, 7), settings=setting)
        assert report.proved, setting
        assert all(line.against is not None and line.against.verdict == IDENTICAL for line in report.lines)
