"""Measures of a circuit: size, depth, wires, fan-in, gates by kind, and the same for the cone of its outputs.

Depth is the longest path over *all* gates: inputs have depth 0, a gate without wires 1, any other gate one more
than its deepest child. The *cone* is what the outputs depend on; its size and depth are figures of their own,
because a circuit may hold gates that nothing uses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of one circuit."""

    inputs: int
    outputs: int
    size: int  # gates; NOT and COPY count, inputs do not
    depth: int  # of all gates
    wires: int  # with multiplicity
    fan_in: int  # the most wires into one gate, with multiplicity
    cone_size: int  # gates on which an output depends, outputs included
    cone_depth: int  # the deepest output
    kinds: tuple[tuple[str, int], ...]  # how many gates of each kind that occurs

    def to_json(self) -> dict[str, Any]:
        """The figures as JSON."""
        names = ("inputs", "outputs", "size", "depth", "wires", "fan_in", "cone_size", "cone_depth")
        return {**{name: getattr(self, name) for name in names}, "kinds": dict(self.kinds)}


def measure(circuit: Circuit) -> Measures:
    """Measure a circuit. Cost: two passes over its wires.

    >>> from uniform.circuits.builder import CircuitBuilder
    >>> b = CircuitBuilder("nand", 2)
    >>> both = b.and_("both", b.inputs("x", (1, 2)))
    >>> m = measure(b.build([b.not_("y", both)]))
    >>> m.size, m.depth, m.wires, m.fan_in
    (2, 2, 3, 2)
    """
    depths, used = _kernel()(
        circuit.offsets, circuit.children.astype(np.int64, copy=False), circuit.outputs, circuit.inputs
    )
    fan_ins = _fan_ins(circuit)
    counts = np.bincount(circuit.kind, minlength=len(Kind))
    return Measures(
        inputs=circuit.inputs,
        outputs=len(circuit.outputs),
        size=circuit.gates,
        depth=int(depths.max(initial=0)),
        wires=sum(fan_ins.tolist()) if fan_ins.dtype == object else int(fan_ins.sum()),
        fan_in=int(max(fan_ins.tolist(), default=0)),
        cone_size=int(used[circuit.inputs :].sum()),
        cone_depth=int(depths[circuit.outputs].max(initial=0)),
        kinds=tuple((kind.name, int(counts[kind])) for kind in Kind if counts[kind]),
    )


def _fan_ins(circuit: Circuit) -> np.ndarray[Any, Any]:
    """The number of wires of each gate, with multiplicity."""
    if circuit.multiplicity is None:
        return np.diff(circuit.offsets)
    if circuit.multiplicity.dtype == object:
        offsets = circuit.offsets.tolist()
        weights = circuit.multiplicity.tolist()
        return np.array([sum(weights[a:b]) for a, b in pairwise(offsets)], dtype=object)
    sums = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(circuit.multiplicity)])
    return sums[circuit.offsets[1:]] - sums[circuit.offsets[:-1]]  # type: ignore[no-any-return]


@cache
def _kernel() -> Callable[..., tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
    from uniform.circuits.measure_kernel import depths_and_cone

    return depths_and_cone
