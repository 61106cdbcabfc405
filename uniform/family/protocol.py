"""The ``Family`` protocol: one circuit for each n >= 1, wherever it comes from.

Direct builders, generator programs, machines and files of circuits share it, so that ``check``, ``compare`` and
``measure`` take any of them. Generator programs have theirs in ``language.pipeline``; the others are here. What
``load`` returns answers the same questions whatever the file was: ``machine()`` and ``certificate()`` raise
UniformError where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn, Protocol, runtime_checkable

from uniform.arguments.limits import Limits
from uniform.arguments.numbers import one_n
from uniform.circuits.circuit import Circuit
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

if TYPE_CHECKING:
    from uniform.turing.machine import Machine


_BEGINNING = 30  # characters of an output that an error shows


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
        """The n-th circuit, built now; no limit stops the function. Raises UniformError when n is out of range or the
        function returns no circuit, and what the function raises."""
        n = one_n(n)
        require_no_tiers(self.name, via)
        built = self.build(n)
        if not isinstance(built, Circuit):
            message = f"the builder `{self.name}` returns {type(built).__name__} at n = {n}, not a circuit"
            raise UniformError(Diagnostic("U712", message, help="end it with `return b.build(outputs)`"))
        if built.n != n:
            message = f"the builder `{self.name}` returns the circuit of n = {built.n} at n = {n}"
            raise UniformError(Diagnostic("U712", message, help="begin it with `b = CircuitBuilder(name, n)`"))
        return built

    def stream(self, n: int, via: str = "fast", limits: Limits | None = None) -> Iterator[bytes]:
        """The text of the n-th circuit."""
        from uniform.circuits.circuit import write_ckt

        return write_ckt(self.circuit(n, via, limits))

    def machine(self) -> NoReturn:
        """Raises UniformError: no machine prints what a Python function builds."""
        raise _not_a_program(self.name, "a Python function has no machine")

    def certificate(self) -> NoReturn:
        """Raises UniformError: nothing is known of a Python function for every n."""
        raise _not_a_program(self.name, "a Python function has no certificate")


@dataclass(frozen=True, slots=True)
class FixedFamily:
    """The family of one printed circuit: only the n of its header has a member."""

    member: Circuit

    @property
    def name(self) -> str:
        """The name in the header."""
        return self.member.name

    def circuit(self, n: int, via: str = "fast", limits: Limits | None = None) -> Circuit:
        """The member, when n is its n; raises UniformError otherwise."""
        n = one_n(n)
        require_no_tiers(self.name, via)
        if n != self.member.n:
            message = f"the file holds the circuit of n = {self.member.n}, not of n = {n}"
            raise UniformError(Diagnostic("U703", message, help=f"-n {self.member.n}"))
        return self.member

    def stream(self, n: int, via: str = "fast", limits: Limits | None = None) -> Iterator[bytes]:
        """The text of the member."""
        from uniform.circuits.circuit import write_ckt

        return write_ckt(self.circuit(n, via, limits))

    def machine(self) -> NoReturn:
        """Raises UniformError: a printed circuit does not say which machine printed it."""
        raise _not_a_program(self.name, "a printed circuit has no machine")

    def certificate(self) -> NoReturn:
        """Raises UniformError: one circuit says nothing of every n."""
        raise _not_a_program(self.name, "a printed circuit has no certificate")


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
        """The circuit that the machine prints. Raises UniformError when it does not accept, or prints no circuit."""
        n = one_n(n)
        require_no_tiers(self.name, via)
        return self._read(self._output(n, limits or Limits()), n)

    def stream(self, n: int, via: str = "fast", limits: Limits | None = None) -> Iterator[bytes]:
        """The output of the machine, in one piece, as only the whole of it is a circuit. Raises what ``circuit`` does.

        Of ``limits`` the steps count: a machine does not know of gates."""
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
        from uniform.messages.spans import Source, printable

        text = output.decode("latin-1")
        if not text.startswith("circuit "):
            first = text[:_BEGINNING].split("\n")[0]
            raise self._no_circuit(f"its output on 1^{n} {f'begins with `{printable(first)}`' if text else 'is empty'}")
        circuit = read_ckt(Source(f"<{self.name} at n = {n}>", text))
        if circuit.n != n:
            raise self._no_circuit(f"on 1^{n} it prints the one of n = {circuit.n}", f" of n = {n}")
        return circuit

    def _no_circuit(self, why: str, which: str = "") -> UniformError:
        message = f"the machine `{self.name}` prints no circuit{which}: {why}"
        return UniformError(Diagnostic("U708", message, help="`uniform run` runs any machine"))

    def certificate(self) -> NoReturn:
        """Raises UniformError: certificates are derived from programs."""
        raise _not_a_program(self.name, "a machine has no certificate")


def require_no_tiers(name: str, via: str) -> None:
    """Raise UniformError (U708) when a tier is asked for: only a generator program has several."""
    if via != "fast":
        raise UniformError(
            Diagnostic("U708", f"`{name}` is not a generator program: it has no tiers", help="omit `--via`")
        )


def _not_a_program(name: str, why: str) -> UniformError:
    message = f"`{name}` is not a generator program: {why}"
    return UniformError(Diagnostic("U708", message, help="load a .gen file or a shipped program"))
