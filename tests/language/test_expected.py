"""What may stand at a place, in words."""

from __future__ import annotations

import pytest

from uniform.language.parse.slips.expected import COMPARISONS, KINDS, phrase

OPERATORS = {"PLUS", "MINUS", "STAR", "CARET", "DIV_WORD", "MOD_WORD"}


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ({"NAME"}, "a name"),
        ({"NAME", "NUMBER", "N", "LEFT_PARENTHESIS"}, "a number"),
        ({"NAME", "NOT", "RIGHT_PARENTHESIS"}, "a wire or `)`"),
        ({"NAME", *KINDS}, "a gate"),
        (OPERATORS | {"DOTS", "DOWNTO"}, "`..` or `downto`"),
        (OPERATORS | COMPARISONS, "a comparison"),
        ({"DOT", "TIMES", "FOR", "IF", "COMMA", "RIGHT_PARENTHESIS"}, "`,` or `)`"),
        ({"_NEWLINE", "AND_WORD", "OR_WORD"}, "the end of the line, `and` or `or`"),
        ({"STAR"}, ""),
    ],
)
def test_phrase(expected: set[str], words: str) -> None:
    assert phrase(frozenset(expected)) == words
