"""Notes on checks and loops that are not shown for every n. Every run makes these checks, so nothing goes wrong unseen;
but the class is then proved only if they hold."""

from __future__ import annotations

from collections.abc import Iterator

from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.printing import Pair, common_loops, is_printed_once, pairs_of
from uniform.certify.proofs.rankings import Component, falls
from uniform.certify.proofs.records import WhileLoop
from uniform.certify.subject import Subject
from uniform.messages.diagnostics import Diagnostic, Label
from uniform.messages.errors import TrapText
from uniform.messages.spans import Span

PRINTED_TWICE, NOT_SHOWN, NO_END = "U822", "U823", "U824"


def printed_twice(subject: Subject) -> Iterator[Diagnostic]:
    """Each statement that might print an address again, which it or a statement before it has printed."""
    proofs = subject.proofs
    open_ = {claim.check.trap.span for claim in proofs.printed_once if not claim.is_shown}
    found: dict[Span, list[Pair]] = {}
    for pair in pairs_of(proofs.found):
        if pair.second.span in open_ and not is_printed_once(pair, proofs.found, proofs.prover):
            found.setdefault(pair.second.span, []).append(pair)
    yield from map(_twice, found.values())


def _twice(pairs: list[Pair]) -> Diagnostic:
    second = pairs[0].second
    others = tuple(Label(pair.first.span, "or by this one") for pair in pairs if pair.first is not pair.second)
    itself = len(others) < len(pairs)
    is_while = any(loop.kind != "for" for pair in pairs for loop in common_loops(pair.first.place, second.place))
    remedy = "use the variables of the loops around it as indices, each on its own"
    if is_while:
        remedy = "write the loop as a `for`, and use its variable as an index"
    return Diagnostic(
        PRINTED_TWICE,
        f"`{second.span.one_line}` is not shown to be printed only once, for every n",
        second.span,
        "perhaps printed before, in another pass" if itself else "perhaps printed before",
        others if itself else tuple(Label(each.span, "by this statement") for each in others),
        help=remedy,
        severity="note",
    )


def open_checks(subject: Subject) -> Iterator[Diagnostic]:
    """All other checks: indices, numbers, gates that are used before they are printed, outputs."""
    proofs = subject.proofs
    for claim in (*proofs.checks, *proofs.printed_before):
        if not claim.is_shown:
            trap = claim.check.trap
            yield Diagnostic(
                NOT_SHOWN,
                f"the trap {trap.code} is not ruled out for every n: {trap.message}",
                trap.span,
                "checked in every run",
                help=_remedy(trap),
                severity="note",
            )


_SAME_REMEDY = ("U401", "U402", "U408", "U409", "U410", "U415")
"""Traps whose own help shows a number with which the check always passes."""

_BOUNDS = ("U403", "U414", "U430")


def _remedy(trap: TrapText) -> str | None:
    """A number with which a check always passes, the same number where it passes anyway."""
    if trap.span.source.is_shipped:
        return None
    if trap.code in _SAME_REMEDY:
        return trap.help
    if trap.code in _BOUNDS:
        return "if it never is, take the smaller of the number and its bound, with `min`; or declare a larger bound"
    if trap.code == "U404" and ".." not in trap.span.one_line:
        return "if it never is, keep the index in its range with `min` and `max`"
    return None


def open_loops(subject: Subject) -> Iterator[Diagnostic]:
    """Each ``while`` that is not shown to end, with the counters that do not help."""
    proofs = subject.proofs
    for end in proofs.ends:
        if end.rule:
            continue
        loop = end.loop
        changed = [counter.name for counter in loop.head]
        told = [_motion(loop, Component(counter, False), proofs.prover) for counter in loop.head]
        yield Diagnostic(
            NO_END,
            f"not shown that this `while` ends: {_why(changed)}",
            loop.check.trap.span,
            notes=tuple(filter(None, told)),
            help="change a counter in each pass by at least 1, always in one direction",
            severity="note",
        )


def _why(changed: list[str]) -> str:
    if not changed:
        return "no counter changes in its passes"
    if len(changed) == 1:
        return f"`{changed[0]}` need not fall or rise in each pass"
    return f"none of {', '.join(f'`{name}`' for name in changed)} falls or rises in each pass, nor do several in order"


def _motion(loop: WhileLoop, counter: Component, prover: Prover) -> str:
    """What is known about a counter in one pass; "" if nothing is."""
    name = counter.counter.name
    rising = Component(counter.counter, True)
    if falls(loop, (counter,), prover):
        return f"`{name}` falls in each pass"
    never_rises = falls(loop, (counter,), prover, strictly=False)
    never_falls = falls(loop, (rising,), prover, strictly=False)
    if never_rises and never_falls:
        return f"`{name}` stays as it is"
    if never_rises or never_falls:
        return f"`{name}` never {'rises' if never_rises else 'falls'}, but may stay as it is"
    return ""
