"""Measure a circuit: size, depth, wires, fan-in, gates by kind, and size and depth of the cone of its outputs.

Depth is the longest path over *all* gates: inputs have depth 0, a gate without wires 1, any other gate one more
than its deepest child. The *cone* is what the outputs depend on; its size and depth are given separately,
because a circuit may have gates that nothing uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.circuits.soundness import sound_children

_LARGEST = 1 << 62  # sums below this stay in 64 bits
_FEW = 1 << 20  # wires and gates, up to which Python is faster than loading the compiled loop


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of one circuit."""

    inputs: int
    outputs: int
    size: int  # number of gates, including NOT and COPY but not inputs
    depth: int  # of all gates
    wires: int  # with multiplicity
    fan_in: int  # the largest number of wires into one gate, with multiplicity
    cone_size: int  # gates on which an output depends, outputs included
    cone_depth: int  # the deepest output
    kinds: tuple[tuple[str, int], ...]  # number of gates of each kind that occurs

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
    from uniform.circuits.measure_kernel import depths_and_cone

    depths, used = depths_and_cone(circuit.offsets, sound_children(circuit), circuit.outputs, circuit.inputs)
    counts = fan_ins(circuit)
    kinds = np.bincount(circuit.kind, minlength=len(Kind))
    return Measures(
        inputs=circuit.inputs,
        outputs=len(circuit.outputs),
        size=circuit.gates,
        depth=int(depths.max(initial=0)),
        wires=sum(counts.tolist()),
        fan_in=int(max(counts.tolist(), default=0)),
        cone_size=int(used[circuit.inputs :].sum()),
        cone_depth=int(depths[circuit.outputs].max(initial=0)),
        kinds=tuple((kind.name, int(kinds[kind])) for kind in Kind if kinds[kind]),
    )


def depth_of(circuit: Circuit) -> int:
    """``measure(circuit).depth``, for a circuit from a builder, a reader or a runner. Loads no compiled loop if the
    circuit has few wires. Cost: a pass over its wires.

    >>> from uniform.circuits.builder import CircuitBuilder
    >>> b = CircuitBuilder("nand", 2)
    >>> both = b.and_("both", b.inputs("x", (1, 2)))
    >>> depth_of(b.build([b.not_("y", both)]))
    2
    """
    if circuit.gates + len(circuit.children) > _FEW:
        return measure(circuit).depth
    depths = [0] * circuit.inputs
    children, ends = circuit.children.tolist(), circuit.offsets.tolist()
    for start, end in pairwise(ends):
        depths.append(1 + max([depths[child] for child in children[start:end]], default=0))
    return max(depths, default=0)


def fan_ins(circuit: Circuit) -> NDArray[Any]:
    """The number of wires of each gate, with multiplicity: (g,) int64, or object if one reaches 2^62."""
    if circuit.multiplicity is None:
        return np.diff(circuit.offsets)
    bound = int(circuit.multiplicity.max(initial=1)) * max(1, len(circuit.multiplicity))
    exact = circuit.multiplicity if bound < _LARGEST else circuit.multiplicity.astype(object)
    sums: NDArray[Any] = np.concatenate([np.zeros(1, dtype=exact.dtype), np.cumsum(exact)])
    counts: NDArray[Any] = sums[circuit.offsets[1:]] - sums[circuit.offsets[:-1]]
    small = counts.dtype != object or int(max(counts.tolist(), default=0)) < _LARGEST
    return counts.astype(np.int64) if small else counts
