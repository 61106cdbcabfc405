"""Views from the arguments of a part and the targets of aliases.

First the numbers in an argument are computed, in the order in which they are written. Whether the indices and slices
are in range is checked later, where the input is declared, but for those of outputs of parts and of aliases: these are
checked whenever a wire is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from uniform.language import traps
from uniform.language.expressions import symbols_in
from uniform.language.parts.found import Found, Slice, View
from uniform.language.parts.frames import Emit, Frame, HandedTable, as_array, bind, bind_within
from uniform.language.parts.inner import enter
from uniform.language.parts.views import (
    ChosenStep,
    JoinedView,
    Piece,
    Reader,
    SliceView,
    add,
    subtract,
)
from uniform.language.syntax.declarations import PartDeclaration
from uniform.language.syntax.expressions import Compare, Expression, Name, Number, Relation
from uniform.language.syntax.gates import Address, Argument, Bind, Range, Step
from uniform.language.syntax.program import Branch, If, Statement
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.messages.errors import TrapText
from uniform.messages.spans import Span


@dataclass(frozen=True, slots=True)
class EmptyView:
    """``()``: an array of length 0."""

    dimensions: int
    span: Span

    @property
    def lengths(self) -> tuple[Expression, ...]:
        return (Number(0, self.span),) * min(self.dimensions, 1)

    def element(self, places: Sequence[object]) -> Found:
        return Found()


def make_view(
    frame: Frame, argument: Argument, dimensions: int, emit: Emit, reader: Reader, *, checks_later: bool = True
) -> View:
    """The view of an argument, or of the target of an alias, whose numbers are bound here. With
    ``checks_later``, there will be a ``check_view`` before any element is read."""
    if isinstance(argument, Address):
        return _slices(frame, argument, emit, reader, checks_later)
    if not argument.wires:
        return EmptyView(dimensions, argument.span)
    views = [_slices(frame, wire.address, emit, reader, checks_later) for wire in argument.wires]
    if len(views) == 1 and len(views[0].lengths) == dimensions:
        return views[0]
    pieces: list[Piece] = []
    start: Expression = Number(0, argument.span)
    for view in views:
        is_row = len(view.lengths) < dimensions
        pieces.append(Piece(view, start, is_row))
        start = bind(add(start, Number(1, argument.span) if is_row else view.lengths[0]), emit)
    return JoinedView(tuple(pieces), start)


def _slices(frame: Frame, address: Address, emit: Emit, reader: Reader, checks_later: bool) -> SliceView:
    steps: list[ChosenStep] = []
    for place, step in enumerate(address.steps):
        indices: list[Expression | Slice] = []
        for index in step.indices:
            if isinstance(index, Range):
                indices.append(_slice(frame, index, emit))
            else:
                indices.append(bind(frame.number(index), emit))
        missing = step.symbol.dimensions - len(step.indices)
        if missing:
            inner = frame if place == 0 else _inside_part(frame, steps[0], emit)
            indices += _whole(inner, step, indices, emit)
        steps.append(ChosenStep(step.symbol, tuple(indices), step.span))
    return SliceView(frame, tuple(steps), reader, checks_later and _is_checked_early(frame, steps[0]))


def _slice(frame: Frame, written: Range, emit: Emit) -> Slice:
    low = bind(frame.number(written.low), emit)
    high = frame.number(written.high)
    return Slice(low, _length(Range(None, low, high, written.span), emit), written.span)


def _length(of: Range, emit: Emit) -> Expression:
    """The number of indices of a range, as a name or a literal."""
    match of.low, of.high:
        case Number(low), Number(high):
            return Number(max(0, high + 1 - low), of.span)
        case Name(), Name() if of.low.symbol is of.high.symbol:
            return Number(1, of.span)
    symbol = Symbol("", Sort.INDEX, of.span, varies=True)
    emit(Bind(symbol, of, None, None, None, of.span))
    return Name("", of.span, symbol=symbol)


def _inside_part(frame: Frame, step: ChosenStep, emit: Emit) -> Frame:
    """Where the ranges of the outputs of some parts are, none of which depend on an index that is sliced."""
    indices = [index.low if isinstance(index, Slice) else index for index in step.indices]
    return enter(frame, step.symbol, indices, emit, checked=True, lazily=True)


def _whole(frame: Frame, step: Step, given: Sequence[Expression | Slice], emit: Emit) -> list[Slice]:
    """The ranges of the indices that are left out at the end of a step."""
    declared = frame.node.declared[step.symbol].ranges
    inner = frame.inside()
    for written, index in zip(declared, given, strict=False):
        if written.symbol is not None and isinstance(index, Expression):
            inner.numbers[written.symbol] = index
    return [_slice(inner, replace(written, index=None, symbol=None), emit) for written in declared[len(given) :]]


# ---------------------------------------------------------------- checks where an input is declared


def _is_checked_early(frame: Frame, step: ChosenStep) -> bool:
    """Whether all indices of a step can be checked before any wire is used: no range depends on an index that is
    sliced."""
    if step.symbol.sort is Sort.ALIAS:
        return False
    declared = frame.node.declared[step.symbol].ranges
    sliced = {each.symbol for each, index in zip(declared, step.indices, strict=True) if isinstance(index, Slice)}
    used = set().union(*(symbols_in(each.low) | symbols_in(each.high) for each in declared))
    return not sliced & used


def check_view(view: View, emit: Callable[[Statement], None]) -> None:
    """The run traps unless the indices and slices of a view are in range; those that can be checked early."""
    match view:
        case JoinedView(pieces):
            for piece in pieces:
                check_view(piece.view, emit)
        case SliceView(frame, steps):
            if steps[0].symbol.sort is not Sort.ALIAS:
                _check_step(frame, steps[0], emit)


def _check_step(frame: Frame, step: ChosenStep, emit: Callable[[Statement], None]) -> None:
    declared = frame.node.declared[step.symbol]
    shown = as_array(declared)
    inner = frame.inside()
    sliced: set[Symbol | None] = set()
    for place, (written, index) in enumerate(zip(declared.ranges, step.indices, strict=True)):
        used = symbols_in(written.low) | symbols_in(written.high)
        if isinstance(index, Slice):
            sliced.add(written.symbol)
        elif written.symbol is not None:
            inner.numbers[written.symbol] = index
        if used & sliced:
            continue  # checked with each wire
        low, high = inner.number(written.low), inner.number(written.high)
        if isinstance(index, Slice):
            _check_slice(index, low, high, traps.slice_outside(index.span, shown, place), emit)
        else:
            bind_within(index, low, high, traps.index_outside(index, shown, place), emit)


def _check_slice(
    index: Slice, low: Expression, high: Expression, trap: TrapText, emit: Callable[[Statement], None]
) -> None:
    """Unless a slice is empty, its first and last index must be in range."""
    if isinstance(index.low, Number) and isinstance(low, Number) and index.low.value >= low.value:
        at_least = None
    else:
        at_least = low
    checks: list[Statement] = []
    if at_least is not None:
        bind_within(index.low, at_least, None, trap, checks.append)
    last = subtract(add(index.low, index.length), Number(1, index.span))
    bind_within(last, None, high, trap, checks.append)
    if isinstance(index.length, Number):
        if index.length.value:
            for each in checks:
                emit(each)
        return
    some = Compare((Number(0, index.span), index.length), (Relation.LESS,), index.span)
    emit(If((Branch(some, tuple(checks), index.span),), None, index.span))


def check_table(handed: HandedTable, part: PartDeclaration, emit: Callable[[Statement], None]) -> None:
    """The run traps unless the ranges in the header of a block are within those of the table that it is handed."""
    ranges = handed.outer.table_ranges(handed.table)
    for place, (written, (low, high)) in enumerate(zip(handed.parameter.ranges, ranges, strict=True)):
        index = _slice(handed.inner, written, emit)
        trap = traps.table_too_small(handed.parameter, part, place)
        _check_slice(index, low, high, trap, emit)
