"""Groups of copies whose elements in a gap become one: the copies come to a group one after the other.

A group knows, for each operand, what could be in its place in all copies. One more copy narrows that down, at a cost
that does not grow with the group. Only where copies turn out to differ by a literal that is added is everything looked
at again, once for each operand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from uniform.counters import code as c
from uniform.language.lowering.sharing.elements import Merging, Values
from uniform.language.lowering.sharing.operands import offset, without_offset


@dataclass(slots=True)
class Group:
    """Bodies with equal elements in a gap."""

    merging: Merging
    bodies: list[int] = field(default_factory=list)
    columns: list[_Column] = field(default_factory=list)  # one for each operand

    def takes(self, body: int, number: int, values: Sequence[c.PrintOperand]) -> bool:
        """Take a body, unless its elements cannot be merged with those of the group. ``number``: of its copy;
        ``values``: its operands, as many as those of the others."""
        columns = self.columns or [_Column(self.merging, 0, list(self.merging.accepted)) for _ in values]
        chosen = [column.fitting(number, value) for column, value in zip(columns, values, strict=True)]
        found = [column for column in chosen if column is not None]
        if len(found) < len(chosen):
            return False
        for column, value in zip(found, values, strict=True):
            column.add(number, value)
        self.bodies.append(body)
        self.columns = found
        return True


@dataclass(slots=True)
class _Column:
    """The values of one operand, which are all ``literal`` more than an argument."""

    merging: Merging
    literal: int
    accepted: list[Values]  # arguments that have these values, and are worth a register
    registers: list[int] = field(default_factory=list)  # those of some copy that can be the argument
    tried: set[int] = field(default_factory=set)  # the registers among the arguments
    values: dict[int, c.PrintOperand] = field(default_factory=dict)  # by the numbers of the copies
    distinct: set[c.PrintOperand] = field(default_factory=set)
    extremes: dict[type, c.PrintOperand] = field(default_factory=dict)  # some that have the ``offset`` of all

    def fitting(self, number: int, value: c.PrintOperand) -> _Column | None:
        """The column to which a value can be added: this one, or the same for another literal. None if the values
        would not be the same, nor those of an argument that is worth its register."""
        literal = offset([*self.extremes.values(), value])
        if literal is None:
            return None
        column = self if literal == self.literal else self._with_literal(literal)
        argument = without_offset(value, literal)
        if (
            self.distinct <= {value}
            or self.merging.is_own(number, value)
            or next(column._accepted(number, argument), None) is not None
            or next(column._registers(number, argument), None) is not None
        ):
            return column
        return None

    def add(self, number: int, value: c.PrintOperand) -> None:
        """Add a value that fits."""
        argument = without_offset(value, self.literal)
        self.accepted = list(self._accepted(number, argument))
        self.registers = list(self._registers(number, argument))
        if isinstance(argument, c.Register):
            self.tried.add(argument.index)
        self.values[number] = value
        self.distinct.add(value)
        self.extremes[type(value)] = min(value, self._least(value)) if isinstance(value, int) else value

    def _least(self, value: int) -> int:
        least = self.extremes.get(int, value)
        assert isinstance(least, int)
        return least

    def _with_literal(self, literal: int) -> _Column:
        column = _Column(self.merging, literal, list(self.merging.accepted))
        for number, value in self.values.items():
            column.add(number, value)
        return column

    def _accepted(self, number: int, argument: c.Operand) -> Iterator[Values]:
        """The arguments that have this value in one more copy, too."""
        return (values for values in self.accepted if values.get(number, argument) == argument)

    def _registers(self, number: int, argument: c.Operand) -> Iterator[int]:
        """The registers that hold the argument in one copy, and are not in use in those with other values."""
        for register in self.registers:
            if argument == c.Register(register) or self._is_free(number, register):
                yield register
        if isinstance(argument, c.Register) and self._is_new(argument.index):
            yield argument.index

    def _is_new(self, register: int) -> bool:
        return register not in self.tried and all(self._is_free(number, register) for number in self.values)

    def _is_free(self, number: int, register: int) -> bool:
        return register not in self.merging.regions[number].widths
