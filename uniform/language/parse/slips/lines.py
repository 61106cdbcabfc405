"""Messages for lines that do not parse, in the order in which the common mistakes are tried.

``explain`` gets the tokens of a line, the place of the first one that does not fit, and what would have fit.
It tries ``SLIPS`` in turn: rows of a table (see ``rows``), and functions where a pattern is not enough. The first
that matches gives the message. The last one names the unexpected token and what the grammar allows there.

This file also has the mistakes in the structure of a file: no header, wrong indentation, lists that are too long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from uniform.language.parse.indentation import Line, span_of
from uniform.language.parse.slips.bitwise import OPERATORS_ON_DIGITS
from uniform.language.parse.slips.expected import phrase
from uniform.language.parse.slips.functions import CALL, HEADERS
from uniform.language.parse.slips.gates import (
    ARGUMENTS,
    ARROWS,
    EXTRA_COMMAS,
    KINDS_OF_GATES,
    MISPLACED_GATES,
    MISSING_COMMAS,
)
from uniform.language.parse.slips.habits import (
    COMPARING_WORDS,
    GATES_AS_CONDITIONS,
    HABITS,
    OPERATORS,
    STORED_GATES,
)
from uniform.language.parse.slips.literals import NOTATIONS, explain_fraction
from uniform.language.parse.slips.numbers import ARITHMETIC, CONDITIONS, PRODUCTS
from uniform.language.parse.slips.ranges import DOWNWARD_RANGES, RANGE_CALL, RANGES, STEPS
from uniform.language.parse.slips.rows import Row
from uniform.language.parse.slips.stuck import HEADS, Stuck, diagnose
from uniform.language.parse.slips.words import LATE_WORDS, REMARK, WORDS
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.spans import Source, Span


def explain(source: Source, line: Line, place: int, expected: frozenset[str]) -> Diagnostic:
    """The message for a line whose token number ``place`` does not fit; ``len(line.tokens)`` is its end."""
    return recognize(Stuck(source, line.tokens, place, expected, line.level))[1]


Slip = Callable[[Stuck], Diagnostic | None]
"""A row, or a function where a pattern is not enough: returns the message, or None when it does not match."""


def recognize(at: Stuck) -> tuple[Slip, Diagnostic]:
    """The first of ``SLIPS`` that matches a place, and its message."""
    return next((slip, found) for slip in SLIPS if (found := slip(at)) is not None)


def _too_early(at: Stuck) -> Diagnostic | None:
    """A line that ends too early; the place after it is underlined."""
    if not at.at_end:
        return None
    end = span_of(at.source, at.tokens[-1]).end
    wanted = phrase(at.expected)
    label = f"expected {wanted}" if wanted else ""
    return diagnose("U101", "this line ends too early", Span(at.source, end, end), label)


_NO_BEGINNING = ("U101", "no line begins with `{here}`", "")
_UNEXPECTED = (
    Row("= 1", "^ @", *_NO_BEGINNING, "a file holds a `family`, with `const` and `let` above it", inside="top"),
    Row(
        *("= 2", "^ @", *_NO_BEGINNING),
        "a statement begins with an address, a counter, `let`, `for`, `while` or `if`",
    ),
    Row("let = 1", "@"),
)


# ---------------------------------------------------------------- files


def empty_file(source: Source) -> Diagnostic:
    """A file without any tokens."""
    remedy = "begin with `family NAME(n)` and indent its declarations and statements below"
    return diagnose("U117", "the file has no program", Span(source, 0, 0), "only spaces and comments", remedy)


def lacks_header(lines: Sequence[Line]) -> bool:
    """Whether a file begins with lines that belong below a header, and has no header."""
    if not lines or any(line.level == 0 and line.tokens[0].type in ("FAMILY", "DEF", "BLOCK") for line in lines):
        return False
    return lines[0].tokens[0].type in HEADS or any(token.type in ("PRINTS", "STORES") for token in lines[0].tokens)


def missing_header(source: Source, line: Line) -> Diagnostic:
    """A file whose program has no header; ``line`` is its first."""
    remedy = "begin with a line `family NAME(n)` and indent all other lines below it"
    return diagnose(
        "U117", "the program has no header", span_of(source, line.tokens[0]), "no `family` line above it", remedy
    )


SLIPS: tuple[Slip, ...] = (
    *NOTATIONS,
    explain_fraction,
    *DOWNWARD_RANGES,
    *OPERATORS_ON_DIGITS,
    *HEADERS,
    *WORDS,
    CALL,
    RANGE_CALL,
    *KINDS_OF_GATES,
    *GATES_AS_CONDITIONS,
    *MISPLACED_GATES,
    *EXTRA_COMMAS,
    *STEPS,
    *OPERATORS,
    *COMPARING_WORDS,
    *CONDITIONS,
    *STORED_GATES,
    *ARROWS,
    *ARITHMETIC,
    *RANGES,
    *PRODUCTS,
    *ARGUMENTS,
    *MISSING_COMMAS,
    REMARK,
    *HABITS,
    *LATE_WORDS,
    _too_early,
    *_UNEXPECTED,
)
"""In the order in which they are tried; the last row always matches."""


# ---------------------------------------------------------------- indentation


def missing_block(source: Source, line: Line, following: Line | None) -> Diagnostic:
    """A header with no block below it."""
    first = line.tokens[0]
    span = span_of(source, first).to(span_of(source, line.tokens[-1]))
    remedy = "indent the lines that belong to it by two more spaces"
    if following is None:
        remedy = "write the lines that belong to it below, indented by two more spaces"
    return diagnose("U104", f"nothing is indented below this `{first}`", span, "needs lines of its own", remedy)


def unexpected_indent(source: Source, line: Line, following: Line) -> Diagnostic:
    """A line that is indented although the line above it does not begin a block."""
    remedy = "start it in the same column as the line above"
    above = line.tokens[0]
    if above.type in HEADS:
        remedy += f", or continue inside brackets; every line of declarations begins with a keyword, such as `{above}`"
    span = span_of(source, following.tokens[0])
    return diagnose(
        "U104", "this line is indented, but the line above has no block", span, "too far to the right", remedy
    )


NESTED = {"ranges": "ranges of one array", "indices": "indices of one array", "clauses": "`for` and `if` in one wire"}
"""Lists in which each part is a loop inside the one before it."""


def too_many_parts(span: Span, rule: str, limit: int) -> Diagnostic:
    """A list of ``NESTED`` with more than ``limit`` parts."""
    return diagnose("U106", f"more than {limit} {NESTED[rule]}", span, "each is a loop inside the one before it")


def too_deep_expression(span: Span) -> Diagnostic:
    """An expression that is nested too deeply for later stages."""
    remedy = "name parts of it with `let`"
    return diagnose("U106", "this is nested too deeply, or the sum is too long", span, "", remedy)
