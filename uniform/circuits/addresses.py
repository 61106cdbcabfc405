"""Gate addresses of declared arrays: from (array, indices) to one number and back.

An ``Array`` is a declared array at one fixed n: the pieces of its name, with gaps where indices go
(``("m[", ",", "]")`` for ``m[2,3]``, ``("add[", "].half[", "]")`` for ``add[3].half[2]``, ``("y",)`` without
indices) and its dimensions. A dimension is a range whose ends may depend on the indices to its left:

    rectangular   low, size            rank' = rank * size + (index - low)
    ragged        starts[], lows[]     rank' = starts[rank] + (index - lows[rank])

where ``rank`` counts the index tuples to the left, row-major. The last rank is the position inside the array;
adding ``Array.base`` gives a number unique in the whole circuit, the *flat address*. Inputs and outputs are
listed in the order of their flat addresses, array by array in order of declaration.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.formats.words import decimal

Role = Literal["input", "output", "gate", "part"]
"""Of an array of parts, the elements are not gates: derived NOT gates have their addresses, as in ``add[3].NOT[1]``."""


def pieces_of(path: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """The text around the indices of an address with these names, each with so many indices.

    >>> pieces_of((("add", 1), ("half", 2)))
    ('add[', '].half[', ',', ']')
    """
    pieces = [""]
    for name, count in path:
        pieces[-1] += f".{name}" if len(pieces) > 1 or pieces[0] else name
        if count:
            pieces[-1] += "["
            pieces += [*[","] * (count - 1), "]"]
    return tuple(pieces)


@dataclass(frozen=True, slots=True, repr=False)
class Rectangular:
    """A dimension ``low .. low + size - 1``, the same for every index to its left."""

    low: int
    size: int  # >= 0

    def __repr__(self) -> str:
        return f"Rectangular(low={decimal(self.low)}, size={decimal(self.size)})"

    def count(self, before: int) -> int:
        """The number of index tuples, for ``before`` tuples to the left."""
        return before * self.size

    @property
    def end(self) -> int:
        """A number larger than every index."""
        return self.low + self.size

    def allowed(self, rank: int) -> range:
        """The indices allowed to the right of the tuple of rank ``rank``."""
        del rank
        return range(self.low, self.low + self.size)

    def start(self, rank: int) -> int:
        """The number of index tuples before those that extend the tuple of rank ``rank``."""
        return rank * self.size


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """A dimension whose range depends on the indices to its left; entry r belongs to the tuple of rank r."""

    lows: NDArray[np.int64]  # (ranks,)
    starts: NDArray[np.int64]  # (ranks + 1,), starts[0] = 0, non-decreasing

    def count(self, before: int) -> int:
        """The number of index tuples; ``before`` is ``len(self.lows)``."""
        del before
        return int(self.starts[-1])

    @property
    def end(self) -> int:
        """A number larger than every index."""
        return int((self.lows + np.diff(self.starts)).max(initial=0))

    def allowed(self, rank: int) -> range:
        """The indices allowed to the right of the tuple of rank ``rank``; may be empty."""
        low = int(self.lows[rank])
        return range(low, low + int(self.starts[rank + 1]) - int(self.starts[rank]))

    def start(self, rank: int) -> int:
        """The number of index tuples before those that extend the tuple of rank ``rank``."""
        return int(self.starts[rank])


Dimension = Rectangular | Ragged


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Array:
    """A declared array at one n."""

    pieces: tuple[str, ...]  # text around the indices: len(dimensions) + 1 pieces
    role: Role
    dimensions: tuple[Dimension, ...]
    base: int  # flat address of its first element
    count: int  # number of elements

    def __repr__(self) -> str:
        place = f"base={decimal(self.base)}, count={decimal(self.count)}"
        return f"Array(pieces={self.pieces!r}, role={self.role!r}, dimensions={self.dimensions!r}, {place})"

    def address(self, indices: Sequence[int]) -> str:
        """The printed address of an element, e.g. ``m[2,3]``."""
        return self.pieces[0] + "".join(decimal(i) + text for i, text in zip(indices, self.pieces[1:], strict=True))

    def allowed(self, before: Sequence[int]) -> range:
        """The values of the index after these, which are in their ranges."""
        rank = 0
        for dimension, index in zip(self.dimensions, before, strict=False):
            rank = dimension.start(rank) + index - dimension.allowed(rank).start
        return self.dimensions[len(before)].allowed(rank)

    def flat(self, indices: Sequence[int]) -> int | None:
        """The flat address of an element, or None if an index is outside its range."""
        rank = 0
        for dimension, index in zip(self.dimensions, indices, strict=True):
            allowed = dimension.allowed(rank)
            if index not in allowed:
                return None
            rank = dimension.start(rank) + index - allowed.start
        return self.base + rank

    def indices(self, flat: int) -> tuple[int, ...]:
        """The inverse of ``flat``: the indices of the element at a flat address."""
        rank = flat - self.base
        found: list[int] = []
        for dimension in reversed(self.dimensions):
            match dimension:
                case Rectangular(low, size):
                    rank, offset = divmod(rank, size)
                    found.append(low + offset)
                case Ragged(lows, starts):
                    left = int(np.searchsorted(starts, rank, side="right")) - 1
                    found.append(int(lows[left]) + rank - int(starts[left]))
                    rank = left
        return tuple(reversed(found))


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """All declared arrays of a program at one n, in order of declaration."""

    arrays: tuple[Array, ...]

    @property
    def count(self) -> int:
        """The number of declared addresses."""
        return sum(array.count for array in self.arrays)

    def of_role(self, role: Role) -> Iterator[Array]:
        """The arrays of one role, in order of declaration."""
        return (array for array in self.arrays if array.role == role)

    def count_of(self, role: Role) -> int:
        """The number of declared addresses of one role."""
        return sum(array.count for array in self.of_role(role))

    def array_of(self, flat: int) -> Array:
        """The array in which a flat address lies."""
        for array in self.arrays:
            if array.base <= flat < array.base + array.count:
                return array
        raise IndexError(flat)

    def address(self, flat: int) -> str:
        """The printed address at a flat address."""
        array = self.array_of(flat)
        return array.address(array.indices(flat))
