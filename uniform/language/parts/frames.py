"""The place of a statement of a block: in which part it is, and what the names of the block mean there.

``Node`` is a part declaration inside the part declarations around it, the same for all parts that it declares. A
``Frame`` is one place where a part is printed or read: the indices of the part, and a number in scope for each number
of the block. The family itself is the root, whose names mean themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from uniform.language import traps
from uniform.language.expressions import is_signed, symbols_in
from uniform.language.parts.found import View
from uniform.language.syntax.declarations import (
    Alias,
    ArrayDeclaration,
    Declaration,
    FunctionParameter,
    NamedWires,
    PartDeclaration,
    TableParameter,
    WiresInput,
)
from uniform.language.syntax.expressions import (
    And,
    Binary,
    Builtin,
    Call,
    Compare,
    Condition,
    Expression,
    Name,
    Natural,
    Not,
    Number,
    Or,
    TableEntry,
    Within,
)
from uniform.language.syntax.gates import Address, Bind, Range, Step, Wire
from uniform.language.syntax.program import Block
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.messages.errors import TrapText
from uniform.messages.spans import Span

Emit = Callable[[Bind], None]
Named = ArrayDeclaration | PartDeclaration | Alias | NamedWires


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A part declaration, with those around it; or the family."""

    path: tuple[tuple[str, int], ...]  # names of addresses, each with its number of indices; () for the family
    symbol: Symbol | None  # of the array of its parts; None for the family
    block: Block | None
    declared: Mapping[Symbol, Named]  # what its block, or the family, declares
    arrays: dict[Symbol, Symbol] = field(default_factory=dict)  # of declared gates: the arrays for all parts
    parts: dict[Symbol, Node] = field(default_factory=dict)

    @property
    def part_symbol(self) -> Symbol:
        """The symbol of the array of its parts."""
        assert self.symbol is not None
        return self.symbol


def named(declarations: Iterable[Declaration | WiresInput]) -> dict[Symbol, Named]:
    """The declarations that have ranges, by their symbols."""
    return {found.symbol: found for found in declarations if isinstance(found, Named)}


@dataclass(slots=True)
class Frame:
    """One place where a block is in use."""

    node: Node
    prefix: tuple[Expression, ...] = ()  # the indices of the parts around, each a name or a literal
    numbers: dict[Symbol, Expression] = field(default_factory=dict)  # of the block: in names in scope
    inputs: dict[Symbol, View] = field(default_factory=dict)
    lists: dict[Symbol, HandedList] = field(default_factory=dict)  # handed to it
    functions: dict[Symbol, HandedFunction] = field(default_factory=dict)  # handed to it
    tables: dict[Symbol, HandedTable] = field(default_factory=dict)  # handed to it
    lazy: dict[Symbol, Callable[[], Expression]] = field(default_factory=dict)  # numbers that are bound when first used

    def require(self, symbols: Iterable[Symbol]) -> None:
        """Bind the numbers among ``symbols`` that are bound when first used."""
        if not self.lazy:
            return
        for symbol in [each for each in self.lazy if each in set(symbols)]:
            if symbol not in self.numbers:
                self.numbers[symbol] = self.lazy[symbol]()

    @property
    def is_plain(self) -> bool:
        """Whether every name means itself."""
        return not (self.numbers or self.lazy or self.functions or self.tables)

    def number(self, expression: Expression) -> Expression:
        """A number of the block, in names in scope here."""
        if self.is_plain:
            return expression
        self.require(symbols_in(expression))
        return self._translate(expression)

    def _translate(self, expression: Expression) -> Expression:
        match expression:
            case Name(symbol=symbol, span=span) if symbol in self.numbers:
                return replace(self.numbers[symbol], span=span)
            case Binary(_, left, right):
                return replace(expression, left=self._translate(left), right=self._translate(right))
            case Call(arguments=arguments, symbol=symbol):
                given = tuple([self._translate(argument) for argument in arguments])
                if symbol in self.functions:
                    return self.call(symbol, given, expression.span)
                return replace(expression, arguments=given)
            case TableEntry(indices=indices, symbol=symbol):
                given = tuple([self._translate(index) for index in indices])
                return self.entry(symbol, given, expression.span)
            case Natural(number):
                return replace(expression, number=self._translate(number))
        return expression

    def call(self, function: Symbol, arguments: tuple[Expression, ...], span: Span) -> Expression:
        """The call of a function that the block takes, or sees, with arguments in names in scope here."""
        if function in self.functions:
            return self.functions[function].call(arguments, span)
        if function.span is None:  # a built-in
            return Call(Builtin(function.name), arguments, span)
        return Call(function.name, arguments, span, symbol=function)

    def entry(self, table: Symbol, indices: tuple[Expression, ...], span: Span) -> Expression:
        """An entry of a table that the block takes, or sees, with indices in names in scope here."""
        if table in self.tables:
            return self.tables[table].entry(indices, span)
        return TableEntry(table.name, indices, span, symbol=table)

    def table_ranges(self, table: Symbol) -> list[tuple[Expression, Expression]]:
        """The ranges of a table that the block takes, as in its header, or sees."""
        if table in self.tables:
            return [(self.number(each.low), self.number(each.high)) for each in self.tables[table].parameter.ranges]
        assert table.table is not None
        assert table.span is not None
        return [(Number(low, table.span), Number(high, table.span)) for low, high in table.table.ranges]

    def condition(self, condition: Condition) -> Condition:
        """A condition of the block, in names in scope here."""
        match condition:
            case Compare(operands):
                return replace(condition, operands=tuple([self.number(operand) for operand in operands]))
            case And(left, right) | Or(left, right):
                return replace(condition, left=self.condition(left), right=self.condition(right))
            case Not(negated):
                return replace(condition, condition=self.condition(negated))

    def range(self, written: Range) -> Range:
        """A declared range, in names in scope here."""
        low, high = self.number(written.low), self.number(written.high)
        return Range(written.index, low, high, written.span, symbol=written.symbol)

    def ranges(self, written: Sequence[Range]) -> tuple[Range, ...]:
        """All ranges of a declaration, with their named indices."""
        if self.is_plain:
            return tuple(written)
        inner = self.inside()
        found = inner.own_ranges(written, self.fresh)
        self.numbers.update((own, value) for own, value in inner.numbers.items() if own in self.lazy)
        return found

    def own_ranges(self, written: Sequence[Range], fresh: Callable[[Symbol], Symbol]) -> tuple[Range, ...]:
        """Ranges with a ``fresh`` index for each named one, which is known here from then on."""
        found = []
        for each in written:
            low, high = self.number(each.low), self.number(each.high)
            symbol = None
            if each.symbol is not None:
                symbol = fresh(each.symbol)
                self.numbers[each.symbol] = name_of(symbol)
            found.append(Range(each.index, low, high, each.span, symbol=symbol))
        return tuple(found)

    def inside(self, numbers: Mapping[Symbol, Expression] | None = None) -> Frame:
        """The same place, where more names have a meaning."""
        return replace(self, numbers={**self.numbers, **(numbers or {})})

    def fresh(self, symbol: Symbol) -> Symbol:
        """A new symbol for a name of the block, with the names of the parts before it: `add.cell.i`."""
        path = "".join(f"{name}." for name, _ in self.node.path)
        return fresh(symbol, path + symbol.name)

    def declare(self, symbol: Symbol) -> Symbol:
        """A symbol in scope here for a name that the block declares; in the family, the same one."""
        if self.node.block is None:
            return symbol
        here = self.fresh(symbol)
        self.numbers[symbol] = name_of(here)
        return here


@dataclass(frozen=True, slots=True)
class HandedList:
    """A list of wires that was handed to a block: the wires, where they were written, and the part."""

    frame: Frame
    wires: tuple[Wire, ...]
    part: Address


@dataclass(frozen=True, slots=True)
class HandedFunction:
    """A function that was handed to a block: its name where the part is declared."""

    parameter: FunctionParameter
    inner: Frame  # of the block, for the bounds in its header
    outer: Frame
    function: Symbol  # in ``outer``

    def call(self, arguments: Sequence[Expression], span: Span) -> Expression:
        """A call: its arguments are within the bounds of the header, and so is its value."""
        name, given = self.parameter.name, []
        for parameter, argument in zip(self.parameter.parameters, arguments, strict=True):
            assert parameter.bound is not None
            trap = traps.argument_of_header(argument, parameter, name)
            given.append(Within(argument, None, self.inner.number(parameter.bound), trap, argument.span))
        value = self.outer.call(self.function, tuple(given), span)
        return Within(
            value, None, self.inner.number(self.parameter.bound), traps.value_of_header(self.parameter, span), span
        )


@dataclass(frozen=True, slots=True)
class HandedTable:
    """A table that was handed to a block: its name where the part is declared."""

    parameter: TableParameter
    inner: Frame  # of the block, for the ranges in its header
    outer: Frame
    table: Symbol  # in ``outer``

    def entry(self, indices: Sequence[Expression], span: Span) -> Expression:
        """An entry: its indices are in the ranges of the header."""
        given = []
        for place, (index, written) in enumerate(zip(indices, self.parameter.ranges, strict=True)):
            low, high = self.inner.number(written.low), self.inner.number(written.high)
            given.append(Within(index, low, high, traps.outside_header(index, self.parameter, place), index.span))
        return self.outer.entry(self.table, tuple(given), span)


# ---------------------------------------------------------------- names and numbers


def fresh(symbol: Symbol, name: str | None = None) -> Symbol:
    """A new symbol, of the same name or another one."""
    return replace(symbol, name=name or symbol.name, varies=True)


def name_of(symbol: Symbol, span: Span | None = None) -> Name:
    """A reference to a symbol."""
    place = span or symbol.span
    assert place is not None
    return Name(symbol.name, place, symbol=symbol)


def is_atom(value: Expression) -> bool:
    """Whether a number needs no name to be used several times."""
    return isinstance(value, Name | Number)


def bind(value: Expression, emit: Emit, name: str = "") -> Expression:
    """A number to be used several times: itself, or a new name for it."""
    if is_atom(value):
        return value
    signed = is_signed(value) and not isinstance(value, Natural)
    symbol = Symbol(name, Sort.INDEX, value.span, varies=True, signed=signed)
    emit(Bind(symbol, value, None, None, None, value.span))
    return name_of(symbol, value.span)


def bind_within(
    value: Expression, low: Expression | None, high: Expression | None, trap: TrapText, emit: Emit
) -> Expression:
    """Like ``bind``, and the run traps unless the number lies between the ends."""
    if _is_between(value, low, high):
        return value
    symbol = Symbol("", Sort.INDEX, value.span, varies=True)
    emit(Bind(symbol, value, low, high, trap, value.span))
    return value if is_atom(value) else name_of(symbol, value.span)


def _is_between(value: Expression, low: Expression | None, high: Expression | None) -> bool:
    """Whether a literal is between literals."""
    match value, low or value, high or value:
        case Number(found), Number(least), Number(most):
            return least <= found <= most
    return False


def as_array(declaration: Named) -> ArrayDeclaration:
    """A declaration as messages about its indices show it."""
    match declaration:
        case ArrayDeclaration():
            return declaration
        case PartDeclaration():
            role = "part"
        case Alias():
            role = "output"
        case NamedWires():
            role = "wires"
    return ArrayDeclaration(role, declaration.name, declaration.ranges, declaration.name_span, declaration.span)


def address_of(node: Node, indices: tuple[Expression, ...], span: Span) -> Address:
    """The address of a part itself, whose indices have been checked."""
    name = ".".join(each for each, _ in node.path)
    step = Step(name, indices, span, symbol=node.part_symbol, free=len(indices), ranges=())
    return Address((step,), span)
