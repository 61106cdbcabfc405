"""The exceptions of the package: the user's mistakes and our own are different classes.

``UniformError`` carries one or more diagnostics about something the user gave: a program, a file, a number.
``Refusal`` is a program that no logspace machine runs; ``Trap`` is a program that stops itself at some n;
``LimitReached`` is a run cut short by a limit that the user may raise. ``InternalError`` is a defect of this package.
Nothing else is raised on purpose.
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
    """Something the user gave is not right; ``diagnostics`` says what, all at once."""

    def __init__(self, diagnostics: Diagnostic | Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = (
            (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        )
        super().__init__("\n\n".join(render(diagnostic) for diagnostic in self.diagnostics))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled and copied by its parts: Python would call ``__init__`` with the text, and a worker process that
        raises such an error would never be heard of."""
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]

    def _render_traceback_(self) -> list[str]:
        """What IPython and Jupyter show in place of a traceback: the message."""
        return [*str(self).split("\n"), *getattr(self, "__notes__", ())]


class Refusal(UniformError):
    """A generator program needs more than O(log n) cells, so that no logspace machine prints its family."""


@dataclass(frozen=True, slots=True)
class TrapText:
    """The static part of a trap, which depends on the program alone: never on n, on values or on the tier."""

    code: str  # of the error table, U4xx
    message: str  # one line, without n and without values
    label: str  # shown after the carets
    help: str | None
    span: Span

    @property
    def static_text(self) -> str:
        """All that a machine says of a trap: ``U401 adder.gen:7:12: this subtraction goes below zero``.

        The place is named by the last component of the source's name, so that compiling a program gives the same
        bytes in every folder."""
        return f"{self.code} {self.span.short_place}: {shorten_words(self.message)}"


class Trap(UniformError):
    """A generator program stopped itself: an index left its range, a subtraction went below zero, ...

    ``n`` is the n of the run, ``values`` the named numbers that were alive, in order of declaration. They become the
    first note, ``n = 5, v = 7``; ``notes`` follow (such as the printed address).
    """

    def __init__(self, text: TrapText, n: int, values: Iterable[tuple[str, int]], notes: tuple[str, ...] = ()) -> None:
        alive = tuple(values)
        numbers = ", ".join(f"{name} = {value}" for name, value in (("n", n), *alive))
        super().__init__(
            Diagnostic(text.code, text.message, text.span, text.label, notes=(numbers, *notes), help=text.help)
        )
        self.n = n
        self.values = alive
        self.static_text = text.static_text  # code, place, message: the same in every tier


ENDLESS = "U413"
"""The code of a trap that ends a run that would go on forever."""


class LimitReached(UniformError):
    """A run was cut short by ``--max-gates``, ``--max-wires`` or ``--max-steps``; nothing was decided."""


class StepsReached(LimitReached):
    """A run was cut short by ``--max-steps``, or by the default limit on steps."""


class InternalError(Exception):
    """A defect of this package: please report it with the program that shows it."""
