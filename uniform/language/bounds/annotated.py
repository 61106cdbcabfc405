"""Numbers of the program with what is known about each for every n: see ``terms``."""

from __future__ import annotations

from dataclasses import dataclass

from uniform.language.bounds.checks import Check
from uniform.language.bounds.magnitude import Estimate, Magnitude
from uniform.language.syntax.expressions import Expression
from uniform.messages.diagnostics import Diagnostic
from uniform.records import made_often


@made_often
@dataclass(frozen=True, slots=True)
class Term:
    """A natural number of the program."""

    node: Expression
    parts: tuple[Term, ...]  # its operands, from left to right
    known: Estimate
    same: int = -1  # the part that has the same value, as x in x + 0
    check: Check | None = None  # of its operation, unless that is shown to have a value
    refusals: tuple[Diagnostic, ...] = ()  # of itself and its parts
    may_trap: bool = False  # itself or one of its parts
    entry: Entry | None = None  # of a table
    signed: End | None = None  # the number that may be below zero, and is not
    ends: tuple[Check | None, Check | None] = (None, None)  # the checks of a `Within` against both ends, unless shown

    @property
    def bound(self) -> Magnitude:
        """An upper bound that holds for every n."""
        return self.known.bound

    @property
    def literal(self) -> int | None:
        """The number, if it is the same for every n."""
        return self.known.literal


@dataclass(frozen=True, slots=True)
class Entry:
    """The indices of an entry of a table, which are natural."""

    indices: tuple[Term, ...]
    checks: tuple[tuple[Check | None, Check | None], ...]  # of each index against both ends, unless shown

    @property
    def may_trap(self) -> bool:
        """Whether an index may trap, or be out of its range."""
        return any(index.may_trap or any(both) for index, both in zip(self.indices, self.checks, strict=True))


@made_often
@dataclass(frozen=True, slots=True)
class End:
    """A number that may be below zero: an upper end, or a number that reads a table. It means ``plus - minus``."""

    node: Expression
    natural: Term | None  # the number, if it is shown to be natural
    parts: tuple[End, ...]  # otherwise its operands, from left to right
    plus: Estimate
    minus: Estimate | None
    check: Check | None = None  # of its own divisor, unless that is shown to be positive
    entry: Entry | None = None  # of a table
    refusals: tuple[Diagnostic, ...] = ()  # of itself and its parts
    may_trap: bool = False  # itself or one of its parts

    @property
    def literal(self) -> int | None:
        """The number, if it is the same for every n."""
        plus, minus = self.plus.literal, 0 if self.minus is None else self.minus.literal
        return None if plus is None or minus is None else plus - minus

    @property
    def bound(self) -> Magnitude:
        """An upper bound that holds for every n at which the value is not negative."""
        return self.plus.bound
