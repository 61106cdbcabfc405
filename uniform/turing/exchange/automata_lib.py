"""Machines as JSON, in the form of automata-lib's ``MNTM``, ``.json``.

An object with the arguments of the constructor of ``MNTM`` - ``states``, ``input_symbols``, ``tape_symbols``,
``n_tapes``, ``initial_state``, ``blank_symbol``, ``final_states`` - and ``transitions``, a list of
``[state, [reads], next state, [[write, move], ...]]`` with moves L, R and N. A run accepts in a final state. The
transitions of a ``DTM``, ``{state: {read: [next state, write, move]}}``, can be read, too.
"""

from __future__ import annotations

import json
from typing import Any

from uniform.messages.cuts import cut
from uniform.messages.diagnostics import MAX_MESSAGES
from uniform.messages.spans import Source, Span
from uniform.turing.exchange.plain import ACCEPT, REJECT
from uniform.turing.exchange.table import Problems, Table, Transition, check_determinism, require_few
from uniform.turing.machine import Halt

_MOVES = {"L": -1, "N": 0, "R": 1}
_SHAPE = 'a transition is ["state", ["read", ...], "next", [["write", "L"], ...]], with a pair for each tape'
_KEYS = ("n_tapes", "initial_state", "blank_symbol", "final_states", "transitions")


def write(table: Table) -> str:
    """The text of a table, on one line."""
    transitions = [
        [
            each.state,
            list(each.reads),
            each.target,
            [[w, "LNR"[m + 1]] for w, m in zip(each.writes, each.moves, strict=True)],
        ]
        for each in table.transitions
    ]
    states = {ACCEPT, REJECT} | {name for each in table.transitions for name in (each.state, each.target)}
    letters = table.letters or ()
    symbols = {symbol for each in table.transitions for symbol in (*each.reads, *each.writes)}
    return json.dumps(
        {
            "name": table.name,
            "states": sorted(states),
            "input_symbols": sorted(letters),
            "tape_symbols": sorted({*symbols, *letters, table.blank}),
            "n_tapes": table.tapes,
            "initial_state": table.start,
            "blank_symbol": table.blank,
            "final_states": [ACCEPT],
            "transitions": transitions,
        },
        indent=None,
    )


def read(source: Source) -> Table:
    """The table in a text. Raises UniformError with what is wrong. Cost: linear."""
    problems = Problems(source)
    found = _with_one_tape(_object(source, problems))
    missing = [key for key in _KEYS if key not in found]
    if missing:
        shown = ", ".join(f"`{key}`" for key in missing)
        problems.report(f"the machine has no {shown}", help=_audited(found) or "expected a DTM or MNTM of automata-lib")
        problems.raise_found()
    tapes = found["n_tapes"]
    if type(tapes) is not int or tapes < 1:
        problems.report(f"`n_tapes` is {_shown(tapes)}, not a number of tapes")
    start, blank = (_text(found, key, problems) for key in ("initial_state", "blank_symbol"))
    final = _texts(found, "final_states", problems)
    letters = _texts(found, "input_symbols", problems) if "input_symbols" in found else None
    problems.raise_found()
    transitions = check_determinism(_transitions(found["transitions"], tapes, problems), problems)
    if not transitions and not problems.found:
        problems.report("there are no transitions")
    problems.raise_found()
    name = found.get("name")
    return Table(
        name if isinstance(name, str) else "machine",
        tapes,
        start,
        dict.fromkeys(final, Halt.ACCEPT),
        transitions,
        blank,
        None if letters is None else tuple(letters),
    )


def _with_one_tape(found: dict[str, Any]) -> dict[str, Any]:
    """A DTM, whose transitions are ``{state: {read: [next, write, move]}}``, as an MNTM with one tape."""
    table = found.get("transitions")
    if not isinstance(table, dict) or not all(isinstance(row, dict) for row in table.values()):
        return found
    rows = [
        [state, [symbol], action[0], [action[1:]]] if isinstance(action, list) and len(action) == 3 else action
        for state, row in table.items()
        for symbol, action in row.items()
    ]
    return {"n_tapes": 1, **found, "transitions": rows}


def _audited(found: dict[str, Any]) -> str | None:
    return "this is a certificate, which `uniform audit` reads" if {"program", "sha256"} <= {*found} else None


def _object(source: Source, problems: Problems) -> dict[str, Any]:
    try:
        found = json.loads(source.text)
    except json.JSONDecodeError as error:
        at = min(error.pos, len(source.text))
        problems.report(f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}", Span(source, at, at))
    except RecursionError:
        problems.report("this is not a machine: lists are nested too deeply")
    except ValueError:  # a number of thousands of digits
        problems.report("this is not a machine: it has a number that is too long")
    else:
        if isinstance(found, dict):
            return found
        problems.report(f"this is not a machine: {_shown(found)} is not an object")
    problems.raise_found()
    raise AssertionError("unreachable")


def _text(found: dict[str, Any], key: str, problems: Problems) -> str:
    value = found[key]
    if isinstance(value, str):
        return value
    problems.report(f"`{key}` is {_shown(value)}, not a string")
    return ""


def _texts(found: dict[str, Any], key: str, problems: Problems) -> list[str]:
    value = found[key]
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return value
    problems.report(f"`{key}` is not a list of strings")
    return []


def _transitions(rows: Any, tapes: int, problems: Problems) -> list[Transition]:
    transitions: list[Transition] = []
    if not isinstance(rows, list):
        problems.report("`transitions` is not a list", help=_SHAPE)
        return transitions
    require_few(len(rows), problems)
    for number, row in enumerate(rows, 1):
        match row:
            case [str(state), [*reads], str(target), [*actions]] if (
                len(reads) == len(actions) == tapes
                and all(isinstance(symbol, str) and symbol for symbol in reads)
                and all(map(_is_action, actions))
            ):
                writes, moves = zip(*actions, strict=True)
                steps = tuple(_MOVES[move] for move in moves)
                transitions.append(Transition(state, tuple(reads), target, tuple(writes), steps))
            case _:
                problems.report(
                    f"transition {number} of the file does not fit {tapes} tape{'s' if tapes > 1 else ''}",
                    help=_SHAPE,
                )
                if len(problems.found) >= MAX_MESSAGES:
                    break
    return transitions


def _is_action(action: Any) -> bool:
    match action:
        case [str(write), str(move)]:
            return bool(write) and move in _MOVES
    return False


def _shown(value: Any) -> str:
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "an object"
    return cut(json.dumps(value), 60)
