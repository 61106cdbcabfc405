"""``uniform run``: what each option does, the shape of its JSON, and how each ending is told."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from uniform.arguments.limits import Limits
from uniform.cli import main
from uniform.family.opening import open_generator
from uniform.messages.errors import UniformError

Capture = pytest.CaptureFixture[str]

ENDINGS = """machine endings
input  in: a r t s l f p
work   c: 0 1
start  go

go:
  in=^ -> in>
  in=a -> accept
  in=r -> reject
  in=t -> print "so far" ; trap "no more"
  in=l -> c> ; back
  in=f -> c<
  in=p -> c>, print "ab"
  in=$ -> c:1
back:
  c=_  -> c<
  c=^  -> go
"""


@pytest.fixture
def endings(tmp_path: Path) -> str:
    file = tmp_path / "endings.tm"
    file.write_text(ENDINGS)
    return str(file)


def call(capture: Capture, *words: str) -> tuple[int, str, str]:
    capture.readouterr()
    status = main(["run", *words])
    captured = capture.readouterr()
    return status, captured.out, captured.err


def report(capture: Capture, *words: str) -> tuple[int, dict[str, Any]]:
    status, out, _ = call(capture, *words, "--json")
    found = json.loads(out)
    assert isinstance(found, dict)
    return status, found


def test_one_of_a_kind(tmp_path: Path, capfd: Capture) -> None:
    """Nothing is counted as `1 steps`: in a run, in a trace, in a loop, of a claim, of the limits."""
    file = tmp_path / "one.tm"
    file.write_text("machine one\ninput in: 1\nwork c: 0\nspace 1\nstart go\ngo:\n  in=^ -> in> ; go\n  in=$ -> go\n")
    _, out, _ = call(capfd, str(file), "-n", "0")
    assert "the configuration after 1 step comes back 1 step later" in out
    assert "\n1 work cell visited: c 1\nclaim of 1 = 1 cell: kept\n" in out
    _, out, _ = call(capfd, str(file), "-n", "1", "--steps", "1")
    assert "\n1 step\n" in out
    _, out, err = call(capfd, str(file), "-n", "0", "--trace", "--steps", "1")
    assert "stopped after 1 step\n" in err
    for what in ("gate", "wire", "step"):
        with pytest.raises(UniformError, match=f"more than 1 {what}(,|$|\n)"):
            open_generator("parity_tree").circuit(4, limits=Limits(**{f"max_{what}s": 1}))


@pytest.mark.parametrize(
    ("word", "status", "halted", "reason", "line", "steps", "output"),
    [
        ("a", 0, "accept", None, None, 2, ""),
        ("r", 1, "reject", None, None, 2, ""),
        ("t", 1, "trap", "no more", 10, 7, "so far"),
        ("s", 1, "stuck", "state `go` has no rule for in=s", 6, 1, ""),
        ("", 1, "stuck", "state `go` writes the origin of `c` for in=$", 14, 1, ""),
        ("f", 1, "stuck", "the head of `c` moves left of `^` in a step to state `go`", 12, 2, ""),
        ("l", 1, "loop", "the configuration after 4 steps comes back 3 steps later", 6, 7, ""),
    ],
)
def test_every_end(
    word: str,
    status: int,
    halted: str,
    reason: str | None,
    line: int | None,
    steps: int,
    output: str,
    endings: str,
    capfd: Capture,
) -> None:
    found, shape = report(capfd, endings, "--input", word)
    visited = 2 if word == "l" else 1
    assert found == status
    assert shape == {
        "machine": "endings",
        "halted": halted,
        **({} if reason is None else {"reason": reason, "state": "go", "line": line}),
        "steps": steps,
        "cells": {"visited": visited, "tapes": {"c": visited}},
        "output": output,
    }
    *_, last = (json.loads(line) for line in call(capfd, endings, "--input", word, "--trace", "json")[1].splitlines())
    assert (last["ended"], last["reason"], last["step"], last["output"]) == (halted, reason or "", steps, output)


@pytest.mark.parametrize(("option", "limit"), [("--steps", "steps"), ("--max-output", "output")])
def test_what_grows_for_ever_is_cut_exactly(option: str, limit: str, endings: str, capfd: Capture) -> None:
    status, shape = report(capfd, endings, "--input", "p", option, "100")
    assert status == 1
    assert (shape["halted"], shape["limit"]) == ("limit", limit)
    assert shape["steps"] == {"steps": 100, "output": 101}[limit]
    assert len(shape["output"]) == {"steps": 99, "output": 100}[limit]  # the first step moves on to the p
    assert f"`{option}` raises the limit" in call(capfd, endings, "--input", "p", option, "100")[2]


def test_a_megabyte_stands_in_the_report_and_a_character_more_does_not(endings: str, capfd: Capture) -> None:
    for length in (1_000_000, 1_000_002):
        _, shape = report(capfd, endings, "--input", "p", "--max-output", str(length))
        if length == 1_000_000:
            assert shape["output"] == "ab" * (length // 2)
            assert not {"bytes", "sha256"} & shape.keys()
        else:
            assert shape["output"] is None
            assert shape["bytes"] == length
            assert shape["sha256"] == hashlib.sha256(b"ab" * (length // 2)).hexdigest()


def test_compiled_programs_report_what_they_lay_out_and_touch(tmp_path: Path, capfd: Capture) -> None:
    text = b"".join(open_generator("parity_tree").stream(5))
    status, shape = report(capfd, "parity_tree", "-n", "5")
    assert status == 0
    assert set(shape) == {"machine", "halted", "steps", "cells", "output"}
    assert set(shape["cells"]) == {"visited", "tapes", "reserved", "touched", "claimed", "within_claim"}
    assert shape["cells"]["reserved"] == 6 * 3 + 16 == sum(shape["cells"]["tapes"].values())
    assert shape["cells"]["touched"] == 28  # v, i and r3 stay below their bounds, and so do their decimal digits
    assert shape["output"].encode() == text
    file = tmp_path / "t.ckt"
    assert report(capfd, "parity_tree", "-n", "5", "-o", str(file))[1] == shape
    assert file.read_bytes() == text
    assert call(capfd, "parity_tree", "-n", "5")[1].encode() == text


def test_output_of_any_length_is_printed(capfd: Capture) -> None:
    """More than what a report would hold inline."""
    text = b"".join(open_generator("ripple_adder").stream(10_000))
    assert len(text) > 1_000_000
    status, out, err = call(capfd, "ripple_adder", "-n", "10000")
    assert status == 0
    assert out.encode() == text
    assert err.startswith("accept\n")


def test_words_come_from_a_file_or_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    file = tmp_path / "word.txt"
    for text, accepted in (("0110", True), ("0110\n", True), ("0110\r\n", True), ("011\n", False), ("\n", True)):
        file.write_bytes(text.encode())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        for source in (str(file), "-"):
            assert call(capfd, "palindromes", "--input-file", source)[0] == (0 if accepted else 1), text
    file.write_text("0110\n\n")
    assert (
        "symbol 5 of the input, the character U+000A, is not"
        in call(capfd, "palindromes", "--input-file", str(file))[2]
    )


def steps(out: str) -> list[int]:
    return [int(line.split()[1]) for line in out.splitlines() if line.startswith("step ")]


def test_of_a_trace_some_configurations_are_shown(capfd: Capture) -> None:
    whole = ("count_ones", "--input", "11", "--trace")
    assert steps(call(capfd, *whole)[1]) == [*range(13)]
    assert steps(call(capfd, *whole, "--every", "5")[1]) == [0, 5, 10, 12]
    assert steps(call(capfd, *whole, "--every", "5", "--from", "2")[1]) == [2, 7, 12]
    assert steps(call(capfd, *whole, "--from", "99")[1]) == [12]
    status, out, err = call(capfd, *whole, "--every", "5", "--steps", "7")
    assert (status, steps(out), err) == (1, [0, 5, 7], "stopped after 7 steps\n")


def test_a_trace_until_something_is_printed(endings: str, capfd: Capture) -> None:
    until = (endings, "--input", "p", "--trace", "--until-output")
    assert steps(call(capfd, *until)[1]) == [0, 1, 2]
    assert steps(call(capfd, *until, "--from", "5", "--every", "9")[1]) == [5, 6]


def test_a_trace_shows_tapes_numbers_lines_and_the_rule(capfd: Capture) -> None:
    status, out, _ = call(capfd, "parity_tree", "-n", "3", "--trace", "--from", "400", "--steps", "400")
    assert status == 1
    assert out.splitlines() == [
        "step 400   state l9.compute12.digit0.plain   parity_tree.gen:9 | node[n-1+i] := x[i]",
        "  in        ^ 1 1 1[$]",
        "  n        [^]1 1 $   = 3",
        "  v        [^]0 0 $   = 0",
        "  i         ^ 1 1 0[$]   = 3",
        "  r3        ^ 1 0 1[$]   = 5",
        "  i.dec    [^]3 _ _ $   = 3",
        "  decimal  [^]_ _ _ $",
        r"  output ...'nput x[1] x[2] x[3]\nnode[3] = COPY x[1]\nnode[4] = COPY x[2]\n'",
        "  rule i=$ r3=$ -> l9.compute12.home",
    ]


def test_a_long_tape_is_shown_around_its_head(capfd: Capture) -> None:
    out = call(capfd, "count_ones", "--input", "0" * 200, "--trace", "--from", "100", "--steps", "100")[1]
    (line,) = (line for line in out.splitlines() if line.startswith("  in"))
    assert line.startswith("  in  ... 0 0")
    assert "[0]" in line
    assert line.endswith(" ...")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("count_ones", "--input", "1", "--every", "2"), "`--every` only applies to a trace"),
        (("count_ones", "--input", "1", "--from", "2"), "`--from` only applies to a trace"),
        (("count_ones", "--input", "1", "--until-output"), "`--until-output` only applies to a trace"),
        (("count_ones", "--input", "1", "--trace", "--json"), "`--json` cannot be used with `--trace`"),
        (("count_ones", "--input", "1", "--trace", "-o", "x"), "`-o` cannot be used with `--trace`"),
        (("parity_tree", "-n", "1", "--trace", "--layout"), "`--layout` cannot be used with `--trace`"),
        (("count_ones", "--input", "1", "--layout"), "`count_ones` marks no layout to stop at"),
        (("count_ones", "--input", "1", "--set", "k=1"), "`--set` does not apply to `count_ones`"),
    ],
)
def test_options_without_effect_are_refused(words: tuple[str, ...], said: str, capfd: Capture) -> None:
    status, out, err = call(capfd, *words)
    assert (status, out) == (2, "")
    assert said in err
