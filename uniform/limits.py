"""How long a run may take: limits on gates, wires and steps that every tier keeps, and what is said beyond them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from uniform.diagnostics import Diagnostic
from uniform.errors import LimitReached


@dataclass(frozen=True, slots=True)
class Limits:
    """A run stops with ``LimitReached`` when it would print or do more than this."""

    max_gates: int = 10**8  # gates printed, derived NOT gates included
    max_wires: int = 10**9  # wires stored: one each, whatever its multiplicity
    max_steps: int = 10**10  # steps of whatever runs: statements, instructions, moves of a machine


MOST_SAMPLES = 10**9
"""Seeded samples of one comparison."""

LARGEST_IDS = 2**31 - 2
"""Inputs and gates of a circuit in memory: ids are 32-bit numbers there."""


def fit_in_memory(n: int, inputs: int, limits: Limits) -> None:
    """Raise LimitReached when a circuit to be held in memory has more inputs than a laptop survives."""
    most = min(max(limits.max_gates, Limits().max_gates), LARGEST_IDS)
    if inputs <= most:
        return
    message = f"at n = {n} the circuit has more than {most} inputs"
    raised = "" if most == LARGEST_IDS else "; `--max-gates` raises the limit for a circuit in memory"
    raise LimitReached(Diagnostic("U411", message, help=f"`generate` streams and holds no circuit{raised}"))


def limit_reached(what: Literal["gates", "wires", "steps"], n: int, limit: int) -> LimitReached:
    """The message for a run at ``n`` that would go beyond ``limit``.

    >>> print(limit_reached("gates", 8, 5))
    error[U411]: at n = 8 the program prints more than 5 gates
      = help: `--max-gates` raises the limit
    """
    does = "takes" if what == "steps" else "prints"
    message = f"at n = {n} the program {does} more than {limit} {what}"
    return LimitReached(Diagnostic("U411", message, help=f"`--max-{what}` raises the limit"))
