"""Reports about many n: no n is dropped, equal lines are merged, and a trap keeps its code, place and numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import uniform as u
from uniform.cli import main

Capture = pytest.CaptureFixture[str]

EVERY_THIRD = """family every_third(n)
  input   x[1..n]
  output  y
  counter v <= 3

  if n mod 3 = 1
    v <- n
  y := XOR(x[i] for i in 1..n)
"""


@pytest.fixture
def program(tmp_path: Path) -> str:
    """A program that traps where n is 1 modulo 3, from n = 4 on."""
    path = tmp_path / "every_third.gen"
    path.write_text(EVERY_THIRD)
    return str(path)


def call(capture: Capture, *words: str) -> tuple[int, str]:
    status = main(list(words))
    return status, capture.readouterr().out


def test_no_n_is_dropped_and_equal_lines_are_merged(program: str, capfd: Capture) -> None:
    status, out = call(capfd, "check", program, "-n", "1..40", "--against", "parity_chain")
    assert status == 1
    rows = out.splitlines()
    traps = [n for n in range(4, 41) if n % 3 == 1]
    shown = ", ".join(map(str, traps))
    assert [row for row in rows if "traps (" in row] == [f"n = {shown}  traps (U403 every_third.gen:7:10)"]
    assert out.count("error[U403]") == 1  # the story of the first
    assert rows[-1] == (
        f"every_third: wrong for n = {shown}; right for n = 1..3, "
        + ", ".join(f"{n}, {n + 1}" for n in range(5, 41, 3) if n < 39)
        + ", where it was tried"
    )
    assert sum("not refuted in 1024 samples against parity_chain" in row for row in rows) == 1


@pytest.mark.parametrize("verb", ["check", "compare", "measure"])
def test_a_trap_in_json(verb: str, program: str, capfd: Capture) -> None:
    words = {"check": ("--against", "parity_chain"), "compare": ("parity_chain",), "measure": ()}[verb]
    status, out = call(capfd, verb, program, *words, "-n", "3..5", "--json")
    assert status == 1
    report: dict[str, Any] = json.loads(out)
    if verb == "measure":
        assert [row["n"] for row in report["rows"]] == [3, 5]
        (failure,) = report["failures"]
    else:
        assert [line["ok"] for line in report["lines"]] == [True, False, True]
        failure = report["lines"][1]["failure"]
        assert report["lines"][0]["failure"] is None
    assert {key: failure[key] for key in ("program", "code", "line", "column", "n", "values")} == {
        "program": "every_third",
        "code": "U403",
        "line": 7,
        "column": 10,
        "n": 4,
        "values": {"v": 0},
    }
    assert failure["file"] == program
    assert failure["message"] == "`n` is above the bound `3` of counter `v`"
    assert failure["text"].startswith("error[U403]")


def test_reports_with_traps_show_themselves(program: str) -> None:
    assert repr(u.measure(program, range(3, 6))) == "MeasureTable('every_third: n = 3, 5; traps for n = 4')"
    assert str(u.measure(program, [4, 7])).startswith("n = 4, 7  traps (U403 every_third.gen:7:10)\n\nerror[U403]")
    report = u.compare(program, "parity_chain", range(3, 6))
    assert not report
    assert not report.proved
    assert repr(report) == "CompareReport('every_third and parity_chain: different for n = 4')"
