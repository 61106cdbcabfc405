"""Auditing a certificate: believe nothing, derive it again, then measure it on the machine.

Three kinds of findings, all reported: the program is not the one certified (its sha256 differs), a statement is
not what is derived from the program, or the machine visits another number of cells than stated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from uniform.certify.certificate import SAMPLES, certify
from uniform.diagnostics import Diagnostic
from uniform.display import Shown
from uniform.errors import Refusal, UniformError
from uniform.language.pipeline import Generator

_WHOLE_RUNS = 16  # n up to which the machine is run to its end
_MOST_STEPS = 10**8


@dataclass(frozen=True, slots=True)
class Audit(Shown):
    """The outcome; true when nothing was found."""

    program: str
    formula: str
    measured: tuple[tuple[int, int], ...]  # (n, cells visited by the layout)
    touched: tuple[tuple[int, int], ...]  # (n, cells visited after it), where the whole run is short
    findings: tuple[str, ...]

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
            "findings": list(self.findings),
        }

    def __str__(self) -> str:
        rows = [f"refused: {finding}" for finding in self.findings]
        if not rows:
            shown = ", ".join(f"{cells} at n = {n}" for n, cells in self.measured)
            rows = [f"work cells = {self.formula}: derived again, and measured: {shown}", *self._used()]
        return "\n".join([self.program, *rows])

    def _used(self) -> list[str]:
        """How many cells the run itself touches, at the largest n that was run to its end."""
        if not self.touched:
            return []
        n, cells = max(self.touched)
        rest = dict(self.measured)[n] - cells
        spare = f"; {rest} never needed, as no value there reaches its bound" if rest else ", all of them"
        return [f"touched after the layout at n = {n}: {cells}{spare}"]


def read_certificate(text: str) -> dict[str, Any]:
    """The certificate in a text, with the fields that an audit needs. Raises UniformError otherwise."""
    try:
        found = json.loads(text, object_pairs_hook=_without_twins)
    except ValueError as error:
        raise UniformError(Diagnostic("U801", f"not a certificate: {error}")) from error
    except RecursionError as error:
        raise UniformError(Diagnostic("U801", "not a certificate: it is nested too deeply")) from error
    needed = ("program", "file", "sha256", "constants", "space")
    missing = [field for field in needed if not isinstance(found, dict) or field not in found]
    if missing:
        raise UniformError(Diagnostic("U801", f"not a certificate: `{missing[0]}` is missing"))
    constants = found["constants"]
    if not isinstance(constants, dict) or not all(type(value) is int for value in constants.values()):
        raise UniformError(Diagnostic("U801", "not a certificate: `constants` are not whole numbers"))
    if not isinstance(found["file"], str):
        raise UniformError(Diagnostic("U801", "not a certificate: `file` is not a name"))
    checked: dict[str, Any] = found
    return checked


def audit(certificate: dict[str, Any], generator: Generator, ns: Sequence[int] = SAMPLES) -> Audit:
    """Compare a certificate with the program, and its cells with those that the machine visits at ``ns``.

    Cost: a layout run of the machine for each n, which takes about n steps; a whole run where n <= 16.
    """
    from uniform.turing.pack import pack
    from uniform.turing.run import RunLimits, run

    try:
        derived = certify(generator)
    except Refusal as refusal:
        findings = [f"no certificate: {found.message}" for found in refusal.diagnostics]
        return Audit(generator.name, "", (), (), tuple(findings))
    findings = list(_differences("", json.loads(json.dumps(derived.to_json())), certificate))
    machine, limits = pack(generator.machine()), RunLimits(steps=_MOST_STEPS)
    measured: list[tuple[int, int]] = []
    touched: list[tuple[int, int]] = []
    for n in ns:
        outcome = run(machine, n, limits=limits, stop_at_layout=n > _WHOLE_RUNS, sink=lambda chunk: None)
        reserved = outcome.reserved or 0
        measured.append((n, reserved))
        stated = _stated(certificate, n)
        if reserved != stated:
            findings.append(f"at n = {n} the machine visits {reserved} cells, not {stated}")
        if outcome.touched is not None:
            touched.append((n, outcome.touched))
            if outcome.touched > reserved:
                findings.append(f"at n = {n} the run touches {outcome.touched} cells, beyond its {reserved}")
    return Audit(generator.name, str(derived.space), tuple(measured), tuple(touched), tuple(findings))


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A statement made twice, of which a reader sees one and the audit the other, is refused."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"`{key}` stands there twice")
        found[key] = value
    return found


def _stated(certificate: dict[str, Any], n: int) -> int | None:
    try:
        cells = certificate["space"]["cells"]
        return int(cells["per_bit"]) * n.bit_length() + int(cells["constant"])
    except (KeyError, TypeError, ValueError):
        return None


def _differences(path: str, derived: Any, stated: Any) -> Iterator[str]:
    if path == ".file":
        return  # where the program was is no statement about it
    if isinstance(derived, dict) and isinstance(stated, dict):
        for key in (*derived, *(key for key in stated if key not in derived)):
            if key not in stated:
                yield f"`{path}.{key}` is missing".replace("`.", "`")
            elif key not in derived:
                yield f"`{path}.{key}` is not a statement that can be derived".replace("`.", "`")
            else:
                yield from _differences(f"{path}.{key}", derived[key], stated[key])
    elif type(derived) is not type(stated) or derived != stated:
        yield f"`{path}` is {stated!r}, derived is {derived!r}".replace("`.", "`")
