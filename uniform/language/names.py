"""First version: no checks yet."""

from __future__ import annotations

from uniform.language.syntax import Program


def resolve(program: Program) -> None:
    """Check the names of a program."""
