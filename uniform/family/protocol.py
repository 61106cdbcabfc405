"""The ``Family`` protocol: one circuit for each n >= 1, wherever it comes from.

Direct builders, generator programs, machines and files of circuits share it, so that ``check``, ``compare`` and
``measure`` take any of them. What ``load`` returns answers the same questions whatever the file was: ``machine()`` and
``certificate()`` raise UniformError where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from uniform.circuits.circuit import Circuit


@runtime_checkable
class Family(Protocol):
    """A circuit family {C_n}."""

    @property
    def name(self) -> str:
        """The name that circuits carry in their header."""

    def circuit(self, n: int) -> Circuit:
        """The n-th circuit, n >= 1. Raises UniformError when n is out of range or the program traps."""

    def stream(self, n: int) -> Iterator[bytes]:
        """The text of the n-th circuit, in chunks of whole or partial lines, in flat memory where possible."""
