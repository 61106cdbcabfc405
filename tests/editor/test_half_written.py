"""Texts as they are while somebody writes them: an editor always gets messages or names, and never an exception."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from tests.cases import PROGRAMS
from tests.quick import one_in
from uniform.editor.analysis import Analysis, analyze
from uniform.editor.hover import describe, describe_family
from uniform.language.imports import library_file, library_names
from uniform.language.parse.parser import tokenize
from uniform.messages.diagnostics import render
from uniform.messages.spans import Source

LIBRARY = [library_file(name.removeprefix("lib:")) for name in library_names()]
FILES = [entry.file for entry in PROGRAMS if re.search(r"^ *part ", entry.file.read_text("utf-8"), re.M)] + LIBRARY

PIECES = (
    *("(", ")", "[", "]", "[i]", "[1..n]", ".", ".s", "..", ",", ":=", "<-", "\n", "\n  ", " level i", " level (i, n)"),
    *(" wires ", " NOT ", " times 2", " for i in 1..n", " if n = 1", "part q = b(n)", "q := b(x)", "T[0]", "bit", "n"),
)


def analyzed(path: Path, text: str) -> Analysis:
    """The analysis of a text in the place of a file; whatever is asked about it has an answer."""
    source = Source(str(path), text)
    analysis = analyze(source)
    for each in analysis.diagnostics:
        assert render(each)
        assert each.span is not None
    assert analysis.checked is not None or analysis.diagnostics
    assert analysis.code is not None or analysis.diagnostics or not _has_family(analysis)
    for found in analysis.names:
        assert describe(analysis, found)
    describe_family(analysis)
    for offset in (0, len(text) // 2, len(text)):
        analysis.name_at(offset)
        analysis.import_at(offset)
    return analysis


def _has_family(analysis: Analysis) -> bool:
    return analysis.program is not None and analysis.program.family is not None


CASES = [(path, start) for path in FILES for start in (0, 7, 14)]


@pytest.mark.parametrize(("path", "start"), one_in(15, CASES), ids=[f"{path.stem}-{start}" for path, start in CASES])
def test_every_beginning_of_a_program(path: Path, start: int) -> None:
    text = path.read_text(encoding="utf-8")
    ends = [token.end_pos for token in tokenize(Source(path.name, text))[0]]
    for end in ends[start::20]:
        assert end is not None
        analyzed(path, text[:end])


@pytest.mark.parametrize("seed", one_in(20, range(40)))
def test_random_edits(seed: int) -> None:
    """A few of: something typed or deleted, a line lost or moved, a name in the place of another."""
    random = Random(seed)
    path = random.choice(FILES)
    text = path.read_text(encoding="utf-8")
    for _ in range(random.randint(1, 3)):
        text = _edited(text, random)
    analyzed(path, text)


def _edited(text: str, random: Random) -> str:
    place, lines = random.randrange(len(text)), text.split("\n")
    match random.randrange(5):
        case 0:
            return text[:place] + text[place + random.randint(1, 8) :]
        case 1:
            return text[:place] + random.choice(PIECES) + text[place:]
        case 2:
            del lines[random.randrange(len(lines))]
            return "\n".join(lines)
        case 3:
            lines.insert(random.randrange(len(lines)), lines.pop(random.randrange(len(lines))))
            return "\n".join(lines)
    one, other = random.choices(list(re.finditer(r"\w+", text)), k=2)
    return text[: one.start()] + other[0] + text[one.end() :]
