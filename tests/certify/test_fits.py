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
    assert depth is not None
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


def test_a_program_that_traps_has_no_fit() -> None:
    trap = Path(__file__).parent / "adversaries" / "trap_two_counters.gen"
    assert fits(Subject(open_generator(str(trap)))) == {"depth": None}


def test_what_was_tried_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    trap = Path(__file__).parent / "adversaries" / "trap_two_counters.gen"
    assert main(["certify", str(trap), "--fit"]) == 1
    *_, last = capfd.readouterr().out.splitlines()
    assert last == f"depth: no formula fits ({TRIED})"
    assert all(form in TRIED for form in ("bits(n-1)", "2^bits(n)", "ones(n)", "odd"))
