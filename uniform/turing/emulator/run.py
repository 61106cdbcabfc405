"""The fast run of a machine: steps, cells, output and how it ended.

The compiled loop (``run_kernel``) runs a slice of steps at a time. Between slices, this file enlarges tapes, passes on
output, applies limits, and looks for loops. A *loop* is a repeated configuration: state, heads (also that of the
input) and work tapes, but not the output. It is found by Brent's method: the configuration after a power of two of
steps is kept and compared with those that follow (R. P. Brent, An improved Monte Carlo factorization algorithm, BIT 20,
1980). The compiled loop counts the cells that differ from the kept ones as it writes, so that a comparison takes no
time.

A cell takes a byte, and another one in the kept configuration. A limit ends a run only if a step could be taken: a
machine that is stuck after the last step allowed ends as *stuck*.

Cells are counted as the heads visit them, for each work tape from its origin on; a cell that is erased still counts.
For a machine with a marked layout, ``reserved`` are the cells visited when the mark is first reached, and ``touched``
those visited from then on.
"""

from __future__ import annotations

from codecs import charmap_decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from uniform.arguments.limits import STEPS
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.turing.emulator import endings, slots
from uniform.turing.emulator.inputs import MAX_CELLS, check
from uniform.turing.emulator.outcome import Run
from uniform.turing.emulator.pack import PackedMachine, pack
from uniform.turing.emulator.shapes import ACCEPTS, REJECTS
from uniform.turing.machine import BLANK, Machine, State
from uniform.turing.space import claimed_cells

_SLICE = 4_000_000  # steps after which Python can react to Ctrl-C
_BUFFER = 1 << 20
_INLINE = 1_000_000  # bytes of output that JSON shows
_CELLS = 1 << 10  # of each work tape at the beginning


RUN_LIMITS = {"steps": STEPS["machine"], "output": 1 << 30, "cells": MAX_CELLS}
"""The limits of a run for which the caller sets none."""


@dataclass(frozen=True, slots=True)
class RunLimits:
    """A run that would exceed one of these ends with *limit*. None means the limit in ``RUN_LIMITS``."""

    steps: int | None = None
    output: int | None = None  # bytes; a rule that would print more is not applied
    cells: int | None = None  # of memory for all tapes, the input too

    def limit_on(self, what: str) -> int:
        """The limit on ``"steps"``, ``"output"`` or ``"cells"``."""
        given: int | None = getattr(self, what)
        return RUN_LIMITS[what] if given is None else given


def run(
    machine: Machine | PackedMachine,
    word: str | int,
    *,
    limits: RunLimits | None = None,
    stop_at_layout: bool = False,
    sink: Callable[[bytes], object] | None = None,
    progress: Callable[[int], object] | None = None,
) -> Run:
    """Run a machine on a word, or on 1^n when ``word`` is a number n >= 0.

    ``sink`` is called with each piece of the output; the outcome has the output, too, up to a megabyte.
    ``stop_at_layout`` ends the run when the marked state is reached. Raises UniformError if a symbol of the word is not
    in the input alphabet.
    """
    runner = _Runner(machine if isinstance(machine, PackedMachine) else pack(machine), word, limits or RunLimits())
    return runner.run(sink, stop_at_layout, progress)


def execute(
    machine: Machine | PackedMachine,
    word: str | int,
    *,
    limits: RunLimits | None = None,
    progress: Callable[[int], object] | None = None,
) -> Iterator[tuple[bytes, Run | None]]:
    """The output of a run in chunks; the last one, which may be empty, comes with the outcome."""
    runner = _Runner(machine if isinstance(machine, PackedMachine) else pack(machine), word, limits or RunLimits())
    for chunk, _ in runner.run_in_slices(False, progress):
        yield chunk, None
    yield b"", runner.report(None, runner.printed, runner.digest.hexdigest())


def stream(machine: Machine | PackedMachine, word: str | int, *, limits: RunLimits | None = None) -> Iterator[bytes]:
    """The output of a run in chunks. Raises UniformError (``failure``) if the machine does not accept."""
    for chunk, outcome in execute(machine, word, limits=limits):
        yield chunk
        if outcome is not None and outcome.halted != "accept":
            raise failure(outcome)


def failure(run: Run, more: str | None = None) -> UniformError:
    """The error for a run that does not accept; ``more`` is the help if the limit on steps ended it."""
    what = {
        "limit": f"the machine was stopped by the limit on {run.limit}",
        "trap": f"the machine traps: {run.reason}",
        "stuck": f"the machine is stuck: {run.reason}",
        "loop": f"the machine runs forever: {run.reason}",
        "reject": "the machine rejects",
    }.get(run.halted, run.halted)
    hint = more if run.limit == "steps" else None
    return UniformError(Diagnostic("U620", f"{what}, after {run.steps} steps{run.where}", help=hint))


class _Runner:
    """One run: the tapes, and the state of the compiled loop between slices."""

    def __init__(self, packed: PackedMachine, word: str | int, limits: RunLimits) -> None:
        self.packed = packed
        self.most_steps, self.most_output, self.most_cells = map(limits.limit_on, RUN_LIMITS)
        self.cells, self.heads, self.origins, self.sizes = _make_tapes(packed, word)
        self.length = self.sizes[0] - 2
        self.highest = self.heads.copy()
        self.at_layout = False  # whether the run was stopped at the mark
        self.before_mark: NDArray[np.int64] | None = None
        self.reserved: int | None = None
        self.now = np.zeros(slots.NOW_LENGTH, dtype=np.int64)
        self.now[slots.STATE] = packed.start
        self.table = packed.table._replace(
            entries=packed.table.entries.copy()
        )  # a copy, since entries that lead to a watched state are changed
        self.buffer = np.zeros(max(_BUFFER, len(packed.rules.text)), dtype=np.uint8)  # any rule's output fits
        self.printed = 0
        self.digest = sha256()
        self.halted = ""
        self.limit: str | None = None
        self.reason = ""
        self.line: int | None = None  # of the rule that ended the run
        self.watch = -1  # the state of the kept configuration
        self.watched_at = 0  # its steps
        self.next_watch = 1
        self.kept_heads, self.kept_cells = self.heads.copy(), self.cells.copy()

    def run(
        self, sink: Callable[[bytes], object] | None, stop_at_layout: bool, progress: Callable[[int], object] | None
    ) -> Run:
        """Run to the end."""
        kept = bytearray()
        for chunk, _ in self.run_in_slices(stop_at_layout, progress):
            if sink is not None:
                sink(chunk)
            if len(kept) <= _INLINE:
                kept += chunk
        inline = None if self.printed > _INLINE else kept.decode("latin-1")
        return self.report(inline, self.printed, self.digest.hexdigest())

    def run_in_slices(
        self, stop_at_layout: bool, progress: Callable[[int], object] | None
    ) -> Iterator[tuple[bytes, bool]]:
        """Run to the end; yields each new piece of the output, and whether the run has ended."""
        from uniform.turing.emulator.run_kernel import advance

        packed = self.packed
        mark = packed.laid_out
        if packed.start == mark:
            self._mark()
        while not self.halted:
            steps = self._read_slot(slots.STEPS)
            if steps >= self.most_steps:
                self._end_by_steps()
                break
            room = self.buffer[: max(0, self.most_output - self.printed)]
            until = min(steps + _SLICE, self.most_steps, max(self.next_watch, steps + 1))
            why = advance(
                *packed.looks,
                *self.table,
                *packed.rules,
                *slots.TapeArrays(self.cells, self.heads, self.highest, self.origins),
                *slots.RunArrays(room, self.now, self.kept_heads, self.kept_cells),
                until, self.most_steps, mark, self.watch,
            )  # fmt: skip
            if why == slots.AT_WALL:
                self._handle_wall()
            elif why == slots.WATCHED:
                self.halted = "loop"
                self.reason = endings.describe_loop(self.watched_at, self._read_slot(slots.STEPS))
            elif why == slots.ENDED:
                self._end_by_rule()
            elif why in (slots.NO_RULE, slots.NOT_ALLOWED):
                self._end_stuck()
            if not self.halted and self._read_slot(slots.STATE) == mark:
                self._mark()
                mark = -1
                if stop_at_layout:
                    self.halted, self.at_layout = "accept", True
            if not self.halted and self._read_slot(slots.STEPS) >= self.next_watch:
                self._watch()
            if self._read_slot(slots.PRINTED) and (
                self.halted or why == slots.FULL or self._read_slot(slots.PRINTED) > _BUFFER // 2
            ):
                yield self._flush(), bool(self.halted)
            if why == slots.FULL and len(room) < len(self.buffer):
                self._end_by("output")
            if progress is not None:
                progress(self._read_slot(slots.STEPS))
        if self._read_slot(slots.PRINTED):
            yield self._flush(), True

    def report(self, output: str | None, printed: int, digest: str) -> Run:
        """The outcome."""
        packed = self.packed
        machine = packed.machine
        highest = self.highest if self.before_mark is None else np.maximum(self.highest, self.before_mark)
        visited = (highest - self.origins + 1).tolist()
        contents = tuple(self._read_tape(tape, visited[tape]) for tape in range(1, len(visited)))
        touched = None
        if self.before_mark is not None and not self.at_layout:
            touched = int((self.highest - self.origins + 1)[1:].sum())
        state = machine.states[self._read_slot(slots.STATE)]
        return Run(
            machine, self.halted, self.limit, self.reason, self._read_slot(slots.STEPS), self.length,
            tuple((tape.name, cells) for tape, cells in zip(machine.work, visited[1:], strict=True)),
            self.reserved, touched, claimed_cells(machine, self.length), state.name, state.place,
            self.line or state.line, contents, printed, digest, output,
        )  # fmt: skip

    def _read_tape(self, tape: int, visited: int) -> str:
        start = int(self.origins[tape])
        symbols = self.packed.alphabets[tape].ljust(256, BLANK)  # a wall, beyond the last cell, is a blank
        return charmap_decode(self.cells[start : start + visited].data, "strict", symbols)[0]

    def _read_slot(self, slot: int) -> int:
        """The number in a slot of ``now``."""
        return int(self.now[slot])

    def _flush(self) -> bytes:
        chunk = self.buffer[: self._read_slot(slots.PRINTED)].tobytes()
        self.now[slots.PRINTED] = 0
        self.printed += len(chunk)
        self.digest.update(chunk)
        return chunk

    def _end_by(self, limit: str) -> None:
        self.halted, self.limit = "limit", limit

    def _end_by_rule(self) -> None:
        rule = self.packed.rule_list[self._read_slot(slots.RULE)]
        end = int(self.packed.rules.rule_end[self._read_slot(slots.RULE)])
        self.halted = {ACCEPTS: "accept", REJECTS: "reject"}.get(end, "trap")
        self.reason, self.line = rule.message, rule.line

    def _end_by_steps(self) -> None:
        state, seen = self._read_heads()
        rule = state.rule(seen)  # within a print, the rule that prints
        if endings.is_stuck(rule, seen):
            self._end_stuck()
        else:
            self._end_by("steps")

    def _end_stuck(self) -> None:
        state, seen = self._read_heads()
        rule = state.rule(seen)
        self.halted = "stuck"
        self.reason = endings.describe_stuck(self.packed.machine, state, rule, seen)
        self.line = None if rule is None else rule.line

    def _read_heads(self) -> tuple[State, list[str]]:
        """The state, and the symbols under the heads."""
        codes = self.cells[self.heads].tolist()
        seen = [symbols[code] for symbols, code in zip(self.packed.alphabets, codes, strict=True)]
        return self.packed.machine.states[self._read_slot(slots.STATE)], seen

    def _handle_wall(self) -> None:
        """Handle a head that has left its tape. To the left, or to the right of the input, the machine is stuck;
        otherwise the tape is enlarged."""
        for tape in range(len(self.heads)):
            if self.cells[self.heads[tape]] != slots.WALL:
                continue
            head = int(self.heads[tape])
            if head < self.origins[tape]:
                self._fall(tape, -1)
            elif tape == 0:
                self._fall(tape, 1)
                self.highest[0] = head - 1
            elif sum(self.sizes) >= self.most_cells:
                self.heads[tape] = self.highest[tape] = head - 1
                self._end_by("cells")
            else:
                self._enlarge(tape, min(max(_CELLS, self.sizes[tape]), self.most_cells - sum(self.sizes)))

    def _fall(self, tape: int, move: int) -> None:
        self.heads[tape] -= move
        machine = self.packed.machine
        self.halted = "stuck"
        self.reason = endings.describe_fall(machine, tape, move, machine.states[self._read_slot(slots.STATE)].name)
        self.line = self.packed.rule_list[self._read_slot(slots.RULE)].line

    def _enlarge(self, tape: int, more: int) -> None:
        end = int(self.origins[tape]) + self.sizes[tape]  # the place of the wall
        self.cells = _widen(self.cells, end, more)
        self.kept_cells = _widen(self.kept_cells, end, more)
        self.sizes[tape] += more
        for places in (self.heads, self.origins, self.highest, self.kept_heads, self.before_mark):
            if places is not None:
                places[tape + 1 :] += more

    def _mark(self) -> None:
        self.before_mark = self.highest.copy()
        self.reserved = int((self.highest - self.origins + 1)[1:].sum())
        self.highest = self.heads.copy()

    def _watch(self) -> None:
        """Keep this configuration, and make the compiled loop stop if it enters the same state again."""
        before, self.watch, self.watched_at = self.watch, self._read_slot(slots.STATE), self._read_slot(slots.STEPS)
        self.next_watch = 1 << self.watched_at.bit_length()
        self.kept_heads = self.heads.copy()
        self.kept_cells[:] = self.cells
        self.now[slots.DIFFERING] = 0
        if self.watch == before:
            return
        entries = self.table.entries
        for part in self._parts_leading_to(before):
            entries[part] = self.packed.table.entries[part]
        for part in self._parts_leading_to(self.watch):
            leading = entries[part]  # a view
            leading[(leading >= 0) & (leading & 0x3FFFF == self.watch)] = -1

    def _parts_leading_to(self, state: int) -> Iterator[slice]:
        """The parts of the table (one for each state) with an entry that leads to ``state``."""
        base = self.packed.looks.base
        for source in set(self.packed.rule_state[self.packed.rules.rule_next == state].tolist()):
            end = int(base[source + 1]) if source + 1 < len(base) else len(self.table.entries)
            yield slice(int(base[source]), end)


def _widen(cells: NDArray[np.uint8], place: int, more: int) -> NDArray[np.uint8]:
    """The cells, with ``more`` blank ones inserted at a place."""
    wider = np.zeros(len(cells) + more, dtype=np.uint8)
    wider[:place] = cells[:place]
    wider[place + more :] = cells[place:]
    return wider


def _make_tapes(
    packed: PackedMachine, word: str | int
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64], list[int]]:
    """Cells, heads, origins, and sizes without walls. The input is encoded here."""
    inside = _encode(packed, word)
    parts, origins, sizes = [], [], []
    wall = np.array([slots.WALL], dtype=np.uint8)
    start = 0
    for tape in range(len(packed.alphabets)):
        body = inside if tape == 0 else np.zeros(_CELLS, dtype=np.uint8)
        body[0] = 1
        origins.append(start + 1)
        sizes.append(len(body))
        parts += [wall, body]
        start += 1 + len(body)
    parts.append(wall)
    places = np.array(origins, dtype=np.int64)
    return np.concatenate(parts), places.copy(), places, sizes


def _encode(packed: PackedMachine, word: str | int) -> NDArray[np.uint8]:
    check(packed.machine, word)
    symbols = packed.alphabets[0]
    if isinstance(word, int):
        tape = np.full(word + 2, max(symbols.find("1"), 0), dtype=np.uint8)  # 1^0 holds no ones
    else:
        codes = {ord(symbol): chr(number) for number, symbol in enumerate(symbols)}
        tape = np.frombuffer(f"\1{word.translate(codes)}\0".encode("latin-1"), dtype=np.uint8).copy()
    tape[-1] = len(symbols) - 1
    return tape
