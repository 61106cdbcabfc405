"""Writing machines: the canonical text form, ``.tm``. Reading what this writes gives the same machine and bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from uniform.turing.machine import Machine, Rule, State, Tape

_BARE = re.compile(r'[^\s",;:<>#=\\]')
_PLACE = re.compile(r'[^\s"#]+')


def to_text(machine: Machine) -> str:
    """The canonical text. Cost: linear."""
    return "".join(f"{line}\n" for line in _lines(machine))


def rule_text(machine: Machine, rule: Rule) -> str:
    """One rule on one line, as the text form writes it."""
    return f"{_left(machine, rule)} -> {_right(machine, rule)}".strip()


def _lines(machine: Machine) -> Iterator[str]:
    yield f"machine {machine.name}"
    for line in machine.doc:
        yield f"  {_quoted(line)}"
    for number, tape in enumerate(machine.tapes):
        yield f"{'work  ' if number else 'input '} {_declaration(tape)}"
    if machine.space is not None:
        yield f"space  {machine.space}"
    if machine.laid_out is not None:
        yield f"layout {machine.laid_out}"
    yield f"start  {machine.start}"
    for state in machine.states:
        yield ""
        yield from _state(machine, state)


def _declaration(tape: Tape) -> str:
    return " ".join([f"{tape.name}:", *(_symbol(symbol) for symbol in tape.symbols)])


def _state(machine: Machine, state: State) -> Iterator[str]:
    yield f"{state.name}:" + ("" if state.place is None else f" @ {_place(state.place)}")
    lefts = [_left(machine, rule) for rule in state.rules]
    width = max((len(left) for left in lefts), default=0)
    for left, rule in zip(lefts, state.rules, strict=True):
        yield f"  {left:<{width}} -> {_right(machine, rule)}".rstrip()


def _left(machine: Machine, rule: Rule) -> str:
    if rule.otherwise:
        return "else"
    return " ".join(f"{machine.tapes[tape].name}={_symbols(symbols)}" for tape, symbols in rule.reads)


def _right(machine: Machine, rule: Rule) -> str:
    items = []
    for action in rule.actions:
        write = "" if action.write is None else f":{_symbol(action.write)}"
        items.append(f"{machine.tapes[action.tape].name}{write}{('<', '', '>')[action.move + 1]}")
    if rule.output:
        items.append(f"print {_quoted(rule.output)}")
    actions = ", ".join(items)
    follow = rule.target
    if rule.halt is not None:
        follow = rule.halt.value + (f" {_quoted(rule.message)}" if rule.message else "")
    if follow is None:
        return actions
    return f"{actions} ; {follow}" if actions else follow


def _place(place: str) -> str:
    return place if _PLACE.fullmatch(place) else _quoted(place)


def _symbol(symbol: str) -> str:
    return symbol if _BARE.fullmatch(symbol) else _quoted(symbol)


def _symbols(symbols: str) -> str:
    return symbols if all(_BARE.fullmatch(symbol) for symbol in symbols) else _quoted(symbols)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
