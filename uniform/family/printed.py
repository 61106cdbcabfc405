"""The family of one printed circuit, a ``.ckt`` file: it has a single member."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from uniform.arguments.limits import Limits
from uniform.arguments.numbers import one_n
from uniform.circuits.circuit import Circuit
from uniform.family.refusals import not_a_program, require_no_tiers
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError


@dataclass(frozen=True, slots=True)
class PrintedFamily:
    """The family of one printed circuit: its only member is for the n in its header."""

    member: Circuit

    @property
    def name(self) -> str:
        """The name in the header."""
        return self.member.name

    def circuit(self, n: int, via: str = "fast", limits: Limits | None = None) -> Circuit:
        """The member, if n is its n; raises UniformError otherwise."""
        n = one_n(n)
        require_no_tiers(self.name, via)
        if n != self.member.n:
            message = f"the file contains the circuit for n = {self.member.n}, not for n = {n}"
            raise UniformError(Diagnostic("U703", message, help=f"-n {self.member.n}"))
        return self.member

    def stream(self, n: int, via: str = "fast", limits: Limits | None = None) -> Iterator[bytes]:
        """The text of the member."""
        from uniform.circuits.circuit import write_ckt

        return write_ckt(self.circuit(n, via, limits))

    def machine(self) -> NoReturn:
        """Raise UniformError: a printed circuit does not say which machine printed it."""
        raise not_a_program(self.name, "a printed circuit has no machine")

    def certificate(self) -> NoReturn:
        """Raise UniformError: one circuit says nothing about every n."""
        raise not_a_program(self.name, "a printed circuit has no certificate")
