"""Every shipped program against its direct builder, its specification and its formulas."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import NAMES, PROGRAMS, generator
from uniform.circuits.compare.equivalence import IDENTICAL
from uniform.circuits.compare.identity import identical
from uniform.circuits.measure import measure
from uniform.language.format import format_program
from uniform.library.programs import ShippedProgram
from uniform.research.questions import check
from uniform.resources import machines

EVERY = pytest.mark.parametrize("entry", PROGRAMS, ids=NAMES)
SLOW = {"reachability"}  # n^3 gates a round
EVERY_SLOWLY = pytest.mark.parametrize(
    "entry",
    [pytest.param(entry, marks=pytest.mark.slow) if entry.name in SLOW else entry for entry in PROGRAMS],
    ids=NAMES,
)


@EVERY
def test_generated_is_identical_to_direct_and_fits_the_formulas(entry: ShippedProgram) -> None:
    family = generator(entry)
    for n in entry.ns:
        direct, generated = entry.build(n), family.circuit(n)
        assert identical(direct, generated), n
        figures = measure(generated)
        expected = (entry.expected_size(n), entry.expected_depth(n), entry.expected_wires(n))
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


@EVERY
def test_program_is_in_canonical_layout_and_has_a_page(entry: ShippedProgram) -> None:
    source = generator(entry).source
    assert format_program(source) == source.text
    page = (Path(source.name).parent / "README.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {entry.name}\n")
    for figure in ("size", "depth", "wires"):
        assert f"- {figure}: `{getattr(entry, figure)}`\n" in page
    assert f"work cells: `{generator(entry).machine().space}`" in page


def test_every_folder_of_the_library_is_in_a_catalog() -> None:
    from uniform.library.machines import entries as machine_entries

    known = {*NAMES, *(entry.name for entry in machine_entries()), "parity_chain"}
    assert {path.name for path in machines().iterdir() if path.is_dir()} == known


@pytest.mark.parametrize("name", ["threshold_k", "exactly_k"])
def test_constants_reach_builder_and_specification(name: str) -> None:
    """With k from 0 over n to n + 1 and more: constant 1 or 0 where the numbers say so."""
    for k in (0, 1, 3, 4, 7):
        report = check(name, range(1, 7), settings={"k": k})
        assert report.proved, k
        assert all(line.against is not None and line.against.verdict == IDENTICAL for line in report.lines)
