"""Random circuits for property tests: every kind, multiplicities, parameters of any size."""

from __future__ import annotations

from hypothesis import strategies as st

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import GATES, Kind

SMALL = st.integers(0, 9)
ANY_SIZE = st.one_of(SMALL, SMALL, st.sampled_from([2**31, 2**61, 2**62 - 1, 2**62, 2**63 - 1, 2**63, 10**30]))


@st.composite
def circuits(draw: st.DrawFn, numbers: st.SearchStrategy[int] = ANY_SIZE, most_inputs: int = 6) -> Circuit:
    """A circuit with up to ``most_inputs`` inputs and 12 gates; weights and parameters from ``numbers``."""
    constants = draw(st.lists(st.tuples(st.sampled_from(["k", "m_2"]), ANY_SIZE), unique_by=lambda c: c[0]))
    b = CircuitBuilder(draw(st.sampled_from(["f", "AND", "circuit", "input"])), draw(SMALL), constants)
    shape = draw(st.sampled_from(["x[{}]", "a[{},0].b", "output{}", "XOR[{}]"]))
    ids = [b.input(shape.format(i)) for i in range(draw(st.integers(0, most_inputs)))]
    for gate in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(list(Kind)))
        row = GATES[kind]
        if row.wires == "one" and not ids:
            kind, row = Kind.TRUE, GATES[Kind.TRUE]
        wires: list[int | tuple[int, int]] = []
        if row.wires == "one":
            wires = [draw(st.sampled_from(ids))]
        elif row.wires == "any" and ids:
            wire = st.one_of(st.sampled_from(ids), st.tuples(st.sampled_from(ids), numbers))
            wires = draw(st.lists(wire, max_size=7))
        parameters: tuple[int, ...] = tuple(draw(numbers) for _ in row.parameters)
        if kind is Kind.MOD:
            modulus = parameters[0] + 1
            parameters = (modulus, parameters[1] % modulus)
        ids.append(
            b.gate(
                kind, draw(st.sampled_from([f"g[{gate}]", f"NOT.h{gate}", f"g[{gate}].NOT[1,2]"])), wires, parameters
            )
        )
    outputs = draw(st.lists(st.sampled_from(ids), max_size=4)) if ids else []
    return b.build(outputs)
