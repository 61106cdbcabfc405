"""Sorting the bits of a word, and numbers."""

from __future__ import annotations

from uniform.library.entry import ShippedProgram, make_topic
from uniform.library.formulas import bitonic_comparators, clog2, comparators

TOPIC = make_topic(
    "sorting",
    ShippedProgram(
        name="batcher_sort",
        summary="sorting network of odd-even merges, for any n",
        builder="sorting:build_batcher_sort",
        specification="sorting:sorting",
        printed_class="NC^2",
        fan_in=2,
        size=lambda n: n * (clog2(n) * (clog2(n) + 1) // 2 + 2),
        depth=lambda n: clog2(n) * (clog2(n) + 1) // 2 + 2,
        wires=lambda n: n * (clog2(n) * (clog2(n) + 1) // 2 + 2) + 2 * comparators(n),
        slip=("min(t - 1, 1)", "min(t - 1, 0)"),
        large=50,
    ),
    ShippedProgram(
        name="bitonic_sort",
        summary="n numbers (const width = 2), bitonic sorter for any n",
        builder="bitonic:build_bitonic_sort",
        specification="sorting:sorting_of_words",
        printed_class="NC^2",
        fan_in=3,
        size=lambda n: 23 * bitonic_comparators(n) + n * (clog2(n) * (clog2(n) + 1) + 4),
        depth=lambda n: 7 * clog2(n) * (clog2(n) + 1) // 2 + 2,
        wires=lambda n: 44 * bitonic_comparators(n) + n * (clog2(n) * (clog2(n) + 1) + 4),
        slip=("cell[s, i].low[k]", "cell[s, i].high[k]"),
        settings=({"width": 1},),
        large=20,
    ),
)
