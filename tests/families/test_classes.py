"""The table of classes: what is certified about the shipped families agrees with the library's table."""

from __future__ import annotations

import json

import pytest

from tests.cases import subject
from uniform.certify.proofs.classes import from_name
from uniform.cli import main
from uniform.library.entry import ShippedProgram
from uniform.library.table import find, programs
from uniform.research.classes import ClassRow, ClassTable, classes


def some(*names: str) -> list[ShippedProgram]:
    return [entry for name in names if (entry := find(name)) is not None]


def row_of(entry: ShippedProgram) -> ClassRow:
    (row,) = classes([entry]).rows
    return row


@pytest.mark.proofs
@pytest.mark.parametrize("entry", [pytest.param(entry, marks=pytest.mark.slow, id=entry.name) for entry in programs()])
def test_the_row_of_a_family(entry: ShippedProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uniform.research.classes.Subject", lambda generator: subject(generator.name))
    row = row_of(entry)
    assert row.status == "proved"
    assert row.total[0] == row.total[1]
    assert row.well_formed[0] == row.well_formed[1]
    assert row.measured is not None
    n, real, bound = row.measured
    assert real == entry.depth(n) <= bound
    assert row.fan_in is None or entry.fan_in is None or row.fan_in >= entry.fan_in
    printed, derived = from_name(row.printed), from_name(row.derived)
    assert derived.is_in(printed)
    assert from_name(entry.printed_class).is_in(printed), "what is proved is never too good"


def test_the_tables() -> None:
    table = classes(some("parity_tree", "threshold_k", "majority"))
    lines = str(table).splitlines()
    assert [line.split()[0] for line in lines] == ["family", "parity_tree", "threshold_k", "majority"]
    assert lines[1].split()[1:4] == ["NC^1", "NC^1", "proved"]
    assert lines[2].split()[1:4] == ["TC^0", "AC^0", "proved"]
    wide = table.markdown().splitlines()
    assert wide[1] == f"|{' --- |' * 9}"
    assert wide[2] == ("| parity_tree | 20/20 | 27/27, counted | = 2*n | bits(n) + 3 | 64: 8/10 | 2 | NC^1 | NC^1 |")
    assert table._repr_html_().startswith("<table>")
    assert [row["name"] for row in table.to_json()] == ["parity_tree", "threshold_k", "majority"]


def test_progress_counts_programs() -> None:
    seen: list[int] = []
    classes(some("majority", "threshold_k"), seen.append)
    assert seen == [1, 2]


def test_the_command(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    table = classes(some("majority"))
    monkeypatch.setattr("uniform.research.classes.classes", lambda progress=None: table)
    assert main(["list", "--classes"]) == 0
    assert capfd.readouterr().out == f"{table}\n"
    assert main(["list", "--classes", "--markdown"]) == 0
    assert capfd.readouterr().out == f"{table.markdown()}\n"
    assert main(["list", "--classes", "--json"]) == 0
    assert json.loads(capfd.readouterr().out) == table.to_json()
    for words in (["--markdown"], ["--classes", "--markdown", "--json"]):
        assert main(["list", *words]) == 2
        assert "U701" in capfd.readouterr().err


def test_an_open_class_is_marked() -> None:
    row = ClassRow("f", "NC^2", "NC^2", "checked", "8", "<= n", "n", None, 2, (1, 2), (3, 4), ("counted",))
    assert ClassTable((row,)).markdown().splitlines()[2] == (
        "| f | 1/2 | 3/4, counted | <= n | n | - | 2 | NC^2 *if* | NC^2 *if* |"
    )
