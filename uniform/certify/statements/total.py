"""*Total*: the smallest circuits of a program, made when it is certified. Does it trap there, or run for ever?

A certificate of space is true of a program that traps at every n, which has no family. So the runs at n = 1..16 are a
part of the certificate: its statement *total* is *checked* for these n, or *refuted* by the first of them that traps.
A run that a limit cuts short says nothing, and larger n are then not tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from uniform.arguments.limits import Limits
from uniform.certify.statements.statement import Audited, Outcome, Statement
from uniform.language.pipeline import Generator
from uniform.messages.counted import counted
from uniform.messages.errors import ENDLESS, LimitReached, Trap
from uniform.messages.spans import Span, printable

TRIED = 16
"""The n up to which a program is tried."""

_LIMITS = Limits(max_gates=10**5, max_wires=10**6, max_steps=10**6)
_SLOW = Limits(max_gates=10**4, max_wires=10**5, max_steps=10**4)  # where only the reference interpreter runs
_SHOWN = 5  # places of traps that a text names


@dataclass(frozen=True, slots=True)
class Stop:
    """A place at which the program stops itself, or from where it runs for ever."""

    code: str
    message: str
    span: Span | None
    ns: tuple[int, ...]  # those of 1..16 at which this happens

    def __str__(self) -> str:
        place = "" if self.span is None else f" {self.span.short_place}"
        more = f", and at {len(self.ns) - 1} more of n = 1..{TRIED}" if len(self.ns) > 1 else ""
        does = "runs for ever" if self.code == ENDLESS else "traps"
        return f"{does} at n = {self.ns[0]} ({self.code}{place}){more}"

    def to_json(self) -> dict[str, Any]:
        """The place as JSON."""
        place = (None, None) if self.span is None else (self.span.line, self.span.column)
        return {
            "code": self.code,
            "message": self.message,
            "line": place[0],
            "column": place[1],
            "n": list(self.ns),
        }


@dataclass(frozen=True, slots=True)
class Total(Statement):
    """How the runs at n = 1, 2, ... end."""

    last: int  # the runs at n = 1..last were not cut short
    stops: tuple[Stop, ...]  # by their first n
    cut: str | None  # the limit that cut the next run short

    @property
    def status(self) -> str:
        """*refuted*, *checked* for n <= last, or *unknown*."""
        if self.stops:
            return "refuted"
        return "checked" if self.last else "unknown"

    def refutations(self) -> Iterator[str]:
        """Each place at which a run stops."""
        return map(str, self.stops)

    def audit(self, audited: Audited) -> Outcome:
        """The runs were made again when the statement was derived: each that stops is a finding."""
        return Outcome(tuple(self.refutations()), tuple(self.untried()))

    def rows(self) -> Iterator[str]:
        """The runs as a text says them."""
        if not self.stops and self.last:
            yield f"no trap at n = 1{f'..{self.last}' if self.last > 1 else ''} (checked)"
        yield from map(str, self.stops[:_SHOWN])
        if len(self.stops) > _SHOWN:
            yield f"traps at {counted(len(self.stops) - _SHOWN, 'more place')}"
        yield from self.untried()

    def untried(self) -> Iterator[str]:
        """Which n a limit kept from being tried, if it did, as a text says it."""
        if self.cut is not None:
            yield f"{f'not tried beyond n = {self.last}' if self.last else 'not tried'}: {self.cut}"

    def to_json(self) -> dict[str, Any]:
        """The status, up to which n it was checked, and each place at which a run stops."""
        return {
            "status": self.status,
            **({"n": self.last} if self.last else {}),
            **({"traps": [stop.to_json() for stop in self.stops]} if self.stops else {}),
            **({"cut": self.cut} if self.cut is not None else {}),
        }


def try_smallest(generator: Generator) -> Total:
    """Make the circuits of n = 1..16, up to the first that takes more than a million steps.

    Cost: at most as much, so under a second.
    """
    found: dict[tuple[str, str, Span | None], list[int]] = {}
    last, cut = 0, None
    for n in range(1, TRIED + 1):
        try:
            if generator.too_wide(n):
                generator.circuit(n, "reference", _SLOW)
            else:
                generator.circuit(n, "fast", _LIMITS)
        except Trap as trap:
            one = trap.diagnostics[0]
            found.setdefault((one.code, one.message, one.span), []).append(n)
        except LimitReached as limit:
            cut = printable(limit.diagnostics[0].message)
            break
        last = n
    return Total(last, tuple(Stop(*where, tuple(ns)) for where, ns in found.items()), cut)
