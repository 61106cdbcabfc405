"""Addresses and gates: what is printed, and the lists of wires that a gate or a part takes.

``Bind``, ``Group``, and the fields that the parser leaves empty, are what blocks and parts are replaced with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from uniform.circuits.gates import Kind
from uniform.language.syntax.expressions import Condition, Expression, bound_symbol, source_span
from uniform.language.syntax.symbols import Symbol
from uniform.messages.errors import TrapText
from uniform.messages.spans import Span

# ---------------------------------------------------------------- addresses and ranges


@dataclass(frozen=True, slots=True)
class Range:
    """``[index in] low..high``, inclusive. ``index`` names the index for the ranges to its right (declarations),
    and a slice of an address has no index name."""

    index: str | None
    low: Expression
    high: Expression
    span: Span = source_span()
    symbol: Symbol | None = bound_symbol()  # None where no index is named


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an address: a name and its indices; ``add[3].half`` has the steps ``add[3]`` and ``half``.

    An index is an expression, or a ``Range`` in a slice (only where a block takes an array)."""

    name: str
    indices: tuple[Expression | Range, ...]
    span: Span = source_span()
    symbol: Symbol = bound_symbol()
    free: int = field(default=0, kw_only=True)  # so many indices, those of parts, need no check
    ranges: tuple[Range, ...] | None = field(default=None, kw_only=True)
    """Of the other indices, equal to the declared ranges, but with names that are in scope here; None: as declared, if
    these need no bindings."""


@dataclass(frozen=True, slots=True)
class Bind:
    """A number that is computed here gets a name; the run traps unless it lies between its ends. Not written in
    programs: an index of a part, a number of the header of a block, or a `let` of one.

    In an address, the name is in scope in what follows of the address; in a group of wires, in its clauses and
    wires; in a `Scope`, to its end. Traps show the number by the name of the symbol, and not at all if that is empty.
    Each symbol is bound in one place of a program."""

    symbol: Symbol
    value: Expression | Range  # a range, such as a slice, stands for the number of its indices, 0 if it is empty
    low: Expression | None  # None: no end
    high: Expression | None  # an upper end, over the integers
    trap: TrapText | None  # None if there are no ends
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class Address:
    """A gate, an input or an output: one step, or several to reach the outputs of a part."""

    steps: tuple[Step, ...]
    span: Span = source_span()
    bindings: tuple[Bind, ...] = field(default=(), kw_only=True)  # in order, before the indices, which may use them


# ---------------------------------------------------------------- gates


@dataclass(frozen=True, slots=True)
class ForClause:
    """``for variable in low..high [by step]`` inside a gate's arguments."""

    variable: str
    low: Expression
    high: Expression
    by: Expression | None
    down: bool  # ``high downto low``
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class Filter:
    """``if condition`` inside a gate's arguments; guards the clauses to its right, and the wire."""

    condition: Condition
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class Wire:
    """One argument of a gate: ``[NOT] address [times weight] {for ... | if ...}``."""

    negated: bool
    address: Address
    times: Expression | None
    clauses: tuple[ForClause | Filter, ...]  # the leftmost is outermost
    span: Span = source_span()
    ordinal: int = field(default=0, compare=False, kw_only=True)  # of a NOT, among those of its statement, from 1
    own: tuple[Symbol, ...] = field(default=(), compare=False, kw_only=True)
    """Of a NOT: the variables in the address of its gate, those of the clauses around it."""
    part: Address | None = field(default=None, kw_only=True)
    """Of a NOT in a list that a part takes: the part, at whose address `Negate` has printed the gate. The wire comes
    from that gate, and ``address`` is not evaluated again."""


@dataclass(frozen=True, slots=True)
class Group:
    """Several wires under the same clauses. Not written in programs: what the name of a list of wires means, or the
    wires of which one is meant, each under a filter."""

    bindings: tuple[Bind, ...]  # in order, before the clauses
    clauses: tuple[ForClause | Filter, ...]
    wires: tuple[Wire | Group, ...]
    span: Span = source_span()


def negations(wires: Iterable[Wire | Group]) -> tuple[Wire | Group, ...]:
    """The wires for which a NOT gate is printed, with the groups around them."""
    found: list[Wire | Group] = []
    for wire in wires:
        if isinstance(wire, Group):
            if inside := negations(wire.wires):
                found.append(replace(wire, wires=inside))
        elif wire.negated and wire.part is None:
            found.append(wire)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class GateCall:
    """``KIND(parameters; wires)``."""

    kind: Kind
    parameters: tuple[Expression, ...]  # as many as the gate table requires
    wires: tuple[Wire | Group, ...]
    span: Span = source_span()

    @property
    def has_negations(self) -> bool:
        """Whether a NOT gate is printed for one of the wires, at an address derived from that of the gate."""
        return bool(negations(self.wires))

    @property
    def written_wires(self) -> tuple[Wire, ...]:
        """The wires of a gate that has no groups, as in every program before its parts are replaced."""
        assert not any(isinstance(wire, Group) for wire in self.wires)
        return self.wires  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class WireList:
    """``(wires)``, handed to a block: a list of wires, or slices that lie one after the other."""

    wires: tuple[Wire, ...]
    span: Span = source_span()


Argument = Address | WireList  # what an input of a block is bound to, or what an alias means
