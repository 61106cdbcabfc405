"""*Total*: no run traps or runs forever, for any n; or what is known instead.

It is *proved* if each check that a run makes is shown to pass, and each ``while`` to end. A formula for the cells can
hold for a program that traps at every n and so has no family. Therefore the runs at n = 1..16 are part of the
certificate, too: a run that traps refutes the statement. A run that a limit cuts short decides nothing, and larger n
are then not tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from uniform.certify.proofs.whole import End
from uniform.certify.statements.statement import AuditContext, Open, Outcome, Statement, place_to_json
from uniform.certify.subject import LAST_SMALL, Subject
from uniform.messages.counts import count_of
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import ENDLESS
from uniform.messages.spans import Span

_MAX_SHOWN = 5  # places of traps in the text of a certificate


@dataclass(frozen=True, slots=True)
class Stop:
    """A place where the program traps, or from which it runs forever."""

    code: str
    message: str
    span: Span | None
    ns: tuple[int, ...]  # the n in the range at which this happens
    among: str = f"1..{LAST_SMALL}"

    @staticmethod
    def of(trap: Diagnostic, ns: tuple[int, ...], among: str = f"1..{LAST_SMALL}") -> Stop:
        """The place of a trap, and those n of a range at which it happens."""
        return Stop(trap.code, trap.message, trap.span, ns, among)

    def __str__(self) -> str:
        place = "" if self.span is None else f" {self.span.short_place}"
        more = f" and at {len(self.ns) - 1} more n in {self.among}" if len(self.ns) > 1 else ""
        verb = "runs forever" if self.code == ENDLESS else "traps"
        return f"{verb} at n = {self.ns[0]} ({self.code}{place}){more}"

    @property
    def sentence(self) -> str:
        """With the message of the trap; a certificate has it in its notes."""
        return f"{self}: {self.message}"

    def to_json(self) -> dict[str, Any]:
        """The place as JSON."""
        return {
            "code": self.code,
            "message": self.message,
            **place_to_json(self.span),
            "n": list(self.ns),
        }


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a ``while`` ends."""

    span: Span
    rule: str  # "counted", "ranking", or "unknown"
    ranking: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The place and the reason as JSON."""
        ranking = {"ranking": list(self.ranking)} if self.ranking else {}
        return {**place_to_json(self.span), "rule": self.rule, **ranking}


@dataclass(frozen=True, slots=True)
class Total(Statement):
    """Whether every run ends without a trap."""

    last: int  # the runs at n = 1..last were not cut short
    stops: tuple[Stop, ...]  # in the order of their first n
    cut: str | None  # the limit that cut the next run short, if one did
    shown: int  # checks and loops that are shown for every n
    of: int
    whiles: tuple[Ending, ...]
    open: tuple[Open, ...]  # checks and loops that are not

    @property
    def status(self) -> str:
        """*refuted*, *proved*, *checked* for n <= last, or *unknown*."""
        if self.stops:
            return "refuted"
        if self.of and self.shown == self.of:
            return "proved"
        return "checked" if self.last else "unknown"

    def refutations(self) -> Iterator[str]:
        """Each place where a run stops, with the message."""
        return (stop.sentence for stop in self.stops)

    def audit(self, context: AuditContext) -> Outcome:
        """Report each stop as a finding. Deriving the statement has repeated the runs."""
        return Outcome(tuple(self.refutations()), tuple(self.gaps()))

    def rows(self) -> Iterator[str]:
        """What is proved, or the outcome of the runs, a line for each place where one stops."""
        if self.status == "proved":
            yield f"no trap for any n (proved: {count_of(self.of, 'check')})"
        elif not self.stops and self.last:
            open_ = f"; {self.of - self.shown} of {count_of(self.of, 'check')} not shown" if self.shown else ""
            yield f"no trap at n = 1{f'..{self.last}' if self.last > 1 else ''} (checked){open_}"
        yield from map(str, self.stops[:_MAX_SHOWN])
        if len(self.stops) > _MAX_SHOWN:
            yield f"traps at {count_of(len(self.stops) - _MAX_SHOWN, 'more place')}"
        if self.status != "proved":
            yield from self.gaps()

    def gaps(self) -> Iterator[str]:
        """The n that were not tried because of a limit, if any."""
        if self.cut is not None:
            yield f"{f'not tried beyond n = {self.last}' if self.last else 'not tried'}: {self.cut}"

    def to_json(self) -> dict[str, Any]:
        """The status, what is shown, the last n checked, and each place where a run stops."""
        return {
            "status": self.status,
            "shown": self.shown,
            "of": self.of,
            **({"n": self.last} if self.last else {}),
            **({"whiles": [each.to_json() for each in self.whiles]} if self.whiles else {}),
            **({"open": [each.to_json() for each in self.open]} if self.open else {}),
            **({"traps": [stop.to_json() for stop in self.stops]} if self.stops else {}),
            **({"cut": self.cut} if self.cut is not None else {}),
        }


def is_total(subject: Subject) -> Total:
    """Look at each check and each ``while``, and at the runs for n = 1..16.

    Cost: that of ``Subject.runs``, and of the questions about every check."""
    runs = subject.runs
    stops = tuple(Stop.of(*each) for each in runs.traps)
    if subject.too_large:
        return Total(runs.last, stops, runs.cut, 0, 0, (), ())
    proofs = subject.proofs
    claims = [*proofs.checks, *proofs.printed_once, *proofs.printed_before]
    open_ = [Open.of(each.check) for each in claims if not each.is_shown]
    open_ += [Open.of(each.loop.check) for each in proofs.ends if not each.rule]
    of = len(claims) + len(proofs.ends)
    whiles = tuple(map(_ending, proofs.ends))
    return Total(runs.last, stops, runs.cut, of - len(open_), of, whiles, tuple(dict.fromkeys(open_)))


def _ending(end: End) -> Ending:
    return Ending(end.loop.statement.span, end.rule or "unknown", tuple(map(str, end.ranking)))
