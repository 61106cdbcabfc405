"""Bounds on size, depth, fan-in and inputs hold for the circuits of a family, and its class is not too good.

Circuits are measured; what is claimed must be true of each. An adversary tells in its first line which class it
deserves: it may be given that class or one that contains it, no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import prod
from pathlib import Path

import pytest

from tests.cases import NAMES, PROGRAMS, generator
from tests.certify.proofs.points import Point
from tests.certify.proofs.test_claims import ADVERSARIES
from tests.quick import one_in
from uniform.arguments.limits import Limits
from uniform.certify.proofs.classes import from_name
from uniform.certify.proofs.counting import Count
from uniform.certify.proofs.polynomials import Polynomial
from uniform.certify.proofs.whole import Proofs
from uniform.circuits.measure import Measures, measure
from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator
from uniform.library.entry import ShippedProgram
from uniform.messages.errors import LimitReached, Trap

LIMITS = Limits(max_gates=20_000, max_wires=100_000, max_steps=10**6)
ONE = Polynomial.constant(1)


def false_claims(proofs: Proofs, n: int, measured: Measures) -> Iterator[str]:
    """What is claimed about every circuit and does not hold for this one."""
    point = Point(proofs.found.terms, {proofs.found.n: n})
    length = proofs.input_length
    if not length.why and length.formula is not None and point.number(length.formula) != measured.inputs:
        yield f"{length.formula} inputs at n = {n}: {measured.inputs}"
    if proofs.size_bound is not None and proofs.size_bound(n) < measured.size:
        yield f"size <= {proofs.size_bound} at n = {n}: {measured.size}"
    if not isinstance(proofs.size, str):
        (count,) = [count for conditions, count in proofs.size.cases if all(map(point.holds, conditions))]
        if size_at(count, point) != measured.size:
            yield f"size = {count} at n = {n}: {measured.size}"
    if proofs.depth is not None and proofs.depth(n) < measured.depth:
        yield f"depth <= {proofs.depth} at n = {n}: {measured.depth}"
    derived = proofs.depth_with(proofs.pruned, dict.fromkeys(proofs.graph.arrays, ONE))
    if derived is not None and derived(n) < measured.cone_depth:
        yield f"depth of outputs <= {derived} at n = {n}: {measured.cone_depth}"
    if proofs.fan_in is not None and proofs.fan_in < measured.fan_in:
        yield f"fan-in <= {proofs.fan_in} at n = {n}: {measured.fan_in}"


def size_at(count: Count, point: Point) -> int:
    """The value of an exact size."""
    total = sum(factor * prod(point[each] ** power for each, power in key) for key, factor in count.terms)
    assert total == int(total)
    return int(total)


def measured_at(family: Generator, ns: Iterable[int]) -> Iterator[tuple[int, Measures]]:
    """The circuits at those n where the program does not trap, up to the first that is too large."""
    for n in ns:
        try:
            yield n, measure(family.circuit(n, limits=LIMITS))
        except Trap:
            continue
        except LimitReached:
            return


@pytest.mark.parametrize("file", one_in(8, ADVERSARIES), ids=lambda file: file.stem)
def test_no_circuit_of_an_adversary_refutes_a_claim(file: Path) -> None:
    family = open_generator(str(file))
    proofs = Proofs(family.program)
    circuits = list(measured_at(family, range(1, 33)))
    assert [each for n, measured in circuits for each in false_claims(proofs, n, measured)] == []


@pytest.mark.parametrize("file", one_in(8, ADVERSARIES), ids=lambda file: file.stem)
def test_no_adversary_gets_a_better_class_than_it_deserves(file: Path) -> None:
    deserved = file.read_text().removeprefix("# deserves ").partition(":")[0]
    proofs = Proofs(open_generator(str(file)).program)
    if deserved == "none":
        shown = all(claim.is_shown for claim in (*proofs.checks, *proofs.printed_once, *proofs.printed_before))
        assert proofs.input_length.why or not (shown and all(end.rule for end in proofs.ends))
        return
    assert from_name(deserved).is_in(proofs.printed.found)
    if proofs.pruned.arrays == proofs.graph.arrays:  # what no output needs counts as printed only
        assert from_name(deserved).is_in(proofs.derived.found)
    assert proofs.derived.found.is_in(proofs.printed.found)


@pytest.mark.parametrize("entry", one_in(8, PROGRAMS), ids=NAMES)
def test_no_circuit_of_a_shipped_program_refutes_a_claim(entry: ShippedProgram) -> None:
    proofs = Proofs(generator(entry).program)
    circuits = list(measured_at(generator(entry), (1, 2, 3, 4, 5, 8, 13, 21)))
    assert len(circuits) > 3
    assert [each for n, measured in circuits for each in false_claims(proofs, n, measured)] == []
