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


@njit(nb.int64(_I, _I, nb.uint8[::1], nb.int32[::1], nb.int64, _I))
def enter_part(keys, values, bits, slot, flat, now):
    """Note that the part at a flat address is printed, as the loop does for gates; returns why it must stop, or
    ENDED."""
    twice = False
    if len(keys) > 0:
        if 2 * now[s.HASHED] >= len(keys):
            return s.MORE_HASH
        place = probe(keys, flat)
        twice = keys[place] != 0
        if not twice:
            keys[place], values[place] = flat + 1, 1
            now[s.HASHED] += 1
    elif len(bits) > 0:
        twice = (bits[flat >> 3] >> (flat & 7)) & 1 != 0
        bits[flat >> 3] |= 1 << (flat & 7)
    else:
        twice = slot[flat] != 0
        slot[flat] = 1
    if twice:
        now[s.FLAT] = flat
        return s.PRINTED_TWICE
    now[s.ENTERED] += 1
    return s.ENDED


@njit(nb.void(_I, _I, _I, _I))
def rehash(old_keys, old_values, keys, values):
    """Move a hash table into a larger one."""
    for i in range(len(old_keys)):
        if old_keys[i] != 0:
            place = probe(keys, old_keys[i] - 1)
            keys[place] = old_keys[i]
            values[place] = old_values[i]
