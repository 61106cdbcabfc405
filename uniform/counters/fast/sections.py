"""A circuit in sections: the gates in order, some millions of wires at a time, in the same arrays again and again.

A section is a circuit whose inputs are the inputs and gates before it: ids are those of the whole circuit. So what
reads circuits gate by gate, such as evaluation, reads sections one after the other. A run can be repeated, and prints
the same.

Memory: the arrays of one section, 4 bytes for each declared address (``runner`` looks up wires there), and nothing that
grows with the wires, unless a single gate has more of them than a section.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from uniform.arguments.limits import Limits
from uniform.circuits.address_tables import ListAddresses
from uniform.circuits.addresses import Layout
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.circuits.section import Section
from uniform.counters.fast import slots
from uniform.counters.fast.pack import PackedCode
from uniform.counters.fast.runner import CircuitRun

_GATES = 1 << 19  # in a section
_WIRES = 1 << 22


def run_sections(program: PackedCode, layout: Layout, n: int, limits: Limits | None = None) -> Iterator[Section]:
    """The circuit of n in sections, at least one. The arrays of each are overwritten by the next.

    Raises like ``run_circuit``, possibly after some sections. Cost: that of ``run_circuit``."""
    run = _SectionsRun(program, layout, n, limits or Limits())
    try:
        yield from run.sections()
    finally:
        run.limits.took("fast", int(run.now[slots.STEPS]))


class _SectionsRun(CircuitRun):
    """A run that hands on its arrays when they are full."""

    copy_cost = 1  # the arrays are there already

    def __init__(self, program: PackedCode, layout: Layout, n: int, limits: Limits) -> None:
        super().__init__(program, layout, n, limits, most_gates=_GATES)

    def sections(self) -> Iterator[Section]:
        """Run to the end."""
        self.section(0, self.code.header, None)
        self.now[slots.AT] = self.code.body
        while True:
            why = self.advance(self.code.footer)
            if why == slots.ENDED:
                outputs = self.outputs()
                yield Section(self._part(), outputs)
                return
            if why == slots.FULL and self._is_long():
                yield Section(self._part(), None)
                self._begin_again()
            elif why == slots.FULL:
                self.enlarge()
            elif why == slots.MORE_HASH:
                self.hash_table()
            elif why == slots.MORE_LISTED:
                self.more_listed()
            else:
                self.stop(why)

    def _is_long(self) -> bool:
        """Whether it is time for a new section: else there is room to make, also for a gate with very many wires."""
        gates, wires = int(self.now[slots.GATES]), int(self.now[slots.WIRES])
        if gates >= len(self.kind):
            return gates >= _GATES
        return wires >= len(self.children) >= _WIRES and 2 * int(self.offsets[gates]) >= wires

    def _part(self) -> Circuit:
        """The gates that are closed."""
        gates = int(self.now[slots.GATES])
        wires = int(self.offsets[gates])
        kind, weights = self.kind[:gates], self.weights[:wires]
        return Circuit(
            self.code.name,
            self.n,
            self.code.constants,
            self.inputs + self.gates_before,
            kind,
            self.threshold[:gates],
            self.residue[:gates] if (kind == Kind.MOD).any() else None,
            self.offsets[: gates + 1],
            self.children[:wires],
            weights if len(weights) else None,
            np.zeros(0, dtype=np.int64),
            ListAddresses([]),
        )

    def _begin_again(self) -> None:
        """Keep the open gate, if there is one, and make room for others."""
        gates, wires = int(self.now[slots.GATES]), int(self.now[slots.WIRES])
        closed = int(self.offsets[gates])
        for array in (self.children, self.weights):
            array[: wires - closed] = array[closed:wires].copy()
        for array in (self.threshold, self.residue):
            open_gate = array[gates : gates + 1].copy()
            array[: gates + 1] = 0
            array[: len(open_gate)] = open_gate
        if gates < len(self.kind):
            self.kind[0] = self.kind[gates]
        self.now[slots.GATES], self.now[slots.WIRES], self.now[slots.LENGTH] = 0, wires - closed, 0
        self.now[slots.QUIET] -= gates  # numbers of gates, too
        self.watch[slots.KEPT_GATES] -= gates
        self.kept[:] = -1  # the wires of stretches are gone
        self.gates_before += gates
        self.wires_before += closed
