"""Bounds on size, depth, fan-in and inputs, against the circuits of a family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from uniform.arguments.limits import Limits
from uniform.certify.formula_text import value_at
from uniform.certify.proofs.polynomials import Polynomial
from uniform.certify.proofs.whole import Proofs
from uniform.circuits.measure import Measures, measure
from uniform.language.pipeline import Generator
from uniform.messages.errors import LimitReached, Trap

LIMITS = Limits(max_gates=20_000, max_wires=100_000, max_steps=10**6)
ONE = Polynomial.constant(1)


def false_claims(proofs: Proofs, n: int, measured: Measures) -> Iterator[str]:
    """What is claimed about every circuit, as text, and does not hold for this one."""
    length = proofs.input_length
    if not length.why and length.formula is not None and _value(length.formula, n) != measured.inputs:
        yield f"{length.formula} inputs at n = {n}: {measured.inputs}"
    if proofs.size_bound is not None and proofs.size_bound(n) < measured.size:
        yield f"size <= {proofs.size_bound} at n = {n}: {measured.size}"
    if not isinstance(proofs.size, str) and _value(proofs.size, n) != measured.size:
        yield f"size = {proofs.size} at n = {n}: {measured.size}"
    if proofs.depth is not None and proofs.depth(n) < measured.depth:
        yield f"depth <= {proofs.depth} at n = {n}: {measured.depth}"
    derived = proofs.depth_with(proofs.pruned, dict.fromkeys(proofs.graph.arrays, ONE))
    if derived is not None and derived(n) < measured.cone_depth:
        yield f"depth of outputs <= {derived} at n = {n}: {measured.cone_depth}"
    if proofs.fan_in is not None and proofs.fan_in < measured.fan_in:
        yield f"fan-in <= {proofs.fan_in} at n = {n}: {measured.fan_in}"


def _value(formula: object, n: int) -> int | None:
    """The value of a formula as it is written; None if it is not one."""
    try:
        return value_at(str(formula), n)
    except ValueError:
        return None


def measured_at(family: Generator, ns: Iterable[int]) -> Iterator[tuple[int, Measures]]:
    """The circuits at those n where the program does not trap, up to the first that is too large."""
    for n in ns:
        try:
            yield n, measure(family.circuit(n, limits=LIMITS))
        except Trap:
            continue
        except LimitReached:
            return
