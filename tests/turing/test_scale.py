"""Large machines are read and checked without recursion, and rules of one state without comparing every pair."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from random import Random

import pytest

from tests.quick import one_in
from tests.turing.reader_by_grammar import machine_of, tree_of
from uniform.cli import main
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.run import run
from uniform.turing.emulator.simulate import configurations, expand
from uniform.turing.machine import Halt, Machine, Rule, State, Tape, to_text
from uniform.turing.text.check import errors
from uniform.turing.text.parse import parse
from uniform.turing.text.read import parse_machine
from uniform.turing.text.warnings import warnings

DIGITS = "0123456789abcdef"


def chain(states: int) -> str:
    """A machine whose states form one chain of this length; the last one accepts."""
    lines = ["machine chain", "input in: 0 1", "work c: 0 1", "start s0"]
    for state in range(states - 1):
        lines += [f"s{state}:", f"  in=^0 -> in> ; s{state + 1}", f"  in=1 c=^_ -> c> ; s{state + 1}"]
    return "\n".join([*lines, f"s{states - 1}:", "  else -> accept", ""])


def table(tapes: int, *more: str, digits: str = DIGITS) -> str:
    """A machine of one state with a rule for each combination of some symbols on so many tapes."""
    names = [f"t{number}" for number in range(tapes)]
    lines = ["machine table", "input in: 0", *(f"work {name}: {' '.join(DIGITS)}" for name in names), "start s", "s:"]
    for symbols in product(digits, repeat=tapes):
        lines.append(" ".join(f"{name}={symbol}" for name, symbol in zip(names, symbols, strict=True)) + " -> accept")
    return "\n".join([*lines, *more, ""])


@pytest.mark.slow
def test_a_long_chain_of_states() -> None:
    text = chain(5_000)
    parsed = parse(Source("chain.tm", text))
    assert len(parsed.machine.states) == 5_000
    assert errors(parsed) == []
    assert warnings(parsed) == []
    assert parse_machine(Source("chain.tm", to_text(parsed.machine))) == parsed.machine


@pytest.mark.slow
def test_a_hundred_thousand_rules(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """As a file, through the command: it is read, checked, and run from its first state to its last."""
    states, lines = 10_000, ["machine large", "input in: 0 1", "work c: 0 1", "start s0"]
    for state in range(states - 1):
        lines.append(f"s{state}:")
        lines += [f"  in=^ c={symbol} -> s{state + 1}" for symbol in "^01_"]
        lines += [f"  in=0 c={symbol} -> in> ; s{state + 1}" for symbol in "^01"]
        lines += [f"  in={symbol} -> reject" for symbol in "1$"] + [f"  in=0 c=_ -> s{state}"]
    file = tmp_path / "large.tm"
    file.write_text("\n".join([*lines, f"s{states - 1}:", "  else -> accept", ""]))
    assert sum(" -> " in line for line in lines) + 1 > 99_980
    assert main(["run", str(file), "-n", "0", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["steps"] == states


@pytest.mark.slow
def test_the_grammar_takes_long_machines() -> None:
    text = chain(1_000)
    assert machine_of(tree_of(text)) == parse_machine(Source("chain.tm", text))


@pytest.mark.slow
def test_many_rules_of_one_state() -> None:
    assert len(parse_machine(Source("table.tm", table(4, digits=DIGITS[:10]))).states[0].rules) == 10**4


def test_an_overlap_among_many_rules_is_found() -> None:
    many = 10**3
    for more in (
        "t0=3 t2=5 -> reject",
        "t1=7 -> reject",
        "-> reject",
        "t2=9 t1=09 t0=0123 -> reject",
        "in=0 -> reject",
    ):
        with pytest.raises(UniformError) as caught:
            parse_machine(Source("table.tm", table(3, more, digits=DIGITS[:10])))
        (found,) = caught.value.diagnostics
        assert found.code == "U611"
        assert found.span is not None
        assert found.span.line == 7 + many + 1
    assert parse_machine(Source("table.tm", table(3, "t0=^_ -> reject", "else -> reject", digits=DIGITS[:10])))


@pytest.mark.parametrize("seed", range(40))
def test_overlaps_are_found_as_if_every_pair_were_compared(seed: int) -> None:
    random = Random(seed)
    rules = [Rule(_reads(random), halt=Halt.ACCEPT) for _ in range(random.choice((20, 40, 80)))]
    apart: list[Rule] = []
    for rule in rules:
        if seed % 2 or not any(overlap(rule, other) for other in apart):
            apart.append(rule)
    tapes = tuple(Tape(name, "0123456789") for name in ("in", "a", "b", "c"))
    text = to_text(Machine("m", tapes, (State("s", tuple(apart)),), "s"))
    found = errors(parse(Source("m.tm", text)))
    expected = any(overlap(b, a) for place, a in enumerate(apart) for b in apart[:place])
    assert [each.code for each in found] == ["U611"] * expected


def _reads(random: Random) -> tuple[tuple[int, str], ...]:
    looked = sorted(random.sample(range(4), random.randint(2, 4)))
    return tuple((tape, "".join(random.sample("0123456789", random.randint(1, 2)))) for tape in looked)


def overlap(a: Rule, b: Rule) -> bool:
    others = dict(b.reads)
    return all(set(symbols) & set(others.get(tape, symbols)) for tape, symbols in a.reads)


def test_long_lines_and_deep_formulas() -> None:
    long = "0" * 200_000
    text = f"machine m\ninput in: 0\nwork c: 0\nspace {'(' * 90}n{')' * 90}\nstart s\ns:\n  in={long} -> in>\n"
    assert parse_machine(Source("m.tm", text + "  in=$ -> accept\n")).states[0].rules[0].reads == ((0, "0"),)
    with pytest.raises(UniformError, match="U603"):
        parse_machine(Source("m.tm", text.replace("(" * 90, "(" * 100_000)))
    with pytest.raises(UniformError, match="U601"):
        parse_machine(Source("m.tm", "machine " + "x" * 200_000 + "-"))
    with pytest.raises(UniformError, match="U602"):
        parse_machine(Source("m.tm", text + '"' * 100_001))


@pytest.mark.parametrize("tapes", [27, 70, 1100])
def test_a_state_that_looks_at_ever_so_many_tapes(tapes: int) -> None:
    work = "".join(f"work t{number}:\n" for number in range(tapes))
    reads = "".join(f"t{number}=^ " for number in range(tapes - 1))
    text = f"machine m\ninput in:\n{work}start go\n\ngo:\n  {reads}t{tapes - 1}=^ -> t{tapes - 1}> ; again\n"
    text += f"again:\n  {reads}t{tapes - 1}=_ -> accept\n"
    outcome = run(parse_machine(Source("m.tm", text)), 0)
    assert (outcome.halted, outcome.steps, outcome.visited) == ("accept", 2, tapes + 1)
    machine = parse_machine(Source("m.tm", text.replace("=_", "=^")))
    outcome = run(machine, 0)
    *_, last = configurations(machine, 0)
    assert (outcome.halted, outcome.steps, outcome.reason) == ("stuck", 1, last.reason)


def test_a_machine_from_python_with_more_symbols_than_a_byte_tells_apart() -> None:
    symbols = "".join(map(chr, range(0x4E00, 0x4E00 + 251)))
    rule = Rule((), target=None, halt=Halt.ACCEPT, otherwise=True)
    for tapes in ((Tape("in", symbols),), (Tape("in", ""), Tape("t", symbols))):
        machine = Machine(name="m", tapes=tapes, states=(State("go", (rule,)),), start="go")
        with pytest.raises(UniformError, match="has 251 symbols; the limit is 250"):
            run(machine, 0)


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (6, "one more state is never reached, `q5`"),
        (8_001, "7996 more states are never reached, `q5` the first of them"),
    ],
)
def test_many_unreached_states_are_said_in_few_lines(states: int, said: str) -> None:
    more = "".join(f"q{number}:\n  in=^ -> accept\n" for number in range(states))
    text = f"machine m\ninput in: 1\nstart s\ns:\n  in=^ -> accept\n{more}"
    found = warnings(parse(Source("m.tm", text)))
    assert len(found) == 6
    assert found[-1].message == said


@pytest.mark.parametrize("character", one_in(4, ["(", '"', "\\", ";", ",", "->", "a."]))
def test_a_line_of_a_hundred_thousand_characters_is_said_in_short(character: str) -> None:
    for line in (f"  {character * 10**5}", f"  -> {character * 10**5}"):
        with pytest.raises(UniformError) as caught:
            parse_machine(Source("m.tm", f"machine m\ninput in: 1\nstart s\ns:\n{line}\n"))
        assert len(str(caught.value)) < 20_000


def test_a_long_print_is_kept_and_not_written_out() -> None:
    text = f'machine m\ninput in: 1\nstart s\ns:\n  -> print "{"x" * 600_000}" ; accept\n'
    machine = parse_machine(Source("m.tm", text))
    assert parse_machine(Source("m.tm", to_text(machine))) == machine
    with pytest.raises(UniformError, match="U615"):
        expand(machine)
