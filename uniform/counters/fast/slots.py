"""Names shared by the compiled loop of the fast tier and the Python around it: slots, reasons, arrays.

``now`` and ``watch`` are arrays of integers that last between calls of the loop; here each slot has its name. All
arrays are named in five tuples but handed over one by one, in this order: named tuples as arguments made numba slower
to start and left garbage behind at each call. A cached kernel does not notice a change in this file, because numba
only checks the file of the kernel.

A run that never ends stays in a ``while`` and, from some moment on, prints nothing, because an address is printed only
once. After the end of a pass, everything depends on the place, on the registers in scope there and on what is printed;
there are finitely many such states, so one of them repeats. Brent's method finds it (R. P. Brent, An improved Monte
Carlo factorization algorithm, BIT 20, 1980): a state is kept after 1, 2, 4, ... passes without a print and compared
with those that follow. The end of a pass of an outer ``while`` replaces an inner one at once, so that the period counts
passes of the outermost ``while`` in the cycle. Inside a function, those around its calls are around it, too.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Ids = NDArray[np.int32]

SLICE, FULL, TRAPPED, PRINTED_TWICE, NOT_PRINTED, ENDED, OUTSIDE, MORE_HASH, ENDLESS, MORE_LISTED = range(10)
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
    STEPS,  # that count: instructions carried out, and those of copies as far as they count
    CONCERNED,  # site of a trap, or the array of an index outside
    FLAT,  # flat address concerned
    HASHED,  # entries in the hash table
    OPEN_SITE,  # site of the open gate
    QUIET,  # gates and parts printed at the end of the last pass of a ``while``, or -1
    COPY_COST,  # half steps that a copied wire counts, at most those that it took; -1: all that it took
    UNCOUNTED,  # steps of copies that do not count
    ENTERED,  # parts
    LISTED,  # gates in ``listed``
    LISTED_LENGTH,  # of the numbers in it
    FIND_COST,  # steps that finding an address in the hash table counts
) = range(20)
"""The slots of ``now``."""

NOW_LENGTH = FIND_COST + 1
"""The number of slots of ``now``."""

(
    KEPT_AT,  # the place kept, or -1
    KEPT_GATES,  # gates and parts printed when it was
    KEPT_DEPTH,  # of it: how many ``while`` are around its end, itself included
    PASSES,  # of any ``while`` since then
    KEEP_NEXT,  # when to keep the next
    PERIOD,  # passes at the place since
    KEPT,  # the registers kept, from here on
) = range(7)
"""The slots of ``watch``."""


(
    READY,  # 1: it can be copied
    START,  # where its wires, or its text, begin; -1: gone with a buffer
    START_WIRES,  # wires before it
    START_STEPS,  # steps before it
    WIRES_KEPT,  # how many wires
    LENGTH_KEPT,  # how many bytes of text
    STEPS_KEPT,  # how many steps
    NUMBERS,  # the values of its inputs, from here on
) = range(8)
"""What is kept of each stretch (``stretches``), in ``kept``."""


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
    """The text, and what it is made from; empty in a run that builds arrays."""

    out: Bytes  # the buffer
    bits: Bytes  # one for each flat address: printed
    recent: Ints  # recent numbers, then how many digits each has
    shown: Bytes  # their digits, 32 bytes each


class GateArrays(NamedTuple):
    """The circuit; empty in a run that prints text."""

    kinds: Bytes
    threshold: Ints
    residue: Ints
    offsets: Ints
    children: Ids
    weights: Ints
    flats: Ints
    derived: Ints  # of each derived NOT: flat address, ordinal, how many numbers follow, these
    slot: Ids  # for each flat address the id of its gate plus 1
    listed: Ints  # of each NOT in a list that a part takes: the same as in ``derived``, then its id plus 1
    buckets: Ints  # a hash table of these: their places plus 1


class StateArrays(NamedTuple):
    """State that changes throughout a run."""

    registers: Ints
    keys: Ints  # of the hash table
    values: Ints
    now: Ints
    watch: Ints
    kept: Ints  # of stretches
