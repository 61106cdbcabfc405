"""Everything made of numbers and conditions: addresses, gates, statements, declarations, the file.

A body has ``Declaration`` nodes at its head, then ``Statement`` nodes. Functions, blocks, parts, imports and tables are
included, although later stages do not support them yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field

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


# ---------------------------------------------------------------- statements


@dataclass(frozen=True, slots=True)
class Print:
    """``target := gate``. ``t := a`` is COPY(a), ``t := NOT a`` is NOT(a) (a single wire, not negated)."""

    target: Address
    gate: GateCall
    written: str = field(compare=False)  # "gate", "copy" or "not": the form in which it was written
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class Instantiate:
    """``part[indices] := block(arguments)``: prints one part."""

    target: Address
    block: str
    arguments: tuple[Address, ...]
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class Assign:
    """``counter <- value``."""

    name: str
    value: Expression
    name_span: Span = source_span()
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class Let:
    """``let name = value``: the value at that moment. Also a declaration."""

    name: str
    value: Expression
    name_span: Span = source_span()
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class For:
    """``for variable in low..high [by step]`` or ``for variable in high downto low [by step]``."""

    variable: str
    low: Expression
    high: Expression
    by: Expression | None
    down: bool
    body: tuple[Statement, ...]
    name_span: Span = source_span()
    span: Span = source_span()  # of the header line
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class While:
    """``while condition``."""

    condition: Condition
    body: tuple[Statement, ...]
    span: Span = source_span()  # of the header line


@dataclass(frozen=True, slots=True)
class Branch:
    """One ``if`` or ``elif`` with its body."""

    condition: Condition
    body: tuple[Statement, ...]
    span: Span = source_span()  # of the header line


@dataclass(frozen=True, slots=True)
class If:
    """``if ... elif ... else``; ``otherwise`` is None when there is no ``else``."""

    branches: tuple[Branch, ...]  # at least one
    otherwise: tuple[Statement, ...] | None
    span: Span = source_span()


Statement = Print | Instantiate | Assign | Let | For | While | If


# ---------------------------------------------------------------- declarations


@dataclass(frozen=True, slots=True)
class ArrayDeclaration:
    """One name of an ``input``, ``output`` or ``gate`` line, with its ranges (none: a single gate)."""

    role: str  # "input", "output" or "gate"
    name: str
    ranges: tuple[Range, ...]
    name_span: Span = source_span()
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class CounterDeclaration:
    """``counter name <= bound``."""

    name: str
    bound: Expression
    name_span: Span = source_span()
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class Constant:
    """``const name = value``; ``value`` is a default that the caller may replace."""

    name: str
    value: Expression  # over literals and earlier constants
    name_span: Span = source_span()
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class TableDeclaration:
    """``table name[ranges] = [values]``: row-major, ranges of literals, signed values."""

    name: str
    ranges: tuple[Range, ...]
    values: tuple[int, ...]
    name_span: Span = source_span()
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class PartDeclaration:
    """``part name[index in low..high] = block(arguments)``."""

    name: str
    ranges: tuple[Range, ...]
    block: str
    arguments: tuple[Expression, ...]
    name_span: Span = source_span()
    span: Span = source_span()


Declaration = ArrayDeclaration | CounterDeclaration | Constant | TableDeclaration | PartDeclaration | Let


# ---------------------------------------------------------------- bodies and files


@dataclass(frozen=True, slots=True)
class Parameter:
    """``name <= bound``: a parameter of a function or a block, or a function's result."""

    name: str
    bound: Expression
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class FunctionDeclaration:
    """``def name(parameters) -> result``: its own counters and loops; prints nothing; not recursive."""

    name: str
    parameters: tuple[Parameter, ...]
    result: Parameter
    doc: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    body: tuple[Statement, ...]
    name_span: Span = source_span()
    span: Span = source_span()  # of the header line


@dataclass(frozen=True, slots=True)
class Block:
    """``block name(parameters)``: a sub-circuit; reads like a family."""

    name: str
    parameters: tuple[Parameter, ...]
    doc: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    body: tuple[Statement, ...]
    name_span: Span = source_span()
    span: Span = source_span()  # of the header line


@dataclass(frozen=True, slots=True)
class FamilyDeclaration:
    """``family name(n)``: declarations in order, then statements."""

    name: str
    doc: tuple[str, ...]  # the lines of the doc string, without quotes
    declarations: tuple[Declaration, ...]
    body: tuple[Statement, ...]
    name_span: Span = source_span()
    span: Span = source_span()  # of the header line


@dataclass(frozen=True, slots=True)
class Import:
    """``import "file"``: the functions and blocks of a library file."""

    path: str
    span: Span = source_span()


Item = Import | Constant | Let | TableDeclaration | FunctionDeclaration | Block


@dataclass(frozen=True, slots=True)
class Program:
    """A file: items in order, and at most one family."""

    items: tuple[Item, ...]  # everything outside the family
    family: FamilyDeclaration | None  # None in a library file
    span: Span = source_span()
