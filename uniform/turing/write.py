"""Writing machines: the canonical text form, ``.tm``. Reading what this writes gives the same machine and bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from uniform.turing.machine import Action, Machine, Rule, Tape

_BARE = re.compile(r'[^\s",;:<>#=\\]')
_PLACE = re.compile(r'[^\s"#]+')


def to_text(machine: Machine) -> str:
    """The canonical text. Cost: linear."""
    return "".join(f"{line}\n" for line in _lines(_Writer(machine)))


def rule_text(machine: Machine, rule: Rule) -> str:
    """One rule on one line, as the text form writes it."""
    writer = _Writer(machine)
    return f"{writer.left(rule)} -> {writer.right(rule)}".strip()


def _lines(writer: _Writer) -> Iterator[str]:
    machine = writer.machine
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
        yield f"{state.name}:" + ("" if state.place is None else f" @ {_place(state.place)}")
        lefts = [writer.left(rule) for rule in state.rules]
        width = max(map(len, lefts), default=0)
        for left, rule in zip(lefts, state.rules, strict=True):
            yield f"  {left:<{width}} -> {writer.right(rule)}".rstrip()


def _declaration(tape: Tape) -> str:
    return " ".join([f"{tape.name}:", *(_symbol(symbol) for symbol in tape.symbols)])


class _Writer:
    """The texts of reads and actions so far, by the objects themselves: copies of a state share them."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.reads: dict[int, str] = {}
        self.actions: dict[int, str] = {}

    def left(self, rule: Rule) -> str:
        if rule.otherwise:
            return "else"
        found = self.reads.get(id(rule.reads))
        if found is None:
            names = self.machine.tapes
            found = " ".join(f"{names[tape].name}={_symbols(symbols)}" for tape, symbols in rule.reads)
            self.reads[id(rule.reads)] = found
        return found

    def right(self, rule: Rule) -> str:
        actions = self.actions.get(id(rule.actions))
        if actions is None:
            actions = self.actions[id(rule.actions)] = ", ".join(map(self._action, rule.actions))
        if rule.output:
            printed = f"print {_quoted(rule.output)}"
            actions = f"{actions}, {printed}" if actions else printed
        follow = rule.target
        if rule.halt is not None:
            follow = rule.halt.value + (f" {_quoted(rule.message)}" if rule.message else "")
        if follow is None:
            return actions
        return f"{actions} ; {follow}" if actions else follow

    def _action(self, action: Action) -> str:
        write = "" if action.write is None else f":{_symbol(action.write)}"
        return f"{self.machine.tapes[action.tape].name}{write}{('<', '', '>')[action.move + 1]}"


def _place(place: str) -> str:
    return place if _PLACE.fullmatch(place) else _quoted(place)


def _symbol(symbol: str) -> str:
    return symbol if _BARE.fullmatch(symbol) else _quoted(symbol)


def _symbols(symbols: str) -> str:
    return symbols if all(_BARE.fullmatch(symbol) for symbol in symbols) else _quoted(symbols)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
