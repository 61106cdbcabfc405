"""Names of states and symbols of other simulators: kept where they can be, else renamed with a note."""

from __future__ import annotations

import json

import pytest

from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.run import run
from uniform.turing.exchange import Imported, names, read_foreign
from uniform.turing.machine import Machine, to_text
from uniform.turing.text.read import parse_machine

HEAD = "init: q\naccept: ok\n\n"


def read(text: str) -> Imported:
    imported = read_foreign(Source("m.txt", text), ".txt")
    assert parse_machine(Source("m.tm", to_text(imported.machine))) == imported.machine
    return imported


def states(machine: Machine) -> list[str]:
    return [state.name for state in machine.states]


@pytest.mark.parametrize("name", ["else", "accept", "reject", "trap", "print", "q 0", "\u00e9tat", "0", "q..1", "q-1"])
def test_a_name_that_our_form_cannot_write_is_changed_and_said(name: str) -> None:
    imported = read(f"init: {name}\naccept: ok\n\n{name},0\n{name},0,>\n\n{name},_\nok,_,-\n")
    (new,) = [state for state in states(imported.machine) if state != "begin"]
    assert new != name
    assert imported.notes == (f"the state `{name}` became `{new}`",)
    assert run(imported.machine, "000").halted == "accept"


def test_an_empty_name_is_changed_and_said() -> None:
    rows = [["", ["0"], "", [["0", "R"]]], ["", ["B"], "ok", [["B", "N"]]]]
    file = {"n_tapes": 1, "initial_state": "", "blank_symbol": "B", "final_states": ["ok"], "transitions": rows}
    imported = read_foreign(Source("m.json", json.dumps(file)), ".json")
    assert imported.notes == ("the state '' became `q_`", "the blank `B` became `_`")
    assert run(imported.machine, "00").halted == "accept"


@pytest.mark.parametrize("name", ["begin", "copy", "back", "start", "machine", "a.b", "Q_1"])
def test_a_name_that_can_be_kept_is_kept(name: str) -> None:
    """Also where a state is added: that one gets another name."""
    imported = read(f"init: {name}\naccept: ok\n\n{name},0\n{name},1,>\n\n{name},_\nok,_,-\n")
    assert name in states(imported.machine)
    assert len({*states(imported.machine)}) == len(states(imported.machine))
    assert imported.notes == ()
    assert run(imported.machine, "000").halted == "accept"


def test_names_that_become_alike_stay_apart() -> None:
    found = names.name_states(["q 0", "q_0", "q-0", "q_0_"])
    assert len({*found.values()}) == 4
    assert (found["q_0"], found["q_0_"]) == ("q_0", "q_0_")


@pytest.mark.parametrize(("symbol", "new"), [("^", "%"), ("$", "%")])
def test_symbols_with_a_meaning_here_are_renamed(symbol: str, new: str) -> None:
    imported = read(f"{HEAD}q,2\nq,2,>\n\nq,{symbol}\nq,{symbol},>\n\nq,_\nok,_,-\n")
    assert imported.notes == (f"the symbol `{symbol}` became `{new}`",)
    assert imported.machine.tapes[0].symbols == f"2{new}"
    assert run(imported.machine, f"2{new}2").halted == "accept"


@pytest.mark.parametrize("symbol", [*'#":;<>=\\+*%~|', "\u03b1"])
def test_symbols_that_a_cell_can_hold_are_kept(symbol: str) -> None:
    imported = read(f"{HEAD}q,{symbol}\nq,{symbol},>\n\nq,_\nok,_,-\n")
    assert (imported.notes, imported.machine.tapes[0].symbols) == ((), symbol)
    assert run(imported.machine, symbol * 2).halted == "accept"


def test_a_dollar_on_a_work_tape_is_a_symbol() -> None:
    imported = read(f"{HEAD}q,0,_\nr,0,$,-,-\n\nr,0,$\nok,0,$,-,-\n")
    assert imported.notes == ()
    assert run(imported.machine, "0").halted == "accept"


def test_symbols_of_several_characters_and_another_blank() -> None:
    rows = [["q", ["_"], "r", [["zero", "R"]]], ["r", ["B"], "s", [["B", "L"]]], ["s", ["zero"], "ok", [["_", "N"]]]]
    file = {"n_tapes": 1, "initial_state": "q", "blank_symbol": "B", "final_states": ["ok"], "transitions": rows}
    imported = read_foreign(Source("m.json", json.dumps(file)), ".json")
    assert imported.notes == ("the symbols `_` became `%`, `zero` became `@`", "the blank `B` became `_`")
    assert run(imported.machine, "%").halted == "accept"


def test_a_long_list_is_cut() -> None:
    rules = "".join(f"q {i},0\nq {i + 1},0,>\n\n" for i in range(20)) + "q 20,_\nok,_,-\n"
    (note,) = read(f"init: q 0\naccept: ok\n\n{rules}").notes
    assert note.endswith("`q 7` became `q_7`, and 13 more")


def test_what_is_printed_is_ascii() -> None:
    imported = read(f"{HEAD}q,0,_\nq,0,\u03b1,>,>\n\nq,a,_\nq,a,%,>,>\n\nq,_,_\nok,_,_,-,-\n")
    assert imported.notes == ("the printed symbol `\u03b1` became `@`, as only ASCII is printed",)
    assert run(imported.machine, "0a0").output == "@%@"


def test_a_tape_with_too_many_letters_to_print_is_no_output() -> None:
    rules = "".join(f"q,{chr(0x400 + i)},_\nq,{chr(0x400 + i)},{chr(0x400 + i)},>,>\n\n" for i in range(120))
    imported = read(f"{HEAD}{rules}q,_,_\nok,_,_,-,-\n")
    assert imported.notes == ()
    assert run(imported.machine, "\u0401\u0402").contents[0].strip("^_") == "\u0401\u0402"


def test_more_symbols_than_a_tape_can_have_are_refused() -> None:
    rules = "".join(f"q,{chr(0x4E00 + i)}\nq,0,>\n\n" for i in range(251))
    with pytest.raises(UniformError, match="252 symbols; at most 250 are allowed"):
        read(f"{HEAD}{rules}q,_\nok,_,-\n")
