"""The hash table of the fast tier, with linear probing: keys are flat addresses plus 1, and 0 is a free entry."""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np

from uniform.counters.fast import slots as s
from uniform.kernels import nb, njit

_I = nb.int64[::1]


@njit(nb.int64(_I, nb.int64))
def probe(keys, flat):
    """The place of a flat address in a hash table, or of the free entry where it belongs."""
    mask = len(keys) - 1
    place = ((flat * np.int64(-7046029254386353131)) >> 20) & mask
    while keys[place] != 0 and keys[place] != flat + 1:
        place = (place + 1) & mask
    return place


@nb.njit(inline="always")
def note_printed(hashed, printing, keys, values, bits, slot, flat, identifier, now):
    """Note that the gate, or the part, at a flat address is printed; returns why the loop must stop, or ENDED.

    ``identifier`` is the id plus 1."""
    twice = False
    reason = s.ENDED
    if hashed:
        if 2 * now[s.HASHED] >= len(keys):
            reason = s.MORE_HASH
        else:
            place = probe(keys, flat)
            twice = keys[place] != 0
            keys[place] = flat + 1
            if not twice:
                values[place] = identifier
                now[s.HASHED] += 1
    elif printing:
        twice = (bits[flat >> 3] >> (flat & 7)) & 1 != 0
        bits[flat >> 3] |= 1 << (flat & 7)
    else:
        twice = slot[flat] != 0
        slot[flat] = identifier
    if twice:
        now[s.FLAT] = flat
        reason = s.PRINTED_TWICE
    return reason


@njit(nb.void(_I, _I, _I, _I))
def rehash(old_keys, old_values, keys, values):
    """Move a hash table into a larger one."""
    for i in range(len(old_keys)):
        if old_keys[i] != 0:
            place = probe(keys, old_keys[i] - 1)
            keys[place] = old_keys[i]
            values[place] = old_values[i]
