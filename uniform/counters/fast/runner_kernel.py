"""The compiled loop of the fast tier: it reads packed register code and builds arrays, or prints text.

One text for both, compiled once for each, not once for each program: a command that only prints need not wait for the
other. It is written out at length, because a function that is handed arrays costs more than most instructions.
Instructions that do not print come first; the others begin with an address - array and indices - and share its
computation and its printing.

What is printed already: ``slot[flat]`` is the id of a gate plus 1 (arrays), ``bits`` has one bit for each flat
address (text), or, when the declared addresses are too many, ``keys`` and ``values`` are a hash table with linear
probing: keys are flat addresses plus 1, 0 is free, and there is always a free entry.

Bounds, and who keeps them: all numbers fit 62 bits, layouts and literals included (``pipeline``, else the reference
runs); indices are compared with their ranges here (OUTSIDE); arrays, and half of the hash table, have room for what
comes next, or the loop returns (FULL, MORE_HASH); ids fit 32 bits (``runner``, ``LARGEST_IDS``); the text buffer has
room behind ``full`` for the longest print and the 32 bytes that are copied at a time (``pack``, ``Program.longest``);
places in the program are those that ``pack`` has made.

``now`` carries what lasts between calls:

    0 position   1 gates   2 wires   3 length of the text, or of ``derived``   4 flat of open gate, or -1
    5 place in ``derived`` of an open NOT   6 first derived NOT of the statement, or -1   7 how many the line has met
    8 steps   9 site or array   10 flat address concerned   11 entries in the hash table   12 site of the open gate
    13 gates printed at the end of the last pass of a ``while``, or -1

A run that never ends goes on for ever in a ``while`` and prints nothing after a while, as an address is printed once.
From the end of a pass on, everything depends on the place, on the registers alive there and on what is printed; there
are finitely many such moments, so one of them comes back. It is found by Brent's method (R. P. Brent, An improved Monte
Carlo factorization algorithm, BIT 20, 1980): a moment is kept after 1, 2, 4, ... passes without a print and compared
with those that follow. The end of a pass of an outer ``while`` is kept at once in place of one inside, so that the
period is told in passes of the outermost ``while`` that takes part. ``watch`` has

    0 the place kept, or -1   1 gates printed when it was   2 its target   3 passes of any ``while`` since then
    4 when to keep the next   5 passes at the place since   8 ... the registers kept
"""

# mypy: ignore-errors

from __future__ import annotations

from functools import cache

import numpy as np

from uniform.counters.fast import pack as p
from uniform.kernels import copy16, nb, njit

SLICE, FULL, TRAPPED, PRINTED_TWICE, NOT_PRINTED, ENDED, OUTSIDE, MORE_HASH, ENDLESS = range(9)
"""Why the loop returns to Python."""

_I = nb.int64[::1]
_B = nb.uint8[::1]
_ADD, _SUBTRACT, _MULTIPLY, _DIVIDE, _MODULO, _BIT = p.ADD, p.SUBTRACT, p.MULTIPLY, p.DIVIDE, p.MODULO, p.BIT
_MIN, _MAX, _COPY, _BITS, _POWER, _JUMP = p.MIN, p.MAX, p.COPY, p.BITS, p.POWER, p.JUMP
_AGAIN = p.AGAIN
_REQUIRE_EQUAL, _REQUIRE_NOT_EQUAL = p.REQUIRE_EQUAL, p.REQUIRE_NOT_EQUAL
_REQUIRE_LESS, _REQUIRE_AT_MOST = p.REQUIRE_LESS, p.REQUIRE_AT_MOST
_JUMP_EQUAL, _JUMP_NOT_EQUAL, _JUMP_LESS, _JUMP_AT_MOST = (
    p.JUMP_EQUAL,
    p.JUMP_NOT_EQUAL,
    p.JUMP_LESS,
    p.JUMP_AT_MOST,
)
_STEP_UP, _STEP_DOWN, _TEXT, _DECIMAL, _FAIL = p.STEP_UP, p.STEP_DOWN, p.TEXT, p.DECIMAL, p.FAIL
_OPEN, _NEGATION, _WIRE, _EXPECT, _NEGATED, _CLOSE = p.OPEN, p.NEGATION, p.WIRE, p.EXPECT, p.NEGATED, p.CLOSE
_KEPT = 8  # where the registers begin in ``watch``
RECENT = 32  # numbers whose digits are kept
_NOT = 3  # the code of the kind
_NOT_TEXT = np.frombuffer(b".NOT[", dtype=np.uint8).copy()


@nb.njit(inline="always")
def literal(out, length, texts, start, end):
    """Print ``texts[start:end]``; returns the new length. Sixteen bytes are copied, which is quicker than to count."""
    copy16(out, length, texts, start)
    for place in range(start + 16, end):
        out[length + place - start] = texts[place]
    return length + end - start


@njit(nb.int64(_B, nb.int64, nb.int64))
def write_digits(out, start, number):
    """The digits of a natural number from ``start`` on; returns how many."""
    rest = number // 10
    digits = 1
    while rest > 0:
        rest //= 10
        digits += 1
    for place in range(start + digits - 1, start - 1, -1):
        rest = number // 10
        out[place] = 48 + number - 10 * rest
        number = rest
    return digits


@nb.njit(inline="always")
def inline_decimal(out, length, number, recent, shown):
    """Print a natural number; returns the new length. The digits of numbers that were printed lately are kept."""
    slot = number & (RECENT - 1)
    if recent[slot] != number:
        recent[slot] = number
        recent[RECENT + slot] = write_digits(shown, slot << 5, number)
    copy16(out, length, shown, slot << 5)
    copy16(out, length + 16, shown, (slot << 5) + 16)
    return length + recent[RECENT + slot]


@njit(nb.int64(_B, nb.int64, nb.int64, _I, _B))
def decimal(out, length, number, recent, shown):
    """The same, not inlined: less to compile."""
    return inline_decimal(out, length, number, recent, shown)


@njit(nb.int64(_I, nb.int64))
def probe(keys, flat):
    """The place of a flat address in a hash table, or of the free entry where it belongs."""
    mask = len(keys) - 1
    place = ((flat * np.int64(-7046029254386353131)) >> 20) & mask
    while keys[place] != 0 and keys[place] != flat + 1:
        place = (place + 1) & mask
    return place


@njit(nb.void(_I, _I, _I, _I))
def rehash(old_keys, old_values, keys, values):
    """Move a hash table into a larger one."""
    for i in range(len(old_keys)):
        if old_keys[i] != 0:
            place = probe(keys, old_keys[i] - 1)
            keys[place] = old_keys[i]
            values[place] = old_values[i]


@njit(nb.boolean(nb.int64, nb.int64, nb.int64, nb.int64, _I, _I))
def after_pass(at, target, alive, gates, r, watch):
    """Whether the end of a pass without a print is the one that is kept, come back; perhaps this one is kept now."""
    if gates != watch[1]:  # the first one after a print, or the first of all
        watch[0] = -1
        watch[1] = gates
        watch[3] = 0
        watch[4] = 1
    if at == watch[0]:
        watch[5] += 1
        same = True
        i = 0
        while same and i < alive:
            same = r[i] == watch[_KEPT + i]
            i += 1
        if same:
            return True
    watch[3] += 1
    due = watch[3] == watch[4]
    if due or (at > watch[0] >= 0 and target <= watch[2]):
        if due:
            watch[4] *= 2
        watch[0] = at
        watch[2] = target
        watch[5] = 0
        for i in range(alive):
            watch[_KEPT + i] = r[i]
    return False


@cache
def runner(printing):
    """The loop that prints text (True) or the one that builds arrays (False), compiled when it is first asked for."""

    @njit(
        nb.int64(
            nb.int64[:, ::1], _I, _I, _B, _I, _I, _I,  # the program
            _I, _I, _I, _I, _I, _I, _I, nb.int64,  # the layout
            _B, nb.int64, _B, _I, _B,  # text
            _B, _I, _I, _I, nb.int32[::1], _I, _I, _I, nb.int32[::1],  # arrays
            _I, _I, _I, _I, nb.int64, nb.int64,
        )
    )  # fmt: skip
    def run(
        rows, operands, r, texts, piece_start, piece_place, kind_place,
        base, is_input, first, low, size, ranks, tables, inputs,
        out, full, bits, recent, shown,
        kinds, threshold, residue, offsets, children, weights, flats, derived, slot,
        keys, values, now, watch, until, stop,
    ):  # fmt: skip
        """Run to position ``stop``, at most until ``until`` steps have been taken in all. Returns why it stopped."""
        at = now[0]
        gates = now[1]
        wires = now[2]
        length = now[3]
        steps = now[8]
        quiet = now[13]
        reason = ENDED
        hashed = len(keys) > 0
        while at != stop:
            if steps >= until:
                reason = SLICE
                break
            steps += 1
            op = rows[at, 0]
            if op < _TEXT:
                a = rows[at, 1]
                b = rows[at, 2]
                c = rows[at, 3]
                trapped = -1
                if op == _ADD:
                    r[a] = r[b] + r[c]
                elif op == _STEP_UP:
                    if r[b] - r[a] >= r[c]:
                        r[a] += r[c]
                        at = rows[at, 4]
                        continue
                elif op == _SUBTRACT:
                    if r[b] < r[c]:
                        trapped = rows[at, 4]
                    else:
                        r[a] = r[b] - r[c]
                elif op == _COPY:
                    r[a] = r[b]
                elif op == _JUMP:
                    at = a
                    continue
                elif op == _JUMP_EQUAL:
                    if r[a] == r[b]:
                        at = c
                        continue
                elif op == _JUMP_NOT_EQUAL:
                    if r[a] != r[b]:
                        at = c
                        continue
                elif op == _JUMP_LESS:
                    if r[a] < r[b]:
                        at = c
                        continue
                elif op == _JUMP_AT_MOST:
                    if r[a] <= r[b]:
                        at = c
                        continue
                elif op == _REQUIRE_AT_MOST:
                    if r[a] > r[b]:
                        trapped = c
                elif op == _REQUIRE_LESS:
                    if r[a] >= r[b]:
                        trapped = c
                elif op == _REQUIRE_EQUAL:
                    if r[a] != r[b]:
                        trapped = c
                elif op == _REQUIRE_NOT_EQUAL:
                    if r[a] == r[b]:
                        trapped = c
                elif op == _AGAIN:
                    if gates != quiet:
                        quiet = gates
                    elif after_pass(at, a, b, gates, r, watch):
                        now[9] = c
                        reason = ENDLESS
                        break
                    at = a
                    continue
                elif op == _STEP_DOWN:
                    if r[a] - r[b] >= r[c]:
                        r[a] -= r[c]
                        at = rows[at, 4]
                        continue
                elif op == _MULTIPLY:
                    r[a] = r[b] * r[c]
                elif op == _DIVIDE or op == _MODULO:
                    if r[c] == 0:
                        trapped = rows[at, 4]
                    elif op == _DIVIDE:
                        r[a] = r[b] // r[c]
                    else:
                        r[a] = r[b] % r[c]
                elif op == _BIT:
                    r[a] = (r[b] >> r[c]) & 1 if r[c] < 63 else 0
                elif op == _MIN:
                    r[a] = min(r[b], r[c])
                elif op == _MAX:
                    r[a] = max(r[b], r[c])
                elif op == _BITS:
                    value = r[b]
                    digits = 1
                    while value > 1:
                        value >>= 1
                        digits += 1
                    r[a] = digits
                else:
                    r[a] = np.int64(1) << r[b]
                if trapped >= 0:
                    now[9] = trapped
                    reason = TRAPPED
                    break
                at += 1
                continue

            if printing and length >= full:
                reason = FULL
                break
            if op >= _OPEN and op <= _NEGATED:
                array = rows[at, 1]
                dimension = first[array]
                if ranks[dimension] == -1:
                    rank = r[rows[at, 3]] + rows[at, 8] - low[dimension]
                    inside = 0 <= rank < size[dimension]
                else:
                    rank = np.int64(0)
                    inside = True
                    place = rows[at, 2]
                    for d in range(dimension, first[array + 1]):
                        index = r[operands[place]] + operands[place + 1]
                        place += 2
                        if low[d] >= 0:
                            offset = index - low[d]
                            inside = inside and 0 <= offset < size[d]
                            rank = rank * size[d] + offset
                        elif inside:
                            start = size[d] + ranks[d] + rank
                            offset = index - tables[size[d] + rank]
                            inside = 0 <= offset < tables[start + 1] - tables[start]
                            rank = tables[start] + offset
                if not inside:
                    now[9] = array
                    reason = OUTSIDE
                    break
                flat = base[array] + rank
                times = np.int64(1)
                if op == _WIRE or op == _EXPECT:
                    identifier = np.int64(1)
                    if not (printing and is_input[array] == 1):
                        if hashed:
                            identifier = values[probe(keys, flat)]
                        elif printing:
                            identifier = np.int64((bits[flat >> 3] >> (flat & 7)) & 1)
                        else:
                            identifier = np.int64(slot[flat])
                    if identifier == 0:
                        now[9] = rows[at, 7]
                        now[10] = flat
                        reason = NOT_PRINTED
                        break
                    times = r[rows[at, 4]] if op == _WIRE else np.int64(0)
                elif op == _NEGATED:
                    times = r[rows[at, 7]]

                if printing:
                    if times == 0:
                        at += 1
                        continue
                    if op == _WIRE or op == _NEGATED:
                        out[length] = 32
                        length += 1
                        wires += 1
                    piece = piece_start[array]
                    last = piece_start[array + 1] - 2
                    place = rows[at, 2]
                    while True:
                        length = literal(out, length, texts, piece_place[piece], piece_place[piece + 1])
                        if piece == last:
                            break
                        length = inline_decimal(out, length, r[operands[place]] + operands[place + 1], recent, shown)
                        place += 2
                        piece += 1
                    if op == _NEGATION or op == _NEGATED:
                        for i in range(5):
                            out[length] = _NOT_TEXT[i]
                            length += 1
                        length = decimal(out, length, rows[at, 6], recent, shown)
                        for place in range(rows[at, 4], rows[at, 4] + 2 * rows[at, 5], 2):
                            out[length] = 44
                            number = r[operands[place]] + operands[place + 1]
                            length = decimal(out, length + 1, number, recent, shown)
                        out[length] = 93
                        length += 1
                    if op == _OPEN or op == _NEGATION:
                        kind = rows[at, 4] if op == _OPEN else _NOT
                        length = literal(out, length, texts, kind_place[kind], kind_place[kind + 1])
                        now[4] = flat if op == _OPEN else -1
                        if op == _OPEN:
                            now[12] = rows[at, 7]
                            for place in range(rows[at, 5], rows[at, 5] + 2 * rows[at, 6], 2):
                                out[length] = 32
                                number = r[operands[place]] + operands[place + 1]
                                length = decimal(out, length + 1, number, recent, shown)
                    elif times != 1:
                        out[length] = 42
                        length = decimal(out, length + 1, times, recent, shown)
                elif op == _WIRE or op == _NEGATED:
                    if wires >= len(children) or (times > 1 and len(weights) == 0):
                        reason = FULL
                        break
                    if op == _NEGATED:
                        identifier = now[6] + now[7] + 1
                        now[7] += 1
                    if times != 0:
                        children[wires] = identifier - 1
                        if len(weights) > 0:
                            weights[wires] = times
                        wires += 1
                elif op == _OPEN:
                    if gates >= len(kinds):
                        reason = FULL
                        break
                    kinds[gates] = rows[at, 4]
                    place = rows[at, 5]
                    if rows[at, 6] > 0:
                        threshold[gates] = r[operands[place]] + operands[place + 1]
                    if rows[at, 6] > 1:
                        residue[gates] = r[operands[place + 2]] + operands[place + 3]
                    now[4] = flat
                    now[12] = rows[at, 7]
                elif op == _NEGATION:
                    own = rows[at, 5]
                    if gates >= len(kinds) or length + own + 3 > len(derived):
                        reason = FULL
                        break
                    derived[length] = flat
                    derived[length + 1] = rows[at, 6]
                    derived[length + 2] = own
                    for i in range(own):
                        place = rows[at, 4] + 2 * i
                        derived[length + 3 + i] = r[operands[place]] + operands[place + 1]
                    now[5] = length
                    length += 3 + own
                    if now[6] < 0:
                        now[6] = inputs + gates
                    kinds[gates] = _NOT
                    now[4] = -1
            elif op == _CLOSE:
                flat = now[4]
                if flat >= 0:
                    if hashed:
                        if 2 * now[11] >= len(keys):
                            reason = MORE_HASH
                            break
                        place = probe(keys, flat)
                        twice = keys[place] != 0
                        keys[place] = flat + 1
                        if not twice:
                            values[place] = inputs + gates + 1
                            now[11] += 1
                    elif printing:
                        twice = (bits[flat >> 3] >> (flat & 7)) & 1 != 0
                        bits[flat >> 3] |= 1 << (flat & 7)
                    else:
                        twice = slot[flat] != 0
                        slot[flat] = inputs + gates + 1
                    if twice:
                        now[10] = flat
                        reason = PRINTED_TWICE
                        break
                    now[6] = -1
                    now[7] = 0
                if printing:
                    out[length] = 10
                    length += 1
                else:
                    flats[gates] = flat if flat >= 0 else -1 - now[5]
                    offsets[gates + 1] = wires
                gates += 1
            elif op == _TEXT:
                length = literal(out, length, texts, rows[at, 1], rows[at, 2])
            elif op == _DECIMAL:
                length = decimal(out, length, r[operands[rows[at, 1]]] + operands[rows[at, 1] + 1], recent, shown)
            elif op == _FAIL:
                now[9] = rows[at, 1]
                reason = TRAPPED
                break
            else:
                break
            at += 1
        now[0] = at
        now[1] = gates
        now[2] = wires
        now[3] = length
        now[8] = steps
        now[13] = quiet
        return reason

    return run
