"""Errors for what only a generator program has: tiers, a machine, a certificate."""

from __future__ import annotations

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError


def require_no_tiers(name: str, via: str) -> None:
    """Raise UniformError (U708) if a tier is requested: only a generator program has several."""
    if via != "fast":
        raise UniformError(
            Diagnostic("U708", f"`{name}` is not a generator program: it has no tiers", help="omit `--via`")
        )


def not_a_program(name: str, why: str) -> UniformError:
    """The error (U708) for a family that is not a program; ``why`` says what it lacks."""
    message = f"`{name}` is not a generator program: {why}"
    return UniformError(Diagnostic("U708", message, help="load a .gen file or a shipped program"))
