"""Formulas that are measured: found where there is one, never where there is none, and no class rests on them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from uniform.certify.subject import Subject
from uniform.cli import main
from uniform.counters.widths import bits
from uniform.family.opening import open_generator
from uniform.library.table import find
from uniform.research.fits import TRIED, fit, fits

pytestmark = pytest.mark.slow

FORMULAS: dict[str, tuple[Callable[[int], int], tuple[str, ...]]] = {
    "constant": (lambda n: 7, ("7",)),
    "linear": (lambda n: 5 * n + 2, ("5*n + 2",)),
    "digits": (lambda n: bits(n) + 3, ("bits(n) + 3",)),
    "digits of n - 1": (lambda n: bits(n - 1) + 2, ("bits(n-1) + 2",)),
    "product": (lambda n: n * bits(n) - bits(n), ("n*bits(n) - bits(n)",)),
    "fractions": (lambda n: n * (n - 1) // 2, ("(n^2 - n)/2",)),
    "one fraction": (lambda n: n * (n + 1) * 3, ("3*n^2 + 3*n",)),
    "residues": (lambda n: n // 2, ("n/2", "(n - 1)/2")),
    "negative": (lambda n: 3 - n, ("-n + 3",)),
    "cubes": (lambda n: n**3 - 1, ("n^3 - 1",)),
    "zero": (lambda n: 0, ("0",)),
    "wallace": (lambda n: n * bits(n - 1) - 6 * 2 ** bits(n - 1), ("n*bits(n-1) - 6*2^bits(n-1)",)),
    "popcount": (lambda n: 2 * (n - n.bit_count()) + 2 * bits(n) + 1, ("2*n + 2*bits(n) - 2*ones(n) + 1",)),
    "power": (lambda n: 2 ** bits(n), ("2^bits(n)",)),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_is_found(name: str) -> None:
    value, texts = FORMULAS[name]
    found = fit("size", {n: value(n) for n in (*range(1, 49), 64, 96)})
    assert found is not None
    assert found.formulas == texts
    assert found.fitted[1] < found.verified[0]
    assert found.verified[-1] == 96


def test_a_formula_from_some_n_on() -> None:
    found = fit("depth", {n: 2 * n if n >= 3 else 0 for n in range(1, 49)})
    assert found is not None
    assert (found.formulas, found.fitted[0]) == (("2*n",), 3)


@pytest.mark.parametrize(
    "value",
    [
        lambda n: 2 * n + (n > 40),
        lambda n: n % 3,
        lambda n: 2 ** min(n, 40),
        lambda n: n**4,
        lambda n: (n * n) % 7,
        lambda n: 2 ** bits(n) * (n < 32),
        lambda n: n.bit_count() ** 2,
    ],
    ids=["later", "mod 3", "power", "fourth", "mod 7", "powers of two up to 32", "ones squared"],
)
def test_no_formula(value: Callable[[int], int]) -> None:
    assert fit("size", {n: value(n) for n in range(1, 49)}) is None


def test_too_few_circuits() -> None:
    assert fit("size", {}) is None
    assert fit("size", {1: 1, 2: 2, 3: 3}) is None


@pytest.mark.parametrize("name", ["parity_tree", "majority", "equality"])
def test_shipped_families(name: str) -> None:
    entry = find(name)
    assert entry is not None
    found = fits(Subject(open_generator(name)))
    assert [*found] == ["depth"], "the exact size is proved"
    depth = found["depth"]
    assert not isinstance(depth, str)
    assert depth.to_json()["status"] == "measured"
    shown = {
        name: eval(formula, {"bits": bits}, {"n": 1000}) for name, formula in zip("f", depth.formulas, strict=True)
    }
    assert shown["f"] == entry.depth(1000)


def test_no_class_rests_on_a_fit(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["certify", "parity_tc0", "--fit", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert found["fits"]["size"]["status"] == "measured"
    assert "exact" not in found["size"]
    assert main(["certify", "parity_tc0", "--json"]) == 0
    plain = json.loads(capfd.readouterr().out)
    assert {**plain, "fits": found["fits"]} == found


def test_the_lines(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["certify", "parity_tree", "--fit"]) == 0
    *_, last = capfd.readouterr().out.splitlines()
    assert last == "depth = bits(n-1) + 2 (measured: fitted to n = 2..33, right also at n = 34..96, 17 of them)"


def last_line(text: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> str:
    (tmp_path / "mine.gen").write_text(text)
    main(["certify", str(tmp_path / "mine.gen"), "--fit"])
    *_, last = capfd.readouterr().out.splitlines()
    return last


def test_without_circuits_nothing_is_measured(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    trap = "family trap(n)\n  input x[1..n]\n  output y\n  y := x[{}]\n"
    assert last_line(trap.format("n+1"), tmp_path, capfd) == "depth: not measured: there is no circuit at n = 1"
    six, seven = (last_line(trap.format(f"n + n div {first}"), tmp_path, capfd) for first in (7, 8))
    assert six == "depth: not measured: there is no circuit at n = 7"
    assert seven == "depth = 1 (measured: fitted to n = 1..4, right also at n = 5..7, 3 of them)"


def test_a_program_that_never_ends(capfd: pytest.CaptureFixture[str]) -> None:
    trap = Path(__file__).parent / "adversaries" / "trap_two_counters.gen"
    assert main(["certify", str(trap), "--fit", "--json"]) == 1
    why = "not measured: there is no circuit at n = 1"
    assert json.loads(capfd.readouterr().out)["fits"] == {"depth": {"status": "unknown", "why": why}}


def test_what_was_tried_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The depth is n mod 5 + 1."""
    text = """family five(n)
  input  x[1..n]
  output y
  gate   c[0..n mod 5]

  c[0] := x[1]
  for i in 1..n mod 5
    c[i] := c[i-1]
  y := x[1]
"""
    assert last_line(text, tmp_path, capfd) == f"depth: no formula fits ({TRIED})"
    assert all(form in TRIED for form in ("bits(n-1)", "2^bits(n)", "ones(n)", "odd"))
