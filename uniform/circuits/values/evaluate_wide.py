"""Gates whose wires count to 2^62 or more: bit slices of any length, with Python integers and whole rows.

The same construction as in ``evaluate_kernel``, with a ripple of carries in place of carry-save addition: plane p
is a row of words, digit p of the number of ones. Such gates are rare (weights like n^40); this is written to be
read.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.gates import Kind

Row = NDArray[np.uint64]  # (size,)


def count_and_decide(kind: Kind, parameters: tuple[int, ...], wires: Iterable[tuple[Row, int]], size: int) -> Row:
    """The row of a MAJ, THRESHOLD, ATMOST or MOD gate with wires (row, multiplicity)."""
    planes: list[Row] = []
    largest = 0
    for row, weight in wires:
        largest += weight
        _add(planes, row, weight, size)
    match kind:
        case Kind.MAJ:
            return _at_least(planes, largest // 2 + 1, size)
        case Kind.THRESHOLD:
            return _at_least(planes, parameters[0], size)
        case Kind.ATMOST:
            return ~_at_least(planes, parameters[0] + 1, size)
        case _:
            modulus, residue = parameters
            for shift in range(largest.bit_length() - modulus.bit_length(), -1, -1):
                reached = _at_least(planes, modulus << shift, size)
                _subtract(planes, modulus << shift, reached)
            return _at_least(planes, residue, size) & ~_at_least(planes, residue + 1, size)


def _add(planes: list[Row], row: Row, weight: int, size: int) -> None:
    zero = np.zeros(size, dtype=np.uint64)
    carry, place = zero, 0
    while weight >> place or carry.any():
        if place == len(planes):
            planes.append(zero)
        added = row if weight >> place & 1 else zero
        kept = planes[place]
        planes[place] = kept ^ added ^ carry
        carry = (kept & added) | (kept & carry) | (added & carry)
        place += 1


def _subtract(planes: list[Row], number: int, where: Row) -> None:
    borrow = zero = np.zeros_like(where)
    for place, kept in enumerate(planes):
        taken = where if number >> place & 1 else zero
        planes[place] = kept ^ taken ^ borrow
        borrow = (~kept & (taken | borrow)) | (taken & borrow)


def _at_least(planes: list[Row], minimum: int, size: int) -> Row:
    """Mask of the vectors where the number is at least ``minimum``, found from the low digit to the high one."""
    reached = np.full(size, 0 if minimum >> len(planes) else 2**64 - 1, dtype=np.uint64)
    if minimum >> len(planes):
        return reached
    for place, plane in enumerate(planes):
        reached = reached & plane if minimum >> place & 1 else reached | plane
    return reached
