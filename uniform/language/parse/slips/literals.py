"""Numbers as other languages and people write them: `0x10`, `1_000`, `1e6`, `1.5`, `1'000`, `½`, `n²`: see ``lines``.

Where the value is known, the message gives it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction

from uniform.language.parse.slips.rows import Row
from uniform.language.parse.slips.stuck import Stuck, diagnose
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.spans import Source, Span

_BASES = {"x": 16, "b": 2, "o": 8}
_MAX_CHARACTERS = 40  # of a number whose value a message works out
_DECIMAL = re.compile(r"[0-9]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def _is_word(at: Stuck, pattern: str) -> bool:
    """Whether a number and the word right after it are short, and the word matches ``pattern``."""
    return len(at.token(-1)) + len(at.token()) <= _MAX_CHARACTERS and re.fullmatch(pattern, at.token()) is not None


def _in_base(base: int, letter: str) -> Callable[[Stuck], str | None]:
    """A function for the value of the digits after `0x`; it returns None when they are not digits of the base."""

    def value(at: Stuck) -> str | None:
        if not _is_word(at, f"[{letter}{letter.upper()}].*"):
            return None
        try:
            return str(int(at.token()[1:], base))
        except ValueError:
            return None

    return value


def _power(factor: str, exponent: int) -> str:
    return f"10^{exponent}" if int(factor) == 1 else f"{int(factor)}*10^{exponent}"


def _is_a_name(at: Stuck, word: str) -> bool:
    """Whether a word also appears by itself."""
    return re.search(rf"\b{word}\b", at.source.text) is not None


def _exponent(at: Stuck) -> str | None:
    """`10^6` for `1e6`."""
    word = at.token()
    if not _is_word(at, "[eE][0-9]{1,3}") or _is_a_name(at, word):
        return None
    return _power(at.token(-1), int(word[1:]))


def _signed_exponent(at: Stuck) -> str | None:
    """`write ...` for `1e+6`."""
    if not _is_word(at, "[eE]"):
        return None
    up = at.type(1) == "PLUS" and len(at.token(2)) < 4
    return f"write `{_power(at.token(-1), int(at.token(2)))}`" if up else "numbers are naturals"


def _groups(at: Stuck) -> tuple[int, int, str] | None:
    """Digits grouped by commas or spaces: the offsets of the first and last tokens, and the number."""
    comma = at.type() == "COMMA" and at.touches(-1, 0) and at.touches(0, 1)
    second, last = (1, 1) if comma else (0, 0)
    first = -1
    if at.type() == "NUMBER" and at.type(-1) == "COMMA" and at.touches(-2, -1) and at.touches(-1, 0):
        first = -2
    digits = [str(at.token(first)), str(at.token(second))]
    if at.type(first) != "NUMBER" or at.type(second) != "NUMBER" or not re.fullmatch("[1-9][0-9]{0,2}", digits[0]):
        return None
    while len(digits[-1]) == 3 and at.type(last + 1) in ("COMMA", "NUMBER"):
        step = 2 if at.type(last + 1) == "COMMA" else 1
        if at.type(last + step) != "NUMBER" or (step == 2 and not (at.touches(last, last + 1))):
            break
        last += step
        digits.append(str(at.token(last)))
    if any(len(group) != 3 for group in digits[1:]) or len(digits) > 10:
        return None
    return first, last, "".join(digits)


def _ungrouped_number(at: Stuck) -> str | None:
    found = _groups(at)
    return None if found is None else found[2]


_NOT_GROUPED = ("U111", "the digits of a number are not grouped", "", "write `{remedy}`")
_NO_EXPONENT = ("U111", "numbers have no exponent", "")

NOTATIONS = (
    *(
        Row(
            *(f"let w = 0{letter}1", "['0' ~ @ NAME]", "U111", "numbers are decimal", f"in base {base}"),
            "write `{remedy}`",
            remedy=_in_base(base, letter),
        )
        for letter, base in _BASES.items()
    ),
    Row(
        *("let w = 0xy", "['0' ~ @ NAME]", "U111", "numbers are decimal", "in another base"),
        when=lambda at: _is_word(at, "[xboXBO][A-Za-z0-9]*"),
    ),
    Row(
        *("let w = 1_000", "[NUMBER ~ @ NAME]", *_NOT_GROUPED),
        when=lambda at: _is_word(at, "_[0-9_]*[0-9]"),
        remedy=lambda at: (at.token(-1) + at.token()).replace("_", ""),
    ),
    Row("let w = 1e6", "[NUMBER ~ @ NAME]", *_NO_EXPONENT, "write `{remedy}`", remedy=_exponent),
    Row("let w = 1e+6", "[NUMBER ~ @ NAME MINUS|PLUS NUMBER]", *_NO_EXPONENT, remedy=_signed_exponent),
    Row(
        *("let w = 10L", "[NUMBER ~ @ NAME]", "U111", "numbers have no suffix", "", "write `{before}`"),
        when=lambda at: _is_word(at, "[uUlL]{1,3}") and not _is_a_name(at, at.token()),
    ),
    Row(
        *("let w = 1,000", "@", *_NOT_GROUPED),
        remedy=_ungrouped_number,
        underlined=lambda at: (_groups(at) or (0, 0))[:2],
    ),
)


def explain_fraction(at: Stuck) -> Diagnostic | None:
    """`1.5`, `2.5e3`, `1.`, `.5`."""
    if at.type() != "DOT":
        return None
    whole, after = at.type(-1) == "NUMBER" and at.touches(-1, 0), at.type(1) == "NUMBER" and at.touches(0, 1)
    if not whole and not (after and at.wants_number):
        return None
    start = at.span(-1 if whole else 0, -1 if whole else 0).start
    found = _DECIMAL.match(at.source.text, start)
    text = found[0] if found is not None else ""
    if not after:
        remedy = f"write `{at.token(-1)}`, or two dots for a range: `{at.token(-1)}..n`"
        return diagnose("U111", "numbers are naturals: no fractions", at.span(-1), "", remedy)
    value = _value(text)
    span = Span(at.source, start, start + len(text))
    if value is None:
        return diagnose("U111", "numbers are naturals: no fractions", span, "")
    remedy = f"write `{value}`" if value.denominator == 1 else product_text(text, value)
    if at.expected & {"DOTS"} and whole and value.denominator != 1:
        remedy = f"a range has two dots: `{at.token(-1)}..{at.token(1)}`; {remedy}"
    return diagnose("U111", "numbers are naturals: no fractions", span, "", remedy)


def _value(text: str) -> Fraction | None:
    """The value of a decimal fraction; None when it has too many digits."""
    exponent = re.search(r"[eE][+-]?([0-9]+)", text)
    if len(text) > _MAX_CHARACTERS or (exponent and len(exponent[1]) > 2):
        return None
    return Fraction(text)


def product_text(text: str, value: Fraction) -> str:
    """How to multiply a number by a fraction.

    >>> product_text("1.5", Fraction(3, 2)), product_text("½", Fraction(1, 2))
    ('`1.5` times a is `a*3 div 2`, rounded down', '`½` times a is `a div 2`, rounded down')
    """
    factor = "" if value.numerator == 1 else f"*{value.numerator}"
    return f"`{text}` times a is `a{factor} div {value.denominator}`, rounded down"


# ---------------------------------------------------------------- characters


def explain_digits(source: Source, place: int) -> tuple[Diagnostic, int] | None:
    """Digits that are not ASCII, and apostrophes between digits: the message, and where to continue reading."""
    text = source.text
    character = text[place]
    if character in "'\u2019\u02bc" and (found := re.compile("(?:['\u2019\u02bc][0-9]{3})+").match(text, place)):
        start = place
        while start > 0 and text[start - 1] in "0123456789":
            start -= 1
        if 0 < place - start <= 3:
            digits = re.sub("[^0-9]", "", text[start : found.end()])
            span = Span(source, start, found.end())
            remedy = f"write `{digits[:_MAX_CHARACTERS]}`"
            return Diagnostic("U111", "the digits of a number are not grouped", span, help=remedy), found.end()
    if character.isascii():
        return None
    end = place
    while end < len(text) and text[end] > "\x7f" and unicodedata.category(text[end]) == unicodedata.category(character):
        end += 1
    run = text[place:end]
    folded = unicodedata.normalize("NFKC", run)
    named = unicodedata.name(character, "")
    span = Span(source, place, end)
    if named.startswith("VULGAR FRACTION"):
        start = place
        while start > 0 and text[start - 1] in "0123456789":
            start -= 1
        value = Fraction(unicodedata.numeric(character)).limit_denominator(1000)
        if 0 < place - start <= _MAX_CHARACTERS:
            value += int(text[start:place])
        span = Span(source, start, place + 1)
        return Diagnostic(
            "U111", "numbers are naturals: no fractions", span, help=product_text(span.text, value)
        ), place + 1
    remedy = ""
    if named.startswith("SUPERSCRIPT") and re.fullmatch("[0-9]+|n", folded):
        remedy = f"write `^{folded}`"
    elif named.startswith("SUBSCRIPT") and folded.isascii() and folded.isalnum():
        remedy = f"an index is written in brackets: `[{folded}]`"
    elif all(unicodedata.decimal(digit, None) is not None for digit in run):
        remedy = f"write `{''.join(str(unicodedata.decimal(digit)) for digit in run)}`"
    if not remedy:
        return None
    return Diagnostic("U102", f"`{run}` is not part of the language", span, "cannot be read", help=remedy), end
