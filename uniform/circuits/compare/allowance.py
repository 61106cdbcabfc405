"""Comparisons that share a limit on the work of trying all inputs.

Trying all inputs of a circuit with 24 inputs takes no time if it has a thousand gates, and hours if it has ten million.
So the work is counted before it is done: an operation is a wire or a gate on 64 inputs. If not enough operations are
left, a comparison uses samples, and its verdict mentions this. Samples are counted, too, unless the caller chose how
many of them each comparison takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from uniform.arguments.limits import MAX_SAMPLED, SAMPLES, samples_reached
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

_CALL = 10**4  # a call of a specification takes as long as this many operations


@dataclass(slots=True)
class Allowance:
    """The number of operations that are left, None for no limit; and the samples to use when they run out.

    ``samples`` None is 1024 of them for each comparison, and at most 2*10^6 in all. Comparisons that exceed this raise
    LimitReached.
    """

    left: int | None
    samples: int | None = None
    seed: int = 0
    sampled: int = 0

    def compare(self, a: Circuit, b: Circuit) -> Comparison:
        """Like ``equivalence.compare``."""
        work = operations(a) + operations(b) if a.inputs <= ALL_INPUTS else 0
        return self._compare_within(
            lambda limit: compare(a, b, samples=self._samples(), seed=self.seed, all_inputs=limit), ALL_INPUTS, a, work
        )

    def compare_with_specification(self, circuit: Circuit, function: Specification) -> Comparison:
        """Like ``equivalence.compare_with_specification``."""
        limit, inputs = ALL_INPUTS_SPECIFIED, circuit.inputs
        work = operations(circuit) + (_CALL << inputs) if inputs <= limit else 0
        return self._compare_within(
            lambda limit: compare_with_specification(
                circuit, function, samples=self._samples(), seed=self.seed, all_inputs=limit
            ),
            limit,
            circuit,
            work,
        )

    def _compare_within(
        self, comparison: Callable[[int], Comparison], limit: int, circuit: Circuit, work: int
    ) -> Comparison:
        if self.left is None or work <= self.left:
            found = comparison(limit)
            if self.left is not None and found.verdict != IDENTICAL:
                self.left -= work
            return self._counted(found, circuit.n)
        found = self._counted(comparison(-1), circuit.n)
        return found if found.samples is None else replace(found, omitted=circuit.inputs)

    def _samples(self) -> int:
        return SAMPLES if self.samples is None else self.samples

    def _counted(self, found: Comparison, n: int) -> Comparison:
        """The same comparison, after its samples have been counted."""
        self.sampled += found.samples or 0
        if self.samples is None and self.sampled > MAX_SAMPLED:
            raise samples_reached(n)
        return found


def operations(circuit: Circuit) -> int:
    """The operations that evaluating a circuit on all inputs takes."""
    return (circuit.gates + len(circuit.children)) << max(0, circuit.inputs - 6)
