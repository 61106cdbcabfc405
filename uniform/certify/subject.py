"""What the statements of a certificate are derived from: a program, what is proved about it, and a few of its runs."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from uniform.arguments.limits import Limits
from uniform.certify.proofs.given import Given
from uniform.certify.proofs.whole import MAX_STATEMENTS, Proofs
from uniform.circuits.address_tables import all_addresses
from uniform.circuits.circuit import Circuit
from uniform.circuits.measure import depth_of
from uniform.language.pipeline import Generator, Progress
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import LimitReached, Trap
from uniform.messages.spans import Span, escape_unprintable

if TYPE_CHECKING:
    from uniform.counters.fast.short_run import ShortRuns

LAST_SMALL = 16
"""The last n at which ``certify`` tries the program."""

_LIMITS = Limits(max_gates=10**5, max_wires=10**6, max_steps=10**6)
_FIRST_LIMITS = Limits(max_gates=10**6, max_wires=10**7, max_steps=10**7)  # at n = 1: no class without that run
_SLOW_LIMITS = Limits(max_gates=10**4, max_wires=10**5, max_steps=10**4)  # for the reference interpreter
_SHORT_STEPS = 500_000  # of these circuits in all; they take less time than loading the compiled loop
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
        """The circuits for n = 1..16, up to the first that takes more than a million steps, ten million at n = 1.

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
        if self._large is None:
            return None
        return Measured(self._large.n, self._large.gates, depth_of(self._large))

    def largest_indices(self, array: str) -> tuple[int, ...]:
        """The largest indices in the addresses of that circuit that are of one array: ``add[3].half[1]`` is of the
        array ``add.half``. () if there are none. Cost: that of all its addresses."""
        if self._large is None:
            return ()
        step = r"(?:\[([^]]*)\])?"
        pattern = re.compile(r"\.".join(f"{re.escape(name)}{step}" for name in array.split(".")))
        gates = all_addresses(self._large.addresses)[self._large.inputs :]
        found = [match.groups() for match in map(pattern.fullmatch, gates) if match is not None]
        return tuple(map(max, zip(*map(_numbers, found), strict=True)))

    @cached_property
    def _short(self) -> ShortRuns | None:
        """The first runs, which mostly need no compiled loop. None if the circuit that is measured needs it anyway."""
        runs = self.generator.short_runs(_SHORT_STEPS)
        with suppress(Trap, LimitReached):
            if not runs.has_room_for(self.generator.layout(_MEASURED[0])):
                return None
        return runs

    @cached_property
    def _large(self) -> Circuit | None:
        for n in (*_MEASURED, *range(LAST_SMALL, 0, -1)):
            try:
                return self.circuit(n)
            except (Trap, LimitReached):
                continue
        return None

    def circuit(self, n: int) -> Circuit:
        """A circuit of the family. Raises Trap, and LimitReached if it takes more than a million steps, ten million at
        n = 1."""
        if self.generator.too_wide(n):
            return self.generator.circuit(n, "reference", _SLOW_LIMITS)
        return self.generator.circuit(n, "fast", _FIRST_LIMITS if n == 1 else _LIMITS, short=self._short)


def _numbers(groups: tuple[str | None, ...]) -> list[int]:
    """The indices of an address, each group as it is written between two brackets."""
    return [int(index) for group in groups if group is not None for index in group.split(",")]
