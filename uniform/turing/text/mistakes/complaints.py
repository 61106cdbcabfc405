"""Errors in a machine's text, collected while it is read."""

from __future__ import annotations

from uniform.messages.cuts import cut_middle
from uniform.messages.diagnostics import MAX_MESSAGES, Diagnostic, sort_by_place
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source, Span

_LONGEST = 400  # characters of a message; longer ones quote a very long word


_MAX_NOTES = 5


class Complaints:
    """The errors found so far, with places given as offset and length."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[Diagnostic] = []
        self.noted: list[Diagnostic] = []  # warnings, the first few

    def report(self, code: str, at: int, length: int, message: str, remedy: str | None = None) -> None:
        """Add an error. Raises all of them once there are too many."""
        remedy = None if remedy is None else cut_middle(remedy, _LONGEST)
        self.found.append(Diagnostic(code, cut_middle(message, _LONGEST), self.span(at, length), help=remedy))
        if len(self.found) >= MAX_MESSAGES:
            self.raise_found()

    def note(self, code: str, at: int, length: int, message: str, remedy: str) -> None:
        """Add a warning, unless there are some already."""
        if len(self.noted) < _MAX_NOTES:
            self.noted.append(Diagnostic(code, message, self.span(at, length), help=remedy, severity="warning"))

    def span(self, at: int, length: int) -> Span:
        return Span(self.source, at, min(at + length, len(self.source.text)))

    def raise_found(self) -> None:
        """Raise UniformError with the errors in the order of the text, if there are any."""
        if self.found:
            raise UniformError(sort_by_place(self.found)[:MAX_MESSAGES])
