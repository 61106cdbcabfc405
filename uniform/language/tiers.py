"""Which tier makes a circuit: the one that is asked for, or the reference interpreter where numbers are too wide.

What is decided here is decided before the run begins, from the register code and the declared arrays at one n.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from uniform.arguments.limits import Limits, steps_reached
from uniform.circuits.addresses import Layout
from uniform.counters.code import Code
from uniform.counters.operands import literals
from uniform.counters.widths import bits
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

TIERS = ("fast", "machine", "reference")

FAST_BITS = 62
"""Binary digits of the widest number that the fast tier holds."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TierRun:
    """A run that may begin."""

    tier: str  # of ``TIERS``
    layout: Layout  # the declared arrays at n
    n: int
    limits: Limits


class Tiers:
    """The tiers of one program."""

    def __init__(self, code: Code) -> None:
        self.registers = code.registers
        self.literal_digits = max((bits(literal) for literal in literals(code)), default=0)

    def choose(self, via: str, layout: Layout, n: int, limits: Limits) -> TierRun:
        """The run of a tier at n. The interpreter runs instead of the fast tier if a number is too wide, which is
        logged. Raises LimitReached if there are more inputs than steps to list them."""
        if layout.count_of("input") > limits.steps(via):
            raise steps_reached(n, limits, via)
        if via == "fast" and (digits := self.digits(layout, n)) > FAST_BITS:
            via = "reference"
            _log.info(
                "numbers need %d bits at n = %d, but the fast tier has %d: running the slow interpreter",
                digits,
                n,
                FAST_BITS,
            )
        return TierRun(via, layout, n, limits)

    def digits(self, layout: Layout, n: int) -> int:
        """The binary digits of the widest number at n."""
        registers = max(register.digits(n) for register in self.registers)
        return max(registers, self.literal_digits, bits(_largest_address(layout)))


def require_tier(via: str) -> None:
    """Raise UniformError for an unknown tier."""
    if via not in TIERS:
        raise UniformError(Diagnostic("U701", f"`{via}` is not a tier", help=f"the tiers are {', '.join(TIERS)}"))


def _largest_address(layout: Layout) -> int:
    """A number at least as large as every index, every count of index tuples and every flat address."""
    largest = 0
    for array in layout.arrays:
        tuples = 1
        for dimension in array.dimensions:
            tuples = dimension.count(tuples)
            largest = max(largest, tuples, dimension.end)
    return max(largest, layout.count)
