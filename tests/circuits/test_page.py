"""The page of the circuit format is true: its circuits are read, its refusals refused, its programs agree with ours."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.circuits.random_circuits import circuits
from uniform.circuits.circuit import Circuit, to_text
from uniform.circuits.formats.ckt import read_ckt
from uniform.circuits.gates import GATES
from uniform.circuits.values.reference import outputs_on
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.messages.stories import titles

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "circuits.md").read_text(encoding="utf-8")
BLOCKS = [(match[1].strip(), match[2]) for match in re.finditer(r"^```(.*)\n((?:.*\n)*?)```$", PAGE, re.MULTILINE)]
RIGHT = [text for info, text in BLOCKS if re.fullmatch(r"ckt( file=\w+\.ckt)?", info)]
REFUSED = [(info.partition("=")[2], text) for info, text in BLOCKS if info.startswith("ckt refused")]


def programs() -> dict[str, Any]:
    """What the Python blocks of the page define."""
    names: dict[str, Any] = {}
    for info, text in BLOCKS:
        if info.startswith("python"):
            exec(text, names)
    return names


def test_every_block_of_the_page_is_tested() -> None:
    infos = {info.split("=")[0] for info, _ in BLOCKS}
    assert infos == {"ckt", "ckt file", "ckt refused", "console", "python reader", "python writer", "python evaluator"}


def test_reader_and_writer_have_at_most_a_dozen_lines() -> None:
    assert all(text.count("\n") <= 12 for info, text in BLOCKS if info in ("python reader", "python writer"))


@pytest.mark.parametrize("text", RIGHT)
def test_circuits_are_read_and_written(text: str) -> None:
    names = programs()
    assert to_text(read_ckt(Source("page.ckt", text))) == text
    assert names["write"](names["read"](text)) == text


@pytest.mark.parametrize(("code", "text"), REFUSED)
def test_refusals_have_the_code(code: str, text: str) -> None:
    with pytest.raises(UniformError) as caught:
        read_ckt(Source("page.ckt", text))
    assert {found.code for found in caught.value.diagnostics} == {code}


@settings(derandomize=True, max_examples=60, deadline=None)
@given(circuits(most_inputs=4))
def test_the_programs_of_the_page_agree_with_ours(circuit: Circuit) -> None:
    names, text = programs(), to_text(circuit)
    read = names["read"](text)
    assert names["write"](read) == text
    for bits in product([False, True], repeat=circuit.inputs):
        assert names["evaluate"](read, bits) == list(outputs_on(circuit, bits))


def test_the_gate_table_is_the_table_of_the_code() -> None:
    rows = re.findall(r"^\| `([A-Z]+[ a-z]*)` \| (\w+) \| (.*) \|$", PAGE, re.MULTILINE)
    assert rows == [(" ".join([row.kind.name, *row.parameters]), row.wires, row.value) for row in GATES.values()]


def test_the_table_of_codes_is_the_table_of_the_code() -> None:
    rows = re.findall(r"^\| (U\d+) \| (.*) \|$", PAGE, re.MULTILINE)
    assert rows == [(code, title) for code, title in titles().items() if "U502" <= code <= "U509"]
