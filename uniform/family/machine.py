"""The family of a Turing machine that prints circuits, compiled or written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from uniform.arguments.limits import Limits
from uniform.arguments.numbers import one_n
from uniform.circuits.circuit import Circuit
from uniform.family.refusals import not_a_program, require_no_tiers
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

if TYPE_CHECKING:
    from uniform.turing.machine import Machine

_EXCERPT = 30  # characters of the output that an error shows


@dataclass(frozen=True, slots=True)
class MachineFamily:
    """The family that a machine prints: its output on 1^n is the n-th circuit."""

    printer: Machine

    @property
    def name(self) -> str:
        """The name of the machine."""
        return self.printer.name

    def machine(self) -> Machine:
        """The machine."""
        return self.printer

    def circuit(self, n: int, via: str = "fast", limits: Limits | None = None) -> Circuit:
        """Run the machine and read the circuit that it prints. Raises UniformError if the machine does not accept or
        does not print a circuit for n."""
        n = one_n(n)
        require_no_tiers(self.name, via)
        return self._read(self._output(n, limits or Limits()), n)

    def stream(self, n: int, via: str = "fast", limits: Limits | None = None) -> Iterator[bytes]:
        """The output of the machine, in one piece, since only all of it is a circuit. Raises what ``circuit`` raises.

        Of ``limits`` only the steps apply: a machine does not count gates."""
        n = one_n(n)
        require_no_tiers(self.name, via)
        return self._whole(n, limits or Limits())

    def _whole(self, n: int, limits: Limits) -> Iterator[bytes]:
        text = self._output(n, limits)
        self._read(text, n)
        yield text

    def _output(self, n: int, limits: Limits) -> bytes:
        from uniform.turing.emulator.run import RunLimits, execute, failure

        if not any(rule.output for state in self.printer.states for rule in state.rules):
            raise self._no_circuit("none of its rules prints anything")
        chunks = []
        for chunk, run in execute(self.printer, n, limits=RunLimits(steps=limits.steps("machine"))):
            chunks.append(chunk)
            if run is not None:
                limits.took("machine", run.steps)
                if run.halted != "accept":
                    raise failure(run, "`--max-steps` raises the limit")
        return b"".join(chunks)

    def _read(self, output: bytes, n: int) -> Circuit:
        from uniform.circuits.formats.ckt import read_ckt
        from uniform.messages.spans import Source, escape_unprintable

        text = output.decode("latin-1")
        if not text.startswith("circuit "):
            first = text[:_EXCERPT].split("\n")[0]
            raise self._no_circuit(
                f"its output on 1^{n} {f'begins with `{escape_unprintable(first)}`' if text else 'is empty'}"
            )
        circuit = read_ckt(Source(f"<{self.name} at n = {n}>", text))
        if circuit.n != n:
            raise self._no_circuit(f"on 1^{n} it prints the circuit for n = {circuit.n}", f" for n = {n}")
        return circuit

    def _no_circuit(self, why: str, which: str = "") -> UniformError:
        message = f"the machine `{self.name}` does not print a circuit{which}: {why}"
        return UniformError(Diagnostic("U708", message, help="`uniform run` runs any machine"))

    def certificate(self) -> NoReturn:
        """Raise UniformError: certificates are derived from programs."""
        raise not_a_program(self.name, "a machine has no certificate")
