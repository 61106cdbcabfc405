"""The Python interface: what may be given, what comes back, and what is said of wrong types."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import uniform as u
from tests.cases import program

PROGRAM = program("parity_tree").file


def build(n: int) -> u.Circuit:
    b = u.CircuitBuilder("parity_tree", n)
    return b.build([b.xor("y", b.inputs("x", range(1, n + 1)))])


@pytest.mark.parametrize("n", [np.int64(5), np.uint8(5), 5])
def test_any_integer_is_an_n(n: int) -> None:
    family = u.load("parity_tree")
    assert repr(family.circuit(n)) == "Circuit('parity_tree', n=5, inputs=5, gates=10, outputs=1)"
    assert b"".join(family.stream(n)).startswith(b"circuit parity_tree 5\n")
    assert type(family.circuit(n).n) is int


@pytest.mark.parametrize("ns", [3, [1, 3], (3,), range(1, 4), np.arange(1, 4), iter([2, 3])])
def test_several_n(ns: Any) -> None:
    assert u.check("parity_tree", ns).lines[-1].n == 3


@pytest.mark.parametrize("program", ["parity_tree", PROGRAM, str(PROGRAM), u.load("parity_tree")])
def test_a_shipped_program_is_known_however_it_is_given(program: Any) -> None:
    report = u.check(program, 3)
    assert report.other == "parity_tree (built directly)"
    assert report.specified
    assert report


def test_circuits_and_builders_are_families_too() -> None:
    assert u.compare(build(4), "parity_tree").lines[0].n == 4
    assert u.check("parity_tree", 4, against=build).proved
    assert u.measure(build, [2, 8]).rows[1][1].fan_in == 8


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        (lambda: u.load(3), "U704", "not 3"),  # type: ignore[arg-type]
        (lambda: u.load("a\0b.gen"), "U705", r"cannot read `a\x00b.gen`: no file can have this name"),
        (lambda: u.load("a\ud800.gen"), "U705", "cannot read"),
        (lambda: u.load("threshold_k", k="3"), "U217", "constants are whole numbers"),  # type: ignore[arg-type]
        (lambda: u.load("threshold_k", k=-1), "U217", "numbers start at 0"),
        (lambda: u.load("parity_tree").circuit("8"), "U703", "n is a whole number, not '8'"),  # type: ignore[arg-type]
        (lambda: u.load("parity_tree").circuit(8.0), "U703", "not 8.0"),  # type: ignore[arg-type]
        (lambda: u.load("parity_tree").circuit(0), "U703", "n = 0 is out of range"),
        (lambda: u.load("parity_tree").circuit(2**70), "U411", "steps"),
        (lambda: u.load("parity_tree").circuit(3, via="quick"), "U701", "fast, machine, reference"),  # type: ignore[call-arg]
        (lambda: u.check("parity_tree", []), "U703", "no n to try"),
        (lambda: u.check("parity_tree", "1..3"), "U703", "not '1..3'"),  # type: ignore[arg-type]
        (lambda: u.check("parity_tree", 3, samples=-1), "U702", "samples: -1 is below 0"),
        (lambda: u.check("parity_tree", 3, specification=3), "U511", "not 3"),  # type: ignore[arg-type]
        (lambda: u.check("parity_tree", 3, against=lambda n: n), "U712", "returns int"),
        (lambda: u.evaluate(build(3), ["10"]), "U709", "`10` has 2 bits; the circuit has 3 inputs"),
        (lambda: u.evaluate(build(3), [[1, 0, 1]]), "U709", "list is not a word"),  # type: ignore[list-item]
        (lambda: u.evaluate(u.load("parity_tree"), "101"), "U709", "family.circuit(n)"),  # type: ignore[arg-type]
    ],
)
def test_what_is_wrong_is_said(call: Callable[[], object], code: str, words: str) -> None:
    with pytest.raises(u.UniformError) as raised:
        call()
    assert raised.value.diagnostics[0].code == code
    assert words in str(raised.value)


def test_a_builder_of_yours_that_fails_in_python_fails_as_itself() -> None:
    def stops(n: int) -> u.Circuit:
        raise KeyError(n)

    with pytest.raises(KeyError):
        u.check("parity_tree", 3, against=stops)


def test_the_repr_of_a_run_is_short() -> None:
    """Its output may be a megabyte, and each of its tapes as long as it likes."""
    run = u.load("parity_tree").run(50)  # type: ignore[union-attr]
    assert run.output is not None
    assert len(run.output) > 1000
    assert repr(run).startswith("Run(halted='accept', ")
    assert len(repr(run)) < 500


RECORDS = {
    "CheckReport('parity_tree: right for n = 1..3, on all inputs')": lambda: u.check("parity_tree", range(1, 4)),
    "CompareReport('parity_tree and majority: different for n = 2')": lambda: u.compare("parity_tree", "majority", 2),
    "MeasureTable('parity_tree: n = 2, 8')": lambda: u.measure("parity_tree", (2, 8)),
    "Certificate('parity_tree', work cells = 6*bits(n) + 16)": lambda: u.load("parity_tree").certificate(),  # type: ignore[union-attr]
}


@pytest.mark.parametrize("shown", RECORDS)
def test_records(shown: str) -> None:
    record: Any = RECORDS[shown]()
    assert repr(record) == shown
    assert json.loads(json.dumps(record.to_json()))
    assert record._repr_html_().startswith("<")
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, dataclasses.fields(record)[0].name, "other")


def test_families_and_machines_show_themselves() -> None:
    family: Any = u.load("threshold_k", k=np.int64(3))
    assert repr(family) == "GeneratedFamily('threshold_k', k=3)"
    assert "THRESHOLD" in family._repr_html_()
    assert repr(family.machine()).startswith("Machine('threshold_k', work tapes=")


def test_evaluate_takes_one_word_or_several() -> None:
    circuit = u.load("ripple_adder").circuit(2)
    assert u.evaluate(circuit, "1110") == u.evaluate(circuit, iter(["1110"])) == ["001"]
    assert u.evaluate(circuit, []) == []


def test_the_page_names_everything_public() -> None:
    page = (Path(__file__).parents[1] / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    missing = [name for name in u.__all__ if f"`{name}" not in page]
    assert missing == []


def test_a_number_is_not_a_list_of_words() -> None:
    with pytest.raises(u.UniformError, match="int is not a list of words of 0s and 1s"):
        u.evaluate(u.load("ripple_adder").circuit(2), 3)  # type: ignore[arg-type]


def test_a_certificate_is_a_table_in_notebooks(tmp_path: Path) -> None:
    shown = u.load("parity_tree").certificate()._repr_html_()  # type: ignore[union-attr]
    assert shown.startswith("<table><tr><th>parity_tree</th><th>what holds</th><th>how it is known</th></tr>")
    assert "<tr><td>depth</td><td>depth &lt;= bits(n) + 3 (proved), 8 at n = 64</td><td>proved</td></tr>" in shown
    assert "<pre>" not in shown
    program = tmp_path / "p.gen"
    program.write_text("family p(n)\n  input x[1..n]\n  output y\n  y := AND(x[j] for j in 1..n if j <= 3)\n")
    noted = u.load(program).certificate()._repr_html_()  # type: ignore[union-attr]
    assert noted.index("</table>") < noted.index("<pre>note[U826]")
    assert "j &lt;= 3" in noted
