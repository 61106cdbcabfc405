r"""The words of the text form of machines: names, symbols and quoted text, and finding signs outside quotes.

A name has letters, digits and underscores, in parts joined by dots. A symbol is one character; the characters
``" , ; : < > # =`` and blank ones must be quoted. In quotes ``\n``, ``\"`` and ``\\`` are the escapes.
"""

from __future__ import annotations

import re

NAME = r"[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_0-9]+)*"
TEXT = r'"[^"\\]*(?:\\.[^"\\]*)*"'
PLAIN = r'[^\s",;:<>#=]'
IS_NAME = re.compile(NAME)
IS_TEXT = re.compile(TEXT)

_COMMENT = re.compile(rf"{TEXT}|(#)")
_ARROW = re.compile(rf"{TEXT}|(->)")
_SEMICOLON = re.compile(rf"{TEXT}|(;)")
_COMMA = re.compile(rf"{TEXT}|(,)")
_QUOTE = re.compile(rf'{TEXT}|(")')
_NOT_SPACE = re.compile(rf"{TEXT}|(#.*)|([^\S ]+)")
_ESCAPE = re.compile(r"\\(.)")


def comment(line: str) -> int:
    """Where the comment of a line begins, or -1."""
    return _outside(_COMMENT, "#", line)


def arrow(text: str) -> int:
    """Where the first ``->`` outside quotes is, or -1."""
    return _outside(_ARROW, "->", text)


def semicolon(text: str) -> int:
    """Where the first ``;`` outside quotes is, or -1."""
    return _outside(_SEMICOLON, ";", text)


def commas(text: str) -> list[int]:
    """Where the commas outside quotes are."""
    return [match.start() for match in _COMMA.finditer(text) if match[1]]


def open_quote(text: str) -> int:
    """Where a quote that is never closed begins, or -1."""
    return _outside(_QUOTE, '"', text)


def blank(line: str) -> re.Match[str] | None:
    """The first blank characters other than spaces, outside quotes and comments."""
    return next((match for match in _NOT_SPACE.finditer(line) if match[2]), None)


def wrong_escape(text: str) -> re.Match[str] | None:
    r"""The first backslash in quotes that is not one of ``\n``, ``\"`` and ``\\``."""
    for quoted in IS_TEXT.finditer(text):
        for escape in _ESCAPE.finditer(text, quoted.start() + 1, quoted.end() - 1):
            if escape[1] not in 'n"\\':
                return escape
    return None


def unquote(text: str) -> str:
    """The characters of a text in quotes."""
    inside = text[1:-1]
    if "\\" not in inside:
        return inside
    return _ESCAPE.sub(lambda escape: "\n" if escape[1] == "n" else escape[1], inside)


def symbols(text: str) -> str:
    """The characters of a word, in quotes or not."""
    return unquote(text) if text.startswith('"') else text


def _outside(pattern: re.Pattern[str], wanted: str, text: str) -> int:
    """Where ``wanted``, the only group of the pattern, is first found outside quotes, or -1."""
    if '"' not in text or wanted not in text:
        return text.find(wanted)
    return next((match.start() for match in pattern.finditer(text) if match[1]), -1)
