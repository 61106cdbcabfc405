"""Limits on the gates, wires and steps of a run, which every tier observes, and the errors for exceeding them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from uniform.messages.counts import count_of
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import LimitReached, StepsReached

STEPS = {"fast": 5 * 10**8, "machine": 5 * 10**8, "reference": 5 * 10**5, "direct": 10**6}
"""Steps in each tier, and of direct builders, when no limit is given: about ten seconds, or less where little is
printed or is still to be compared. A wire that the fast tier copies from an earlier gate counts two steps at most, or
half a step if neither a text nor a circuit is kept, and an address in a hash table counts more; a limit that the caller
sets counts all steps, each once."""

STEPS_BESIDE = 2 * 10**8
"""Steps of the fast tier beside a machine when no limit is given, so that both together take about ten seconds.
This is ample: an instruction of the shipped programs takes a machine ten steps or more."""

_STEP = {
    "fast": "a step of the fast tier is an instruction of register code",
    "machine": "a step of the machine tier is one of the Turing machine",
    "reference": "a step of the reference interpreter is a statement, or a pass over a wire",
    "direct": "a step of a direct builder is a gate; it is a Python function, much slower than a program",
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
        """The number of steps that a run in a tier may take."""
        if self.max_steps is not None:
            return self.max_steps
        return max(0, self.default(tier) - (0 if self.spent is None else self.spent.steps.get(tier, 0)))

    def default(self, tier: str) -> int:
        """The limit on steps in a tier if the caller sets none."""
        return STEPS_BESIDE if self.is_beside and tier == "fast" else STEPS[tier]

    def for_all(self) -> Limits:
        """The same limits for several runs, which share the default limit on steps."""
        return replace(self, spent=Spent())

    def beside(self) -> Limits:
        """The limits of the fast run beside a machine, whose steps count separately."""
        return replace(self, spent=None, is_beside=True)

    def took(self, tier: str, steps: int) -> None:
        """Count the steps of a run that has ended."""
        if self.spent is not None:
            self.spent.steps[tier] = self.spent.steps.get(tier, 0) + steps


SAMPLES = 1024
"""Number of seeded samples in one comparison when the caller does not choose one."""

MAX_SAMPLED = 2 * 10**6
"""Maximal number of samples for all n together when the caller does not choose a number: about ten seconds."""

MAX_SAMPLES = 10**9
"""Maximal number of seeded samples in one comparison."""

MAX_WORK = 2 * 10**10
"""Maximal number of operations for comparisons on all inputs, about ten seconds. An operation handles one wire on 64
inputs."""

LONGEST_NUMBER = 4000
"""Maximal number of decimal digits of a number from a caller; Python itself converts at most 4300."""

TOO_LARGE: int = 10**LONGEST_NUMBER
"""One more than the largest such number."""

LARGEST_IDS = 2**31 - 2
"""Maximal number of inputs and gates of a circuit in memory, where ids are 32-bit numbers."""


def fit_in_memory(n: int, inputs: int, limits: Limits) -> None:
    """Raise LimitReached if a circuit has too many inputs to be held in memory."""
    limit = min(max(limits.max_gates, Limits().max_gates), LARGEST_IDS)
    if inputs <= limit:
        return
    message = f"at n = {n} the circuit has more than {count_of(limit, 'input')}"
    raised = "" if limit == LARGEST_IDS else "; `--max-gates` raises the limit for a circuit in memory"
    raise LimitReached(
        Diagnostic(
            "U411", message, help=f"`generate` streams within `--max-steps` and keeps no circuit in memory{raised}"
        )
    )


def limit_reached(what: Literal["gates", "wires"], n: int, limit: int) -> LimitReached:
    """The error for a run at ``n`` that would print more than ``limit``.

    >>> print(limit_reached("gates", 8, 5))
    error[U411]: at n = 8 the program prints more than 5 gates
      = help: `--max-gates` raises the limit
    """
    message = f"at n = {n} the program prints more than {count_of(limit, what.removesuffix('s'))}"
    return LimitReached(Diagnostic("U411", message, help=f"`--max-{what}` raises the limit"))


def steps_reached(n: int, limits: Limits, tier: str, uncounted: int = 0, notes: tuple[str, ...] = ()) -> StepsReached:
    """The error for a run at ``n`` that would take more steps than its tier is allowed, besides those that the default
    limit does not count; ``notes`` follow the one on steps.

    >>> print(steps_reached(8, Limits(), "reference"))
    error[U411]: at n = 8 the program takes more than 500000 steps
      = note: a step of the reference interpreter is a statement, or a pass over a wire
      = help: `--max-steps` raises the limit
    """
    who = "the direct builder" if tier == "direct" else "the program"
    message = f"at n = {n} {who} takes more than {count_of(limits.steps(tier) + uncounted, 'step')}"
    hint = "`--max-steps` raises the limit"
    if limits.max_steps is None and limits.steps(tier) < limits.default(tier):
        message = f"up to n = {n} {who} takes more than {limits.default(tier)} steps, for all n together"
        hint = "`--max-steps` sets a separate limit for each n"
    return StepsReached(Diagnostic("U411", message, notes=(_STEP[tier], *notes), help=hint))


def samples_reached(n: int) -> LimitReached:
    """The error for comparisons up to ``n`` that try more samples than ``MAX_SAMPLED``."""
    message = f"up to n = {n} the comparison tries more than {rounded(MAX_SAMPLED)} samples, for all n together"
    return LimitReached(
        Diagnostic(
            "U411", message, help="`--samples K` tries K samples for each n, and has no limit for all n together"
        )
    )


def rounded(limit: int) -> str:
    """A limit as a person would write it.

    >>> rounded(100), rounded(10**9), rounded(5 * 10**8), rounded(123456)
    ('100', '10^9', '5*10^8', '123456')
    """
    digits = str(limit)
    zeros = len(digits) - 1
    if zeros < 5 or digits[1:] != "0" * zeros:
        return digits
    return f"10^{zeros}" if digits[0] == "1" else f"{digits[0]}*10^{zeros}"
