"""The writers of circuits, by the ending of the file: ``write_dot`` in ``formats/dot.py`` writes ``.dot``.

So a new format is a file here, and a row in ``arguments.endings``. A writer yields ASCII text in chunks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import cast

from uniform.circuits.circuit import Circuit, write_ckt

Writer = Callable[[Circuit], Iterator[bytes]]


def circuit_writer(ending: str) -> Writer:
    """What writes a circuit into a file of this ending, one of those of circuits that are written.

    >>> circuit_writer(".dot").__name__
    'write_dot'
    """
    if ending == ".ckt":
        return write_ckt
    name = ending[1:]
    return cast(Writer, getattr(import_module(f"uniform.circuits.formats.{name}"), f"write_{name}"))
