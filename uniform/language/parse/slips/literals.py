"""Numbers as other languages and people write them: `0x10`, `1_000`, `1e6`, `1.5`, `1'000`, `½`, `n²`: see ``lines``.

Where the value is known, it is said.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from uniform.language.parse.slips.stuck import Stuck, say
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.spans import Source, Span

_BASES = {"x": 16, "b": 2, "o": 8}
_LONGEST = 40  # characters of a number that a message works out
_WRITTEN = re.compile(r"[0-9]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def literal(at: Stuck) -> Diagnostic | None:
    """A number in another notation; it begins at the token before this one."""
    return _based(at) or _grouped(at) or _fraction(at)


def _based(at: Stuck) -> Diagnostic | None:
    """`0x10`, `0b101`, `0o17`, `1_000`, `1e6`, `10L`."""
    if at.type(-1) != "NUMBER" or at.type() != "NAME" or not at.touches(-1, 0):
        return None
    before, word = str(at.token(-1)), str(at.token())
    if len(before) + len(word) > _LONGEST:
        return None
    span = at.span(-1)
    base = _BASES.get(word[0].lower())
    if before == "0" and base is not None:
        try:
            value = int(word[1:], base)
        except ValueError:
            return say("U111", "numbers are decimal", span, "in another base") if word.isalnum() else None
        return say("U111", "numbers are decimal", span, f"in base {base}", f"write `{value}`")
    if re.fullmatch(r"_[0-9_]*[0-9]", word):
        value_text = (before + word).replace("_", "")
        return say("U111", "the digits of a number are not grouped", span, "", f"write `{value_text}`")
    if re.fullmatch(r"[eE][0-9]{1,3}", word) and not _is_a_name(at, word):
        return say("U111", "numbers have no exponent", span, "", f"write `{_power(before, int(word[1:]))}`")
    if re.fullmatch(r"[eE]", word) and at.type(1) in ("MINUS", "PLUS") and at.type(2) == "NUMBER":
        up = at.type(1) == "PLUS"
        remedy = f"write `{_power(before, int(at.token(2)))}`" if up and len(at.token(2)) < 4 else None
        return say("U111", "numbers have no exponent", at.span(-1, 2), "", remedy or "numbers are naturals")
    if re.fullmatch(r"[uUlL]{1,3}", word) and not _is_a_name(at, word):
        return say("U111", "numbers have no suffix", span, "", f"write `{before}`")
    return None


def _power(factor: str, exponent: int) -> str:
    return f"10^{exponent}" if int(factor) == 1 else f"{int(factor)}*10^{exponent}"


def _is_a_name(at: Stuck, word: str) -> bool:
    """Whether a word also appears by itself."""
    return re.search(rf"\b{word}\b", at.source.text) is not None


def _grouped(at: Stuck) -> Diagnostic | None:
    """`1,000` and `1 000`."""
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
    remedy = f"write `{''.join(digits)}`"
    return say("U111", "the digits of a number are not grouped", at.span(first, last), "", remedy)


def _fraction(at: Stuck) -> Diagnostic | None:
    """`1.5`, `2.5e3`, `1.`, `.5`."""
    if at.type() != "DOT":
        return None
    whole, after = at.type(-1) == "NUMBER" and at.touches(-1, 0), at.type(1) == "NUMBER" and at.touches(0, 1)
    if not whole and not (after and at.wants_number):
        return None
    start = at.span(-1 if whole else 0, -1 if whole else 0).start
    found = _WRITTEN.match(at.source.text, start)
    text = found[0] if found is not None else ""
    if not after:
        remedy = f"write `{at.token(-1)}`, or two dots for a range: `{at.token(-1)}..n`"
        return say("U111", "numbers are naturals: no fractions", at.span(-1), "", remedy)
    value = _value(text)
    span = Span(at.source, start, start + len(text))
    if value is None:
        return say("U111", "numbers are naturals: no fractions", span, "")
    remedy = f"write `{value}`" if value.denominator == 1 else times(text, value)
    if at.expected & {"DOTS"} and whole and value.denominator != 1:
        remedy = f"a range has two dots: `{at.token(-1)}..{at.token(1)}`; {remedy}"
    return say("U111", "numbers are naturals: no fractions", span, "", remedy)


def _value(text: str) -> Fraction | None:
    """What a decimal fraction is; None when it takes too many digits."""
    exponent = re.search(r"[eE][+-]?([0-9]+)", text)
    if len(text) > _LONGEST or (exponent and len(exponent[1]) > 2):
        return None
    return Fraction(text)


def times(text: str, value: Fraction) -> str:
    """How a number is multiplied by a fraction.

    >>> times("1.5", Fraction(3, 2)), times("½", Fraction(1, 2))
    ('`1.5` times a is `a*3 div 2`, rounded down', '`½` times a is `a div 2`, rounded down')
    """
    factor = "" if value.numerator == 1 else f"*{value.numerator}"
    return f"`{text}` times a is `a{factor} div {value.denominator}`, rounded down"


# ---------------------------------------------------------------- characters


def odd_digits(source: Source, place: int) -> tuple[Diagnostic, int] | None:
    """Digits that are not ASCII, and apostrophes between digits: the message, and where reading goes on."""
    text = source.text
    character = text[place]
    if character in "'\u2019\u02bc" and (found := re.compile("(?:['\u2019\u02bc][0-9]{3})+").match(text, place)):
        start = place
        while start > 0 and text[start - 1] in "0123456789":
            start -= 1
        if 0 < place - start <= 3:
            digits = re.sub("[^0-9]", "", text[start : found.end()])
            span = Span(source, start, found.end())
            remedy = f"write `{digits[:_LONGEST]}`"
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
        if 0 < place - start <= _LONGEST:
            value += int(text[start:place])
        span = Span(source, start, place + 1)
        return Diagnostic("U111", "numbers are naturals: no fractions", span, help=times(span.text, value)), place + 1
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
