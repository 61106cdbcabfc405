"""A run that comes to no verdict names the line of the machine's file where it ended, and the program's, if any."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.turing.random_machines import random_machine, random_word
from uniform.cli import main
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.run import RunLimits, run, stream
from uniform.turing.emulator.simulate import History, configurations
from uniform.turing.machine import Machine, to_text
from uniform.turing.text.read import parse_machine

HEADER = "machine m\ninput in: 0 1\nwork t: a\nstart go\n\n"  # the state begins in line 6

ENDS = [
    ("go:\n  in=^ -> in>\n", "1", "stuck: state `go` has no rule for in=1 (m.tm:6)"),
    ("go: @ p.gen:3\n  in=^ -> in>\n", "1", "stuck: state `go` has no rule for in=1 (m.tm:6, from p.gen:3)"),
    ("go:\n  in=^ -> in> ; a\na:\n  in=0 -> accept\n", "1", "stuck: state `a` has no rule for in=1 (m.tm:8)"),
    ("go:\n  in=^ -> in>\n  in=1 -> t:a\n", "1", "stuck: state `go` writes the origin of `t` for in=1 (m.tm:8)"),
    (
        "go:\n  in=^ -> in>\n  else -> t< ; a\na:\n  -> accept\n",
        "1",
        "stuck: the head of `t` moves left of `^` in a step to state `a`",
    ),
    ("go:\n  in=^ -> in>\n  in=0 -> in> ; a\na:\n  in=01 -> in>\n  in=$ -> t< ; go\n", "011", "(m.tm:11)"),
    ("go:\n  -> in>\n", "0110", "moves right of `$` in a step to state `go` (m.tm:7)"),
    ("go:\n  in=^01 -> in>\n  else -> in>\n", "0110", "moves right of `$` in a step to state `go` (m.tm:8)"),
    (
        'go:\n  in=^ -> in>\n  else -> in>, t>, print "xyz"\n',
        "0",
        "moves right of `$` in a step to state `go` (m.tm:8)",
    ),
    ('go:\n  in=^ -> in>\n  in=1 -> trap "no" # why\n', "1", "trap: no (m.tm:8)"),
    ('go: @ p.gen:3\n\n  -> trap "U401 at p.gen:3:5"\n', "", "trap: U401 at p.gen:3:5 (m.tm:8)"),
    ("go:\n  -> t> ; a\na:\n  -> a\n", "", "loop: the configuration after 1 step comes back 1 step later (m.tm:8)"),
    ("go:\n  in=^ -> accept\n", "", "accept\n"),
    ("go:\n  in=^ -> reject\n", "", "reject\n"),
]


@pytest.mark.parametrize(("states", "word", "said"), ENDS)
def test_a_run_names_the_line_where_it_ended(
    states: str,
    word: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("m.tm").write_text(HEADER + states)
    main(["run", "m.tm", "--input", word])
    out, err = capfd.readouterr()
    assert said in out + err
    main(["run", "m.tm", "--input", word, "--trace"])
    assert said.rstrip("\n") in capfd.readouterr().out
    main(["run", "m.tm", "--input", word, "--trace", "json"])
    last = json.loads(capfd.readouterr().out.splitlines()[-1])
    main(["run", "m.tm", "--input", word, "--json"])
    report = json.loads(capfd.readouterr().out)
    if report["halted"] in ("accept", "reject"):
        assert report.keys().isdisjoint({"state", "line", "place"})
        return
    assert f"(m.tm:{report['line']}" in out + err
    assert (report["state"], report["line"], report.get("place")) == (last["state"], last["line"], last["place"])
    outcome = run(parse_machine(Source("m.tm", HEADER + states)), word)
    assert said in str(outcome)
    assert (outcome.line, outcome.where in str(outcome)) == (report["line"], True)
    with pytest.raises(UniformError) as caught:
        list(stream(outcome.machine, word))
    assert outcome.where in str(caught.value)


def test_a_machine_without_a_file_names_the_program_alone() -> None:
    read = parse_machine(Source("m.tm", f"{HEADER}go: @ p.gen:3\n  in=1 -> accept\n"))
    bare = tuple(replace(state, line=None, rules=tuple(replace(rule, line=None) for rule in state.rules))
                 for state in read.states)  # fmt: skip
    machine = Machine(read.name, read.tapes, bare, read.start)
    assert machine == replace(read, doc=())
    assert str(run(machine, "1")).startswith("stuck: state `go` has no rule for in=^ (p.gen:3)\n")
    nowhere = replace(machine, states=tuple(replace(state, place=None) for state in bare))
    assert str(run(nowhere, "1")).startswith("stuck: state `go` has no rule for in=^\n")


@pytest.mark.slow
def test_both_runs_name_the_same_line() -> None:
    named = set()
    for seed in range(100):
        machine = random_machine(seed, most_tapes=3)
        text = to_text(machine)
        machine, word = parse_machine(Source("m.tm", text)), random_word(seed)
        fast = run(machine, word, limits=RunLimits(steps=500))
        *_, slow = configurations(machine, word, every=500, most=500)
        if slow.ended is not None:
            assert (fast.halted, fast.line) == (slow.ended, slow.line), seed
            assert fast.line is not None
            line = text.splitlines()[fast.line - 1]
            assert ("->" in line) or line.startswith(f"{fast.state}:"), seed
            named.add((fast.halted, "->" in line))
    assert named == {
        ("accept", True),
        ("reject", True),
        ("trap", True),
        ("stuck", False),
        ("loop", False),
    }


def test_a_step_back_forgets_the_line_of_the_end() -> None:
    history = History(parse_machine(Source("m.tm", f'{HEADER}go:\n  in=^ -> in>\n  else -> trap "no"\n')), "1")
    while history.forward():
        pass
    assert (history.now.ended, history.now.line) == ("trap", 8)
    assert history.back()
    assert history.back()
    assert (history.now.ended, history.now.line) == (None, 7)


def test_a_file_with_an_odd_name_is_named_so_that_a_terminal_can_show_it() -> None:
    machine = parse_machine(Source("a\udcff\x1b.tm", f"{HEADER}go:\n  in=1 -> accept\n"))
    assert str(run(machine, "1")).startswith("stuck: state `go` has no rule for in=^ (a\\udcff\\x1b.tm:6)\n")
