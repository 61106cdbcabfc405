"""Numbers (``Expression``) and conditions (``Condition``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from uniform.language.syntax.symbols import Symbol
from uniform.messages.errors import TrapText
from uniform.messages.spans import Span
from uniform.records import made_often


def source_span() -> Span:
    """The field of a node for its span, which comparisons ignore."""
    return field(compare=False, repr=False)  # type: ignore[no-any-return]


def bound_symbol() -> Symbol:
    """The field of a node for the symbol of its name, which ``names.resolve`` fills in; None in a parsed tree."""
    return field(default=None, repr=False, kw_only=True)  # type: ignore[return-value]


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


@made_often
@dataclass(frozen=True, slots=True)
class Number:
    """A literal natural number."""

    value: int
    span: Span = source_span()


@made_often
@dataclass(frozen=True, slots=True)
class Name:
    """A reference: ``n``, a constant, a let, a loop variable, a counter, a block or function parameter."""

    name: str
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@made_often
@dataclass(frozen=True, slots=True)
class Binary:
    """``left operator right``."""

    operator: Operator
    left: Expression
    right: Expression
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a built-in (``function`` is a ``Builtin``) or of a ``def`` (its name)."""

    function: Builtin | str
    arguments: tuple[Expression, ...]
    span: Span = source_span()
    symbol: Symbol | None = bound_symbol()  # of a ``def``; None of a built-in


@dataclass(frozen=True, slots=True)
class TableEntry:
    """``W[i, j]``: a constant of a table. Where this may be below zero, it is inside a ``Natural``, an upper end, a
    signed ``let`` or a signed comparison."""

    table: str
    indices: tuple[Expression, ...]
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class Natural:
    """A number that reads a table, and so is computed over the integers, at a place where it must be natural; a run
    traps if it is below zero. Not written in programs: ``names.resolve`` puts it there."""

    number: Expression
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class Within:
    """The natural ``number``; the run traps unless it lies between the ends. Not written in programs: an argument or
    the value of a function that a block takes, or an index of a table that it takes."""

    number: Expression
    low: Expression | None  # None: no end
    high: Expression  # an upper end, over the integers
    trap: TrapText = field(compare=False, repr=False)
    span: Span = source_span()


Expression = Number | Name | Binary | Call | TableEntry | Natural | Within


# ---------------------------------------------------------------- conditions


class Relation(Enum):
    """The comparisons of numbers."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="


@made_often
@dataclass(frozen=True, slots=True)
class Compare:
    """A chain ``e0 c1 e1 c2 e2 ...``: true when every link is; each operand is evaluated once, left to right,
    and a false link ends the evaluation."""

    operands: tuple[Expression, ...]  # len(comparisons) + 1
    comparisons: tuple[Relation, ...]  # at least one
    span: Span = source_span()
    signed: bool = field(default=False, compare=False, kw_only=True)  # the operands are over the integers


@dataclass(frozen=True, slots=True)
class And:
    """``left and right``; right is not evaluated when left is false."""

    left: Condition
    right: Condition
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class Or:
    """``left or right``; right is not evaluated when left is true."""

    left: Condition
    right: Condition
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class Not:
    """``not condition``."""

    condition: Condition
    span: Span = source_span()


Condition = Compare | And | Or | Not
