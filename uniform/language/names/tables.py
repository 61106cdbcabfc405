"""Tables: their ranges are literals, there is a value for each entry, and entries are read with all their indices.

Each function adds messages to the table of names. What this file does not do: bind names (``resolve``).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from uniform.counters.tables import Table
from uniform.language.names.table import NameTable
from uniform.language.names.uses import GATE_AS_NUMBER, Where, indices_text
from uniform.language.syntax.declarations import TableDeclaration
from uniform.language.syntax.expressions import Expression, Number, TableEntry
from uniform.language.syntax.gates import Range
from uniform.language.syntax.symbols import ADDRESSES, Sort
from uniform.language.traps import source_text
from uniform.messages.counts import count_of
from uniform.messages.diagnostics import Label


def entries_of(names: NameTable, written: TableDeclaration) -> Table | None:
    """The entries of a table; None, with a message, if its values do not fit its ranges."""
    ranges = [_ends(names, written, each) for each in written.ranges]
    found = [ends for ends in ranges if ends is not None]
    if len(found) < len(ranges):
        return None
    sizes = [max(0, high - low + 1) for low, high in found]
    entries, given = prod(sizes), len(written.values)
    if entries == given:
        return Table(written.name, tuple(found), written.values)
    message = f"the ranges of the table `{written.name}` call for {count_of(entries, 'value')}, but it has {given}"
    shown = (" * ".join(map(str, sizes)) + " = " if len(sizes) > 1 else "") + count_of(entries, "value")
    remedy = "values are listed row by row: the last index runs fastest" if len(sizes) > 1 else None
    names.report("U222", message, written.ranges[0].span.to(written.ranges[-1].span), shown, remedy)
    return None


def _ends(names: NameTable, written: TableDeclaration, ends: Range) -> tuple[int, int] | None:
    """The ends of a range, which must be literals."""
    if ends.index is not None:
        message = f"the range `{source_text(ends)}` of the table `{written.name}` names an index"
        remedy = f"write `{source_text(ends.low)}..{source_text(ends.high)}`"
        names.report("U222", message, ends.span, "the ranges of a table do not depend on each other", remedy)
        return None
    match ends.low, ends.high:
        case Number(low), Number(high):
            return low, high
    bad = next(end for end in (ends.low, ends.high) if not isinstance(end, Number))
    message = f"the end `{source_text(bad)}` of a range of the table `{written.name}` is not a literal"
    remedy = "the values of a table are listed in the program, so its ranges are the same for every n"
    names.report("U222", message, bad.span, "not a literal", remedy)
    return None


def find_table(names: NameTable, entry: TableEntry, indices: Sequence[Expression], where: Where) -> Expression:
    """``name[...]`` where a number is expected: the entry of a table, with its symbol."""
    symbol = names.find(entry.table, entry.span, "number")
    bound = TableEntry(entry.table, tuple(indices), entry.span, symbol=symbol)
    if symbol.sort is Sort.TABLE:
        if where is Where.CONSTANT:
            message = f"a constant cannot depend on the table `{entry.table}`"
            remedy = "write the number itself, or use `let` for a number that reads a table"
            names.report("U212", message, entry.span, "constants depend on literals and other constants", remedy)
        elif len(indices) != symbol.dimensions:
            message = f"the table `{entry.table}` takes {indices_text(symbol.dimensions)}, not {len(indices)}"
            others = () if symbol.span is None else (Label(symbol.span, "declared here"),)
            names.report("U209", message, entry.span, f"{indices_text(len(indices))} given", None, *others)
    elif symbol.sort in ADDRESSES:
        message = f"`{symbol.name}` is {symbol.sort.value}, not a number"
        names.report("U207", message, entry.span, "a number is expected", GATE_AS_NUMBER)
    elif symbol.sort is not Sort.UNKNOWN:
        message = f"`{symbol.name}` is {symbol.sort.value} and takes no index"
        names.report("U209", message, entry.span, "a single number")
    return bound
