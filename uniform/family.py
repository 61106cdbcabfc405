"""The ``Family`` protocol: one circuit for each n >= 1, wherever it comes from.

Direct builders, generator programs, machines and files of circuits share it, so that ``check``, ``compare`` and
``measure`` take any of them. Generator programs have theirs in ``language.pipeline``; the others stand here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from uniform.circuits.circuit import Circuit
from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError

if TYPE_CHECKING:
    from uniform.turing.machine import Machine


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


@dataclass(frozen=True, slots=True)
class DirectFamily:
    """A family given by a Python function ``n -> Circuit``."""

    name: str
    build: Callable[[int], Circuit]

    def circuit(self, n: int) -> Circuit:
        """The n-th circuit, built now."""
        return self.build(n)

    def stream(self, n: int) -> Iterator[bytes]:
        """The text of the n-th circuit."""
        from uniform.circuits.text import write_ckt

        return write_ckt(self.build(n))


@dataclass(frozen=True, slots=True)
class FixedFamily:
    """The family of one printed circuit: only the n of its header has a member."""

    member: Circuit

    @property
    def name(self) -> str:
        """The name in the header."""
        return self.member.name

    def circuit(self, n: int) -> Circuit:
        """The member, when n is its n; raises UniformError otherwise."""
        if n != self.member.n:
            message = f"the file holds the circuit of n = {self.member.n}, not of n = {n}"
            raise UniformError(Diagnostic("U703", message, help=f"-n {self.member.n}"))
        return self.member

    def stream(self, n: int) -> Iterator[bytes]:
        """The text of the member."""
        from uniform.circuits.text import write_ckt

        return write_ckt(self.circuit(n))


@dataclass(frozen=True, slots=True)
class MachineFamily:
    """The family that a machine prints: its output on 1^n is the n-th circuit."""

    machine: Machine

    @property
    def name(self) -> str:
        """The name of the machine."""
        return self.machine.name

    def circuit(self, n: int) -> Circuit:
        """The circuit that the machine prints. Raises UniformError when it does not accept, or prints no circuit."""
        from uniform.circuits.text import read_ckt
        from uniform.spans import Source

        text = b"".join(self.stream(n)).decode("latin-1")
        return read_ckt(Source(f"<{self.name} at n = {n}>", text))

    def stream(self, n: int) -> Iterator[bytes]:
        """The output of the machine as it comes."""
        from uniform.turing.run import stream

        return stream(self.machine, n)
