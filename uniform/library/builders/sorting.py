"""Direct builder: Batcher's odd-even merge sort, for any number of lines.

A *comparator* between lines i < j puts the smaller of two bits on line i and the larger on line j: an AND and an OR.
K. E. Batcher, Sorting networks and their applications, 1968. Knuth, The Art of Computer Programming 3, section 5.2.2,
finds the comparators with a loop over distances. This builder uses the recursion from the correctness proof: sort the
lines at even places, sort those at odd places, then merge. The merge first compares neighbors, and then lines that are
an odd distance 2^t - 1 apart, the largest distance first.
"""

from __future__ import annotations

from collections.abc import Sequence

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit

Stage = frozenset[tuple[int, int]]  # comparators that share no line, as pairs (i, j) with i < j


def batcher_stages(n: int) -> list[Stage]:
    """The comparators on lines 0 .. n-1, in p(p+1)/2 stages, where p = ceil(log2 n).

    >>> [sorted(stage) for stage in batcher_stages(4)]
    [[(0, 2), (1, 3)], [(0, 1), (2, 3)], [(1, 2)]]
    """
    return _sort(range(n), 2 ** (n - 1).bit_length())


def _sort(lines: Sequence[int], size: int) -> list[Stage]:
    """The stages that sort some lines, padded to ``size`` lines, a power of two at least as large."""
    if size == 1:
        return []
    halves = zip(_sort(lines[0::2], size // 2), _sort(lines[1::2], size // 2), strict=True)
    return [even | odd for even, odd in halves] + _merge(lines, size)


def _merge(lines: Sequence[int], size: int) -> list[Stage]:
    """The stages that sort lines if the lines at even places and those at odd places are sorted already."""
    stages = [frozenset(zip(lines[0::2], lines[1::2], strict=False))]
    distance = size // 2 - 1
    while distance >= 1:
        stages.append(frozenset(zip(lines[1::2], lines[1 + distance :: 2], strict=False)))
        distance //= 2
    return stages


def build_batcher_sort(n: int) -> Circuit:
    """Print every line after each stage; a line without a comparator is copied."""
    builder = CircuitBuilder("batcher_sort", n)
    x = builder.inputs("x", range(1, n + 1))
    line = [builder.copy(f"line[0,{i}]", bit) for i, bit in enumerate(x)]
    for stage, comparators in enumerate(batcher_stages(n), 1):
        partner_below, partner_above = dict(comparators), {j: i for i, j in comparators}
        after = []
        for i in range(n):
            address = f"line[{stage},{i}]"
            if i in partner_below:
                after.append(builder.and_(address, [line[i], line[partner_below[i]]]))
            elif i in partner_above:
                after.append(builder.or_(address, [line[partner_above[i]], line[i]]))
            else:
                after.append(builder.copy(address, line[i]))
        line = after
    return builder.build([builder.copy(f"y[{i}]", bit) for i, bit in enumerate(line, 1)])
