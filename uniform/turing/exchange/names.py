"""Convert names of states and symbols between this project and other simulators, in both directions.

Out: states that an export adds get names that the machine does not have (``fresh``). A symbol that a format cannot
write gets another name (``writable``), and a comment in the file so that it can be restored (``restored``). An input
symbol of this kind is refused, since a word with it could not be entered there.

In: a state keeps its name if our form can write it, and a symbol is kept if it is one character without a special
meaning here. All others get new names, listed in a note:

- ``accept``, ``else``, ... are words of our form; names have letters, digits and underscores, dots between parts;
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
from uniform.turing.exchange.table import Table, Transition, shown
from uniform.turing.machine import BLANK, END, ORIGIN
from uniform.turing.text.rules import ENDINGS
from uniform.turing.text.words import IS_NAME

_log = logging.getLogger(__name__)

_TAKEN = (*ENDINGS, "else", "print")  # words that cannot name a state
_FEW = 8  # that a note lists
_SPARE = "%@~|?&!+*-/.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'`()[]{}=<>:;,#\"\\"


def fresh(name: str, taken: set[str]) -> str:
    """The name, with underscores added until it is not taken; it is then added to ``taken``."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def states(names: Iterable[str]) -> dict[str, str]:
    """For each name of a state, a name that our form can write; all different, and unchanged if possible."""
    distinct = list(dict.fromkeys(names))
    kept = {name for name in distinct if _is_ours(name)}
    taken = {*kept, *_TAKEN}
    found: dict[str, str] = {}
    for name in distinct:
        found[name] = name if name in kept else fresh(_like(name, "q"), taken)
    return found


def machine(name: str) -> str:
    """A valid name for a machine, similar to this one."""
    return name if IS_NAME.fullmatch(name) else _like(name, "machine").strip("_") or "machine"


def ours(table: Table) -> tuple[Table, list[str]]:
    """The same machine with names of ours and the blank ``_``, and notes on what was renamed."""
    called = states(
        [table.start, *(name for each in table.transitions for name in (each.state, each.target)), *table.ends]
    )
    spelled = _symbols(table)
    transitions = _spelled(table.transitions, spelled, called)
    seen = {each.state for each in table.transitions} | {table.start}
    notes = [*table.notes]
    notes += _renamed("state", {name: new for name, new in called.items() if name in seen and name not in table.ends})
    notes += _renamed("symbol", {symbol: new for symbol, new in spelled.items() if symbol != table.blank})
    if table.blank != BLANK:
        notes.append(f"the blank {shown(table.blank)} became `{BLANK}`")
    ends = {called[name]: end for name, end in table.ends.items()}
    letters = None if table.letters is None else tuple(spelled[symbol] for symbol in table.letters)
    renamed = Table(machine(table.name), table.tapes, called[table.start], ends, transitions, BLANK, letters)
    return renamed, notes


def printed(symbols: Iterable[str], taken: Iterable[str]) -> dict[str, str] | None:
    """An ASCII character for each symbol that a machine prints; None if there are not enough of them."""
    spare = iter([each for each in _SPARE if each not in taken])
    found: dict[str, str | None] = {symbol: symbol if symbol.isascii() else next(spare, None) for symbol in symbols}
    kept = {symbol: new for symbol, new in found.items() if new is not None}
    return kept if len(kept) == len(found) else None


def printed_note(found: Mapping[str, str]) -> list[str]:
    """A note on symbols that are printed as others."""
    return [f"{note}, as only ASCII is printed" for note in _renamed("printed symbol", found)]


def is_symbol(symbol: str) -> bool:
    """Whether a cell of a tape can hold it, and our form can write it, visible or not."""
    return len(symbol) == 1 and symbol not in "\0\r" and not "\ud800" <= symbol <= "\udfff"


_COMMENT = re.compile(r'symbol (\S) is ("(?:[^"\\]|\\.)*")')


def writable(table: Table, bad: Callable[[str], bool], format: str) -> tuple[Table, list[str]]:
    """The table with symbols that a format cannot write replaced, and a comment for each of them, ``symbol % is " "``;
    a note lists the replacements. Raises UniformError (U616) for a symbol of the input."""
    used = {symbol for tape in range(table.tapes) for symbol in table.symbols(tape)}
    for symbol in filter(bad, table.symbols(0)):
        message = f"{format} cannot write the input symbol {symbol!r}"
        hint = "use another symbol, or the .json format, which can write all symbols"
        raise UniformError(Diagnostic("U616", message, help=hint))
    others = (symbol for symbol in _spare({*used, ORIGIN, BLANK, END}) if not bad(symbol))
    found = dict(zip(sorted(filter(bad, used)), others, strict=False))
    if not found:
        return table, []
    for note in _renamed("symbol", found):
        _log.info("%s, because %s cannot write %s", note, format, "it" if len(found) == 1 else "them")
    comments = [f"symbol {new} is {json.dumps(symbol)}" for symbol, new in found.items()]
    return replace(table, transitions=_spelled(table.transitions, found)), comments


def restored(table: Table, comments: Iterable[str]) -> Table:
    """The table with the symbols from comments of ``writable``; a note is added if they do not fit its symbols."""
    stated = [match for match in map(_COMMENT.fullmatch, comments) if match]
    found = {match[1]: symbol for match in stated if len(symbol := _json_text(match[2])) == 1}
    used = {symbol for tape in range(table.tapes) for symbol in table.symbols(tape)}
    if len({*found.values()}) < len(stated) or used & {*found.values()}:
        note = "the comments on symbols are not used: they do not fit the symbols of the rules"
        return replace(table, notes=(*table.notes, note))
    return replace(table, transitions=_spelled(table.transitions, found)) if found else table


def _json_text(quoted: str) -> str:
    try:
        return str(json.loads(quoted))
    except ValueError:
        return ""


def _spelled(
    transitions: Iterable[Transition], symbols: Mapping[str, str], states: Mapping[str, str] | None = None
) -> tuple[Transition, ...]:
    """The transitions with new names for some symbols and, if passed, for all states."""
    spelled = symbols.get
    return tuple(
        Transition(
            each.state if states is None else states[each.state],
            tuple([spelled(symbol, symbol) for symbol in each.reads]),
            each.target if states is None else states[each.target],
            tuple([spelled(symbol, symbol) for symbol in each.writes]),
            each.moves,
            each.span,
        )
        for each in transitions
    )


def _is_ours(name: str) -> bool:
    return IS_NAME.fullmatch(name) is not None and name not in _TAKEN


def _like(name: str, prefix: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_]+", "_", name)
    return name if re.match("[A-Za-z]", name) else f"{prefix}_{name}"


def _symbols(table: Table) -> dict[str, str]:
    """For each symbol of a file, a symbol that a cell here can hold; all different."""
    every = dict.fromkeys([*table.word(), *(s for tape in range(table.tapes) for s in table.symbols(tape))])
    every.pop(table.blank, None)
    never = {ORIGIN, BLANK} | ({END} & {*table.word(), *table.symbols(0)})
    kept = {symbol for symbol in every if len(symbol) == 1 and _is_visible(symbol) and symbol not in never}
    spare = _spare({*kept, ORIGIN, BLANK, END})
    found = {symbol: symbol if symbol in kept else next(spare) for symbol in every}
    return {**found, table.blank: BLANK}


def _is_visible(symbol: str) -> bool:
    return symbol.isprintable() or symbol == "\n"


def _spare(taken: set[str]) -> Iterator[str]:
    """Characters that are not taken: ASCII ones, then letters of other alphabets."""
    more = (chr(number) for number in range(0xC0, 0xD800))
    return (symbol for symbol in chain(_SPARE, more) if symbol not in taken and symbol.isprintable())


def _renamed(what: str, names: Mapping[str, str]) -> list[str]:
    changed = [f"{shown(name)} became {shown(new)}" for name, new in names.items() if name != new]
    if not changed:
        return []
    more = f", and {len(changed) - _FEW} more" if len(changed) > _FEW else ""
    return [f"the {what}{'s' if len(changed) > 1 else ''} {', '.join(changed[:_FEW])}{more}"]
