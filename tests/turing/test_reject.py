"""Machine texts that are refused or warned about, each beside what is said about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from uniform.codes import CODES
from uniform.diagnostics import MOST_MESSAGES, Diagnostic
from uniform.errors import UniformError
from uniform.sources import decode
from uniform.turing.check import warnings
from uniform.turing.parse import parse, parse_machine

REJECT = Path(__file__).parent / "reject"
TEXTS = sorted(REJECT.glob("*.tm"))
NO_TEXTS = ("not_utf8", "zero_byte")
EVERY = pytest.mark.parametrize("path", TEXTS, ids=[path.stem for path in TEXTS])


def said(path: Path) -> tuple[Diagnostic, ...]:
    """The errors of a machine, or its warnings when it has none."""
    try:
        source = decode(path.read_bytes(), path.name)
        parse_machine(source)
    except UniformError as error:
        return error.diagnostics
    return tuple(warnings(parse(source)))


@EVERY
def test_these_words_are_said(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_suffix(".err"), "\n\n".join(str(diagnostic) for diagnostic in said(path)) + "\n")


@EVERY
def test_messages_are_in_order_short_and_helpful(path: Path) -> None:
    diagnostics = said(path)
    assert 0 < len(diagnostics) <= MOST_MESSAGES
    if path.stem in NO_TEXTS:
        assert [diagnostic.code for diagnostic in diagnostics] == ["U705"]
        return
    places = [diagnostic.span.start for diagnostic in diagnostics if diagnostic.span]
    assert len(places) == len(diagnostics)
    assert places == sorted(places)
    for diagnostic in diagnostics:
        assert diagnostic.code in CODES
        assert diagnostic.code.startswith("U6")
        assert len(diagnostic.message) <= 90
        assert not diagnostic.message.endswith(".")
        assert diagnostic.help


def test_every_code_of_the_text_form_is_shown() -> None:
    shown = set()
    for path in TEXTS:
        shown |= set(re.findall(r"(?:error|warning)\[(U6\d+)\]", path.with_suffix(".err").read_text(encoding="utf-8")))
    assert shown == {f"U6{number:02}" for number in range(1, 13)}  # the others are of runs and of other formats


@pytest.mark.parametrize("code", [f"U6{number:02}" for number in range(1, 13)])
def test_each_code_stands_at_the_mistake(code: str) -> None:
    """Some message of each code points into the line that has it, not just at the beginning of the file."""
    found = [diagnostic for path in TEXTS if path.stem not in NO_TEXTS for diagnostic in said(path)]
    assert any(each.code == code and each.span and (each.span.line > 1 or code == "U601") for each in found)
