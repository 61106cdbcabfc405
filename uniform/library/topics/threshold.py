"""Comparing the number or the weight of the ones in a word with a bound."""

from __future__ import annotations

from uniform.library.entry import ShippedProgram, make_topic

TOPIC = make_topic(
    "threshold",
    ShippedProgram(
        name="majority",
        summary="more than half of the bits, one gate",
        builder="threshold:build_majority",
        specification="threshold:majority",
        printed_class="TC^0",
        fan_in=None,
        size=lambda n: 1,
        depth=lambda n: 1,
        wires=lambda n: n,
        slip=("MAJ(", "THRESHOLD((n+1) div 2; "),
    ),
    ShippedProgram(
        name="threshold_k",
        summary="at least k of the bits (const k = 2), one gate",
        builder="threshold:build_threshold_k",
        specification="threshold:threshold_k",
        printed_class="TC^0",
        fan_in=None,
        size=lambda n: 1,
        depth=lambda n: 1,
        wires=lambda n: n,
        slip=("THRESHOLD(k;", "THRESHOLD(k + 1;"),
        settings=tuple({"k": k} for k in (5, 0, 1, 3, 4, 7)),
    ),
    ShippedProgram(
        name="exactly_k",
        summary="exactly k of the bits (const k = 2)",
        builder="threshold:build_exactly_k",
        specification="threshold:exactly_k",
        printed_class="TC^0",
        fan_in=None,
        size=lambda n: 3,
        depth=lambda n: 2,
        wires=lambda n: 2 * n + 2,
        slip=("ATMOST(k;", "ATMOST(k + 1;"),
        settings=tuple({"k": k} for k in (5, 0, 1, 3, 4, 7)),
    ),
    ShippedProgram(
        name="heavy_sum",
        summary="bit i weighs i: one threshold gate with wires of multiplicity",
        builder="threshold:build_heavy_sum",
        specification="threshold:heavy_sum",
        printed_class="TC^0",
        fan_in=None,
        size=lambda n: 1,
        depth=lambda n: 1,
        wires=lambda n: n * (n + 1) // 2,
        slip=("n*(n+1) div 4 + 1", "n*(n+1) div 4"),
    ),
)
