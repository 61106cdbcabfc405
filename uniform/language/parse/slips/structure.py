"""Messages about the structure of a file: no header, wrong indentation, lists that are too long."""

from __future__ import annotations

from collections.abc import Sequence

from uniform.language.parse.indentation import Line, span_of
from uniform.language.parse.slips.stuck import HEADS, diagnose
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.spans import Source, Span

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
