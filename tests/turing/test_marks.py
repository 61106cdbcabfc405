"""`^`, `$` and `_` as data: the help, applied as it says, gives a machine that runs."""

from __future__ import annotations

import re

import pytest

from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.run import run
from uniform.turing.text.read import parse_machine

READS = """machine m
input in: 0 {s} %
start go
go:
  in=^ -> in> ; on
on:
  in=0% -> in>
  {rule}
  in=$ -> accept
"""
WRITES = """machine m
input in: 0
work c: 0 {s}
start go
go:
  in=^ -> in>, c> ; on
on:
  in=0 -> c:{s}>, in>
  in=$ c=_ -> c< ; back
back:
  c={s} -> c<
  c=^ -> accept
"""


def reads(symbols: str, rule: str = "") -> str:
    return READS.format(s=symbols, rule=rule)


def remedy_for(text: str, word: str | None = None) -> str:
    with pytest.raises(UniformError) as caught:
        run(parse_machine(Source("m.tm", text)), word or "")
    found = next(each for each in caught.value.diagnostics if each.code in ("U605", "U614"))
    assert found.help is not None
    return found.help


def offered(remedy: str) -> str:
    match = re.search("another symbol in its place, such as `(.)`", remedy)
    assert match is not None
    return match[1]


@pytest.mark.parametrize("mark", "^_$")
def test_a_mark_as_data_of_the_input(mark: str) -> None:
    """Another symbol in the declaration, in the rules, and in the word."""
    remedy = remedy_for(reads(mark, f"in={mark} -> in>"))
    assert "here, in the rules, and in the word" in remedy
    other = offered(remedy)
    machine = parse_machine(Source("m.tm", reads(other, f"in={other} -> in>")))
    assert run(machine, f"0{other}%0").halted == "accept"


@pytest.mark.parametrize("mark", "^_$")
def test_a_mark_that_is_left_out(mark: str) -> None:
    """Where the mark itself was meant, rules read it; a word that has one is told how to be written."""
    assert remedy_for(reads(mark)).startswith("leave it out")
    assert run(parse_machine(Source("m.tm", reads(""))), "0%0").halted == "accept"
    remedy = remedy_for(reads(""), f"0{mark}0")
    assert remedy.startswith(f"the input alphabet is 0 %; `{mark}` marks ")
    other = offered(remedy)
    machine = parse_machine(Source("m.tm", reads(other, f"in={other} -> in>")))
    assert run(machine, f"0{other}0").halted == "accept"


@pytest.mark.parametrize("mark", "^_")
def test_a_mark_as_data_of_a_work_tape(mark: str) -> None:
    other = offered(remedy_for(WRITES.format(s=mark)))
    outcome = run(parse_machine(Source("m.tm", WRITES.format(s=other))), "000")
    assert (outcome.halted, outcome.contents) == ("accept", (f"^{other * 3}_",))


def test_several_marks_at_once_are_told_apart() -> None:
    with pytest.raises(UniformError) as caught:
        parse_machine(Source("m.tm", reads("^ $ _")))
    found = [offered(each.help or "") for each in caught.value.diagnostics]
    assert len(set(found)) == 3


def test_only_symbols_that_are_not_in_use_are_offered() -> None:
    assert "such as" not in remedy_for(reads("@ ~ | ? & ! + * /"), "^")
