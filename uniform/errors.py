"""The exceptions of the package: the user's mistakes and our own are different classes.

``UniformError`` carries one or more diagnostics about something the user gave: a program, a file, a number.
``Trap`` is a program that stops itself at some n; ``LimitReached`` is a run cut short by a limit that the
user may raise. ``InternalError`` is a defect of this package. Nothing else is raised on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable

from uniform.diagnostics import Diagnostic, render


class UniformError(Exception):
    """Something the user gave is not right; ``diagnostics`` says what, all at once."""

    def __init__(self, diagnostics: Diagnostic | Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = (
            (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        )
        super().__init__("\n\n".join(render(diagnostic) for diagnostic in self.diagnostics))


class Trap(UniformError):
    """A generator program stopped itself: an index left its range, a subtraction went below zero, ...

    ``n`` is the n of the run, ``values`` the named numbers that were alive, in order of declaration.
    ``static_text`` (code, place, message) is the same in every tier.
    """

    def __init__(
        self, diagnostic: Diagnostic, n: int, values: tuple[tuple[str, int], ...], static_text: str
    ) -> None:
        super().__init__(diagnostic)
        self.n = n
        self.values = values
        self.static_text = static_text


class LimitReached(UniformError):
    """A run was cut short by ``--max-gates``, ``--max-wires`` or ``--max-steps``; nothing was decided."""


class InternalError(Exception):
    """A defect of this package: please report it with the program that shows it."""
