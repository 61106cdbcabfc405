"""Machines of other simulators, run slowly on tapes without ends, and random ones with names that are hard to keep."""

from __future__ import annotations

from itertools import product
from random import Random

from uniform.turing.exchange.table import Table, Transition
from uniform.turing.machine import Halt


def simulate(table: Table, word: tuple[str, ...], most: int = 300) -> bool | None:
    """Whether a machine accepts as its simulator does; None when it takes too many steps."""
    rules = {(each.state, each.reads): each for each in table.transitions}
    tapes: list[dict[int, str]] = [dict(enumerate(word)), *({} for _ in range(table.tapes - 1))]
    heads, state = [0] * table.tapes, table.start
    for _ in range(most):
        if state in table.ends:
            return table.ends[state] is Halt.ACCEPT
        seen = tuple(tape.get(head, table.blank) for tape, head in zip(tapes, heads, strict=True))
        rule = rules.get((state, seen))
        if rule is None:
            return False
        for tape, write in enumerate(rule.writes):
            tapes[tape][heads[tape]] = write
            heads[tape] += rule.moves[tape]
        state = rule.target
    return None


NAMES = ("q", "q 0", "q_0", "else", "begin", "accept", "print", "\u00e9tat", "", "1", "trap", "start", "a.b", "a..b")
ALPHABETS = (
    ("0", "1"),
    ("^", "0"),
    ("$", "_", "a"),
    ("#", ":"),
    ('"', "\\"),
    ("\u03b1", "\u2028"),
    ("ab", "a"),
    (" ", ","),
    (";", "<", ">", "="),
)


def random_table(seed: int) -> tuple[Table, tuple[str, ...]]:
    """A machine over one to three tapes, and its input alphabet; heads go to the left as often as to the right."""
    random = Random(seed)
    tapes = random.choice((1, 1, 1, 2, 2, 3))
    symbols = ALPHABETS[seed % len(ALPHABETS)]
    blank = random.choice([each for each in ("_", " ", "B") if each not in symbols])
    states = random.sample(NAMES, random.randint(2, 4 if tapes == 3 else 6))
    kept = random.random() < 0.4  # the first tape is never changed
    prints = tapes > 1 and random.random() < 0.4  # the last one is only written
    found = []
    for state in states[:-1]:
        for reads in product((*symbols, blank), repeat=tapes):
            if random.random() < 0.15 or (prints and reads[-1] != blank):
                continue
            writes = [random.choice((symbol, *symbols, blank)) for symbol in reads]
            moves = [random.choice((-1, -1, 0, 1, 1)) for _ in reads]
            if kept:
                writes[0] = reads[0]
            if prints:
                moves[-1] = int(writes[-1] != blank)
            found.append(Transition(state, reads, random.choice(states), tuple(writes), tuple(moves)))
    ends = {states[-1]: Halt.ACCEPT}
    return Table("random", tapes, states[0], ends, tuple(found), blank, symbols), symbols
