"""What is known about one name in scope, for every n."""

from __future__ import annotations

from dataclasses import dataclass, field

from uniform.counters.code import Operand, Plus, Shown
from uniform.language.bounds.affine import Form
from uniform.language.bounds.magnitude import ZERO, Estimate, Magnitude
from uniform.language.syntax.expressions import Expression
from uniform.records import made_often


@made_often
@dataclass(frozen=True, slots=True)
class Binding:
    """A name in scope. Its number is ``exact`` if that is known; otherwise it lies in ``low .. high``."""

    operand: Operand | None  # its register at run time, or its number; None if nothing is computed
    bound: Magnitude
    low: Form | None = field(default_factory=lambda: Form(0))  # None: unknown
    high: Form | None = None  # None: unknown
    exact: Form | None = None  # over n and names that do not change
    changes: bool = False  # a counter: atoms that contain it do not last
    origin: Expression | None = None  # the expression that the bound comes from
    meaning: Expression | None = None  # of a named index: what the address has in its place
    shown: tuple[str, Shown] | None = None  # in traps: the name as written, and its number
    total: Plus | None = None  # the same number, as the variable of an open loop plus a literal
    minus: Operand | None = None  # of a signed let: what is subtracted from ``operand``; None: it is natural
    minus_bound: Magnitude = ZERO.bound

    @property
    def estimate(self) -> Estimate:
        """What is known about the operand, without names."""
        return Estimate(self.bound, self.operand if isinstance(self.operand, int) else None)

    @property
    def estimate_below(self) -> Estimate | None:
        """The same about what is subtracted."""
        literal = self.minus if isinstance(self.minus, int) else None
        return None if self.minus is None else Estimate(self.minus_bound, literal)

    @staticmethod
    def literal(value: int, name: str | None = None, origin: Expression | None = None) -> Binding:
        """A name for a known number; traps show it as ``name``."""
        shown = None if name is None else (name, value)
        return Binding(value, Magnitude.constant(value), exact=Form(value), origin=origin, shown=shown)
