"""NOT gates of the lists that parts take: where a part prints them, they are entered in a table, and later gates look
them up.

``listed`` has for each of them what ``derived`` has - the flat address of the part, the number of the NOT, how many
variables there are, these - and the id of the gate plus 1. ``buckets`` is a hash table of the places in ``listed``,
plus 1, with linear probing; 0 is free, and at most half of them are taken.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np

from uniform.counters.fast import slots as s
from uniform.kernels import nb, njit

_I = nb.int64[::1]
_FACTOR = np.int64(-7046029254386353131)


@njit(nb.int64(_I, _I, _I, nb.int64))
def _bucket(buckets, listed, key, place):
    """The bucket of the gate described in ``key`` from ``place`` on, or the free one where it belongs."""
    end = place + 3 + key[place + 2]
    mixed = np.int64(0)
    for i in range(place, end):
        mixed = (mixed ^ key[i]) * _FACTOR
        mixed ^= (mixed >> 29) & 0x7FFFFFFFF
    mask = len(buckets) - 1
    bucket = mixed & mask
    while buckets[bucket] != 0:
        other = buckets[bucket] - 1
        same = True
        i = place
        while same and i < end:
            same = listed[other + i - place] == key[i]
            i += 1
        if same:
            break
        bucket = (bucket + 1) & mask
    return bucket


@njit(nb.boolean(_I, _I, _I, nb.int64, nb.int64, _I))
def enter_listed(buckets, listed, derived, place, identifier, now):
    """Enter the gate described in ``derived`` at this place; False if there is no room."""
    numbers = 3 + derived[place + 2]
    start = now[s.LISTED_LENGTH]
    if start + numbers + 1 > len(listed) or 2 * (now[s.LISTED] + 1) > len(buckets):
        return False
    bucket = _bucket(buckets, listed, derived, place)
    listed[start : start + numbers] = derived[place : place + numbers]
    listed[start + numbers] = identifier
    buckets[bucket] = start + 1
    now[s.LISTED_LENGTH] += numbers + 1
    now[s.LISTED] += 1
    return True


@njit(nb.int64(nb.int64[:, ::1], nb.int64, _I, _I, nb.int64, _I, nb.int64, _I, _I))
def find_listed(rows, at, operands, r, flat, derived, length, listed, buckets):
    """The id plus 1 of the gate that a LIST_NEGATED means; 0 if there is none, -1 if ``derived`` has no room from
    ``length`` on to describe it."""
    own = rows[at, 5]
    if length + own + 3 > len(derived):
        return np.int64(-1)
    if len(buckets) == 0:
        return np.int64(0)
    derived[length] = flat
    derived[length + 1] = rows[at, 6]
    derived[length + 2] = own
    for i in range(own):
        place = rows[at, 4] + 2 * i
        derived[length + 3 + i] = r[operands[place]] + operands[place + 1]
    found = buckets[_bucket(buckets, listed, derived, length)]
    return np.int64(0) if found == 0 else listed[found - 1 + 3 + own]


@njit(nb.void(_I, _I, nb.int64))
def refill(buckets, listed, length):
    """Enter all gates into an empty table."""
    place = 0
    while place < length:
        buckets[_bucket(buckets, listed, listed, place)] = place + 1
        place += 4 + listed[place + 2]
