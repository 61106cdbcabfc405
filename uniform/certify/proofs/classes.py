"""The classes: which one a family is in, given its depth and the kinds of its gates.

    depth O(bits(n)^i)      bounded fan-in                       NC^i
                            AND, OR, NAND, NOR                   AC^i
                            also XOR, XNOR, MOD m, m constant    AC^i[m]; m is the least common multiple, XOR is MOD 2
                            also MAJ, thresholds, other MOD      TC^i
    any other depth                                              P

All are L-uniform. NC^i is in AC^i, that in AC^i[m], that in TC^i, and that in NC^(i+1). Those with different m are not
compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

NC, AC, MOD, TC = range(4)
"""What the gates of a family need, the weakest first."""


@dataclass(frozen=True, slots=True)
class FamilyClass:
    """A class of families.

    >>> print(FamilyClass(0, TC), FamilyClass(1, NC), FamilyClass(0, MOD, 6), FamilyClass(None, NC))
    TC^0 NC^1 AC^0[6] P
    """

    power: int | None  # the i of NC^i; None: P
    kind: int = NC
    modulus: int = 1  # of AC^i[m]

    def __str__(self) -> str:
        if self.power is None:
            return "P"
        if self.kind == MOD:
            return f"AC^{self.power}[{self.modulus}]"
        return f"{('NC', 'AC', '', 'TC')[self.kind]}^{self.power}"

    def is_in(self, other: FamilyClass) -> bool:
        """Whether every family of this class is known, by the inclusions above, to be in the other one."""
        if other.power is None:
            return True
        if self.power is None:
            return False
        if (self.power, self.kind) == (other.power, other.kind) and self.kind == MOD:
            return other.modulus % self.modulus == 0
        return (self.power, self.kind) <= (other.power, other.kind)


def from_name(name: str) -> FamilyClass:
    """The class of a name such as ``TC^0``.

    >>> from_name("AC^0[6]")
    FamilyClass(power=0, kind=2, modulus=6)
    """
    if name == "P":
        return FamilyClass(None)
    kind, _, rest = name.partition("^")
    power, _, modulus = rest.rstrip("]").partition("[")
    if modulus:
        return FamilyClass(int(power), MOD, int(modulus))
    return FamilyClass(int(power), {"NC": NC, "AC": AC, "TC": TC}[kind])


def strongest(moduli: list[int], *, has_threshold: bool, is_unbounded: bool, power: int | None) -> FamilyClass:
    """The class of a depth O(bits(n)^power) and of gates of these kinds. MOD 1 is a constant, and no more than AND.

    >>> print(strongest([2, 3], has_threshold=False, is_unbounded=True, power=0))
    AC^0[6]
    >>> print(strongest([1], has_threshold=False, is_unbounded=True, power=0))
    AC^0
    """
    if power is None:
        return FamilyClass(None)
    if has_threshold:
        return FamilyClass(power, TC)
    if lcm(*moduli) > 1:
        return FamilyClass(power, MOD, lcm(*moduli))
    return FamilyClass(power, AC if is_unbounded else NC)
