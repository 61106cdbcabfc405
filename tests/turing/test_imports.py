"""Machines of turingmachinesimulator.com, read and written: they do what a simulator of that kind does."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from tests.cases import by_hand, machine_of
from uniform.cli import main
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.run import run
from uniform.turing.exchange import READERS, WRITERS, read_foreign, to_json
from uniform.turing.machine import Machine, to_text
from uniform.turing.text.check import errors
from uniform.turing.text.parse import parse
from uniform.turing.text.read import parse_machine

PALINDROME = """name: even palindromes  // over 0 and 1
init: look
accept: yes

look,0
right0,_,>
look,1
right1,_,>
look,_
yes,_,-
""" + "".join(
    f"right{s},{t}\nright{s},{t},>\n" for s in "01" for t in "01"
) + "".join(f"right{s},_\ncheck{s},_,<\ncheck{s},{s}\nback,_,<\n" for s in "01") + """
back,0
back,0,<
back,1
back,1,<
back,_
look,_,>
"""  # fmt: skip

COPIES = """name: same number of a and b
init: push
accept: done

push,a,_
push,a,X,>,>
push,b,_
pop,b,_,-,<
push,_,_
done,_,_,-,-
pop,b,X
pop,b,_,>,<
pop,_,_
done,_,_,-,-
"""


def simulate(text: str, word: str, most: int = 10_000) -> bool | None:
    """Whether such a machine accepts, on tapes without ends; None when it takes too many steps."""
    lines = [line.split("//")[0].strip() for line in text.splitlines()]
    head = dict(line.split(": ") for line in lines if ": " in line)
    halves = [line.split(",") for line in lines if "," in line]
    table = {(left[0], *left[1:]): right for left, right in zip(halves[::2], halves[1::2], strict=True)}
    count = len(halves[0]) - 1
    tapes: list[dict[int, str]] = [dict(enumerate(word)), *({} for _ in range(count - 1))]
    heads, state = [0] * count, head["init"]
    for _ in range(most):
        if state == head["accept"]:
            return True
        row = table.get((state, *(tape.get(at, "_") for tape, at in zip(tapes, heads, strict=True))))
        if row is None:
            return False
        state = row[0]
        for number in range(count):
            tapes[number][heads[number]] = row[1 + number]
            heads[number] += "<->".index(row[1 + count + number]) - 1
    return None


def from_simulator(source: Source) -> Machine:
    """The machine of a `.txt` file."""
    return read_foreign(source, ".txt").machine


@pytest.mark.parametrize(("text", "alphabet"), [(PALINDROME, "01"), (COPIES, "ab")], ids=["palindrome", "copies"])
def test_foreign_machines_decide_the_same_words(text: str, alphabet: str) -> None:
    machine = from_simulator(Source("m.txt", text))
    assert parse_machine(Source("m.tm", to_text(machine))) == machine
    assert errors(parse(Source("m.tm", to_text(machine)))) == []
    accepted = 0
    for length in range(7):
        for letters in product(alphabet, repeat=length):
            word = "".join(letters)
            outcome = run(machine, word)
            assert outcome.halted == ("accept" if simulate(text, word) else "reject"), word
            accepted += outcome.halted == "accept"
    assert accepted > 3


def test_an_input_that_is_not_changed_stays_read_only() -> None:
    machine = from_simulator(Source("m.txt", COPIES))
    assert [tape.symbols for tape in machine.tapes] == ["ab", "X"]
    assert from_simulator(Source("m.txt", PALINDROME)).tapes[0].symbols == "01"
    assert run(machine, "aabb").tapes == (("t1", 4),)


def test_a_tape_that_is_only_written_becomes_the_output() -> None:
    text = "name: flip\ninit: q\naccept: end\n\nq,0,_\nq,0,1,>,>\nq,1,_\nq,1,0,>,>\nq,_,_\nend,_,_,-,-\n"
    assert run(from_simulator(Source("m.txt", text)), "0110").output == "1001"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "U617", 1),
        ("init: q\naccept: f\n", "U617", 1),
        ("accept: f\n\nq,0\nf,0,-\n", "U617", 1),
        ("init: q\naccept: f\n\nq,0\n", "U617", 4),
        ("init: q\naccept: f\n\nq,0\nf,0,-\nq,0,1\nf,0,-\n", "U617", 6),
        ("init: q\naccept: f\n\nq,0\nf,0\n", "U617", 5),
        ("init: q\naccept: f\n\nq,0\nf,0,X\n", "U617", 5),
        ("init: q\naccept: f\n\nq,00\nf,0,-\n", "U617", 4),
        ("init: q\naccept: f\n\nq,0\nf,0,-\nq,0\nf,0,>\n", "U617", 6),
    ],
)
def test_malformed_files_are_refused_where_they_are_wrong(text: str, code: str, line: int) -> None:
    with pytest.raises(UniformError) as refused:
        from_simulator(Source("m.txt", text))
    found = refused.value.diagnostics[0]
    assert (found.code, found.span.line if found.span else None) == (code, line)


def test_the_same_rule_written_twice_is_one_rule() -> None:
    once = "init: q\naccept: f\n\nq,0\nf,0,-\n"
    twice = f"{once}\nq,0\nf,0,-\n"
    assert from_simulator(Source("m.txt", twice)) == from_simulator(Source("m.txt", once))
    with pytest.raises(UniformError) as refused:
        from_simulator(Source("m.txt", f"{twice}\nq,0\nf,1,-\n"))
    (found,) = refused.value.diagnostics
    assert (found.span.line if found.span else None, found.others[0].span.line) == (10, 4)


def test_several_mistakes_are_reported_together() -> None:
    text = "init: q\naccept: f\n\nq,0\nf,0,X\n\nq,1\nf,1\n\nq,2,3\nf,2,-\n"
    with pytest.raises(UniformError) as refused:
        from_simulator(Source("m.txt", text))
    assert [found.span.line for found in refused.value.diagnostics if found.span] == [5, 8, 10]


@pytest.mark.parametrize(("ending", "symbol"), [(".jff", "~"), (".jff", "!"), (".jff", "}"), (".txt", ",")], ids=repr)
def test_input_symbols_that_mean_something_else_in_a_format_are_refused(ending: str, symbol: str) -> None:
    rules = f'go:\n  in=^ -> in>\n  in="{symbol}" -> in>\n  in=$ -> accept\n'
    machine = parse_machine(Source("m.tm", f'machine m\ninput in: "{symbol}"\nstart go\n\n{rules}'))
    with pytest.raises(UniformError, match="cannot write the input symbol"):
        WRITERS[ending](machine, None)
    assert WRITERS[".json"](machine, None)


PRINTS = """machine prints
input in: 1
work  w: "," ~ !
start go

go:
  in=^ -> in>, w> ; at
at:
  in=1 -> in>, w:",", print "a, b~" ; at
  in=$ -> w:! , print "\\n" ; end
end:
  w=! -> accept
"""


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        (
            ".txt",
            "the symbols '\\n' became `%`, ` ` became `@`, `,` became `|`",
        ),
        (
            ".jff",
            "the symbols '\\n' became `%`, ` ` became `@`, `!` became `|`, `~` became `?`",
        ),
    ],
)
def test_symbols_that_a_format_cannot_write_go_there_and_back(
    ending: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    machine = parse_machine(Source("m.tm", PRINTS))
    with caplog.at_level("INFO"):
        text = WRITERS[ending](machine, None)
    (note,) = [record.getMessage() for record in caplog.records]
    assert note == f"{said}, because {'JFLAP' if ending == '.jff' else 'a .txt machine'} cannot write them"
    again = read_foreign(Source(f"m{ending}", text), ending)
    assert again.notes == ()
    assert WRITERS[ending](again.machine, None) == text
    assert run(again.machine, 2).output == run(machine, 2).output == "a, b~a, b~\n"


def test_a_file_whose_comments_on_symbols_are_lost_prints_the_other_symbols() -> None:
    machine = parse_machine(Source("m.tm", PRINTS))
    text = "\n".join(line for line in WRITERS[".txt"](machine, None).splitlines() if not line.startswith("//"))
    assert run(read_foreign(Source("m.txt", text), ".txt").machine, 1).output == "a|@b~%"


@pytest.mark.parametrize("symbol", ['"0"', '"01"', '""', '"\\\\q"'])
def test_comments_on_symbols_that_do_not_fit_are_not_used(symbol: str) -> None:
    text = f"// symbol 1 is {symbol}\ninit: q\naccept: f\n\nq,0\nq,0,>\n\nq,1\nf,1,-\n"
    found = read_foreign(Source("m.txt", text), ".txt")
    assert found.notes == ("the comments on symbols are not used: they do not fit the symbols of the rules",)
    assert run(found.machine, "01").halted == "accept"


def test_a_compiled_program_goes_to_turingmachinesimulator_and_back(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "m.txt"
    assert main(["convert", "parity_tree", "-n", "2", "-o", str(file)]) == 0
    assert capfd.readouterr().err.startswith(
        "note: the symbols '\\n' became `%`, ` ` became `@`, because a .txt machine "
    )
    from uniform.family.opening import open_generator
    from uniform.turing.exchange.plain import plain

    table = READERS[".txt"](Source("m.txt", file.read_text()))
    assert table.transitions == plain(open_generator("parity_tree").machine(), [2]).transitions


def test_graphviz_text_names_every_state_and_rule() -> None:
    machine = machine_of(by_hand("count_ones"))
    text = WRITERS[".dot"](machine, None)
    assert all(f'"{state.name}"' in text for state in machine.states)
    assert text.count("c:") >= sum("c:" in line for line in to_text(machine).splitlines() if "->" in line)


def test_compiled_programs_export_the_transitions_of_a_run(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "m.json"
    assert main(["convert", "ripple_adder", "-o", str(file)]) == 2
    assert "U615" in capfd.readouterr().err
    assert not file.exists()
    assert main(["convert", "ripple_adder", "-n", "2", "-o", str(file)]) == 0
    from uniform.family.opening import open_generator

    assert file.read_text() == to_json(open_generator("ripple_adder").machine(), [2])


def test_the_command_reads_and_writes(tmp_path: Path) -> None:
    source, target = tmp_path / "m.txt", tmp_path / "m.tm"
    source.write_text(PALINDROME)
    assert main(["convert", str(source), "-o", str(target)]) == 0
    assert main(["run", str(target), "--input", "0110"]) == 0
    assert main(["run", str(target), "--input", "010"]) == 1


FOUR = {
    ".txt": "init: q\naccept: r\n\n" + "".join(f"q,{symbol}\nr,{symbol},>\n\n" for symbol in "0123"),
    ".json": """{"states": ["q", "r"], "input_symbols": ["0"], "tape_symbols": ["0", "1", "2", "3", "."],
        "transitions": {"q": {"0": ["r", "0", "R"], "1": ["r", "1", "R"], "2": ["r", "2", "R"], "3": ["r", "3", "R"]}},
        "initial_state": "q", "blank_symbol": ".", "final_states": ["r"]}""",
    ".jff": '<structure><type>turing</type><automaton><state id="0"><initial/></state><state id="1"><final/></state>'
    + "".join(
        f"<transition><from>0</from><to>1</to><read>{symbol}</read><write/><move>R</move></transition>"
        for symbol in "0123"
    )
    + "</automaton></structure>",
}


@pytest.mark.parametrize("ending", FOUR)
def test_transitions_are_counted_before_they_are_read(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(f"four{ending}", FOUR[ending])
    monkeypatch.setattr("uniform.turing.exchange.table.MAX_TRANSITIONS", 4)
    assert len(READERS[ending](source).transitions) == 4
    monkeypatch.setattr("uniform.turing.exchange.table.MAX_TRANSITIONS", 3)
    with pytest.raises(UniformError, match="4 transitions; at most 3 are allowed") as refused:
        READERS[ending](source)
    assert refused.value.diagnostics[0].code == "U618"
