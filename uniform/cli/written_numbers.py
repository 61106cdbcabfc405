"""Numbers as they are written in a command: ``8``, ``10^6``, and for ``-n`` also ``1..16`` and ``1,2,5..7``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from uniform.arguments.limits import TOO_LARGE
from uniform.arguments.numbers import N_LIMIT
from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

_NUMBER = re.compile(r"([0-9]+)(?:\^([0-9]+))?")
_DIGITS = 256  # at most this many binary digits in a number, unless a caller allows more
_LONGEST = 4000  # at most this many characters; Python itself converts at most 4300
_WIDTH = 40  # width of a number in a message
_MANY = 10**6  # one command reports on at most this many circuits


def read_number(
    text: str, what: str, maximum: int | None = None, digits: int = _DIGITS, too_large: str | None = None
) -> int:
    """A natural number of at most ``digits`` binary digits, also as ``10^6``. Raises UniformError; ``too_large`` is the
    help if the number is too large."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        meant = _meant(text, what)
        hint = "write a number in digits, or as 10^6" if meant is None else f"did you mean `{meant}`?"
        wrong = f"`{text}` is not a natural number" if text else "a number is missing"
        raise UniformError(Diagnostic("U702", f"{what}: {wrong}", help=hint))
    number = None
    if len(text) <= _LONGEST:
        base, exponent = int(match[1]), int(match[2] or "1")
        if base < 2:
            number = base if exponent else 1
        elif (base.bit_length() - 1) * exponent < digits:  # otherwise the power has too many digits
            number = base**exponent
    if number is None or number >= 2**digits or (maximum is not None and number > maximum):
        hint = too_large or (f"at most {digits} binary digits" if maximum is None else f"at most {maximum}")
        raise UniformError(Diagnostic("U702", f"{what}: `{cut(text, _WIDTH)}` is too large", help=hint))
    return number


def read_ns(text: str) -> Sequence[int]:
    """Several n's: ``8``, ``1..16``, ``1,2,5..7``, in the order given. Raises UniformError.

    >>> list(read_ns("1..3,8"))
    [1, 2, 3, 8]
    """
    pieces = [_one_range(piece.strip(), text) for piece in text.split(",")]
    if sum(piece.stop - piece.start for piece in pieces) > _MANY:  # `len` itself has a limit
        raise UniformError(Diagnostic("U703", f"`-n {cut(text, _WIDTH)}` asks for more than a million circuits"))
    return pieces[0] if len(pieces) == 1 else [n for piece in pieces for n in piece]


def read_one_n(text: str, minimum: int) -> int:
    """One n, at least ``minimum`` and below ``TOO_LARGE``; any other whole number is out of range."""
    digits = text.removeprefix("-")
    negative = text != digits and digits.isdigit()
    sign = -1 if negative else 1
    number = sign * read_number(digits if negative else text, "-n", TOO_LARGE - 1, TOO_LARGE.bit_length(), N_LIMIT)
    if number < minimum:
        hint = "a family has a circuit for each n >= 1" if minimum == 1 else f"the smallest n here is {minimum}"
        raise UniformError(Diagnostic("U703", f"n = {number} is out of range", help=hint))
    return number


def _one_range(text: str, whole: str) -> range:
    low, dots, high = (part.strip() for part in text.partition(".."))
    if dots and (found := re.fullmatch(r"[.]?([0-9]+)(?:[.]{2}([0-9]+))?", high)) and high != found[1]:
        hint = f"did you mean `-n {low}..{max(filter(None, found.groups()), key=int)}`?"
        raise UniformError(Diagnostic("U703", f"`-n {cut(whole, _WIDTH)}` is not a range", help=hint))
    if not low or (dots and not high):
        message = f"`-n {cut(whole, _WIDTH)}`: a number is missing"
        raise UniformError(Diagnostic("U703", message, help="write n as 8, 1..16 or 1,2,5..7"))
    first = read_one_n(low, 1)
    last = read_one_n(high, 1) if dots else first
    if last < first:
        raise UniformError(Diagnostic("U703", f"`-n {text}` is an empty range", help=f"-n {last}..{first}"))
    return range(first, last + 1)


def _meant(text: str, what: str) -> str | None:
    """Our notation for a number or a range in the notation of another tool."""
    if len(text) > 40 or not text.isascii():
        return None
    plain = text.replace("_", "")
    if plain != text and plain.isdigit():
        return plain
    if found := re.fullmatch(r"([0-9]+)\*\*([0-9]+)", text):
        return f"{found[1]}^{found[2]}"
    if found := re.fullmatch(r"([1-9])(?:\.0)?[eE]\+?([0-9]+)", text):
        return f"10^{int(found[2])}" if found[1] == "1" else f"{found[1]}{'0' * int(found[2][:2])}"
    if found := re.fullmatch(r"([0-9]{1,9})\*([0-9]{1,9})\^([0-9]{1,2})", text):
        return str(int(found[1]) * int(found[2]) ** int(found[3])) if int(found[2]) <= 10 else None
    if re.fullmatch(r"0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+", text):
        return str(int(text, 0))
    if what == "-n" and (found := re.fullmatch(r"([0-9]+)(?:-|:|\.\.\.|\.)([0-9]+)", text)):
        return f"-n {found[1]}..{found[2]}"
    return None
