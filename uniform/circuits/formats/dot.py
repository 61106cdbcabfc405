"""Circuits as Graphviz text, to draw small ones; Graphviz itself makes the drawing."""

from __future__ import annotations

from collections.abc import Iterator

from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind


def write_dot(circuit: Circuit) -> Iterator[bytes]:
    """The circuit as a ``digraph``, inputs at the bottom: a node for each input and gate, an edge for each wire.

    An edge points from child to parent and is labeled with its multiplicity if that is not 1; outputs are
    drawn with a double line. Cost: linear in the text.
    """
    yield f'digraph "{circuit.name} {circuit.n}" {{\n  rankdir=BT;\n  node [shape=box];\n'.encode()
    outputs = {int(identifier) for identifier in circuit.outputs}
    for identifier in range(circuit.inputs):
        yield _node(circuit.addresses[identifier], "", identifier in outputs, "plaintext").encode()
    for gate in range(circuit.gates):
        parameters = circuit.parameters(gate)
        label = " ".join([Kind(circuit.kind[gate]).name, *map(str, parameters)])
        own = circuit.inputs + gate
        address = circuit.addresses[own]
        yield _node(address, label, own in outputs, "box").encode()
        for child, times in circuit.wires(gate):
            weight = f' [label="{times}"]' if times != 1 else ""
            yield f'  "{circuit.addresses[child]}" -> "{address}"{weight};\n'.encode()
    yield b"}\n"


def _node(address: str, label: str, output: bool, shape: str) -> str:
    text = f"{label}\\n{address}" if label else address
    line = ", peripheries=2" if output else ""
    return f'  "{address}" [label="{text}", shape={shape}{line}];\n'
