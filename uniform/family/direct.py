"""The family of a direct builder: a Python function from n to a circuit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NoReturn

from uniform.arguments.limits import Limits, steps_reached
from uniform.arguments.numbers import one_n
from uniform.circuits.circuit import Circuit
from uniform.family.refusals import not_a_program, require_no_tiers
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError


@dataclass(frozen=True, slots=True)
class DirectFamily:
    """A family given by a Python function ``n -> Circuit``.

    >>> from uniform.circuits.builder import CircuitBuilder
    >>> def build(n):
    ...     b = CircuitBuilder("all_ones", n)
    ...     return b.build([b.and_("y", b.inputs("x", range(1, n + 1)))])
    >>> DirectFamily("all_ones", build).circuit(3)
    Circuit('all_ones', n=3, inputs=3, gates=1, outputs=1)
    """

    name: str
    build: Callable[[int], Circuit]

    def circuit(self, n: int, via: str = "fast", limits: Limits | None = None) -> Circuit:
        """Build the n-th circuit; no limit stops the function once it runs. Its gates count as steps.

        Raises UniformError if n is out of range or the function does not return a circuit for n, and whatever the
        function raises. Raises LimitReached before the call if earlier circuits have used up the steps."""
        n = one_n(n)
        require_no_tiers(self.name, via)
        limits = limits or Limits()
        self.require_steps(n, 1, limits)
        built = self.build(n)
        if not isinstance(built, Circuit):
            message = f"at n = {n} the builder `{self.name}` returns {type(built).__name__}, not a circuit"
            raise UniformError(Diagnostic("U712", message, help="end it with `return b.build(outputs)`"))
        if built.n != n:
            message = f"at n = {n} the builder `{self.name}` returns the circuit for n = {built.n}"
            raise UniformError(Diagnostic("U712", message, help="begin it with `b = CircuitBuilder(name, n)`"))
        limits.took("direct", built.gates)
        return built

    def require_steps(self, n: int, gates: int, limits: Limits) -> None:
        """Raise LimitReached if a circuit of about this many gates takes more steps than are left."""
        if gates > limits.steps("direct"):
            raise steps_reached(n, limits, "direct")

    def stream(self, n: int, via: str = "fast", limits: Limits | None = None) -> Iterator[bytes]:
        """The text of the n-th circuit."""
        from uniform.circuits.circuit import write_ckt

        return write_ckt(self.circuit(n, via, limits))

    def machine(self) -> NoReturn:
        """Raise UniformError: a Python function has no Turing machine."""
        raise not_a_program(self.name, "a Python function has no machine")

    def certificate(self) -> NoReturn:
        """Raise UniformError: nothing is known about a Python function for every n."""
        raise not_a_program(self.name, "a Python function has no certificate")
