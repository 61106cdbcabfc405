"""Short runs of the fast tier: packed code run by Python, where that takes less time than loading the compiled loop.

The result is that of ``runner``: the same arrays. A run that takes too many steps or traps has no result, and the
caller repeats it with the compiled loop, which alone knows limits and messages. So stretches are not copied here, and a
run that never ends is one that takes too many steps.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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

Jump = Callable[[], int]  # it returns the place at which the run goes on


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
_TESTS: dict[int, Callable[[int, int], bool]] = {
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


@dataclass(frozen=True, slots=True)
class _Block:
    """Instructions that are carried out one after the other."""

    steps: int
    actions: tuple[Action, ...]
    jump: Jump


class _Blocks(dict[int, _Block]):
    """The blocks that a run has reached, by their places."""

    def __init__(self, make: Callable[[int], _Block]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, at: int) -> _Block:
        self[at] = made = self.make(at)
        return made


class _ShortRun:
    """Registers and gates. Instructions become functions when a run first reaches them, as in ``short_gates``."""

    def __init__(self, program: PackedCode) -> None:
        self.code = program.code
        self.rows: list[list[int]] = program.rows.tolist()
        self.operands: list[int] = program.operands.tolist()
        self.first: list[int] = program.registers.tolist()  # values of the registers
        self.registers = self.first.copy()
        self.gates = ShortGates(self.registers, self.operands)
        self.blocks = _Blocks(self._block)

    def begin(self, layout: Layout, n: int, most: int) -> None:
        """Begin a run of at most ``most`` steps."""
        self.steps, self.most = 0, most
        self.registers[:] = [n, *self.first[1:]]
        self.gates.begin(layout)

    def advance(self, at: int, stop: int) -> None:
        """Run from one position to another. Raises NotShort."""
        blocks, left = self.blocks, self.most - self.steps
        try:
            while at != stop:
                block = blocks[at]
                left -= block.steps
                require(left >= 0)
                for act in block.actions:
                    act()
                at = block.jump()
        finally:
            self.steps = self.most - max(left, 0)

    def _block(self, at: int) -> _Block:
        """The instructions from here up to a jump. ``Begin`` and ``Keep`` are no steps: nothing is copied here."""
        actions: list[Action] = []
        first = at
        while at == first or at not in (self.code.header, self.code.footer):
            row = self.rows[at]
            if row[0] in _PAST_STRETCH:
                at = row[_PAST_STRETCH[row[0]]]
            elif row[0] in _ENDS:
                return _Block(len(actions) + 1, tuple(actions), _ENDS[row[0]](self, row, at + 1))
            else:
                actions.append(self._action(row))
                at += 1
        return _Block(len(actions), tuple(actions), lambda: at)

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

    def test(self, row: list[int], after: int) -> Jump:
        """To another place if a comparison holds."""
        holds, r, (left, right, place) = _TESTS[row[0]], self.registers, row[1:4]
        return lambda: place if holds(r[left], r[right]) else after

    def step(self, row: list[int], after: int) -> Jump:
        """The end of a loop: back for the next value of its variable."""
        r, (operation, variable, limit, step, place) = self.registers, row[:5]
        sign = 1 if operation == p.STEP_UP else -1

        def run() -> int:
            if sign * (r[limit] - r[variable]) < r[step]:
                return after
            r[variable] += sign * r[step]
            return place

        return run

    def go(self, row: list[int], after: int) -> Jump:
        """To another place."""
        del after
        return lambda: row[1]

    def call(self, row: list[int], after: int) -> Jump:
        """To a function, which goes back to a place with this number."""
        del after
        r, (place, back, number) = self.registers, row[1:4]

        def run() -> int:
            r[back] = number
            return place

        return run

    def back(self, row: list[int], after: int) -> Jump:
        """Back to where a function was called."""
        del after
        r, operands, (back, targets) = self.registers, self.operands, row[1:3]
        return lambda: operands[targets + r[back]]

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


_ENDS: dict[int, Callable[[_ShortRun, list[int], int], Jump]] = {
    **dict.fromkeys(_TESTS, _ShortRun.test),
    p.STEP_UP: _ShortRun.step,
    p.STEP_DOWN: _ShortRun.step,
    p.JUMP: _ShortRun.go,
    p.AGAIN: _ShortRun.go,
    p.CALL: _ShortRun.call,
    p.RETURN: _ShortRun.back,
}
"""For each operation that ends a block, what makes a jump of a row and of the place after it."""
