"""Programs that are refused, each beside what is said about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest

from uniform.arguments.texts import decode
from uniform.language.imports import read_imports
from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import parse
from uniform.messages.diagnostics import MAX_MESSAGES
from uniform.messages.errors import UniformError
from uniform.messages.stories import page, titles

REJECT = Path(__file__).parent / "reject"
PROGRAMS = sorted(REJECT.glob("*.gen"))


def refusal(path: Path) -> UniformError:
    with chdir(REJECT), pytest.raises(UniformError) as caught:  # imports are relative to this folder
        resolve(read_imports(parse(decode(path.read_bytes(), path.name))))
    return caught.value


@pytest.mark.parametrize("path", PROGRAMS, ids=[path.stem for path in PROGRAMS])
def test_refused_with_these_words(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_suffix(".err"), f"{refusal(path)}\n")


@pytest.mark.parametrize("path", PROGRAMS, ids=[path.stem for path in PROGRAMS])
def test_messages_are_in_order_short_and_of_the_table(path: Path) -> None:
    diagnostics = refusal(path).diagnostics
    places = [diagnostic.span for diagnostic in diagnostics if diagnostic.span]
    for source in {place.source for place in places}:
        starts = [place.start for place in places if place.source == source]
        assert starts == sorted(starts)
    assert len(places) == len(diagnostics) <= MAX_MESSAGES
    for diagnostic in diagnostics:
        assert page(diagnostic.code)
        assert diagnostic.code[:2] in ("U1", "U2")
        assert len(diagnostic.message) <= 90
        assert not diagnostic.message.endswith(".")
        assert "__" not in diagnostic.message + diagnostic.label


def test_every_code_of_syntax_and_names_is_shown() -> None:
    shown = set()
    for path in PROGRAMS:
        shown |= set(re.findall(r"error\[(U\d+)\]", path.with_suffix(".err").read_text(encoding="utf-8")))
    assert {code for code in titles() if code[:2] in ("U1", "U2")} - shown == {"U217"}  # of settings, not of files
