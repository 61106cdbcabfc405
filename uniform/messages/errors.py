"""The exceptions of the package, with different classes for mistakes of the user and defects of the package.

``UniformError`` has one or more diagnostics about the user's program, file or number. ``Refusal`` is about a program
that needs more than logarithmic space, ``Trap`` about a program that stops itself at some n, and ``LimitReached`` about
a run that was stopped by a limit, which the user can raise. ``InternalError`` is a defect of this package. No other
exception is raised on purpose.
"""

from __future__ import annotations

import copyreg
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from uniform.messages.cuts import shorten_words
from uniform.messages.diagnostics import Diagnostic, render
from uniform.messages.spans import Span


class UniformError(Exception):
    """A mistake of the user; ``diagnostics`` has all that were found."""

    def __init__(self, diagnostics: Diagnostic | Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = (
            (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        )
        super().__init__("\n\n".join(render(diagnostic) for diagnostic in self.diagnostics))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy the parts. By default, Python would call ``__init__`` with the text, so that an error in a
        worker process would be lost."""
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]

    def _render_traceback_(self) -> list[str]:
        """The message, which IPython and Jupyter show instead of a traceback."""
        return [*str(self).split("\n"), *getattr(self, "__notes__", ())]


class Refusal(UniformError):
    """A generator program needs more than O(log n) cells, so no logspace machine prints its family."""


@dataclass(frozen=True, slots=True)
class TrapText:
    """The static part of a trap, which depends only on the program, not on n, values or the tier."""

    code: str  # U4xx
    message: str  # one line, without n and values
    label: str  # after the carets
    help: str | None
    span: Span
    counts: str = ""  # a note with places for two numbers that were compared: `length {}, not {}`

    @property
    def static_text(self) -> str:
        """The text of a trap in a machine: ``U401 adder.gen:7:12: this subtraction goes below zero``.

        The place has only the last component of the name of the source, so that compiling a program gives the same
        bytes in every folder."""
        return f"{self.code} {self.span.short_place}: {shorten_words(self.message)}"


_OF_THE_LIBRARY = "this file is shipped: hand other numbers to its blocks; see their doc strings"


class Trap(UniformError):
    """A generator program stopped itself: an index was outside its range, a subtraction went below zero, ...

    ``values`` are the named numbers in scope, in the order of their declarations. They and ``n`` are the first note,
    ``n = 5, v = 7``; ``notes`` (such as the printed address) follow.
    """

    def __init__(self, text: TrapText, n: int, values: Iterable[tuple[str, int]], notes: tuple[str, ...] = ()) -> None:
        values = tuple(values)
        numbers = show_numbers((("n", n), *values))
        help = _OF_THE_LIBRARY if text.span.source.is_shipped else text.help
        super().__init__(Diagnostic(text.code, text.message, text.span, text.label, notes=(numbers, *notes), help=help))
        self.n = n
        self.values = values
        self.static_text = text.static_text  # code, place, message: the same in every tier


def show_numbers(values: Iterable[tuple[str, int]]) -> str:
    """Named numbers as a trap shows them. A name occurs twice with the same value where several parts of one name are
    printed or read; that is shown once.

    >>> show_numbers([("n", 3), ("row.w", 3), ("row.w", 2), ("row.w", 3)])
    'n = 3, row.w = 3, row.w = 2'
    """
    return ", ".join(f"{name} = {value}" for name, value in dict.fromkeys(values))


ENDLESS = "U413"
"""The code of a trap that ends a run that would go on forever."""


class LimitReached(UniformError):
    """A run was stopped by ``--max-gates``, ``--max-wires`` or ``--max-steps``; the result is unknown."""


class StepsReached(LimitReached):
    """A run was stopped by ``--max-steps``, or by the default limit on steps."""


class InternalError(Exception):
    """A defect of this package: please report it with the program that shows it."""
