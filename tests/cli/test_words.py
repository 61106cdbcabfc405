"""Words of 0s and 1s that ``eval`` reads from standard input."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from uniform.circuits.builder import CircuitBuilder
from uniform.cli import main
from uniform.family.opening import open_family
from uniform.messages.errors import UniformError
from uniform.research.evaluation import evaluate, n_of_length

CIRCUIT = "circuit c 1\ninput a b\ny = AND a b\noutput y\n"

READ = {
    "01\n11\n": "0\n1\n",
    "01\n11": "0\n1\n",
    "01\r\n11\r\n": "0\n1\n",
    "01\r11\r": "0\n1\n",
    "01 11": "0\n1\n",
    "\n\n 01 \n\n\t11\n": "0\n1\n",
    "11\n" * 10**5: "1\n" * 10**5,
}

REFUSED = {
    "": "no bits to evaluate",
    "\n\r\n ": "no bits to evaluate",
    "011\n": "error[U709]: `011` has 3 bits; the circuit has 2 inputs",
    "01\n11\n1\n": "word 3, `1`, has 1 bit; the circuit has 2 inputs",
    "01\n" * 99_998 + "011\n01\n": "word 99999, `011`, has 3 bits",
    "01\n\n0x\n": "word 2, `0x`: character 2 is neither 0 nor 1",
    "01\n0\u0661\n": "word 2, `0\u0661`: character 2 is neither 0 nor 1",
    "01\n" + "0" * 10**6: f"word 2, `{'0' * 77}...`, has 1000000 bits",
    "01\n0\0\n": "`<stdin>`",
}


@pytest.fixture
def circuit(tmp_path: Path) -> str:
    path = tmp_path / "c.ckt"
    path.write_text(CIRCUIT, encoding="utf-8")
    return str(path)


def say(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), newline=""))


@pytest.mark.parametrize("more", [[], ["-"]])
@pytest.mark.parametrize("text", READ, ids=range(len(READ)))
def test_words_that_are_read(
    circuit: str, text: str, more: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    say(text, monkeypatch)
    assert main(["eval", circuit, *more]) == 0
    assert capsys.readouterr().out == READ[text]


@pytest.mark.parametrize("more", [[], ["-"]])
@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_words_that_are_refused(
    circuit: str, text: str, more: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    say(text, monkeypatch)
    assert main(["eval", circuit, *more]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert REFUSED[text] in said.err


def test_standard_input_is_one_thing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    say(CIRCUIT, monkeypatch)
    assert main(["eval", "-", "-"]) == 2
    assert "standard input is the program" in capsys.readouterr().err


def test_without_inputs_only_the_empty_word_fits() -> None:
    builder = CircuitBuilder("one", 1)
    circuit = builder.build([builder.true("y")])
    assert evaluate(circuit, ["", ""]) == ["1", "1"]
    with pytest.raises(UniformError, match="word 2, `0`, has 1 bit; the circuit has 0 inputs"):
        evaluate(circuit, ["", "0"])


def test_no_circuit_is_looked_for_that_no_message_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    family = open_family("ripple_adder")
    looked: list[int] = []
    layout = type(family).layout
    monkeypatch.setattr(type(family), "layout", lambda self, n: (looked.append(n), layout(self, n))[1])
    with pytest.raises(UniformError, match="it has 2 inputs at n = 1, 4 inputs at n = 2"):
        n_of_length(family, ["011"] * 10**5, None)
    assert looked == [1, 2]
