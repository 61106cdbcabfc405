"""The picture of a small circuit, as Graphviz text."""

from __future__ import annotations

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.formats.dot import write_dot


def test_a_small_circuit() -> None:
    b = CircuitBuilder("heavy", 2)
    x = b.inputs("x", (1, 2))
    text = b"".join(write_dot(b.build([b.threshold("y", 2, [x[0], (x[1], 3)])]))).decode()
    assert (
        text
        == """\
digraph "heavy 2" {
  rankdir=BT;
  node [shape=box];
  "x[1]" [label="x[1]", shape=plaintext];
  "x[2]" [label="x[2]", shape=plaintext];
  "y" [label="THRESHOLD 2\\ny", shape=box, peripheries=2];
  "x[1]" -> "y";
  "x[2]" -> "y" [label="3"];
}
"""
    )
