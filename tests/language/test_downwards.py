"""Ranges that are written upside down: a warning with the way out, in every verb, and no warning for the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from uniform.catalog import entries
from uniform.cli import main
from uniform.language.downwards import downwards
from uniform.language.parse import parse
from uniform.resources import machines
from uniform.sources import read_source
from uniform.spans import Source


def helps(line: str) -> list[str | None]:
    text = f"family f(n)\n  input x[1..n]\n  output y\n  counter v <= n\n\n  for j in 1..n\n    {line}\n  y := x[1]\n"
    return [found.help for found in downwards(parse(Source("f.gen", text)))]


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
        ("1 downto n", "1..n"),
    ],
)
def test_a_loop_upside_down(written: str, remedy: str) -> None:
    way = "upwards" if "downto" in written else "downwards"
    assert helps(f"for i in {written}\n      v <- 1") == [f"{way} it is written `{remedy}`"]


@pytest.mark.parametrize("written", ["1..n", "1..0", "n..n-1", "j..3", "j..n", "1..v", "n downto 1", "2..1", "v..j"])
def test_other_ranges_have_no_warning(written: str) -> None:
    assert helps(f"for i in {written}\n      v <- 1") == []


def test_no_shipped_program_has_a_warning() -> None:
    assert [entry.name for entry in entries() if downwards(parse(read_source(machines() / entry.path)))] == []


@pytest.mark.parametrize("verb", ["generate", "check", "measure", "certify", "compare"])
def test_verbs_warn_beside_their_results(verb: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "none.gen"
    program.write_text("family none(n)\n  input x[1..n]\n  output y\n  y := XOR(x[i] for i in n..1)\n")
    words = {"check": ["--against", "parity_tree"], "compare": ["parity_tree"]}.get(verb, [])
    main([verb, str(program), *words, *([] if verb == "certify" else ["-n", "3"])])
    captured = capfd.readouterr()
    assert captured.err.count("warning[U109]: the range `n..1` is empty") == 1
    assert "help: downwards it is written `n downto 1`" in captured.err
    assert "U109" not in captured.out
