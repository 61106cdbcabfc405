"""*Space*: the work cells of the compiled machine, an exact formula in n, proved; the audit counts them.

The cells are proved thus: every register has a width linear in bits(n) that no value exceeds (``language.bounds``);
the compiled machine lays out one tape of width + 2 cells for each register and each scratch tape and never moves
beyond an end marker afterwards (``counters.machine.tapes``, ``counters.machine.compile``).

The audit does not believe it: it counts the cells that the machine visits. What is beyond the steps of an audit is
*not measured*, which is known before anything runs. Cells are read off a layout that was finished, and off a run that
accepts, no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from uniform.certify.statements.statement import Audited, Outcome, Statement
from uniform.certify.statements.total import TRIED, Total
from uniform.counters.machine.tapes import tapes
from uniform.counters.widths import Width
from uniform.language.pipeline import Generator
from uniform.turing.emulator.outcome import Run
from uniform.turing.emulator.pack import Packed

MEASURED = 1000
"""The n at which the cells are measured when a certificate is made."""

_STEPS = 10**8  # of the machine, in all layouts of one audit
_WHOLE_STEPS = 10**7  # in each whole run, where n <= TRIED
_LISTED = 20  # measurements that a text shows


@dataclass(frozen=True, slots=True)
class Space(Statement):
    """The cells of all work tapes, scratch included."""

    cells: Width
    tapes: tuple[tuple[str, Width], ...]  # the cells of each tape; they add up to ``cells``
    measured: tuple[int, int]  # (n, cells that the machine visited when it laid out its tapes)

    def to_json(self) -> dict[str, Any]:
        """The cells as a pair and as a formula, those of each tape, and one measurement."""
        n, visited = self.measured
        return {
            "cells": _pair(self.cells),
            "formula": str(self.cells),
            "status": "proved",
            "measured": {"n": n, "cells": visited},
            "tapes": {name: _pair(width) for name, width in self.tapes},
        }

    def rows(self) -> Iterator[str]:
        """The formula, and what follows from its form."""
        n, visited = self.measured
        yield f"work cells = {self.cells} (proved), measured {visited} at n = {n}"
        yield "space O(log n): logspace-uniform for every n at which the program ends without a trap"

    def audit(self, audited: Audited) -> Measurements:
        """Count the cells that the machine visits.

        Cost: a layout run of the machine for each n, which takes about 6*n steps, in all at most 10^8; and a whole run
        where n <= 16, at most 10^7 steps.
        """
        counting = _Counting(audited)
        counting.count()
        return Measurements(
            tuple(counting.findings), (), str(self.cells), tuple(counting.measured), tuple(counting.touched),
            tuple(counting.unmeasured), tuple(counting.unfinished),
        )  # fmt: skip


def sum_tapes(generator: Generator) -> Space:
    """The cells of all tapes of the machine. Raises Refusal when they are not O(log n).

    Cost: that of compiling the program, and a run of the machine's layout at n = 1000.
    """
    from uniform.turing.emulator.pack import before_mark
    from uniform.turing.emulator.run import run

    code = generator.code
    reserved = run(before_mark(generator.machine()), MEASURED, stop_at_layout=True).reserved
    assert reserved is not None
    own = tapes(code)
    return Space(sum((width for _, width in own), Width(0, 0)), own, (MEASURED, reserved))


@dataclass(frozen=True, slots=True)
class Measurements(Outcome):
    """The cells that the machine visits at several n."""

    formula: str = ""  # of what is derived
    measured: tuple[tuple[int, int], ...] = ()  # (n, cells visited by the layout)
    touched: tuple[tuple[int, int], ...] = ()  # (n, cells visited after it), where a whole run was made and accepts
    unmeasured: tuple[int, ...] = ()  # n whose layout takes too long
    unfinished: tuple[int, ...] = ()  # n whose whole run takes too long

    def rows(self) -> Iterator[str]:
        """What was measured, and how many cells the run itself touches at the largest n that was run to its end."""
        yield f"work cells = {self.formula}: derived again, {self._listed()}"
        if self.touched:
            n, cells = max(self.touched)
            rest = dict(self.measured)[n] - cells
            spare = f"; {rest} never needed, as no value there reaches its bound" if rest else ", all of them"
            yield f"touched after the layout at n = {n}: {cells}{spare}"

    def gaps(self) -> Iterator[str]:
        """Which n take too long."""
        if self.unmeasured:
            yield f"not measured at n = {_several(self.unmeasured)}: {_beyond(_STEPS)}"
        if self.unfinished:
            yield f"not run to its end at n = {_several(self.unfinished)}: {_beyond(_WHOLE_STEPS)}"

    def to_json(self) -> dict[str, Any]:
        """The measurements, and those that were not made."""
        touched = dict(self.touched)
        return {
            "formula": self.formula,
            "measured": [
                {"n": n, "reserved": cells, **({"touched": touched[n]} if n in touched else {})}
                for n, cells in self.measured
            ],
            "not_measured": [{"n": n, "why": _beyond(_STEPS)} for n in self.unmeasured],
            "not_finished": [{"n": n, "why": _beyond(_WHOLE_STEPS)} for n in self.unfinished],
        }

    def _listed(self) -> str:
        if not self.measured:
            return "not measured"
        shown = ", ".join(f"{cells} at n = {n}" for n, cells in self.measured[:_LISTED])
        more = len(self.measured) - _LISTED
        return f"and measured: {shown}{f', and as stated at {more} more' if more > 0 else ''}"


@dataclass(slots=True)
class _Counting:
    """What the machine shows, one n after the other."""

    audited: Audited
    measured: list[tuple[int, int]] = field(default_factory=list)
    touched: list[tuple[int, int]] = field(default_factory=list)
    unmeasured: list[int] = field(default_factory=list)
    unfinished: list[int] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    def count(self) -> None:
        """Lay out the tapes at each n as long as the steps suffice; run to the end where n is small."""
        from uniform.turing.emulator.pack import pack

        packed: Packed | None = None
        left = _STEPS
        for n in self.audited.ns:
            if layout_steps(n) > left:
                self.unmeasured.append(n)
                continue
            left -= layout_steps(n)
            packed = packed or pack(self.audited.generator.machine())
            self._lay_out(packed, n)
            if n <= TRIED:
                self._run(packed, n)

    def _lay_out(self, packed: Packed, n: int) -> None:
        from uniform.turing.emulator.run import RunLimits, run

        outcome = run(packed, n, limits=RunLimits(steps=layout_steps(n)), stop_at_layout=True)
        if outcome.halted == "limit":
            self.unmeasured.append(n)
            return
        if outcome.halted != "accept" or outcome.reserved is None:
            self.findings.append(f"at n = {n} the machine ends before its tapes are laid out: {_ended(outcome)}")
            return
        self.measured.append((n, outcome.reserved))
        stated = _stated(self.audited.stated, n)
        if stated is not None and outcome.reserved != stated:
            self.findings.append(f"at n = {n} the machine visits {outcome.reserved} cells, not {stated}")

    def _run(self, packed: Packed, n: int) -> None:
        from uniform.turing.emulator.run import RunLimits, run

        outcome = run(packed, n, limits=RunLimits(steps=_WHOLE_STEPS), sink=lambda chunk: None)
        if outcome.halted == "limit":
            self.unfinished.append(n)
        elif outcome.halted != "accept":
            total = self.audited.derived["total"]
            assert isinstance(total, Total)
            if n <= total.last and not any(n in stop.ns for stop in total.stops):
                self.findings.append(f"at n = {n} the machine ends otherwise than the program: {_ended(outcome)}")
        elif outcome.touched is not None and outcome.reserved is not None:
            self.touched.append((n, outcome.touched))
            if outcome.touched > outcome.reserved:
                self.findings.append(
                    f"at n = {n} the run touches {outcome.touched} cells, beyond its {outcome.reserved}"
                )


def layout_steps(n: int) -> int:
    """More than the steps of a layout: counting 1^n takes 6*n, the rest is linear in bits(n). The constant also covers
    what a run costs beside its steps."""
    return 7 * n + 20_000


def _pair(width: Width) -> Mapping[str, int]:
    return {"per_bit": width.per_bit, "constant": width.constant}


def _ended(outcome: Run) -> str:
    return f"{outcome.halted}{f', {outcome.reason}' if outcome.reason else ''}"


def _beyond(steps: int) -> str:
    return f"beyond the 10^{len(str(steps)) - 1} steps of {'an audit' if steps == _STEPS else 'a run in an audit'}"


def _several(ns: Sequence[int]) -> str:
    shown = ", ".join(map(str, ns[:_LISTED]))
    return f"{shown} and {len(ns) - _LISTED} more" if len(ns) > _LISTED else shown


def _stated(certificate: Mapping[str, Any], n: int) -> int | None:
    """The cells that a certificate states; None when it does not state them in whole numbers, which is a finding."""
    space = certificate.get("space")
    cells = space.get("cells") if isinstance(space, dict) else None
    if not isinstance(cells, dict):
        return None
    per_bit, constant = cells.get("per_bit"), cells.get("constant")
    if type(per_bit) is not int or type(constant) is not int or max(per_bit.bit_length(), constant.bit_length()) > 64:
        return None
    return per_bit * n.bit_length() + constant
