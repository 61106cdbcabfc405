"""What the compiled loop of the emulator and the Python around it share: names of slots, reasons, arrays.

``now`` is an array of integers that keeps its contents between calls of the loop; this file names its slots. The arrays
are grouped in five named tuples but passed one by one, in this order, because numba starts more slowly when named
tuples are arguments. A kernel in the cache does not notice a change in this file, because numba only looks at the file
of the kernel.

Shapes below: s states, r rules, e entries of the table, a actions, t tapes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]

SHARE, FULL, AT_WALL, MARKED, WATCHED, ENDED, NO_RULE, NOT_ALLOWED = range(8)
"""Why the loop returns to Python. NOT_ALLOWED: the rule writes an origin or the input."""

WALL = np.uint8(255)
"""The content of the cells before and behind a tape; no symbol has this number."""

(
    STATE,
    STEPS,  # so far
    PRINTED,  # characters in ``output``
    RULE,  # the last one, where it has ended the run or led a head onto a wall
    DIFFERING,  # cells that are not as in the kept configuration
) = range(5)
"""The slots of ``now``."""

NOW_LENGTH = DIFFERING + 1
"""The number of these."""


class LookArrays(NamedTuple):
    """The tapes that each state looks at: see ``pack``."""

    look: Ints  # (s,) packed, or negative
    base: Ints  # (s,) where its part of the table begins
    looks: Ints  # (s,) how many tapes the state looks at, 1 with a diagram
    look_offset: Ints  # (s,) where they are listed in look_tape and look_stride
    look_tape: Ints
    look_stride: Ints


class TableArrays(NamedTuple):
    """The table: what to do for each combination of symbols under the heads."""

    entries: Ints  # (e,) packed, links, or -1
    follow: Ints  # (e,) what the next state looks at; of no use where the entry is negative
    rule_of: Ints  # (e,) rule, STUCK or ILLEGAL; of no use at a link


class RuleArrays(NamedTuple):
    """The rules, for entries that are not packed."""

    rule_next: Ints  # (r,) state
    rule_end: Ints  # (r,) GOES_ON, ACCEPTS, REJECTS or TRAPS
    rule_first: Ints  # (r+1,) its actions
    rule_text: Ints  # (r+1,) its output in ``text``
    action_tape: Ints  # (a,)
    action_write: Ints  # (a,) symbol, or -1
    action_move: Ints  # (a,) -1, 0 or 1
    text: Bytes


class TapeArrays(NamedTuple):
    """The tapes, with a wall before and behind each one."""

    cells: Bytes  # all tapes, one after the other
    heads: Ints  # (t,) places in ``cells``
    highest: Ints  # (t,) the furthest place that each head has visited
    origins: Ints  # (t,)


class RunArrays(NamedTuple):
    """The other arrays of a run."""

    output: Bytes  # the buffer
    now: Ints
    kept_heads: Ints  # (t,) of the kept configuration
    kept_cells: Bytes
