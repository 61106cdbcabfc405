"""Numbers in wires, and integer linear forms of wires, compared with a number by one threshold gate.

A form is c + sum of w_a y_a, the y_a wires and the w_a integers. The gate for [form >= k] has a wire of multiplicity
w_a for each positive weight. A negative weight takes the complement of its wire: -w y = w (1 - y) - w. So its number is

    max(0, k - c + sum of |w_a| over w_a < 0).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from uniform.circuits.builder import CircuitBuilder


@dataclass(frozen=True, slots=True)
class Bit:
    """A wire and its complement."""

    wire: int
    complement: int


@dataclass(frozen=True, slots=True)
class Code:
    """A natural number in wires, low bit first; ``offset`` less than it is the number that is meant."""

    bits: tuple[Bit, ...]
    offset: int = 0


@dataclass(slots=True)
class Form:
    """A linear form: a constant, and wires with weights other than 0."""

    constant: int = 0
    terms: list[tuple[Bit, int]] = field(default_factory=list)

    def add(self, bit: Bit, weight: int) -> None:
        """Add a wire with a weight; weight 0 adds nothing."""
        if weight:
            self.terms.append((bit, weight))

    def add_code(self, code: Code, weight: int) -> None:
        """Add weight times the number that a code means."""
        self.constant -= weight * code.offset
        for place, bit in enumerate(code.bits):
            self.add(bit, weight << place)

    def at_least(self, builder: CircuitBuilder, address: str, number: int) -> int:
        """The gate for [form >= number]."""
        negative = -sum(weight for _, weight in self.terms if weight < 0)
        wires = [(bit.wire, weight) if weight > 0 else (bit.complement, -weight) for bit, weight in self.terms]
        return builder.threshold(address, max(0, number - self.constant + negative), wires)
