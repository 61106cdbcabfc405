"""Circuits: values, measures, texts and verdicts beside slow definitions of each."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np

from tests.circuits.random_circuits import mutant, random_circuit
from tests.circuits.reader_by_grammar import read_by_grammar
from tests.fuzz.subject import Case, Subject
from uniform.circuits.circuit import Circuit, to_text
from uniform.circuits.compare.equivalence import DIFFERENT, IDENTICAL, PROVED, compare
from uniform.circuits.compare.identity import identical
from uniform.circuits.formats.ckt import read_ckt
from uniform.circuits.gates import Kind
from uniform.circuits.measure import measure
from uniform.circuits.values.evaluate import evaluate
from uniform.circuits.values.reference import outputs_on
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source


def make(seed: int) -> Case:
    """A circuit and a mutant of it."""
    random = Random(seed)
    circuit = random_circuit(random, 7, random.choice((3, 12, 40)))
    other = circuit
    for _ in range(random.choice((0, 1, 1, 2))):
        other = mutant(random, other)
    return Case(to_text(circuit), ".ckt", (to_text(other),))


def fault(case: Case) -> str | None:
    """What a definition says otherwise."""
    try:
        a, b = (read_ckt(Source("c.ckt", text)) for text in (case.text, *case.given))
    except UniformError:
        return None
    if to_text(a) != case.text or to_text(read_by_grammar(case.text)) != case.text:
        return "text: a circuit that is read and written has another text"
    vectors = list(product([False, True], repeat=a.inputs))
    slow = [outputs_on(a, bits) for bits in vectors]
    shape = (len(vectors), a.inputs)
    fast = evaluate(a, np.array(vectors, dtype=np.bool_).reshape(shape)).tolist()
    if [tuple(row) for row in fast] != slow:
        place = next(place for place, row in enumerate(slow) if tuple(fast[place]) != row)
        return f"value: on {vectors[place]} the value is {fast[place]}, not {slow[place]}"
    if (found := _measured(a)) is not None:
        return found
    if (a.inputs, len(a.outputs)) != (b.inputs, len(b.outputs)):
        return None
    return _verdict(a, b, slow, [outputs_on(b, bits) for bits in vectors])


def _verdict(a: Circuit, b: Circuit, first: list[tuple[bool, ...]], second: list[tuple[bool, ...]]) -> str | None:
    verdict = compare(a, b)
    wanted = DIFFERENT if first != second else IDENTICAL if _lines(a) == _lines(b) else PROVED
    if verdict.verdict != wanted:
        return f"verdict: it is {verdict.verdict!r}, not {wanted!r}"
    if identical(a, b) != (_lines(a) == _lines(b)):
        return "verdict: identical circuits have the same lines in any order, and these have not"
    if (found := verdict.counterexample) is not None and outputs_on(a, found.bits) == outputs_on(b, found.bits):
        return f"verdict: the counterexample {found.bits} is none"
    return None


def _lines(circuit: Circuit) -> list[str]:
    inputs, *gates, outputs = to_text(circuit).splitlines()[1:]
    return [inputs, *sorted(gates), outputs]


def _measured(circuit: Circuit) -> str | None:
    depths = [0] * circuit.inputs
    every = [circuit.wires(gate) for gate in range(circuit.gates)]
    for wires in every:
        depths.append(1 + max((depths[child] for child, _ in wires), default=0))
    cone = set(circuit.outputs.tolist())
    for gate in reversed(range(circuit.gates)):
        if circuit.inputs + gate in cone:
            cone |= {child for child, _ in every[gate]}
    fans = [sum(weight for _, weight in wires) for wires in every]
    kinds = [Kind(code).name for code in circuit.kind.tolist()]
    wanted = {
        "inputs": circuit.inputs,
        "outputs": len(circuit.outputs),
        "size": circuit.gates,
        "depth": max(depths, default=0),
        "wires": sum(fans),
        "fan_in": max(fans, default=0),
        "cone_size": sum(1 for place in cone if place >= circuit.inputs),
        "cone_depth": max(depths[output] for output in circuit.outputs.tolist()) if len(circuit.outputs) else 0,
        "kinds": {kind.name: kinds.count(kind.name) for kind in Kind if kind.name in kinds},
    }
    found = measure(circuit).to_json()
    return None if found == wanted else f"measure: {found} where the definition says {wanted}"


CIRCUITS = Subject("circuits", make, fault)
