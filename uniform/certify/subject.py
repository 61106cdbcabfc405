"""What the statements of a certificate are derived from: a program, what is proved about it, and a few of its runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from uniform.arguments.limits import Limits
from uniform.certify.proofs.given import Given
from uniform.certify.proofs.whole import MAX_STATEMENTS, Proofs
from uniform.circuits.circuit import Circuit
from uniform.language.pipeline import Generator, Progress
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import LimitReached, Trap
from uniform.messages.spans import Span, escape_unprintable

LAST_SMALL = 16
"""The last n at which ``certify`` tries the program."""

_LIMITS = Limits(max_gates=10**5, max_wires=10**6, max_steps=10**6)
_SLOW_LIMITS = Limits(max_gates=10**4, max_wires=10**5, max_steps=10**4)  # for the reference interpreter
_MEASURED = (64, 48, 32, 24)  # where a circuit is measured, the first that the limits allow


@dataclass(frozen=True, slots=True)
class Runs:
    """How the runs at n = 1, 2, ... end."""

    last: int  # the runs at n = 1..last were not cut short
    traps: tuple[tuple[Diagnostic, tuple[int, ...]], ...]  # the message at the first n, and all n; by the first n
    cut: str | None  # the limit that cut the next run short, if one did


@dataclass(slots=True)
class Traps:
    """Traps at several n, put together if they have one code, message and place."""

    found: dict[tuple[str, str, Span | None], tuple[Diagnostic, list[int]]] = field(default_factory=dict)

    def add(self, n: int, trap: Trap) -> None:
        """A run at n that traps."""
        one = trap.diagnostics[0]
        self.found.setdefault((one.code, one.message, one.span), (one, []))[1].append(n)

    def by_place(self) -> tuple[tuple[Diagnostic, tuple[int, ...]], ...]:
        """Each place with the message at its first n, and all its n; in the order in which they were added."""
        return tuple([(one, tuple(ns)) for one, ns in self.found.values()])


@dataclass(frozen=True, slots=True)
class Measured:
    """A circuit of the family."""

    n: int
    gates: int
    depth: int


class Subject:
    """A program to be certified. Each part is made when a statement first needs it."""

    def __init__(self, generator: Generator, given: Given | None = None, progress: Progress | None = None) -> None:
        self.generator = generator
        self.progress = progress  # called with the number of questions to the provers so far
        self.given = given  # measures and rankings to be checked, in place of a search

    @cached_property
    def proofs(self) -> Proofs:
        """What is proved for every n."""
        return Proofs(self.generator.program, self.given, self.progress)

    @property
    def too_large(self) -> str | None:
        """Why nothing is proved but the cells, if the program is too large to look at."""
        return f"more than {MAX_STATEMENTS} printing statements" if self.proofs.is_too_large else None

    @cached_property
    def runs(self) -> Runs:
        """The circuits for n = 1..16, up to the first that takes more than a million steps.

        Cost: at most 16 such runs."""
        traps, last, cut = Traps(), 0, None
        for n in range(1, LAST_SMALL + 1):
            try:
                self.circuit(n)
            except Trap as trap:
                traps.add(n, trap)
            except LimitReached as limit:
                cut = escape_unprintable(limit.diagnostics[0].message)
                break
            last = n
        return Runs(last, traps.by_place(), cut)

    @cached_property
    def measured(self) -> Measured | None:
        """One circuit, as large as the limits allow; None if each of a few n traps or takes too long."""
        from uniform.circuits.measure import measure

        if self._large is None:
            return None
        report = measure(self._large)
        return Measured(self._large.n, report.size, report.depth)

    @cached_property
    def largest_indices(self) -> dict[str, tuple[int, ...]]:
        """The largest indices in the addresses of that circuit, by the name of the array: ``add[3].half[1]`` is one of
        the array ``add.half``. Cost: that of all its addresses."""
        found: dict[str, tuple[int, ...]] = {}
        if self._large is not None:
            for number in range(self._large.inputs, len(self._large.addresses)):
                address = self._large.addresses[number]
                name = re.sub(r"\[[^]]*\]", "", address)
                indices = tuple(map(int, re.findall(r"\d+", "".join(re.findall(r"\[[^]]*\]", address)))))
                found[name] = tuple(map(max, zip(indices, found.get(name, indices), strict=False)))
        return found

    @cached_property
    def _large(self) -> Circuit | None:
        for n in (*_MEASURED, *range(LAST_SMALL, 0, -1)):
            try:
                return self.circuit(n)
            except (Trap, LimitReached):
                continue
        return None

    def circuit(self, n: int) -> Circuit:
        """A circuit of the family. Raises Trap, and LimitReached if it takes more than a million steps."""
        if self.generator.too_wide(n):
            return self.generator.circuit(n, "reference", _SLOW_LIMITS)
        return self.generator.circuit(n, "fast", _LIMITS)
