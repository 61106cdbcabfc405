"""The compiled loop of the fast tier: it reads packed register code and builds arrays, or prints text.

Both loops have the same source, and each is compiled when it is first needed, once for all programs. The source is one
long function, because a call with arrays as arguments, even an inlined one, costs more than most instructions.
Instructions that do not print come first; the others begin with an address - array and indices - and share the code
that computes and prints it. Wires that come out as before are copied: see ``stretches``.

The gates printed so far: ``slot[flat]`` is the id of a gate plus 1 (arrays); ``bits`` has one bit for each flat address
(text). If there are too many declared addresses, ``keys`` and ``values`` are a hash table with linear probing instead:
keys are flat addresses plus 1, 0 is free. Why no index leaves its array: see ``signature_kernel``.
"""

# mypy: ignore-errors

from __future__ import annotations

from functools import cache

import numpy as np

from uniform.counters.fast import pack as p
from uniform.counters.fast import slots as s
from uniform.counters.fast.endless_kernel import after_pass
from uniform.counters.fast.hash_kernel import enter_hashed, find_place
from uniform.counters.fast.listed_kernel import enter_listed, find_listed
from uniform.counters.fast.number_kernel import digits_of, read_entry
from uniform.counters.fast.print_kernel import decimal, inline_decimal, literal, not_text
from uniform.counters.fast.signature_kernel import SIGNATURE
from uniform.kernels import copy_within, njit

_NOT = 3  # the code of the kind


@cache
def runner(printing):
    """The loop that prints text (True) or builds arrays (False); it is compiled at the first call."""

    @njit(SIGNATURE)
    def run(
        rows, operands, texts, piece_start, piece_place, kind_place,
        base, is_input, first, low, size, ranks, tables,
        out, bits, recent, shown,
        kinds, threshold, residue, offsets, children, weights, flats, derived, slot, listed, buckets,
        r, keys, values, now, watch, kept,
        inputs, full, until, stop,
    ):  # fmt: skip
        """Run to position ``stop``, or until the number of steps is ``until``. Returns the reason why it stopped."""
        at, steps, quiet = now[s.AT], now[s.STEPS], now[s.QUIET]
        gates, wires, length = now[s.GATES], now[s.WIRES], now[s.LENGTH]
        reason = s.ENDED
        hashed = len(keys) > 0
        while at != stop:
            if steps >= until:
                reason = s.SLICE
                break
            steps += 1
            op = rows[at, 0]
            if op < p.TEXT:
                a = rows[at, 1]
                b = rows[at, 2]
                c = rows[at, 3]
                trapped = -1
                if op == p.ADD:
                    r[a] = r[b] + r[c]
                elif op == p.STEP_UP:
                    if r[b] - r[a] >= r[c]:
                        r[a] += r[c]
                        at = rows[at, 4]
                        continue
                elif op == p.SUBTRACT:
                    if r[b] < r[c]:
                        trapped = rows[at, 4]
                    else:
                        r[a] = r[b] - r[c]
                elif op == p.COPY:
                    r[a] = r[b]
                elif op == p.JUMP:
                    at = a
                    continue
                elif op == p.JUMP_EQUAL:
                    if r[a] == r[b]:
                        at = c
                        continue
                elif op == p.JUMP_NOT_EQUAL:
                    if r[a] != r[b]:
                        at = c
                        continue
                elif op == p.JUMP_LESS:
                    if r[a] < r[b]:
                        at = c
                        continue
                elif op == p.JUMP_AT_MOST:
                    if r[a] <= r[b]:
                        at = c
                        continue
                elif op == p.REQUIRE_AT_MOST:
                    trapped = c if r[a] > r[b] else -1
                elif op == p.REQUIRE_LESS:
                    trapped = c if r[a] >= r[b] else -1
                elif op == p.REQUIRE_EQUAL:
                    trapped = c if r[a] != r[b] else -1
                elif op == p.REQUIRE_NOT_EQUAL:
                    trapped = c if r[a] == r[b] else -1
                elif op == p.CALL:
                    r[b] = c
                    at = a
                    continue
                elif op == p.RETURN:
                    at = operands[b + r[a]]
                    continue
                elif op == p.ENTRY:
                    read_entry(r, operands, a, b, c, rows[at, 4], rows[at, 5])
                elif op == p.AGAIN:
                    done = gates + now[s.ENTERED]
                    if done != quiet:
                        quiet = done
                    elif after_pass(at, rows[at, 4], b, done, r, watch):
                        now[s.CONCERNED] = c
                        reason = s.ENDLESS
                        break
                    at = a
                    continue
                elif op == p.STEP_DOWN:
                    if r[a] - r[b] >= r[c]:
                        r[a] -= r[c]
                        at = rows[at, 4]
                        continue
                elif op == p.MULTIPLY:
                    r[a] = r[b] * r[c]
                elif op == p.DIVIDE or op == p.MODULO:
                    if r[c] == 0:
                        trapped = rows[at, 4]
                    elif op == p.DIVIDE:
                        r[a] = r[b] // r[c]
                    else:
                        r[a] = r[b] % r[c]
                elif op == p.BIT:
                    r[a] = (r[b] >> r[c]) & 1 if r[c] < 63 else 0
                elif op == p.MIN:
                    r[a] = min(r[b], r[c])
                elif op == p.MAX:
                    r[a] = max(r[b], r[c])
                elif op == p.BITS:
                    r[a] = digits_of(r[b])
                else:
                    r[a] = np.int64(1) << r[b]
                if trapped >= 0:
                    now[s.CONCERNED] = trapped
                    reason = s.TRAPPED
                    break
                at += 1
                continue

            if printing and length >= full:
                reason = s.FULL
                break
            if op >= p.OPEN and op <= p.NEGATED:
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
                    now[s.CONCERNED], reason = array, s.OUTSIDE
                    break
                flat = base[array] + rank
                times = np.int64(1)
                if op == p.WIRE or op == p.EXPECT:
                    identifier = np.int64(1)
                    if not (printing and is_input[array] == 1):
                        if hashed:
                            identifier, steps = values[find_place(keys, flat)], steps + now[s.FIND_COST]
                        elif printing:
                            identifier = np.int64((bits[flat >> 3] >> (flat & 7)) & 1)
                        else:
                            identifier = np.int64(slot[flat])
                    if identifier == 0:
                        now[s.CONCERNED] = rows[at, 7]
                        now[s.FLAT] = flat
                        reason = s.NOT_PRINTED
                        break
                    times = r[rows[at, 4]] if op == p.WIRE else np.int64(0)
                elif op >= p.LIST_NEGATED:
                    times = r[rows[at, 7]]
                elif op == p.ENTER:
                    times = np.int64(0)
                    now[s.OPEN_SITE], now[s.FLAT] = rows[at, 7], flat
                    if hashed:
                        reason = enter_hashed(keys, values, now)
                        steps += now[s.FIND_COST]
                    elif printing:
                        reason = s.PRINTED_TWICE if (bits[flat >> 3] >> (flat & 7)) & 1 != 0 else s.ENDED
                        bits[flat >> 3] |= 1 << (flat & 7)
                    else:
                        reason = s.PRINTED_TWICE if slot[flat] != 0 else s.ENDED
                        slot[flat] = 1
                    if reason != s.ENDED:
                        break
                    now[s.ENTERED] += 1

                if printing:
                    if times == 0:
                        at += 1
                        continue
                    if op == p.WIRE or op >= p.LIST_NEGATED:
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
                    if op >= p.NEGATION:
                        length = not_text(out, length)
                        length = decimal(out, length, rows[at, 6], recent, shown)
                        for place in range(rows[at, 4], rows[at, 4] + 2 * rows[at, 5], 2):
                            out[length] = 44
                            number = r[operands[place]] + operands[place + 1]
                            length = decimal(out, length + 1, number, recent, shown)
                        out[length] = 93
                        length += 1
                    if op == p.OPEN or op == p.NEGATION or op == p.LIST_NEGATION:
                        kind = rows[at, 4] if op == p.OPEN else _NOT
                        length = literal(out, length, texts, kind_place[kind], kind_place[kind + 1])
                        now[s.OPEN_FLAT] = flat if op == p.OPEN else -1
                        if op == p.OPEN:
                            now[s.OPEN_SITE] = rows[at, 7]
                            for place in range(rows[at, 5], rows[at, 5] + 2 * rows[at, 6], 2):
                                out[length] = 32
                                number = r[operands[place]] + operands[place + 1]
                                length = decimal(out, length + 1, number, recent, shown)
                    elif times != 1:
                        out[length] = 42
                        length = decimal(out, length + 1, times, recent, shown)
                elif op == p.WIRE or op >= p.LIST_NEGATED:
                    if wires >= len(children) or (times > 1 and len(weights) == 0):
                        reason = s.FULL
                        break
                    if op == p.NEGATED:
                        identifier = now[s.FIRST_NOT] + now[s.NOTS] + 1
                        now[s.NOTS] += 1
                    elif op == p.LIST_NEGATED:
                        identifier = find_listed(rows, at, operands, r, flat, derived, length, listed, buckets)
                        if identifier <= 0:
                            now[s.CONCERNED], reason = array, s.OUTSIDE if identifier == 0 else s.FULL
                            break
                    if times != 0:
                        children[wires] = identifier - 1
                        if len(weights) > 0:
                            weights[wires] = times
                        wires += 1
                elif op == p.OPEN:
                    if gates >= len(kinds):
                        reason = s.FULL
                        break
                    kinds[gates] = rows[at, 4]
                    place = rows[at, 5]
                    if rows[at, 6] > 0:
                        threshold[gates] = r[operands[place]] + operands[place + 1]
                    if rows[at, 6] > 1:
                        residue[gates] = r[operands[place + 2]] + operands[place + 3]
                    now[s.OPEN_FLAT] = flat
                    now[s.OPEN_SITE] = rows[at, 7]
                elif op == p.NEGATION or op == p.LIST_NEGATION:
                    own = rows[at, 5]
                    if gates >= len(kinds) or length + own + 3 > len(derived):
                        reason = s.FULL
                        break
                    derived[length] = flat
                    derived[length + 1] = rows[at, 6]
                    derived[length + 2] = own
                    for i in range(own):
                        place = rows[at, 4] + 2 * i
                        derived[length + 3 + i] = r[operands[place]] + operands[place + 1]
                    if op == p.LIST_NEGATION:
                        if not enter_listed(buckets, listed, derived, length, inputs + gates + 1, now):
                            reason = s.MORE_LISTED
                            break
                    elif now[s.FIRST_NOT] < 0:
                        now[s.FIRST_NOT] = inputs + gates
                    now[s.OPEN_NOT] = length
                    length += 3 + own
                    kinds[gates] = _NOT
                    now[s.OPEN_FLAT] = -1
            elif op == p.CLOSE:
                flat = now[s.OPEN_FLAT]
                if flat >= 0:
                    if hashed:
                        if 2 * now[s.HASHED] >= len(keys):
                            reason = s.MORE_HASH
                            break
                        place, steps = find_place(keys, flat), steps + now[s.FIND_COST]
                        twice = keys[place] != 0
                        keys[place] = flat + 1
                        if not twice:
                            values[place] = inputs + gates + 1
                            now[s.HASHED] += 1
                    elif printing:
                        twice = (bits[flat >> 3] >> (flat & 7)) & 1 != 0
                        bits[flat >> 3] |= 1 << (flat & 7)
                    else:
                        twice = slot[flat] != 0
                        slot[flat] = inputs + gates + 1
                    if twice:
                        now[s.FLAT] = flat
                        reason = s.PRINTED_TWICE
                        break
                    now[s.FIRST_NOT] = -1
                    now[s.NOTS] = 0
                if printing:
                    out[length] = 10
                    length += 1
                else:
                    flats[gates] = flat if flat >= 0 else -1 - now[s.OPEN_NOT]
                    offsets[gates + 1] = wires
                gates += 1
            elif op == p.BEGIN:
                steps -= 1
                memory = rows[at, 1]
                same = kept[memory + s.READY] == 1
                for i in range(rows[at, 3]):
                    number = r[operands[rows[at, 2] + 2 * i]]
                    same = same and kept[memory + s.NUMBERS + i] == number
                    kept[memory + s.NUMBERS + i] = number
                more = kept[memory + s.WIRES_KEPT]
                text = kept[memory + s.LENGTH_KEPT]
                room = length + text <= full if printing else wires + more <= len(children)
                cost = kept[memory + s.STEPS_KEPT]
                if now[s.COPY_COST] >= 0:
                    cost = min(cost, more * now[s.COPY_COST] >> 1)
                if same and room and steps + cost <= until:
                    start = kept[memory + s.START]
                    if printing:
                        copy_within(out, length, start, text)
                        length += text
                    else:
                        copy_within(children, wires, start, more)
                        if len(weights) > 0:
                            copy_within(weights, wires, start, more)
                    wires += more
                    steps += cost
                    now[s.UNCOUNTED] += kept[memory + s.STEPS_KEPT] - cost
                    at = rows[at, 5]
                else:
                    kept[memory + s.READY] = 0
                    kept[memory + s.START] = length if printing else wires
                    kept[memory + s.START_WIRES] = wires
                    kept[memory + s.START_STEPS] = steps
                    at = rows[at, 4]
                continue
            elif op == p.KEEP:
                steps -= 1
                memory = rows[at, 1]
                if kept[memory + s.START] >= 0:
                    kept[memory + s.READY] = 1
                    kept[memory + s.WIRES_KEPT] = wires - kept[memory + s.START_WIRES]
                    kept[memory + s.LENGTH_KEPT] = length - kept[memory + s.START]
                    kept[memory + s.STEPS_KEPT] = steps - kept[memory + s.START_STEPS]
                at = rows[at, 2]
                continue
            elif op == p.TEXT:
                length = literal(out, length, texts, rows[at, 1], rows[at, 2])
            elif op == p.DECIMAL:
                length = decimal(out, length, r[operands[rows[at, 1]]] + operands[rows[at, 1] + 1], recent, shown)
            elif op == p.FAIL:
                now[s.CONCERNED] = rows[at, 1]
                reason = s.TRAPPED
                break
            else:
                break
            at += 1
        if reason == s.FULL or reason == s.MORE_HASH or reason == s.MORE_LISTED:
            steps -= 1  # the instruction will be carried out again
        now[s.AT], now[s.STEPS], now[s.QUIET] = at, steps, quiet
        now[s.GATES], now[s.WIRES], now[s.LENGTH] = gates, wires, length
        return reason

    return run
