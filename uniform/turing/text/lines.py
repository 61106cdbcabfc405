"""The contents of the lines of a machine's text, without comments and indentation, each with its number and place.

Unexpected characters and unclosed quotes are reported here, once per line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from uniform.messages.spans import Source
from uniform.turing.text import words
from uniform.turing.text.declarations import Declarations
from uniform.turing.text.mistakes.complaints import Complaints
from uniform.turing.text.mistakes.hash_signs import find_unquoted
from uniform.turing.text.words import IS_NAME

_STRAY = re.compile(r"[^\S \n\r]|\r(?!\n)")


class Lines:
    """The lines of one text. ``declarations`` is told of declarations that cannot be read."""

    def __init__(self, source: Source, complaints: Complaints, declarations: Declarations) -> None:
        self.source = source
        self.complaints = complaints
        self.report = complaints.report
        self.declarations = declarations

    def __iter__(self) -> Iterator[tuple[int, str, int]]:
        """Each line that is not empty: its number, from 1, its content, and the offset of its content."""
        suspicious = _STRAY.search(self.source.text) is not None
        offset = 0
        for number, line in enumerate(self.source.text.split("\n"), 1):
            text = line.removesuffix("\r")
            if suspicious:
                text = self._only_spaces(text, offset)
            comment = words.comment(text)
            if comment >= 0:
                text = self._before_comment(text, comment, offset)
            text = text.rstrip(" ")
            bare = text.lstrip(" ")
            if bare and ('"' not in bare or self._quotes(bare, offset + len(text) - len(bare))):
                yield number, bare, offset + len(text) - len(bare)
            offset += len(line) + 1

    def _before_comment(self, text: str, comment: int, at: int) -> str:
        """The line without its comment; nothing is left when the comment was probably meant as a symbol."""
        mistake = find_unquoted(text, comment)
        if mistake is None:
            return text[:comment]
        self.report(mistake.code, at + comment, 1, mistake.message, mistake.remedy)
        if mistake.code != "U605":
            return ""
        self.declarations.tapes.doubtful.update(IS_NAME.findall(text[:comment])[1:2])  # its symbols are not known
        return text[:comment]

    def _only_spaces(self, line: str, at: int) -> str:
        """The line with a space for each other blank character outside quotes, which are reported once per line."""
        blank = words.blank(line)
        if blank is None:
            return line
        if blank[2].startswith("\r"):
            remedy = "save the file with line ends LF or CR LF"
            self.report("U602", at + blank.start(), 1, "a carriage return without a line feed", remedy)
            self.complaints.raise_found()
        if blank[2].startswith("\t"):
            message, remedy = "tabs are not allowed", "replace every tab with spaces"
        else:
            message, remedy = f"the blank character U+{ord(blank[2][0]):04X} is not a space", "replace it by a space"
        self.report("U602", at + blank.start(), len(blank[2]), message, remedy)
        while blank is not None:
            line = line[: blank.start()] + " " * len(blank[2]) + line[blank.end() :]
            blank = words.blank(line)
        return line

    def _quotes(self, text: str, at: int) -> bool:
        """Whether quotes are closed and escapes are known; if not, the line is skipped."""
        quote = words.open_quote(text)
        escape = words.wrong_escape(text)
        if quote >= 0:
            remedy = r"a quote ends on the line where it begins; inside, a quote is written \""
            self.report("U602", at + quote, len(text) - quote, "this quote is never closed", remedy)
        elif escape is not None:
            remedy = r"the escapes are \n, \" and \\"
            self.report("U602", at + escape.start(), 2, f"`{escape[0]}` is not an escape", remedy)
        else:
            return True
        self.declarations.skip_unreadable(text, at, text.partition(" ")[0])
        return False
