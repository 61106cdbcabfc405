"""Inside parts: checks of indices and lengths, and frames for reading the outputs of a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from uniform.language import traps
from uniform.language.parts.frames import (
    Emit,
    Frame,
    HandedFunction,
    HandedTable,
    as_array,
    bind_within,
    is_atom,
    name_of,
)
from uniform.language.syntax.declarations import (
    BlockParameter,
    FunctionParameter,
    Let,
    Parameter,
    PartDeclaration,
    TableParameter,
)
from uniform.language.syntax.expressions import Expression, Name
from uniform.language.syntax.gates import Bind, Range
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.messages.errors import TrapText

# ---------------------------------------------------------------- checks of indices


def check_indices(
    frame: Frame, symbol: Symbol, indices: Sequence[Expression], emit: Emit
) -> tuple[list[Expression], dict[Symbol, Expression]]:
    """Bind the indices of an array, of parts or of an alias, each within its declared range. Returns them, as names and
    literals, and the meaning of the named ones."""
    declared = frame.node.declared[symbol]
    shown = as_array(declared)
    inner, found = frame.inside(), []
    for place, (written, index) in enumerate(zip(declared.ranges, indices, strict=True)):
        low, high = inner.number(written.low), inner.number(written.high)
        value = bind_within(index, low, high, traps.index_outside(index, shown, place), emit)
        found.append(value)
        if written.symbol is not None:
            inner.numbers[written.symbol] = value
    named = {each.symbol: value for each, value in zip(declared.ranges, found, strict=True) if each.symbol is not None}
    return found, named


def check_length(length: Expression, declared: Range, trap: TrapText, emit: Emit) -> None:
    """The run traps unless a length is that of a declared range, which is in names in scope here."""
    wanted = Symbol("", Sort.INDEX, declared.span, varies=True)
    emit(Bind(wanted, replace(declared, index=None, symbol=None), None, None, None, declared.span))
    end = name_of(wanted, declared.span)
    bind_within(length, end, end, trap, emit)


# ---------------------------------------------------------------- parts from outside


def enter(
    frame: Frame, part: Symbol, indices: Sequence[Expression], emit: Emit, *, checked: bool, lazily: bool = False
) -> Frame:
    """A frame for reading outputs of a part: its indices, each in range, and the numbers of its header, each against
    its bound. With ``lazily``, only the numbers that are used, when they are used. Its lets are bound when used."""
    declared, node = frame.node.declared[part], frame.node.parts[part]
    assert isinstance(declared, PartDeclaration)
    assert node.block is not None
    if checked:
        values = list(indices)
        named = {each.symbol: value for each, value in zip(declared.ranges, values, strict=True) if each.symbol}
    else:
        values, named = check_indices(frame, part, indices, emit)
    outer = frame.inside(named)
    inner = Frame(node, (*frame.prefix, *values))
    for parameter, argument in zip(node.block.parameters, declared.arguments, strict=True):
        hand_over(outer, inner, parameter, argument)
        if not isinstance(parameter, Parameter):
            continue
        inner.lazy[parameter.symbol] = lambda parameter=parameter, argument=argument: bind_number(  # type: ignore[misc]
            outer, inner, part.name, parameter, argument, emit
        )
    if not lazily:
        inner.require([each.symbol for each in node.block.parameters if isinstance(each, Parameter)])
    for found in node.block.declarations:
        if isinstance(found, Let):
            inner.lazy[found.symbol] = lambda found=found: _bind_let(inner, found, emit)  # type: ignore[misc]
    return inner


def hand_over(outer: Frame, inner: Frame, parameter: BlockParameter, argument: Expression) -> None:
    """A function or a table that a block takes gets its meaning."""
    match parameter, argument:
        case FunctionParameter(), Name(symbol=symbol):
            inner.functions[parameter.symbol] = HandedFunction(parameter, inner, outer, symbol)
        case TableParameter(), Name(symbol=symbol):
            inner.tables[parameter.symbol] = HandedTable(parameter, inner, outer, symbol)


def bind_number(
    outer: Frame, inner: Frame, part: str, parameter: Parameter, argument: Expression, emit: Emit
) -> Expression:  # fmt: skip
    """A number of a header gets its value, within its bound."""
    value = outer.number(argument)
    bound = None if parameter.bound is None else inner.number(parameter.bound)
    symbol = inner.fresh(parameter.symbol)
    trap = None if parameter.bound is None else traps.number_above_bound(argument, part, parameter)
    emit(Bind(symbol, value, None, bound, trap, argument.span))
    return name_of(symbol)


def _bind_let(inner: Frame, let: Let, emit: Emit) -> Expression:
    value = inner.number(let.value)
    if is_atom(value):
        return value
    symbol = inner.fresh(let.symbol)
    emit(Bind(symbol, value, None, None, None, let.span))
    return name_of(symbol)
