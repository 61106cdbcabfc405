"""From tokens to logical lines: where the grammar's _NEWLINE, _INDENT and _DEDENT come from.

The lexer drops spaces and line feeds; this file turns them into structure. A logical line is a physical line, or
several where a bracket is open at the end. Its level is the number of blocks around it: level 0 begins in
column 1, and a line that begins further to the right than the line above it is one level deeper.

Invariant: levels grow by at most one from line to line, and the first line has level 0. So the
parser is fed one _INDENT where the level grows, and one _DEDENT for each level that ends.

What this file does not do: decide which lines may have a block below them (that is ``parse``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lark import Token

from uniform.messages.counts import count_of
from uniform.messages.diagnostics import Diagnostic, Label
from uniform.messages.spans import Source, Span

MAX_DEPTH = 50  # of nested blocks, and of nested brackets
MAX_LINE_TOKENS = 20_000  # in a logical line
_MAX_OPEN = 20  # unclosed brackets that are reported

_CLOSING = {"(": ")", "[": "]"}
_OPENING = {")": "(", "]": "["}

# These begin lines and never appear inside brackets: where one begins a line, an open bracket was forgotten.
_BEGINNERS = frozenset(
    "FAMILY DEF BLOCK PART INPUT OUTPUT GATE COUNTER CONST LET TABLE WHILE ELIF ELSE IMPORT".split(" ")  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line with at least one token."""

    tokens: tuple[Token, ...]
    level: int  # number of blocks around it, >= 0
    reported: bool  # whether a mistake in it has been reported already


def span_of(source: Source, token: Token) -> Span:
    """The place of a token."""
    start = token.start_pos
    assert start is not None
    return Span(source, start, start + len(token))


def logical_lines(
    source: Source, tokens: Sequence[Token], bad_rows: frozenset[int]
) -> tuple[list[Line], list[Diagnostic]]:
    """The logical lines of a text, and messages about its brackets and indentation.

    ``bad_rows`` are the numbers of the physical lines that have been reported already."""
    diagnostics: list[Diagnostic] = []
    lines: list[Line] = []
    columns = [1]  # the column at which each open level begins
    for row in _split_rows(source, tokens, diagnostics):
        if len(row.tokens) > MAX_LINE_TOKENS:
            diagnostics.append(_too_long(source, row.tokens))
            return [], diagnostics
        reported = row.reported or any(token.line in bad_rows for token in row.tokens)
        column = _line_column(source, row.tokens[0]) if reported else _column(row.tokens[0])
        if not lines and column > 1:
            diagnostics.append(_first_line_indented(source, row.tokens[0]))
            columns = [column]
        elif column > columns[-1]:
            columns.append(column)
            if len(columns) > MAX_DEPTH:
                diagnostics.append(_too_deep(span_of(source, row.tokens[0]), "blocks", "`def` or a block"))
                return [], diagnostics
        while column < columns[-1] and len(columns) > 1:
            left = columns.pop()
            if column > columns[-1]:
                diagnostics.append(_unknown_level(source, row.tokens[0], [*columns, left]))
                if left - column <= column - columns[-1]:
                    columns.append(left)
                break
        columns[0] = min(columns[0], column)
        lines.append(Line(row.tokens, len(columns) - 1, reported))
    return lines, diagnostics


# ---------------------------------------------------------------- brackets


@dataclass(frozen=True, slots=True)
class _Row:
    """The tokens of a logical line, before its level is known."""

    tokens: tuple[Token, ...]
    reported: bool


def _split_rows(source: Source, tokens: Sequence[Token], diagnostics: list[Diagnostic]) -> Iterator[_Row]:
    row: list[Token] = []
    opened: list[Token] = []
    reported = False
    for place, token in enumerate(tokens):
        begins = not row or token.line != row[-1].line
        if begins and opened and _begins_statement(tokens, place, row[0]):
            diagnostics.extend(_unclosed_brackets(source, opened))
            opened, reported = [], True
        if begins and row and not opened:
            yield _Row(tuple(row), reported)
            row, reported = [], False
        if token in _CLOSING:
            opened.append(token)
            if len(opened) == MAX_DEPTH + 1:
                diagnostics.append(_too_deep(span_of(source, token), "brackets", "`let`"))
                reported = True
        elif token in _OPENING and opened and opened[-1] == _OPENING[token]:
            opened.pop()
        elif token in _OPENING:
            if not reported:
                diagnostics.append(_unmatched_bracket(source, token, opened))
            reported = True
            if len(opened) > 1:
                opened.pop()
            else:
                opened = []
        row.append(token)
    if opened:
        diagnostics.extend(_unclosed_brackets(source, opened))
    if row:
        yield _Row(tuple(row), reported or bool(opened))


def _begins_statement(tokens: Sequence[Token], place: int, above: Token) -> bool:
    """Whether the token that begins a physical line begins a statement, though a bracket is open.

    ``above`` is the first token of the line that the bracket leaves open; a continuation is further to the right."""
    if tokens[place].type in _BEGINNERS:
        return True
    if tokens[place].type in ("FOR", "IF"):
        return _column(tokens[place]) <= _column(above)
    row = tokens[place].line
    depth = 0
    for ahead in range(place, len(tokens)):
        token = tokens[ahead]
        if token.line != row:
            return False
        if token.type in ("PRINTS", "STORES"):
            return depth == 0 and tokens[place].type == "NAME"
        depth += (token in _CLOSING) - (token in _OPENING)
    return False


# ---------------------------------------------------------------- messages


def _unclosed_brackets(source: Source, opened: list[Token]) -> Iterator[Diagnostic]:
    """A message for the innermost open bracket of each physical line."""
    for bracket in islice({bracket.line: bracket for bracket in opened}.values(), _MAX_OPEN):
        label = f"needs a `{_CLOSING[bracket]}`"
        yield Diagnostic("U105", f"this `{bracket}` is never closed", span_of(source, bracket), label)


def _unmatched_bracket(source: Source, token: Token, opened: list[Token]) -> Diagnostic:
    if opened:
        wanted = _CLOSING[opened[-1]]
        return Diagnostic(
            "U105",
            f"`{token}` cannot close `{opened[-1]}`",
            span_of(source, token),
            f"`{wanted}` is expected first",
            others=(Label(span_of(source, opened[-1]), "opened here"),),
        )
    return Diagnostic(
        "U105",
        f"this `{token}` closes nothing",
        span_of(source, token),
        f"no open `{_OPENING[token]}` before it",
    )


def _first_line_indented(source: Source, token: Token) -> Diagnostic:
    return Diagnostic(
        "U104",
        "the first line is indented",
        span_of(source, token),
        "no block above it",
        help="start the outermost lines in the first column",
    )


def _unknown_level(source: Source, token: Token, columns: list[int]) -> Diagnostic:
    *_, outer, inner = (column - 1 for column in columns)
    return Diagnostic(
        "U104",
        "this line does not belong to any block above it",
        span_of(source, token),
        f"indented by {count_of(_column(token) - 1, 'space')}",
        help=f"the blocks above are indented by {outer} and {count_of(inner, 'space')}: use one of these",
    )


def _too_deep(span: Span, what: str, way_out: str) -> Diagnostic:
    return Diagnostic(
        "U106",
        f"more than {MAX_DEPTH} nested {what}",
        span,
        "one too deep",
        help=f"name a part of it with {way_out}",
    )


def _too_long(source: Source, tokens: tuple[Token, ...]) -> Diagnostic:
    return Diagnostic(
        "U106",
        f"a line with more than {MAX_LINE_TOKENS} names, numbers and signs",
        span_of(source, tokens[0]),
        "begins here",
        help="write wires that follow a rule with `for`, or split the gate into several gates",
    )


def _line_column(source: Source, token: Token) -> int:
    """The column at which the physical line of a token begins; it may begin with something that is not a token."""
    assert token.line is not None
    line = source.line(token.line)
    return len(line) - len(line.lstrip()) + 1


def _column(token: Token) -> int:
    assert token.column is not None
    return token.column
