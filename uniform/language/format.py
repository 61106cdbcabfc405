"""The canonical layout of a program: what ``uniform format`` writes.

    - two spaces for each level; a blank line where there was one, between declarations and statements, and
      above a family, function or block; never two in a row;
    - one space around arrows, comparisons, words, ``+`` and ``-``, none around ``*``, ``^``, ``..`` and inside
      brackets; ``+`` and ``-`` have no spaces in indices, range ends and parentheses (``x[i+1]``, ``0..n-1``),
      unless a ``div`` or ``mod`` is next to them;
    - consecutive declarations are aligned, and so are the ``:=`` of consecutive statements
      and comments at the ends of lines;
    - a line that continues inside a bracket is broken where it was, and aligned with what follows the bracket.

The layout works on tokens, so that parentheses, comments and line breaks are kept.

Invariant: the syntax tree and the comments do not change, which is checked at each call; and formatting is idempotent.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lark import Token

from uniform.language.parse.indentation import Line
from uniform.language.parse.parser import read
from uniform.language.parse.spacing import spaces_before
from uniform.messages.errors import InternalError
from uniform.messages.spans import Source

_STEP = 2  # spaces for each level
_DECLARATIONS = frozenset({"INPUT", "OUTPUT", "GATE", "COUNTER", "CONST", "TABLE", "PART", "LET", "IMPORT", "WIRES"})
_HEADERS = frozenset({"FAMILY", "DEF", "BLOCK"})


def format_program(source: Source) -> str:
    """The text of a program in canonical layout. Raises UniformError when it does not parse.

    >>> print(format_program(Source("tiny.gen", "family tiny(n)\\n   input  x\\n   output y # one bit\\n   y:=x")))
    family tiny(n)
      input  x
      output y  # one bit
    <BLANKLINE>
      y := x
    <BLANKLINE>
    """
    source = Source(source.name, source.text.removeprefix("\ufeff"))
    program, tokens, lines = read(source)
    comments = _comments(source, tokens)
    entries = list(_entries(source, lines, comments))
    _place_blank_lines(entries)
    text = "".join(f"{row}\n" for row in _align_comments(_rows(entries, comments)))
    result = Source(source.name, text)
    again, moved, _ = read(result)
    kept = list(_comments(result, moved).values()) == list(comments.values())
    if not kept or again != program:
        raise InternalError(f"the layout of {source.name} changes its meaning")
    return text


# ---------------------------------------------------------------- from text to entries


@dataclass(slots=True)
class _Entry:
    """A logical line, or a comment by itself (without tokens)."""

    level: int
    tokens: tuple[Token, ...] = ()
    comment: str = ""
    blank: bool = False  # whether a blank line is above
    in_head: bool = False  # a declaration, or a let among declarations
    gaps: dict[int, int] = field(default_factory=dict)  # spaces before a token, where alignment needs more


def _comments(source: Source, tokens: Sequence[Token]) -> dict[int, str]:
    """The comments by the number of their line."""
    found: dict[int, str] = {}
    ends = [0, *(_end(token) for token in tokens)]
    starts = [*(_start(token) for token in tokens), len(source.text)]
    for end, start in zip(ends, starts, strict=True):
        gap = source.text[end:start]
        place = gap.find("#")
        while place >= 0:
            stop = gap.find("\n", place)
            stop = len(gap) if stop < 0 else stop
            found[bisect_right(source.line_starts, end + place)] = gap[place:stop].rstrip()
            place = gap.find("#", stop)
    return found


def _entries(source: Source, lines: Sequence[Line], comments: dict[int, str]) -> Iterator[_Entry]:
    columns = {0: 1}  # where the open levels begin
    above, row = 0, 0  # the level of the line above; the last row read
    in_head = False
    for line in lines:
        first, last = _row(line.tokens[0]), _row(line.tokens[-1])
        columns[line.level] = line.tokens[0].column or 1
        yield from _comments_between(source, comments, range(row + 1, first), above, line.level, columns)
        kind = line.tokens[0].type
        in_head = kind in _DECLARATIONS and (in_head or kind != "LET" or line.level == 0)
        blank = first > 1 and first - 1 > row and not source.line(first - 1).strip()
        yield _Entry(line.level, line.tokens, blank=blank, in_head=in_head)
        in_head = in_head or kind in _HEADERS or kind == "STRING"
        above, row = line.level, last
    yield from _comments_between(source, comments, range(row + 1, len(source.line_starts) + 1), above, 0, columns)


def _comments_between(
    source: Source, comments: dict[int, str], rows: range, above: int, below: int, columns: dict[int, int]
) -> Iterator[_Entry]:
    """The comments between two lines, each at the deepest level that fits its column."""
    for row in rows:
        if row not in comments:
            continue
        text = source.line(row)
        column = len(text) - len(text.lstrip()) + 1
        fitting = [level for level in range(below, above + 1) if columns[level] <= column]
        level = max(fitting, default=below)
        blank = row > rows.start and not source.line(row - 1).strip()
        yield _Entry(level, comment=comments[row], blank=blank)


# ---------------------------------------------------------------- blank lines


def _place_blank_lines(entries: list[_Entry]) -> None:
    """Decide where blank lines go."""
    above: _Entry | None = None  # the line above
    since: list[_Entry] = []  # what is below it
    for entry in entries:
        since.append(entry)
        if not entry.tokens:
            continue
        if above is None:
            since[0].blank = False
        elif entry.level > above.level:
            since[0].blank = False
            if above.tokens[0].type not in _HEADERS:
                for between in since:
                    between.blank = False
        elif not any(between.blank for between in since):
            ends_head = above.in_head and not entry.in_head and above.level == entry.level
            since[0].blank = (ends_head or entry.tokens[0].type in _HEADERS) and above.level >= entry.level
        above, since = entry, []


# ---------------------------------------------------------------- from entries to rows


@dataclass(slots=True)
class _Row:
    """A physical line: its content, and the comment at its end."""

    text: str
    comment: str


def _rows(entries: list[_Entry], comments: dict[int, str]) -> Iterator[_Row]:
    _align_declarations(entries)
    _align_arrows(entries)
    for entry in entries:
        if entry.blank:
            yield _Row("", "")
        if entry.tokens:
            yield from _physical(entry, comments)
        else:
            yield _Row(" " * (_STEP * entry.level) + entry.comment, "")


def _physical(entry: _Entry, comments: dict[int, str]) -> Iterator[_Row]:
    """The rows of a logical line."""
    gaps = spaces_before(entry.tokens)
    opened: list[tuple[int, int, bool]] = []  # brackets: column, indentation of its row, whether content follows it
    indentation = _STEP * entry.level
    places = range(len(entry.tokens))
    previous = _row(entry.tokens[0])
    for row, group in groupby(places, key=lambda place: _row(entry.tokens[place])):
        inside = list(group)
        for skipped in range(previous + 1, row):
            if skipped in comments:
                yield _Row(" " * _continuation(opened, False) + comments[skipped], "")
        previous = row
        first = entry.tokens[inside[0]]
        if opened:
            indentation = _continuation(opened, first in (")", "]"))
        text = " " * indentation
        for place in inside:
            token = entry.tokens[place]
            if place > inside[0]:
                text += " " * entry.gaps.get(place, gaps[place])
            if token in ("(", "["):
                opened.append((len(text), indentation, place != inside[-1]))
            elif token in (")", "]"):
                opened.pop()
            text += token
        yield _Row(text, comments.get(row, ""))


def _continuation(opened: list[tuple[int, int, bool]], closing: bool) -> int:
    """The column at which a continuation row inside brackets begins."""
    column, indentation, beside = opened[-1]
    if beside:
        return column if closing else column + 1
    return indentation if closing else indentation + 2 * _STEP


# ---------------------------------------------------------------- alignment


def _runs(entries: list[_Entry], kind: str) -> Iterator[list[_Entry]]:
    """Consecutive entries of one kind at one level, without a blank line or a comment between."""
    run: list[_Entry] = []
    for entry in entries:
        fits = entry.in_head if kind == "declaration" else _arrow(entry) is not None
        if run and (not fits or entry.blank or entry.level != run[0].level):
            yield run
            run = []
        if fits:
            run.append(entry)
    if run:
        yield run


def _align_declarations(entries: list[_Entry]) -> None:
    for run in _runs(entries, "declaration"):
        width = max(len(entry.tokens[0]) for entry in run)
        for entry in run:
            if len(entry.tokens) > 1:
                entry.gaps[1] = width - len(entry.tokens[0]) + 1


def _align_arrows(entries: list[_Entry]) -> None:
    for run in _runs(entries, "arrow"):
        widths = []
        for entry in run:
            place, gaps = _arrow(entry) or 0, spaces_before(entry.tokens)
            widths.append(sum(len(entry.tokens[i]) + gaps[i] for i in range(place)))
        for entry, width in zip(run, widths, strict=True):
            entry.gaps[_arrow(entry) or 0] = max(widths) - width + 1


def _arrow(entry: _Entry) -> int | None:
    """The place of ``:=`` in a printing statement, if it is in the first row."""
    for place, token in enumerate(entry.tokens):
        if token.line != entry.tokens[0].line:
            return None
        if token.type == "PRINTS":
            return place
    return None


def _align_comments(rows: Iterator[_Row]) -> Iterator[str]:
    for commented, group in groupby(rows, key=lambda row: bool(row.comment)):
        run = list(group)
        width = max(len(row.text) for row in run) if commented else 0
        for row in run:
            yield f"{row.text:<{width}}  {row.comment}" if commented else row.text


def _row(token: Token) -> int:
    assert token.line is not None
    return token.line


def _start(token: Token) -> int:
    assert token.start_pos is not None
    return token.start_pos


def _end(token: Token) -> int:
    return _start(token) + len(token)
