"""Many gates as one array: slices, or several of them, one after the other.

A view has dimensions, each with a length, and an element at each place. A place in a dimension is an index together
with the first index of its range, so that an index of a range that begins elsewhere needs one addition. Numbers that a
view uses more than once are bound when it is made; after that, elements are found without looking at names again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from uniform.language.parts.found import Found, Place, Slice, View
from uniform.language.parts.frames import Frame, bind
from uniform.language.syntax.expressions import Binary, Compare, Condition, Expression, Name, Number, Operator, Relation
from uniform.language.syntax.symbols import Symbol
from uniform.messages.spans import Span


@dataclass(frozen=True, slots=True)
class ChosenStep:
    """A step of an address with an index or a slice for each dimension."""

    symbol: Symbol
    indices: tuple[Expression | Slice, ...]
    span: Span


class Reader(Protocol):
    """``reach.reach``: finds the gate at an address in a frame."""

    def __call__(self, frame: Frame, steps: Sequence[ChosenStep], found: Found, *, checked: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class SliceView:
    """Some dimensions of an array; its other indices are fixed."""

    frame: Frame
    steps: tuple[ChosenStep, ...]
    reader: Reader
    checked: bool  # whether the indices of the first step have been checked

    @property
    def slices(self) -> tuple[Slice, ...]:
        """Its dimensions."""
        return tuple(index for step in self.steps for index in step.indices if isinstance(index, Slice))

    @property
    def lengths(self) -> tuple[Expression, ...]:
        return tuple(each.length for each in self.slices)

    def element(self, places: Sequence[Place]) -> Found:
        waiting = iter(places)
        found = Found()
        steps = []
        for step in self.steps:
            indices = [_shifted(next(waiting), index) if isinstance(index, Slice) else index for index in step.indices]
            steps.append(ChosenStep(step.symbol, tuple(indices), step.span))
        self.reader(self.frame, steps, found, checked=self.checked)
        return found


@dataclass(frozen=True, slots=True)
class Piece:
    """One of the views that lie one after the other."""

    view: View
    start: Expression  # the number of rows before it, a name or a literal
    is_row: bool  # a view with one dimension fewer is one row


@dataclass(frozen=True, slots=True)
class JoinedView:
    """Views one after the other along the first dimension."""

    pieces: tuple[Piece, ...]  # at least one
    total: Expression  # rows, a name or a literal

    @property
    def lengths(self) -> tuple[Expression, ...]:
        first = self.pieces[0]
        return (self.total, *(first.view.lengths if first.is_row else first.view.lengths[1:]))

    def element(self, places: Sequence[Place]) -> Found:
        found = Found()
        index = bind(places[0].index, found.bindings.append)
        base = places[0].base
        ends = [*(piece.start for piece in self.pieces[1:]), None]
        for piece, end in zip(self.pieces, ends, strict=True):
            start = add(base, piece.start)
            rest = list(places[1:])
            element = piece.view.element(rest if piece.is_row else [Place(index, start), *rest])
            found.options.append(
                (_between(index, start, None if end is None else add(base, end), piece, self), element)
            )
        if len(found.options) == 1:
            ((_, only),) = found.options
            return Found(found.bindings + only.bindings, only.step, only.options)
        return found


def lengths_along(view: View, dimension: int) -> tuple[Expression, ...]:
    """The lengths that must all be that of one dimension: pieces beside one another have one each."""
    if not isinstance(view, JoinedView) or dimension == 0:
        return (view.lengths[dimension],)
    each = [lengths_along(piece.view, dimension - piece.is_row) for piece in view.pieces]
    return tuple(dict.fromkeys(length for lengths in each for length in lengths))


def _between(
    index: Expression, start: Expression, end: Expression | None, piece: Piece, view: JoinedView
) -> Condition:  # fmt: skip
    """start <= index < end; the first piece needs no start, the last no end."""
    span = index.span
    if piece is view.pieces[0]:
        assert end is not None or len(view.pieces) == 1
        return Compare((index, end or start), (Relation.LESS,), span)
    if end is None:
        return Compare((start, index), (Relation.AT_MOST,), span)
    return Compare((start, index, end), (Relation.AT_MOST, Relation.LESS), span)


# ---------------------------------------------------------------- sums that cannot trap


def _shifted(place: Place, into: Slice) -> Expression:
    """The index of an array at a place of its slice, which is what a trap shows."""
    return replace(shift(place, into.low), span=into.span)


def shift(place: Place, low: Expression) -> Expression:
    """``index - base + low``, simplified."""
    index, base = place.index, place.base
    if _equal(base, low):
        return index
    if isinstance(base, Number) and isinstance(low, Number):
        if low.value >= base.value:
            return add(index, Number(low.value - base.value, index.span))
        return subtract(index, Number(base.value - low.value, index.span))
    return add(subtract(index, base), low)


def add(left: Expression, right: Expression) -> Expression:
    """``left + right``, simplified."""
    if isinstance(right, Number) and right.value == 0:
        return left
    if isinstance(left, Number) and left.value == 0:
        return right
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(left.value + right.value, left.span)
    return Binary(Operator.ADD, left, right, left.span)


def subtract(left: Expression, right: Expression) -> Expression:
    """``left - right``, simplified."""
    if isinstance(right, Number) and right.value == 0:
        return left
    if isinstance(left, Number) and isinstance(right, Number) and left.value >= right.value:
        return Number(left.value - right.value, left.span)
    return Binary(Operator.SUBTRACT, left, right, left.span)


def _equal(left: Expression, right: Expression) -> bool:
    """Whether two numbers are written alike, in the same names."""
    match left, right:
        case Number(first), Number(second):
            return first == second
        case Name(), Name():
            return left.symbol is right.symbol
        case Binary(), Binary():
            same_operator = left.operator is right.operator
            return same_operator and _equal(left.left, right.left) and _equal(left.right, right.right)
    return False
