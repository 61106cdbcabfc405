"""Reversed ranges: a warning with the way out, in every verb, and no warning for others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from uniform.arguments.texts import read_source
from uniform.cli import main
from uniform.language.imports import read_imports
from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import parse
from uniform.language.reversed_ranges import find_reversed_ranges
from uniform.language.syntax.program import Program
from uniform.library.entry import ShippedProgram
from uniform.library.table import programs
from uniform.messages.spans import Source


def helps(line: str) -> list[str | None]:
    text = (
        "family f(n)\n  const k = 9\n  let small = 1\n  let half = n div 2\n  input x[1..n]\n  output y\n"
        "  counter v <= n, few <= 1\n\n  for b in 0..1\n    let two = 2*b\n    for j in 1..n\n      for h in 1..half\n"
        f"        {line}\n  y := x[1]\n"
    )
    return [found.help for found in find_reversed_ranges(resolve(parse(Source("f.gen", text))))]


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("n..1", "n downto 1"),
        ("n-1..0", "n-1 downto 0"),
        ("10..1", "10 downto 1"),
        ("10..1 by 2", "10 downto 1 by 2"),
        ("2*n..n", "2*n downto n"),
        ("n..n div 2", "n downto n div 2"),
        ("j..1", "j downto 1"),
        ("v-1..0", "v-1 downto 0"),
        ("n..2", "n downto 2"),
        ("n-1..2", "n-1 downto 2"),
        ("half..1", "half downto 1"),
        ("h..1", "h downto 1"),
        ("2*h+1..0", "2*h+1 downto 0"),
        ("1 downto n", "1..n"),
    ],
)
def test_a_reversed_loop(written: str, remedy: str) -> None:
    way = "up" if "downto" in written else "down"
    assert helps(f"for i in {written}\n          v <- 1") == [f"to go {way}, write `{remedy}`"]


def test_each_declaration_of_a_name_is_looked_at_by_itself() -> None:
    line = "for i in 1..4\n          v <- i\n        for i in 1..n\n          for e in i..1\n            v <- e"
    assert helps(line) == ["to go down, write `i downto 1`"]
    assert helps(line.replace("i in 1..n", "i in 1..4")) == []


@pytest.mark.parametrize(
    "written",
    [
        *["1..n", "1..0", "n..n-1", "j..3", "j..n", "1..v", "n downto 1", "2..1", "v..j", "1..n-1", "j+1..n", "j+2..n"],
        *["k..n", "n..k", "k..1", "1 downto k", "small..1", "few..1", "b..1", "n+1..4", "n..3", "two..1", "10..n"],
    ],
)
def test_other_ranges_have_no_warning(written: str) -> None:
    assert helps(f"for i in {written}\n          v <- 1") == []


def _resolved(entry: ShippedProgram) -> Program:
    return resolve(read_imports(parse(read_source(entry.file))))


def test_no_shipped_program_has_a_warning() -> None:
    assert [entry.name for entry in programs() if find_reversed_ranges(_resolved(entry))] == []


@pytest.mark.parametrize("verb", ["generate", "check", "measure", "certify", "compare"])
def test_verbs_warn_beside_their_results(verb: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "none.gen"
    program.write_text("family none(n)\n  input x[1..n]\n  output y\n  y := XOR(x[i] for i in n..1)\n")
    words = {"check": ["--against", "parity_tree"], "compare": ["parity_tree"]}.get(verb, [])
    main([verb, str(program), *words, *([] if verb == "certify" else ["-n", "3"])])
    captured = capfd.readouterr()
    assert captured.err.count("warning[U109]: the range `n..1` is empty") == 1
    assert "help: to go down, write `n downto 1`" in captured.err
    assert "U109" not in captured.out


def test_a_program_that_is_read_twice_warns_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "none.gen"
    program.write_text("family none(n)\n  input x[1..n]\n  output y\n  y := XOR(x[i] for i in n..1)\n")
    assert main(["compare", str(program), str(program), "-n", "1..3", "--json"]) == 0
    captured = capfd.readouterr()
    assert captured.err.count("warning[U109]") == 1
    assert json.loads(captured.out)["ok"]


def test_format_says_nothing_of_ranges(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "none.gen"
    program.write_text("family none(n)\n  input  x[1..n]\n  output y\n\n  y := XOR(x[i] for i in n..1)\n")
    assert main(["format", str(program), "--check"]) == 0
    assert capfd.readouterr().err == ""
