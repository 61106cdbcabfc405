"""Bounds on size, depth, fan-in and inputs, against the circuits of a family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import prod

from tests.certify.proofs.points import Point
from uniform.arguments.limits import Limits
from uniform.certify.proofs.counting import Count
from uniform.certify.proofs.polynomials import Polynomial
from uniform.certify.proofs.whole import Proofs
from uniform.circuits.measure import Measures, measure
from uniform.language.pipeline import Generator
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
