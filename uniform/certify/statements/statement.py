"""The interface of statements in a certificate: text, JSON, and an audit.

Every audit derives the whole certificate again and compares it field by field. So a statement with nothing to measure
needs no audit of its own. An audit of its own returns an ``Outcome``: findings, what was tried, and what was not.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uniform.language.bounds.checks import Check
from uniform.language.pipeline import Generator
from uniform.messages.spans import Span


class Statement(ABC):
    """Something known about a family, for every n or for some n. Subclasses are frozen and can be pickled."""

    __slots__ = ()

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """The statement as JSON, with its ``status``: how it is known. Whole numbers only, no fractions."""

    def rows(self) -> Iterator[str]:
        """The lines of the certificate's text that show it; none by default."""
        return iter(())

    def refutations(self) -> Iterator[str]:
        """Why the program has no family, a sentence for each reason; if there are any, the certificate is false."""
        return iter(())

    def audit(self, context: AuditContext) -> Outcome:
        """What an audit does besides deriving the statement again and comparing it."""
        return Outcome(tuple(self.refutations()))


@dataclass(frozen=True, slots=True)
class AuditContext:
    """The data that an audit works with."""

    generator: Generator
    stated: Mapping[str, Any]  # the certificate being audited; do not rely on anything in it
    derived: Mapping[str, Statement]  # derived from the program, by field of the JSON
    ns: Sequence[int]  # where to measure, without repetitions, in the order given by the caller


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of auditing one statement."""

    findings: tuple[str, ...] = ()  # each one refutes the certificate
    untried: tuple[str, ...] = ()  # what was not tried and why, a line each

    def rows(self) -> Iterator[str]:
        """The lines that say what was tried; they are shown if the audit has no findings."""
        return iter(())

    def gaps(self) -> Iterator[str]:
        """The lines that say what was not tried."""
        return iter(self.untried)

    def to_json(self) -> dict[str, Any]:
        """Fields to add to the JSON of the whole audit."""
        return {}


@dataclass(frozen=True, slots=True)
class Open:
    """A check that is not shown to pass for every n, and so is made in every run: the trap if it fails."""

    code: str
    message: str
    span: Span

    @staticmethod
    def of(check: Check) -> Open:
        """The check as it is shown to the user."""
        return Open(check.trap.code, check.trap.message, check.trap.span)

    def to_json(self) -> Mapping[str, str | int | None]:
        """The trap and its place."""
        return message_to_json(self.code, self.message, self.span)


def message_to_json(code: str, message: str, span: Span | None) -> Mapping[str, str | int | None]:
    """A message and its place in the program, as JSON; ``file`` is an imported file."""
    return {"code": code, "message": message, **place_to_json(span)}


def place_to_json(span: Span | None) -> Mapping[str, str | int | None]:
    """Line and column, and the name of the file if it is imported."""
    if span is None:
        return {"line": None, "column": None}
    file = {"file": span.source.short_name} if span.source.short_name else {}
    return {**file, "line": span.line, "column": span.column}
