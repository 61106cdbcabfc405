"""The exceptions of the package: the user's mistakes and our own are different classes.

``UniformError`` carries one or more diagnostics about something the user gave: a program, a file, a number.
``Refusal`` is a program that no logspace machine runs; ``Trap`` is a program that stops itself at some n;
``LimitReached`` is a run cut short by a limit that the user may raise. ``InternalError`` is a defect of this package.
Nothing else is raised on purpose.
"""

from __future__ import annotations

import copyreg
from collections.abc import Iterable
from typing import Any

from uniform.messages.cuts import without_middles
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


class Trap(UniformError):
    """A generator program stopped itself: an index left its range, a subtraction went below zero, ...

    ``n`` is the n of the run, ``values`` the named numbers that were alive, in order of declaration.
    ``static_text`` (code, place, message) is the same in every tier.
    """

    def __init__(self, diagnostic: Diagnostic, n: int, values: tuple[tuple[str, int], ...], static_text: str) -> None:
        super().__init__(diagnostic)
        self.n = n
        self.values = values
        self.static_text = static_text


def static_text(code: str, span: Span, message: str) -> str:
    """What every tier says of a trap: ``U401 adder.gen:7:12: this subtraction goes below zero``.

    The place is named by the last component of the source's name, so that compiling a program gives the same
    bytes in every folder."""
    return f"{code} {span.short_place}: {without_middles(message)}"


def trap_at(
    code: str,
    message: str,
    span: Span,
    n: int,
    values: Iterable[tuple[str, int]],
    *,
    label: str = "",
    help: str | None = None,
    notes: tuple[str, ...] = (),
) -> Trap:
    """The trap with these static texts, met at ``n`` while the named numbers had these ``values``.

    The numbers become the first note, ``n = 5, v = 7``; ``notes`` follow (such as the printed address)."""
    alive = tuple(values)
    numbers = ", ".join(f"{name} = {value}" for name, value in (("n", n), *alive))
    diagnostic = Diagnostic(code, message, span, label, notes=(numbers, *notes), help=help)
    return Trap(diagnostic, n, alive, static_text(code, span, message))


ENDLESS = "U413"
"""The code of a trap that ends a run which would go on for ever."""


class LimitReached(UniformError):
    """A run was cut short by ``--max-gates``, ``--max-wires`` or ``--max-steps``; nothing was decided."""


class StepsReached(LimitReached):
    """A run was cut short by ``--max-steps``, or by the default limit on steps."""


class InternalError(Exception):
    """A defect of this package: please report it with the program that shows it."""
