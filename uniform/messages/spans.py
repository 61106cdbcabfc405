"""Source texts and places in them.

A ``Source`` is a named text; a ``Span`` is a half-open range of characters in one source. Lines and columns are counted
from 1, columns in characters. Spans are data; ``diagnostics`` prints them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from uniform.records import made_often

LIBRARY = "lib:"
"""Begins the names of files of the shipped library, such as ``lib:adders``."""


def escape_unprintable(text: str) -> str:
    """The text, with unprintable characters as in a Python string, ``\\x1b``, so that any terminal can show it.

    File names may contain control characters, and bytes that are not UTF-8.

    >>> escape_unprintable("a\\udcff.gen"), escape_unprintable("\u00e9.gen")
    ('a\\\\udcff.gen', '\u00e9.gen')
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


@dataclass(frozen=True)
class Source:
    """A text with its name in messages (a file name as the user wrote it, or ``<stdin>``)."""

    name: str
    text: str = field(repr=False)
    short_name: str = field(default="", repr=False)  # if not the last component of ``name``

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset of the first character of each line."""
        return (0, *(found.end() for found in re.finditer("\n", self.text)))

    @property
    def is_shipped(self) -> bool:
        """Whether it is a file of the shipped library, which programs import."""
        return self.name.startswith(LIBRARY)

    @property
    def last_name(self) -> str:
        """The last component of the name, with unprintable characters escaped, for traps of machines and reports. For
        an imported file, its name as seen from the folder of the program: `lib/arith.gen`."""
        return escape_unprintable(self.short_name or self.name.rsplit("/", 1)[-1])

    def line(self, number: int) -> str:
        """The text of line ``number`` (from 1), without its line feed."""
        starts = self.line_starts
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r")


@made_often
@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` up to but not including ``end`` of ``source``."""

    source: Source
    start: int  # 0 <= start <= end <= len(source.text)
    end: int

    @property
    def line(self) -> int:
        """The line of the first character, from 1."""
        return bisect_right(self.source.line_starts, self.start)

    @property
    def column(self) -> int:
        """The column of the first character, from 1."""
        return self.start - self.source.line_starts[self.line - 1] + 1

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.source.text[self.start : self.end]

    @property
    def place(self) -> str:
        """``name:line:column``, the form that terminals and editors turn into links."""
        return f"{self.source.name}:{self.line}:{self.column}"

    @property
    def short_place(self) -> str:
        """``place`` with the last component of the name, so that it is the same in every folder."""
        return f"{self.source.last_name}:{self.line}:{self.column}"

    @property
    def one_line(self) -> str:
        """Text of a program without its line breaks and comments: a single space wherever there is some."""
        text = self.text
        return " ".join((re.sub(r"#[^\n]*", "", text) if "#" in text else text).split())

    def line_of(self, word: str = "line") -> str:
        """``line 12``, or ``line 94 of lib:fast_adders`` in an imported file."""
        return f"{word} {self.line}" + (f" of {self.source.short_name}" if self.source.short_name else "")

    def to(self, other: Span) -> Span:
        """From the start of this span to the end of ``other``, which must be in the same source."""
        return Span(self.source, self.start, max(self.end, other.end))

    def __repr__(self) -> str:
        return f"Span({self.place})"
