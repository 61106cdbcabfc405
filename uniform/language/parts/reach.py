"""Which gate an address of a block names, in terms of the arrays of the whole circuit.

A gate of the block itself is an element of the array for all parts; an input is what it was bound to; an alias is the
gate that it points to; and an output of a part is found in a frame for that part, in which the numbers of its header
are bound, each against its bound. Every index is computed once, and checked where its array or its parts are declared.
"""

from __future__ import annotations

from collections.abc import Sequence

from uniform.language import traps
from uniform.language.parts.found import Found, Place
from uniform.language.parts.frames import Frame, bind
from uniform.language.parts.inner import check_indices, check_length, enter
from uniform.language.parts.slices import make_view
from uniform.language.parts.views import ChosenStep, lengths_along
from uniform.language.syntax.declarations import Alias
from uniform.language.syntax.expressions import Expression
from uniform.language.syntax.gates import Address, Range, Step
from uniform.language.syntax.symbols import Sort, Symbol


def find(frame: Frame, address: Address) -> Found:
    """The gate at an address with an index for each dimension."""
    found = Found()
    steps = []
    for step in address.steps:
        indices = tuple(frame.number(index) for index in step.indices if not isinstance(index, Range))
        steps.append(ChosenStep(step.symbol, indices, step.span))
    reach(frame, steps, found, checked=False)
    return found


def reach(frame: Frame, steps: Sequence[ChosenStep], found: Found, *, checked: bool) -> None:
    """Put the gate at ``steps``, with an index for each dimension, into ``found``. With ``checked``, the indices of the
    first step are known to be in range."""
    first = steps[0]
    indices = tuple(index for index in first.indices if isinstance(index, Expression))
    emit = found.bindings.append
    if first.symbol.sort is Sort.PART:
        inner = enter(frame, first.symbol, indices, emit, checked=checked)
        last = steps[1]
        chosen = tuple(index for index in last.indices if isinstance(index, Expression))
        if last.symbol.sort is Sort.ALIAS:
            _follow(inner, last.symbol, chosen, found)
        else:
            found.step = own_step(inner, last, chosen)
    elif first.symbol.sort is Sort.ALIAS:
        _follow(frame, first.symbol, indices, found)
    elif first.symbol in frame.inputs:
        _read_input(frame, first.symbol, indices, found, checked=checked)
    else:
        found.step = own_step(frame, first, indices, checked=checked)


def own_step(frame: Frame, step: ChosenStep, indices: tuple[Expression, ...], *, checked: bool = False) -> Step:
    """A gate that the block itself declares, or an input of the family."""
    node, symbol = frame.node, step.symbol
    if node.block is None and not checked:
        return Step(symbol.name, indices, step.span, symbol=symbol)
    global_symbol = node.arrays.get(symbol, symbol)
    ranges = () if checked else frame.ranges(node.declared[symbol].ranges)
    free = len(frame.prefix) + (len(indices) if checked else 0)
    return Step(symbol.name, (*frame.prefix, *indices), step.span, symbol=global_symbol, free=free, ranges=ranges)


def _read_input(
    frame: Frame, symbol: Symbol, indices: tuple[Expression, ...], found: Found, *, checked: bool
) -> None:  # fmt: skip
    emit = found.bindings.append
    places = list(indices)
    if not checked:
        places, _ = check_indices(frame, symbol, indices, emit)
    inner = frame.inside()
    chosen = []
    for written, index in zip(frame.node.declared[symbol].ranges, places, strict=True):
        chosen.append(Place(bind(index, emit), inner.number(written.low)))
        if written.symbol is not None:
            inner.numbers[written.symbol] = chosen[-1].index
    element = frame.inputs[symbol].element(chosen)
    found.bindings += element.bindings
    found.step, found.options = element.step, element.options


def _follow(frame: Frame, symbol: Symbol, indices: tuple[Expression, ...], found: Found) -> None:
    """The gate that an alias points to."""
    alias = frame.node.declared[symbol]
    assert isinstance(alias, Alias)
    emit = found.bindings.append
    values, named = check_indices(frame, symbol, indices, emit)
    inner = frame.inside(named)
    places, lengths = [], []
    for written, value in zip(alias.ranges, values, strict=True):
        if written.symbol is None:
            places.append(Place(value, inner.number(written.low)))
            lengths.append(inner.range(written))
    view = make_view(inner, alias.target, len(places), emit, reach, checks_later=False)
    for dimension, declared in enumerate(lengths):
        for length in lengths_along(view, dimension):
            check_length(length, declared, traps.alias_length(alias, dimension), emit)
    element = view.element(places)
    found.bindings += element.bindings
    found.step, found.options = element.step, element.options
