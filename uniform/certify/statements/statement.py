"""What every statement of a certificate has: a text, JSON, and an audit.

An audit derives the whole certificate again and compares it, field by field. So a statement that has nothing to
measure needs no audit of its own. What one adds is an ``Outcome``: findings, what was tried, and what was not.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uniform.language.pipeline import Generator
from uniform.messages.spans import Span


class Statement(ABC):
    """Something known of a family, for every n or for some n. Subclasses are frozen records that can be pickled."""

    __slots__ = ()

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """The statement as JSON, with its ``status``: how it is known. Whole numbers only, no fractions."""

    def rows(self) -> Iterator[str]:
        """The lines by which a certificate shows it to a person; none by default."""
        return iter(())

    def refutations(self) -> Iterator[str]:
        """What shows that the program has no family, a sentence each; the certificate is then false."""
        return iter(())

    def audit(self, audited: Audited) -> Outcome:
        """What an audit does beside deriving the statement again and comparing it."""
        return Outcome(tuple(self.refutations()))


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit works with."""

    generator: Generator
    stated: Mapping[str, Any]  # the certificate in question; nothing in it is to be relied on
    derived: Mapping[str, Statement]  # what is derived from the program, by the field of the JSON
    ns: Sequence[int]  # where to measure, each once, in the order in which the caller named them


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the audit of one statement came to."""

    findings: tuple[str, ...] = ()  # each refuses the certificate
    untried: tuple[str, ...] = ()  # what was not tried and why, a line each

    def rows(self) -> Iterator[str]:
        """The lines that say what was tried, for when there is no finding."""
        return iter(())

    def gaps(self) -> Iterator[str]:
        """The lines that say what was not tried."""
        return iter(self.untried)

    def to_json(self) -> dict[str, Any]:
        """Fields of the JSON of the whole audit."""
        return {}


def located(code: str, message: str, span: Span) -> Mapping[str, str | int]:
    """A message about a place of the program, for scripts."""
    return {"code": code, "message": message, "line": span.line, "column": span.column}
