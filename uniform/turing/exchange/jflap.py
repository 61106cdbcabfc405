"""Turing machines of JFLAP, ``.jff``: an XML file with states and transitions, up to five tapes.

    <structure><type>turing</type><tapes>2</tapes><automaton>
      <state id="0" name="q0"><initial/></state>
      <transition><from>0</from><to>1</to>
        <read tape="1">a</read><write tape="1">b</write><move tape="1">R</move> ...

Moves are L, R and S; an empty element is a blank. A file for one tape has neither ``tapes`` nor ``tape``. JFLAP 6
calls states ``block``, with an empty automaton each; blocks that are machines themselves are refused. As a symbol to
read, ``~`` means any and ``!a`` any but ``a`` where no other transition applies; writing ``~`` leaves the cell. A
transition with ``block="true"`` only reads. A run accepts in a final state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from pathlib import PurePath
from xml.sax.saxutils import escape, quoteattr

from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.exchange import xml_tree
from uniform.turing.exchange.names import choose_fresh, replace_unwritable, restore
from uniform.turing.exchange.plain import ACCEPT
from uniform.turing.exchange.table import MAX_TRANSITIONS, Problems, Table, Transition, check_determinism, require_few
from uniform.turing.exchange.xml_tree import Element
from uniform.turing.machine import BLANK, Halt

_MOVES = {"L": -1, "S": 0, "R": 1}
_MAX_TAPES = 5
_SIGNS = "~!}"  # any symbol, any but, a variable: not symbols there
_SQUARE = "\u25a1"  # how JFLAP shows a blank
_PARTS = ("read", "write", "move")
_STAYING = {"write": "~", "move": "S"}


def write(table: Table) -> str:
    """The text of a table. Raises UniformError if it has more tapes or other symbols than JFLAP allows."""
    if table.tapes > _MAX_TAPES:
        message = f"JFLAP has at most {_MAX_TAPES} tapes; `{table.name}` needs {table.tapes}, input and output included"
        raise UniformError(Diagnostic("U615", message, help="the .json format has no such limit"))
    table, comments = replace_unwritable(table, _is_sign, "JFLAP")
    names = dict.fromkeys(
        [table.start, *(each.state for each in table.transitions), *(each.target for each in table.transitions)]
    )
    ids = {name: place for place, name in enumerate(names)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<structure>", "<type>turing</type>"]
    lines += [f"<!-- {comment} -->" for comment in comments]
    lines += [f"<tapes>{table.tapes}</tapes>", "<automaton>"]
    for name, number in ids.items():
        marks = ("<initial/>" if name == table.start else "") + ("<final/>" if name == ACCEPT else "")
        place = f"<x>{100 + 120 * (number % 12)}.0</x><y>{100 + 90 * (number // 12)}.0</y>"
        lines.append(f'<state id="{number}" name={quoteattr(name)}>{place}{marks}</state>')
    for each in table.transitions:
        parts = [f"<from>{ids[each.state]}</from><to>{ids[each.target]}</to>"]
        for tape, (read, write, move) in enumerate(zip(each.reads, each.writes, each.moves, strict=True), 1):
            parts += [_symbol("read", tape, read), _symbol("write", tape, write)]
            parts.append(f'<move tape="{tape}">{"LSR"[move + 1]}</move>')
        lines.append(f"<transition>{''.join(parts)}</transition>")
    return "\n".join([*lines, "</automaton>", "</structure>", ""])


def _is_sign(symbol: str) -> bool:
    return symbol in _SIGNS or symbol == _SQUARE or not symbol.isprintable() or symbol.isspace()


def _symbol(what: str, tape: int, symbol: str) -> str:
    return f'<{what} tape="{tape}"/>' if symbol == BLANK else f'<{what} tape="{tape}">{escape(symbol)}</{what}>'


# ---------------------------------------------------------------- reading


def read(source: Source) -> Table:
    """The table in a text. Raises UniformError with what is wrong, or with what has no counterpart here (U618)."""
    problems = Problems(source)
    root = xml_tree.parse(source, problems)
    kind = root.said("type")
    if root.tag != "structure" or kind is None:
        problems.report("this is not a JFLAP file", root.span, "it begins with <structure><type>turing</type>")
    elif not kind.lower().startswith("turing"):
        problems.report(f"this is a JFLAP file of type `{kind}`, not a Turing machine", root.span, code="U618")
    problems.raise_found()
    automaton = next(iter(root.all("automaton")), root)
    tapes = _tapes(root, automaton, problems)
    states, start, final = _states(automaton, problems)
    require_few(sum(each.tag == "transition" for each in automaton.children), problems)
    numbers = {str(number): number for number in range(1, tapes + 1)}
    found = [_Line.of(each, states, numbers, problems) for each in automaton.all("transition")]
    if not found and not problems.found:
        problems.report("there are no transitions", automaton.span)
    problems.raise_found()
    transitions = check_determinism(_spread([each for each in found if each], problems), problems)
    problems.raise_found()
    name = PurePath(source.name).stem
    ends = dict.fromkeys(final, Halt.ACCEPT)
    table = _with_blank(Table(name, tapes, start, ends, transitions, ""))
    return restore(table, re.findall("<!-- (.*?) -->", source.text))


def _with_blank(table: Table) -> Table:
    """The table with our sign for a blank, unless the file has that as a symbol."""
    if any(BLANK in table.symbols(tape) for tape in range(table.tapes)):
        return table
    transitions = tuple(
        replace(
            each,
            reads=tuple(symbol or BLANK for symbol in each.reads),
            writes=tuple(symbol or BLANK for symbol in each.writes),
        )
        for each in table.transitions
    )
    return replace(table, transitions=transitions, blank=BLANK)


def _tapes(root: Element, automaton: Element, problems: Problems) -> int:
    """The number of tapes from the top of the file or beside the states; else as many as its transitions use."""
    element = next(iter([*root.all("tapes"), *automaton.all("tapes")]), None)
    if element is None:
        parts = (part for each in automaton.all("transition") for part in each.all(*_PARTS))
        used = {part.attributes.get("tape", "1") for part in parts}
        return max((number for number in range(1, _MAX_TAPES + 1) if str(number) in used), default=1)
    text = element.text.strip()
    if not text.isdecimal() or not text.isascii() or len(text) > 2 or not 1 <= int(text) <= _MAX_TAPES:
        problems.report(f"`{cut(text, 40)}` is not a number of tapes from 1 to {_MAX_TAPES}", element.span)
        problems.raise_found()
    return int(text)


def _states(automaton: Element, problems: Problems) -> tuple[dict[str, str], str, list[str]]:
    """The name of the state with each id, the name of the first state, and those of the final ones."""
    inner = {child.tag for child in automaton.children if child.all("state", "block", "transition")}
    states: dict[str, str] = {}
    taken: set[str] = set()
    first, final = [], []
    for element in automaton.all("state", "block"):
        number = element.attributes.get("id")
        if number is None or number in states:
            what = "has no id" if number is None else f"has the same id `{number}` as another one"
            problems.report(f"this state {what}", element.span)
            continue
        if element.tag == "block" and (element.said("tag") in inner or element.all("state", "block", "automaton")):
            hint = "replace the block by its states; JFLAP does not do this itself"
            problems.report("a building block is a machine inside a machine", element.span, hint, "U618")
        states[number] = choose_fresh(element.attributes.get("name", f"q{number}"), taken)
        if element.all("initial"):
            first.append(states[number])
            if len(first) == 2:
                problems.report("a second initial state", element.span, "a machine starts in one state")
        if element.all("final"):
            final.append(states[number])
    if not first:
        problems.report("no state is marked as the initial one", automaton.span, "mark it with <initial/>")
    problems.raise_found()
    return states, first[0], final


@dataclass(frozen=True, slots=True)
class _Line:
    """A transition as the file has it, perhaps for several symbols."""

    element: Element
    state: str
    target: str
    reads: list[str]  # tape by tape, like the others
    writes: list[str]
    moves: list[str]

    def is_rest(self) -> bool:
        """Whether it is for all symbols but one."""
        return any(text.startswith("!") and len(text) > 1 for text in self.reads)

    @staticmethod
    def of(element: Element, states: dict[str, str], tapes: dict[str, int], problems: Problems) -> _Line | None:
        """The transition of an element; None after a problem. ``tapes`` are their numbers, as the file writes them."""
        before = len(problems.found)
        ends = []
        for tag in ("from", "to"):
            name = element.said(tag)
            if name not in states:
                what = f"has no <{tag}>" if name is None else f"names a state `{cut(name, 40)}` that does not exist"
                problems.report(f"this transition {what}", element.span)
            ends.append(states.get(name or "", ""))
        parts: dict[str, dict[int, str]] = {part: {} for part in _PARTS}
        for child in element.all(*_PARTS):
            tape = child.attributes.get("tape", "1")
            text = child.text.strip().replace(_SQUARE, "")
            number = tapes.get(tape)
            if number is None:
                many = "the machine has one tape" if len(tapes) == 1 else f"the tapes are 1 to {len(tapes)}"
                problems.report(f"this <{child.tag}> is for a tape `{cut(tape, 40)}`; {many}", child.span)
            elif number in parts[child.tag]:
                problems.report(f"a second <{child.tag}> for tape {tape}", child.span)
            elif child.tag == "move" and text.upper() not in _MOVES:
                problems.report(f"`{cut(text, 40)}` is not a move: L, R or S", child.span)
            elif child.tag != "move" and "}" in text:
                hint = "write one transition for each symbol"
                problems.report("a variable means several symbols", child.span, hint, "U618")
            elif child.tag != "move" and len(text.removeprefix("!") if child.tag == "read" else text) > 1:
                problems.report(f"`{cut(text, 40)}` is not a symbol of one character", child.span)
            else:
                parts[child.tag][number] = text
        of_a_block = element.attributes.get("block") == "true"  # such a transition only reads
        for part, found in parts.items():
            for number in tapes.values():
                if of_a_block and part in _STAYING:
                    found.setdefault(number, _STAYING[part])
                if number not in found and len(problems.found) == before:
                    problems.report(f"this transition has no <{part}> for tape {number}", element.span)
        if len(problems.found) > before:
            return None
        reads, writes, moves = ([parts[part][tape] for tape in tapes.values()] for part in _PARTS)
        return _Line(element, ends[0], ends[1], reads, writes, moves)


def _spread(lines: list[_Line], problems: Problems) -> list[Transition]:
    """A transition for each symbol that ``~`` and ``!`` match. Those with ``!`` apply where no other does."""
    texts = (text for line in lines for text in (*line.reads, *line.writes))
    every = dict.fromkeys(["", *(text[-1:] for text in texts if text != "~")])
    found: list[Transition] = []
    taken: set[tuple[str, ...]] = set()
    count = 0
    for line in sorted(lines, key=_Line.is_rest):
        choices = []
        for text in line.reads:
            if text == "~":
                choices.append([*every])
            elif text.startswith("!") and len(text) > 1:
                choices.append([symbol for symbol in every if symbol != text[1:]])
            else:
                choices.append([text])
        count += prod(map(len, choices))
        if count > MAX_TRANSITIONS:
            problems.report(f"more than {MAX_TRANSITIONS} transitions after expanding `~` and `!`", code="U618")
            return found
        moves = tuple(_MOVES[move.upper()] for move in line.moves)
        for reads in product(*choices):
            if not line.is_rest():
                taken.add((line.state, *reads))
            elif (line.state, *reads) in taken:
                continue
            writes = tuple(read if text == "~" else text for read, text in zip(reads, line.writes, strict=True))
            found.append(Transition(line.state, reads, line.target, writes, moves, line.element.span))
    return found
