"""Scripting: load families, check them, compare them, measure them.

Everything that the command line reports is a function here that returns a frozen record with a good repr, a
truth value where there is a verdict, and ``to_json()``. Programs are given as on the command line (the name of a
shipped one, or a file), or as families already loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from uniform.diagnostics import Diagnostic
from uniform.errors import Trap, UniformError
from uniform.family import DirectFamily, Family, FixedFamily
from uniform.limits import Limits
from uniform.programs import load_function, open_family, open_source
from uniform.reports import CheckLine, CheckReport, CompareLine, CompareReport, MeasureTable

if TYPE_CHECKING:
    from uniform.catalog import Entry
    from uniform.circuits.circuit import Circuit

_EXHAUSTIVE = 24  # inputs up to which circuits are compared on all of them
_CHECKED = "1..12"


def load(program: str, **constants: int) -> Family:
    """The family that ``program`` names: a shipped program, a ``.gen``, ``.ckt`` or ``.tm`` file.

    >>> load("threshold_k", k=3).circuit(5).gates
    1
    """
    return open_family(program, constants)


def check(
    program: str | Family,
    ns: Sequence[int] | None = None,
    *,
    against: str | Family | None = None,
    specification: str | Callable[..., Any] | None = None,
    settings: Mapping[str, int] | None = None,
    via: str = "fast",
    limits: Limits | None = None,
    samples: int = 1024,
    seed: int = 0,
    progress: Callable[[int], None] | None = None,
) -> CheckReport:
    """Compare the circuits of a program with directly built ones and with a specification, for each n.

    ``against`` and ``specification`` default to those of the catalog. Circuit against circuit: identical, or
    equivalent on all inputs (up to 24), or not refuted in ``samples`` seeded samples. Circuit against
    specification: all inputs up to 16, samples beyond. A program that traps at some n gets a negative line.
    Raises UniformError when there is nothing to compare with.
    """
    entry = _entry(program) if isinstance(program, str) else None
    family = open_family(program, settings) if isinstance(program, str) else program
    other = _other(against, entry, settings)
    function = _specification(specification, entry)
    if other is None and function is None:
        message = f"there is nothing to compare `{family.name}` with"
        hint = "--against OTHER (a program, or FILE.py:builder), or --spec FILE.py:function"
        raise UniformError(Diagnostic("U701", message, help=hint))
    lines: list[CheckLine] = []
    for done, n in enumerate(ns if ns is not None else _usual(entry)):
        lines.append(
            _check_one(family, other, function, n, _Manner(via, limits or Limits(), samples, seed), settings or {})
        )
        if progress is not None:
            progress(done + 1)
    return CheckReport(
        family.name, other.name if other else None, function is not None, via, tuple(lines)
    )
