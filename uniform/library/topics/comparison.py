"""Comparing numbers: which one is less, whether they are equal, which one is the largest."""

from __future__ import annotations

from uniform.library.entry import ShippedMachine, ShippedProgram, make_topic

TOPIC = make_topic(
    "comparison",
    ShippedProgram(
        name="equality",
        summary="is a = b?",
        builder="comparison:build_equality",
        specification="comparison:equality",
        printed_class="AC^0",
        fan_in=None,
        size=lambda n: n + 1,
        depth=lambda n: 2,
        wires=lambda n: 3 * n,
        slip=("XNOR(", "OR("),
    ),
    ShippedProgram(
        name="comparator",
        summary="is a less than, equal to, greater than b? constant depth",
        builder="comparison:build_comparator",
        specification="comparison:comparison",
        printed_class="AC^0",
        fan_in=None,
        size=lambda n: 5 * n + 3,
        depth=lambda n: 3,
        wires=lambda n: n * n + 10 * n,
        slip=("b[i], same[j] for j in i+1..n-1", "b[i], same[j] for j in i+2..n-1"),
    ),
    ShippedProgram(
        name="maximum",
        summary="the largest of n numbers of n bits, constant depth",
        builder="comparison:build_maximum",
        specification="comparison:maximum",
        printed_class="AC^0",
        fan_in=None,
        size=lambda n: n * (n - 1) // 2 * (3 * n + 4) + n * (n + 2),
        depth=lambda n: 3 if n == 1 else 7,
        wires=lambda n: n * (n - 1) // 2 * (8 * n + 4 + n * (n - 1) // 2) + 3 * n * n,
        slip=("for j in 0..i-1, NOT", "for j in 1..i-1, NOT"),
        large=16,
    ),
    ShippedMachine(
        name="binary_less",
        summary="is a<b, in binary?",
        specification="words:binary_less",
        alphabet="01<",
        tight=lambda n: "1" * (n - 1) + "<",
        likely="comparison",
        example="011<100",
    ),
)
