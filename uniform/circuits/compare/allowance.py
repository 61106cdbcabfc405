"""Comparisons, one after the other, that share what may be spent on trying all inputs.

All inputs of a circuit with 24 of them and a thousand gates are tried in no time, of one with ten million gates in
hours. So the work is counted before it is done: a wire, or a gate, on 64 inputs is an operation. A comparison for which
not enough is left is made on samples, and says that more could have been done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from uniform.circuits.circuit import Circuit
from uniform.circuits.compare.equivalence import (
    ALL_INPUTS,
    ALL_INPUTS_SPECIFIED,
    IDENTICAL,
    Comparison,
    Specification,
    compare,
    compare_with_specification,
)

_CALL = 10**4  # operations in the time of a call of a specification


@dataclass(slots=True)
class Allowance:
    """Operations that are left, or None for any number of them; and the samples of a comparison without."""

    left: int | None
    samples: int = 1024
    seed: int = 0

    def compare(self, a: Circuit, b: Circuit) -> Comparison:
        """Like ``equivalence.compare``."""
        work = operations(a) + operations(b) if a.inputs <= ALL_INPUTS else 0
        return self._made(
            lambda most: compare(a, b, samples=self.samples, seed=self.seed, all_inputs=most), ALL_INPUTS, a, work
        )

    def compare_with_specification(self, circuit: Circuit, function: Specification) -> Comparison:
        """Like ``equivalence.compare_with_specification``."""
        most, inputs = ALL_INPUTS_SPECIFIED, circuit.inputs
        work = operations(circuit) + (_CALL << inputs) if inputs <= most else 0
        return self._made(
            lambda most: compare_with_specification(
                circuit, function, samples=self.samples, seed=self.seed, all_inputs=most
            ),
            most,
            circuit,
            work,
        )

    def _made(self, comparison: Callable[[int], Comparison], most: int, circuit: Circuit, work: int) -> Comparison:
        if self.left is None or work <= self.left:
            found = comparison(most)
            if self.left is not None and found.verdict != IDENTICAL:
                self.left -= work
            return found
        found = comparison(-1)
        return found if found.samples is None else replace(found, omitted=circuit.inputs)


def operations(circuit: Circuit) -> int:
    """The operations that evaluating a circuit on all inputs takes."""
    return (circuit.gates + len(circuit.children)) << max(0, circuit.inputs - 6)
