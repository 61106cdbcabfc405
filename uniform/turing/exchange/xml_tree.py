"""Reading XML with the place of every element, and without entities.

The parser is expat, of the standard library. A document type declaration is refused, since entities can make a short
file very long, and so is a file that is nested deeply or too large.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from uniform.spans import Source, Span
from uniform.turing.exchange.table import Problems

_DEEPEST = 50
_LARGEST = 32 * 2**20  # characters


@dataclass(slots=True)
class Element:
    """An element: its tag, attributes, children, and the text directly inside it."""

    tag: str
    attributes: dict[str, str]
    span: Span
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, *tags: str) -> list[Element]:
        """The children with one of these tags."""
        return [child for child in self.children if child.tag in tags]

    def said(self, tag: str) -> str | None:
        """The text of the first child with a tag, without blanks around it."""
        return next((child.text.strip() for child in self.children if child.tag == tag), None)


def parse(source: Source, problems: Problems) -> Element:
    """The outermost element of a text. Raises UniformError with what is wrong. Cost: linear."""
    if len(source.text) > _LARGEST:
        problems.say(f"the file has more than {_LARGEST >> 20} million characters")
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
        problems.say(f"this is not XML: {expat.ErrorString(error.code)}", reader.place(error.lineno, error.offset))
    problems.raise_found()
    assert reader.root is not None
    return reader.root


class _Reader:
    """What expat calls while it reads."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self.source = source
        self.problems = problems
        self.parser: expat.XMLParserType
        self.root: Element | None = None
        self.open: list[Element] = []

    def place(self, line: int, column: int) -> Span:
        starts = self.source.line_starts
        line = min(max(line, 1), len(starts))
        last = starts[line - 1] + len(self.source.line(line))
        start = min(starts[line - 1] + column, last)
        return Span(self.source, start, last)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, attributes, self.place(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber))
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)
        if len(self.open) > _DEEPEST:
            self.problems.say("elements are nested too deeply for a machine", element.span)
            self.problems.raise_found()

    def end(self, tag: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        self.open[-1].text += text

    def doctype(self, *_: object) -> None:
        place = self.place(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber)
        self.problems.say("a document type declaration is not read", place, "remove it; machines need no entities")
        self.problems.raise_found()
