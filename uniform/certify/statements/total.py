"""*Total*: does a program trap or run forever at the smallest n? ``certify`` makes these circuits to find out.

A formula for the cells can hold for a program that traps at every n and so has no family. Therefore the runs at
n = 1..16 are part of the certificate: its statement *total* is *checked* for these n, or *refuted* by a run that traps.
A run that a limit cuts short decides nothing, and larger n are then not tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from uniform.arguments.limits import Limits
from uniform.certify.statements.statement import AuditContext, Outcome, Statement, place_to_json
from uniform.language.pipeline import Generator
from uniform.messages.counts import count_of
from uniform.messages.errors import ENDLESS, LimitReached, Trap
from uniform.messages.spans import Span, escape_unprintable

LAST_SMALL = 16
"""The last n at which ``certify`` tries the program."""

_LIMITS = Limits(max_gates=10**5, max_wires=10**6, max_steps=10**6)
_SLOW_LIMITS = Limits(max_gates=10**4, max_wires=10**5, max_steps=10**4)  # for the reference interpreter
_MAX_SHOWN = 5  # places of traps in the text of a certificate


@dataclass(frozen=True, slots=True)
class Stop:
    """A place where the program traps, or from which it runs forever."""

    code: str
    message: str
    span: Span | None
    ns: tuple[int, ...]  # the n in 1..16 at which this happens

    def __str__(self) -> str:
        place = "" if self.span is None else f" {self.span.short_place}"
        more = f" and at {len(self.ns) - 1} more n in 1..{LAST_SMALL}" if len(self.ns) > 1 else ""
        verb = "runs forever" if self.code == ENDLESS else "traps"
        return f"{verb} at n = {self.ns[0]} ({self.code}{place}){more}"

    def to_json(self) -> dict[str, Any]:
        """The place as JSON."""
        return {
            "code": self.code,
            "message": self.message,
            **place_to_json(self.span),
            "n": list(self.ns),
        }


@dataclass(frozen=True, slots=True)
class Total(Statement):
    """How the runs at n = 1, 2, ... end."""

    last: int  # the runs at n = 1..last were not cut short
    stops: tuple[Stop, ...]  # in the order of their first n
    cut: str | None  # the limit that cut the next run short, if one did

    @property
    def status(self) -> str:
        """*refuted*; or *checked*, for n <= last; or *unknown*."""
        if self.stops:
            return "refuted"
        return "checked" if self.last else "unknown"

    def refutations(self) -> Iterator[str]:
        """Each place where a run stops."""
        return map(str, self.stops)

    def audit(self, context: AuditContext) -> Outcome:
        """Report each stop as a finding. Deriving the statement has repeated the runs."""
        return Outcome(tuple(self.refutations()), tuple(self.gaps()))

    def rows(self) -> Iterator[str]:
        """The outcome of the runs, a line for each place where one stops."""
        if not self.stops and self.last:
            yield f"no trap at n = 1{f'..{self.last}' if self.last > 1 else ''} (checked)"
        yield from map(str, self.stops[:_MAX_SHOWN])
        if len(self.stops) > _MAX_SHOWN:
            yield f"traps at {count_of(len(self.stops) - _MAX_SHOWN, 'more place')}"
        yield from self.gaps()

    def gaps(self) -> Iterator[str]:
        """The n that were not tried because of a limit, if any."""
        if self.cut is not None:
            yield f"{f'not tried beyond n = {self.last}' if self.last else 'not tried'}: {self.cut}"

    def to_json(self) -> dict[str, Any]:
        """The status, the last n checked, and each place where a run stops."""
        return {
            "status": self.status,
            **({"n": self.last} if self.last else {}),
            **({"traps": [stop.to_json() for stop in self.stops]} if self.stops else {}),
            **({"cut": self.cut} if self.cut is not None else {}),
        }


def try_smallest(generator: Generator) -> Total:
    """Make the circuits for n = 1..16, up to the first that takes more than a million steps.

    Cost: at most 16 such runs.
    """
    found: dict[tuple[str, str, Span | None], list[int]] = {}
    last, cut = 0, None
    for n in range(1, LAST_SMALL + 1):
        try:
            if generator.too_wide(n):
                generator.circuit(n, "reference", _SLOW_LIMITS)
            else:
                generator.circuit(n, "fast", _LIMITS)
        except Trap as trap:
            one = trap.diagnostics[0]
            found.setdefault((one.code, one.message, one.span), []).append(n)
        except LimitReached as limit:
            cut = escape_unprintable(limit.diagnostics[0].message)
            break
        last = n
    return Total(last, tuple(Stop(*where, tuple(ns)) for where, ns in found.items()), cut)
