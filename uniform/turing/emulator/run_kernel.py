"""The compiled loop of the emulator: many steps of one machine.

``cells`` holds all tapes, one after the other. Before each origin and behind each tape is a *wall*, which shows that a
head has left its tape. ``highest[t]`` is the furthest cell that head t has visited, which measures the space. The loop
returns to Python when it has taken its share of steps, when the output buffer is full, when a head is on a wall, when
the marked state is entered or the kept configuration repeats, and at the end.

Each write updates the number of cells that differ from the kept configuration. This configuration repeats if its state
is entered, no cell differs, and the heads are at the same places. So tapes are never compared, however long they are.

Bounds, and what ensures them: a tape has at most 250 symbols, so that none is a wall, and sizes in the table are powers
of two, so that any combination of symbols has an entry (``pack``). A node of a diagram has an entry for each symbol of
its tape, and links lead to nodes of later tapes, so that a chain of links ends (``diagram``). Whenever the loop
continues, all heads are on symbols (AT_WALL). Before a byte is printed, the loop checks that ``output`` has room; its
buffer has room for the longest text of a rule (``run``). The table has fewer than 2^27 entries; rules that do not fit a
packed entry take the slow path.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np

from uniform.kernels import nb, njit
from uniform.turing.emulator import slots as s
from uniform.turing.emulator.diagram import PLACE, TAPE

BUT_PRINTED = ~np.int64(255 << 48)
"""All bits of a packed entry except those of the character that it prints."""

_U = np.uint64
"""The type of an index that is not negative, which saves a check: a negative one would count from the end."""

_I = nb.int64[::1]
_B = nb.uint8[::1]


@njit(nb.int64(_B, _B, nb.int64, nb.int64))
def _write(cells, kept_cells, place, written):
    """Write the symbol ``written - 1``, or nothing if ``written`` is 0. Returns the change in the number of cells that
    differ from the kept ones."""
    kept = np.int64(kept_cells[_U(place)])
    before = np.int64(cells[_U(place)])
    after = written - 1 if written else before
    cells[_U(place)] = after
    return np.int64(after != kept) - np.int64(before != kept)


@njit(
    nb.int64(
        *[_I] * 6,  # LookArrays
        *[_I] * 3,  # TableArrays
        *[_I] * 7, _B,  # RuleArrays
        _B, _I, _I, _I,  # TapeArrays
        _B, _I, _I, _B,  # RunArrays
        *[nb.int64] * 4,
    )
)  # fmt: skip
def advance(
    look, base, looks, look_offset, look_tape, look_stride,
    entries, follow, rule_of,
    rule_next, rule_end, rule_first, rule_text, action_tape, action_write, action_move, text,
    cells, heads, highest, origins,
    output, now, kept_heads, kept_cells,
    until, most, mark, watch,
):  # fmt: skip
    """Run until the number of steps is ``until``, or something else stops the loop; returns the reason.

    A print that has begun is finished, unless the limit ``most`` on steps ends it."""
    state = now[s.STATE]
    steps = now[s.STEPS]
    printed = now[s.PRINTED]
    differing = now[s.DIFFERING]
    reason = s.SHARE
    seen = look[state]
    while steps < until:
        if seen >= 0:
            k = (seen >> 32) & 3
            entry = seen & 0xFFFFFFFF
            if k > 0:
                entry += cells[_U(heads[(seen >> 34) & 63])]
                if k > 1:
                    entry += np.int64(cells[_U(heads[(seen >> 40) & 63])]) << ((seen >> 52) & 31)
                    if k > 2:
                        entry += np.int64(cells[_U(heads[(seen >> 46) & 63])]) << ((seen >> 57) & 31)
        else:
            entry = base[state]
            for place in range(look_offset[state], look_offset[state] + looks[state]):
                entry += cells[heads[look_tape[place]]] * look_stride[place]
        code = entries[_U(entry)]
        while code < -1:  # a link of a diagram
            entry = (~code >> PLACE) + cells[_U(heads[_U(~code & TAPE)])]
            code = entries[_U(entry)]
        if code >= 0:
            if code >> 62:
                if printed >= len(output):
                    reason = s.FULL
                    break
                output[printed] = (code >> 48) & 255
                printed += 1
            state = code & 0x3FFFF
            before = seen
            seen = follow[_U(entry)]
            count = (code >> 18) & 3
            steps += 1
            wall = False
            if count > 0:
                tape = (code >> 20) & 63
                head = heads[tape]
                written = (code >> 26) & 63
                differing += _write(cells, kept_cells, head, written)
                head += ((code >> 32) & 3) - 1
                heads[tape] = head
                highest[tape] = max(highest[tape], head)
                wall = cells[_U(head)] == s.WALL
                if count > 1:
                    tape = (code >> 34) & 63
                    head = heads[tape]
                    written = (code >> 40) & 63
                    differing += _write(cells, kept_cells, head, written)
                    head += ((code >> 46) & 3) - 1
                    heads[tape] = head
                    highest[tape] = max(highest[tape], head)
                    wall = wall or cells[_U(head)] == s.WALL
                    if count > 2:
                        tape = (code >> 48) & 63
                        head = heads[tape]
                        written = (code >> 54) & 63
                        differing += _write(cells, kept_cells, head, written)
                        head += ((code >> 60) & 3) - 1
                        heads[tape] = head
                        highest[tape] = max(highest[tape], head)
                        wall = wall or cells[_U(head)] == s.WALL
                elif (code >> 34) & 1 and not wall:  # repeat the rule along one tape, as long as it applies
                    part = before & 0xFFFFFFFF
                    move = ((code >> 32) & 3) - 1
                    following = part + cells[_U(head)]
                    again = entries[_U(following)]
                    while (again ^ code) & BUT_PRINTED == 0 and steps < until:
                        if again >> 62:
                            if printed >= len(output):
                                break
                            output[printed] = (again >> 48) & 255
                            printed += 1
                        steps += 1
                        entry = following
                        head += move
                        if cells[_U(head)] == s.WALL:
                            wall = True
                            break
                        following = part + cells[_U(head)]
                        again = entries[_U(following)]
                    heads[tape] = head
                    highest[tape] = max(highest[tape], head)
            if wall:
                reason = s.AT_WALL
                break
            continue
        rule = rule_of[entry]
        if rule < 0:
            reason = s.NO_RULE if rule == -1 else s.NOT_ALLOWED
            break
        allowed = True
        for a in range(rule_first[rule], rule_first[rule + 1]):
            tape = action_tape[a]
            if action_write[a] >= 0 and (tape == 0 or heads[tape] == origins[tape]):
                allowed = False
        if not allowed:
            reason = s.NOT_ALLOWED
            break
        start = rule_text[rule]
        length = rule_text[rule + 1] - start
        taken = max(length, 1)
        if printed + length > len(output):
            reason = s.FULL
            break
        if steps + taken > most:  # the limit is within a print, whose first part is printed
            cut = most - steps
            for i in range(cut):
                output[printed + i] = text[start + i]
            printed += cut
            steps = most
            break
        for i in range(length):
            output[printed + i] = text[start + i]
        printed += length
        steps += taken
        at_wall = -1
        off_tape = False
        for a in range(rule_first[rule], rule_first[rule + 1]):
            tape = action_tape[a]
            if action_write[a] >= 0:
                differing += _write(cells, kept_cells, heads[tape], action_write[a] + 1)
            heads[tape] += action_move[a]
            highest[tape] = max(highest[tape], heads[tape])
            if cells[heads[tape]] == s.WALL:
                at_wall = tape
                off_tape = off_tape or tape == 0 or heads[tape] < origins[tape]
        if rule_end[rule] != 0 and not off_tape:
            reason = s.ENDED
            break
        state = rule_next[rule]
        seen = look[state]
        if at_wall >= 0:
            reason = s.AT_WALL
            break
        if state == mark:
            reason = s.MARKED
            break
        if state == watch and differing == 0:
            same = True
            for tape in range(len(heads)):
                same = same and heads[tape] == kept_heads[tape]
            if same:
                reason = s.WATCHED
                break
    now[s.STATE] = state
    now[s.STEPS] = steps
    now[s.PRINTED] = printed
    now[s.DIFFERING] = differing
    if reason == s.ENDED or reason == s.AT_WALL:
        now[s.RULE] = rule_of[_U(entry)]
    return reason
