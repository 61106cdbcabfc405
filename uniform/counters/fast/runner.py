"""The fast tier: register code run by a compiled loop, into arrays or as text.

Each has one compiled loop (``runner_kernel``), not one per program. The loop works in slices and returns to Python to
enlarge a buffer, pass on text, report progress, check limits and react to Ctrl-C. It checks, for the n of the run, that
an address is printed at most once and before it is used, and that every output is printed. Ranges, subtractions and
bounds are instructions of the code itself.

Memory: arrays take about 40 bytes a gate and 4 (8 more with multiplicities) a wire; text takes one bit for each
declared address, or 32 bytes for each printed gate when more than 2^33 addresses are declared, and a buffer of at most
4 MB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uniform.arguments.limits import LARGEST_IDS, Limits, limit_reached, steps_reached
from uniform.circuits.address_tables import LayoutAddresses
from uniform.circuits.addresses import Layout
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.counters.fast import slots
from uniform.counters.fast.pack import PackedCode, places
from uniform.counters.messages import period_note, trap_at
from uniform.messages.errors import InternalError

Progress = Callable[[int], None]

_SLICE = 20_000_000  # instructions between two checks for Ctrl-C
_DENSE_SLOTS = 1 << 31  # declared addresses up to which a circuit keeps 4 bytes for each
_DENSE_BITS = 1 << 33  # and a text one bit for each
_BUFFER = 1 << 18  # bytes of text per chunk
_LARGEST_BUFFER = 1 << 22  # with long stretches, whose text must stay in the buffer to be copied
_SEEN_AT_ONCE = 1 << 16  # outputs that are checked together at the end
FIND_COST = 20  # steps of the default limit for finding an address in the hash table: a cache miss or two
LISTED_FIRST = 1 << 12  # buckets for NOT gates of lists, at first
_MANY = "more addresses are declared than a table has room for, so they are looked up"
_NONE = np.zeros(0, dtype=np.int64)
_BYTES = np.zeros(0, dtype=np.uint8)


def run_circuit(
    program: PackedCode, layout: Layout, n: int, limits: Limits | None = None, progress: Progress | None = None
) -> Circuit:
    """The circuit of n. All registers must fit 62 bits (the caller's check).

    Raises Trap, LimitReached. Cost: some 50 nanoseconds a gate of the ripple adder, and the arrays.
    """
    run = CircuitRun(program, layout, n, limits or Limits())
    try:
        run.section(0, program.code.header, None)
        run.section(program.code.body, program.code.footer, progress)
    finally:
        run.limits.took("fast", int(run.now[slots.STEPS]))
    return run.circuit()


def run_text(
    program: PackedCode, layout: Layout, n: int, limits: Limits | None = None, progress: Progress | None = None
) -> Iterator[bytes]:
    """The text of the circuit of n, in chunks. Raises like ``run_circuit``, possibly after some chunks."""
    run = _TextRun(program, layout, n, limits or Limits())
    yield from run.chunks(progress)


class _Run:
    """The parts common to both runs: the program, its places, registers, and the state between slices."""

    copy_cost = 4  # half steps of the default limit for a copied wire: its time, with that for its memory or text

    def __init__(self, program: PackedCode, layout: Layout, n: int, limits: Limits) -> None:
        self.program = program
        self.code = program.code
        self.layout = layout
        self.n = n
        self.limits = limits
        self.max_steps = limits.steps("fast")
        self.program_arrays = slots.ProgramArrays(
            program.rows, program.operands, program.texts, program.piece_start, program.piece_place, program.kind_place
        )
        where = places(layout)
        self.declared_arrays = slots.DeclaredArrays(
            where.base, where.is_input, where.first, where.low, where.size, where.ranks, where.tables
        )
        self.registers = self.program.registers.copy()
        self.registers[0] = n
        self.now = np.zeros(slots.NOW_LENGTH, dtype=np.int64)
        self.now[slots.FIRST_NOT] = self.now[slots.QUIET] = -1
        self.now[slots.COPY_COST] = self.copy_cost if limits.max_steps is None else -1
        self.now[slots.FIND_COST] = FIND_COST if limits.max_steps is None else 0
        self.watch = np.zeros(slots.KEPT + len(self.code.registers), dtype=np.int64)
        self.watch[slots.KEPT_AT] = self.watch[slots.KEPT_GATES] = -1  # nothing is kept
        self.kept = np.full(self.program.kept, -1, dtype=np.int64)  # no stretch has run
        self.keys = _NONE
        self.values = _NONE
        self.inputs = 0
        self.gates_before = self.wires_before = 0  # those that the arrays no longer hold: see ``sections``
        self.bits = _BYTES
        self.buffer = _BYTES
        self.recent = np.full(64, -1, dtype=np.int64)  # recent numbers, and how many digits they have
        self.shown = np.zeros(32 * 32, dtype=np.uint8)  # their digits
        self.kind = _BYTES
        self.threshold = self.residue = self.offsets = self.weights = self.flats = self.derived = _NONE
        self.listed = self.buckets = _NONE
        self.children = self.slot = np.zeros(0, dtype=np.int32)

    def advance(self, stop: int) -> int:
        """Run one slice of the compiled loop and check the limits; returns why the loop returned."""
        from uniform.counters.fast.runner_kernel import runner

        until = min(int(self.now[slots.STEPS]) + _SLICE, self.max_steps)
        why = runner(len(self.buffer) > 0)(
            *self.program_arrays,
            *self.declared_arrays,
            *slots.TextArrays(self.buffer, self.bits, self.recent, self.shown),
            *slots.GateArrays(
                self.kind, self.threshold, self.residue, self.offsets, self.children, self.weights, self.flats,
                self.derived, self.slot, self.listed, self.buckets,
            ),
            *slots.StateArrays(self.registers, self.keys, self.values, self.now, self.watch, self.kept),
            self.inputs + self.gates_before, len(self.buffer) - self.program.longest, until, stop,
        )  # fmt: skip
        self.check_limits(
            self.gates_before + int(self.now[slots.GATES]), self.wires_before + int(self.now[slots.WIRES])
        )
        return int(why)

    def hash_table(self) -> None:
        """A first hash table, or one of twice the size."""
        from uniform.counters.fast.hash_kernel import rehash

        keys = np.zeros(max(1 << 16, 2 * len(self.keys)), dtype=np.int64)
        values = np.zeros(len(keys), dtype=np.int64)
        rehash(self.keys, self.values, keys, values)
        self.keys, self.values = keys, values

    def more_listed(self) -> None:
        """Room for the NOT gates of the lists that parts take: for a first one, or for twice as many."""
        from uniform.counters.fast.listed_kernel import refill

        more = max(LISTED_FIRST, 2 * len(self.buckets))
        self.listed = _enlarge_array(self.listed, (self.program.most_own + 4) * more // 2)
        self.buckets = np.zeros(more, dtype=np.int64)
        refill(self.buckets, self.listed, int(self.now[slots.LISTED_LENGTH]))

    def stop(self, why: int) -> None:
        """Raise the error for a reason of the compiled loop, if it is one."""
        number, flat = int(self.now[slots.CONCERNED]), int(self.now[slots.FLAT])
        at = int(self.now[slots.AT])
        if why == slots.TRAPPED:
            raise trap_at(self.code, number, self.n, self.registers, at)
        if why == slots.NOT_PRINTED:
            note = f"the address is `{self.layout.address(flat)}`"
            raise trap_at(self.code, number, self.n, self.registers, at, note)
        if why == slots.PRINTED_TWICE:
            note = f"the address is `{self.layout.address(flat)}`"
            raise trap_at(self.code, int(self.now[slots.OPEN_SITE]), self.n, self.registers, at, note)
        if why == slots.ENDLESS:
            note = period_note(int(self.watch[slots.PERIOD]))
            raise trap_at(self.code, number, self.n, self.registers, at, note)
        if why == slots.OUTSIDE:
            raise InternalError(f"an index of array {number} left its range without a trap at n = {self.n}")

    def require_outputs(self, printed: Callable[[int, int], NDArray[np.bool_]]) -> None:
        """Trap unless every output is printed; ``printed(start, end)`` checks flat addresses."""
        for array, name in zip(self.layout.arrays, self.code.arrays, strict=True):
            if array.role != "output":
                continue
            for start in range(array.base, array.base + array.count, _SEEN_AT_ONCE):
                there = printed(start, min(start + _SEEN_AT_ONCE, array.base + array.count))
                if not there.all():
                    missing = self.layout.address(start + int(np.argmin(there)))
                    values = np.where(np.arange(len(self.registers)) == 0, self.n, self.registers)
                    raise trap_at(self.code, name.site, self.n, values, self.code.footer, f"`{missing}` is missing")

    def check_limits(self, gates: int, wires: int) -> None:
        """Raise LimitReached beyond a limit."""
        if gates > self.limits.max_gates:
            raise limit_reached("gates", self.n, self.limits.max_gates)
        if wires > self.limits.max_wires:
            raise limit_reached("wires", self.n, self.limits.max_wires)
        if int(self.now[slots.STEPS]) >= self.max_steps:
            hashed = len(self.keys) > 0 and self.limits.max_steps is None
            notes = (f"{_MANY}; finding one counts {FIND_COST} steps",) if hashed else ()
            raise steps_reached(self.n, self.limits, "fast", int(self.now[slots.UNCOUNTED]), notes)


class CircuitRun(_Run):
    """A run into arrays."""

    def __init__(
        self, program: PackedCode, layout: Layout, n: int, limits: Limits, *, most_gates: int = 1 << 24
    ) -> None:
        """Begin with room for ``most_gates`` gates, if so many are declared."""
        super().__init__(program, layout, n, limits)
        input_arrays = list(layout.of_role("input"))
        self.inputs = layout.count_of("input")
        self.input_flats = np.concatenate(
            [np.zeros(0, dtype=np.int64)] + [np.arange(a.base, a.base + a.count) for a in input_arrays]
        )
        self.limits = replace(limits, max_gates=min(limits.max_gates, LARGEST_IDS - self.inputs))
        declared = layout.count
        gates = min(max(16, declared - self.inputs), most_gates, self.limits.max_gates + 1)
        self.kind = np.empty(gates, dtype=np.uint8)
        self.threshold = np.zeros(gates, dtype=np.int64)  # pages that are never written cost nothing
        self.residue = np.zeros(gates, dtype=np.int64)
        self.offsets = np.zeros(gates + 1, dtype=np.int64)
        self.flats = np.empty(gates, dtype=np.int64)
        self.children = np.empty(min(2 * gates, limits.max_wires + 1), dtype=np.int32)
        self.derived = np.empty(256, dtype=np.int64)
        self.longest = 3 + self.program.most_own
        if declared <= _DENSE_SLOTS:
            self.slot = np.zeros(max(1, declared), dtype=np.int32)
            self.slot[self.input_flats] = np.arange(1, self.inputs + 1, dtype=np.int32)
        else:
            self.slot = np.zeros(1, dtype=np.int32)
            self.hash_table()
            self.now[slots.STEPS] = self.inputs * int(self.now[slots.FIND_COST])
            self.check_limits(0, 0)
            while 4 * self.inputs > len(self.keys):
                self.hash_table()
            self._enter_inputs()

    def _enter_inputs(self) -> None:
        from uniform.counters.fast.hash_kernel import enter_inputs

        enter_inputs(self.keys, self.values, self.input_flats)
        self.now[slots.HASHED] = self.inputs

    def section(self, start: int, stop: int, progress: Progress | None) -> None:
        """Run one section of the code."""
        self.now[slots.AT] = start
        while True:
            why = self.advance(stop)
            if why == slots.ENDED:
                return
            if why == slots.FULL:
                self.enlarge()
            elif why == slots.MORE_HASH:
                self.hash_table()
            elif why == slots.MORE_LISTED:
                self.more_listed()
            else:
                self.stop(why)
            if progress is not None:
                progress(int(self.now[slots.GATES]))

    def enlarge(self) -> None:
        """Make room for one more gate, wire and derived NOT; if there is room already, make room for weights."""
        gates, wires, derived, limits = (
            int(self.now[slots.GATES]),
            int(self.now[slots.WIRES]),
            int(self.now[slots.LENGTH]),
            self.limits,
        )
        lacking = gates >= len(self.kind) or wires >= len(self.children) or derived + self.longest > len(self.derived)
        if gates >= len(self.kind):
            more = min(2 * gates + 16, limits.max_gates + 1)
            for name in ("kind", "threshold", "residue", "flats"):
                setattr(self, name, _enlarge_array(getattr(self, name), more))
            self.offsets = _enlarge_array(self.offsets, more + 1)
        if wires >= len(self.children):
            more = min(2 * wires + 16, limits.max_wires + 1)
            self.children = _enlarge_array(self.children, more)
            if len(self.weights):
                self.weights = _enlarge_array(self.weights, more)
        if derived + self.longest > len(self.derived):
            self.derived = _enlarge_array(self.derived, 2 * len(self.derived) + self.longest)
        if not lacking:
            self.weights = np.ones(len(self.children), dtype=np.int64)

    def outputs(self) -> NDArray[np.int64]:
        """The ids of the outputs, after the last section."""
        if len(self.keys):
            self.require_outputs(lambda start, end: self._ids(np.arange(start, end)) > 0)
        else:
            self.require_outputs(lambda start, end: self.slot[start:end] > 0)
        return np.concatenate(
            [np.zeros(0, dtype=np.int64)]
            + [self._ids(np.arange(a.base, a.base + a.count)) - 1 for a in self.layout.of_role("output")]
        )

    def circuit(self) -> Circuit:
        """The circuit, after the last section."""
        outputs = self.outputs()
        gates, wires = int(self.now[slots.GATES]), int(self.now[slots.WIRES])
        kind = _trim(self.kind, gates)
        addresses = LayoutAddresses(
            self.layout, self.input_flats, _trim(self.flats, gates), self.derived[: int(self.now[slots.LENGTH])].copy()
        )
        return Circuit(
            self.code.name,
            self.n,
            self.code.constants,
            self.inputs,
            kind,
            _trim(self.threshold, gates),
            _trim(self.residue, gates) if (kind == Kind.MOD).any() else None,
            _trim(self.offsets, gates + 1),
            _trim(self.children, wires),
            self._weights(wires),
            outputs,
            addresses,
        )

    def _weights(self, wires: int) -> NDArray[np.int64] | None:
        weights = self.weights[:wires]
        return _trim(self.weights, wires) if len(weights) and (weights != 1).any() else None

    def _ids(self, flats: NDArray[np.int64]) -> NDArray[np.int64]:
        if not len(self.keys):
            return self.slot[flats].astype(np.int64)
        from uniform.counters.fast.hash_kernel import find_place

        return np.array([self.values[find_place(self.keys, flat)] for flat in flats.tolist()], dtype=np.int64)


class _TextRun(_Run):
    """A run that prints text."""

    def __init__(self, program: PackedCode, layout: Layout, n: int, limits: Limits) -> None:
        super().__init__(program, layout, n, limits)
        declared = layout.count
        self.hashed = declared > _DENSE_BITS
        self.bits = np.zeros(1 if self.hashed else declared // 8 + 1, dtype=np.uint8)
        if self.hashed:
            self.hash_table()
        self.buffer = np.empty(_BUFFER + self.program.longest, dtype=np.uint8)

    def chunks(self, progress: Progress | None) -> Iterator[bytes]:
        """Run to the end; yields the text whenever the buffer fills."""
        while True:
            why = self.advance(-1)
            if why == slots.ENDED:
                self.require_outputs(self._is_printed)
            if int(self.now[slots.LENGTH]):
                yield self.buffer[: int(self.now[slots.LENGTH])].tobytes()
                self._empty()
            if why == slots.ENDED:
                return
            if why == slots.MORE_HASH:
                self.hash_table()
            elif why != slots.FULL:
                self.stop(why)
            if progress is not None:
                progress(int(self.now[slots.GATES]))

    def _empty(self) -> None:
        """Begin a new buffer, of twice the size if the old one ended in a stretch that is long in comparison."""
        length, size = int(self.now[slots.LENGTH]), len(self.buffer) - self.program.longest
        begun = self.kept[self.program.memories[self.kept[self.program.memories] == 0] + slots.START]
        if (16 * (length - begun) > size).any() and size < _LARGEST_BUFFER:
            self.buffer = np.empty(2 * size + self.program.longest, dtype=np.uint8)
        self.now[slots.LENGTH] = 0
        self.kept[:] = -1

    def _is_printed(self, start: int, end: int) -> NDArray[np.bool_]:
        if self.hashed:
            from uniform.counters.fast.hash_kernel import find_place

            return np.array([self.keys[find_place(self.keys, flat)] != 0 for flat in range(start, end)], dtype=np.bool_)
        first = start // 8
        bits = np.unpackbits(self.bits[first : end // 8 + 1], bitorder="little")
        return bits[start - 8 * first : end - 8 * first].view(np.bool_)


def _enlarge_array(array: NDArray[Any], size: int) -> NDArray[Any]:
    larger = np.zeros(size, dtype=array.dtype)  # pages that are never written cost nothing
    larger[: len(array)] = array
    return larger


def _trim(array: NDArray[Any], size: int) -> NDArray[Any]:
    """The first ``size`` elements: a view when little is left over, else a copy that frees the rest."""
    return array[:size] if 4 * size >= 3 * len(array) else array[:size].copy()
