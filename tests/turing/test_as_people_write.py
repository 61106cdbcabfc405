"""Files of other simulators as people write them: line ends, the order of lines, other words for moves, slips."""

from __future__ import annotations

import json
from itertools import product

import pytest

from tests.turing.test_imports import simulate
from uniform.arguments.texts import decode
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.simulate import configurations
from uniform.turing.exchange import Imported, read_foreign

HEAD = "name: flip\ninit: q0\naccept: qA\n"
RULES = "q0,0\nq0,1,>\n\nq0,1\nq0,0,>\n\nq0,_\nqA,_,-\n"
FLIP = f"{HEAD}\n{RULES}"


def read(text: str) -> Imported:
    return read_foreign(Source("m.txt", text), ".txt")


def problems(text: str) -> list[tuple[int | None, str, str | None]]:
    with pytest.raises(UniformError) as refused:
        read(text)
    return [(each.span.line if each.span else None, each.message, each.help) for each in refused.value.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        FLIP.replace("\n", "\r\n"),
        FLIP.replace("\n", "\r"),
        FLIP.rstrip("\n"),
        FLIP.replace(",", "\t, "),
        FLIP.replace("q0,0\nq0,1", "q0,0  // to one\n\n  q0,1"),
        FLIP.replace("init:", "Init :").replace("accept: ", "ACCEPT:"),
        FLIP.replace("init: q0", "init: q0\ninit: q0"),
        FLIP.replace(",>", ",R").replace(",-", ",S"),
        FLIP.replace(",>", ",r").replace(",-", ",n"),
        f"{RULES}\n{HEAD}",
        RULES.replace("q0,_", f"{HEAD}q0,_"),
    ],
)
def test_what_says_the_same_is_read_as_the_same(text: str) -> None:
    imported = read(text)
    assert imported.notes == ()
    assert imported.machine == read(FLIP).machine


def test_a_byte_order_mark() -> None:
    source = decode(f"\ufeff{FLIP}".encode(), "m.txt", 10**6)
    assert read_foreign(source, ".txt").machine == read(FLIP).machine


def test_text_in_another_encoding_is_named() -> None:
    with pytest.raises(UniformError) as refused:
        decode(FLIP.encode("utf-16"), "m.txt", 10**6)
    (found,) = refused.value.diagnostics
    assert (found.message, found.help) == ("cannot read `m.txt`: it is UTF-16 text", "save it as UTF-8")


def test_words_at_the_top_that_others_read_are_told() -> None:
    text = FLIP.replace("\nq0,0", "testAccept: 0,1\ntestReject: _\n\nq0,0", 1)
    imported = read(text)
    assert imported.notes == ("not read: `testAccept:`, `testReject:`",)
    assert imported.machine == read(FLIP).machine


SHAPE = "STATE,READ,... and below it NEXT,WRITE,...,MOVE,..."


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            FLIP.replace("init: q0", "init: q0\ninit: q1"),
            [(3, "a second `init:` line", "a file has one machine, with its accepting states on one line")],
        ),
        (
            f"{FLIP}{FLIP.replace('flip', 'flop')}",
            [(13, "a second `name:` line", "a file has one machine, with its accepting states on one line")],
        ),
        (FLIP.replace("init", "intit"), [(1, "there is no `init:` line", "did you mean `init: q0` by `intit: q0`?")]),
        (
            FLIP.replace("init: q0", "init: q0, q1"),
            [(1, "`init: q0, q1` names several states", "a machine starts in one state")],
        ),
        (
            f"{HEAD}q0,0,q0,1,>\nq0,1,q0,0,>\n",
            [(4, "a whole rule on one line", f"a rule has two lines: {SHAPE}")],
        ),
        (
            f"{HEAD}q0,0 -> q0,1,R\nq0,1 -> q0,0,R\n",
            [(4, "a whole rule on one line", f"a rule has two lines: {SHAPE}")],
        ),
        (
            FLIP.replace("q0,1\nq0,0", "# then, the other one\nq0,1\nq0,0"),
            [(8, "this line is not part of a rule", "a comment begins with `//`")],
        ),
        (
            FLIP.replace("q0,1,>\n", ""),
            [(5, "this rule has no second line", "NEXT,WRITE,...,MOVE,...")],
        ),
        (
            FLIP.replace("q0,1\n", ""),
            [(8, "this is the second line of a rule without a first one", SHAPE)],
        ),
        (FLIP.replace("_", " "), [(11, "a symbol is missing; a blank is `_`", SHAPE)]),
        (FLIP.replace(",-", ",\u2013"), [(12, "`\u2013` is not a move: `<`, `-` or `>`", SHAPE)]),
    ],
)
def test_a_slip_is_told_once_and_where_it_is(text: str, wanted: list[tuple[int, str, str]]) -> None:
    assert problems(text) == wanted


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            FLIP.replace("init: q0", "init: Q0"),
            "the first state `Q0` has no rules, so every word is rejected; did you mean `q0`?",
        ),
        (
            FLIP.replace("accept: qA", "accept: qa"),
            "no rule leads to an accepting state (`qa`), so no word is accepted; did you mean `qA`?",
        ),
    ],
)
def test_a_misspelled_first_or_accepting_state_is_noted(text: str, note: str) -> None:
    imported = read(text)
    assert imported.notes == (note,)
    assert ended(imported, "01") == "reject"


def ended(imported: Imported, word: str) -> str | None:
    return list(configurations(imported.machine, word, every=10**6, most=2000))[-1].ended


DTM = {
    "initial_state": "q0",
    "blank_symbol": ".",
    "final_states": ["qA"],
    "input_symbols": ["0", "1"],
    "transitions": {"q0": {"0": ["q0", "1", "R"], "1": ["q0", "0", "R"], ".": ["qA", ".", "N"]}},
}


def test_a_machine_of_automata_lib_with_one_tape() -> None:
    imported = read_foreign(Source("m.json", json.dumps(DTM)), ".json")
    assert imported.notes == ("the blank `.` became `_`",)
    configuration = list(configurations(imported.machine, "011", every=10**6))[-1]
    assert (configuration.ended, "".join(configuration.tapes[1])) == ("accept", "^100_")


@pytest.mark.parametrize(
    ("file", "message", "help"),
    [
        ({"program": "p.gen", "sha256": ""}, "has no", "this is a certificate, which `uniform audit` reads"),
        ({**DTM, "transitions": {"q0": {"0": ["q0", "1"]}}}, "transition 1 of the file does not fit 1 tape", None),
        (
            {**DTM, "n_tapes": 1, "transitions": [["q0", ["0"], "q0", [["0", move]]] for move in "RRL"]},
            "in state `q0` where `0` is read: number 1 and 3 of the file",
            "machines here are deterministic; keep one of the two",
        ),
    ],
)
def test_what_is_wrong_with_json(file: dict[str, object], message: str, help: str | None) -> None:
    with pytest.raises(UniformError) as refused:
        read_foreign(Source("m.json", json.dumps(file)), ".json")
    (found,) = refused.value.diagnostics
    assert message in found.message
    assert help is None or found.help == help


# Two numbers in binary with `$` between them on one tape, compared by their lengths on two others that go to the left;
# two states accept, one of them has rules, and `^` is a mark.
LENGTHS = """
init: left
accept: same, longer

left,1,_,_
left,1,^,_,>,<,-
left,0,_,_
left,0,^,_,>,<,-
left,$,_,_
right,$,_,_,>,>,-

right,1,^,_
right,1,_,1,>,>,<
right,0,^,_
right,0,_,0,>,>,<
right,_,_,_
same,_,_,_,<,<,>
right,_,^,_
longer,_,^,_,-,-,-
longer,_,^,_
right,_,^,_,-,-,-
"""


def test_three_tapes_with_marks_that_have_a_meaning_here() -> None:
    imported = read(LENGTHS)
    assert [tape.name for tape in imported.machine.tapes] == ["in", "t1", "t1.left", "t2", "t2.left"]
    assert imported.notes[0] == "the symbols `$` became `%`, `^` became `@`"
    found = set()
    for length in range(6):
        for letters in product("10$", repeat=length):
            word = "".join(letters)
            head = LENGTHS.replace("same, longer", "same").replace("longer,_,^,_,-", "same,_,^,_,-")
            wanted = simulate(head.split("longer,_,^,_\n")[0], word)
            assert ended(imported, word.replace("$", "%")) == ("accept" if wanted else "reject"), word
            found.add(wanted)
    assert found == {True, False}
