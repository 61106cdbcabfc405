"""Short runs of the fast tier: packed code run by Python, where that takes less time than loading the compiled loop.

The result is that of ``runner``: the same arrays. A run that takes too many steps or traps has no result, and the
caller repeats it with the compiled loop, which alone knows limits and messages. So stretches are not copied here, and a
run that never ends is one that takes too many steps.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from functools import cached_property

from uniform.arguments.limits import Limits
from uniform.circuits.addresses import Layout
from uniform.circuits.circuit import Circuit, write_ckt
from uniform.counters.fast import pack as p
from uniform.counters.fast.pack import PackedCode
from uniform.counters.fast.short_gates import PRINTING, Action, NotShort, ShortGates, pairs_of, require
from uniform.counters.widths import bits

STEPS = 150_000
"""Steps of short runs together, unless the caller knows better: they take a third of the time of loading the compiled
loop, so little is lost where a run turns out to be longer."""

_STEPS_OF_A_GATE = 3  # at least: opening it, closing it, and a step of the loop around it

Instruction = Callable[[], int]  # it returns the place of the next one


def _difference(left: int, right: int) -> int:
    require(left >= right)
    return left - right


def _quotient(left: int, right: int) -> int:
    require(right > 0)
    return left // right


def _remainder(left: int, right: int) -> int:
    require(right > 0)
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
            gates = run.gates
            require(len(gates.kinds) <= limits.max_gates and len(gates.children) <= limits.max_wires)
            found = gates.circuit(run.code, n)
        except NotShort:
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


class _Instructions(dict[int, Instruction]):
    """The instructions that a run has reached, by their places."""

    def __init__(self, make: Callable[[int], Instruction]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, at: int) -> Instruction:
        self[at] = made = self.make(at)
        return made


class _ShortRun:
    """Registers and gates. An instruction becomes a function when a run first reaches it, as in ``short_gates``."""

    def __init__(self, program: PackedCode) -> None:
        self.code = program.code
        self.rows: list[list[int]] = program.rows.tolist()
        self.operands: list[int] = program.operands.tolist()
        self.first: list[int] = program.registers.tolist()  # values of the registers
        self.registers = self.first.copy()
        self.gates = ShortGates(self.registers, self.operands)
        self.instructions = _Instructions(self._instruction)

    def begin(self, layout: Layout, n: int, most: int) -> None:
        """Begin a run of at most ``most`` steps."""
        self.steps, self.most = 0, most
        self.registers[:] = [n, *self.first[1:]]
        self.gates.begin(layout)

    def advance(self, at: int, stop: int) -> None:
        """Run from one position to another. Raises NotShort."""
        instructions, left = self.instructions, self.most - self.steps
        at = self._past_stretches(at)
        try:
            while at != stop:
                require(left > 0)
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
        act = self._action(row)

        def run() -> int:
            act()
            return after

        return run

    def _action(self, row: list[int]) -> Action:
        operation = row[0]
        if operation in PRINTING:
            return PRINTING[operation](self.gates, row)
        if operation in _REQUIRED:
            return self._require(_REQUIRED[operation], row)
        if operation == p.ENTRY:
            return self._entry(row)
        if operation == p.FAIL:
            return lambda: require(False)
        return self._compute(row)

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

    def _require(self, holds: Callable[[int, int], bool], row: list[int]) -> Action:
        r, (_, left, right) = self.registers, row[:3]
        return lambda: require(holds(r[left], r[right]))

    def _entry(self, row: list[int]) -> Action:
        r, operands, (_, plus, minus, place, count, start) = self.registers, self.operands, row[:6]
        strides = pairs_of(operands, place, count)

        def run() -> None:
            entry = operands[start + sum([r[register] * stride for register, stride in strides])]
            if plus >= 0:
                r[plus] = max(entry, 0)
            if minus >= 0:
                r[minus] = max(-entry, 0)

        return run
