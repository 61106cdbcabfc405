"""The catalog as test cases: every shipped program with its family, builder, specification and formulas."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from functools import cache

from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator
from uniform.library.programs import ShippedProgram, entries

PROGRAMS: tuple[ShippedProgram, ...] = entries()
NAMES: tuple[str, ...] = tuple(entry.name for entry in PROGRAMS)


def program(name: str) -> ShippedProgram:
    """The row of the catalog with this name."""
    return PROGRAMS[NAMES.index(name)]


@cache
def generator(entry: ShippedProgram) -> Generator:
    """The shipped program, loaded."""
    return open_generator(entry.name)


def specified(entry: ShippedProgram, n: int, words: Sequence[int]) -> tuple[int, ...]:
    """What the specification says for one number for each input array: one for each output array."""
    wanted = inspect.signature(entry.specify).parameters
    result = entry.specify(*words, **({"n": n} if "n" in wanted else {}))
    return result if isinstance(result, tuple) else (result,)
