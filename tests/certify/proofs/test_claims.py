"""No claim that a run refutes: adversaries, shipped programs and random programs, proved for all n and then run.

The programs in ``adversaries`` were written against the proofs. Each begins with ``# deserves CLASS: why``; ``none``
where no class may be given, often since a run traps at some n.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import NAMES, PROGRAMS, subject
from tests.certify.proofs.claims import ADVERSARIES, claims_of, refuted, run
from tests.certify.proofs.random_chains import random_chain
from tests.fuzz.proofs import fault, make
from tests.fuzz.subject import Case
from tests.quick import one_in
from uniform.certify.proofs.whole import Proofs
from uniform.language.pipeline import load
from uniform.library.entry import ShippedProgram
from uniform.messages.errors import Trap
from uniform.messages.spans import Source

TRAPS = ("output_missing", "merge_print", "twice", "while_first", "while_beyond")
"""Adversaries that trap at some n up to 32, besides those whose names begin with ``trap``."""

LATE = {"late_below_power": 127, "late_digit": 512, "late_tower": 65536}
"""Adversaries that trap first at this n."""


@pytest.mark.proofs
@pytest.mark.parametrize("file", one_in(20, ADVERSARIES), ids=lambda file: file.stem)
def test_no_run_of_an_adversary_refutes_a_claim(file: Path) -> None:
    claims = claims_of(subject(str(file)).proofs)
    ns = range(1, 33 if claims.total < 60 else 9)
    assert [each for n in ns for each in refuted(claims, n)] == []


@pytest.mark.proofs
@pytest.mark.parametrize("file", one_in(20, ADVERSARIES), ids=lambda file: file.stem)
def test_adversaries_trap_where_their_names_say_so(file: Path) -> None:
    program = subject(str(file)).generator.program
    assert file.read_text().startswith("# deserves ")
    expected = file.stem in TRAPS or (file.stem.startswith("trap_"))
    ns = range(1, 36 if expected else 9)
    assert any(not run(program, n).is_good for n in ns) is expected
    if expected:
        claims = claims_of(subject(str(file)).proofs)
        assert claims.shown < claims.total


@pytest.mark.parametrize(("name", "n"), LATE.items(), ids=LATE)
def test_what_traps_at_a_large_n_is_not_shown(name: str, n: int) -> None:
    (file,) = (each for each in ADVERSARIES if each.stem == name)
    generator = subject(str(file)).generator
    assert generator.circuit(n - 1).n == n - 1
    with pytest.raises(Trap):
        generator.circuit(n)
    claims = claims_of(subject(str(file)).proofs)
    assert claims.shown < claims.total


@pytest.mark.proofs
@pytest.mark.parametrize("entry", one_in(12, PROGRAMS), ids=NAMES)
def test_no_run_of_a_shipped_program_refutes_a_claim(entry: ShippedProgram) -> None:
    claims = claims_of(subject(entry.name).proofs)
    assert claims.shown > 0
    assert [each for n in (1, 2, 3, 4, 5, 8) for each in refuted(claims, n)] == []


@pytest.mark.parametrize("seed", one_in(30, range(30), 4))
def test_no_run_of_a_random_program_refutes_a_claim(seed: int) -> None:
    assert fault(make(seed)) is None


@pytest.mark.parametrize("seed", one_in(20, range(1001, 1021)))
def test_no_run_of_a_chain_refutes_a_claim(seed: int) -> None:
    assert fault(Case(random_chain(seed), ".gen", ("1", "2", "3", "4", "5", "6", "7", "8", "21"))) is None


@pytest.mark.slow
def test_random_chains_are_near_the_border() -> None:
    """Some are shown in full, some trap, and most of what cannot be shown is not true."""
    families = [load(Source("chain.gen", random_chain(seed))) for seed in range(1000, 1024)]
    in_full = [claims.shown == claims.total for claims in (claims_of(Proofs(family.program)) for family in families)]
    good = [all(run(family.program, n).is_good for n in range(1, 9)) for family in families]
    assert 4 <= sum(in_full) <= sum(good) <= 20
