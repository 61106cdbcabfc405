"""What is proved about sizes, depths, fan-ins and numbers of inputs, against circuits; and classes, against what a
program deserves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import NAMES, PROGRAMS, generator
from tests.certify.proofs.measured import Proofs, contradicted, is_better_than
from tests.certify.proofs.random_chains import random_chain
from tests.quick import one_in
from uniform.arguments.limits import Limits
from uniform.certify.proofs.input_length import InputLength
from uniform.family.opening import open_generator
from uniform.language.pipeline import load
from uniform.library.entry import ShippedProgram
from uniform.messages.spans import Source

ADVERSARIES = sorted((Path(__file__).parents[1] / "adversaries").glob("*.gen"))
PRUNED = ("diff_walk", "later_chain")
"""Their outputs depend on no long path, so an equivalent family is in a smaller class."""
ONE = "family one(n)\n  input x[1..n]\n  output y\n  y := x[1]\n"
SMALL = Limits(max_gates=3000, max_wires=30_000, max_steps=60_000)


def deserved(file: Path) -> str:
    """The class in the first line of an adversary."""
    return file.read_text().removeprefix("# deserves ").partition(":")[0]


@pytest.mark.parametrize("file", ADVERSARIES, ids=lambda file: file.stem)
def test_an_adversary_gets_no_more_than_it_deserves(file: Path) -> None:
    family = open_generator(str(file))
    proofs = Proofs(family.program)
    assert contradicted(proofs, family, (*range(1, 10), 16, 17, 33, 65)) == []
    if deserved(file) == "none":
        claims = (*proofs.checks, *proofs.printed_once, *proofs.printed_before)
        is_total = all(claim.is_shown for claim in claims) and all(end.rule for end in proofs.ends)
        assert not is_total or proofs.input_length.why
    else:
        assert is_better_than(proofs, deserved(file)) is (file.stem in PRUNED)
        assert file.stem not in PRUNED or str(proofs.printed.found) == deserved(file)


@pytest.mark.parametrize("entry", one_in(4, PROGRAMS), ids=NAMES)
def test_shipped_programs_are_as_small_as_is_proved(entry: ShippedProgram) -> None:
    family = generator(entry)
    assert contradicted(Proofs(family.program), family, (*range(1, 9), 12), SMALL) == []


@pytest.mark.parametrize("seed", one_in(12, range(2000, 2120)))
def test_random_chains_are_as_small_as_is_proved(seed: int) -> None:
    family = load(Source("chain.gen", random_chain(seed)))
    assert contradicted(Proofs(family.program), family, (*range(1, 10), 16, 17, 40), SMALL) == []


@pytest.mark.parametrize("name", ["size", "size_bound", "depth", "fan_ins", "input_length"])
def test_what_is_false_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    family = open_generator("ripple_adder")
    proofs, other = Proofs(family.program), Proofs(load(Source("one.gen", ONE)).program)
    assert contradicted(proofs, family, (3, 4)) == []
    if name == "input_length":
        formula = proofs.input_length.formula
        assert formula is not None
        monkeypatch.setattr(proofs, name, InputLength(formula + 1, ""))
    else:
        monkeypatch.setattr(proofs, name, getattr(other, name))
    assert len(contradicted(proofs, family, (3, 4))) == 2
