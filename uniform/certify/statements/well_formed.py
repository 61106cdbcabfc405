"""*Well-formed*: every index in its range, every address printed once, before it is used; every output printed.

It is *proved* if that is shown for every n. Otherwise the statement lists the checks that are not shown, which every
run makes, and the runs at the smallest n say what is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from uniform.certify.statements.statement import Open, Statement
from uniform.certify.subject import Subject
from uniform.messages.counts import count_of

_CODES = ("U404", "U405", "U406", "U407")
"""Of the traps: an index outside its range, a gate used before it is printed, printed twice, an output not printed."""


@dataclass(frozen=True, slots=True)
class WellFormed(Statement):
    """Whether every circuit is well-formed."""

    last: int  # the runs at n = 1..last were not cut short
    refuted: int | None  # the smallest n at which a run finds a fault
    shown: int
    of: int
    obligations: tuple[Open, ...]  # what is not shown for every n, each once

    @property
    def status(self) -> str:
        """*refuted*, *proved*, *checked* for n <= last, or *unknown*."""
        if self.refuted is not None:
            return "refuted"
        if self.of and self.shown == self.of:
            return "proved"
        return "checked" if self.last else "unknown"

    def rows(self) -> Iterator[str]:
        """What is proved; what is not is told with *total*."""
        if self.status == "proved":
            yield f"well-formed (proved: {count_of(self.of, 'check')})"

    def to_json(self) -> dict[str, Any]:
        """The status and the open checks, each with its place."""
        n = self.refuted if self.refuted is not None else self.last
        return {
            "status": self.status,
            "shown": self.shown,
            "of": self.of,
            **({"n": n} if n else {}),
            "obligations": [each.to_json() for each in self.obligations],
        }


def is_well_formed(subject: Subject) -> WellFormed:
    """Look at each index, each printing statement and each wire. Cost: that of the questions about them."""
    runs = subject.runs
    refuted = min((ns[0] for trap, ns in runs.traps if trap.code in _CODES), default=None)
    if subject.too_large:
        return WellFormed(runs.last, refuted, 0, 0, ())
    proofs = subject.proofs
    claims = [each for each in proofs.checks if each.check.trap.code in _CODES]
    claims += [*proofs.printed_once, *proofs.printed_before]
    open_ = [Open.of(each.check) for each in claims if not each.is_shown]
    return WellFormed(runs.last, refuted, len(claims) - len(open_), len(claims), tuple(dict.fromkeys(open_)))
