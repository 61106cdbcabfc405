"""The compiled loops of evaluation in sections: when inputs and gates are used last, and the rows that they get."""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np

from uniform.kernels import nb, njit

_IDS = nb.int32[::1]


@njit(nb.void(nb.int64[::1], _IDS, nb.int64, _IDS))
def note_uses(offsets, children, first, last):
    """``last[id]`` <- the last gate that has a wire from it, where gates have the numbers ``first``, ``first + 1``, ...

    Sections are noted in order. ``last`` has room for all ids in ``children``."""
    for gate in range(len(offsets) - 1):
        for e in range(offsets[gate], offsets[gate + 1]):
            last[children[e]] = first + gate


@njit(nb.types.Tuple((_IDS, nb.int64))(_IDS, nb.int64))
def rows_by_last_use(last, inputs):
    """A row for each input and gate, (ids,), and the number of rows used: linear scan, as ``assign_rows`` does.

    ``last`` is -1 where nothing uses an input or gate, and the number of gates, or more, where an output does."""
    ids = len(last)
    gates = ids - inputs
    dying = np.full(gates, -1, dtype=np.int32)  # the first in the list of ids that a gate uses last, or -1
    following = np.empty(ids, dtype=np.int32)  # the next in this list
    for identifier in range(ids):
        gate = last[identifier]
        if 0 <= gate < gates:
            following[identifier] = dying[gate]
            dying[gate] = identifier
    row = np.empty(ids, dtype=np.int32)
    free = np.empty(ids, dtype=np.int32)  # a stack of ``waiting`` rows
    waiting, rows = 0, inputs
    for identifier in range(inputs):
        row[identifier] = identifier
    for gate in range(gates):
        own = inputs + gate
        if waiting > 0:
            waiting -= 1
            row[own] = free[waiting]
        else:
            row[own] = rows
            rows += 1
        identifier = dying[gate]
        while identifier != -1:
            free[waiting] = row[identifier]
            waiting += 1
            identifier = following[identifier]
        if last[own] == -1:
            free[waiting] = row[own]
            waiting += 1
    return row, rows
