"""What stands in the way of a proof is told with a place and a remedy.

Each ``notes/*.gen`` has one reason, and beside it the messages as they are shown (``.txt``, a golden file).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.docs.test_error_pages import CODES
from tests.docs.test_pages import BLOCK
from uniform.certify.audit import audit
from uniform.certify.certificate import Certificate, certify
from uniform.certify.subject import Subject
from uniform.cli import main
from uniform.family.opening import open_generator
from uniform.messages.stories import page

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent / "notes"
PROGRAMS = {
    "level_stays": {"U810"},
    "two_levels": {"U810"},
    "level_negative": {"U811"},
    "nothing_falls": {"U820", "U823"},
    "nothing_falls_in_parts": {"U820", "U823"},
    "two_chains": {"U820", "U823"},
    "long_range": {"U821"},
    "long_while": {"U821", "U823"},
    "printed_twice": {"U822", "U823"},
    "endless": {"U823", "U824"},
    "eight_inputs": {"U825"},
    "filtered": {"U826"},
}
"""The programs, and the codes of their notes."""


def certificate(name: str) -> Certificate:
    return certify(open_generator(str(FOLDER / f"{name}.gen")))


def test_every_code_has_a_program() -> None:
    assert {path.stem for path in FOLDER.glob("*.gen")} == {*PROGRAMS}
    assert set().union(*PROGRAMS.values()) == {code for code in CODES if "U810" <= code < "U828"}


@pytest.mark.parametrize("name", PROGRAMS)
def test_notes(
    name: str,
    golden: Callable[[Path, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(FOLDER)
    status = main(["certify", f"{name}.gen"])
    shown = capfd.readouterr()
    golden(FOLDER / f"{name}.txt", f"{shown.out}\n{shown.err}")
    found = certificate(name)
    assert {note.code for note in found.notes} == PROGRAMS[name]
    is_wrong = any(note.severity == "error" for note in found.notes)
    assert (status, bool(found)) == ((1, False) if is_wrong else (0, True))


def test_nothing_stands_in_the_way_of_a_proof() -> None:
    found = certify(open_generator("parity_tree"))
    assert found.notes == ()
    assert "notes" not in found.to_json()


def test_notes_are_part_of_the_json_and_audited() -> None:
    program = open_generator(str(FOLDER / "filtered.gen"))
    stated = json.loads(json.dumps(certify(program).to_json()))
    (note,) = stated["notes"]
    assert (note["severity"], note["code"], note["line"], note["column"]) == ("note", "U826", 6, 12)
    assert note["help"].startswith("write the numbers")
    assert audit(stated, program, (1,))
    stated["notes"] = []
    assert not audit(stated, program, (1,))


def test_the_trap_of_a_small_run_is_the_only_reason() -> None:
    found = certify(open_generator(str(Path(__file__).parent / "adversaries" / "trap_two_counters.gen")))
    assert not found
    assert [(note.code, note.severity) for note in found.notes] == [("U413", "error")]


@pytest.mark.parametrize("code", [code for code in CODES if "U810" <= code < "U828"])
def test_the_last_example_of_a_page_has_no_such_note(code: str, tmp_path: Path) -> None:
    *_, last = BLOCK.finditer(page(code) or "")
    mended = tmp_path / "mended.gen"
    mended.write_text(last["body"], encoding="utf-8")
    found = certify(open_generator(str(mended)))
    assert found.notes == ()
    assert found.to_json()["class"]["status"] == "proved"


THRESHOLD_TOO = """family f(n)
  input  x[1..n]
  output y, z
  y := AND(x[j] for j in 1..n if j <= 3)
  z := MAJ(x[j] for j in 1..n)
"""


def test_a_filter_that_does_not_matter_for_the_class_gets_no_note(tmp_path: Path) -> None:
    program = tmp_path / "f.gen"
    program.write_text(THRESHOLD_TOO, encoding="utf-8")
    found = certify(open_generator(str(program)))
    assert found.to_json()["class"]["printed"] == "TC^0"
    assert found.notes == ()


REMEDIES = [
    ("filtered", "for j in 1..n if j <= 3", "for j in 1..min(n, 3)", "NC^0"),
    ("long_range", "a[0..n]", "a[0..bits(n)]", "NC^1"),
    ("eight_inputs", "x[1..8]", "x[1..n+7]", "NC^0"),
    ("level_stays", "level bits(i)", "level i", "P"),
    ("level_negative", "level bits(n) - i", "level n - i", "P"),
    ("two_levels", "level i\n", "level (i, 0)\n", "P"),
]


@pytest.mark.parametrize(("name", "before", "after", "printed"), REMEDIES)
def test_the_remedy_helps(name: str, before: str, after: str, printed: str, tmp_path: Path) -> None:
    text = (FOLDER / f"{name}.gen").read_text(encoding="utf-8")
    assert before in text
    mended = tmp_path / "mended.gen"
    mended.write_text(text.replace(before, after), encoding="utf-8")
    found = certify(open_generator(str(mended)))
    assert found.notes == ()
    stated = found.to_json()["class"]
    assert (stated["printed"], stated["status"]) == (printed, "proved")


def test_the_largest_indices_of_an_array() -> None:
    found = Subject(open_generator("popcount"))
    assert [found.largest_indices(name) for name in ("all.node.cell.s", "all.s", "all.zero")] == [(32, 5), (6,), ()]
    assert [found.largest_indices(name) for name in ("s", "all", "all.node.cell", "x", "q")] == [()] * 5
    negations = Subject(open_generator("comparator"))
    assert negations.largest_indices("below") == (63,)  # not those of `below[63].NOT[1]`
