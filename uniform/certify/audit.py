"""Auditing a certificate: believe nothing, derive it again, then measure it on the machine.

Four kinds of findings, all reported: the program is not the one certified (its sha256 differs), a statement is
not what is derived from the program, the program traps at one of the smallest n, or the machine visits another number
of cells than stated. What is beyond the steps of an audit is *not measured*, which is known before anything runs; the
other findings then decide. Cells are read off a layout that was finished, and off a run that accepts, no other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from uniform.arguments.numbers import one_n
from uniform.certify.certificate import SAMPLES, Certificate, certify
from uniform.certify.reading import differences, read_certificate
from uniform.certify.trials import TRIED
from uniform.language.pipeline import Generator
from uniform.messages.counted import counted
from uniform.messages.errors import Refusal
from uniform.messages.notebook import Shown
from uniform.messages.spans import printable
from uniform.turing.emulator.outcome import Run
from uniform.turing.emulator.pack import Packed

__all__ = ["Audit", "audit", "layout_steps", "read_certificate"]

_STEPS = 10**8  # of the machine, in all layouts of one audit
_WHOLE_STEPS = 10**7  # in each whole run, where n <= TRIED
_LISTED = 20  # findings and measurements that a text shows


@dataclass(frozen=True, slots=True)
class Audit(Shown):
    """The outcome; true when nothing was found."""

    program: str
    formula: str
    measured: tuple[tuple[int, int], ...]  # (n, cells visited by the layout)
    touched: tuple[tuple[int, int], ...]  # (n, cells visited after it), where a whole run was made and accepts
    findings: tuple[str, ...]
    unmeasured: tuple[int, ...] = ()  # n whose layout takes too long
    unfinished: tuple[int, ...] = ()  # n whose whole run takes too long
    rest: tuple[str, ...] = ()  # what else was not tried

    def __bool__(self) -> bool:
        return not self.findings

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON."""
        touched = dict(self.touched)
        return {
            "program": self.program,
            "ok": bool(self),
            "formula": self.formula,
            "measured": [
                {"n": n, "reserved": cells, **({"touched": touched[n]} if n in touched else {})}
                for n, cells in self.measured
            ],
            "not_measured": [{"n": n, "why": _beyond(_STEPS)} for n in self.unmeasured],
            "not_finished": [{"n": n, "why": _beyond(_WHOLE_STEPS)} for n in self.unfinished],
            "findings": list(self.findings),
        }

    def __str__(self) -> str:
        rows = [self.program, *(f"refused: {printable(finding)}" for finding in self.findings[:_LISTED])]
        if len(self.findings) > _LISTED:
            rows.append(f"refused: {counted(len(self.findings) - _LISTED, 'more finding')}")
        if not self.findings:
            rows += [f"work cells = {self.formula}: derived again, {self._measurements()}", *self._used()]
        if self.unmeasured:
            rows.append(f"not measured at n = {_several(self.unmeasured)}: {_beyond(_STEPS)}")
        if self.unfinished:
            rows.append(f"not run to its end at n = {_several(self.unfinished)}: {_beyond(_WHOLE_STEPS)}")
        return "\n".join([*rows, *self.rest])

    def _measurements(self) -> str:
        if not self.measured:
            return "not measured"
        shown = ", ".join(f"{cells} at n = {n}" for n, cells in self.measured[:_LISTED])
        more = len(self.measured) - _LISTED
        return f"and measured: {shown}{f', and as stated at {more} more' if more > 0 else ''}"

    def _used(self) -> list[str]:
        """How many cells the run itself touches, at the largest n that was run to its end."""
        if not self.touched:
            return []
        n, cells = max(self.touched)
        rest = dict(self.measured)[n] - cells
        spare = f"; {rest} never needed, as no value there reaches its bound" if rest else ", all of them"
        return [f"touched after the layout at n = {n}: {cells}{spare}"]


def audit(certificate: dict[str, Any], generator: Generator, ns: Sequence[int] = SAMPLES) -> Audit:
    """Compare a certificate with the program, and its cells with those that the machine visits at ``ns``.

    Cost: that of ``certify``; a layout run of the machine for each n, which takes about 6*n steps, in all at most 10^8;
    and a whole run where n <= 16, at most 10^7 steps.
    """
    try:
        derived = certify(generator)
    except Refusal as refusal:
        findings = [f"no certificate: {found.message}" for found in refusal.diagnostics]
        return Audit(generator.name, "", (), (), tuple(findings))
    found = _Measurements(generator, certificate, derived, _STEPS)
    findings = [*differences(json.loads(json.dumps(derived.to_json())), certificate)]
    findings += map(str, derived.trials.stops)
    found.make(dict.fromkeys(map(one_n, ns)))
    return Audit(
        generator.name, str(derived.space), tuple(found.measured), tuple(found.touched),
        (*findings, *found.findings), tuple(found.unmeasured), tuple(found.unfinished),
        tuple(derived.trials.untried()),
    )  # fmt: skip


@dataclass(slots=True)
class _Measurements:
    """What the machine shows at several n."""

    generator: Generator
    certificate: dict[str, Any]
    derived: Certificate
    left: int
    measured: list[tuple[int, int]] = field(default_factory=list)
    touched: list[tuple[int, int]] = field(default_factory=list)
    unmeasured: list[int] = field(default_factory=list)
    unfinished: list[int] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    def make(self, ns: Iterable[int]) -> None:
        """Lay out the tapes at each n as long as the steps suffice; run to the end where n is small."""
        from uniform.turing.emulator.pack import pack

        packed: Packed | None = None
        for n in ns:
            if layout_steps(n) > self.left:
                self.unmeasured.append(n)
                continue
            self.left -= layout_steps(n)
            packed = packed or pack(self.generator.machine())
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
        stated = _stated(self.certificate, n)
        if stated is not None and outcome.reserved != stated:
            self.findings.append(f"at n = {n} the machine visits {counted(outcome.reserved, 'cell')}, not {stated}")

    def _run(self, packed: Packed, n: int) -> None:
        from uniform.turing.emulator.run import RunLimits, run

        trials = self.derived.trials
        outcome = run(packed, n, limits=RunLimits(steps=_WHOLE_STEPS), sink=lambda chunk: None)
        if outcome.halted == "limit":
            self.unfinished.append(n)
        elif outcome.halted != "accept":
            if n <= trials.last and not any(n in stop.ns for stop in trials.stops):
                self.findings.append(f"at n = {n} the machine ends otherwise than the program: {_ended(outcome)}")
        elif outcome.touched is not None and outcome.reserved is not None:
            self.touched.append((n, outcome.touched))
            if outcome.touched > outcome.reserved:
                self.findings.append(
                    f"at n = {n} the run touches {counted(outcome.touched, 'cell')}, beyond its {outcome.reserved}"
                )


def layout_steps(n: int) -> int:
    """More than the steps of a layout: counting 1^n takes 6*n, the rest is linear in bits(n). The constant also stands
    for what a run costs beside its steps."""
    return 7 * n + 20_000


def _ended(outcome: Run) -> str:
    return f"{outcome.halted}{f', {outcome.reason}' if outcome.reason else ''}"


def _beyond(steps: int) -> str:
    return f"beyond the 10^{len(str(steps)) - 1} steps of {'an audit' if steps == _STEPS else 'a run in an audit'}"


def _several(ns: Sequence[int]) -> str:
    shown = ", ".join(map(str, ns[:_LISTED]))
    return f"{shown} and {len(ns) - _LISTED} more" if len(ns) > _LISTED else shown


def _stated(certificate: dict[str, Any], n: int) -> int | None:
    """The cells that a certificate states; None when it does not state them in whole numbers, which is a finding."""
    space = certificate.get("space")
    cells = space.get("cells") if isinstance(space, dict) else None
    if not isinstance(cells, dict):
        return None
    per_bit, constant = cells.get("per_bit"), cells.get("constant")
    if type(per_bit) is not int or type(constant) is not int or max(per_bit.bit_length(), constant.bit_length()) > 64:
        return None
    return per_bit * n.bit_length() + constant
