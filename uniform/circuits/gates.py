"""The gate table: each kind of gate has one row. Code, documentation and tests read this table.

A gate looks at its wires, counted with multiplicity, and outputs one bit. FALSE and TRUE take no wires,
COPY and NOT take one, and every other kind takes any number, including none. THRESHOLD
and ATMOST carry one parameter k >= 0, MOD carries a modulus m >= 1 and a residue 0 <= r < m.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class Kind(IntEnum):
    """The kinds of gates; the numbers are the codes in ``Circuit.kind``."""

    FALSE = 0
    TRUE = 1
    COPY = 2
    NOT = 3
    AND = 4
    OR = 5
    XOR = 6
    NAND = 7
    NOR = 8
    XNOR = 9
    MAJ = 10
    THRESHOLD = 11
    ATMOST = 12
    MOD = 13


@dataclass(frozen=True, slots=True)
class Gate:
    """One row of the table."""

    kind: Kind
    wires: Literal["none", "one", "any"]  # how many wires the kind takes
    parameters: tuple[str, ...]  # names of its numbers, in the order in which they are written
    value: str  # when the gate is 1, in words; s is the number of ones, w the number of wires


GATES: dict[Kind, Gate] = {
    row.kind: row
    for row in (
        Gate(Kind.FALSE, "none", (), "never"),
        Gate(Kind.TRUE, "none", (), "always"),
        Gate(Kind.COPY, "one", (), "s = 1"),
        Gate(Kind.NOT, "one", (), "s = 0"),
        Gate(Kind.AND, "any", (), "s = w"),
        Gate(Kind.OR, "any", (), "s >= 1"),
        Gate(Kind.XOR, "any", (), "s is odd"),
        Gate(Kind.NAND, "any", (), "s < w"),
        Gate(Kind.NOR, "any", (), "s = 0"),
        Gate(Kind.XNOR, "any", (), "s is even"),
        Gate(Kind.MAJ, "any", (), "2*s > w"),
        Gate(Kind.THRESHOLD, "any", ("k",), "s >= k"),
        Gate(Kind.ATMOST, "any", ("k",), "s <= k"),
        Gate(Kind.MOD, "any", ("m", "r"), "s mod m = r"),
    )
}
"""The table, by kind."""


def value(kind: Kind, ones: int, wires: int, parameters: tuple[int, ...] = ()) -> bool:
    """The output of a gate with ``wires`` wires, ``ones`` of which carry a 1: the definition of each kind.

    Slow and obvious; the evaluator is tested against it.

    >>> value(Kind.MAJ, 2, 4), value(Kind.THRESHOLD, 2, 4, (2,)), value(Kind.MOD, 3, 4, (2, 1))
    (False, True, True)
    """
    match kind:
        case Kind.FALSE:
            return False
        case Kind.TRUE:
            return True
        case Kind.COPY:
            return ones == 1
        case Kind.NOT:
            return ones == 0
        case Kind.AND:
            return ones == wires
        case Kind.OR:
            return ones >= 1
        case Kind.XOR:
            return ones % 2 == 1
        case Kind.NAND:
            return ones < wires
        case Kind.NOR:
            return ones == 0
        case Kind.XNOR:
            return ones % 2 == 0
        case Kind.MAJ:
            return 2 * ones > wires
        case Kind.THRESHOLD:
            return ones >= parameters[0]
        case Kind.ATMOST:
            return ones <= parameters[0]
        case Kind.MOD:
            modulus, residue = parameters
            return ones % modulus == residue
