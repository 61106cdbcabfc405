"""Evaluate a circuit that comes in sections, in memory that does not grow with its wires.

The sections are made twice or more. The first time, the last use of each input and gate is noted; this gives each a row
of words that is free for others afterwards, so that there are as many rows as values are alive at the same time. Then
the gates of each section are evaluated as it comes, by the kernel that evaluates whole circuits, for as many words as
fit in memory; if there are more, the sections are made again. A circuit of one section is evaluated at once.

Memory: 20 bytes for each input and gate, 8 for each word and each value that is alive, of these at most half a
gigabyte unless 16 words take more, and one section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.section import Section
from uniform.circuits.soundness import sound_children
from uniform.circuits.values.evaluate import count_planes, evaluate_words, make_plan, run_plan, spare_rows

_VALUES_BYTES = 1 << 29
_FEWEST_WORDS = 16  # at a time
_BLOCK = 256  # words for which a gate is evaluated at once

Words = NDArray[np.uint64]


def evaluate_sections(sections: Callable[[], Iterator[Section]], words: Words, count: int | None = None) -> Words:
    """The packed outputs (outputs, w), uint64, on packed inputs (inputs, w), uint64, of which only the first ``count``
    vectors are needed; all, if it is None.

    ``sections()`` yields the same sections, at least one, each time it is called; ids are sound, as the fast tier makes
    them. A section is not used after the next one has been made. Cost: making the sections, and wires * w."""
    inputs, total = words.shape
    uses = _Uses(inputs)
    for section in sections():
        if section.outputs is not None and section.gates.inputs == inputs:
            return evaluate_words(replace(section.gates, outputs=section.outputs), words, count)
        uses.note(section)
    row, rows, outputs = uses.rows()
    room = rows + spare_rows(uses.planes)
    at_once = max(_FEWEST_WORDS, _VALUES_BYTES // (8 * room))
    result = np.empty((len(outputs), total), dtype=np.uint64)
    for start in range(0, total, at_once):
        end = min(start + at_once, total)
        blocks = [(first, min(first + _BLOCK, end)) for first in range(start, end, _BLOCK)]
        values = [np.empty((room, last - first), dtype=np.uint64) for first, last in blocks]
        for block, (first, last) in zip(values, blocks, strict=True):
            block[:inputs] = words[:, first:last]
        for section in sections():
            plan = make_plan(section.gates, sound_children(section.gates), row, rows, uses.planes)
            for block in values:
                run_plan(section.gates, plan, block, block.shape[1], count)
        for block, (first, last) in zip(values, blocks, strict=True):
            result[:, first:last] = block[row[outputs]]
    return result


class _Uses:
    """The last gate that uses each input and gate, by its number in the whole circuit."""

    def __init__(self, inputs: int) -> None:
        self.inputs = inputs
        self.last = np.full(inputs, -1, dtype=np.int32)
        self.ids = inputs
        self.planes = 0
        self.outputs = np.zeros(0, dtype=np.int64)

    def note(self, section: Section) -> None:
        """Read the next section."""
        from uniform.circuits.values.evaluate_kernel import note_uses

        gates = section.gates
        self.ids = gates.inputs + gates.gates
        if self.ids > len(self.last):
            more = np.full(max(self.ids, len(self.last) * 3 // 2), -1, dtype=np.int32)
            more[: len(self.last)] = self.last
            self.last = more
        note_uses(gates.offsets, sound_children(gates), gates.inputs - self.inputs, self.last)
        self.planes = max(self.planes, count_planes(gates))
        if section.outputs is not None:
            self.outputs = section.outputs

    def rows(self) -> tuple[NDArray[np.int32], int, NDArray[np.int64]]:
        """The row of each input and gate, the number of rows, and the ids of the outputs, after all sections."""
        from uniform.circuits.values.evaluate_kernel import rows_by_last_use

        last, self.last = self.last[: self.ids], self.last[:0]
        last[self.outputs] = self.ids
        row, rows = rows_by_last_use(last, self.inputs)
        return row, int(rows), self.outputs
