"""What is said about a line that does not parse: the common slips, each with its own words.

``explain`` gets the tokens of a line, the place of the first one that does not fit, and what would have fitted.
It asks the functions of ``_SLIPS`` one after the other; the first that recognizes its slip gives the message.
If none does, the message says what was found and what may stand there.
"""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from uniform.diagnostics import Diagnostic
from uniform.language.indentation import Line, span_of
from uniform.spans import Source, Span


def explain(source: Source, tokens: Sequence[Token], place: int, expected: frozenset[str]) -> Diagnostic:
    """The message for a line whose token number ``place`` does not fit; ``len(tokens)`` is the line's end."""
    if place < len(tokens):
        return Diagnostic("U101", f"`{tokens[place]}` cannot stand here", span_of(source, tokens[place]))
    return Diagnostic("U101", "the line ends too early", span_of(source, tokens[-1]))


def empty_file(source: Source) -> Diagnostic:
    return Diagnostic("U117", "the file holds no program", Span(source, 0, 0))


def without_tabs(source: Source, text: str) -> tuple[str, list[Diagnostic]]:
    if "\t" not in text:
        return text, []
    place = text.index("\t")
    return text.replace("\t", " "), [Diagnostic("U103", "a tab", Span(source, place, place + 1))]


def bad_characters(source: Source, place: int) -> tuple[Diagnostic, int]:
    return Diagnostic("U102", "a strange character", Span(source, place, place + 1)), place + 1


def long_number(source: Source, token: Token, limit: int) -> Diagnostic:
    return Diagnostic("U106", f"a number of more than {limit} digits", span_of(source, token))


def reserved_for_later(source: Source, token: Token) -> Diagnostic:
    return Diagnostic("U112", "`virtual` is reserved", span_of(source, token))


def nothing_indented(source: Source, line: Line, following: Line | None) -> Diagnostic:
    return Diagnostic("U104", "nothing is indented below this line", span_of(source, line.tokens[0]))


def indented(source: Source, line: Line, following: Line) -> Diagnostic:
    return Diagnostic("U104", "this line is indented without reason", span_of(source, following.tokens[0]))


def long_expression(span: Span) -> Diagnostic:
    return Diagnostic("U106", "nested too deeply", span)
