"""What the declarations of a program mean at one n: array sizes, bounds of counters, values of lets.

Declarations are evaluated in the order in which they are written, those outside the family first. The ranges
of an array are evaluated one after the other, of each range its low end and then its high end. A range that
mentions an index named to its left has a value for each tuple of the indices to its left (``Ragged``), in row-major
order. Any other range is evaluated once (``Rectangular``), however many tuples there are. An array inside parts has no
elements where its range has no value: the run traps if it prints such a part.

Invariant: time and memory do not depend on the number of elements of an array, which may be huge; only the tuples to
the left of a ragged range are enumerated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from uniform.arguments.limits import Limits
from uniform.circuits.addresses import Array, Dimension, Layout, Ragged, Rectangular, Role, pieces_of
from uniform.language.expressions import symbols_in, symbols_read
from uniform.language.meaning.course import Course
from uniform.language.meaning.evaluate import Scope, bind, integer, natural, value_of
from uniform.language.meaning.functions import Calls
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import ArrayDeclaration, CounterDeclaration, Let
from uniform.language.syntax.gates import Bind, Range
from uniform.language.syntax.symbols import Symbol
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import LimitReached, Trap

_MAX_RANGES = 2**22  # tuples to the left of a ragged range; computing the ends takes some 4 microseconds each
_MAX_ADDRESSES = 2**62  # in an array with a ragged range, so that ranks fit 64 bits

Ends = tuple[int, int]  # the low end of a range, and the number of its indices


@dataclass(frozen=True, slots=True)
class Declared:
    """All declarations at one n."""

    scope: Scope  # holds n, the constants, the lets and the counters, which are 0
    arrays: Mapping[Symbol, Array]  # in order of declaration
    declarations: Mapping[Symbol, ArrayDeclaration]  # of the arrays
    counters: Mapping[Symbol, tuple[CounterDeclaration, int]]  # with the value of the bound
    course: Course  # of the run, which goes on from here

    @property
    def layout(self) -> Layout:
        """The arrays alone."""
        return Layout(tuple(self.arrays.values()))


def layout(program: CheckedProgram, n: int, limits: Limits | None = None) -> Layout:
    """The arrays of a program at ``n`` >= 1. Raises Trap if a declaration has no value at this n, and LimitReached if
    there are too many ragged ranges to store, or if functions in declarations take too many steps."""
    return declare(program, n, limits).layout


def declare(program: CheckedProgram, n: int, limits: Limits | None = None) -> Declared:
    """Evaluate every declaration at ``n`` >= 1, in order. Raises like ``layout``."""
    values = {program.n: n, **dict(program.constants)}
    course = Course.start(n, limits or Limits())
    scope = Scope(n, values, call=Calls(program, values, course))
    arrays: dict[Symbol, Array] = {}
    declarations: dict[Symbol, ArrayDeclaration] = {}
    counters: dict[Symbol, tuple[CounterDeclaration, int]] = {}
    base = 0
    for declaration in program.declarations:
        symbol = declaration.symbol
        match declaration:
            case Let():
                scope.values[symbol] = value_of(declaration, scope)
            case CounterDeclaration(bound=bound):
                counters[symbol] = (declaration, natural(bound, scope))
                scope.values[symbol] = 0
            case ArrayDeclaration():
                declarations[symbol] = declaration
                arrays[symbol] = _array(declaration, scope, base)
                base += arrays[symbol].count
    return Declared(scope, arrays, declarations, counters, course)


def _array(declaration: ArrayDeclaration, scope: Scope, base: int) -> Array:
    dimensions: list[Dimension] = []
    count = 1  # tuples of the indices so far
    for position, written in enumerate(declaration.ranges):
        named = {other.symbol: place for place, other in enumerate(declaration.ranges[:position])}
        evaluated, read = _evaluation(declaration, written)
        used = sorted((symbol for symbol in read if symbol in named), key=named.__getitem__)
        dimension: Dimension
        if used:
            if count > _MAX_RANGES or any(map(_is_far, dimensions)):
                raise _too_large(declaration, scope.n)
            columns = [_column(dimensions, named[symbol], count) for symbol in used]
            dimension = _ragged(declaration, evaluated, used, np.stack(columns, axis=1), scope)
        else:
            dimension = Rectangular(*evaluated(scope))
        dimensions.append(dimension)
        count = dimension.count(count)
    return Array(pieces_of(declaration.names), cast(Role, declaration.role), tuple(dimensions), base, count)


def check_ranges(declaration: ArrayDeclaration, scope: Scope) -> None:
    """Evaluate the ranges of an array of a part, which is printed now. Raises Trap if one has no value."""
    _array(declaration, scope, 0)


def _evaluation(declaration: ArrayDeclaration, written: Range) -> tuple[Callable[[Scope], Ends], set[Symbol]]:
    """How to evaluate a range, and the symbols that this reads: those of its ends, and of the bindings they need."""
    read = symbols_in(written.low) | symbols_in(written.high)
    needed: list[Bind] = []
    for binding in reversed(declaration.bindings):
        if binding.symbol in read:
            needed.append(binding)
            read |= symbols_read((binding.value, binding.low, binding.high))

    def evaluate(scope: Scope) -> Ends:
        before = len(scope.values)
        try:
            for binding in reversed(needed):
                bind(binding, scope)
            low = natural(written.low, scope)
            return low, max(0, integer(written.high, scope) - low + 1)
        except Trap:
            if len(declaration.path) > 1:
                return 0, 0
            raise
        finally:
            scope.shorten(before)

    return evaluate, read


def _column(dimensions: Sequence[Dimension], place: int, count: int) -> NDArray[np.int64]:
    """The index at ``place`` in each of the ``count`` tuples over ``dimensions``, row-major."""
    rank = np.arange(count, dtype=np.int64)
    for dimension in reversed(dimensions[place:]):
        match dimension:
            case Rectangular(low, size):
                rank, offset = np.divmod(rank, max(size, 1))
                index = offset + low
            case Ragged(lows, starts):
                left = np.searchsorted(starts, rank, side="right") - 1
                index = lows[left] + rank - starts[left]
                rank = left
    return index


def _ragged(
    declaration: ArrayDeclaration,
    evaluated: Callable[[Scope], Ends],
    indices: list[Symbol],
    tuples: NDArray[np.int64],
    scope: Scope,
) -> Ragged:
    """One range for each row of ``tuples``, the values of ``indices``; equal rows are evaluated once,
    in order of their first appearance, so that the first trap is the first in row-major order."""
    distinct, first, row = np.unique(tuples, axis=0, return_index=True, return_inverse=True)
    low_size: dict[int, tuple[int, int]] = {}
    before = len(scope.values)
    for which in np.argsort(first).tolist():
        scope.values.update(zip(indices, distinct[which].tolist(), strict=True))
        low_size[which] = evaluated(scope)
        scope.shorten(before)
    times = np.bincount(row.reshape(-1), minlength=len(distinct)).tolist()
    total = sum(low_size[which][1] * times[which] for which in low_size)
    if total > _MAX_ADDRESSES or any(low + size > _MAX_ADDRESSES for low, size in low_size.values()):
        raise _too_large(declaration, scope.n)
    pairs = np.array([low_size[which] for which in range(len(distinct))], dtype=np.int64).reshape(-1, 2)
    each = pairs[row.reshape(-1)]
    return Ragged(each[:, 0].copy(), np.concatenate(([0], np.cumsum(each[:, 1], dtype=np.int64))))


def _is_far(dimension: Dimension) -> bool:
    """Whether an index does not fit 64 bits."""
    return isinstance(dimension, Rectangular) and dimension.low + dimension.size > _MAX_ADDRESSES


def _too_large(declaration: ArrayDeclaration, n: int) -> LimitReached:
    message = f"at n = {n} the array `{declaration.name}` has too many ranges to keep them"
    label = "a range depends on an index to its left"
    hint = "an array without named indices may be of any size"
    return LimitReached(Diagnostic("U412", message, declaration.span, label, help=hint))
