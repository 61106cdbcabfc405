"""Random circuits for property tests: every kind, multiplicities, parameters of any size."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import GATES, Kind

SMALL = st.integers(0, 9)
LARGE = (2**31, 2**61, 2**62 - 1, 2**62, 2**63 - 1, 2**63, 10**30)
ANY_SIZE = st.one_of(SMALL, SMALL, st.sampled_from(LARGE))


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


def random_circuit(random: Random, most_inputs: int = 5, most_gates: int = 12) -> Circuit:
    """A circuit of any kinds of gates, the same for the same state of ``random``; few numbers are large."""
    b = CircuitBuilder("f", random.randint(0, 9))
    ids = [b.input(f"x[{i}]") for i in range(random.randint(0, most_inputs))]
    for gate in range(random.randint(1, most_gates)):
        row = GATES[random.choice(list(Kind))]
        if row.wires == "one" and not ids:
            row = GATES[Kind.TRUE]
        wires: list[int | tuple[int, int]] = []
        if row.wires == "one":
            wires = [random.choice(ids)]
        elif row.wires == "any" and ids:
            wires = [(random.choice(ids), random_number(random, least=1)) for _ in range(random.randint(0, 5))]
        ids.append(b.gate(row.kind, f"g[{gate}]", wires, random_parameters(random, row.kind)))
    return b.build(random.choices(ids, k=random.randint(1, 4)))


def mutant(random: Random, circuit: Circuit) -> Circuit:
    """The same circuit but for one gate: another kind, another number, or its wires in another order or number."""
    outputs = [output - circuit.inputs for output in circuit.outputs.tolist() if output >= circuit.inputs]
    changed = random.choice([*outputs, *outputs, *range(circuit.gates)]) if circuit.gates else -1  # mostly seen outside
    b = CircuitBuilder(circuit.name, circuit.n, circuit.constants)
    for i in range(circuit.inputs):
        b.input(circuit.addresses[i])
    for gate in range(circuit.gates):
        kind, parameters, wires = Kind(circuit.kind[gate]), circuit.parameters(gate), list(circuit.wires(gate))
        if gate == changed:
            match random.randrange(4):
                case 0:
                    kind = random.choice([other for other in Kind if GATES[other].wires == GATES[kind].wires])
                    parameters = random_parameters(random, kind)
                case 1:
                    parameters = random_parameters(random, kind)
                case 2:
                    random.shuffle(wires)
                case _ if wires and GATES[kind].wires == "any":
                    wires[random.randrange(len(wires))] = (random.randrange(circuit.inputs + gate), 1)
        b.gate(kind, circuit.addresses[circuit.inputs + gate], wires, parameters)
    return b.build(circuit.outputs.tolist())


def random_number(random: Random, least: int = 0) -> int:
    """Mostly 0 to 4, now and then as large as numbers of a circuit are."""
    return max(least, random.choice(LARGE) if random.random() < 0.03 else random.randint(0, 4))


def random_parameters(random: Random, kind: Kind) -> tuple[int, ...]:
    """Numbers that a gate of this kind may have."""
    if kind is Kind.MOD:
        modulus = random_number(random, least=1)
        return modulus, random_number(random) % modulus
    return tuple(random_number(random) for _ in GATES[kind].parameters)
