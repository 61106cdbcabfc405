"""Turing machines of JFLAP are read as that tool reads them; what has no counterpart is refused."""

from __future__ import annotations

import pytest

from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.run import run
from uniform.turing.exchange import Imported, read_foreign


def state(number: int, inside: str = "", tag: str = "state") -> str:
    return f'<{tag} id="{number}" name="q{number}"><x>10.0</x><y>20.0</y>{inside}</{tag}>\n'


def line(start: int, end: int, read: str, write: str, move: str) -> str:
    return (
        f"<transition>\n<from>{start}</from><to>{end}</to>"
        f"<read>{read}</read><write>{write}</write><move>{move}</move></transition>\n"
    )


def file(inside: str, kind: str = "turing") -> str:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="no"?><!--Created with JFLAP 6.4.-->'
    return f"{head}<structure>&#13;\n\t<type>{kind}</type>&#13;\n<automaton>\n{inside}</automaton>\n</structure>"


def read(text: str) -> Imported:
    return read_foreign(Source("folder/my machine.jff", text), ".jff")


EVEN = state(0, "<initial/><final/>") + state(1)


def test_one_tape_with_blocks_for_states() -> None:
    """JFLAP 6 writes states as blocks with an empty automaton each; their names are those of the file."""
    inside = state(0, "<tag>Machine0</tag><initial/>", "block") + state(1, "<tag>Machine1</tag><final/>", "block")
    inside += line(0, 0, "a", "b", "R") + line(0, 1, "", "", "S") + "<Machine0/>\n<Machine1/>\n"
    imported = read(file(inside))
    assert imported.machine.name == "my_machine"
    assert [each.name for each in imported.machine.states][-1] == "q0"
    outcome = run(imported.machine, "aa")
    assert (outcome.halted, outcome.contents) == ("accept", ("^bb_",))


def test_any_symbol_any_but_one_and_the_square() -> None:
    inside = state(0, "<initial/>") + state(1) + state(2, "<final/>")
    inside += line(0, 0, "!b", "~", "R") + line(0, 1, "b", "\u25a1", "R") + line(1, 2, "~", "a", "S")
    with pytest.raises(UniformError):
        read(file(inside.replace("!b", "~")))
    imported = read(file(inside))
    assert run(imported.machine, "aab").halted == "accept"
    assert run(imported.machine, "aab").contents == ("^aa_a",)


def test_all_but_one_comes_last_as_there() -> None:
    """A transition with `!` applies where no other one does, wherever it is in the file; two of them must agree."""
    inside = state(0, "<initial/>") + state(1, "<final/>") + line(0, 0, "!x", "~", "R")
    inside += line(0, 0, "a", "b", "R") + line(0, 0, "x", "y", "R") + line(0, 1, "", "", "S")
    imported = read(file(inside))
    assert run(imported.machine, "axb").contents == ("^byb_",)
    with pytest.raises(UniformError):
        read(file(inside + line(0, 1, "!a", "~", "R")))


def test_capitals_and_small_letters() -> None:
    text = file(
        EVEN.replace("<final/>", "") + state(2, "<final/>") + line(0, 0, "a", "a", "r") + line(0, 2, "", "", "s")
    )
    assert run(read(text.replace("turing", "TURING")).machine, "aa").halted == "accept"


def test_a_transition_of_a_block_only_reads() -> None:
    inside = state(0, "<initial/>") + state(1) + state(2, "<final/>") + line(1, 2, "a", "b", "S")
    jump = '<transition block="true"><from>0</from><to>1</to><read>~</read></transition>'
    imported = read(file(inside + jump))
    assert run(imported.machine, "aa").contents == ("^ba_",)


@pytest.mark.parametrize(("where", "number"), [("<type>", 2), ("<automaton>", 2), ("", 0)])
def test_the_number_of_tapes_is_said_in_one_of_two_places_or_seen(where: str, number: int) -> None:
    parts = "".join(
        f'<read tape="{tape}">1</read><write tape="{tape}">1</write><move tape="{tape}">R</move>' for tape in (1, 2)
    )
    inside = f"{state(0, '<initial/>')}{state(1, '<final/>')}<transition><from>0</from><to>1</to>{parts}</transition>"
    text = file(inside)
    text = text.replace(
        where, f"<tapes>{number}</tapes>{where}" if where == "<type>" else f"{where}<tapes>2</tapes>", 1
    )
    imported = read(text if where else file(inside))
    assert [tape.name for tape in imported.machine.tapes] == ["in", "t1"]


def test_two_tapes() -> None:
    parts = "".join(
        f'<read tape="{tape}">{read}</read><write tape="{tape}">{write}</write><move tape="{tape}">R</move>'
        for tape, read, write in ((1, "1", "1"), (2, "", "x"))
    )
    ends = "".join(f'<read tape="{tape}"/><write tape="{tape}"/><move tape="{tape}">S</move>' for tape in (1, 2))
    inside = state(0, "<initial/>") + state(1, "<final/>")
    inside += f"<transition><from>0</from><to>0</to>{parts}</transition>"
    inside += f"<transition><from>0</from><to>1</to>{ends}</transition>"
    imported = read(file(inside).replace("<automaton>", "<tapes>2</tapes><automaton>"))
    assert run(imported.machine, "111").output == "xxx"


def test_a_final_state_ends_the_run_though_it_has_transitions() -> None:
    imported = read(file(EVEN + line(0, 1, "a", "a", "R")))
    assert run(imported.machine, "a").halted == "accept"


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><structure><type>&c;</type></structure>'


@pytest.mark.parametrize(
    ("text", "code", "message", "line"),
    [
        ("", "U617", "this is not XML", 1),
        ("<a>\n<b></a>", "U617", "this is not XML", 2),
        (BOMB, "U617", "a document type declaration is not read", 1),
        ("<a>" * 100, "U617", "nested too deeply", 1),
        ("<a/>", "U617", "this is not a JFLAP file", 1),
        (file(EVEN, "fa"), "U618", "a JFLAP file of type `fa`, not a Turing machine", 1),
        (file(EVEN), "U617", "there are no transitions", 3),
        (file(state(0) + line(0, 0, "a", "a", "R")), "U617", "no state is marked as the initial one", 3),
        (file(EVEN + state(1)), "U617", "has the same id `1` as another one", 6),
        (file(EVEN + state(2, "<initial/>")), "U617", "a second initial state", 6),
        (file(EVEN + line(0, 7, "a", "a", "R")), "U617", "a state `7` that does not exist", 6),
        (file(EVEN + line(0, 1, "a", "a", "X")), "U617", "`X` is not a move", 7),
        (file(EVEN + line(0, 1, "ab", "a", "R")), "U617", "`ab` is not a symbol of one character", 7),
        (file(EVEN + line(0, 1, "a,b}w", "w", "R")), "U618", "a variable means several symbols", 7),
        (file(EVEN + line(0, 1, "a", "a", "R")).replace("<read>", '<read tape="0">'), "U617", "for a tape `0`", 7),
        (
            file(EVEN + line(0, 1, "a", "a", "R").replace("<move>", "<read>a</read><move>")),
            "U617",
            "a second <read> for tape 1",
            7,
        ),
        (file(EVEN + line(1, 0, "", "", "R") + line(1, 1, "", "", "R")), "U617", "where a blank is read", 8),
        (file(EVEN).replace("<automaton>", "<tapes>99</tapes><automaton>"), "U617", "not a number of tapes", 3),
        (
            file(EVEN + line(0, 1, "a", "a", "R").replace("<move>R</move>", "")),
            "U617",
            "this transition has no <move> for tape 1",
            6,
        ),
        (
            file(EVEN + state(2, "<tag>M2</tag>", "block") + "<M2><state/></M2>" + line(0, 1, "a", "a", "R")),
            "U618",
            "a building block is a machine inside a machine",
            6,
        ),
    ],
)
def test_what_is_refused(text: str, code: str, message: str, line: int) -> None:
    with pytest.raises(UniformError) as refused:
        read(text)
    found = next(each for each in refused.value.diagnostics if message in each.message)
    assert (found.code, found.span.line if found.span else None) == (code, line)


def test_nondeterminism_is_refused_with_both_places() -> None:
    with pytest.raises(UniformError) as refused:
        read(file(EVEN + line(1, 0, "a", "a", "R") + line(1, 1, "a", "a", "R") + line(1, 0, "a", "a", "R")))
    (found,) = refused.value.diagnostics
    assert "two different rules apply in state `q1` where `a` is read" in found.message
    assert (found.span.line if found.span else 0, found.others[0].span.line) == (8, 6)


def test_what_is_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uniform.turing.exchange.xml_tree.expat", None)
    with pytest.raises(UniformError, match="the file has more than 16 million characters") as refused:
        read(" " * (16 * 2**20 + 1))
    assert refused.value.diagnostics[0].code == "U617"
