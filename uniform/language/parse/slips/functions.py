"""Mistakes in the headers of functions, and in calls."""

from __future__ import annotations

from uniform.language.parse.slips.rows import Row
from uniform.language.parse.slips.stuck import Stuck

_HEADER = "write `def {second}(v <= n) -> r <= n`"


def _with_bound(at: Stuck) -> str:
    return f"{at.token(-1)} <= n"


_PARAMETERS = (
    Row(
        *("def f(n <= 3)", "^ DEF _ ... LEFT_PARENTHESIS|COMMA @ N", "U112", "`n` cannot be declared again"),
        *("a name is expected", "`n` is the parameter of the family, and functions see it; choose another name"),
    ),
    Row(
        *("def f(v) -> r", "^ DEF _ ... LEFT_PARENTHESIS|COMMA NAME @", "U118", "a parameter is declared with a bound"),
        *("`<=` is expected", "write `{remedy}`, with the largest number that it takes"),
        wants="AT_MOST !LESS",
        remedy=_with_bound,
    ),
)

_RESULTS = (
    Row(
        *("def f(v <= n) -> r", "^ DEF _ ... GIVES NAME @", "U118", "the result is declared with a bound"),
        *("`<=` is expected", "write `-> {remedy}`, with the largest number that it may be"),
        wants="AT_MOST !LESS",
        remedy=_with_bound,
    ),
    Row(
        *("def f(v <= n) = v", "^ DEF _ ... @", "U118", "a function has a result with a name", "`->` is expected"),
        f"{_HEADER}: the last number stored in `r` is the value of a call",
        wants="GIVES",
    ),
    Row(
        *("def f(v <= n) -> r <= n = v", "^ DEF _ ... @ EQUAL", "U118", "a header does not compute the result"),
        *("the line ends here", "store it below: an indented line `r <- ...`"),
        wants="_NEWLINE",
    ),
)

_LETS = (
    Row(
        *("let f(v) = v", "^ LET _ @ LEFT_PARENTHESIS", "U118", "`let` names one number", "`=` is expected"),
        f"for a function, {_HEADER}, above the family",
    ),
)

CALL = Row(
    *("f(2)", "^ NAME @ LEFT_PARENTHESIS", "U101", "a call is not a statement", "unexpected"),
    "store the number in a counter, as in `v <- {first}(...)`; a part is printed with `part := {first}(...)`",
)

HEADERS = (*_PARAMETERS, *_RESULTS, *_LETS)
"""In the order in which they are tried."""
