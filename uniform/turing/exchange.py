"""Machines in the formats that other simulators read.

These formats have no read-only input, no end markers and no separate output, and want the symbol on every tape in
every transition. So a machine is first written out *plainly*:

- tape 1 is the input, given as ``^w$`` with the head on ``^``; it is never changed;
- tapes 2 .. k are the work tapes, blank at first; one step at the start, in state ``begin``, writes their ``^``;
- the last tape is the output: its head only writes and moves right;
- ``accept`` and ``reject`` are states; a machine that traps or is stuck has no transition.

So the plain machine takes one step more. A rule becomes a transition for each combination of symbols that it admits,
those of tapes that it does not look at included, which is why compiled programs, with many tapes, do not fit. Of
these, the transitions that the machine takes on given words can be written instead.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from xml.sax.saxutils import escape

from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.turing.machine import BLANK, END, ORIGIN, Halt, Machine, Rule, State
from uniform.turing.simulate import configurations, expand
from uniform.turing.write import rule_text

Words = Sequence[str | int] | None

BEGIN, ACCEPT, REJECT = "begin", "accept", "reject"
_MOST = 500_000  # transitions
_MOST_STEPS = 1_000_000
_JFLAP_TAPES = 5
_JFLAP_SIGNS = "~!}"  # any symbol, any but, a variable: not symbols there
_FEWER = "machines with few tapes can be exported, or the transitions of one run, with -n N or --input WORD"


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of a plain machine; symbols and moves (-1, 0, 1) tape by tape."""

    state: str
    reads: tuple[str, ...]
    target: str
    writes: tuple[str, ...]
    moves: tuple[int, ...]


def plain(machine: Machine, words: Sequence[str | int] | None = None) -> Iterator[Transition]:
    """The transitions of the plain machine, or only those that it takes on some ``words`` (n stands for 1^n).

    Raises UniformError when there are too many."""
    written_out = expand(machine)
    prints = any(rule.output for state in written_out.states for rule in state.rules)
    blanks = (BLANK,) * len(machine.work)
    start = (ORIGIN, *blanks, *((BLANK,) if prints else ()))
    begun = (ORIGIN, *(ORIGIN for _ in blanks), *((BLANK,) if prints else ()))
    yield Transition(BEGIN, start, machine.start, begun, (0,) * len(start))
    count = 0
    for state, reads in _every(written_out) if words is None else _met(written_out, words):
        rule = state.rule(reads)
        if rule is None or rule.halt is Halt.TRAP:
            continue
        count += 1
        if count > _MOST:
            raise _too_many(machine)
        yield _transition(state, rule, reads, prints)


def _every(machine: Machine) -> Iterator[tuple[State, tuple[str, ...]]]:
    alphabets = [ORIGIN + tape.symbols + (END if not number else BLANK) for number, tape in enumerate(machine.tapes)]
    rules = (dict(rule.reads) for state in machine.states for rule in state.rules if not rule.otherwise)
    least = sum(prod(len(reads.get(tape, symbols)) for tape, symbols in enumerate(alphabets)) for reads in rules)
    if least > _MOST or prod(map(len, alphabets)) > _MOST:
        raise _too_many(machine)
    return ((state, reads) for state in machine.states for reads in product(*alphabets))


def _too_many(machine: Machine) -> UniformError:
    message = f"`{machine.name}` has more than {_MOST} transitions when every tape is written out"
    return UniformError(Diagnostic("U615", message, help=_FEWER))


def _met(machine: Machine, words: Sequence[str | int]) -> Iterator[tuple[State, tuple[str, ...]]]:
    """States with the symbols on all tapes, as they come up first in runs on the words."""
    states = {state.name: state for state in machine.states}
    seen: dict[tuple[str, ...], None] = {}
    for word in words:
        for configuration in configurations(machine, word):
            heads = zip(configuration.tapes, configuration.heads, strict=True)
            seen[configuration.state, *(tape[head] for tape, head in heads)] = None
            if configuration.step > _MOST_STEPS:
                message = f"`{machine.name}` takes more than {_MOST_STEPS} steps"
                raise UniformError(Diagnostic("U615", message, help="take a shorter word"))
    return ((states[name], reads) for name, *symbols in seen if (reads := tuple(symbols)))


def _transition(state: State, rule: Rule, reads: tuple[str, ...], prints: bool) -> Transition:
    writes, moves = list(reads), [0] * len(reads)
    for action in rule.actions:
        writes[action.tape] = action.write if action.write is not None else reads[action.tape]
        moves[action.tape] = action.move
    target = {Halt.ACCEPT: ACCEPT, Halt.REJECT: REJECT}.get(rule.halt) if rule.halt else rule.target or state.name
    assert target is not None
    if prints:
        reads = (*reads, BLANK)
        writes.append(rule.output or BLANK)
        moves.append(1 if rule.output else 0)
    return Transition(state.name, reads, target, tuple(writes), tuple(moves))


# ---------------------------------------------------------------- formats


def to_json(machine: Machine, words: Words = None) -> str:
    """The plain machine as JSON, in the terms of automata-lib's MNTM: a list of
    ``[state, [reads], next state, [[write, move], ...]]`` with moves L, R and N, and what its constructor wants."""
    transitions = [
        [
            each.state,
            list(each.reads),
            each.target,
            [[w, "LNR"[m + 1]] for w, m in zip(each.writes, each.moves, strict=True)],
        ]
        for each in plain(machine, words)
    ]
    states = {BEGIN, ACCEPT, REJECT} | {row[0] for row in transitions} | {row[2] for row in transitions}
    symbols = {symbol for row in transitions for symbol in row[1]} | {pair[0] for row in transitions for pair in row[3]}
    return json.dumps(
        {
            "name": machine.name,
            "states": sorted(states),
            "input_symbols": sorted({ORIGIN, END, *machine.tapes[0].symbols}),
            "tape_symbols": sorted(symbols | {BLANK, ORIGIN, END, *machine.tapes[0].symbols}),
            "n_tapes": len(transitions[0][1]),
            "initial_state": BEGIN,
            "blank_symbol": BLANK,
            "final_states": [ACCEPT],
            "transitions": transitions,
        },
        indent=None,
    )


def to_simulator(machine: Machine, words: Words = None) -> str:
    """The plain machine in the two-line rules of turingmachinesimulator.com."""
    lines = [f"name: {machine.name}", f"init: {BEGIN}", f"accept: {ACCEPT}"]
    for each in plain(machine, words):
        _can_write(each, ",\n")
        moves = ("<->"[move + 1] for move in each.moves)
        lines += ["", ",".join([each.state, *each.reads]), ",".join([each.target, *each.writes, *moves])]
    return "\n".join(lines) + "\n"


def to_jflap(machine: Machine, words: Words = None) -> str:
    """The plain machine as a multi-tape Turing machine of JFLAP 7."""
    transitions = list(plain(machine, words))
    tapes = len(transitions[0].reads)
    if tapes > _JFLAP_TAPES:
        message = f"JFLAP has {_JFLAP_TAPES} tapes at most; `{machine.name}` needs {tapes}, input and output included"
        raise UniformError(Diagnostic("U615", message, help="the .json and .txt formats have no such limit"))
    names = dict.fromkeys([BEGIN, *(each.state for each in transitions), *(each.target for each in transitions)])
    ids = {name: number for number, name in enumerate(names)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<structure>", "<type>turing</type>", f"<tapes>{tapes}</tapes>"]
    lines.append("<automaton>")
    for name, number in ids.items():
        marks = ("<initial/>" if name == BEGIN else "") + ("<final/>" if name == ACCEPT else "")
        place = f"<x>{100 + 120 * (number % 12)}.0</x><y>{100 + 90 * (number // 12)}.0</y>"
        lines.append(f'<state id="{number}" name="{escape(name)}">{place}{marks}</state>')
    for each in transitions:
        _can_write(each, _JFLAP_SIGNS)
        parts = [f"<from>{ids[each.state]}</from><to>{ids[each.target]}</to>"]
        for tape, (read, write, move) in enumerate(zip(each.reads, each.writes, each.moves, strict=True), 1):
            parts += [_jflap("read", tape, read), _jflap("write", tape, write)]
            parts.append(f'<move tape="{tape}">{"LSR"[move + 1]}</move>')
        lines.append(f"<transition>{''.join(parts)}</transition>")
    return "\n".join([*lines, "</automaton>", "</structure>", ""])


def _can_write(transition: Transition, taken: str) -> None:
    """Refuse a symbol that means something else in a format."""
    bad = next((symbol for symbol in (*transition.reads, *transition.writes) if symbol in taken), None)
    if bad is not None:
        raise UniformError(Diagnostic("U616", f"the format has no way to write the symbol {bad!r}"))


def _jflap(what: str, tape: int, symbol: str) -> str:
    """JFLAP writes a blank as an empty element."""
    return f'<{what} tape="{tape}"/>' if symbol == BLANK else f'<{what} tape="{tape}">{escape(symbol)}</{what}>'


def to_dot(machine: Machine) -> str:
    """The states and rules as Graphviz text: an edge for each pair of states, its rules as label."""
    lines = [f'digraph "{machine.name}" {{', "  node [shape=ellipse];", f'  "{machine.start}" [penwidth=2];']
    edges: dict[tuple[str, str], list[str]] = {}
    for state in machine.states:
        for rule in state.rules:
            target = rule.target or state.name if rule.halt is None else rule.halt.value
            text = rule_text(machine, rule).replace("\\", "\\\\").replace('"', '\\"')
            edges.setdefault((state.name, target), []).append(text)
    for (source, target), texts in edges.items():
        label = "\\l".join(texts) + "\\l"
        lines.append(f'  "{source}" -> "{target}" [label="{label}"];')
    return "\n".join([*lines, "}", ""])


FORMATS: dict[str, Callable[[Machine, Words], str]] = {
    ".jff": to_jflap,
    ".json": to_json,
    ".dot": lambda machine, words: to_dot(machine),
    ".txt": to_simulator,
}
"""The writers, by the ending of the file."""
