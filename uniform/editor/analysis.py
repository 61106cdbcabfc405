"""What an editor asks of a text: its mistakes, the names in it, and their cells.

A text is taken through the stages of ``language.pipeline``, up to register code; the first stage that finds mistakes
ends the analysis. A file without a family, which others import, is checked like one with a family that prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from uniform.counters.code import Code
from uniform.editor.occurrences import Occurrence, at, occurrences
from uniform.language.imports import read_imports
from uniform.language.lowering.program import lower
from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import parse
from uniform.language.parts.expand import expand
from uniform.language.reversed_ranges import find_reversed_ranges
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.program import FamilyDeclaration, Import, Program
from uniform.language.unused import drop_unused
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source, Span


@dataclass(frozen=True)
class Analysis:
    """What is known about a text."""

    source: Source
    diagnostics: tuple[Diagnostic, ...]  # also of imported files
    program: Program | None  # with its imports; None if it does not parse
    checked: CheckedProgram | None  # before parts are replaced; None if names are wrong
    code: Code | None  # None if the program is refused or has no family

    @cached_property
    def names(self) -> list[Occurrence]:
        """The names in the program and the files that it imports."""
        return [] if self.checked is None else occurrences(self.checked)

    def name_at(self, offset: int) -> Occurrence | None:
        """The name at an offset of the text."""
        return at(self.names, self.source, offset)

    def import_at(self, offset: int) -> Program | None:
        """The file of the import at an offset of the text."""
        items = () if self.program is None else self.program.items
        here = [each for each in items if isinstance(each, Import) and each.span.start <= offset <= each.span.end]
        return here[0].file if here else None


def analyze(source: Source, open_texts: Mapping[str, str] | None = None) -> Analysis:
    """Analyze a text; ``open_texts`` has unsaved texts by real path. Raises nothing for any text. Cost: that of
    compiling it to register code."""
    program: Program | None = None
    checked: CheckedProgram | None = None
    code: Code | None = None
    diagnostics: list[Diagnostic] = []
    try:
        program = parse(source)
        program = read_imports(program, open_texts)
        has_family = program.family is not None
        checked = resolve(program if has_family else _with_family(program))
        diagnostics += find_reversed_ranges(checked)
        expanded = expand(drop_unused(checked))
        if has_family:
            code = lower(expanded).code
    except UniformError as error:
        diagnostics += error.diagnostics
    return Analysis(source, tuple(diagnostics), program, checked, code)


def _with_family(program: Program) -> Program:
    end = Span(program.span.source, program.span.end, program.span.end)
    return replace(program, family=FamilyDeclaration("", (), (), (), end, end))
