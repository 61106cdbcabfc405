"""Evaluate a circuit by definition: one vector, one gate at a time, as in the gate table.

Slow and obvious. The fast evaluator is tested against this file, and counterexamples are only shown after this file has
confirmed them.
"""

from __future__ import annotations

from collections.abc import Sequence

from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import value


def outputs_on(circuit: Circuit, bits: Sequence[bool]) -> tuple[bool, ...]:
    """The outputs of a circuit on one input vector of ``circuit.inputs`` bits. Cost: a microsecond or two per gate.

    >>> from uniform.circuits.builder import CircuitBuilder
    >>> b = CircuitBuilder("majority", 3)
    >>> circuit = b.build([b.majority("y", b.inputs("x", range(3)))])
    >>> outputs_on(circuit, (True, False, True))
    (True,)
    """
    if len(bits) != circuit.inputs:
        raise ValueError(f"{len(bits)} bits for {circuit.inputs} inputs")
    values = [bool(bit) for bit in bits]
    for kind, numbers, wires, weights in circuit.rows():
        if weights is None:
            ones, every = sum([values[child] for child in wires]), len(wires)
        else:
            ones = sum([weight for child, weight in zip(wires, weights, strict=True) if values[child]])
            every = sum(weights)
        values.append(value(kind, ones, every, numbers))
    return tuple(values[output] for output in circuit.outputs.tolist())
