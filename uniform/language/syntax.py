"""The syntax tree of generator programs: one record for each construct of the language.

Numbers and conditions are ``Expression`` and ``Condition``; what a body does is a ``Statement``; what stands at
the head of a body is a ``Declaration``. Every node carries the span of its source text, which does not take
part in comparisons: two trees are equal when they say the same. The tree is what was written: constants are
not folded, names not resolved. Functions, blocks, parts, imports and tables have their place here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from uniform.circuits.gates import Kind
from uniform.spans import Span


def _span() -> Span:
    return field(compare=False, repr=False)  # type: ignore[no-any-return]


# ---------------------------------------------------------------- numbers


class Operator(Enum):
    """The infix operators on numbers."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "div"
    MODULO = "mod"
    POWER = "^"


class Builtin(Enum):
    """The built-in functions; ordinary names unless a parenthesis follows."""

    BITS = "bits"  # one argument
    BIT = "bit"  # two: bit(e, k), the binary digit of weight 2^k
    MIN = "min"  # two or more
    MAX = "max"  # two or more


@dataclass(frozen=True, slots=True)
class Number:
    """A literal natural number."""

    value: int
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Name:
    """A reference: ``n``, a constant, a let, a loop variable, a counter, a block or function parameter."""

    name: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Binary:
    """``left operator right``."""

    operator: Operator
    left: Expression
    right: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a built-in (``function`` is a ``Builtin``) or of a ``def`` (its name)."""

    function: Builtin | str
    arguments: tuple[Expression, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class TableEntry:
    """``W[i, j]``: a constant of a table."""

    table: str
    indices: tuple[Expression, ...]
    span: Span = _span()


Expression = Number | Name | Binary | Call | TableEntry


# ---------------------------------------------------------------- conditions


class Comparison(Enum):
    """The comparisons of numbers."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Compare:
    """A chain ``e0 c1 e1 c2 e2 ...``: true when every link is; each operand is evaluated once, left to right,
    and a false link ends the evaluation."""

    operands: tuple[Expression, ...]  # len(comparisons) + 1
    comparisons: tuple[Comparison, ...]  # at least one
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class And:
    """``left and right``; right is not evaluated when left is false."""

    left: Condition
    right: Condition
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Or:
    """``left or right``; right is not evaluated when left is true."""

    left: Condition
    right: Condition
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Not:
    """``not condition``."""

    condition: Condition
    span: Span = _span()


Condition = Compare | And | Or | Not


# ---------------------------------------------------------------- addresses and ranges


@dataclass(frozen=True, slots=True)
class Range:
    """``[index in] low..high``, inclusive. ``index`` names the index for the ranges to its right (declarations),
    and a slice of an address has no index name."""

    index: str | None
    low: Expression
    high: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an address: a name and its indices; ``add[3].half`` has the steps ``add[3]`` and ``half``.

    An index is an expression, or a ``Range`` in a slice (only where a block takes an array)."""

    name: str
    indices: tuple[Expression | Range, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Address:
    """A gate, an input or an output: one step, or several to reach the outputs of a part."""

    steps: tuple[Step, ...]
    span: Span = _span()


# ---------------------------------------------------------------- gates


@dataclass(frozen=True, slots=True)
class Generator:
    """``for variable in low..high [by step]`` inside a gate's arguments."""

    variable: str
    low: Expression
    high: Expression
    by: Expression | None
    down: bool  # ``high downto low``
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Filter:
    """``if condition`` inside a gate's arguments; guards what is to its right, and the wire."""

    condition: Condition
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Wire:
    """One argument of a gate: ``[NOT] address [times weight] {for ... | if ...}``."""

    negated: bool
    address: Address
    times: Expression | None
    clauses: tuple[Generator | Filter, ...]  # the leftmost is outermost
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class GateCall:
    """``KIND(parameters; wires)``."""

    kind: Kind
    parameters: tuple[Expression, ...]  # as many as the gate table says
    wires: tuple[Wire, ...]
    span: Span = _span()


# ---------------------------------------------------------------- statements


@dataclass(frozen=True, slots=True)
class Print:
    """``target := gate``. ``t := a`` is COPY(a), ``t := NOT a`` is NOT(a) (a single wire, not negated)."""

    target: Address
    gate: GateCall
    written: str = field(compare=False)  # "gate", "copy" or "not": the form in which it was written
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Instantiate:
    """``part[indices] := block(arguments)``: prints one part."""

    target: Address
    block: str
    arguments: tuple[Address, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Assign:
    """``counter <- value``."""

    name: str
    value: Expression
    name_span: Span = _span()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Let:
    """``let name = value``: the value at that moment. Also a declaration."""

    name: str
    value: Expression
    name_span: Span = _span()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class For:
    """``for variable in low..high [by step]`` or ``for variable in high downto low [by step]``."""

    variable: str
    low: Expression
    high: Expression
    by: Expression | None
    down: bool
    body: tuple[Statement, ...]
    name_span: Span = _span()
    span: Span = _span()  # of the header line


@dataclass(frozen=True, slots=True)
class While:
    """``while condition``."""

    condition: Condition
    body: tuple[Statement, ...]
    span: Span = _span()  # of the header line


@dataclass(frozen=True, slots=True)
class Branch:
    """One ``if`` or ``elif`` with its body."""

    condition: Condition
    body: tuple[Statement, ...]
    span: Span = _span()  # of the header line


@dataclass(frozen=True, slots=True)
class If:
    """``if ... elif ... else``; ``otherwise`` is None when there is no ``else``."""

    branches: tuple[Branch, ...]  # at least one
    otherwise: tuple[Statement, ...] | None
    span: Span = _span()


Statement = Print | Instantiate | Assign | Let | For | While | If


# ---------------------------------------------------------------- declarations


@dataclass(frozen=True, slots=True)
class ArrayDeclaration:
    """One name of an ``input``, ``output`` or ``gate`` line, with its ranges (none: a single gate)."""

    role: str  # "input", "output" or "gate"
    name: str
    ranges: tuple[Range, ...]
    name_span: Span = _span()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class CounterDeclaration:
    """``counter name <= bound``."""

    name: str
    bound: Expression
    name_span: Span = _span()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Constant:
    """``const name = value``; ``value`` is a default that the caller may replace."""

    name: str
    value: Expression  # over literals and earlier constants
    name_span: Span = _span()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Table:
    """``table name[ranges] = [values]``: row-major, ranges of literals, signed values."""

    name: str
    ranges: tuple[Range, ...]
    values: tuple[int, ...]
    name_span: Span = _span()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class PartDeclaration:
    """``part name[index in low..high] = block(arguments)``."""

    name: str
    ranges: tuple[Range, ...]
    block: str
    arguments: tuple[Expression, ...]
    name_span: Span = _span()
    span: Span = _span()


Declaration = ArrayDeclaration | CounterDeclaration | Constant | Table | PartDeclaration | Let


# ---------------------------------------------------------------- bodies and files


@dataclass(frozen=True, slots=True)
class Parameter:
    """``name <= bound``: a number given to a function or a block, or a function's result."""

    name: str
    bound: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Function:
    """``def name(parameters) -> result``: its own counters and loops; prints nothing; not recursive."""

    name: str
    parameters: tuple[Parameter, ...]
    result: Parameter
    doc: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    body: tuple[Statement, ...]
    name_span: Span = _span()
    span: Span = _span()  # of the header line


@dataclass(frozen=True, slots=True)
class Block:
    """``block name(parameters)``: a sub-circuit; reads like a family."""

    name: str
    parameters: tuple[Parameter, ...]
    doc: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    body: tuple[Statement, ...]
    name_span: Span = _span()
    span: Span = _span()  # of the header line


@dataclass(frozen=True, slots=True)
class Family:
    """``family name(n)``: declarations in order, then statements."""

    name: str
    doc: tuple[str, ...]  # the lines of the doc string, without quotes
    declarations: tuple[Declaration, ...]
    body: tuple[Statement, ...]
    name_span: Span = _span()
    span: Span = _span()  # of the header line


@dataclass(frozen=True, slots=True)
class Import:
    """``import "file"``: the functions and blocks of a library file."""

    path: str
    span: Span = _span()


Item = Import | Constant | Let | Table | Function | Block


@dataclass(frozen=True, slots=True)
class Program:
    """A file: items in order, and at most one family."""

    items: tuple[Item, ...]  # everything outside the family
    family: Family | None  # None in a library file
    span: Span = _span()
