"""Machines of turingmachine.io are read as that tool reads them."""

from __future__ import annotations

import sys

import pytest

from tests.quick import one_in
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.run import run
from uniform.turing.exchange import Imported, read_foreign

INCREMENT = """# add one to a number in binary
input: '1011'
blank: ' '
start state: right
table:
  # to the last digit
  right:
    [1,0]: R
    ' ': {L: carry}
  carry:
    1: {write: 0, L}
    [0,' ']: {write: 1, L: done}
  done:
"""


def read(text: str, name: str = "m.yaml") -> Imported:
    return read_foreign(Source(name, text), ".yaml")


def test_increment_writes_left_of_the_word() -> None:
    imported = read(INCREMENT, "folder/increment.yaml")
    assert imported.machine.name == "increment"
    half = "tape 1 extends to the left of the word: `t1.left` is that half"
    assert imported.notes == ("a run that ends in `done` accepts", "the blank ` ` became `_`", half)
    for word, right, left in (("1011", "^1100_", ""), ("111", "^000_", "1"), ("0", "^1_", "")):
        outcome = run(imported.machine, word)
        assert outcome.halted == "accept"
        assert outcome.contents[0].rstrip("_") == right.rstrip("_")
        assert outcome.contents[1].strip("^_") == left


def test_synonyms_moves_and_names_that_are_booleans_elsewhere() -> None:
    text = """blank: _
start state: on
synonyms:
  good: {N: yes}
  bad: {R: no}
table:
  on:
    n: {write: y, R: off}
    y: good
    1: R
    0x1: N
    _: bad
  off: {n: N, y: L, _: {L: on}}
  yes:
  no: {}
"""
    with pytest.raises(UniformError) as refused:
        read(text)
    assert [found.span.line for found in refused.value.diagnostics if found.span] == [11]
    imported = read(text.replace("    0x1: N\n", ""))
    assert imported.notes[0] == "a run that ends in `yes` accepts"
    assert [run(imported.machine, word).halted for word in ("y", "11y", "n", "11", "")] == [
        "accept",
        "accept",
        "accept",
        "reject",
        "reject",
    ]


def test_a_list_of_symbols_may_be_one_text() -> None:
    """As the tool itself writes lists down; two commas are the symbol."""
    for keys, word in (("'1,0'", "10"), ("'1,,,'", "1,"), ("',,,1'", "1,"), ("[1, ',']", "1,")):
        imported = read(INCREMENT.replace("[1,0]", keys))
        assert run(imported.machine, word).halted in ("accept", "reject")
        assert {*word} <= {*imported.machine.tapes[0].symbols}


def test_a_table_without_an_accepting_end() -> None:
    imported = read(INCREMENT.replace("done", "fail"))
    assert imported.notes[-2] == "no rule leads to an accepting state, so no word is accepted"


def test_a_saved_document_holds_its_source_code() -> None:
    inner = "".join(f"  {line}\n" for line in INCREMENT.splitlines())
    imported = read(f"name: plus one\nsource code: |\n{inner}positions:\n  right: {{x: 1, y: 2}}\n")
    assert imported.machine.name == "plus_one"
    assert run(imported.machine, "1011").halted == "accept"
    with pytest.raises(UniformError) as refused:
        read(f"name: plus one\nsource code: |\n{inner.replace('L: done', 'L: gone')}")
    span = refused.value.diagnostics[0].span
    assert span is not None
    assert (span.line, span.text.strip()) == (14, "[0,' ']: {write: 1, L: gone}")


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("", "the file is not a mapping", 1),
        ("- a\n", "the file is not a mapping", 1),
        ("a: [", "this is not YAML", 1),
        ("a: 1\nb: \x07\n", "this is not YAML", 2),
        ("blank: ' '\nstart state: a\n", "`table` is missing", 1),
        ("blank: '  '\nstart state: a\ntable:\n  a: {0: R}\n", "`  ` is not a symbol of one character", 1),
        ("blank: ' '\nstart state: b\ntable:\n  a: {0: R}\n", "the start state `b` is not in the table", 2),
        ("blank: ' '\nstart state: a\ntable:\n  a: {0: R}\n  a: {1: R}\n", "`a` appears twice in the table", 5),
        ("blank: ' '\nstart state: a\ntable:\n  a: {0: {R: don}}\n  done:\n", "the table has no state `don`", 4),
        ("blank: ' '\nstart state: a\ntable:\n  a:\n    0: left\n", "`left` is not an instruction", 5),
        ("blank: ' '\nstart state: a\ntable:\n  a:\n    0: {L, R}\n", "needs one of the moves", 5),
        ("blank: ' '\nstart state: a\ntable:\n  a:\n    0: {R, then: b}\n", "has a key `then`", 5),
        ("blank: ' '\nstart state: a\ntable:\n  a:\n    0:\n", "an instruction is missing", 5),
        ("blank: ' '\nstart state: a\ntable:\n  a:\n    [0,1]: R\n    0: L\n", "two different rules apply", 6),
        ("blank: ' '\nstart state: a\ntable:\n  a:\n", "no state of the table has a rule", 4),
        ("blank: ' '\nstart state: a\nbase: &b {0: R}\ntable:\n  a: {<<: *b}\n", "`<<` is not", 5),
        ("blank: &x [*x]\nstart state: a\ntable: {a: {0: R}}\n", "this is not a symbol", 1),
    ],
)
def test_malformed_files(text: str, message: str, line: int) -> None:
    with pytest.raises(UniformError) as refused:
        read(text)
    found = next(each for each in refused.value.diagnostics if message in each.message)
    assert found.code == "U617"
    assert found.span is not None
    assert found.span.line == line


@pytest.mark.parametrize(
    ("text", "message"),
    one_in(
        2,
        [
            ("[" * 1200, "nested too deeply"),
            ("blank: ' '\n" + "# a comment\n" * 30_000, "more than 256 thousand characters"),
        ],
    ),
)
def test_files_that_would_take_too_much_are_refused(text: str, message: str) -> None:
    with pytest.raises(UniformError, match=message):
        read(text)


def test_an_alias_that_stands_for_many_rules_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uniform.turing.exchange.turing_machine_io.MAX_TRANSITIONS", 1000)
    keys = ",".join(chr(0x400 + i) for i in range(100))
    states = "".join(f"  q{i}: *r\n" for i in range(100))
    text = f"blank: ' '\nstart state: q0\nrules: &r {{[{keys}]: R}}\ntable:\n{states}"
    with pytest.raises(UniformError, match="more than 1000 rules"):
        read(text)


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(UniformError, match=r"needs PyYAML[\s\S]*pip install 'uniform-circuits\[yaml\]'"):
        read(INCREMENT)
