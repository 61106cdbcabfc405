"""The names in the text of a program, each with the declaration that it means.

``names.resolve`` puts a symbol into every node that declares or uses a name; here these nodes are listed by the place
of the name in its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import PartDeclaration
from uniform.language.syntax.expressions import Call, Name, TableEntry
from uniform.language.syntax.gates import ForClause, Range, Step
from uniform.language.syntax.program import Instantiate
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.language.syntax.tree import nodes_of
from uniform.messages.spans import Source, Span


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name at one place."""

    span: Span  # of the name alone
    symbol: Symbol


def occurrences(program: CheckedProgram) -> list[Occurrence]:
    """All names in a checked program whose parts are not replaced yet, in no order. Cost: linear in the program."""
    blocks = {block.name: block.symbol for block in program.blocks}
    nodes = nodes_of((program.declarations, program.body, program.blocks, program.functions))
    found = [each for node in nodes for each in _of_node(node, blocks)]
    return [each for each in found if each.symbol.sort is not Sort.UNKNOWN]


def at(found: list[Occurrence], source: Source, offset: int) -> Occurrence | None:
    """The name at an offset of a text, or just before it."""
    here = [each for each in found if each.span.source == source and each.span.start <= offset <= each.span.end]
    return min(here, key=lambda each: each.span.end == offset, default=None)


def _of_node(node: object, blocks: dict[str, Symbol]) -> Iterator[Occurrence]:
    """The names of one node."""
    symbol = getattr(node, "symbol", None)
    if isinstance(symbol, Symbol):
        place = getattr(node, "name_span", None) or symbol.span
        match node:
            case Name(span=span):
                place = span
            case Step(name=name, span=span) | Call(function=str(name), span=span) | TableEntry(table=name, span=span):
                place = _first(span, name)
            case ForClause(variable=name, span=span) | Range(index=str(name), span=span):
                place = _first(span, name)
        if place is not None:
            yield Occurrence(place, symbol)
    match node:
        case PartDeclaration(span=span, name_span=name_span, block=name, block_symbol=Symbol() as of_block):
            if place := _word(span, name, "=", name_span.end - span.start):
                yield Occurrence(place, of_block)
        case Instantiate(span=span, block=name) if name in blocks:
            if place := _word(span, name, ":="):
                yield Occurrence(place, blocks[name])


def _first(span: Span, name: str) -> Span:
    return Span(span.source, span.start, span.start + len(name))


def _word(span: Span, name: str, after: str, start: int = 0) -> Span | None:
    """The first ``name`` behind ``after`` in a text."""
    found = re.compile(rf"{after}\s*({re.escape(name)})\b").search(span.text, start)
    return None if found is None else Span(span.source, span.start + found.start(1), span.start + found.end(1))
