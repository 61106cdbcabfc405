"""Messages for lines that do not parse, in the order in which the common mistakes are tried.

``explain`` gets the tokens of a line, the place of the first one that does not fit, and what would have fit.
It tries ``SLIPS`` in turn: rows of a table (see ``rows``), and functions where a pattern is not enough. The first
that matches gives the message. The last one names the unexpected token and what the grammar allows there.
"""

from __future__ import annotations

from collections.abc import Callable

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
from uniform.language.parse.slips.stuck import Stuck, diagnose
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
