"""Places in texts as editors count them: line and column from 0, columns in units of the encoding that editor and
server have agreed on.

>>> from uniform.messages.spans import Source
>>> text = Source("f.gen", "# \\U0001d431 +\\n")
>>> column_of(text, 4, "utf-16"), column_of(text, 4, "utf-8"), column_of(text, 4, "utf-32")
(5, 7, 4)
>>> offset_of(text, 0, 5, "utf-16")
4
"""

from __future__ import annotations

from uniform.messages.spans import Source, Span

_ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
"""Python's name of each encoding, and the bytes of a unit."""


def column_of(source: Source, offset: int, encoding: str) -> int:
    """The units before an offset in its line."""
    name, size = _ENCODINGS[encoding]
    start = source.line_starts[Span(source, offset, offset).line - 1]
    return len(source.text[start:offset].encode(name, errors="surrogatepass")) // size


def offset_of(source: Source, line: int, column: int, encoding: str) -> int:
    """The offset of a place; the end of its line, or of the text, if that is shorter."""
    if line >= len(source.line_starts):
        return len(source.text)
    name, size = _ENCODINGS[encoding]
    before = source.line(line + 1).encode(name, errors="surrogatepass")[: size * column]
    return source.line_starts[line] + len(before.decode(name, errors="ignore"))
