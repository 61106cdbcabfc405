"""Short runs of the fast tier: packed code run by Python, where that takes less time than loading the compiled loop.

The result is that of ``runner``: the same arrays. A run that takes too many steps or traps has no result, and the
caller repeats it with the compiled loop, which alone knows limits and messages. So stretches are not copied here, and a
run that never ends is one that takes too many steps.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from uniform.arguments.limits import Limits
from uniform.circuits.address_tables import LayoutAddresses
from uniform.circuits.addresses import Layout, Rectangular, Role
from uniform.circuits.circuit import Circuit, write_ckt
from uniform.circuits.gates import Kind
from uniform.counters.fast import pack as p
from uniform.counters.fast.pack import PackedCode
from uniform.counters.widths import bits

STEPS = 150_000
"""Steps of short runs together, unless the caller knows better: they take a third of the time of loading the compiled
loop, so little is lost where a run turns out to be longer."""

_STEPS_OF_A_GATE = 3  # at least: opening it, closing it, and a step of the loop around it

_VALUES: dict[int, Callable[[int, int], int]] = {
    p.ADD: operator.add,
    p.MULTIPLY: operator.mul,
    p.BIT: lambda number, place: number >> place & 1,
    p.MIN: min,
    p.MAX: max,
}
_DIVISIONS: dict[int, Callable[[int, int], int]] = {p.DIVIDE: operator.floordiv, p.MODULO: operator.mod}
_FUNCTIONS: dict[int, Callable[[int], int]] = {p.COPY: int, p.BITS: bits, p.POWER: lambda number: 1 << number}
_JUMPS: dict[int, Callable[[int, int], bool]] = {
    p.JUMP_EQUAL: operator.eq,
    p.JUMP_NOT_EQUAL: operator.ne,
    p.JUMP_LESS: operator.lt,
    p.JUMP_AT_MOST: operator.le,
}
_REQUIRED: dict[int, Callable[[int, int], bool]] = {
    p.REQUIRE_EQUAL: operator.eq,
    p.REQUIRE_NOT_EQUAL: operator.ne,
    p.REQUIRE_LESS: operator.lt,
    p.REQUIRE_AT_MOST: operator.le,
}


class ShortRuns:
    """Circuits of one program while their runs are short: up to ``steps`` instructions, in all runs together.

    ``packed`` is called when a run first comes here: a program with numbers of more than 62 bits cannot be packed."""

    def __init__(self, packed: Callable[[], PackedCode], steps: int = STEPS) -> None:
        self.packed = packed
        self.left = steps

    @cached_property
    def program(self) -> PackedCode:
        """The packed code."""
        return self.packed()

    @cached_property
    def rows(self) -> list[list[int]]:
        """Its rows, as lists."""
        rows: list[list[int]] = self.program.rows.tolist()
        return rows

    @cached_property
    def operands(self) -> list[int]:
        """Its operands, as a list."""
        operands: list[int] = self.program.operands.tolist()
        return operands

    def has_room_for(self, layout: Layout, most: int | None = None) -> bool:
        """Whether a run may take at most ``most`` steps, by default those that are left. A guess: it supposes that the
        run prints all that is declared."""
        return _STEPS_OF_A_GATE * layout.count <= (self.left if most is None else most)

    def circuit(self, layout: Layout, n: int, limits: Limits) -> Circuit | None:
        """The circuit of n, as ``runner.run_circuit`` makes it; None if the run traps, takes more steps than are left,
        or reaches a limit. All registers must fit 62 bits.

        Cost: about a microsecond a step; at most, those of the steps that are left."""
        most = min(self.left, limits.steps("fast") - 1)
        if not self.has_room_for(layout, most):
            return None
        run = _ShortRun(self, layout, n, most)
        try:
            run.advance(0, self.program.code.header)
            run.advance(self.program.code.body, self.program.code.footer)
            _require(len(run.kinds) <= limits.max_gates and len(run.children) <= limits.max_wires)
            found = run.circuit()
        except _NotShort:
            return None
        finally:
            self.left -= run.steps
        limits.took("fast", run.steps)
        return found

    def text(self, layout: Layout, n: int, limits: Limits) -> Iterator[bytes] | None:
        """The text of that circuit, as ``runner.run_text`` prints it. None also if the caller limits the steps:
        printing the first and the last lines takes some, too, which are not counted here."""
        if limits.max_steps is not None:
            return None
        found = self.circuit(layout, n, limits)
        return None if found is None else write_ckt(found)


class _NotShort(Exception):
    """The run traps, or takes too many steps."""


class _ShortRun:
    """Registers, and the gates so far, as in ``slots.GateArrays``."""

    def __init__(self, runs: ShortRuns, layout: Layout, n: int, most: int) -> None:
        self.code, self.layout, self.n = runs.program.code, layout, n
        self.rows, self.operands = runs.rows, runs.operands
        self.steps, self.most = 0, most
        self.registers: list[int] = runs.program.registers.tolist()
        self.registers[0] = n
        self.inputs = _flats(layout, "input")
        self.ids = {flat: identifier for identifier, flat in enumerate(self.inputs)}  # of gates, too
        self.kinds: list[int] = []
        self.parameters: list[list[int]] = []
        self.offsets = [0]
        self.children: list[int] = []
        self.weights: list[int] = []
        self.flats: list[int] = []
        self.derived: list[int] = []
        self.negations: list[int] = []  # ids of the NOT gates of the statement
        self.met = 0  # how many of these the line has met
        self.listed: dict[tuple[int, ...], int] = {}  # ids of the NOT gates of lists, by what ``derived`` has
        self.open = -1  # flat address of the open gate, or -1 - its place in ``derived``

    def advance(self, at: int, stop: int) -> None:
        """Run from one position to another. Raises _NotShort."""
        rows, r = self.rows, self.registers
        while at != stop:
            if self.steps == self.most:
                raise _NotShort
            self.steps += 1
            row = rows[at]
            operation, a, b, c, d = row[:5]
            at += 1
            if operation in _JUMPS:
                if _JUMPS[operation](r[a], r[b]):
                    at = c
            elif operation == p.STEP_UP:
                if r[b] - r[a] >= r[c]:
                    r[a] += r[c]
                    at = d
            elif operation in _REQUIRED:
                _require(_REQUIRED[operation](r[a], r[b]))
            elif operation in _PRINTING:
                _PRINTING[operation](self, row)
            elif operation in (p.JUMP, p.AGAIN):
                at = a
            elif operation == p.STEP_DOWN:
                if r[a] - r[b] >= r[c]:
                    r[a] -= r[c]
                    at = d
            elif operation == p.CALL:
                r[b] = c
                at = a
            elif operation == p.RETURN:
                at = self.operands[b + r[a]]
            elif operation in (p.BEGIN, p.KEEP):
                self.steps -= 1
                at = d if operation == p.BEGIN else b
            else:
                self._compute(row)

    def _compute(self, row: list[int]) -> None:
        r, (operation, a, b, c) = self.registers, row[:4]
        if operation in _VALUES:
            r[a] = _VALUES[operation](r[b], r[c])
        elif operation in _FUNCTIONS:
            r[a] = _FUNCTIONS[operation](r[b])
        elif operation == p.SUBTRACT:
            _require(r[b] >= r[c])
            r[a] = r[b] - r[c]
        elif operation in _DIVISIONS:
            _require(r[c] > 0)
            r[a] = _DIVISIONS[operation](r[b], r[c])
        elif operation == p.ENTRY:
            self._entry(row)
        else:  # FAIL: sections that print text or end the program are not run here
            raise _NotShort

    def _entry(self, row: list[int]) -> None:
        _, plus, minus, place, count, start = row[:6]
        pairs = self._pairs(place, count)
        entry = self.operands[start + sum([self.registers[register] * stride for register, stride in pairs])]
        if plus >= 0:
            self.registers[plus] = max(entry, 0)
        if minus >= 0:
            self.registers[minus] = max(-entry, 0)

    # ---------------------------------------------------------------- gates

    def open_gate(self, row: list[int]) -> None:
        self.open = self._flat(row)
        self.kinds.append(row[4])
        self.parameters.append(self._numbers(row[5], row[6]))

    def open_negation(self, row: list[int]) -> None:
        described = self._description(row)
        identifier = len(self.inputs) + len(self.flats)
        if row[0] == p.LIST_NEGATION:
            self.listed[tuple(described)] = identifier
        else:
            self.negations.append(identifier)
        self.open = -1 - len(self.derived)
        self.derived += described
        self.kinds.append(Kind.NOT)
        self.parameters.append([])

    def close(self, row: list[int]) -> None:
        del row
        if self.open >= 0:
            self._enter(self.open, len(self.inputs) + len(self.flats))
            self.negations, self.met = [], 0
        self.flats.append(self.open)
        self.offsets.append(len(self.children))

    def enter_part(self, row: list[int]) -> None:
        self._enter(self._flat(row), 0)

    def _enter(self, flat: int, identifier: int) -> None:
        """Note what has this address, which must be new."""
        _require(flat not in self.ids)
        self.ids[flat] = identifier

    def wire(self, row: list[int]) -> None:
        identifier = self.ids.get(self._flat(row), -1)
        _require(identifier >= 0)
        if row[0] == p.WIRE:
            self._add(identifier, self.registers[row[4]])

    def negated(self, row: list[int]) -> None:
        self.met += 1
        self._add(self.negations[self.met - 1], self.registers[row[7]])

    def list_negated(self, row: list[int]) -> None:
        self._add(self.listed[tuple(self._description(row))], self.registers[row[7]])

    def _add(self, identifier: int, times: int) -> None:
        if times:
            self.children.append(identifier)
            self.weights.append(times)

    # ---------------------------------------------------------------- addresses

    def _flat(self, row: list[int]) -> int:
        """The flat address of a gate or part."""
        array, place, rank = self.layout.arrays[row[1]], row[2], 0
        for dimension in array.dimensions:
            index = self.registers[self.operands[place]] + self.operands[place + 1]
            if isinstance(dimension, Rectangular):
                offset, size, start = index - dimension.low, dimension.size, rank * dimension.size
            else:
                allowed = dimension.allowed(rank)
                offset, size, start = index - allowed.start, len(allowed), dimension.start(rank)
            _require(0 <= offset < size)
            rank, place = start + offset, place + 2
        return array.base + rank

    def _description(self, row: list[int]) -> list[int]:
        """What ``derived`` has of a NOT gate."""
        return [self._flat(row), row[6], row[5], *self._numbers(row[4], row[5])]

    def _numbers(self, place: int, count: int) -> list[int]:
        """Numbers that are printed."""
        return [self.registers[register] + plus for register, plus in self._pairs(place, count)]

    def _pairs(self, place: int, count: int) -> Iterator[tuple[int, int]]:
        end = place + 2 * count
        return zip(self.operands[place:end:2], self.operands[place + 1 : end : 2], strict=True)

    # ---------------------------------------------------------------- the circuit

    def circuit(self) -> Circuit:
        """The circuit, after the last section. Raises _NotShort if an output is missing."""
        outputs = _flats(self.layout, "output")
        _require(all(flat in self.ids for flat in outputs))
        code, weighted = self.code, any(times != 1 for times in self.weights)
        return Circuit(
            code.name,
            self.n,
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


_PRINTING: dict[int, Callable[[_ShortRun, list[int]], None]] = {
    p.OPEN: _ShortRun.open_gate,
    p.WIRE: _ShortRun.wire,
    p.EXPECT: _ShortRun.wire,
    p.ENTER: _ShortRun.enter_part,
    p.NEGATION: _ShortRun.open_negation,
    p.LIST_NEGATION: _ShortRun.open_negation,
    p.LIST_NEGATED: _ShortRun.list_negated,
    p.NEGATED: _ShortRun.negated,
    p.CLOSE: _ShortRun.close,
}


def _require(holds: bool) -> None:
    if not holds:
        raise _NotShort


def _flats(layout: Layout, role: Role) -> list[int]:
    """The flat addresses of all arrays of a role, in order."""
    return [flat for array in layout.of_role(role) for flat in range(array.base, array.base + array.count)]


def _array(numbers: list[int]) -> NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64)
