"""Bounds on size, depth, fan-in and inputs hold for the circuits of a family, and its class is not too good.

Circuits are measured; what is claimed must be true of each. An adversary tells in its first line which class it
deserves: it may be given that class or one that contains it, no other.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from tests.cases import NAMES, PROGRAMS, certificate, subject
from tests.certify.proofs.claims import ADVERSARIES
from tests.certify.proofs.measured import circuits_at, false_claims
from tests.certify.proofs.random_chains import random_chain
from tests.certify.proofs.random_wires import random_wires
from tests.quick import one_in
from uniform.arguments.limits import Limits, Spent
from uniform.certify.proofs.classes import from_name
from uniform.certify.proofs.whole import Proofs
from uniform.language.meaning import interpret
from uniform.language.pipeline import load
from uniform.library.entry import ShippedProgram
from uniform.messages.errors import Trap
from uniform.messages.spans import Source


@pytest.mark.proofs
@pytest.mark.parametrize("file", one_in(20, ADVERSARIES), ids=lambda file: file.stem)
def test_no_circuit_of_an_adversary_refutes_a_claim_and_its_class_is_deserved(file: Path) -> None:
    family, proofs = subject(str(file)).generator, subject(str(file)).proofs
    circuits = list(circuits_at(family, range(1, 33)))
    assert [each for circuit in circuits for each in false_claims(proofs, circuit)] == []
    require_deserved(file, proofs)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.proofs
@pytest.mark.parametrize("file", one_in(20, ADVERSARIES), ids=lambda file: file.stem)
def test_the_steps_grow_no_faster_than_stated(file: Path) -> None:
    family, steps = subject(str(file)).generator, subject(str(file)).proofs.steps
    assert steps is not None
    per_step = []
    for n in (8, 32):
        limits = Limits(max_steps=200_000, spent=(spent := Spent()))
        with contextlib.suppress(Trap):
            for _ in interpret.gates(family.program, n, limits):
                pass
            power, power_of_bits = steps.degree
            per_step.append(spent.steps["reference"] / (n**power * n.bit_length() ** power_of_bits))
    assert len(per_step) < 2 or per_step[1] < 2 * per_step[0]


@pytest.mark.proofs
@pytest.mark.parametrize("file", one_in(20, ADVERSARIES), ids=lambda file: file.stem)
def test_the_number_of_inputs_grows_where_that_is_shown(file: Path) -> None:
    if subject(str(file)).proofs.input_length.why:
        return
    family = subject(str(file)).generator
    counts = []
    for n in range(1, 20):
        with contextlib.suppress(Trap):
            counts.append(family.layout(n).count_of("input"))
    assert counts == sorted(set(counts))


def require_deserved(file: Path, proofs: Proofs) -> None:
    """An adversary gets no better class than its first line says."""
    deserved = file.read_text().removeprefix("# deserves ").partition(":")[0]
    if deserved == "none":
        shown = all(claim.is_shown for claim in (*proofs.checks, *proofs.printed_once, *proofs.printed_before))
        assert proofs.input_length.why or not (shown and all(end.rule for end in proofs.ends))
        return
    assert from_name(deserved).is_in(proofs.printed.found)
    if proofs.pruned.arrays == proofs.graph.arrays:  # what no output needs counts as printed only
        assert from_name(deserved).is_in(proofs.derived.found)
    assert proofs.derived.found.is_in(proofs.printed.found)


@pytest.mark.parametrize("name", ["good_pairs", "good_triples", "good_doubling", "good_dead", "threshold_min"])
def test_what_can_be_shown_of_an_adversary_is_shown(name: str) -> None:
    (file,) = [file for file in ADVERSARIES if file.stem == name]
    deserved = file.read_text().removeprefix("# deserves ").partition(":")[0]
    assert subject(str(file)).proofs.derived.found == from_name(deserved)


def test_the_fan_in_of_a_certificate_counts_not_gates() -> None:
    (file,) = [file for file in ADVERSARIES if file.stem == "no_wire"]
    assert certificate(str(file)).to_json()["fan_in"]["bound"] == 1


@pytest.mark.proofs
@pytest.mark.parametrize("entry", one_in(12, PROGRAMS), ids=NAMES)
def test_no_circuit_of_a_shipped_program_refutes_a_claim(entry: ShippedProgram) -> None:
    proofs = subject(entry.name).proofs
    circuits = list(circuits_at(subject(entry.name).generator, (1, 2, 3, 4, 5, 8, 13, 21)))
    assert len(circuits) > 3
    assert [each for circuit in circuits for each in false_claims(proofs, circuit)] == []


@pytest.mark.parametrize("seed", one_in(12, range(2000, 2036)))
def test_no_circuit_of_a_random_chain_refutes_a_claim(seed: int) -> None:
    family = load(Source("chain.gen", random_chain(seed)))
    proofs = Proofs(family.program)
    circuits = circuits_at(family, (*range(1, 10), 16, 17, 33, 40))
    assert [each for circuit in circuits for each in false_claims(proofs, circuit)] == []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", one_in(20, range(20)))
def test_no_circuit_with_random_wires_refutes_a_claim(seed: int) -> None:
    family = load(Source("wires.gen", random_wires(seed)))
    proofs = Proofs(family.program)
    circuits = circuits_at(family, range(1, 13))
    assert [each for circuit in circuits for each in false_claims(proofs, circuit)] == []
