"""The proof as a text: golden files for a few programs, and what each text must have."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from uniform.certify.explanation import depth
from uniform.certify.explanation.depth import in_words
from uniform.certify.explanation.explain import SECTIONS, explain, explanation
from uniform.certify.explanation.rules import RULES
from uniform.certify.proofs.dependence import MAX_STEP
from uniform.certify.proofs.measures import RULE_OF_FORM, Expression
from uniform.certify.subject import Subject
from uniform.cli import main
from uniform.family.opening import open_generator

FOLDER = Path(__file__).parent / "explanations"
NOTES, ADVERSARIES = (Path(__file__).parent / folder for folder in ("notes", "adversaries"))
SHIPPED = (
    "parity_tree",
    "ripple_adder",
    "exactly_k",
    "gray_code",
    pytest.param("reachability", marks=pytest.mark.slow),
    pytest.param("batcher_sort", marks=pytest.mark.slow),
)
OWN = ("nothing_falls", "endless", "eight_inputs", "level_stays")


def subject_of(name: str) -> Subject:
    own = [path for folder in (NOTES, ADVERSARIES) if (path := folder / f"{name}.gen").exists()]
    return Subject(open_generator(str(own[0]) if own else name))


@pytest.mark.parametrize("name", [*SHIPPED, *OWN, "two_thirds"])
def test_text(name: str, golden: Callable[[Path, str], None]) -> None:
    text = explanation(subject_of(name))
    golden(FOLDER / f"{name}.txt", f"{text}\n")
    assert max(map(len, text.splitlines())) <= 100
    assert text.count("\n") < 80, "about a page"


@pytest.mark.slow
def test_text_of_a_transformer(golden: Callable[[Path, str], None], tmp_path: Path) -> None:
    program = tmp_path / "majority.gen"
    assert main(["transformer", "majority", "-o", str(program)]) == 0
    golden(FOLDER / "transformer.txt", f"{explanation(Subject(open_generator(str(program))))}\n")


@pytest.mark.parametrize("name", ["parity_tree", *OWN])
def test_every_statement_has_a_section(name: str) -> None:
    sections = explain(subject_of(name))
    assert [section.title for section in sections] == [title for title, _ in SECTIONS]
    assert all(section.paragraphs for section in sections)


def test_every_form_of_a_measure_has_words() -> None:
    """A form without words was left out of the sentence, which then ended with a colon."""
    subject = subject_of("parity_tree")
    array = next(symbol for symbol in subject.proofs.found.arrays if symbol.name == "node")
    for form in RULE_OF_FORM.keys() - {"level"}:
        words = in_words(Expression(form, (1, 2), -1, 3), array, subject)
        assert re.fullmatch(r"minus .*index [12].* \+ 3", words), words


def test_every_step_of_a_measure_has_a_word() -> None:
    assert len(depth._WORDS) == MAX_STEP + 1


def test_cases_are_told_in_words() -> None:
    text = " ".join(explanation(subject_of("dyck1")).split())
    assert "The number of gates is exactly 1 if n is odd, (n div 2) + 3 otherwise: the gates" in text
    assert "THRESHOLD gates, a list of wires with 2*p + 1 passes, p the number of the pass of the loop over i" in text


def test_rules_are_named_as_in_certificates() -> None:
    for path in FOLDER.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"\bR\d+\b", text)) <= {*RULES}


def test_a_program_that_traps_has_a_text_too() -> None:
    trap = Path(__file__).parent / "adversaries" / "trap_two_counters.gen"
    text = explanation(Subject(open_generator(str(trap))))
    assert "Refuted: the program runs forever at n = 1" in text
    assert "No class: runs forever at n = 1" in text


def test_a_program_that_is_too_large_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uniform.certify.proofs.whole.MAX_STATEMENTS", 1)
    sections = explain(subject_of("parity_tree"))
    assert [section.title for section in sections] == ["Space", "Open"]
    assert "more than" in str(sections[1])


def test_explain_at_the_command_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["certify", "majority", "--explain"]) == 0
    shown = capfd.readouterr()
    assert shown.out.startswith("majority, for every n >= 1\n\nSpace\n")
    assert main(["certify", "majority", "--explain", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert [section["title"] for section in found["explanation"]] == [title for title, _ in SECTIONS]
    assert found["class"]["printed"] == "TC^0"
