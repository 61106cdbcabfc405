"""*Class*: the class of the family among L-uniform NC^i, AC^i, AC^i[m], TC^i and P, as printed and as derived.

The premises are other statements: the input length, the cells, *total*, *well-formed*, the depth. If all are proved,
the class is. If only *total* or *well-formed* is open, and no run up to some n traps, it is *checked* for these n; if
they hold, it is proved. Without the input length there is no class, without a bound on the depth it is P, and a trap
refutes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from uniform.certify.statements.depth import bound_depth
from uniform.certify.statements.input_length import count_inputs
from uniform.certify.statements.statement import Statement
from uniform.certify.statements.total import is_total
from uniform.certify.statements.well_formed import is_well_formed
from uniform.certify.subject import Subject

NONE = "none"
"""The class of a family that gets none."""


@dataclass(frozen=True, slots=True)
class ClassOf(Statement):
    """The class of the family."""

    printed: str
    derived: str
    status: str
    last: int | None  # of a class that is *checked*: no run up to this n traps; if it is *refuted*, the n
    proved_if: tuple[str, ...]  # the premises that are open
    reasons: tuple[str, ...]
    derived_reasons: tuple[str, ...]

    def rows(self) -> Iterator[str]:
        """The class, never without its status."""
        if self.status == "refuted":
            yield f"no class: there is no circuit at n = {self.last}"
            return
        if self.printed == NONE:
            yield f"no class: {'; '.join(self.reasons)}"
            return
        status = self.status
        if self.proved_if:
            names = " and ".join(each.replace("_", "-") for each in self.proved_if)
            status = f"checked, n <= {self.last}; proved if it is {names}"
        yield f"class {self.printed} ({status})"
        if self.derived != self.printed:
            yield f"class {self.derived} as derived ({status}): {'; '.join(self.derived_reasons)}"

    def to_json(self) -> dict[str, Any]:
        """The two classes, their common status, and the reasons."""
        return {
            "printed": self.printed,
            "derived": self.derived,
            "status": self.status,
            **({"n": self.last} if self.last is not None else {}),
            "proved_if": list(self.proved_if),
            "reasons": list(self.reasons),
            "derived_reasons": list(self.derived_reasons),
        }


def classify(subject: Subject) -> ClassOf:
    """Put the other statements together."""
    total, well_formed = is_total(subject), is_well_formed(subject)
    length, depth = count_inputs(subject), bound_depth(subject)
    if total.status == "refuted":
        first = min(n for stop in total.stops for n in stop.ns)
        return ClassOf(NONE, NONE, "refuted", first, (), (str(total.stops[0]),), ())
    missing = [f"inputs: {length.why}"] if length.why else []
    missing += [fault.message for fault in depth.faults]
    premises = [name for name, each in (("total", total), ("well_formed", well_formed)) if each.status != "proved"]
    if premises and not total.last:
        missing.append("no run was finished")
    if missing:
        return ClassOf(NONE, NONE, "unknown", None, (), tuple(missing), ())
    printed, derived = subject.proofs.printed, subject.proofs.derived
    return ClassOf(
        str(printed.found),
        str(derived.found),
        "checked" if premises else "proved",
        total.last if premises else None,
        tuple(premises),
        printed.reasons,
        derived.reasons,
    )
