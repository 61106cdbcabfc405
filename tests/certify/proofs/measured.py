"""Sizes, depths, fan-ins and numbers of inputs that are proved, against those of circuits."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from tests.certify.proofs.points import Point
from uniform.arguments.limits import Limits
from uniform.certify.proofs.classes import from_name
from uniform.certify.proofs.counting import Cases
from uniform.certify.proofs.whole import Proofs
from uniform.circuits.measure import measure
from uniform.language.pipeline import Generator
from uniform.messages.errors import LimitReached, Trap, UniformError

LIMITS = Limits(max_gates=20_000, max_wires=200_000, max_steps=400_000)


def contradicted(proofs: Proofs, family: Generator, ns: Iterable[int], limits: Limits = LIMITS) -> list[str]:
    """What is proved and false at some n at which there is a circuit."""
    found: list[str] = []
    inputs: dict[int, int] = {}
    for n in ns:
        try:
            circuit = family.circuit(n, limits=limits)
        except (Trap, LimitReached, UniformError):
            continue
        point, sizes = Point(proofs.found.terms, {proofs.found.n: n}), measure(circuit)
        inputs[n] = sizes.inputs

        def wrong(what: str, is_wrong: bool, n: int = n) -> None:
            if is_wrong:
                found.append(f"at n = {n}, {what}")

        length = proofs.input_length.formula
        if length is not None:
            wrong(f"{sizes.inputs} inputs, not {length}", point.number(length) != sizes.inputs)
        if proofs.size_bound is not None:
            wrong(f"size {sizes.size}, above {proofs.size_bound}", sizes.size > proofs.size_bound(n))
        if isinstance(proofs.size, Cases):
            exact = size_at(proofs.size, point)
            wrong(f"size {sizes.size}, not {proofs.size}", exact is not None and exact != sizes.size)
        if proofs.depth is not None:
            wrong(f"depth {sizes.depth}, above {proofs.depth}", sizes.depth > proofs.depth(n))
        bounds = [each.bound for each in proofs.fan_ins]
        if None not in bounds:
            most = max([1, *(bound for bound in bounds if bound is not None)])  # 1: derived NOT gates
            wrong(f"fan-in {sizes.fan_in}, above {most}", sizes.fan_in > most)
    if not proofs.input_length.why:
        found += [
            f"{count} inputs at n = {n}, {inputs[n + 1]} at the next"
            for n, count in inputs.items()
            if inputs.get(n + 1, count + 1) <= count
        ]
    return found


def size_at(cases: Cases, point: Point) -> int | None:
    """The size by a formula; None if it has the value of a function."""
    for conditions, count in cases.cases:
        if all(map(point.holds, conditions)):
            if any(each.operation in point.terms.functions for key, _ in count.terms for each, _ in key):
                return None
            total = sum(factor * prod(point[each] ** power for each, power in key) for key, factor in count.terms)
            assert total.denominator == 1, f"{cases} is {total}"
            return int(total)
    raise AssertionError(f"no case of {cases} holds")


def is_better_than(proofs: Proofs, deserved: str) -> bool:
    """Whether a class that is proved, printed or derived, is better than what a program deserves."""
    allowed = from_name(deserved)
    return any(each.found.is_in(allowed) and each.found != allowed for each in (proofs.printed, proofs.derived))
