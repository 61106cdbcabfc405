"""What an editor shows about a name: its declaration, and the cells that it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from uniform.counters.code import Code
from uniform.counters.machine.tapes import plan_tapes
from uniform.counters.widths import Width
from uniform.editor.analysis import Analysis
from uniform.editor.occurrences import Occurrence
from uniform.language.syntax.declarations import PartDeclaration
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.messages.counts import count_of
from uniform.messages.spans import Span

_NUMBERS = (Sort.LET, Sort.COUNTER, Sort.LOOP, Sort.ARGUMENT, Sort.RESULT)
_HEADER = re.compile(r"(family|def|block)\s+(\w+)")
_MAX_TAPES = 5  # of a name that is shown


def describe(analysis: Analysis, found: Occurrence) -> str:
    """The text about a name, as Markdown."""
    symbol = found.symbol
    parts = []
    if symbol.span is None:
        parts.append(f"`{symbol.name}`: {symbol.sort.value}")
    else:
        home, place = _home(symbol.span), symbol.span.short_place
        what = symbol.sort.value
        if symbol.sort is Sort.LET and home is not None and home.line == symbol.span.line:
            what = f"a number that {home.kind} `{home.name}` takes"
        parts.append(f"```gen\n{_declaration(symbol.span)}\n```\n`{symbol.name}` is {what}, {place}")
    doc = _doc(analysis, symbol)
    if doc:
        parts.append(doc)
    if analysis.code is not None:
        parts += _cells(analysis, analysis.code, symbol)
    return "\n\n".join(parts)


def describe_family(analysis: Analysis) -> str | None:
    """The text about the family itself: its work cells."""
    if analysis.code is None or analysis.checked is None:
        return None
    cells = plan_tapes(analysis.code).all_cells
    doc = "  \n".join(analysis.checked.doc)
    return "\n\n".join(part for part in (doc, f"work cells = {cells}") if part)


def _declaration(place: Span) -> str:
    return place.source.line(place.line).split("#")[0].strip()


@dataclass(frozen=True, slots=True)
class _Home:
    """The family, function or block that a place is in."""

    kind: str  # "family", "def" or "block"
    name: str
    line: int  # of the header


def _home(place: Span) -> _Home | None:
    """What a place is in; None outside."""
    for number in range(place.line, 0, -1):
        line = place.source.line(number)
        if line[:1].strip() and not line.startswith("#"):
            header = _HEADER.match(line)
            return header and _Home(header[1], header[2], number)
    return None


def _doc(analysis: Analysis, symbol: Symbol) -> str:
    """The doc string of a block or a function."""
    program = analysis.program
    if symbol.sort not in (Sort.BLOCK, Sort.FUNCTION) or program is None or symbol.span is None:
        return ""
    text, start = symbol.span.source.text, symbol.span.source.line_starts
    lines = text[start[symbol.span.line] :].split("\n") if symbol.span.line < len(start) else []
    doc = []
    for line in lines:
        quoted = re.fullmatch(r'\s*"([^"]*)"\s*(#.*)?', line)
        if quoted is None:
            break
        doc.append(quoted[1])
    return "  \n".join(doc)


def _cells(analysis: Analysis, code: Code, symbol: Symbol) -> list[str]:
    """The digits and cells of a number, on each tape that holds it."""
    if symbol.sort is Sort.PARAMETER:
        return [f"its tape has {Width(1, 2)} cells"]
    if symbol.sort is Sort.CONSTANT:
        values = dict(code.constants)
        return [f"{symbol.name} = {values[symbol.name]}; no cells"] if symbol.name in values else []
    if symbol.sort not in _NUMBERS or symbol.span is None:
        return []
    home, plan = _home(symbol.span), plan_tapes(code)
    rows = []
    for register, tape in plan.registers:
        info = code.registers[register]
        if any(_is_name_of(name, symbol, home, analysis) for name in info.names):
            name, cells = plan.cells[tape - 1]
            rows.append(f"tape `{name}`: {info.width} digits, {cells} cells")
    if not rows:
        return ["no cells: its value is known, or only printed"]
    more = [f"and {count_of(len(rows) - _MAX_TAPES, 'more tape')}"] if len(rows) > _MAX_TAPES else []
    return ["  \n".join([*rows[:_MAX_TAPES], *more])]


def _is_name_of(name: str, symbol: Symbol, home: _Home | None, analysis: Analysis) -> bool:
    """Whether a register is named after a symbol of the family, a function, or a block: `v`, `f.v`, or `add.cell.v` for
    a number of the block that `cell` is made from."""
    *path, last = name.split(".")
    if last != symbol.name:
        return False
    if home is None or home.kind == "family":
        return not path
    if home.kind == "def":
        return path == [home.name]
    assert analysis.checked is not None
    declared: tuple[object, ...] = analysis.checked.declarations
    blocks = {block.symbol: block for block in analysis.checked.blocks}
    block = None
    for step in path:
        parts = [each for each in declared if isinstance(each, PartDeclaration) and each.name == step]
        block = blocks[parts[0].block_symbol] if parts else None
        declared = () if block is None else block.declarations
    return block is not None and block.name == home.name
