"""From tokens to logical lines: where the grammar's _NEWLINE, _INDENT and _DEDENT come from.

The lexer drops spaces and line feeds; here they come back as structure. A logical line is a physical line, or
several where a bracket is open at the end. Its level is the number of blocks around it: level 0 begins in
column 1, and a line that begins further to the right than the line above it is one level deeper.

Invariant: levels grow by at most one from line to line, and the first line has level 0. So whoever feeds a
parser puts one _INDENT where the level grows and as many _DEDENT as levels end.

What this file does not do: decide which lines may have a block below them (that is ``parse``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lark import Token

from uniform.messages.counted import counted
from uniform.messages.diagnostics import Diagnostic, Label
from uniform.messages.spans import Source, Span

DEEPEST = 50  # blocks in blocks, and brackets in brackets
LONGEST = 20_000  # tokens of a logical line
_MOST_OPEN = 20  # brackets of which it is said that they are never closed

_CLOSING = {"(": ")", "[": "]"}
_OPENING = {")": "(", "]": "["}

# These begin a line, and are never inside brackets; where one begins a line, an open bracket was forgotten.
_BEGINNERS = frozenset(
    "FAMILY DEF BLOCK PART INPUT OUTPUT GATE COUNTER CONST LET TABLE WHILE ELIF ELSE IMPORT".split(" ")  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line with at least one token."""

    tokens: tuple[Token, ...]
    level: int  # number of blocks around it, >= 0
    reported: bool  # whether something wrong in it has been reported already


def span_of(source: Source, token: Token) -> Span:
    """The place of a token."""
    start = token.start_pos
    assert start is not None
    return Span(source, start, start + len(token))


def logical_lines(
    source: Source, tokens: Sequence[Token], bad_rows: frozenset[int]
) -> tuple[list[Line], list[Diagnostic]]:
    """The logical lines of a text, and what is wrong with its brackets and its indentation.

    ``bad_rows`` are the numbers of physical lines in which something has been reported already."""
    diagnostics: list[Diagnostic] = []
    lines: list[Line] = []
    columns = [1]  # the column at which each open level begins
    for row in _rows(source, tokens, diagnostics):
        if len(row.tokens) > LONGEST:
            diagnostics.append(_too_long(source, row.tokens))
            return [], diagnostics
        reported = row.reported or any(token.line in bad_rows for token in row.tokens)
        column = _begins(source, row.tokens[0]) if reported else _column(row.tokens[0])
        if not lines and column > 1:
            diagnostics.append(_first_line_indented(source, row.tokens[0]))
            columns = [column]
        elif column > columns[-1]:
            columns.append(column)
            if len(columns) > DEEPEST:
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


def _rows(source: Source, tokens: Sequence[Token], diagnostics: list[Diagnostic]) -> Iterator[_Row]:
    row: list[Token] = []
    opened: list[Token] = []
    reported = False
    for place, token in enumerate(tokens):
        begins = not row or token.line != row[-1].line
        if begins and opened and _begins_statement(tokens, place, row[0]):
            diagnostics.extend(_never_closed(source, opened))
            opened, reported = [], True
        if begins and row and not opened:
            yield _Row(tuple(row), reported)
            row, reported = [], False
        if token in _CLOSING:
            opened.append(token)
            if len(opened) == DEEPEST + 1:
                diagnostics.append(_too_deep(span_of(source, token), "brackets", "`let`"))
                reported = True
        elif token in _OPENING and opened and opened[-1] == _OPENING[token]:
            opened.pop()
        elif token in _OPENING:
            if not reported:
                diagnostics.append(_never_opened(source, token, opened))
            reported = True
            if len(opened) > 1:
                opened.pop()
            else:
                opened = []
        row.append(token)
    if opened:
        diagnostics.extend(_never_closed(source, opened))
    if row:
        yield _Row(tuple(row), reported or bool(opened))


def _begins_statement(tokens: Sequence[Token], place: int, above: Token) -> bool:
    """Whether the token that begins a physical line begins a statement, though a bracket is open.

    ``above`` is the first token of the line that the bracket leaves open; what goes on is further right."""
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


# ---------------------------------------------------------------- what is said


def _never_closed(source: Source, opened: list[Token]) -> Iterator[Diagnostic]:
    """A message for the innermost open bracket of each physical line."""
    for bracket in islice({bracket.line: bracket for bracket in opened}.values(), _MOST_OPEN):
        label = f"needs a `{_CLOSING[bracket]}`"
        yield Diagnostic("U105", f"this `{bracket}` is never closed", span_of(source, bracket), label)


def _never_opened(source: Source, token: Token, opened: list[Token]) -> Diagnostic:
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
        f"there is no open `{_OPENING[token]}` before it",
    )


def _first_line_indented(source: Source, token: Token) -> Diagnostic:
    return Diagnostic(
        "U104",
        "the first line is indented",
        span_of(source, token),
        "there is nothing above it that it could belong to",
        help="let the outermost lines begin in the first column",
    )


def _unknown_level(source: Source, token: Token, columns: list[int]) -> Diagnostic:
    *_, outer, inner = (column - 1 for column in columns)
    return Diagnostic(
        "U104",
        "this line belongs to no block above it",
        span_of(source, token),
        f"begins after {counted(_column(token) - 1, 'space')}",
        help=f"the blocks above begin after {outer} and {counted(inner, 'space')}: use one of these",
    )


def _too_deep(span: Span, what: str, way_out: str) -> Diagnostic:
    return Diagnostic(
        "U106",
        f"more than {DEEPEST} {what} inside one another",
        span,
        "one too deep",
        help=f"give a part of it a name of its own with {way_out}",
    )


def _too_long(source: Source, tokens: tuple[Token, ...]) -> Diagnostic:
    return Diagnostic(
        "U106",
        f"a line of more than {LONGEST} names, numbers and signs",
        span_of(source, tokens[0]),
        "begins here",
        help="wires that follow a rule are written with `for`; print parts of a gate as gates of their own",
    )


def _begins(source: Source, token: Token) -> int:
    """The column at which the physical line of a token begins; what begins it may be no token."""
    assert token.line is not None
    line = source.line(token.line)
    return len(line) - len(line.lstrip()) + 1


def _column(token: Token) -> int:
    assert token.column is not None
    return token.column
