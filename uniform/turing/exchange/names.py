"""Convert names of states and symbols between this project and other simulators, in both directions.

Export: states that an export adds get names that the machine does not have (``choose_fresh``). If a format cannot write
a symbol, another one takes its place (``replace_unwritable``), and a comment in the file says which, so that the symbol
can be restored (``restore``). An input symbol of this kind is refused, since a word with it could not be entered there.

Import: a state keeps its name if the name is valid here, and a symbol is kept if it is one character without a special
meaning here. All others get new names, which a note lists:

- ``accept``, ``else``, ... are reserved words; names have letters, digits and underscores, with dots between parts;
- ``^`` is the first cell of a tape, ``_`` the blank, and ``$`` the end of the input;
- a cell holds one visible character, and only ASCII is printed.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.turing.exchange.table import Table, Transition, quote
from uniform.turing.machine import BLANK, END, ORIGIN
from uniform.turing.text.rules import ENDINGS
from uniform.turing.text.words import IS_NAME

_log = logging.getLogger(__name__)

_RESERVED = (*ENDINGS, "else", "print")  # words that cannot name a state
_MAX_LISTED = 8  # names in a note
_SPARE = "%@~|?&!+*-/.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'`()[]{}=<>:;,#\"\\"


def choose_fresh(name: str, taken: set[str]) -> str:
    """The name, with underscores added until it is not taken; it is then added to ``taken``."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def name_states(names: Iterable[str]) -> dict[str, str]:
    """A valid name for each state; all are different, and unchanged if possible."""
    distinct = list(dict.fromkeys(names))
    kept = {name for name in distinct if _is_ours(name)}
    taken = {*kept, *_RESERVED}
    found: dict[str, str] = {}
    for name in distinct:
        found[name] = name if name in kept else choose_fresh(_make_similar(name, "q"), taken)
    return found


def name_machine(name: str) -> str:
    """A valid name for a machine, similar to this one."""
    return name if IS_NAME.fullmatch(name) else _make_similar(name, "machine").strip("_") or "machine"


def convert(table: Table) -> tuple[Table, list[str]]:
    """The same machine with valid names and the blank ``_``, and notes on the new names."""
    state_names = name_states(
        [table.start, *(name for each in table.transitions for name in (each.state, each.target)), *table.ends]
    )
    symbol_names = _name_symbols(table)
    transitions = _rename(table.transitions, symbol_names, state_names)
    seen = {each.state for each in table.transitions} | {table.start}
    notes = [*table.notes]
    notes += _note_new_names(
        "state", {name: new for name, new in state_names.items() if name in seen and name not in table.ends}
    )
    notes += _note_new_names("symbol", {symbol: new for symbol, new in symbol_names.items() if symbol != table.blank})
    if table.blank != BLANK:
        notes.append(f"the blank {quote(table.blank)} became `{BLANK}`")
    ends = {state_names[name]: end for name, end in table.ends.items()}
    letters = None if table.letters is None else tuple(symbol_names[symbol] for symbol in table.letters)
    renamed = Table(name_machine(table.name), table.tapes, state_names[table.start], ends, transitions, BLANK, letters)
    return renamed, notes


def choose_printable(symbols: Iterable[str], taken: Iterable[str]) -> dict[str, str] | None:
    """An ASCII character for each symbol that a machine prints; None if there are not enough of them."""
    spare = iter([each for each in _SPARE if each not in taken])
    found: dict[str, str | None] = {symbol: symbol if symbol.isascii() else next(spare, None) for symbol in symbols}
    kept = {symbol: new for symbol, new in found.items() if new is not None}
    return kept if len(kept) == len(found) else None


def note_prints(found: Mapping[str, str]) -> list[str]:
    """A note on symbols in whose place others are printed."""
    return [f"{note}, as only ASCII is printed" for note in _note_new_names("printed symbol", found)]


def is_symbol(symbol: str) -> bool:
    """Whether a cell of a tape can hold this text, and a machine file can write it, visible or not."""
    return len(symbol) == 1 and symbol not in "\0\r" and not "\ud800" <= symbol <= "\udfff"


_COMMENT = re.compile(r'symbol (\S) is ("(?:[^"\\]|\\.)*")')


def replace_unwritable(table: Table, bad: Callable[[str], bool], format: str) -> tuple[Table, list[str]]:
    """The table with symbols that a format cannot write replaced, and a comment for each of them, ``symbol % is " "``;
    a note lists the replacements. Raises UniformError (U616) for a symbol of the input."""
    used = {symbol for tape in range(table.tapes) for symbol in table.symbols(tape)}
    for symbol in filter(bad, table.symbols(0)):
        message = f"{format} cannot write the input symbol {symbol!r}"
        hint = "use another symbol, or the .json format, which can write all symbols"
        raise UniformError(Diagnostic("U616", message, help=hint))
    others = (symbol for symbol in _spare_characters({*used, ORIGIN, BLANK, END}) if not bad(symbol))
    found = dict(zip(sorted(filter(bad, used)), others, strict=False))
    if not found:
        return table, []
    for note in _note_new_names("symbol", found):
        _log.info("%s, because %s cannot write %s", note, format, "it" if len(found) == 1 else "them")
    comments = [f"symbol {new} is {json.dumps(symbol)}" for symbol, new in found.items()]
    return replace(table, transitions=_rename(table.transitions, found)), comments


def restore(table: Table, comments: Iterable[str]) -> Table:
    """The table with the symbols from comments of ``replace_unwritable``; adds a note if they do not fit."""
    stated = [match for match in map(_COMMENT.fullmatch, comments) if match]
    found = {match[1]: symbol for match in stated if len(symbol := _json_text(match[2])) == 1}
    used = {symbol for tape in range(table.tapes) for symbol in table.symbols(tape)}
    if len({*found.values()}) < len(stated) or used & {*found.values()}:
        note = "the comments on symbols are not used: they do not fit the symbols of the rules"
        return replace(table, notes=(*table.notes, note))
    return replace(table, transitions=_rename(table.transitions, found)) if found else table


def _json_text(quoted: str) -> str:
    try:
        return str(json.loads(quoted))
    except ValueError:
        return ""


def _rename(
    transitions: Iterable[Transition], symbols: Mapping[str, str], states: Mapping[str, str] | None = None
) -> tuple[Transition, ...]:
    """The transitions with new names for some symbols and, if passed, for all states."""
    find = symbols.get
    return tuple(
        Transition(
            each.state if states is None else states[each.state],
            tuple([find(symbol, symbol) for symbol in each.reads]),
            each.target if states is None else states[each.target],
            tuple([find(symbol, symbol) for symbol in each.writes]),
            each.moves,
            each.span,
        )
        for each in transitions
    )


def _is_ours(name: str) -> bool:
    return IS_NAME.fullmatch(name) is not None and name not in _RESERVED


def _make_similar(name: str, prefix: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_]+", "_", name)
    return name if re.match("[A-Za-z]", name) else f"{prefix}_{name}"


def _name_symbols(table: Table) -> dict[str, str]:
    """A symbol that a cell can hold here, for each symbol of a file; all are different."""
    every = dict.fromkeys([*table.word(), *(s for tape in range(table.tapes) for s in table.symbols(tape))])
    every.pop(table.blank, None)
    never = {ORIGIN, BLANK} | ({END} & {*table.word(), *table.symbols(0)})
    kept = {symbol for symbol in every if len(symbol) == 1 and _is_visible(symbol) and symbol not in never}
    spare = _spare_characters({*kept, ORIGIN, BLANK, END})
    found = {symbol: symbol if symbol in kept else next(spare) for symbol in every}
    return {**found, table.blank: BLANK}


def _is_visible(symbol: str) -> bool:
    return symbol.isprintable() or symbol == "\n"


def _spare_characters(taken: set[str]) -> Iterator[str]:
    """Characters that are not taken: ASCII ones, then letters of other alphabets."""
    more = (chr(number) for number in range(0xC0, 0xD800))
    return (symbol for symbol in chain(_SPARE, more) if symbol not in taken and symbol.isprintable())


def _note_new_names(what: str, names: Mapping[str, str]) -> list[str]:
    changed = [f"{quote(name)} became {quote(new)}" for name, new in names.items() if name != new]
    if not changed:
        return []
    more = f", and {len(changed) - _MAX_LISTED} more" if len(changed) > _MAX_LISTED else ""
    return [f"the {what}{'s' if len(changed) > 1 else ''} {', '.join(changed[:_MAX_LISTED])}{more}"]
