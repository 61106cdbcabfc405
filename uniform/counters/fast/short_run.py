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

Action = Callable[[], None]
Instruction = Callable[[], int]  # it returns the place of the next one


def _difference(left: int, right: int) -> int:
    _require(left >= right)
    return left - right


def _quotient(left: int, right: int) -> int:
    _require(right > 0)
    return left // right


def _remainder(left: int, right: int) -> int:
    _require(right > 0)
    return left % right


_VALUES: dict[int, Callable[[int, int], int]] = {
    p.ADD: operator.add,
    p.SUBTRACT: _difference,
    p.MULTIPLY: operator.mul,
    p.DIVIDE: _quotient,
    p.MODULO: _remainder,
    p.BIT: lambda number, place: number >> place & 1,
    p.MIN: min,
    p.MAX: max,
}
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
_PAST_STRETCH = {p.BEGIN: 4, p.KEEP: 2}  # where a row has the place at which a stretch that is not copied goes on


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
    def _run(self) -> _ShortRun:
        return _ShortRun(self.program)

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
        run = self._run
        run.begin(layout, n, most)
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


class _Instructions(dict[int, Instruction]):
    """The instructions that a run has reached, by their places."""

    def __init__(self, make: Callable[[int], Instruction]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, at: int) -> Instruction:
        self[at] = made = self.make(at)
        return made


class _ShortRun:
    """Registers, and the gates so far, as in ``slots.GateArrays``.

    An instruction becomes a function when a run first reaches it: what its row says is looked up once for all runs."""

    layout: Layout

    def __init__(self, program: PackedCode) -> None:
        self.code = program.code
        self.rows: list[list[int]] = program.rows.tolist()
        self.operands: list[int] = program.operands.tolist()
        self.first: list[int] = program.registers.tolist()  # values of the registers
        self.registers = self.first.copy()
        self.instructions = _Instructions(self._instruction)

    def begin(self, layout: Layout, n: int, most: int) -> None:
        """Begin a run of at most ``most`` steps."""
        self.layout, self.n = layout, n
        self.steps, self.most = 0, most
        self.registers[:] = [n, *self.first[1:]]
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
        instructions, left = self.instructions, self.most - self.steps
        at = self._past_stretches(at)
        try:
            while at != stop:
                _require(left > 0)
                left -= 1
                at = instructions[at]()
        finally:
            self.steps = self.most - left

    def _past_stretches(self, at: int) -> int:
        """The next step from here on. A stretch is run each time, so where it begins and ends is none."""
        while at not in (self.code.header, self.code.footer) and self.rows[at][0] in _PAST_STRETCH:
            at = self.rows[at][_PAST_STRETCH[self.rows[at][0]]]
        return at

    def _instruction(self, at: int) -> Instruction:
        row = self.rows[at]
        operation = row[0]
        if operation in (p.JUMP, p.AGAIN, p.CALL):
            return self._call(row)
        if operation == p.RETURN:
            return self._return(row)
        after = self._past_stretches(at + 1)
        if operation in _JUMPS:
            return self._jump(_JUMPS[operation], row, after)
        if operation in (p.STEP_UP, p.STEP_DOWN):
            return self._step(row, after)
        act = _ACTIONS[operation](self, row) if operation in _ACTIONS else self._compute(row)

        def run() -> int:
            act()
            return after

        return run

    # ---------------------------------------------------------------- jumps

    def _jump(self, holds: Callable[[int, int], bool], row: list[int], after: int) -> Instruction:
        r, (_, left, right, place) = self.registers, row[:4]
        target = self._past_stretches(place)
        return lambda: target if holds(r[left], r[right]) else after

    def _step(self, row: list[int], after: int) -> Instruction:
        r, (operation, variable, limit, step, place) = self.registers, row[:5]
        sign, again = 1 if operation == p.STEP_UP else -1, self._past_stretches(place)

        def run() -> int:
            if sign * (r[limit] - r[variable]) < r[step]:
                return after
            r[variable] += sign * r[step]
            return again

        return run

    def _call(self, row: list[int]) -> Instruction:
        r, (operation, place, back, number) = self.registers, row[:4]
        target = self._past_stretches(place)

        def run() -> int:
            r[back] = number
            return target

        return run if operation == p.CALL else lambda: target

    def _return(self, row: list[int]) -> Instruction:
        r, (_, back, targets) = self.registers, row[:3]
        return lambda: self._past_stretches(self.operands[targets + r[back]])

    # ---------------------------------------------------------------- numbers

    def _compute(self, row: list[int]) -> Action:
        r, (operation, target, left, right) = self.registers, row[:4]
        if operation in _FUNCTIONS:
            function = _FUNCTIONS[operation]

            def run() -> None:
                r[target] = function(r[left])
        else:
            value = _VALUES[operation]

            def run() -> None:
                r[target] = value(r[left], r[right])

        return run

    def require(self, row: list[int]) -> Action:
        holds, r, (_, left, right) = _REQUIRED[row[0]], self.registers, row[:3]
        return lambda: _require(holds(r[left], r[right]))

    def entry(self, row: list[int]) -> Action:
        r, operands, (_, plus, minus, place, count, start) = self.registers, self.operands, row[:6]
        pairs = self._pairs(place, count)

        def run() -> None:
            entry = operands[start + sum([r[register] * stride for register, stride in pairs])]
            if plus >= 0:
                r[plus] = max(entry, 0)
            if minus >= 0:
                r[minus] = max(-entry, 0)

        return run

    def fail(self, row: list[int]) -> Action:
        del row
        return lambda: _require(False)

    # ---------------------------------------------------------------- gates

    def open_gate(self, row: list[int]) -> Action:
        flat, numbers, kind = self._flat(row), self._numbers(row[5], row[6]), row[4]

        def run() -> None:
            self.open = flat()
            self.kinds.append(kind)
            self.parameters.append(numbers())

        return run

    def open_negation(self, row: list[int]) -> Action:
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
        del row

        def run() -> None:
            if self.open >= 0:
                self._enter(self.open, len(self.inputs) + len(self.flats))
                self.negations, self.met = [], 0
            self.flats.append(self.open)
            self.offsets.append(len(self.children))

        return run

    def enter_part(self, row: list[int]) -> Action:
        flat = self._flat(row)
        return lambda: self._enter(flat(), 0)

    def _enter(self, flat: int, identifier: int) -> None:
        """Note what has this address, which must be new."""
        _require(flat not in self.ids)
        self.ids[flat] = identifier

    def expect(self, row: list[int]) -> Action:
        flat = self._flat(row)
        return lambda: _require(flat() in self.ids)

    def wire(self, row: list[int]) -> Action:
        r, flat, times = self.registers, self._flat(row), row[4]

        def run() -> None:
            identifier = self.ids.get(flat(), -1)
            _require(identifier >= 0)
            self._add(identifier, r[times])

        return run

    def negated(self, row: list[int]) -> Action:
        r, times = self.registers, row[7]

        def run() -> None:
            self.met += 1
            self._add(self.negations[self.met - 1], r[times])

        return run

    def list_negated(self, row: list[int]) -> Action:
        r, description, times = self.registers, self._description(row), row[7]
        return lambda: self._add(self.listed[tuple(description())], r[times])

    def _add(self, identifier: int, times: int) -> None:
        if times:
            self.children.append(identifier)
            self.weights.append(times)

    # ---------------------------------------------------------------- addresses

    def _flat(self, row: list[int]) -> Callable[[], int]:
        """The flat address of a gate or part. An index outside its array raises _NotShort."""
        r, number = self.registers, row[1]
        indices = self._pairs(row[2], len(self.layout.arrays[number].dimensions))

        def flat() -> int:
            array, rank = self.layout.arrays[number], 0
            for (register, plus), dimension in zip(indices, array.dimensions, strict=True):
                index = r[register] + plus
                if isinstance(dimension, Rectangular):
                    offset, size, start = index - dimension.low, dimension.size, rank * dimension.size
                else:
                    allowed = dimension.allowed(rank)
                    offset, size, start = index - allowed.start, len(allowed), dimension.start(rank)
                _require(0 <= offset < size)
                rank = start + offset
            return array.base + rank

        return flat

    def _description(self, row: list[int]) -> Callable[[], list[int]]:
        """What ``derived`` has of a NOT gate."""
        flat, numbers, ordinal, own = self._flat(row), self._numbers(row[4], row[5]), row[6], row[5]
        return lambda: [flat(), ordinal, own, *numbers()]

    def _numbers(self, place: int, count: int) -> Callable[[], list[int]]:
        """Numbers that are printed."""
        r, pairs = self.registers, self._pairs(place, count)
        return lambda: [r[register] + plus for register, plus in pairs]

    def _pairs(self, place: int, count: int) -> list[tuple[int, int]]:
        end = place + 2 * count
        return list(zip(self.operands[place:end:2], self.operands[place + 1 : end : 2], strict=True))

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


_ACTIONS: dict[int, Callable[[_ShortRun, list[int]], Action]] = {
    **dict.fromkeys(_REQUIRED, _ShortRun.require),
    p.ENTRY: _ShortRun.entry,
    p.OPEN: _ShortRun.open_gate,
    p.WIRE: _ShortRun.wire,
    p.EXPECT: _ShortRun.expect,
    p.ENTER: _ShortRun.enter_part,
    p.NEGATION: _ShortRun.open_negation,
    p.LIST_NEGATION: _ShortRun.open_negation,
    p.LIST_NEGATED: _ShortRun.list_negated,
    p.NEGATED: _ShortRun.negated,
    p.CLOSE: _ShortRun.close,
    p.FAIL: _ShortRun.fail,
}


def _require(holds: bool) -> None:
    if not holds:
        raise _NotShort


def _flats(layout: Layout, role: Role) -> list[int]:
    """The flat addresses of all arrays of a role, in order."""
    return [flat for array in layout.of_role(role) for flat in range(array.base, array.base + array.count)]


def _array(numbers: list[int]) -> NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64)
