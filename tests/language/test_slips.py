"""Every row of the table of slips finds its own example."""

from __future__ import annotations

import re

import pytest

from tests.quick import one_in
from uniform.language.parse.indentation import Line
from uniform.language.parse.parser import parse, parser
from uniform.language.parse.slips import lines
from uniform.language.parse.slips.rows import GROUPS, Row
from uniform.language.parse.slips.stuck import Stuck
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source

SIGNS = {"_", "@", "~", "^", "$", "?", "/", "..."}
OPEN = {"(", "[", "gate", ":=", "top"}

ROWS = [slip for slip in lines.SLIPS if isinstance(slip, Row)]


BODY = "  input  x[0..n]\n  output y[0..n]\n\n"


def program(row: Row) -> str:
    """A program with an example as its first line below the declarations; where it opens a block, with one."""
    if "top" in row.inside.split():
        return f"family f(n)\n{BODY}  y[0] := x[0]\n{row.example}\n"
    if row.example.startswith("family"):
        return f"{row.example}\n{BODY}  y[0] := x[0]\n"
    if row.example.startswith("def"):
        return f"{row.example}\n  r <- 0\n\nfamily f(n)\n{BODY}  y[0] := x[0]\n"
    opens = row.example.startswith(("for", "in ", "if", "while", "elif", "else"))
    return f"family f(n)\n{BODY}  {row.example}\n" + ("    y[0] := x[0]\n" if opens else "")


@pytest.mark.parametrize("row", one_in(3, ROWS), ids=[row.example for row in ROWS])
def test_a_row_finds_its_example(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[tuple[object, Diagnostic]] = []

    def explain(source: Source, line: Line, place: int, expected: frozenset[str]) -> Diagnostic:
        found.append(lines.recognize(Stuck(source, line.tokens, place, expected, line.level)))
        return found[-1][1]

    monkeypatch.setattr(lines, "explain", explain)
    with pytest.raises(UniformError) as caught:
        parse(Source("f.gen", program(row)))
    assert [slip for slip, _ in found] == [row]
    assert found[0][1] in caught.value.diagnostics
    assert "{" not in f"{found[0][1].message}{found[0][1].label}{found[0][1].help}"


def test_slips_are_rows() -> None:
    """Two are functions: what they underline is not made of whole tokens."""
    assert [slip.__name__ for slip in lines.SLIPS if not isinstance(slip, Row)] == ["explain_fraction", "_too_early"]  # type: ignore[attr-defined]


def test_patterns_name_what_the_grammar_has() -> None:
    """A misspelled type in a pattern would never fit, and nobody would see it."""
    there = {terminal.name for terminal in parser().terminals} | {"_NEWLINE"} | GROUPS.keys() | SIGNS
    for row in ROWS:
        words = re.findall(r"[^\s|!\[\]]+", f"{row.where} {row.wants}")
        assert {word for word in words if word[0] != "'"} <= there, row
        assert {word.removeprefix("!") for word in row.inside.replace("|", " ").split()} <= OPEN, row


def test_no_two_rows_have_the_same_pattern() -> None:
    patterns = [(row.where, row.wants, row.inside, row.when, row.remedy) for row in ROWS]
    assert len(set(patterns)) == len(patterns)
