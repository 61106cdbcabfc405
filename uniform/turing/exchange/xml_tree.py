"""Reading XML with the place of every element, and without entities.

The parser is expat, of the standard library. A document type declaration is refused, since entities can make a short
file very long, and so is a file that is nested deeply or too large.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from uniform.messages.spans import Source, Span
from uniform.turing.exchange.table import Problems

_DEEPEST = 50
_LARGEST = 16 * 2**20  # characters, read in some ten seconds


@dataclass(slots=True)
class Element:
    """An element: its tag, attributes, children, and the text directly inside it."""

    tag: str
    attributes: dict[str, str]
    source: Source = field(repr=False)
    line: int  # of its first character, from 1
    column: int  # from 0
    children: list[Element] = field(default_factory=list)
    text: str = ""

    @property
    def span(self) -> Span:
        """Its first line, from where it begins."""
        return _place(self.source, self.line, self.column)

    def all(self, *tags: str) -> list[Element]:
        """The children with one of these tags."""
        return [child for child in self.children if child.tag in tags]

    def said(self, tag: str) -> str | None:
        """The text of the first child with a tag, without blanks around it."""
        return next((child.text.strip() for child in self.children if child.tag == tag), None)


def parse(source: Source, problems: Problems) -> Element:
    """The outermost element of a text. Raises UniformError with what is wrong. Cost: linear."""
    if len(source.text) > _LARGEST:
        problems.report(f"the file has more than {_LARGEST >> 20} million characters")
        problems.raise_found()
    reader = _Reader(source, problems)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.StartDoctypeDeclHandler = reader.doctype
    reader.parser = parser
    try:
        parser.Parse(source.text.encode("utf-8"), True)
    except expat.ExpatError as error:
        problems.report(f"this is not XML: {expat.ErrorString(error.code)}", _place(source, error.lineno, error.offset))
    problems.raise_found()
    assert reader.root is not None
    return reader.root


def _place(source: Source, line: int, column: int) -> Span:
    """From a place to the end of its line."""
    starts = source.line_starts
    line = min(max(line, 1), len(starts))
    last = starts[line - 1] + len(source.line(line))
    return Span(source, min(starts[line - 1] + column, last), last)


class _Reader:
    """What expat calls while it reads."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self.source = source
        self.problems = problems
        self.parser: expat.XMLParserType
        self.root: Element | None = None
        self.open: list[Element] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        parser = self.parser
        element = Element(tag, attributes, self.source, parser.CurrentLineNumber, parser.CurrentColumnNumber)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)
        if len(self.open) > _DEEPEST:
            self.problems.report("elements are nested too deeply for a machine", element.span)
            self.problems.raise_found()

    def end(self, tag: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        self.open[-1].text += text

    def doctype(self, *_: object) -> None:
        place = _place(self.source, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber)
        self.problems.report("a document type declaration is not read", place, "remove it; machines need no entities")
        self.problems.raise_found()
