"""Sorting the bits of a word."""

from __future__ import annotations

from uniform.library.entry import ShippedProgram, make_topic
from uniform.library.formulas import clog2, comparators

TOPIC = make_topic(
    "sorting",
    ShippedProgram(
        name="batcher_sort",
        summary="sorting network of odd-even merges, for any n",
        builder="sorting:build_batcher_sort",
        specification="sorting:sorting",
        printed_class="NC2",
        fan_in=2,
        size=lambda n: n * (clog2(n) * (clog2(n) + 1) // 2 + 2),
        depth=lambda n: clog2(n) * (clog2(n) + 1) // 2 + 2,
        wires=lambda n: n * (clog2(n) * (clog2(n) + 1) // 2 + 2) + 2 * comparators(n),
        slip=("odd <- 1", "odd <- 0"),
        large=50,
    ),
)
