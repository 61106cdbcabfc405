"""Declarations, and the parameters of functions and blocks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from uniform.language.syntax.expressions import Expression, bound_symbol, source_span
from uniform.language.syntax.gates import Argument, Bind, Range, Step, WireList
from uniform.language.syntax.symbols import Symbol
from uniform.messages.spans import Span

# ---------------------------------------------------------------- declarations


@dataclass(frozen=True, slots=True)
class Let:
    """``let name = value``: the value at that moment. Also a declaration."""

    name: str
    value: Expression
    name_span: Span = source_span()
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class ArrayDeclaration:
    """One name of an ``input``, ``output`` or ``gate`` line, with its ranges (none: a single gate)."""

    role: str  # "input", "output" or "gate"; "part" of the array of some parts themselves
    name: str
    ranges: tuple[Range, ...]
    name_span: Span = source_span()
    span: Span = source_span()
    symbol: Symbol = bound_symbol()
    level: tuple[Expression, ...] = field(default=(), kw_only=True)
    """Of a gate or an output, and of an array of parts; () if none is written. Over the integers, in terms of the named
    indices of ``ranges``; never evaluated while printing."""
    path: tuple[tuple[str, int], ...] = field(default=(), kw_only=True)
    """Of an array inside parts: the names of its addresses, each with its number of indices. ``ranges`` are those of
    all of them in order."""
    bindings: tuple[Bind, ...] = field(default=(), kw_only=True)
    """Of an array inside parts: numbers that its ranges use, in terms of the named indices of the parts. Where one of
    them or an end has no value, the range is empty."""
    level_bindings: tuple[Bind, ...] = field(default=(), kw_only=True)
    """Of an array inside parts: further numbers that its level uses, in order, after ``bindings``."""
    keyword: str = field(default="", kw_only=True)  # if not the role: the outputs of a part are gates of the circuit

    @property
    def names(self) -> tuple[tuple[str, int], ...]:
        """The names of its addresses, each with its number of indices."""
        return self.path or ((self.name, len(self.ranges)),)

    def seen_from(self, step: Step) -> ArrayDeclaration:
        """The declaration with the ranges that the indices of an address are checked against, and for messages."""
        if step.ranges is None:
            return self
        return replace(self, name=step.name, ranges=step.ranges, role=self.keyword or self.role)


@dataclass(frozen=True, slots=True)
class WiresInput:
    """``wires name`` among the inputs of a block: a list of wires."""

    name: str
    name_span: Span = source_span()
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class Alias:
    """``name[ranges] = target`` among the outputs of a block: other names for gates of its parts."""

    name: str
    ranges: tuple[Range, ...]
    target: Argument
    name_span: Span = source_span()
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class NamedWires:
    """``wires name[ranges] = (wires)``: a name for a list of wires, one for each tuple of indices."""

    name: str
    ranges: tuple[Range, ...]
    wires: WireList
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
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class PartDeclaration:
    """``part name[index in low..high] = block(arguments)``. An argument may be the name of a table or a function."""

    name: str
    ranges: tuple[Range, ...]
    block: str
    arguments: tuple[Expression, ...]
    name_span: Span = source_span()
    span: Span = source_span()
    symbol: Symbol = bound_symbol()
    level: tuple[Expression, ...] = field(default=(), kw_only=True)  # () if none is written
    block_symbol: Symbol = bound_symbol()


Declaration = (
    ArrayDeclaration
    | WiresInput
    | Alias
    | NamedWires
    | CounterDeclaration
    | Constant
    | TableDeclaration
    | PartDeclaration
    | Let
)


# ---------------------------------------------------------------- parameters


@dataclass(frozen=True, slots=True)
class Parameter:
    """``name <= bound``: a parameter of a function or a block, or a function's result."""

    name: str
    bound: Expression | None  # None only in the header of a block: the argument has a bound
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class FunctionParameter:
    """``name(parameters) <= bound`` in the header of a block."""

    name: str
    parameters: tuple[Parameter, ...]
    bound: Expression
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class TableParameter:
    """``table name[ranges]`` in the header of a block."""

    name: str
    ranges: tuple[Range, ...]
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


BlockParameter = Parameter | FunctionParameter | TableParameter
