"""Habits of other languages and of textbooks: what to write instead, see ``rows``.

``HABITS`` are tried last: the message names the unexpected token and what the grammar allows there, and a row adds a
way out: `m[1][2]`, `x[1] if n = 1 else x[2]`, `y := x[1];`. The other rows have messages of their own, where
"expected a name" would be misleading.
"""

from __future__ import annotations

import re
from typing import Any

from uniform.language.parse.slips.rows import Row
from uniform.language.parse.slips.stuck import Stuck, condition

# ---------------------------------------------------------------- gates as operators and as numbers

INFIX = {
    "PLUS": "`OR(a, b)` or `XOR(a, b)`",
    "MINUS": "`AND(a, NOT b)`",
    "STAR": "`AND(a, b)`",
    "CARET": "`XOR(a, b)`",
    "EQUAL": "`XNOR(a, b)`",
    "NOT_EQUAL": "`XOR(a, b)`",
}
"""The gates that other languages write as operators."""


def _underline_sign(at: Stuck) -> tuple[int, int]:
    """The sign at this place, or both signs when it is doubled, as in `==`."""
    return 0, int(at.touches(0, 1) and at.type(1) == at.type())


OPERATORS = (
    Row(
        *("y := -x[1]", "PRINTS @ MINUS NAME", "U120", "a wire has no minus sign", ""),
        "the negation of a wire is `NOT a`",
        inside=":= !( ![",
    ),
    Row(
        *("y := x[1] -- the first", "RIGHT_BRACKET [@ MINUS ~ MINUS]", "U101", "`--` is not part of the language", ""),
        "a comment begins with `#`",
        inside=":= !( ![",
    ),
    Row(
        "y := x[1] ^ x[2]",
        "RIGHT_BRACKET @ PLUS|MINUS|STAR|CARET|EQUAL|NOT_EQUAL / PRINTS NAME @ EQUAL|NOT_EQUAL",
        *("U120", "`{marked}` does not join wires", "", "gates are written in front: {remedy}"),
        inside=":= !( ![",
        remedy=lambda at: INFIX[at.type()],
        underlined=_underline_sign,
    ),
)

_STORED = ("U108", "`<-` stores a number, but this is a gate", "a number is expected")
STORED_GATES = (
    Row(
        "y <- XOR(a, b)", "STORES @ KIND LEFT_PARENTHESIS", *_STORED, "to print a gate, write `{first} := {here}(...)`"
    ),
    Row("y <- TRUE", "STORES @ KIND", *_STORED, "to print a gate, write `{first} := {here}`"),
)


GATES_AS_CONDITIONS = (
    Row(
        "if AND(a, b)",
        "^ IF|WHILE|ELIF ... @ NOT _ LEFT_BRACKET / ^ IF|WHILE|ELIF ... @ JOIN LEFT_PARENTHESIS"
        " / ^ IF|WHILE|ELIF ... @ TRUE|FALSE",
        *("U113", "`{here}` is a gate", "not a condition"),
        "a condition compares numbers, such as `v >= 1`; gates have no values yet",
        wants="NUMBER NAME",
    ),
    Row(
        *("if x[1]", "^ IF|WHILE|ELIF ... RIGHT_BRACKET @ $|AND_WORD|OR_WORD|RIGHT_PARENTHESIS"),
        *("U110", "a gate is not a condition", "a comparison of numbers is expected"),
        "a condition compares numbers, such as `v >= 1`; gates have no values yet",
        wants="LESS",
        when=lambda at: at.type(at.condition_start - at.place + 1) == "LEFT_BRACKET",
        underlined=condition,
    ),
    Row(
        *("while True", "^ IF|WHILE|ELIF ... @ $|AND_WORD|OR_WORD|RIGHT_PARENTHESIS"),
        *("U110", "`{before}` is not a condition", "a comparison is missing"),
        "a condition compares numbers, such as `v >= 1`",
        wants="LESS",
        when=lambda at: at.token(-1).lower() in ("true", "false") and at.condition_start == at.place - 1,
        underlined=condition,
    ),
)

_COMPARISON_WORDS = {"is": "=", "eq": "=", "equals": "=", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">="}
_NO_COMPARISON = ("U110", "`{here}` is not a comparison", "")

COMPARING_WORDS = (
    Row(
        *("if v is 2", "@ _", *_NO_COMPARISON, "write `{remedy}`"),
        wants="LESS",
        remedy=lambda at: _COMPARISON_WORDS.get(at.token()),
    ),
    Row("if v in 1..n", "@ IN", *_NO_COMPARISON, "write `low <= {before} <= high`", wants="LESS"),
    Row(
        *("if v not = 2", "@ NOT_WORD", *_NO_COMPARISON, "`not` goes in front of a condition; unequal is `!=`"),
        wants="LESS",
    ),
)

# ---------------------------------------------------------------- what to write instead


def _habit(example: str, where: str, text: str, **more: Any) -> Row:
    """A row that adds a help text to the general message about an unexpected token."""
    return Row(example, where, help=text, **more)


def _is_parenthesized_range(at: Stuck) -> bool:
    """Whether the innermost open parenthesis encloses a range."""
    return at.tokens[(at.opening_bracket("(") or 1) - 1].type == "IN"


def _has_no_loop(at: Stuck) -> bool:
    return not any(token.type == "FOR" for token in at.tokens)


def _range_as_clause(at: Stuck) -> str:
    """`x[1]..x[n]` as a `for` clause; a general example when it is more complicated."""
    rest = at.source.text[at.span(-4, -4).start :].partition("\n")[0]
    found = re.match(r"(\w+)\[([^\]]+)\] *\.\. *(\w+)\[([^\]]+)\]", rest)
    if found is None or found[1] != found[3]:
        return "x[i] for i in 1..n"
    return f"{found[1]}[i] for i in {found[2]}..{found[4]}"


_BEGINNING = {"message": "no line begins with `{here}`", "label": ""}
_BRACKETS = (
    _habit(
        *("output m[1..n][1..n]", "^ HEAD ... RIGHT_BRACKET @ LEFT_BRACKET"),
        "ranges share one pair of brackets, with commas between: `m[1..n, 1..n]`",
    ),
    _habit(
        *("y := m[1][2]", "RIGHT_BRACKET @ LEFT_BRACKET"),
        "indices share one pair of brackets, with commas between: `m[i, j]`",
    ),
    _habit("output(z)", "^ HEAD @ LEFT_PARENTHESIS", "write `{first} {next}`, without parentheses"),
    _habit(
        *("gate g(n)", "^ HEAD ... NAME @ LEFT_PARENTHESIS"),
        "ranges are written in square brackets: `{before}[1..n]`",
    ),
    _habit("gate bit z", "^ HEAD ... NAME @ NAME", "names are separated by commas and have no types"),
    _habit("(y) := x[1]", "^ @ LEFT_PARENTHESIS", "write the address without parentheses", **_BEGINNING),
)
_LOOPS = (
    _habit("for (i in 1..n)", "FOR @ LEFT_PARENTHESIS|NUMBER", "write `for i in 1..n`"),
    _habit("for i in [1..n]", "IN @ LEFT_BRACKET", "write the range without brackets: `1..n`"),
    _habit(
        *("for i in (1..n)", "@ DOTS", "write the range without parentheses: `1..n`"),
        inside="(",
        when=_is_parenthesized_range,
    ),
    _habit(
        *("for i in 1..n, j in 1..n", "^ FOR ... @ COMMA"),
        "a loop has one variable; write the second loop on the next line, indented",
    ),
    _habit(
        *("y := OR(x[i], i in 1..n)", "@ IN", "write `x[{before}] for {before} in 1..n`"),
        inside="(",
        when=_has_no_loop,
    ),
    _habit(
        *("y := OR(x[i] for i in 1..n, j in 1..n)", "@ IN", "write `for` again: `for i in 1..n for j in 1..n`"),
        inside="(",
    ),
    _habit("for i in downto 1", "IN @ DOWNTO", "write `for i in high downto low`"),
    _habit("for i downto 1", "@ DOWNTO", "write `for {before} in n downto {next}`", wants="IN"),
)
_WIRES = (
    _habit(
        *("y := XOR([x[i] for i in 1..n])", "@ LEFT_BRACKET", "omit the brackets: `x[i] for i in 1..n`"),
        wants="NOT",
        inside="(",
    ),
    _habit("y := XOR(x[1], .., x[n])", "@ DOTS", "write `x[i] for i in 1..n`", wants="NOT", inside="("),
    _habit(
        *("y := OR(x[2]..x[n-1])", "RIGHT_BRACKET @ DOTS", "write `{remedy}`"),
        wants="COMMA",
        inside="(",
        remedy=_range_as_clause,
    ),
    _habit(
        *("y := OR(x[])", "LEFT_BRACKET @ RIGHT_BRACKET"),
        "write `{earlier}[i]` for one element, or `{earlier}[i] for i in low..high` for all",
    ),
    _habit(
        *("y := OR(x[i] for i in 1..n where i)", "@ 'where'|'when'|'with'|'such'|'and'|'or'"),
        "to take only some wires, write `x[i] for i in 1..n if i mod 2 = 1`",
        wants="FOR IF",
        inside="(",
    ),
    _habit(
        *("y := x[i] for i in 1..n", "@ FOR", "choose a gate to join the wires: `OR(x[i] for i in 1..n)`"),
        wants="_NEWLINE",
        inside=":=",
    ),
    _habit(
        *("y := x[1] times 2", "@ TIMES"),
        "a wire can be counted several times only inside a gate: `THRESHOLD(k; a times w)`",
        wants="_NEWLINE",
        inside=":=",
    ),
    _habit(
        *("y := x[1], x[2]", "@ COMMA _", "choose a gate to join the wires: `AND(a, b)`"),
        wants="_NEWLINE",
        inside=":=",
    ),
)
_NUMBERS = (
    _habit(
        *("let w = mod(n, 2)", "@ DIV_WORD|MOD_WORD", "`{here}` goes between two numbers: `a {here} b`"),
        wants="NUMBER NAME",
    ),
    _habit(
        *("v <- sum(i for i in 1..n)", "_ @ FOR"),
        "`for` lists the wires of a gate; to add up numbers, use a counter in a loop",
        inside="!:=",
    ),
    _habit(
        "let a-b = 1",
        "^ LET|CONST|FAMILY|HEAD _ @ MINUS / LET|CONST|COUNTER|GATE|INPUT|OUTPUT @ NUMBER",
        "names consist of the letters a to z and A to Z, digits and `_`, and do not begin with a digit",
    ),
)
_ENDS = (
    _habit("-- all of it", "^ @ MINUS|STAR|SEMICOLON", "a comment begins with `#`", **_BEGINNING),
    _habit(
        "y -> AND(a, b)",
        "@ GIVES|AT_MOST KIND / @ GIVES|AT_MOST _ LEFT_BRACKET|DOT",
        "to print a gate, write `:=`",
        wants="PRINTS STORES",
    ),
    _habit(
        *("y <= a", "@ GIVES|AT_MOST NAME $", "`:=` prints a gate, `<-` stores a number in a counter"),
        wants="PRINTS STORES",
    ),
    _habit(
        *("v -> 1", "@ GIVES|AT_MOST", "to store a number, write `{first} <- ...`"),
        wants="PRINTS STORES",
    ),
    _habit(
        *("y := if n = 1", "PRINTS @ IF"),
        "to choose between wires, use three gates: `AND(s, b)`, `AND(NOT s, a)` and the OR of both",
    ),
    _habit("for i in 1..n 2", "@ NUMBER|N", "a step is written with `by`: `by {here}`", wants="_NEWLINE BY"),
    _habit(
        *("v <- 1 if n = 1 else 2", "@ IF", "use `if` and `else` on separate lines"),
        wants="_NEWLINE",
    ),
    _habit("gate p; q", "^ HEAD ... @ SEMICOLON _", "names are separated by commas"),
    _habit("y := x[1];", "@ SEMICOLON", "a line holds one statement, without a `;` at the end", wants="_NEWLINE"),
    _habit("y, z := a, b", "@ COMMA", "a line prints one gate or stores one number", wants="PRINTS"),
    _habit(
        *("if v = 1 then v <- 2", "^ IF|WHILE|ELIF ... @ NAME"),
        "what depends on the condition goes on the next line, indented",
        wants="_NEWLINE",
    ),
)

HABITS = (*_BRACKETS, *_LOOPS, *_WIRES, *_NUMBERS, *_ENDS)
