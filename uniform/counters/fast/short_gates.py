"""The gates of short runs, as Python lists.

Each instruction that prints becomes a function when a run first reaches it, and what its row says is looked up once.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.address_tables import LayoutAddresses
from uniform.circuits.addresses import Layout, Rectangular, Role
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.counters.code import Code
from uniform.counters.fast import pack as p

Action = Callable[[], None]


class NotShort(Exception):
    """The run traps, or takes too many steps."""


def require(holds: bool) -> None:
    """Raise NotShort if a run traps here."""
    if not holds:
        raise NotShort


def pairs_of(operands: list[int], place: int, count: int) -> list[tuple[int, int]]:
    """Pairs of the packed operands: a register, and what is added to it or what it is multiplied by."""
    end = place + 2 * count
    return list(zip(operands[place:end:2], operands[place + 1 : end : 2], strict=True))


class ShortGates:
    """The gates so far, as in ``slots.GateArrays``. Most methods make a function of a row, which prints."""

    layout: Layout

    def __init__(self, registers: list[int], operands: list[int]) -> None:
        self.registers, self.operands = registers, operands

    def begin(self, layout: Layout) -> None:
        """Begin a run."""
        self.layout = layout
        self.inputs = _flats(layout, "input")
        self.ids = {flat: identifier for identifier, flat in enumerate(self.inputs)}  # and of gates; 0 of a part
        self.kinds: list[int] = []
        self.parameters: list[list[int]] = []
        self.offsets = [0]
        self.children: list[int] = []
        self.weights: list[int] = []
        self.flats: list[int] = []
        self.derived: list[int] = []
        self.negations: list[int] = []  # ids of the NOT gates of the statement
        self.wired = 0  # how many of these already have their wire
        self.listed: dict[tuple[int, ...], int] = {}  # ids of the NOT gates of lists, by what ``derived`` has
        self.open = -1  # flat address of the open gate; of a derived one, -1 - its place in ``derived``

    def open_gate(self, row: list[int]) -> Action:
        """Begin a gate at its address."""
        flat, numbers, kind = self._flat(row), self._numbers(row[5], row[6]), row[4]

        def run() -> None:
            self.open = flat()
            self.kinds.append(kind)
            self.parameters.append(numbers())

        return run

    def open_negation(self, row: list[int]) -> Action:
        """Begin a derived NOT gate."""
        description, listed = self._description(row), row[0] == p.LIST_NEGATION

        def run() -> None:
            described, identifier = description(), len(self.inputs) + len(self.flats)
            if listed:
                self.listed[tuple(described)] = identifier
            else:
                self.negations.append(identifier)
            self.open = -1 - len(self.derived)
            self.derived += described
            self.kinds.append(Kind.NOT)
            self.parameters.append([])

        return run

    def close(self, row: list[int]) -> Action:
        """End the open gate, and note its address."""
        del row

        def run() -> None:
            if self.open >= 0:
                self._enter(self.open, len(self.inputs) + len(self.flats))
                self.negations, self.wired = [], 0
            self.flats.append(self.open)
            self.offsets.append(len(self.children))

        return run

    def enter_part(self, row: list[int]) -> Action:
        """Note the address of a part, which no wire reads."""
        flat = self._flat(row)
        return lambda: self._enter(flat(), 0)

    def _enter(self, flat: int, identifier: int) -> None:
        """Note what has this address, which must be new."""
        require(flat not in self.ids)
        self.ids[flat] = identifier

    def expect(self, row: list[int]) -> Action:
        """Trap if a gate has not been printed."""
        flat = self._flat(row)
        return lambda: require(flat() in self.ids)

    def wire(self, row: list[int]) -> Action:
        """A wire from a gate or an input."""
        r, flat, times = self.registers, self._flat(row), row[4]

        def run() -> None:
            identifier = self.ids.get(flat(), -1)
            require(identifier >= 0)
            self._add(identifier, r[times])

        return run

    def negated(self, row: list[int]) -> Action:
        """A wire from a NOT gate of this statement."""
        r, times = self.registers, row[7]

        def run() -> None:
            self._add(self.negations[self.wired], r[times])
            self.wired += 1

        return run

    def list_negated(self, row: list[int]) -> Action:
        """A wire from a NOT gate of a list."""
        r, description, times = self.registers, self._description(row), row[7]
        return lambda: self._add(self.listed[tuple(description())], r[times])

    def _add(self, identifier: int, times: int) -> None:
        if times:
            self.children.append(identifier)
            self.weights.append(times)

    # ---------------------------------------------------------------- addresses

    def _flat(self, row: list[int]) -> Callable[[], int]:
        """The flat address of a gate or part. An index outside its array raises NotShort."""
        r, number = self.registers, row[1]
        indices = pairs_of(self.operands, row[2], len(self.layout.arrays[number].dimensions))

        def flat() -> int:
            array, rank = self.layout.arrays[number], 0
            for (register, plus), dimension in zip(indices, array.dimensions, strict=True):
                index = r[register] + plus
                if isinstance(dimension, Rectangular):
                    offset, size, start = index - dimension.low, dimension.size, rank * dimension.size
                else:
                    allowed = dimension.allowed(rank)
                    offset, size, start = index - allowed.start, len(allowed), dimension.start(rank)
                require(0 <= offset < size)
                rank = start + offset
            return array.base + rank

        return flat

    def _description(self, row: list[int]) -> Callable[[], list[int]]:
        """What ``derived`` has of a NOT gate."""
        flat, (place, count, ordinal) = self._flat(row), row[4:7]
        numbers = self._numbers(place, count)
        return lambda: [flat(), ordinal, count, *numbers()]

    def _numbers(self, place: int, count: int) -> Callable[[], list[int]]:
        """Numbers that are printed."""
        r, pairs = self.registers, pairs_of(self.operands, place, count)
        return lambda: [r[register] + plus for register, plus in pairs]

    # ---------------------------------------------------------------- the circuit

    def circuit(self, code: Code, n: int) -> Circuit:
        """The circuit of n, after the last section. Raises NotShort if an output is missing."""
        outputs = _flats(self.layout, "output")
        require(all(flat in self.ids for flat in outputs))
        weighted = any(times != 1 for times in self.weights)
        return Circuit(
            code.name,
            n,
            code.constants,
            len(self.inputs),
            np.array(self.kinds, dtype=np.uint8),
            self._parameter(0),
            self._parameter(1) if Kind.MOD in self.kinds else None,
            _array(self.offsets),
            np.array(self.children, dtype=np.int32),
            _array(self.weights) if weighted else None,
            _array([self.ids[flat] for flat in outputs]),
            LayoutAddresses(self.layout, _array(self.inputs), _array(self.flats), _array(self.derived)),
        )

    def _parameter(self, place: int) -> NDArray[np.int64]:
        return _array([(*each, 0, 0)[place] for each in self.parameters])


PRINTING: dict[int, Callable[[ShortGates, list[int]], Action]] = {
    p.OPEN: ShortGates.open_gate,
    p.WIRE: ShortGates.wire,
    p.EXPECT: ShortGates.expect,
    p.ENTER: ShortGates.enter_part,
    p.NEGATION: ShortGates.open_negation,
    p.LIST_NEGATION: ShortGates.open_negation,
    p.LIST_NEGATED: ShortGates.list_negated,
    p.NEGATED: ShortGates.negated,
    p.CLOSE: ShortGates.close,
}
"""For each operation that prints, what makes an action of a row."""


def _flats(layout: Layout, role: Role) -> list[int]:
    """The flat addresses of all arrays of a role, in order."""
    return [flat for array in layout.of_role(role) for flat in range(array.base, array.base + array.count)]


def _array(numbers: list[int]) -> NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64)
