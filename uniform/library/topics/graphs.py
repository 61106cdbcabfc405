"""Paths in graphs."""

from __future__ import annotations

from uniform.library.entry import ShippedMachine, ShippedProgram, make_topic
from uniform.library.formulas import clog2

TOPIC = make_topic(
    "graphs",
    ShippedProgram(
        name="reachability",
        summary="reflexive-transitive closure by repeated squaring",
        builder="graphs:build_reachability",
        specification="graphs:reachability",
        printed_class="AC^1",
        fan_in=None,
        size=lambda n: 2 * n * n + clog2(n) * (n**3 + n * n),
        depth=lambda n: 2 * clog2(n) + 2,
        wires=lambda n: 2 * n * n - n + 3 * n**3 * clog2(n),
        slip=("bits(2*n - 1) - 1", "bits(n) div 2"),
        large=13,
    ),
    ShippedMachine(
        name="functional_path",
        summary="path in a graph of out-degree one",
        specification="words:functional_path",
        alphabet="1#",
        tight=lambda n: "#" * n,
        likely="graph",
        example="11#111#1#",
    ),
    ShippedMachine(
        name="divides_to_path",
        summary="reduces divides to functional_path",
        specification="words:graph_of_multiples",
        alphabet="1#",
        tight=lambda n: "1" * (n - 1) + "#",
        every=True,
        likely="multiple",
        example="1#11",
    ),
)
