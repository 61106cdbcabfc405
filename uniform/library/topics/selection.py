"""Selecting one of two words, or one of many bits."""

from __future__ import annotations

from uniform.library.entry import ShippedProgram, make_topic
from uniform.library.formulas import bits

TOPIC = make_topic(
    "selection",
    ShippedProgram(
        name="multiplexer",
        summary="s ? b : a, bit by bit",
        builder="selection:build_multiplexer",
        specification="selection:selection",
        printed_class="NC^0",
        fan_in=2,
        size=lambda n: 3 * n + 1,
        depth=lambda n: 3,
        wires=lambda n: 6 * n + 1,
        slip=("AND(a[i], other)", "AND(a[i], s)"),
    ),
    ShippedProgram(
        name="storage_access",
        summary="x[address], depth 3, unbounded fan-in",
        builder="selection:build_storage_access",
        specification="selection:storage_access",
        printed_class="AC^0",
        fan_in=None,
        size=lambda n: bits(n - 1) + n + 1,
        depth=lambda n: 3,
        wires=lambda n: bits(n - 1) + n * (bits(n - 1) + 2),
        slip=("if bit(i, j) = 0", "if bit(i, j) > 1"),
    ),
)
