"""A state that looks at many tapes, as a decision diagram.

The diagram is a table with a part for each of its nodes. A node looks at one tape and has an entry for each symbol of
it: the rule that applies, STUCK, or a *link* to another node, ``~(place << 32 | tape)``, where ``place`` is the index
of its first entry. On every path the tapes come in the same order, and nodes that look at the same tape with the
same rules left are merged (R. E. Bryant, Graph-based algorithms for Boolean function manipulation, IEEE Transactions on
Computers C-35, 1986; a node here has as many edges as its tape has symbols). For rules that name one symbol on each
tape this is a trie, with at most one node for each rule and tape; a table of all combinations multiplies the numbers of
symbols instead.

A tape comes early if few rules omit it and, among such tapes, if its symbols split the rules into few parts, so that
what rules have in common is tested once. If each rule omits many tapes, and not the same ones, the diagram can grow
exponentially; so the work on all diagrams of a machine is limited.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

STUCK = -1
PLACE = 32  # bits of a link below the place of its node
TAPE = (1 << PLACE) - 1

MAX_WORK = 1 << 24  # entries, plus rules in nodes, of all diagrams of a machine; a few seconds


@dataclass(slots=True)
class Allowance:
    """The work left for the diagrams of one machine: entries, plus rules in nodes."""

    left: int = field(default_factory=lambda: MAX_WORK)

    def spend(self, work: int, state: str) -> None:
        """Spend ``work``. Raises UniformError (U613), with the name of the state, when too little is left."""
        self.left -= work
        if self.left < 0:
            raise too_large(state)


def diagram(
    state: str,
    reads: Mapping[int, Mapping[int, Collection[int]]],
    sizes: Sequence[int],
    otherwise: int,
    allowance: Allowance | None = None,
) -> tuple[int | None, NDArray[np.int64]]:
    """The tape of the first node, whose place is 0, and the table; None and one entry if no tape matters.

    ``reads`` are the rules of a state except ``else``, by number in increasing order: for each tape on which a rule
    does not admit every symbol, the numbers of the symbols that it admits. ``sizes`` holds the number of symbols of
    every tape, and ``otherwise`` is the entry for no rule. ``state`` is the name, for messages. The diagrams of a
    machine share one ``allowance``; without one, a diagram has its own.

    Raises UniformError if two rules can apply at once (U611), or if entries plus rules in nodes exceed what
    ``allowance`` has left (U613). Cost: linear in these.

    >>> tape, table = diagram("both", {0: {1: [2], 2: [2]}}, [3, 3, 3], STUCK)
    >>> tape, [[int(entry) for entry in node] for node in table.reshape(2, 3)], ~(3 << 32 | 2)
    (1, [[-1, -1, -12884901891], [-1, -1, 0]], -12884901891)
    """
    order = _order(reads)
    level_of = {tape: level for level, tape in enumerate(order)}
    levels = {rule: sorted(level_of[tape] for tape in read) for rule, read in reads.items()}
    entries = array("q")
    places: dict[tuple[int, tuple[int, ...]], int] = {}
    waiting: list[tuple[int, tuple[int, ...]]] = []  # nodes without entries
    allowance = allowance or Allowance()

    def entry(level: int, rules: tuple[int, ...]) -> int:
        """The entry when these rules are left and the tapes before ``level`` have been tested."""
        if not rules:
            return otherwise
        level = min(_at_or_after(levels[rule], level, len(order)) for rule in rules)
        allowance.spend(len(rules), state)
        if level == len(order):
            if len(rules) > 1:
                raise overlap(state)
            return rules[0]
        tape, node = order[level], (level, rules)
        if node not in places:
            allowance.spend(sizes[tape], state)
            places[node] = len(entries)
            entries.extend(repeat(otherwise, sizes[tape]))
            waiting.append(node)
        return ~(places[node] << PLACE | tape)

    first = entry(0, tuple(reads))
    for level, rules in waiting:  # which grows
        tape, place = order[level], places[level, rules]
        free = [rule for rule in rules if tape not in reads[rule]]
        left: dict[int, list[int]] = {}
        for rule in rules:
            for symbol in reads[rule].get(tape, ()):
                left.setdefault(symbol, []).append(rule)
        for symbol in range(sizes[tape]) if free else left:
            entries[place + symbol] = entry(level + 1, tuple(sorted(free + left.get(symbol, []))))
    return (order[0] if waiting else None), np.array(entries if waiting else [first], dtype=np.int64)


def overlap(state: str) -> UniformError:
    """Two rules of the state of this name can apply at once."""
    return UniformError(Diagnostic("U611", f"two rules of the state `{state}` can apply at once"))


def too_large(state: str) -> UniformError:
    """The table of the machine is too large at the state of this name."""
    message = f"the state `{state}` distinguishes too many combinations of symbols for the machine's table"
    return UniformError(Diagnostic("U613", message, help="look at fewer tapes in one state"))


def _at_or_after(levels: list[int], level: int, end: int) -> int:
    """The first of ``levels`` at or after ``level``, or the end."""
    place = bisect_left(levels, level)
    return levels[place] if place < len(levels) else end


def _order(reads: Mapping[int, Mapping[int, Collection[int]]]) -> list[int]:
    """The tapes that rules look at, in the order of the nodes."""
    looking: dict[int, int] = {}
    parts: dict[int, set[frozenset[int]]] = {}
    for read in reads.values():
        for tape, symbols in read.items():
            looking[tape] = looking.get(tape, 0) + 1
            parts.setdefault(tape, set()).add(frozenset(symbols))
    return sorted(looking, key=lambda tape: (-looking[tape], len(parts[tape]), tape))
