"""The hash table of the fast tier, with linear probing: keys are flat addresses plus 1, and 0 is a free entry."""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np

from uniform.counters.fast import slots as s
from uniform.kernels import nb, njit

_I = nb.int64[::1]
_FACTOR = np.int64(-7046029254386353131)


@njit(nb.int64(_I, nb.int64))
def find_place(keys, flat):
    """The place of a flat address in a hash table, or of the free entry where it belongs."""
    mask = len(keys) - 1
    place = (flat ^ (flat >> 31)) * _FACTOR  # every digit of the address counts
    place = (place ^ ((place >> 32) & 0xFFFFFFFF)) * _FACTOR
    place = (place >> 32) & mask
    while keys[place] != 0 and keys[place] != flat + 1:
        place = (place + 1) & mask
    return place


@njit(nb.int64(_I, _I, _I))
def enter_hashed(keys, values, now):
    """Note that the part at a flat address is printed; returns why the loop must stop, or ENDED."""
    if 2 * now[s.HASHED] >= len(keys):
        return s.MORE_HASH
    place = find_place(keys, now[s.FLAT])
    if keys[place] != 0:
        return s.PRINTED_TWICE
    keys[place], values[place] = now[s.FLAT] + 1, 1
    now[s.HASHED] += 1
    return s.ENDED


@njit(nb.void(_I, _I, _I))
def enter_inputs(keys, values, flats):
    """Enter the flat addresses of the inputs, with their ids plus 1. The caller has made room."""
    for i in range(len(flats)):
        place = find_place(keys, flats[i])
        keys[place], values[place] = flats[i] + 1, i + 1


@njit(nb.void(_I, _I, _I, _I))
def rehash(old_keys, old_values, keys, values):
    """Move a hash table into a larger one."""
    for i in range(len(old_keys)):
        if old_keys[i] != 0:
            place = find_place(keys, old_keys[i] - 1)
            keys[place] = old_keys[i]
            values[place] = old_values[i]
