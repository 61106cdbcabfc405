"""Direct builder: Batcher's bitonic sorter of words, for any number of lines.

K. E. Batcher, Sorting networks and their applications, 1968. To sort 2^r lines, sort both halves, compare each line
with its mirror image, and sort both halves again, which are now bitonic: compare each line with the one half a length
further on, and so on in halves. All comparators put the smaller word first, so lines at the end that hold the largest
words stay as they are, and need not be there. This builder uses the recursion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.library.builders.parts import add_order


def bitonic_stages(n: int) -> list[dict[int, int]]:
    """The comparators on lines 0 .. n-1, from the smaller line to the larger, stage by stage.

    >>> bitonic_stages(4)
    [{0: 1, 2: 3}, {0: 3, 1: 2}, {0: 1, 2: 3}]
    >>> bitonic_stages(3)
    [{0: 1}, {1: 2}, {0: 1}]
    """
    rounds = (n - 1).bit_length()
    stages: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for stage, i, j in _sort(0, rounds):
        if j < n:
            stages[stage][i] = j
    return [dict(sorted(stages[stage].items())) for stage in range(rounds * (rounds + 1) // 2)]


def _sort(start: int, rounds: int) -> Iterator[tuple[int, int, int]]:
    """Comparators of 2^rounds lines, each with its stage."""
    if rounds == 0:
        return
    half = 2 ** (rounds - 1)
    yield from _sort(start, rounds - 1)
    yield from _sort(start + half, rounds - 1)
    stage = rounds * (rounds - 1) // 2
    yield from ((stage, start + i, start + 2 * half - 1 - i) for i in range(half))
    yield from _clean(start, half, stage + 1)
    yield from _clean(start + half, half, stage + 1)


def _clean(start: int, length: int, stage: int) -> Iterator[tuple[int, int, int]]:
    """Comparators that sort lines if their contents are bitonic."""
    half = length // 2
    if half:
        yield from ((stage, start + i, start + i + half) for i in range(half))
        yield from _clean(start, half, stage + 1)
        yield from _clean(start + half, half, stage + 1)


def build_bitonic_sort(n: int, width: int = 2) -> Circuit:
    """Print every line after each stage; lines are copied from comparators, or from the stage before.

    >>> build_bitonic_sort(2, 1)
    Circuit('bitonic_sort', n=2, inputs=2, gates=20, outputs=2)
    """
    builder = CircuitBuilder("bitonic_sort", n, [("width", width)])
    x = builder.inputs("x", range(n), range(width))

    def copied(place: str, word: list[int]) -> list[int]:
        return [builder.copy(f"{place},{k}]", bit) for k, bit in enumerate(word)]

    line = [copied(f"line[0,{i}", x[width * i : width * (i + 1)]) for i in range(n)]
    for stage, comparators in enumerate(bitonic_stages(n), 1):
        after = dict(enumerate(line))
        for i, j in comparators.items():
            after[i], after[j] = add_order(builder, f"cell[{stage},{i}]", line[i], line[j])
        line = [copied(f"line[{stage},{i}", after[i]) for i in range(n)]
    return builder.build([bit for i, word in enumerate(line) for bit in copied(f"y[{i}", word)])
