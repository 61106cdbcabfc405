"""Parity, from linear to constant depth."""

from __future__ import annotations

from uniform.library.entry import ShippedMachine, ShippedProgram, topic
from uniform.library.formulas import clog2

TOPIC = topic(
    "parity",
    ShippedProgram(
        name="parity_chain",
        summary="parity, an XOR at a time: linear depth",
        builder="parity:build_parity_chain",
        specification="parity:parity",
        printed_class="P",
        fan_in=2,
        size=lambda n: n + 1,
        depth=lambda n: n + 1,
        wires=lambda n: 2 * n,
        slip=("XOR(", "XNOR("),
    ),
    ShippedProgram(
        name="parity_tree",
        summary="parity as a balanced tree, by a counter that walks down a heap",
        builder="parity:build_parity_tree",
        specification="parity:parity",
        printed_class="NC1",
        fan_in=2,
        size=lambda n: 2 * n,
        depth=lambda n: clog2(n) + 2,
        wires=lambda n: 3 * n - 1,
        slip=("node[v] := XOR(", "node[v] := OR("),
    ),
    ShippedProgram(
        name="parity_tc0",
        summary="parity in constant depth: for some odd k, at least k ones and not k+1",
        builder="parity:build_parity_tc0",
        specification="parity:parity",
        printed_class="TC0",
        fan_in=None,
        size=lambda n: n + 2 + 2 * ((n + 1) // 2),
        depth=lambda n: 4,
        wires=lambda n: n * n + n + 4 * ((n + 1) // 2),
        slip=("NOT atleast[k+1]", "atleast[k+1]"),
    ),
    ShippedProgram(
        name="parity_tc0_depth2",
        summary="parity with n + 1 threshold gates in depth 2",
        builder="parity:build_parity_tc0_depth2",
        specification="parity:parity",
        printed_class="TC0",
        fan_in=None,
        size=lambda n: n + 1,
        depth=lambda n: 2,
        wires=lambda n: n * n + n,
        slip=("n div 2 + 1", "(n+1) div 2"),
    ),
    ShippedMachine(
        name="parity_chain",
        summary="prints the family parity_chain, by hand",
        specification="words:parity_chain",
        alphabet="1",
        tight=lambda n: "1" * n,
        every=True,
        likely="ones",
        example="111",
    ),
)
