"""Where heads can go beyond the word: which tapes need a left half, and how a tape with two halves is read.

Tapes of other simulators have no left end; ours begin with a cell ``^`` that cannot be written. A tape of theirs
becomes one of ours, its first cell cell 1:

    theirs   ... -3 -2 -1  0  1  2 ...
    ours               ^   0  1  2 ...      cell -1 is `^`, which counts as a blank

That will do unless the machine writes on cell -1, or moves on to the left. If a rule may do so - ``outside`` follows
the states that can come to the left of the word, and takes any state for possible everywhere else - the tape gets a
left half, a second tape:

    right    ^   0  1  2 ...      the head is on `^` while theirs is left of cell 0
    left     ^  -1 -2 -3 ...      the head waits on cell -1 while theirs is not

Where ``right`` shows ``^``, the symbol is that of ``left``, whose moves are mirrored. A head that leaves cell -1 to the
right finds both on ``^``: one more step in the same state moves both to the right, to cells 0 and -1.
"""

from __future__ import annotations

from dataclasses import dataclass

from uniform.turing.exchange.table import Table, Transition


@dataclass(frozen=True, slots=True)
class Outside:
    """The states in which a head can be outside the word as it came."""

    left: frozenset[str]  # states in which it can be left of the first cell
    right: frozenset[str]  # behind the last symbol; known for a tape that is never changed
    beyond_left: bool  # it may write there, or move on to the left
    beyond_right: bool  # it may move on to the right of the cell behind the word


def outside(table: Table, tape: int) -> Outside:
    """What is known of the head of a tape. Sound, not exact; cost: linear in the table.

    The move of a rule that ends the run does not count, since nothing is read after it; what it writes does."""
    rules = [each for each in table.transitions if each.state not in table.ends]
    going = [each for each in rules if each.target not in table.ends]
    by_state: dict[str, list[Transition]] = {}
    for each in rules:
        by_state.setdefault(each.state, []).append(each)
    left = {each.target for each in going if each.moves[tape] < 0}
    right = {each.target for each in going if each.moves[tape] > 0} | {table.start}
    beyond = _spread(table, left, by_state, tape, -1)
    beyond_right = _spread(table, right, by_state, tape, 1)
    return Outside(frozenset(left), frozenset(right), beyond, beyond_right)


def _spread(table: Table, states: set[str], by_state: dict[str, list[Transition]], tape: int, outward: int) -> bool:
    """Add the states to which the head stays outside; whether it changes the first cell there, or goes on."""
    beyond = False
    waiting = [*states]
    while waiting:
        for each in by_state.get(waiting.pop(), ()):
            if not beyond and each.reads[tape] != table.blank:
                continue
            last = each.target in table.ends
            if (each.moves[tape] == outward and not last) or each.writes[tape] != each.reads[tape]:
                if not beyond:
                    beyond = True
                    waiting = [*states]  # now all cells of that side count, with any symbols
            elif not beyond and each.moves[tape] == -outward:
                continue
            if each.target not in states and not last:
                states.add(each.target)
                waiting.append(each.target)
    return beyond
