"""How long a run may take: limits on gates, wires and steps that every tier keeps, and what is said beyond them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from uniform.messages.counted import counted
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import LimitReached, StepsReached

STEPS = {"fast": 5 * 10**8, "machine": 5 * 10**8, "reference": 5 * 10**5}
"""Steps in each tier when no limit is given: about ten seconds, or less where little is printed."""

STEPS_BESIDE = 2 * 10**8
"""Steps of the fast tier beside a machine when no limit is given, so that both together take about ten seconds.
That leaves room: an instruction of the shipped programs takes a machine ten steps or more."""

_STEP = {
    "fast": "a step of the fast tier is an instruction of register code",
    "machine": "a step of the machine tier is one of the Turing machine",
    "reference": "a step of the reference interpreter is a statement, or a pass over a wire",
}


@dataclass(slots=True)
class Spent:
    """The steps of runs that share one limit, tier by tier."""

    steps: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """A run stops with ``LimitReached`` when it would print or do more than this."""

    max_gates: int = 10**8  # gates printed, derived NOT gates included
    max_wires: int = 10**9  # wires stored: one each, whatever its multiplicity
    max_steps: int | None = None  # of whatever runs: statements, instructions, steps of a machine; None: ``STEPS``
    spent: Spent | None = field(default=None, repr=False, compare=False)  # counts against ``STEPS``
    is_beside: bool = field(default=False, repr=False, compare=False)  # the fast tier, beside a machine

    def steps(self, tier: str) -> int:
        """The steps that a run in a tier may take."""
        if self.max_steps is not None:
            return self.max_steps
        return max(0, self.default(tier) - (0 if self.spent is None else self.spent.steps.get(tier, 0)))

    def default(self, tier: str) -> int:
        """The steps in a tier where the caller sets no limit."""
        return STEPS_BESIDE if self.is_beside and tier == "fast" else STEPS[tier]

    def for_all(self) -> Limits:
        """The same for several runs, which share the default limit on steps."""
        return replace(self, spent=Spent())

    def beside(self) -> Limits:
        """The limits of the run beside a machine, which counts for itself."""
        return replace(self, spent=None, is_beside=True)

    def took(self, tier: str, steps: int) -> None:
        """Count the steps of a run that has ended."""
        if self.spent is not None:
            self.spent.steps[tier] = self.spent.steps.get(tier, 0) + steps


MOST_SAMPLES = 10**9
"""Seeded samples of one comparison."""

MOST_WORK = 2 * 10**10
"""Operations, 64 inputs at a time on one wire, of comparisons on all inputs: about ten seconds."""

LONGEST_NUMBER = 4000
"""Decimal digits of a number that a caller hands in; Python itself converts at most 4300."""

TOO_LARGE: int = 10**LONGEST_NUMBER
"""One more than the largest of these."""

LARGEST_IDS = 2**31 - 2
"""Inputs and gates of a circuit in memory: ids are 32-bit numbers there."""


def fit_in_memory(n: int, inputs: int, limits: Limits) -> None:
    """Raise LimitReached when a circuit to be held in memory has more inputs than a laptop survives."""
    most = min(max(limits.max_gates, Limits().max_gates), LARGEST_IDS)
    if inputs <= most:
        return
    message = f"at n = {n} the circuit has more than {counted(most, 'input')}"
    raised = "" if most == LARGEST_IDS else "; `--max-gates` raises the limit for a circuit in memory"
    raise LimitReached(
        Diagnostic("U411", message, help=f"`generate` streams, within `--max-steps`, and holds no circuit{raised}")
    )


def limit_reached(what: Literal["gates", "wires"], n: int, limit: int) -> LimitReached:
    """The message for a run at ``n`` that would print more than ``limit``.

    >>> print(limit_reached("gates", 8, 5))
    error[U411]: at n = 8 the program prints more than 5 gates
      = help: `--max-gates` raises the limit
    """
    message = f"at n = {n} the program prints more than {counted(limit, what.removesuffix('s'))}"
    return LimitReached(Diagnostic("U411", message, help=f"`--max-{what}` raises the limit"))


def steps_reached(n: int, limits: Limits, tier: str) -> StepsReached:
    """The message for a run at ``n`` that would take more steps than its tier is allowed.

    >>> print(steps_reached(8, Limits(), "reference"))
    error[U411]: at n = 8 the program takes more than 500000 steps
      = note: a step of the reference interpreter is a statement, or a pass over a wire
      = help: `--max-steps` raises the limit
    """
    message = f"at n = {n} the program takes more than {counted(limits.steps(tier), 'step')}"
    hint = "`--max-steps` raises the limit"
    if limits.max_steps is None and limits.steps(tier) < limits.default(tier):
        message = f"up to n = {n} the program takes more than {limits.default(tier)} steps, for all n together"
        hint = "`--max-steps` sets a limit for each n by itself"
    return StepsReached(Diagnostic("U411", message, notes=(_STEP[tier],), help=hint))


def rounded(limit: int) -> str:
    """A limit as a person writes it.

    >>> rounded(100), rounded(10**9), rounded(5 * 10**8), rounded(123456)
    ('100', '10^9', '5*10^8', '123456')
    """
    digits = str(limit)
    zeros = len(digits) - 1
    if zeros < 5 or digits[1:] != "0" * zeros:
        return digits
    return f"10^{zeros}" if digits[0] == "1" else f"{digits[0]}*10^{zeros}"
