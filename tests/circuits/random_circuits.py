"""Random circuits for property tests: every kind, multiplicities, parameters of any size."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hypothesis import strategies as st

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import GATES, Kind

ROWS = list(GATES.values())
LARGE = (2**31, 2**61, 2**62 - 1, 2**62, 2**63 - 1, 2**63, 10**30)
Numbers = Callable[[Random], int]


def small(random: Random) -> int:
    """A number from 0 to 9."""
    return random.randint(0, 9)


def any_size(random: Random) -> int:
    """A small number, or one around the ends of machine words, or beyond them."""
    return random.choice(LARGE) if random.random() < 1 / 3 else small(random)


@st.composite
def circuits(draw: st.DrawFn, numbers: Numbers = any_size, most_inputs: int = 6) -> Circuit:
    """A circuit with up to ``most_inputs`` inputs and 12 gates; weights and parameters from ``numbers``.

    Hypothesis draws the numbers of inputs and gates, and can make them smaller; a seed decides the rest, which is
    twenty times as fast as drawing it."""
    inputs, gates = draw(st.integers(0, most_inputs)), draw(st.integers(0, 12))
    return _circuit(Random(draw(st.integers(0, 2**32))), inputs, gates, numbers)


def _circuit(random: Random, inputs: int, gates: int, numbers: Numbers) -> Circuit:
    names = random.sample(["k", "m_2"], random.randint(0, 2))
    constants = [(name, any_size(random)) for name in names]
    b = CircuitBuilder(random.choice(["f", "AND", "circuit", "input"]), small(random), constants)
    shape = random.choice(["x[{}]", "a[{},0].b", "output{}", "XOR[{}]"])
    ids = [b.input(shape.format(i)) for i in range(inputs)]
    for gate in range(gates):
        row = random.choice(ROWS)
        if row.wires == "one" and not ids:
            row = GATES[Kind.TRUE]
        wires: list[int | tuple[int, int]] = []
        if row.wires == "one":
            wires = [random.choice(ids)]
        elif row.wires == "any" and ids:
            wires = [_wire(random, ids, numbers) for _ in range(random.randint(0, 7))]
        parameters: tuple[int, ...] = tuple(numbers(random) for _ in row.parameters)
        if row.kind is Kind.MOD:
            modulus = parameters[0] + 1
            parameters = (modulus, parameters[1] % modulus)
        address = random.choice([f"g[{gate}]", f"NOT.h{gate}", f"g[{gate}].NOT[1,2]"])
        ids.append(b.gate(row.kind, address, wires, parameters))
    return b.build(random.choices(ids, k=random.randint(0, 4)) if ids else [])


def _wire(random: Random, ids: list[int], numbers: Numbers) -> int | tuple[int, int]:
    child = random.choice(ids)
    return child if random.random() < 1 / 2 else (child, numbers(random))


def random_circuit(random: Random, most_inputs: int = 5, most_gates: int = 12) -> Circuit:
    """A circuit of any kinds of gates, the same for the same state of ``random``; few numbers are large."""
    b = CircuitBuilder("f", random.randint(0, 9))
    ids = [b.input(f"x[{i}]") for i in range(random.randint(0, most_inputs))]
    for gate in range(random.randint(1, most_gates)):
        row = random.choice(ROWS)
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
