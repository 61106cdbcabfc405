"""The compiled loops of ``evaluate``: a run of gates on one block of words.

``values[row[id]]`` holds the words of an input or gate, from when it has a value until its last use; then another
gate may have the row. Loops over rows are in separate functions, where they are vectorized, and the loop over
gates does not pay for counting references to rows.

AND, OR and XOR of two words are one formula, with masks that are all ones or zero:

    (x & y & both) ^ ((x ^ y) & one)      AND: both     XOR: one     OR: both and one

Gates that count their ones add wires *carry-save*: plane p holds up to two rows of words of weight 2^p that are
still to be added. A third row meets a full adder

    a, b, c of weight 2^p   ->   a ^ b ^ c of weight 2^p,   majority(a, b, c) of weight 2^(p+1)

so w wires cost fewer than w full adders of five word operations, whatever the values are (Knuth, TAOCP 4A,
7.1.4; Warren, Hacker's Delight, 5-1, after Harley and Seal). At the end half adders leave one row on each plane:
digit p of the number of ones. A wire of multiplicity w is added on every plane where w has a 1.

Rows are never copied: a pending row is a number of a row of ``values``, which has spare rows at its end. Plane p owns
five of them: two for sums, used in turn because a loop over rows that do not overlap is vectorized, and three for the
carries that it sends up, of which at most two are pending when the next one comes.

A few vectors are counted one by one instead, each with a sum of its own, which takes less time.

Invariant: the wires of a gate count to less than 2^62 here; ``evaluate_wide`` takes the other gates.

Bounds, and what ensures them: wires come from inputs and earlier gates (``soundness``), so a row is known before it is
read, and each is freed only once, so that the stack has room. ``evaluate`` makes as many planes as the largest
count here has digits, with their spare rows and one more, and cuts parameters to 2^62; what a full adder sends beyond
the last plane is zero.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np

from uniform.circuits.gates import Kind
from uniform.kernels import nb, njit

SPARE_ROWS = 5  # for each plane
FEW = 8  # vectors, at most, that are counted one by one

_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_ZERO = np.uint64(0)

_FALSE, _TRUE, _COPY, _NOT = int(Kind.FALSE), int(Kind.TRUE), int(Kind.COPY), int(Kind.NOT)
_AND, _OR, _XOR = int(Kind.AND), int(Kind.OR), int(Kind.XOR)
_NAND, _NOR, _XNOR = int(Kind.NAND), int(Kind.NOR), int(Kind.XNOR)
_MAJ, _THRESHOLD, _ATMOST, _MOD = int(Kind.MAJ), int(Kind.THRESHOLD), int(Kind.ATMOST), int(Kind.MOD)

_ROWS = nb.uint64[:, ::1]
_INTEGERS = nb.int64[::1]
_IDS = nb.int32[::1]
_ROW_COUNTS = nb.types.Tuple((_IDS, nb.int64))


@njit(nb.void(_ROWS, nb.int64, nb.uint64, nb.int64))
def _fill(values, out, word, size):
    row = values[out]
    for v in range(size):
        row[v] = word


@njit(nb.void(_ROWS, nb.int64, nb.int64, nb.int64, nb.uint64, nb.uint64, nb.uint64, nb.int64))
def _pair(values, left, right, out, both, one, invert, size):
    """``out``, another row, <- the gate of ``left`` and ``right`` selected by the masks, xor ``invert``."""
    x, y, z = values[left], values[right], values[out]
    for v in range(size):
        z[v] = (x[v] & y[v] & both) ^ ((x[v] ^ y[v]) & one) ^ invert


@njit(nb.void(_ROWS, nb.int64, nb.int64, nb.uint64, nb.uint64, nb.int64))
def _into(values, wire, out, both, one, size):
    """``out`` <- the gate of ``out`` and ``wire`` selected by the masks."""
    x, z = values[wire], values[out]
    for v in range(size):
        z[v] = (x[v] & z[v] & both) ^ ((x[v] ^ z[v]) & one)


@njit(nb.void(_ROWS, nb.int64, nb.int64))
def _invert(values, out, size):
    row = values[out]
    for v in range(size):
        row[v] = ~row[v]


@njit(nb.void(_ROWS, nb.int64, nb.int64, nb.int64, nb.int64, nb.int64, nb.int64))
def _full_adder(values, a, b, c, total, carry, size):
    x, y, z, low, high = values[a], values[b], values[c], values[total], values[carry]
    for v in range(size):
        one = x[v] ^ y[v]
        both = x[v] & y[v]
        low[v] = one ^ z[v]
        high[v] = both | (one & z[v])


@njit(nb.void(_ROWS, nb.int64, nb.int64, nb.int64, nb.int64[:, ::1], nb.int64, nb.int64))
def _push(values, row, plane, digits, pending, spare, size):
    """Add a row of weight 2^plane. ``pending[p]``: how many rows wait, which two, turns of sum and carry."""
    while plane < digits:
        own = pending[plane]
        if own[0] < 2:
            own[1 + own[0]] = row
            own[0] += 1
            return
        total = spare + SPARE_ROWS * plane + own[3]
        carry = spare + SPARE_ROWS * plane + 2 + own[4]
        own[3] = 1 - own[3]
        own[4] = 0 if own[4] == 2 else own[4] + 1
        _full_adder(values, own[1], own[2], row, total, carry, size)
        own[0], own[1] = 1, total
        row = carry
        plane += 1


@njit(nb.void(_ROWS, nb.int64, nb.int64[:, ::1], nb.int64, nb.int64))
def _settle(values, digits, pending, spare, size):
    """Leave at most one row on each plane."""
    for plane in range(digits):
        own = pending[plane]
        if own[0] == 2:
            total = spare + SPARE_ROWS * plane + own[3]
            carry = spare + SPARE_ROWS * plane + 2 + own[4]
            _pair(values, own[1], own[2], total, _ZERO, _ALL, _ZERO, size)
            _pair(values, own[1], own[2], carry, _ALL, _ZERO, _ZERO, size)
            own[0], own[1] = 1, total
            _push(values, carry, plane + 1, digits, pending, spare, size)


@njit(nb.void(_ROWS, nb.int64, nb.int64, nb.int64[:, ::1], nb.int64, nb.int64))
def _at_least(values, least, digits, pending, out, size):
    """``out`` <- whether the settled count is at least ``least``, which is below 2^digits."""
    _fill(values, out, _ALL, size)
    for plane in range(digits):
        wanted = (least >> plane) & 1
        if pending[plane, 0]:
            _into(values, pending[plane, 1], out, _ALL, _ZERO if wanted else _ALL, size)
        elif wanted:
            _fill(values, out, _ZERO, size)


@njit(nb.void(_ROWS, nb.int64, nb.int64, nb.int64, nb.int64[:, ::1], nb.int64, nb.int64))
def _reduce(values, modulus, most, digits, pending, spare, size):
    """Leave the settled count modulo ``modulus`` <= ``most``, the largest count: long division, digits in parallel.

    Every plane gets a row of its own, the first of its spare rows; the row beyond all planes is scratch.
    """
    reached = spare + SPARE_ROWS * digits
    for plane in range(digits):
        waiting, row, own = pending[plane, 0], pending[plane, 1], spare + SPARE_ROWS * plane
        if waiting == 0 or row != own:
            _fill(values, own, _ZERO, size)
            if waiting:
                _into(values, row, own, _ZERO, _ALL, size)
        pending[plane, 0], pending[plane, 1] = 1, own
    shift = 0
    while modulus << (shift + 1) <= most:
        shift += 1
    while shift >= 0:
        subtrahend = modulus << shift
        _at_least(values, subtrahend, digits, pending, reached, size)
        for v in range(size):
            borrow = _ZERO
            for plane in range(shift, digits):
                row = spare + SPARE_ROWS * plane
                kept = values[row, v]
                taken = values[reached, v] if (subtrahend >> plane) & 1 else _ZERO
                values[row, v] = kept ^ taken ^ borrow
                borrow = (~kept & (taken | borrow)) | (taken & borrow)
        shift -= 1


@njit(nb.void(_ROWS, _IDS, _INTEGERS, _IDS, nb.int64, nb.int64, nb.int64, _INTEGERS))
def _count_few(values, children, weights, row, start, end, few, sums):
    """``sums[v]`` <- the count of the wires ``start`` up to but not including ``end`` in vector v < few."""
    sums[:few] = 0
    for e in range(start, end):
        word = values[row[children[e]], 0]
        weight = weights[e] if len(weights) > 0 else np.int64(1)
        for v in range(few):
            sums[v] += weight * np.int64((word >> np.uint64(v)) & np.uint64(1))


@njit(nb.uint64(nb.uint8, nb.int64, nb.int64, nb.int64, nb.int64, _INTEGERS))
def _decide_few(code, threshold, residue, most, few, sums):
    """The word of a gate from the counts of its wires, of which ``most`` is the largest possible."""
    word = _ZERO
    for v in range(few):
        total = sums[v]
        if code == _MAJ:
            holds = total > most // 2
        elif code == _THRESHOLD:
            holds = total >= threshold
        elif code == _ATMOST:
            holds = total <= threshold
        else:
            holds = total % threshold == residue
        if holds:
            word |= np.uint64(1) << np.uint64(v)
    return word


@njit(nb.void(_INTEGERS, _IDS, nb.int64, _IDS))
def note_uses(offsets, children, first, last):
    """``last[id]`` <- the last gate that has a wire from it, where gates have the numbers ``first``, ``first + 1``, ...

    Sections are noted in order. ``last`` has room for all ids in ``children``."""
    for gate in range(len(offsets) - 1):
        for e in range(offsets[gate], offsets[gate + 1]):
            last[children[e]] = first + gate


@njit(_ROW_COUNTS(_IDS, nb.int64))
def rows_by_last_use(last, inputs):
    """A row for each input and gate, (ids,), and the number of rows used: linear scan.

    ``last`` is -1 where nothing uses an input or gate, and the number of gates, or more, where an output does. Inputs
    have rows 0, 1, ... A gate takes a free row, or a new one if there is none; the rows of what it uses last are free
    after it. So a gate never writes to a row that it reads.
    """
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


@njit(_ROW_COUNTS(_INTEGERS, _IDS, _INTEGERS, nb.int64))
def assign_rows(offsets, children, outputs, inputs):
    """The rows of a whole circuit, as ``rows_by_last_use`` gives them."""
    gates = len(offsets) - 1
    last = np.full(inputs + gates, -1, dtype=np.int32)
    note_uses(offsets, children, 0, last)
    for output in outputs:
        last[output] = gates
    return rows_by_last_use(last, inputs)


@njit(
    nb.void(
        nb.uint8[::1], _INTEGERS, _INTEGERS, _INTEGERS, _IDS, _INTEGERS, nb.int64, nb.int64, nb.int64,
        nb.int64, nb.int64, _ROWS, _IDS, nb.int64, nb.int64[:, ::1],
    )
)  # fmt: skip
def run_gates(
    kind, threshold, residue, offsets, children, weights, inputs, first, last, size, few, values, row, spare, pending
):  # fmt: skip
    """Fill the rows of gates ``first`` up to but not including ``last``.

    ``few`` is the number of vectors, all in one word, if they are to be counted one by one, otherwise 0. ``weights`` is
    empty if all multiplicities are 1; spare rows begin at ``spare``; ``pending`` is scratch, (planes, 5).
    """
    weighted = len(weights) > 0
    sums = np.zeros(FEW, dtype=np.int64)
    for gate in range(first, last):
        code = kind[gate]
        start, end = offsets[gate], offsets[gate + 1]
        out = row[inputs + gate]
        if code <= _XNOR:
            both = _ZERO if code == _XOR or code == _XNOR else _ALL
            one = _ZERO if code == _AND or code == _NAND else _ALL
            inverted = code == _TRUE or code == _NOT or code == _NAND or code == _NOR or code == _XNOR
            if end - start == 2 and not weighted:
                left, right = row[children[start]], row[children[start + 1]]
                _pair(values, left, right, out, both, one, _ALL if inverted else _ZERO, size)
                continue
            _fill(values, out, ~one, size)
            for e in range(start, end):
                if both != _ZERO or not weighted or weights[e] & 1:
                    _into(values, row[children[e]], out, both, one, size)
            if inverted:
                _invert(values, out, size)
            continue
        most = end - start
        if weighted:
            most = np.int64(0)
            for e in range(start, end):
                most += weights[e]
        if few > 0:
            _count_few(values, children, weights, row, start, end, few, sums)
            residue_wanted = residue[gate] if code == _MOD else np.int64(0)
            values[out, 0] = _decide_few(code, threshold[gate], residue_wanted, most, few, sums)
            continue
        digits = 1
        while (most >> digits) > 0:
            digits += 1
        for plane in range(digits):
            for item in range(5):
                pending[plane, item] = 0
        for e in range(start, end):
            wire = row[children[e]]
            if weighted:
                for plane in range(digits):
                    if (weights[e] >> plane) & 1:
                        _push(values, wire, plane, digits, pending, spare, size)
            else:
                _push(values, wire, 0, digits, pending, spare, size)
        _settle(values, digits, pending, spare, size)
        if code == _MOD:
            if threshold[gate] <= most:
                _reduce(values, threshold[gate], most, digits, pending, spare, size)
            rest, scratch = residue[gate], spare + SPARE_ROWS * digits
            _fill(values, out, _ZERO, size)
            for least in (rest, rest + 1):
                if least <= most:
                    _at_least(values, least, digits, pending, scratch, size)
                    _into(values, scratch, out, _ZERO, _ALL, size)
            continue
        least = threshold[gate]
        if code == _MAJ:
            least = most // 2 + 1
        elif code == _ATMOST:
            least += 1
        if least > most:
            _fill(values, out, _ZERO, size)
        else:
            _at_least(values, least, digits, pending, out, size)
        if code == _ATMOST:
            _invert(values, out, size)
