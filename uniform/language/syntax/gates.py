"""Addresses and gates: what is printed, and the lists of wires that a gate or a part takes."""

from __future__ import annotations

from dataclasses import dataclass

from uniform.circuits.gates import Kind
from uniform.language.syntax.expressions import Condition, Expression, bound_symbol, source_span
from uniform.language.syntax.symbols import Symbol
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


@dataclass(frozen=True, slots=True)
class Address:
    """A gate, an input or an output: one step, or several to reach the outputs of a part."""

    steps: tuple[Step, ...]
    span: Span = source_span()


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


@dataclass(frozen=True, slots=True)
class GateCall:
    """``KIND(parameters; wires)``."""

    kind: Kind
    parameters: tuple[Expression, ...]  # as many as the gate table requires
    wires: tuple[Wire, ...]
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class WireList:
    """``(wires)``, handed to a block: a list of wires, or slices that lie one after the other."""

    wires: tuple[Wire, ...]
    span: Span = source_span()


Argument = Address | WireList  # what an input of a block is bound to, or what an alias means
