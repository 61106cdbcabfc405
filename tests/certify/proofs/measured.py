"""Bounds on size, depth, fan-in and inputs, against the circuits of a family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from uniform.arguments.limits import Limits
from uniform.certify.formula_text import value_at
from uniform.certify.proofs.fan_in import FanIn
from uniform.certify.proofs.polynomials import Polynomial
from uniform.certify.proofs.whole import Proofs
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.circuits.measure import measure
from uniform.language.pipeline import Generator
from uniform.messages.errors import LimitReached, Trap

LIMITS = Limits(max_gates=20_000, max_wires=100_000, max_steps=10**6)
ONE = Polynomial.constant(1)


def false_claims(proofs: Proofs, circuit: Circuit) -> Iterator[str]:
    """What is claimed about every circuit, as text, and does not hold for this one."""
    n, measured = circuit.n, measure(circuit)
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
    yield from _unexpected_gates(proofs, circuit)


def _unexpected_gates(proofs: Proofs, circuit: Circuit) -> Iterator[str]:
    """Gates with more wires than the statements of their kind are said to print; thresholds need not have few wires if
    they are decided by few."""
    bounds: dict[Kind, list[FanIn]] = {Kind.NOT: []}
    for each in proofs.fan_ins:
        assert each.site.gate is not None
        bounds.setdefault(each.site.gate.kind, []).append(each)
    most = {kind: max([each.bound or 0 for each in own], default=1) for kind, own in bounds.items()}
    for kind, numbers, children, weights in circuit.rows():
        wires = len(children) if weights is None else sum(weights)
        unbounded = [each for each in bounds[kind] if each.bound is None]
        if wires <= most[kind] or (unbounded and kind not in (Kind.THRESHOLD, Kind.ATMOST)):
            continue
        decided_by = min(numbers[0], max(wires - numbers[0], 0)) if unbounded else wires
        if all(each.few is not None and each.few < decided_by for each in unbounded):
            yield f"{kind.name} at n = {circuit.n} with {wires} wires, decided by {decided_by}"


def _value(formula: object, n: int) -> int | None:
    """The value of a formula as it is written; None if it is not one."""
    try:
        return value_at(str(formula), n)
    except ValueError:
        return None


def circuits_at(family: Generator, ns: Iterable[int]) -> Iterator[Circuit]:
    """The circuits at those n where the program does not trap, up to the first that is too large."""
    for n in ns:
        try:
            yield family.circuit(n, limits=LIMITS)
        except Trap:
            continue
        except LimitReached:
            return
