"""Tables of constants: numbers, some perhaps below zero, that are read by indices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod


@dataclass(frozen=True)
class Table:
    """A table: its ranges are literals, so it is the same for every n.

    >>> weights = Table("W", ((0, 1), (1, 3)), (1, -2, 3, 0, 4, 5))
    >>> weights.entries[weights.place((1, 2))]
    4
    """

    name: str
    ranges: tuple[tuple[int, int], ...]  # low and high of each index, low <= high
    entries: tuple[int, ...]  # row-major

    @property
    def strides(self) -> tuple[int, ...]:
        """How far apart in ``entries`` two neighbors along each index are."""
        sizes = [high - low + 1 for low, high in self.ranges]
        return tuple(prod(sizes[place + 1 :]) for place in range(len(sizes)))

    def place(self, indices: Sequence[int]) -> int:
        """Where the entry of these indices, which are in their ranges, is in ``entries``."""
        each = zip(indices, self.ranges, self.strides, strict=True)
        return sum((index - low) * stride for index, (low, _), stride in each)

    def extremes(self, indices: tuple[int | None, ...]) -> tuple[int, int]:
        """The smallest and the largest of the entries with these indices, where None is any; 0 if there are none.

        >>> Table("W", ((0, 1), (1, 3)), (1, -2, 3, 0, 4, 5)).extremes((0, None))
        (-2, 3)
        """
        if all(index is None for index in indices):
            return self._extremes
        each = [
            range(low, high + 1) if index is None else range(max(index, low), min(index, high) + 1)
            for index, (low, high) in zip(indices, self.ranges, strict=True)
        ]
        found = [self.entries[self.place(chosen)] for chosen in product(*each)]
        return min(found, default=0), max(found, default=0)

    @cached_property
    def _extremes(self) -> tuple[int, int]:
        return min(self.entries), max(self.entries)
