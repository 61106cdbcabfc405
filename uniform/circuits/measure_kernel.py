"""The compiled passes of ``soundness`` and ``measure``: order of wires, depths upward, cone of the outputs downward.

Bounds: ``soundness`` has checked that every wire comes from an input or an earlier gate.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np

from uniform.kernels import nb, njit


@njit(nb.boolean(nb.int64[::1], nb.int32[::1], nb.int64))
def sort_by_place(offsets, children, inputs):
    """Whether every wire is from an input or an earlier gate; ``offsets`` goes from 0 to the number of wires."""
    for gate in range(len(offsets) - 1):
        for e in range(offsets[gate], offsets[gate + 1]):
            if children[e] >= inputs + gate:
                return False
    return True


@njit(nb.types.UniTuple(nb.int64[::1], 2)(nb.int64[::1], nb.int32[::1], nb.int64[::1], nb.int64))
def depths_and_cone(offsets, children, outputs, inputs):
    """For each id, its depth, and 1 if an output depends on it."""
    gates = len(offsets) - 1
    depths = np.zeros(inputs + gates, dtype=np.int64)
    used = np.zeros(inputs + gates, dtype=np.int64)
    for gate in range(gates):
        deepest = 0
        for e in range(offsets[gate], offsets[gate + 1]):
            deepest = max(deepest, depths[children[e]])
        depths[inputs + gate] = deepest + 1
    for output in outputs:
        used[output] = 1
    for gate in range(gates - 1, -1, -1):
        if used[inputs + gate]:
            for e in range(offsets[gate], offsets[gate + 1]):
                used[children[e]] = 1
    return depths, used
