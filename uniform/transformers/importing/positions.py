"""A learned table of absolute positions has a row for each position up to some length, so it has no uniform family.

Three kinds of tables do: those that nothing reads, constant ones, and those that repeat with a short period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from uniform.transformers.files.outline import FeatureOutline
from uniform.transformers.importing.foreign import Floats

LONGEST_PERIOD = 16
_EQUAL = 1e-6


def columns_read(arrays: Mapping[str, Floats]) -> set[int]:
    """The columns of a state on which anything depends, but the state itself."""
    found: set[int] = set()
    for name, array in arrays.items():
        if name.endswith((".query", ".key", ".value", ".up")) or name == "readout":
            found |= set(np.flatnonzero(np.any(array != 0, axis=0)).tolist())
        elif name.endswith(".norm.scale"):
            return set(range(array.shape[0]))
    return found


def features_of(table: Floats, read: Iterable[int]) -> tuple[tuple[FeatureOutline, ...], Floats] | None:
    """Features and the rows by which they are multiplied, equal to a table whose row 0 is for the first position; None
    if there are none. Only the columns ``read`` have to be equal."""
    used = np.zeros_like(table)
    columns = sorted(read)
    used[:, columns] = table[:, columns]
    if not np.any(np.abs(used) > _EQUAL):
        return (), np.zeros((0, table.shape[1]))
    for period in range(1, min(LONGEST_PERIOD, len(table) // 2) + 1):
        if np.all(np.abs(used[period:] - used[:-period]) <= _EQUAL):
            if period == 1:
                return (FeatureOutline("one", ()),), used[:1]
            return tuple(_indicator(place, period) for place in range(period)), used[:period]
    return None


def _indicator(place: int, period: int) -> FeatureOutline:
    """1 at the positions ``place + 1``, ``place + 1 + period``, ..., 0 elsewhere."""
    return FeatureOutline("periodic", tuple(float(rest == (place + 1) % period) for rest in range(period)))
