"""A machine as arrays, ready for the compiled emulator.

Symbols of a tape are numbered 0 (blank), 1 (origin), 2, 3, ... (its alphabet; on the input, then ``$``). A state
looks at some tapes; its part of the table has one entry for each combination of symbols on them, with the number
of symbols of each tape rounded up to a power of two, so that an entry is found by shifting:

    entry index = base + s0 + (s1 << shift1) + (s2 << shift2) + ...

``rule_of[entry]`` is the rule that applies, or -1: stuck. Most states look at three tapes at most, and most rules touch
three at most; these are packed into 64 bits and executed from there. Everything else is negative and goes the long way.

    look     bits 0-31 base, 32-33 how many tapes, 34-51 the tapes (6 each), 52-56 and 57-61 the shifts
    entry    bits 0-17 next state, 18-19 how many tapes it touches, then 14 bits for each: tape (6), symbol to write
             plus 1, or 0 (6), move plus 1 (2); bit 62: a character is printed, which stands in place of the third;
             bit 34, when it touches one tape: it moves along the only tape that its state looks at, and stays
    follow   what the next state looks at: the ``look`` of that state

A packed rule does not halt, writes only where the state looks (so that writing an origin has been found out here), and
does not lead to the state that marks the end of the layout.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from uniform.diagnostics import Diagnostic
from uniform.errors import UniformError
from uniform.turing.machine import BLANK, END, MOST_SYMBOLS, ORIGIN, Halt, Machine, Rule

STUCK = -1
ILLEGAL = -2  # the rule writes an origin or the input
MOST_ENTRIES = 1 << 26

GOES_ON, ACCEPTS, REJECTS, TRAPS = 0, 1, 2, 3
_ENDS = {None: GOES_ON, Halt.ACCEPT: ACCEPTS, Halt.REJECT: REJECTS, Halt.TRAP: TRAPS}


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """The arrays. With s states, r rules, e entries, a actions and t tapes:"""

    machine: Machine
    alphabets: tuple[str, ...]  # for each tape, its symbols by number
    start: int
    laid_out: int  # the number of the marked state, or -1
    look: NDArray[np.int64]  # (s,) packed, or negative
    base: NDArray[np.int64]  # (s,)
    looks: NDArray[np.int64]  # (s,) how many tapes the state looks at
    look_offset: NDArray[np.int64]  # (s,) where they stand in look_tape and look_stride
    look_tape: NDArray[np.int64]
    look_stride: NDArray[np.int64]
    table: NDArray[np.int64]  # (e,) packed entries, or negative
    follow: NDArray[np.int64]  # (e,) what the next state looks at; of no use where the entry is negative
    rule_of: NDArray[np.int64]  # (e,) rule, STUCK or ILLEGAL
    rules: tuple[tuple[int, Rule], ...]  # (state, rule), by number
    rule_next: NDArray[np.int64]  # (r,)
    rule_end: NDArray[np.int64]  # (r,) GOES_ON, ACCEPTS, REJECTS or TRAPS
    rule_first: NDArray[np.int64]  # (r+1,) its actions
    rule_text: NDArray[np.int64]  # (r+1,) its output in ``text``
    action_tape: NDArray[np.int64]  # (a,)
    action_write: NDArray[np.int64]  # (a,) symbol, or -1
    action_move: NDArray[np.int64]  # (a,) -1, 0 or 1
    text: NDArray[np.uint8]
    numbers: dict[str, int] = field(repr=False)  # of states, by name
    rule_state: NDArray[np.int64]  # (r,) the state that it is a rule of


def alphabet(machine: Machine, tape: int) -> str:
    """The symbols of a tape by number."""
    symbols = machine.tapes[tape].symbols
    return BLANK + ORIGIN + symbols + (END if tape == 0 else "")


def pack(machine: Machine) -> Packed:
    """The arrays of a machine that has passed ``check``. Cost: linear in the entries.

    Raises UniformError when a tape has too many symbols for a byte, or a state looks at so many tapes that its entries
    do not fit.
    """
    for tape in machine.tapes:
        if len(tape.symbols) > MOST_SYMBOLS:
            message = f"the tape `{tape.name}` has {len(tape.symbols)} symbols; {MOST_SYMBOLS} are the most"
            raise UniformError(Diagnostic("U605", message))
    alphabets = tuple(alphabet(machine, tape) for tape in range(len(machine.tapes)))
    codes = [{symbol: number for number, symbol in enumerate(symbols)} for symbols in alphabets]
    numbers = {state.name: number for number, state in enumerate(machine.states)}
    laid_out = numbers[machine.laid_out] if machine.laid_out is not None else -1
    rules: list[tuple[int, Rule]] = []
    actions: list[tuple[int, int, int]] = []
    firsts, nexts, ends, texts = [0], [], [], [0]
    packed_rules: list[int] = []
    pool = bytearray()
    base: list[int] = []
    looks: list[int] = []
    look_offset: list[int] = []
    look_tape: list[int] = []
    look_stride: list[int] = []
    packed_looks: list[int] = []
    parts: list[NDArray[np.int64]] = []
    total = 0
    for number, state in enumerate(machine.states):
        tapes = _looks(state.rules)
        sizes = [1 << (len(alphabets[tape]) - 1).bit_length() for tape in tapes]
        entries = prod(sizes)
        total += entries
        if total > MOST_ENTRIES:
            message = f"state `{state.name}` looks at {len(tapes)} tapes: the table does not fit"
            raise UniformError(Diagnostic("U613", message, help="look at fewer tapes in one state"))
        part = np.full(sizes[::-1], STUCK, dtype=np.int64)  # the first tape varies fastest
        base.append(total - entries)
        looks.append(len(tapes))
        look_offset.append(len(look_tape))
        look_tape += tapes
        packed_looks.append(_look(total - entries, tapes, sizes))
        look_stride += [prod(sizes[:place]) for place in range(len(sizes))]
        for rule in sorted(state.rules, key=lambda rule: not rule.otherwise):  # `else` first, then overwritten
            own = len(rules)
            rules.append((number, rule))
            admitted = dict(rule.reads)
            choice = [
                [codes[tape][symbol] for symbol in admitted.get(tape, alphabets[tape])] for tape in reversed(tapes)
            ]
            if all(len(symbols) == 1 for symbols in choice):
                part[tuple(symbols[0] for symbols in choice)] = own  # much faster than a product of index arrays
            else:
                part[np.ix_(*choice)] = own
            nexts.append(number if rule.target is None else numbers[rule.target])
            ends.append(_ENDS[rule.halt])
            pool += rule.output.encode("latin-1", "replace")
            texts.append(len(pool))
            for action in rule.actions:
                written = -1 if action.write is None else codes[action.tape][action.write]
                actions.append((action.tape, written, action.move))
                if written >= 0:
                    _forbid(part, own, tapes, action.tape)
            firsts.append(len(actions))
            packed_rules.append(_packed(rule, number, nexts[-1], laid_out, tapes, actions[firsts[-2] :]))
        parts.append(part.reshape(-1))
    rule_of = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
    by_rule = np.array([*packed_rules, -1, -1], dtype=np.int64)  # the last two are ILLEGAL and STUCK
    columns = np.array(actions, dtype=np.int64).reshape(-1, 3).T.copy()
    return Packed(
        machine,
        alphabets,
        numbers[machine.start],
        laid_out,
        _array(packed_looks),
        _array(base),
        _array(looks),
        _array(look_offset),
        _array(look_tape),
        _array(look_stride),
        by_rule[rule_of],
        _array(packed_looks)[np.array([*nexts, 0, 0])[rule_of]],
        rule_of,
        tuple(rules),
        _array(nexts),
        _array(ends),
        _array(firsts),
        _array(texts),
        columns[0],
        columns[1],
        columns[2],
        np.frombuffer(bytes(pool) or b"\0", dtype=np.uint8).copy(),
        numbers,
        _array([state for state, _ in rules]),
    )


def _looks(rules: tuple[Rule, ...]) -> list[int]:
    """The tapes that a state looks at: those of its reads, and, while that is cheap, those that it writes."""
    read = {tape for rule in rules for tape, _ in rule.reads}
    written = {action.tape for rule in rules for action in rule.actions if action.write is not None}
    every = sorted(read | written)
    return every if len(every) <= 3 else sorted(read)


def _forbid(part: NDArray[np.int64], rule: int, tapes: list[int], tape: int) -> None:
    """A rule may not write the input, nor an origin that the state sees."""
    if tape == 0:
        part[part == rule] = ILLEGAL
    elif tape in tapes:
        axis = len(tapes) - 1 - tapes.index(tape)
        at_origin = part[(slice(None),) * axis + (slice(1, 2),)]
        at_origin[at_origin == rule] = ILLEGAL


def _look(base: int, tapes: list[int], sizes: list[int]) -> int:
    if len(tapes) > 3 or any(tape > 63 for tape in tapes):
        return -1
    packed = base | len(tapes) << 32
    for place, tape in enumerate(tapes):
        packed |= tape << (34 + 6 * place)
    shift = 0
    for place, size in enumerate(sizes[:-1]):
        shift += size.bit_length() - 1
        packed |= shift << (52 + 5 * place)
    return packed


def _packed(
    rule: Rule, own: int, following: int, laid_out: int, tapes: list[int], actions: list[tuple[int, int, int]]
) -> int:
    simple = (
        len(rule.output) <= 1
        and rule.halt is None
        and following != laid_out
        and following < 1 << 18
        and len(actions) <= (2 if rule.output else 3)
        and all(tape < 64 and written < 62 and (written < 0 or tape in tapes) for tape, written, _ in actions)
    )
    if not simple:
        return -1
    entry = following | len(actions) << 18
    for place, (tape, written, move) in enumerate(actions):
        entry |= (tape | (written + 1) << 6 | (move + 1) << 12) << (20 + 14 * place)
    if following == own and len(actions) == 1 and tapes == [actions[0][0]] and actions[0][1] < 0 and actions[0][2]:
        entry |= 1 << 34
    if rule.output:
        entry |= 1 << 62 | ord(rule.output) << 48
    return entry


def _array(values: list[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)
