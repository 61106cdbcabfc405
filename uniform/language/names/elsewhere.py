"""Names that other files of the program declare, for messages: a file sees only its own names and those of the files
that it imports itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from uniform.language.imports import library_file, library_names, path_from
from uniform.language.syntax.declarations import Constant, Let, TableDeclaration
from uniform.language.syntax.program import Block, FunctionDeclaration, Import, Item, Program
from uniform.messages.diagnostics import Diagnostic, Label
from uniform.messages.spans import LIBRARY, Span


class Elsewhere:
    """The names that the files of a program declare outside families and blocks, each with its places."""

    def __init__(self) -> None:
        self.places: dict[tuple[str, str], list[Span]] = {}  # by kind and name
        self.imports: dict[int, Span] = {}  # of the file that is checked now, by the id of the imported source

    def expect(self, files: Sequence[Program]) -> None:
        """Take note of the names of all files."""
        for file in files:
            for item in file.items:
                if not isinstance(item, Import):
                    self.places.setdefault((_kind(item), item.name), []).append(item.name_span)

    def enter(self, items: Sequence[Item]) -> None:
        """Take note of what the file that is checked now imports."""
        files = [(item.file, item.span) for item in items if isinstance(item, Import)]
        self.imports = {id(file.span.source): span for file, span in files if file is not None}

    def explain(self, name: str, place: Span, kind: str) -> Diagnostic | None:
        """The message for a name that is not visible at ``place``, if another file of the program declares it."""
        found = [each for each in self.places.get((kind, name), ()) if each.source is not place.source]
        below = [each for each in found if id(each.source) in self.imports]
        if below:
            others = (Label(self.imports[id(below[0].source)], "imported here"), Label(below[0], "declared here"))
            message, remedy = f"`{name}` is used before it is imported", "move the import above this line"
            return Diagnostic("U202", message, place, "not imported yet", others, help=remedy)
        if not found:
            return None
        return Diagnostic(
            "U245",
            f"`{name}` is declared in a file that `{place.source.last_name}` does not import",
            place,
            "not visible here",
            (Label(found[0], "declared here"),),
            help=f'add `import "{path_from(place.source, found[0].source)}"`: the names that a file imports are not '
            "handed on",
        )


def remedy_from_library(name: str, keyword: str = "block") -> str | None:
    """How to import a block (or ``def``) of this name from the shipped library, if it has one."""
    for library in library_names():
        text = library_file(library.removeprefix(LIBRARY)).read_text(encoding="utf-8")
        if re.search(rf"^{keyword} +{name}\b", text, re.MULTILINE):
            return f'the shipped library has it: add `import "{library}"` above'
    return None


def _kind(item: Constant | Let | TableDeclaration | FunctionDeclaration | Block) -> str:
    match item:
        case FunctionDeclaration():
            return "function"
        case Block():
            return "block"
    return "number"
