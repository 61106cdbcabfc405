"""The ``Family`` protocol: one circuit for each n >= 1, wherever it comes from.

Direct builders, generator programs, machines and circuit files share it, so ``check``, ``compare`` and ``measure``
accept any of them. Everything that ``load`` returns also has ``machine()`` and ``certificate()``, which raise
UniformError if the family has no machine or certificate.
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
        """The name in the header of each circuit."""

    def circuit(self, n: int) -> Circuit:
        """The n-th circuit, n >= 1. Raises UniformError if n is out of range or the program traps."""

    def stream(self, n: int) -> Iterator[bytes]:
        """The text of the n-th circuit, in chunks that may end inside a line; in constant memory if possible."""
