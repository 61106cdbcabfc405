"""Tapes without a left end: an imported machine accepts what its simulator accepts, wherever its heads go."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from itertools import product

import pytest

from tests.turing.tables import random_table, simulate
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.run import run
from uniform.turing.emulator.simulate import configurations
from uniform.turing.exchange import Imported, read_foreign
from uniform.turing.exchange.foreign import foreign
from uniform.turing.exchange.names import convert
from uniform.turing.machine import Machine, to_text
from uniform.turing.text.read import parse_machine

HEAD = "init: q\naccept: ok\n\n"


def read(rules: str) -> Imported:
    return read_foreign(Source("m.txt", HEAD + rules), ".txt")


def ended(machine: Machine, word: str, most: int = 1000) -> str | None:
    """How the slow run ends, which needs no packing of each machine; None when it takes too many steps."""
    return list(configurations(machine, word, every=most, most=most))[-1].ended


def test_a_machine_that_writes_left_of_the_word_accepts() -> None:
    imported = read("q,0\nr,0,<\n\nr,_\nok,1,-\n")
    assert run(imported.machine, "0").halted == "accept"
    assert run(imported.machine, "00").halted == "accept"
    assert run(imported.machine, "").halted == "reject"


def test_a_left_half_is_made_where_it_is_needed_and_said() -> None:
    """Three cells to the left are written, then read again on the way back."""
    rules = "q,0\na,0,<\n\na,_\nb,1,<\n\nb,_\nc,1,<\n\nc,_\nc2,0,>\n\nc2,1\nc3,1,>\n\nc3,1\nc4,1,>\n\nc4,0\nok,0,-\n"
    imported = read(rules)
    assert [tape.name for tape in imported.machine.tapes] == ["in", "t1", "t1.left"]
    assert [note for note in imported.notes if "t1.left" in note] != []
    outcome = run(imported.machine, "0")
    assert (outcome.halted, outcome.contents[1]) == ("accept", "^110")


@pytest.mark.parametrize(
    "rules",
    [
        "q,0\nq,0,<\n\nq,_\nok,_,>\n",  # looks at the cell on the left, and comes back
        "q,0\nr,_,<\n\nr,_\ns,_,>\n\ns,_\nok,1,-\n",  # has come back when it writes
        "q,0\nr,1,>\n\nr,_\nq,0,>\n\nq,_\nok,1,-\n",  # never moves to the left
        "q,0\nr,1,<\n\nr,_\nok,_,<\n",  # moves on only in its last step
    ],
)
def test_no_left_half_where_none_is_needed(rules: str) -> None:
    imported = read(rules)
    assert not any(tape.name.endswith(".left") for tape in imported.machine.tapes)
    assert run(imported.machine, "0").halted == "accept"


@pytest.mark.parametrize("move", ["<", ">"])
def test_the_last_move_may_leave_the_word(move: str) -> None:
    imported = read(f"q,0\nr,0,{move}\n\nr,_\nok,_,{move}\n")
    assert [tape.name for tape in imported.machine.tapes] == ["in"]
    assert run(imported.machine, "0").halted == "accept"


@pytest.mark.parametrize("move", ["<", ">"])
def test_a_word_that_is_only_read_is_copied_when_the_head_goes_far_beyond(move: str) -> None:
    imported = read(f"q,0\nr,0,{move}\n\nr,_\ns,_,{move}\n\ns,_\nok,_,-\n")
    assert any("is copied" in note for note in imported.notes)
    assert run(imported.machine, "0").halted == "accept"


def test_two_tapes_with_left_halves() -> None:
    rules = "q,0,_\na,0,1,<,<\n\na,_,_\nb,0,0,<,<\n\nb,_,_\nc,1,1,>,>\n\nc,0,0\nd,0,0,>,>\n\nd,0,1\nok,0,1,-,-\n"
    imported = read(rules)
    assert [tape.name for tape in imported.machine.tapes] == ["in", "t1", "t1.left", "t2", "t2.left"]
    assert run(imported.machine, "0").halted == "accept"


@pytest.mark.slow
def test_random_machines_accept_the_same_words() -> None:
    """All short words: what there accepts, rejects or goes on does so here. Names are kept as far as they can be."""
    found: Counter[tuple[bool | None, str | None]] = Counter()
    halves = 0
    for seed in range(60):
        table, symbols = random_table(seed)
        machine, notes = foreign(table)
        assert parse_machine(Source("m.tm", to_text(machine))) == machine, seed
        renamed, said = convert(table)
        assert set(said) <= set(notes)
        halves += any(tape.name.endswith(".left") for tape in machine.tapes)
        called = dict(zip(symbols, renamed.letters or (), strict=True))
        for length in range(6 if len(symbols) == 2 and seed % 10 == 0 else 3):
            for word in product(symbols, repeat=length):
                wanted = simulate(table, word)
                got = ended(machine, "".join(called[symbol] for symbol in word))
                assert got in {True: ("accept",), False: ("reject",), None: ("loop", None)}[wanted], (seed, word)
                found[wanted, got] += 1
    assert halves > 20
    assert min(found[True, "accept"], found[False, "reject"], found[None, "loop"]) > 40


def test_an_end_without_transitions_rejects() -> None:
    assert run(read("q,0\ngone,0,-\n").machine, "0").halted == "reject"


@pytest.mark.parametrize(
    ("tapes", "message"),
    [(24, "rules with the ends of its tapes; at most 200000 are allowed"), (60, "60 tapes; at most 50 are allowed")],
)
def test_many_tapes_without_ends_are_refused(tapes: int, message: str) -> None:
    blank, one, left = (",".join(symbol * tapes) for symbol in "_1<")
    with pytest.raises(UniformError, match=message):
        read(f"q,{blank}\nq,{one},{left}\n\nq,{one}\nok,{one},{left}\n")


def test_rules_are_counted_before_any_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is too large only with the left half of its tape; the message says how many rules it has."""
    module = import_module("uniform.turing.exchange.foreign")
    monkeypatch.setattr(module, "MAX_TRANSITIONS", 8)
    made: list[str] = []
    monkeypatch.setattr(module, "_rule", lambda *_: made.append("a rule"))
    with pytest.raises(UniformError) as refused:
        read("q,0\nq,1,<\n\nq,1\nq,0,<\n\nq,_\nr,1,<\n\nr,_\nq,1,>\n\nr,1\nok,1,>\n")
    (found,) = refused.value.diagnostics
    assert found.message == "`machine` has 12 rules with the ends of its tapes; at most 8 are allowed"
    assert found.help is not None
    assert found.help.endswith("or one whose heads stay right of the first cell: left halves double the rules")
    assert made == []
