"""Measures against hand counts and a definition written out."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings

from tests.circuits.random_circuits import circuits
from tests.quick import one_in
from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.circuits.measure import Measures, depth_of, fan_ins, measure


def by_definition(circuit: Circuit) -> Measures:
    depths = [0] * circuit.inputs
    reach: list[set[int]] = [set() for _ in range(circuit.inputs)]
    fan_in = [sum(weight for _, weight in circuit.wires(gate)) for gate in range(circuit.gates)]
    for gate in range(circuit.gates):
        children = [child for child, _ in circuit.wires(gate)]
        depths.append(1 + max((depths[child] for child in children), default=0))
        reach.append({gate}.union(*(reach[child] for child in children)))
    outputs = circuit.outputs.tolist()
    cone = set().union(*(reach[output] for output in outputs))
    kinds = Counter(int(code) for code in circuit.kind)
    return Measures(
        inputs=circuit.inputs,
        outputs=len(outputs),
        size=circuit.gates,
        depth=max(depths, default=0),
        wires=sum(fan_in),
        fan_in=max(fan_in, default=0),
        cone_size=len(cone),
        cone_depth=max((depths[output] for output in outputs), default=0),
        kinds=tuple((kind.name, kinds[kind]) for kind in Kind if kinds[kind]),
    )


@pytest.mark.slow
@settings(derandomize=True, max_examples=150, deadline=None)
@given(circuits())
def test_random_circuits(circuit: Circuit) -> None:
    assert measure(circuit) == by_definition(circuit)
    assert depth_of(circuit) == by_definition(circuit).depth


def test_a_circuit_counted_by_hand() -> None:
    b = CircuitBuilder("f", 2)
    x, y = b.inputs("x", range(2))
    zero = b.false("zero")
    both = b.and_("both", (x, y))
    deep = b.not_("deep", b.not_("unused", both))
    heavy = b.threshold("heavy", 3, [(both, 2), (zero, 5)])
    measures = measure(b.build([heavy, x]))
    assert measures == Measures(2, 2, 5, 3, 11, 7, 3, 2, measures.kinds)
    assert measures.kinds == (("FALSE", 1), ("NOT", 2), ("AND", 1), ("THRESHOLD", 1))
    assert measures.to_json()["kinds"] == {"FALSE": 1, "NOT": 2, "AND": 1, "THRESHOLD": 1}
    assert measures.to_json()["wires"] == 11
    assert "size=5, depth=3" in repr(measures)
    assert deep == 5


@pytest.mark.parametrize("weights", [(2**62, 2**62, 2**62), (2**63 - 1, 1), (2**80, 3)])
def test_wires_beyond_machine_words(weights: tuple[int, ...]) -> None:
    b = CircuitBuilder("f", 1)
    x = b.input("x")
    small = b.and_("small", [(x, 3)])
    circuit = b.build([b.majority("y", [(x, weight) for weight in weights]), small])
    measures = measure(circuit)
    assert (measures.wires, measures.fan_in) == (sum(weights) + 3, sum(weights))
    assert fan_ins(circuit).tolist() == [3, sum(weights)]


@pytest.mark.parametrize("digits", one_in(3, [19, 20, 308, 309, 320, 4000]))
def test_multiplicities_that_no_float_holds(digits: int) -> None:
    from uniform import check, compare, evaluate
    from uniform.circuits.circuit import to_text
    from uniform.circuits.formats.ckt import read_ckt
    from uniform.circuits.formats.dot import write_dot
    from uniform.messages.spans import Source

    large = 10**digits - 1
    text = f"circuit f {large}\ninput x[0] x[1]\n"
    text += f"y = MAJ x[0]*{large} x[1]\n"
    text += f"z = THRESHOLD {large} x[0] x[1]*{large}\n"
    text += f"w = MOD {large} {large - 1} x[1]*{large}\n"
    circuit = read_ckt(Source("f.ckt", text + "output y z w\n"))
    measures = measure(circuit)
    assert (measures.wires, measures.fan_in) == (3 * large + 2, large + 1)
    assert evaluate(circuit, ["10", "01"]) == ["100", "010"]
    assert compare(circuit, circuit)
    assert check(circuit, specification=lambda x: (x & 1, x >> 1, 0))
    assert f'label="{large}"' in b"".join(write_dot(circuit)).decode()
    assert to_text(circuit) == text + "output y z w\n"


def test_a_million_levels() -> None:
    gates = 1_000_000
    empty = CircuitBuilder("chain", gates)
    circuit = empty.build([empty.input("x")])
    fields = {name: getattr(circuit, name) for name in Circuit.__slots__}
    fields |= {
        "kind": np.full(gates, Kind.NOT, dtype=np.uint8),
        "threshold": np.zeros(gates, dtype=np.int64),
        "offsets": np.arange(gates + 1),
        "children": np.arange(gates, dtype=np.int32),
        "outputs": np.array([1000]),
    }
    measures = measure(Circuit(**fields))
    assert (measures.depth, measures.cone_depth, measures.cone_size) == (gates, 1000, 1000)


@pytest.mark.parametrize("few", [0, 10**6])
def test_the_depth_alone(monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr("uniform.circuits.measure._FEW", few)
    b = CircuitBuilder("f", 2)
    x, y = b.inputs("x", range(2))
    assert depth_of(b.build([x])) == 0
    zero = b.false("zero")
    assert depth_of(b.build([zero])) == 1
    both = b.and_("both", (x, y, zero))
    b.not_("unused", both)
    assert depth_of(b.build([both])) == 3
