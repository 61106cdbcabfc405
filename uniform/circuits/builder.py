"""Building a circuit gate by gate, children first.

The direct builders of families are written on this file. A builder keeps plain Python lists and turns them
into the arrays of a ``Circuit`` at the end; a circuit is immutable from then on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import GATES, Kind
from uniform.circuits.numbers import numbers
from uniform.circuits.tables import ListAddresses
from uniform.circuits.text import ADDRESS
from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError

WireLike = int | tuple[int, int]  # an id, or an id with a multiplicity

_ADDRESS = re.compile(ADDRESS)


class CircuitBuilder:
    """Collects inputs and gates; ``build`` makes the circuit.

    >>> b = CircuitBuilder("majority_of_two_of_three", 3)
    >>> x = [b.input(f"x[{i}]") for i in (1, 2, 3)]
    >>> y = b.threshold("y", 2, x)
    >>> b.build([y])
    Circuit('majority_of_two_of_three', n=3, inputs=3, gates=1, outputs=1)
    """

    def __init__(self, name: str, n: int, constants: Iterable[tuple[str, int]] = ()) -> None:
        self.name = name
        self.n = n
        self.constants = tuple(constants)
        self._inputs = 0
        self._kinds: list[int] = []
        self._thresholds: list[int] = []
        self._residues: list[int] = []
        self._offsets: list[int] = [0]
        self._children: list[int] = []
        self._weights: list[int] = []
        self._addresses: list[str] = []
        self._seen: set[str] = set()

    def input(self, address: str) -> int:
        """Declare an input; inputs come before gates. Returns its id."""
        if self._kinds:
            raise _wrong(f"input `{address}` is declared after a gate", "declare inputs first")
        self._take(address)
        self._inputs += 1
        return self._inputs - 1

    def inputs(self, name: str, indices: Iterable[int]) -> list[int]:
        """Declare ``name[i]`` for each i, in order. Returns their ids."""
        return [self.input(f"{name}[{index}]") for index in indices]

    def gate(self, kind: Kind, address: str, wires: Iterable[WireLike], parameters: Sequence[int] = ()) -> int:
        """Add a gate; multiplicity 0 is no wire. Returns its id. Raises UniformError for what no circuit holds."""
        row = GATES[kind]
        own = self._inputs + len(self._kinds)
        count = 0
        if len(parameters) != len(row.parameters) or any(value < 0 for value in parameters):
            raise _wrong(f"`{address}`: {kind.name} takes the numbers {row.parameters}, not {tuple(parameters)}")
        if kind is Kind.MOD and parameters[1] >= parameters[0]:
            raise _wrong(f"`{address}`: the residue {parameters[1]} is not below the modulus {parameters[0]}")
        pairs = [(wire, 1) if isinstance(wire, int) else wire for wire in wires]
        for child, weight in pairs:
            if not 0 <= child < own or weight < 0:
                raise _wrong(f"`{address}` has a wire from {child}, which is no input or earlier gate")
            count += weight > 0
        if (row.wires == "none" and count) or (row.wires == "one" and (count != 1 or pairs[0][1] != 1)):
            raise _wrong(f"`{address}`: {kind.name} takes {row.wires} wires, not {count}")
        self._take(address)
        for child, weight in pairs:
            if weight:
                self._children.append(child)
                self._weights.append(weight)
        self._kinds.append(kind)
        self._thresholds.append(parameters[0] if parameters else 0)
        self._residues.append(parameters[1] if len(parameters) > 1 else 0)
        self._offsets.append(len(self._children))
        return own

    def false(self, address: str) -> int:
        """FALSE."""
        return self.gate(Kind.FALSE, address, ())

    def true(self, address: str) -> int:
        """TRUE."""
        return self.gate(Kind.TRUE, address, ())

    def copy(self, address: str, wire: int) -> int:
        """COPY of one wire."""
        return self.gate(Kind.COPY, address, (wire,))

    def not_(self, address: str, wire: int) -> int:
        """NOT of one wire."""
        return self.gate(Kind.NOT, address, (wire,))

    def and_(self, address: str, wires: Iterable[WireLike]) -> int:
        """AND of any number of wires."""
        return self.gate(Kind.AND, address, wires)

    def or_(self, address: str, wires: Iterable[WireLike]) -> int:
        """OR of any number of wires."""
        return self.gate(Kind.OR, address, wires)

    def xor(self, address: str, wires: Iterable[WireLike]) -> int:
        """XOR of any number of wires."""
        return self.gate(Kind.XOR, address, wires)

    def nand(self, address: str, wires: Iterable[WireLike]) -> int:
        """NAND of any number of wires."""
        return self.gate(Kind.NAND, address, wires)

    def nor(self, address: str, wires: Iterable[WireLike]) -> int:
        """NOR of any number of wires."""
        return self.gate(Kind.NOR, address, wires)

    def xnor(self, address: str, wires: Iterable[WireLike]) -> int:
        """XNOR of any number of wires."""
        return self.gate(Kind.XNOR, address, wires)

    def majority(self, address: str, wires: Iterable[WireLike]) -> int:
        """MAJ: more than half."""
        return self.gate(Kind.MAJ, address, wires)

    def threshold(self, address: str, k: int, wires: Iterable[WireLike]) -> int:
        """THRESHOLD: at least k."""
        return self.gate(Kind.THRESHOLD, address, wires, (k,))

    def atmost(self, address: str, k: int, wires: Iterable[WireLike]) -> int:
        """ATMOST: at most k."""
        return self.gate(Kind.ATMOST, address, wires, (k,))

    def mod(self, address: str, m: int, r: int, wires: Iterable[WireLike]) -> int:
        """MOD: the number of ones is r modulo m."""
        return self.gate(Kind.MOD, address, wires, (m, r))

    def build(self, outputs: Iterable[int]) -> Circuit:
        """The circuit with these outputs, in order. Cost: linear."""
        chosen = list(outputs)
        if any(not 0 <= output < len(self._addresses) for output in chosen):
            raise _wrong("an output is no input or gate")
        weighted = any(weight != 1 for weight in self._weights)
        return Circuit(
            self.name,
            self.n,
            self.constants,
            self._inputs,
            np.array(self._kinds, dtype=np.uint8),
            numbers(self._thresholds),
            numbers(self._residues) if Kind.MOD in self._kinds else None,
            np.array(self._offsets, dtype=np.int64),
            np.array(self._children, dtype=np.int32 if len(self._addresses) < 2**31 else np.int64),
            numbers(self._weights) if weighted else None,
            np.array(chosen, dtype=np.int64),
            ListAddresses(self._addresses),
        )

    def _take(self, address: str) -> None:
        if address in self._seen:
            raise _wrong(f"the address `{address}` is taken")
        if _ADDRESS.fullmatch(address) is None:
            raise _wrong(f"`{address}` is not an address", "for example y, m[2,3] or add[3].half")
        self._seen.add(address)
        self._addresses.append(address)


def _wrong(message: str, hint: str | None = None) -> UniformError:
    return UniformError(Diagnostic("U501", message, help=hint))
