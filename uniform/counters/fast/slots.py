"""What the compiled loop of the fast tier and the Python around it share: names of slots, reasons, arrays.

``now`` and ``watch`` are arrays of integers that last between calls of the loop; here each slot has its name. All
arrays are named in five tuples but handed over one by one, in this order: named tuples as arguments made numba slower
to start and left garbage behind at each call. A kernel in the cache does not notice a change in this file, because
numba looks only at the file of the kernel.

A run that never ends stays in a ``while`` and, from some moment on, prints nothing, as an address is printed once.
From the end of a pass on, everything depends on the place, on the registers alive there and on what is printed; there
are finitely many such moments, so one of them comes back. It is found by Brent's method (R. P. Brent, An improved Monte
Carlo factorization algorithm, BIT 20, 1980): a moment is kept after 1, 2, 4, ... passes without a print and compared
with those that follow. The end of a pass of an outer ``while`` is kept at once in place of one inside, so that the
period is told in passes of the outermost ``while`` that takes part.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Ids = NDArray[np.int32]

SLICE, FULL, TRAPPED, PRINTED_TWICE, NOT_PRINTED, ENDED, OUTSIDE, MORE_HASH, ENDLESS = range(9)
"""Why the loop returns to Python."""

(
    AT,  # position of the next instruction
    GATES,  # gates closed
    WIRES,  # wires so far
    LENGTH,  # of the text, or of ``derived``
    OPEN_FLAT,  # flat address of the open gate, or -1
    OPEN_NOT,  # place in ``derived`` of an open NOT
    FIRST_NOT,  # first derived NOT of the statement, or -1
    NOTS,  # how many of these the line has met
    STEPS,  # instructions carried out
    CONCERNED,  # site of a trap, or the array of an index outside
    FLAT,  # flat address concerned
    HASHED,  # entries in the hash table
    OPEN_SITE,  # site of the open gate
    QUIET,  # gates printed at the end of the last pass of a ``while``, or -1
) = range(14)
"""The slots of ``now``."""

NOW_LENGTH = QUIET + 1
"""The number of these."""

(
    KEPT_AT,  # the place kept, or -1
    KEPT_GATES,  # gates printed when it was
    KEPT_TARGET,  # its target
    PASSES,  # of any ``while`` since then
    KEEP_NEXT,  # when to keep the next
    PERIOD,  # passes at the place since
    KEPT,  # the registers kept, from here on
) = range(7)
"""The slots of ``watch``."""


class ProgramArrays(NamedTuple):
    """Packed code: see ``pack``."""

    rows: Ints
    operands: Ints
    texts: Bytes
    piece_start: Ints
    piece_place: Ints
    kind_place: Ints


class DeclaredArrays(NamedTuple):
    """A layout: see ``pack.Places``."""

    base: Ints
    is_input: Ints
    first: Ints
    low: Ints
    size: Ints
    ranks: Ints
    tables: Ints


class TextArrays(NamedTuple):
    """The text, and what makes it; empty where arrays are built."""

    out: Bytes  # the buffer
    bits: Bytes  # one for each flat address: printed
    recent: Ints  # numbers printed lately, then how many digits each has
    shown: Bytes  # their digits, 32 bytes each


class GateArrays(NamedTuple):
    """The circuit; empty where text is printed."""

    kinds: Bytes
    threshold: Ints
    residue: Ints
    offsets: Ints
    children: Ids
    weights: Ints
    flats: Ints
    derived: Ints  # of each derived NOT: flat address, ordinal, how many numbers follow, these
    slot: Ids  # for each flat address the id of its gate plus 1


class StateArrays(NamedTuple):
    """What changes all the time."""

    registers: Ints
    keys: Ints  # of the hash table
    values: Ints
    now: Ints
    watch: Ints
