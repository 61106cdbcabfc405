"""Mistakes in conditions and in numbers: see ``rows``."""

from __future__ import annotations

import re
from dataclasses import replace

from uniform.language.parse.slips.expected import COMPARISONS
from uniform.language.parse.slips.rows import Row
from uniform.language.parse.slips.stuck import Stuck, condition, text_between

# ---------------------------------------------------------------- conditions


_SIGNS = {
    **dict.fromkeys(("==", "===", "<=>"), "="),
    **dict.fromkeys(("=<", "<=", "<==", "=<=", "<<="), "<="),
    **dict.fromkeys(("=>", ">=", ">==", "=>=", ">>="), ">="),
    **dict.fromkeys(("<>", "><", "!=", "!==", "=!="), "!="),
}


def _comparison_remedy(at: Stuck) -> str:
    """The comparison that two or three comparison signs were meant to be."""
    sign = "".join(at.span(-1, 1 if at.type(1) in COMPARISONS else 0).text.split())
    return f"write `{_SIGNS[sign]}`" if sign in _SIGNS else "a comparison is one of `=`, `!=`, `<`, `<=`, `>`, `>=`"


def _expects_comparison(at: Stuck) -> bool:
    return at.expected >= COMPARISONS or at.tokens[0].type in ("IF", "WHILE", "ELIF")


_STORED = ("U110", "`<-` stores a number; it does not compare")

CONDITIONS = (
    Row(
        *("if v == 1", "[COMPARISON @ COMPARISON COMPARISON] / [COMPARISON @ COMPARISON]"),
        *("U110", "`{marked}` is not a comparison", ""),
        wants="NUMBER NAME",
        remedy=_comparison_remedy,
    ),
    Row(
        *("if v <-1", "@ STORES ~ _", *_STORED, "read as one arrow"),
        "to compare, put a space between them: `< {next}`; numbers are never negative",
        when=_expects_comparison,
    ),
    Row(
        "if v <- 1",
        "@ STORES",
        *_STORED,
        "a comparison is expected",
        "compare with `<` or `<=`",
        when=_expects_comparison,
    ),
    Row(
        "if v := 1",
        "@ PRINTS",
        "U110",
        "`:=` prints a gate; it does not compare",
        "",
        "write `=`",
        when=_expects_comparison,
    ),
    Row(
        *("if v", "@ $|AND_WORD|OR_WORD|RIGHT_PARENTHESIS|COMMA|FOR|IF", "U110", "a number is not a condition"),
        *("a comparison is missing", "compare it, for example `{remedy}`"),
        wants="LESS",
        remedy=lambda at: _comparison(at, at.condition_start),
        underlined=condition,
    ),
    Row(
        *("let w = n < 2", "^ LET|NAME|CONST ... @ COMPARISON", "U110", "a comparison is not a number"),
        *("a number is expected", "use it in an `if`"),
        wants="_NEWLINE",
    ),
    Row(
        *("let w = max(n < 2, 1)", "@ COMPARISON", "U110", "a comparison is not a number"),
        *("inside a number", "join conditions with `and` and `or`"),
        wants="RIGHT_PARENTHESIS PLUS",
    ),
)


def _comparison(at: Stuck, start: int) -> str:
    """The number compared with 0 or, as in `v = 1 or 2`, with the left side of the comparison before it."""
    number = text_between(at, start, at.place)
    signs = [place for place in range(1, start - 1) if at.tokens[place].type in COMPARISONS]
    if at.tokens[start - 1].type in ("AND_WORD", "OR_WORD") and signs and at.tokens[start].type in ("NUMBER", "N"):
        before = replace(at, place=start - 1).condition_start
        if before < signs[-1]:
            return f"{text_between(at, before, signs[-1] + 1)} {number}"
    return f"{number} != 0"


# ---------------------------------------------------------------- numbers


_LINKS = COMPARISONS | {"AND_WORD", "OR_WORD", "NOT_WORD", "IF", "FOR"}


def _is_second_condition(at: Stuck) -> bool:
    """Whether there is a comparison already, and nothing joins a second one to it."""
    before = next((each.type for each in reversed(at.tokens[: at.place]) if each.type in _LINKS), "")
    return before in COMPARISONS


def _is_product(at: Stuck) -> bool:
    """Whether two numbers with only a space between them were meant to be a product."""
    kind, before = at.type(), at.type(-1)
    if "SEMICOLON" in at.expected and at.type(1) != "SEMICOLON":
        return False  # a semicolon is missing
    if {before, kind} == {"NUMBER"} or ("COMMA" in at.expected and before != "NUMBER"):
        return False  # a comma is missing, or there is one number too many
    if {"BY", "DOWNTO"} & at.expected and kind in ("N", "NUMBER") and before != "NUMBER":
        return False
    words = [name for name in (at.token(-1), at.token()) if name.type == "NAME" and at.token(1) != "("]
    return all(len(re.findall(rf"\b{name}\b", at.source.text)) > 1 for name in words)  # a name appears at least twice


def _product(at: Stuck) -> str:
    """The numbers before and at this place, multiplied."""
    first = at.place - 1
    if at.tokens[first] == ")":
        depth = 0
        while first > 0:
            depth += (at.tokens[first] == ")") - (at.tokens[first] == "(")
            if depth == 0:
                break
            first -= 1
        first -= first > 0 and at.tokens[first - 1] in ("bits", "bit", "min", "max")
    last = at.place + (at.token(1) == "(")
    if at.tokens[last] == "(":
        depth = 0
        while last < len(at.tokens):
            depth += (at.tokens[last] == "(") - (at.tokens[last] == ")")
            if depth == 0:
                break
            last += 1
    left, right = (
        text_between(at, first, at.place),
        text_between(at, at.place, last + 1) if last < len(at.tokens) else "(...)",
    )
    return f"{left}*{right}" if len(left) + len(right) < 40 else "a*b"


_PRODUCT = ("U111", "a product is written with `*`", "no sign between", "write `{remedy}`")

PRODUCTS = (
    Row(
        "if v = 1 v = 2",
        "^ IF|WHILE|ELIF ... [NAME|N|NUMBER|RIGHT_PARENTHESIS @ NAME|N|NUMBER|LEFT_PARENTHESIS] COMPARISON",
        *("U110", "conditions are joined with `and` or `or`", "", "write one between the two"),
        wants="STAR",
        when=_is_second_condition,
    ),
    Row(
        "let w = 2 n",
        "[NAME|N|NUMBER|RIGHT_PARENTHESIS @ NAME|N|NUMBER|LEFT_PARENTHESIS]",
        *_PRODUCT,
        wants="STAR",
        when=_is_product,
        remedy=_product,
    ),
)

ARITHMETIC = (
    Row(
        *("let w = 2n", "[NUMBER ~ @ NAME|N|LEFT_PARENTHESIS] / [N|RIGHT_PARENTHESIS @ LEFT_PARENTHESIS]", *_PRODUCT),
        remedy=_product,
    ),
    Row(
        *("let w = 2^2^3", "@ CARET", "U111", "powers do not chain", "a second `^`"),
        "use parentheses: `2^(2^3)` or `(2^2)^3`; `^` is a power, and digit k of `a` is `bit(a, k)`",
    ),
    Row(
        *("let w = n**2", "[STAR @ STAR]", "U111", "`**` is not part of the language", "", "a power is written `a^b`"),
    ),
    Row(
        *("v <-- 1", "[STORES ~ @ MINUS]", "U108", "`<--` is not part of the language", ""),
        "write `{first} <- ...`",
    ),
    Row(
        *("let w = -1", "[@ MINUS ?]", "U111", "a number has no minus sign", "a number is expected"),
        "numbers start at 0; write a difference, `a - b`",
        wants="NUMBER NAME",
    ),
    Row(
        *("let w = +1", "[@ PLUS ?]", "U111", "a number has no plus sign", "a number is expected"),
        "leave it out",
        wants="NUMBER NAME",
    ),
)
