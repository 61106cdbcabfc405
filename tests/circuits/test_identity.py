"""Identity: what must not matter does not, and every single change is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.circuits.random_circuits import circuits
from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.circuits.compare.identity import first_difference, identical


def rebuilt(circuit: Circuit, order: Callable[[list[int]], int], **changes: Any) -> Circuit:
    """The same circuit with its lines in another order that has children first; ``order`` chooses among ready gates."""
    b = CircuitBuilder(changes.get("name", "other"), circuit.n + 1)
    ids = {i: b.input(circuit.addresses[i]) for i in range(circuit.inputs)}
    waiting = list(range(circuit.gates))
    while waiting:
        ready = [gate for gate in waiting if all(child in ids for child, _ in circuit.wires(gate))]
        gate = order(ready)
        waiting.remove(gate)
        own = circuit.inputs + gate
        wires = [(ids[child], weight) for child, weight in circuit.wires(gate)]
        ids[own] = b.gate(_kind(circuit, gate), circuit.addresses[own], wires, circuit.parameters(gate))
    return b.build([ids[output] for output in circuit.outputs.tolist()])


def _kind(circuit: Circuit, gate: int) -> Any:
    from uniform.circuits.gates import Kind

    return Kind(circuit.kind[gate])


@settings(derandomize=True, max_examples=100, deadline=None)
@given(circuits(), st.data())
def test_neither_the_order_of_lines_nor_the_name_matters(circuit: Circuit, data: st.DataObject) -> None:
    other = rebuilt(circuit, lambda ready: data.draw(st.sampled_from(ready)))
    assert first_difference(circuit, other) is None
    assert identical(other, circuit)


def base(change: str = "") -> Circuit:
    b = CircuitBuilder("f", 3)
    x = b.inputs("z" if change == "input name" else "x", range(4 if change == "inputs" else 3))
    p = b.and_("q" if change == "address" else "p", x[:2][:: -1 if change == "order" else 1])
    if change == "line order":
        r = b.mod("r", 4, 1, [x[1], (x[2], 2)])
    k = 3 if change == "k" else 2
    wires = [(p, 3 if change == "weight" else 1), (x[2], 2)]
    t = (b.atmost if change == "kind" else b.threshold)("t", k, wires[:1] if change == "fewer" else wires)
    if change != "line order":
        modulus, residue = (5 if change == "m" else 4), (2 if change == "r" else 1)
        r = b.mod("r", modulus, residue, [x[0 if change == "wire" else 1], (x[2], 2)])
    if change == "gates":
        b.true("more")
    outputs = {"outputs": [t], "output order": [r, t], "output": [t, p]}
    return b.build(outputs.get(change, [t, r]))


MESSAGES = {
    "input name": "input 1 is `x[0]` in the first circuit, `z[0]` in the second",
    "inputs": "the first circuit has 3 inputs, the second has 4",
    "outputs": "the first circuit has 2 outputs, the second has 1",
    "output order": "output 1 is `t` in the first circuit, `r` in the second",
    "output": "output 2 is `r` in the first circuit, `p` in the second",
    "gates": "the first circuit has 3 gates, the second has 4",
    "address": "the first circuit has a gate `p`, the second has none",
    "order": "`p` is `AND x[0] x[1]` in the first circuit, `AND x[1] x[0]` in the second",
    "k": "`t` is `THRESHOLD 2 p x[2]*2` in the first circuit, `THRESHOLD 3 p x[2]*2` in the second",
    "kind": "`t` is `THRESHOLD 2 p x[2]*2` in the first circuit, `ATMOST 2 p x[2]*2` in the second",
    "weight": "`t` is `THRESHOLD 2 p x[2]*2` in the first circuit, `THRESHOLD 2 p*3 x[2]*2` in the second",
    "fewer": "`t` is `THRESHOLD 2 p x[2]*2` in the first circuit, `THRESHOLD 2 p` in the second",
    "m": "`r` is `MOD 4 1 x[1] x[2]*2` in the first circuit, `MOD 5 1 x[1] x[2]*2` in the second",
    "r": "`r` is `MOD 4 1 x[1] x[2]*2` in the first circuit, `MOD 4 2 x[1] x[2]*2` in the second",
    "wire": "`r` is `MOD 4 1 x[1] x[2]*2` in the first circuit, `MOD 4 1 x[0] x[2]*2` in the second",
}


@pytest.mark.parametrize("change", MESSAGES)
def test_a_single_change_is_found_and_named(change: str) -> None:
    assert first_difference(base(), base(change)) == MESSAGES[change]
    assert not identical(base(change), base())


def test_another_order_of_lines() -> None:
    assert identical(base(), base("line order"))
    assert first_difference(base("line order"), base("k")) == MESSAGES["k"]


def test_stored_ones_are_no_difference() -> None:
    b = CircuitBuilder("f", 1)
    circuit = b.build([b.and_("y", b.inputs("x", range(3)))])
    fields = {name: getattr(circuit, name) for name in Circuit.__slots__}
    stored = Circuit(**{**fields, "multiplicity": np.ones(3, np.int64), "residue": np.zeros(1, np.int64)})
    assert identical(circuit, stored)
    assert identical(stored, circuit)


def test_circuits_without_anything() -> None:
    assert identical(CircuitBuilder("a", 1).build([]), CircuitBuilder("b", 2).build([]))


def test_a_long_line_is_cut() -> None:
    def build(kind: str) -> Circuit:
        b = CircuitBuilder("f", 20)
        return b.build([getattr(b, kind)("y", b.inputs("x", range(20)))])

    found = first_difference(build("and_"), build("xor"))
    start = "x[0] x[1] x[2] x[3] x[4] x[5] ..."
    assert found == f"`y` is `AND {start}` in the first circuit, `XOR {start}` in the second"


def wide(*wires: int) -> Circuit:
    b = CircuitBuilder("f", 10)
    x = b.inputs("x", range(10))
    return b.build([b.and_("y", [x[wire] for wire in wires])])


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (
            (*range(9), 9),
            (*range(9), 0),
            "`y` is `AND ... x[7] x[8] x[9]` in the first circuit, `AND ... x[7] x[8] x[0]` in the second",
        ),
        (
            (*range(6), 8, 9),
            range(6),
            "`y` is `AND ... x[4] x[5] x[8] x[9]` in the first circuit, `AND ... x[4] x[5]` in the second",
        ),
        (
            (0, *range(2, 10)),
            (1, *range(2, 10)),
            "`y` is `AND x[0] x[2] x[3] x[4] x[5] x[6] ...` in the first circuit,"
            " `AND x[1] x[2] x[3] x[4] x[5] x[6] ...` in the second",
        ),
    ],
)
def test_long_lists_of_wires_are_shown_where_they_differ(
    first: Iterable[int], second: Iterable[int], message: str
) -> None:
    assert first_difference(wide(*first), wide(*second)) == message
