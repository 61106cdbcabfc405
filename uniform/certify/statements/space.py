"""*Space*: the work cells of the compiled machine, a proved and exact formula in n; the audit counts them.

Proof: every register has a width linear in bits(n), which no value exceeds (``language.bounds``). The compiled machine
lays out one tape of width + 2 cells for each register and each scratch tape, and afterwards never moves beyond an end
marker (``counters.machine.tapes``, ``counters.machine.compile``).

The audit does not rely on this proof: it counts the cells that the machine visits. If a layout would take more steps
than an audit allows, the audit knows that in advance, and reports the n as *not measured*. It counts cells only after a
complete layout, and after a run that accepts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from uniform.certify.statements.statement import AuditContext, Outcome, Statement
from uniform.certify.statements.total import Total, is_total
from uniform.certify.subject import LAST_SMALL, Subject
from uniform.counters.widths import Width
from uniform.turing.emulator.outcome import Run, not_needed
from uniform.turing.emulator.short_layout import lay_out

if TYPE_CHECKING:
    from uniform.turing.emulator.pack import PackedMachine
    from uniform.turing.machine import Machine

MEASURED = 1000
"""The n at which ``certify`` measures the cells."""

_STEPS = 10**8  # of the machine, in all layouts of one audit
_WHOLE_STEPS = 10**7  # in each whole run, for n <= LAST_SMALL
_MAX_LISTED = 20  # measurements in the text of an audit


@dataclass(frozen=True, slots=True)
class Space(Statement):
    """The cells of all work tapes, including scratch tapes."""

    cells: Width
    tapes: tuple[tuple[str, Width], ...]  # the cells of each tape; they add up to ``cells``
    measured: tuple[int, int]  # (n, cells that the machine visited when it laid out its tapes)
    is_total: bool  # no run traps or runs forever, for any n: proved

    def to_json(self) -> dict[str, Any]:
        """The cells as a pair and as a formula, those of each tape, and one measurement."""
        n, visited = self.measured
        return {
            "cells": _width_json(self.cells),
            "formula": str(self.cells),
            "status": "proved",
            "measured": {"n": n, "cells": visited},
            "tapes": {name: _width_json(width) for name, width in self.tapes},
        }

    def rows(self) -> Iterator[str]:
        """The formula, and what it implies."""
        n, visited = self.measured
        yield f"work cells = {self.cells} (proved), measured {visited} at n = {n}"
        where = " (proved)" if self.is_total else " for every n at which the program ends without a trap"
        yield f"space O(log n): logspace-uniform{where}"

    def audit(self, context: AuditContext) -> Measurements:
        """Count the cells that the machine visits.

        Cost: the layout of the machine at each n, about 6*n steps each and at most 10^8 in all; and a whole run for
        each n <= 16, at most 10^7 steps each.
        """
        meter = _Meter(context)
        meter.count()
        return Measurements(
            tuple(meter.findings), (), str(self.cells), tuple(meter.measured), tuple(meter.touched),
            tuple(meter.unmeasured), tuple(meter.unfinished),
        )  # fmt: skip


def sum_tapes(subject: Subject) -> Space:
    """Add up the cells of all tapes of the machine. Raises Refusal if they are not O(log n).

    Cost: that of lowering the program, of counting the rules of its machine, and of laying out its tapes at n = 1000.
    """
    reserved = _measure(subject.generator.layout_machine())
    own = subject.generator.work_tapes.cells
    total = sum((width for _, width in own), Width(0, 0))
    return Space(total, own, (MEASURED, reserved), is_total(subject).status == "proved")


def _measure(machine: Machine) -> int:
    """The cells that a machine visits when it lays out its tapes at n = 1000."""
    cells = lay_out(machine, MEASURED)
    if cells is None:  # that takes too many steps in Python
        from uniform.turing.emulator.pack import layout_part
        from uniform.turing.emulator.run import run

        cells = run(layout_part(machine), MEASURED, stop_at_layout=True).reserved
    assert cells is not None
    return cells


@dataclass(frozen=True, slots=True)
class Measurements(Outcome):
    """The cells that the machine visits at several n."""

    formula: str = ""  # the derived one
    measured: tuple[tuple[int, int], ...] = ()  # (n, cells that the layout visits)
    touched: tuple[tuple[int, int], ...] = ()  # (n, cells visited after the layout), for each whole run that accepts
    unmeasured: tuple[int, ...] = ()  # n whose layout takes too long
    unfinished: tuple[int, ...] = ()  # n whose whole run takes too long

    def rows(self) -> Iterator[str]:
        """The measurements, and how many cells are touched after the layout at the largest n with a complete run."""
        yield f"work cells = {self.formula}: derived again; {self._list_measurements()}"
        if self.touched:
            n, cells = max(self.touched)
            rest = dict(self.measured)[n] - cells
            spare = f"; {not_needed(rest)}" if rest else ", all of them"
            yield f"touched after the layout at n = {n}: {cells}{spare}"

    def gaps(self) -> Iterator[str]:
        """The n that take too long."""
        if self.unmeasured:
            yield f"not measured at n = {_list_ns(self.unmeasured)}: {_over_limit(_STEPS)}"
        if self.unfinished:
            yield f"not run to the end at n = {_list_ns(self.unfinished)}: {_over_limit(_WHOLE_STEPS)}"

    def to_json(self) -> dict[str, Any]:
        """The measurements, and the n without one."""
        touched = dict(self.touched)
        return {
            "formula": self.formula,
            "measured": [
                {"n": n, "reserved": cells, **({"touched": touched[n]} if n in touched else {})}
                for n, cells in self.measured
            ],
            "not_measured": [{"n": n, "why": _over_limit(_STEPS)} for n in self.unmeasured],
            "not_finished": [{"n": n, "why": _over_limit(_WHOLE_STEPS)} for n in self.unfinished],
        }

    def _list_measurements(self) -> str:
        if not self.measured:
            return "not measured"
        shown = ", ".join(f"{cells} at n = {n}" for n, cells in self.measured[:_MAX_LISTED])
        more = len(self.measured) - _MAX_LISTED
        return f"measured {shown}{f', and as stated at {more} more n' if more > 0 else ''}"


@dataclass(slots=True)
class _Meter:
    """Runs the machine at one n after the other, and collects what it shows."""

    context: AuditContext
    measured: list[tuple[int, int]] = field(default_factory=list)
    touched: list[tuple[int, int]] = field(default_factory=list)
    unmeasured: list[int] = field(default_factory=list)
    unfinished: list[int] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    def count(self) -> None:
        """Lay out the tapes at each n as long as the steps suffice; if n is small, also run to the end."""
        from uniform.turing.emulator.pack import pack

        packed: PackedMachine | None = None
        left = _STEPS
        for n in self.context.ns:
            if layout_steps(n) > left:
                self.unmeasured.append(n)
                continue
            left -= layout_steps(n)
            packed = packed or pack(self.context.generator.machine())
            self._lay_out(packed, n)
            if n <= LAST_SMALL:
                self._run(packed, n)

    def _lay_out(self, packed: PackedMachine, n: int) -> None:
        from uniform.turing.emulator.run import RunLimits, run

        outcome = run(packed, n, limits=RunLimits(steps=layout_steps(n)), stop_at_layout=True)
        if outcome.halted == "limit":
            self.unmeasured.append(n)
            return
        if outcome.halted != "accept" or outcome.reserved is None:
            self.findings.append(f"at n = {n} the machine ends before its tapes are laid out: {_describe_end(outcome)}")
            return
        self.measured.append((n, outcome.reserved))
        stated = _stated_cells(self.context.stated, n)
        if stated is not None and outcome.reserved != stated:
            self.findings.append(f"at n = {n} the machine visits {outcome.reserved} cells, not {stated}")

    def _run(self, packed: PackedMachine, n: int) -> None:
        from uniform.turing.emulator.run import RunLimits, run

        outcome = run(packed, n, limits=RunLimits(steps=_WHOLE_STEPS), sink=lambda chunk: None)
        if outcome.halted == "limit":
            self.unfinished.append(n)
        elif outcome.halted != "accept":
            total = self.context.derived["total"]
            assert isinstance(total, Total)
            if n <= total.last and not any(n in stop.ns for stop in total.stops):
                self.findings.append(f"at n = {n} the machine does not end like the program: {_describe_end(outcome)}")
        elif outcome.touched is not None and outcome.reserved is not None:
            self.touched.append((n, outcome.touched))
            if outcome.touched > outcome.reserved:
                self.findings.append(
                    f"at n = {n} the run touches {outcome.touched} cells, more than the {outcome.reserved} reserved"
                )


def layout_steps(n: int) -> int:
    """An upper bound on the steps of a layout: counting 1^n takes 6*n, and the rest is linear in bits(n). The constant
    also covers the fixed cost of a run."""
    return 7 * n + 20_000


def _width_json(width: Width) -> Mapping[str, int]:
    return {"per_bit": width.per_bit, "constant": width.constant}


def _describe_end(outcome: Run) -> str:
    return f"{outcome.halted}{f', {outcome.reason}' if outcome.reason else ''}"


def _over_limit(steps: int) -> str:
    purpose = "an audit" if steps == _STEPS else "a run in an audit"
    return f"over the limit of 10^{len(str(steps)) - 1} steps for {purpose}"


def _list_ns(ns: Sequence[int]) -> str:
    shown = ", ".join(map(str, ns[:_MAX_LISTED]))
    return f"{shown} and {len(ns) - _MAX_LISTED} more" if len(ns) > _MAX_LISTED else shown


def _stated_cells(certificate: Mapping[str, Any], n: int) -> int | None:
    """The cells that a certificate states at n; None if it does not state them in whole numbers, which is a finding."""
    space = certificate.get("space")
    cells = space.get("cells") if isinstance(space, dict) else None
    if not isinstance(cells, dict):
        return None
    per_bit, constant = cells.get("per_bit"), cells.get("constant")
    if type(per_bit) is not int or type(constant) is not int or max(per_bit.bit_length(), constant.bit_length()) > 64:
        return None
    return per_bit * n.bit_length() + constant
