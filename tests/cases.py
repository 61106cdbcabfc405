"""The catalog as test cases: every shipped program with its family, builder, specification and formulas."""

from __future__ import annotations

from uniform.catalog import Entry, entries
from uniform.language.pipeline import Generator
from uniform.programs import open_generator

PROGRAMS: tuple[Entry, ...] = entries()
NAMES: tuple[str, ...] = tuple(entry.name for entry in PROGRAMS)


def generator(entry: Entry) -> Generator:
    """The shipped program, loaded."""
    return open_generator(entry.name)
