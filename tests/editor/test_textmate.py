"""The TextMate grammar: up to date, and it finds the tokens that the lexer finds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from uniform.editor.textmate import SCOPES, scope_of, textmate, to_text
from uniform.language.parse.parser import RESERVED_FOR_LATER, parser, tokenize
from uniform.language.syntax.expressions import Builtin
from uniform.messages.spans import Source

ROOT = Path(__file__).parents[2]
PROGRAMS = sorted((ROOT / "machines").rglob("*.gen"))


def colored(text: str) -> Iterator[tuple[int, str, str]]:
    """The start, text and scope of each token, as an editor finds them, line by line."""
    patterns = [(re.compile(row["match"]), row["name"].removesuffix(".uniform")) for row in textmate()["patterns"]]
    start = 0
    for line in text.splitlines(keepends=True):
        place = 0
        while place < len(line):
            matches = [(found, scope) for pattern, scope in patterns if (found := pattern.search(line, place))]
            if not matches:
                break
            found, scope = min(matches, key=lambda match: match[0].start())  # of several, the first pattern
            yield start + found.start(), found[0], scope
            place = found.end()
        start += len(line)


def lexed(text: str) -> list[tuple[int, str, str]]:
    tokens, diagnostics = tokenize(Source("text.gen", text))
    assert not diagnostics
    return [(token.start_pos or 0, str(token), token.type) for token in tokens]


def test_the_file_is_up_to_date(golden: Callable[[Path, str], None]) -> None:
    golden(ROOT / "grammars" / "generator.tmLanguage.json", to_text())
    assert json.loads(to_text()) == textmate()


def test_every_terminal_has_one_scope() -> None:
    named = [terminal for terminals in SCOPES.values() for terminal in terminals.split()]
    assert sorted(named) == sorted({each.name for each in parser().terminals} - {"SPACE"})


@pytest.mark.parametrize("path", PROGRAMS, ids=[path.stem for path in PROGRAMS])
def test_tokens_are_those_of_the_lexer(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    shown = [each for each in colored(text) if not each[2].startswith("comment")]
    expected = lexed(text)
    assert [each[:2] for each in shown] == [each[:2] for each in expected]
    for (_, word, scope), (_, _, terminal) in zip(shown, expected, strict=True):
        allowed = {scope_of(terminal)}
        if word in {builtin.value for builtin in Builtin}:
            allowed.add("support.function.builtin")
        assert scope in allowed


def test_words_of_every_kind() -> None:
    text = 'y2[n]:=THRESHOLD(bits (n)-1;NOT a.b times w)if 1<=i!=2 # "no"\nmin<-inn ..3 "# doc" virtual'
    shown = [(word, scope) for _, word, scope in colored(text)]
    assert ("bits", "support.function.builtin") in shown
    assert ("min", "variable.other") in shown
    assert ("inn", "variable.other") in shown
    assert ('"# doc"', "string.quoted.double") in shown
    assert ('# "no"', "comment.line.number-sign") in shown
    assert ("virtual", "invalid.reserved") in shown
    assert "virtual" in RESERVED_FOR_LATER
    tokens, _ = tokenize(Source("text.gen", text))
    assert [word for word, scope in shown if not scope.startswith("comment")] == [str(token) for token in tokens]
