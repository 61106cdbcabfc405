"""Families that a machine prints or a function builds: each n has its own circuit, or there is a clear error."""

from __future__ import annotations

from pathlib import Path

import pytest

import uniform as u
from uniform.cli import main

COMMANDS = (
    ("generate", "M", "-n", "3"),
    ("generate", "M", "-n", "3", "--to", "dot"),
    ("measure", "M", "-n", "3"),
    ("measure", "M", "-n", "3", "--json"),
    ("eval", "M", "-n", "3", "101"),
    ("eval", "M", "101"),
    ("check", "M", "-n", "3", "--against", "parity_tree"),
    ("check", "parity_tree", "-n", "3", "--against", "M"),
    ("compare", "M", "parity_tree", "-n", "3"),
    ("convert", "M", "-n", "3", "--to", "ckt"),
)


def _printing(tmp_path: Path, output: str) -> str:
    """A machine that prints this whatever its input is."""
    path = tmp_path / "printing.tm"
    rule = f'  in=^ -> print "{output}" ; accept' if output else "  in=^ -> accept"
    path.write_text(f"machine printing\ninput in: 1\nstart one\none:\n{rule}\n")
    return str(path)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_machine_that_prints_nothing_has_no_circuit(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["count_ones" if word == "M" else word for word in arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "U708" in said.err
    assert "the machine `count_ones` does not print a circuit: none of its rules prints anything" in said.err


@pytest.mark.parametrize(
    ("output", "code", "words"),
    [
        ("0110", "U708", "its output on 1^3 begins with `0110`"),
        ("circuit c 4\\ninput\\ny = TRUE\\noutput y\\n", "U708", "for n = 3: on 1^3 it prints the circuit for n = 4"),
        ("circuit c 3\\ninput\\ny = TRUE\\n", "U503", "<printing at n = 3>"),
    ],
)
@pytest.mark.parametrize("arguments", [each for each in COMMANDS if "-n" in each], ids=" ".join)
def test_an_output_that_is_not_the_circuit_is_refused_whole(
    arguments: tuple[str, ...], output: str, code: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = _printing(tmp_path, output)
    assert main([name if word == "M" else word for word in arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert code in said.err
    assert words in said.err


def test_an_empty_output_is_told_from_a_machine_that_never_prints(tmp_path: Path) -> None:
    path = tmp_path / "late.tm"
    rules = '  in=^ -> in>\n  in=1 -> accept\n  in=$ -> print "1" ; accept\n'
    path.write_text(f"machine late\ninput in: 1\nstart one\none:\n{rules}")
    with pytest.raises(u.UniformError, match=r"its output on 1\^2 is empty"):
        u.load(path).circuit(2)


def test_a_stream_is_what_the_machine_prints() -> None:
    family = u.load("parity_chain.tm")
    assert b"".join(family.stream(5)) == b"".join(u.load("parity_chain").stream(5))


def test_a_builder_returns_the_circuit_of_its_n() -> None:
    def build(n: int) -> u.Circuit:
        b = u.CircuitBuilder("seven", 7)
        return b.build([b.and_("y", b.inputs("x", range(1, n + 1)))])

    with pytest.raises(u.UniformError, match=r"at n = 3 the builder `.*` returns the circuit for n = 7"):
        u.DirectFamily("seven", build).circuit(3)
    assert u.DirectFamily("seven", build).circuit(7).n == 7
