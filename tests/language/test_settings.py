"""Values of constants are checked where they enter, whichever way they are given; so is n."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import uniform as u
from tests.quick import one_in
from uniform.cli import main
from uniform.family.opening import open_family
from uniform.language.pipeline import load as load_source
from uniform.language.tiers import TIERS
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source

TEXT = """family f(n)
  const k = 6
  const j = 2
  output y

  y := THRESHOLD(bit(k, j); y for i in 1..0)
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "f.gen"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def ways(file: str) -> list[Callable[[dict[str, Any]], Any]]:
    return [
        lambda settings: u.load(file, **settings),
        lambda settings: open_family(file, settings),
        lambda settings: load_source(Source("f.gen", TEXT), settings),
        lambda settings: u.check(file, 1, against=file, settings=settings),
        lambda settings: u.measure(file, 1, settings=settings),
    ]


REFUSED: list[tuple[Any, str]] = [
    (2**4096, "a number of 4097 binary digits: the limit is 4096"),
    (2**5000, "a number of 5001 binary digits: the limit is 4096"),
    (10**5000, "a number of 16610 binary digits: the limit is 4096"),
    (-1, "-1: numbers start at 0"),
    (-(10**5000), "a number of 16610 binary digits: numbers start at 0"),
    (np.int64(-3), "-3: numbers start at 0"),
    (2.0, "2.0: constants are whole numbers"),
    (float("inf"), "inf: constants are whole numbers"),
    (np.float64(2), "constants are whole numbers"),
    ("2", "'2': constants are whole numbers"),
    (None, "None: constants are whole numbers"),
]


@pytest.mark.parametrize(("value", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_no_constant_can_be(file: str, value: Any, message: str) -> None:
    for way in ways(file):
        with pytest.raises(UniformError) as caught:
            way({"k": value})
        (only,) = caught.value.diagnostics
        assert only.code == "U217"
        assert only.message.startswith("the constant `k` cannot be ")
        assert message in only.message


@pytest.mark.parametrize("value", one_in(3, [0, 5, True, np.int64(7), np.uint8(4), 2**64, 2**4096 - 1]))
@pytest.mark.parametrize("place", one_in(3, [0, 1, 2, 63, 64, 4095, 4096, 5000]))
def test_a_digit_of_a_constant(file: str, value: Any, place: int) -> None:
    digit = int(value) >> place & 1
    family = u.load(file, k=value, j=place)
    for via in TIERS:
        circuit = family.circuit(1, via=via)
        assert circuit.parameters(0) == (digit,)
        assert circuit.constants == (("k", int(value)), ("j", place))
    for way in ways(file):
        way({"k": value, "j": place})


def test_numbers_of_the_command_line(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    for value in ("-1", "2^5000", "9" * 5000, "2.0", "1e3", "", "True"):
        assert main(["generate", file, "-n", "1", "--set", f"k={value}"]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("error[U702]: --set k: ")


@pytest.mark.parametrize("value", [
    "2^4095", str(2**4096 - 1), "0" * 100 + "7", "2^0", "0^0", "1^999999999", "0^999999999",
])  # fmt: skip
def test_the_command_line_takes_the_constants_that_python_takes(
    file: str, capsys: pytest.CaptureFixture[str], value: str
) -> None:
    base, _, exponent = value.partition("^")
    number = int(base) if int(base) < 2 and exponent not in ("", "0") else int(base) ** int(exponent or 1)
    assert main(["generate", file, "-n", "1", "--set", f"k={value}"]) == 0
    text = "".join(part.decode() for part in u.load(file, k=number).stream(1))
    assert capsys.readouterr().out == text


@pytest.mark.parametrize("value", ["2^4096", str(2**4096), "3^999999999", "2^" + "9" * 5000, "9" * 5000])
def test_and_no_larger_ones(file: str, capsys: pytest.CaptureFixture[str], value: str) -> None:
    assert main(["generate", file, "-n", "1", "--set", f"k={value}"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error[U702]: --set k: ")
    assert "is too large\n  = help: at most 4096 binary digits" in said
    with pytest.raises(UniformError, match="the limit is 4096"):
        u.load(file, k=2**4096)


def test_a_large_constant_is_certified_and_audited(
    tmp_path: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate = str(tmp_path / "f.json")
    assert main(["certify", file, "--set", f"k={2**4096 - 1}", "-o", certificate]) == 0
    assert main(["audit", certificate]) == 0
    capsys.readouterr()


def test_settings_of_what_is_loaded_already(file: str) -> None:
    family = u.load(file)
    for made in (family, family.circuit(1), family.circuit):
        with pytest.raises(UniformError, match="settings only apply to a program given by name or path"):
            u.measure(made, 1, settings={"k": 1})


OUT_OF_RANGE = (0, -1, -(10**5000), 10**4000, 10**5000)


@pytest.mark.parametrize("n", OUT_OF_RANGE, ids=range(len(OUT_OF_RANGE)))
def test_n_out_of_range(file: str, n: int) -> None:
    family = u.load(file)
    for ask in (
        family.circuit,
        family.layout,
        family.stream,
        lambda n: u.measure(file, n),
        lambda n: u.check(file, n, against=file),
    ):
        with pytest.raises(UniformError) as caught:
            ask(n)
        assert caught.value.diagnostics[0].code == "U703"
