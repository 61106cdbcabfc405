"""The questions that were shown, as SMT-LIB: z3 agrees with each; the folder is written whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cases import PROGRAMS
from tests.quick import one_in
from uniform.certify.certificate import certify_subject
from uniform.certify.proofs.decide import Question
from uniform.certify.proofs.formulas import at_most, constant, linear
from uniform.certify.questions import question_files
from uniform.certify.subject import Subject
from uniform.cli import main
from uniform.family.opening import open_generator

NAME = re.compile(r"\d{3,}(-[a-z0-9]+)+\.smt2")


def subject_of(name: str) -> Subject:
    subject = Subject(open_generator(name))
    certify_subject(subject)
    return subject


def answers(subject: Subject) -> dict[str, str]:
    """What z3 says to each question."""
    z3 = pytest.importorskip("z3")
    found = {}
    for name, text in question_files(subject):
        solver = z3.Solver()
        solver.from_string(text)
        found[name] = str(solver.check())
    return found


@pytest.mark.parametrize(
    "name",
    ["majority", "parity_tree", "dyck1", pytest.param("reachability", marks=pytest.mark.slow)],
)
def test_z3_agrees(name: str) -> None:
    found = answers(subject_of(name))
    assert len(found) >= 3
    assert set(found.values()) == {"unsat"}


def test_a_question_that_has_an_answer_would_be_noticed() -> None:
    subject = subject_of("majority")
    prover = subject.proofs.prover
    prover.shown.append(Question("n >= 1", (at_most(constant(1), linear(subject.proofs.found.n)),)))
    *others, last = answers(subject).values()
    assert last == "sat"
    assert set(others) == {"unsat"}


def test_files_are_numbered_and_named() -> None:
    files = dict(question_files(subject_of("parity_tree")))
    assert [int(name.split("-")[0]) for name in files] == list(range(1, len(files) + 1))
    assert all(NAME.fullmatch(name) and len(name) < 80 for name in files)
    assert len(set(files.values())) == len(files), "each question once"
    for text in files.values():
        assert text.startswith("; ")
        assert text.endswith("(check-sat)\n")
        assert "(set-info :status unsat)" in text
    assert "002-line-9-never-n-1-goes-below-zero.smt2" in files
    for claim in (
        "; line 9: `node[n-1+i]` is printed once\n",
        "; line 12: `node[v]` is not printed on line 9\n",
        "; line 12: `node[2*v+1]` is printed before\n",
        "; line 11: the number of passes is at least 0\n",
        "; line 12: the measure falls\n",
        "; inputs: n >= 0\n",
    ):
        assert any(text.startswith(claim) for text in files.values()), claim


@pytest.mark.parametrize("name", one_in(3, [entry.name for entry in PROGRAMS]))
def test_every_question_has_a_place(name: str) -> None:
    claims = [text.splitlines()[0] for _, text in question_files(subject_of(name))]
    assert [claim for claim in claims if not claim.startswith(("; line ", "; inputs: ", "; size: "))] == []


def test_a_line_of_an_imported_file_has_its_name() -> None:
    claims = [text.splitlines()[0] for _, text in question_files(subject_of("maximum"))]
    assert "; line 13 of lib:comparators: `same[i]` is printed once" in claims
    reasons = certify_subject(subject_of("maximum")).to_json()["class"]["reasons"]
    assert "line 17 of lib:comparators: OR with n passes: R7" in reasons


def test_the_folder_is_written_whole(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "questions"
    assert main(["certify", "majority", "--smt", str(folder)]) == 0
    written = sorted(path.name for path in folder.iterdir())
    assert written == [name for name, _ in question_files(subject_of("majority"))]
    assert f"note: {len(written)} questions in {folder}" in capfd.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["questions"]


def test_an_audit_writes_the_questions_that_it_asks(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Those of the certificate but for a search: the measure that is given falls, which is asked again."""
    folder, file = tmp_path / "questions", tmp_path / "parity_tree.certificate"
    assert main(["certify", "parity_tree", "-o", str(file)]) == 0
    assert main(["audit", str(file), "-n", "1", "--smt", str(folder)]) == 0
    written = {path.read_text() for path in folder.iterdir()}
    assert f"note: {len(written)} questions in {folder}" in capfd.readouterr().err
    asked = {text for _, text in question_files(subject_of("parity_tree"))}
    assert any("the measure falls" in text for text in written)
    assert written < asked
    assert main(["audit", str(file), "--smt", str(folder)]) == 2, "it is not empty"


def test_a_folder_that_is_used_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "questions"
    folder.mkdir()
    assert main(["certify", "majority", "--smt", str(folder)]) == 0, "an empty folder may be used"
    before = sorted(folder.iterdir())
    for path, why in [
        (folder, "it is a folder that is not empty"),
        (before[0], "it is a file"),
        (tmp_path / "none" / "x", "there is no folder"),
    ]:
        assert main(["certify", "majority", "--smt", str(path)]) == 2
        assert why in capfd.readouterr().err
    assert main(["certify", "majority", "--smt", ""]) == 2
    assert sorted(folder.iterdir()) == before


def test_nothing_is_left_of_a_folder_that_is_not_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from uniform.cli import files

    def broken() -> object:
        yield "1.smt2", b"(check-sat)"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.write_folder(broken(), str(tmp_path / "questions"))  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
