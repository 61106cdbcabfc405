"""The shapes that the states of a machine share, for ``pack``.

The *shape* of a state is its rules without their targets. A compiled machine has a hundred thousand states and a few
hundred shapes; its states share the objects of their reads and actions, and these objects identify a shape. (Two shapes
may be equal, which only costs time.) Every shape is checked once, so that mistakes in a machine made in Python get
messages instead of failed look-ups.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.turing.emulator.diagram import STUCK, Allowance, diagram, overlap
from uniform.turing.emulator.slots import Ints
from uniform.turing.machine import ORIGIN, Halt, Machine, Rule, State

ILLEGAL = -2  # the rule writes an origin or the input

GOES_ON, ACCEPTS, REJECTS, TRAPS = 0, 1, 2, 3
_ENDS = {None: GOES_ON, Halt.ACCEPT: ACCEPTS, Halt.REJECT: REJECTS, Halt.TRAP: TRAPS}

SMALL = 1 << 12  # entries of a table of all combinations that any state may have
LARGE = 1 << 22  # of those of all states; a state that would need more than its share has a diagram


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A state without its targets: r rules, e entries, a actions and t tapes looked at. Terms as in ``pack``."""

    order: tuple[int, ...] | None  # of the rules, `else` first; None: as they are
    tapes: Ints  # (t,)
    strides: Ints  # (t,)
    look: int  # packed without the base, or -1
    part: Ints  # (e,) rule of the state, STUCK, ILLEGAL or, in a diagram, a link
    simple: Ints  # (r,) packed entry without the next state, or -1
    along: Ints  # (r,) 1 << 34 for a rule that moves along the only tape, when it stays
    ends: Ints  # (r,)
    touched: Ints  # (r,) how many actions
    printed: Ints  # (r,) how many characters
    actions: Ints  # (a, 3) tape, symbol or -1, move
    text: bytes


class Shaper:
    """The shapes of a machine so far."""

    def __init__(self, machine: Machine, alphabets: tuple[str, ...]) -> None:
        self.machine = machine
        self.alphabets = alphabets
        self.codes = [{symbol: number for number, symbol in enumerate(symbols)} for symbols in alphabets]
        self.limit = max(SMALL, LARGE // len(machine.states))  # entries of a table of all combinations
        self.allowance = Allowance()  # of work on diagrams
        self.met: dict[object, Shape] = {}

    def shape(self, state: State) -> Shape:
        """The shape of a state. Raises UniformError for a state that no machine can have."""
        key = tuple(
            [(id(rule.reads), id(rule.actions), rule.output, id(rule.halt), rule.otherwise) for rule in state.rules]
        )
        found = self.met.get(key)
        if found is None:
            found = self.met[key] = self._make_shape(state)
        return found

    def _make_shape(self, state: State) -> Shape:
        for rule in state.rules:
            self._check(state, rule)
        places = range(len(state.rules))
        order = tuple(sorted(places, key=lambda place: not state.rules[place].otherwise))
        rules = [state.rules[place] for place in order]
        tapes = self._looks(rules)
        sizes = [1 << (len(self.alphabets[tape]) - 1).bit_length() for tape in tapes]
        if sum(rule.otherwise for rule in rules) > 1:
            raise overlap(state.name)
        whole = prod(sizes) <= self.limit
        if whole:
            part = self._whole(state, rules, tapes, sizes)
        else:
            first, part = self._diagram(state, rules)
            tapes = [] if first is None else [first]
            sizes = sizes[: len(tapes)]
        actions: list[tuple[int, int, int]] = []
        simple, along = [], []
        for rule in rules:
            touched = [
                (action.tape, -1 if action.write is None else self.codes[action.tape][action.write], action.move)
                for action in rule.actions
            ]
            may_write = tapes if whole else [tape for tape, symbols in rule.reads if tape and ORIGIN not in symbols]
            simple.append(_packed_entry(rule, may_write, touched))
            alone = len(touched) == 1 and tapes == [touched[0][0]] and touched[0][1] < 0 and touched[0][2] != 0
            along.append(1 << 34 if alone else 0)
            actions += touched
        return Shape(
            None if order == tuple(places) else order,
            _array(tapes),
            _array([prod(sizes[:place]) for place in range(len(sizes))]),
            _look(tapes, sizes),
            part,
            _array(simple),
            _array(along),
            _array([_ENDS[rule.halt] for rule in rules]),
            _array([len(rule.actions) for rule in rules]),
            _array([len(rule.output) for rule in rules]),
            np.array(actions, dtype=np.int64).reshape(-1, 3),
            "".join(rule.output for rule in rules).encode("ascii"),
        )

    def _whole(self, state: State, rules: list[Rule], tapes: list[int], sizes: list[int]) -> Ints:
        """The table of all combinations of symbols on the tapes; the first tape varies fastest."""
        part = np.full(sizes[::-1], STUCK, dtype=np.int64)
        taken = sum(self._fill(part, own, rule, tapes) for own, rule in enumerate(rules))  # but of `else`
        if taken > np.count_nonzero(part >= sum(rule.otherwise for rule in rules)):
            raise overlap(state.name)
        for own, rule in enumerate(rules):
            for action in rule.actions:
                if action.write is not None:
                    _forbid(part, own, tapes, action.tape)
        return part.reshape(-1)

    def _diagram(self, state: State, rules: list[Rule]) -> tuple[int | None, Ints]:
        """The tape at which the state looks first, and its diagram."""
        reads = {
            own: {
                tape: {self.codes[tape][symbol] for symbol in symbols}
                for tape, symbols in rule.reads
                if len({*symbols}) < len(self.alphabets[tape])
            }
            for own, rule in enumerate(rules)
            if not rule.otherwise
        }
        otherwise = 0 if len(reads) < len(rules) else STUCK
        return diagram(state.name, reads, list(map(len, self.alphabets)), otherwise, self.allowance)

    def _check(self, state: State, rule: Rule) -> None:
        """Check the tapes, symbols, moves and output of a rule."""
        for tape in (*(tape for tape, _ in rule.reads), *(action.tape for action in rule.actions)):
            if not 0 <= tape < len(self.alphabets):
                raise self._wrong("U609", state, f"names tape {tape}, and there are {len(self.alphabets)}, from 0 on")
        for tape, symbols in rule.reads:
            for symbol in symbols:
                if symbol not in self.codes[tape]:
                    raise self._wrong("U609", state, f"looks for `{symbol}`, which {self._absent(tape)}")
        for action in rule.actions:
            if action.write is not None and action.write not in self.codes[action.tape]:
                raise self._wrong("U609", state, f"writes `{action.write}`, which {self._absent(action.tape)}")
            if action.move not in (-1, 0, 1):
                raise self._wrong("U608", state, f"moves by {action.move}; a move is -1, 0 or 1")
        if not rule.output.isascii():
            raise self._wrong("U607", state, "prints what is not ASCII: the output tape holds bytes below 128")

    def _absent(self, tape: int) -> str:
        return f"is not a symbol of the tape `{self.machine.tapes[tape].name}`"

    def _wrong(self, code: str, state: State, does: str) -> UniformError:
        return UniformError(Diagnostic(code, f"a rule of the state `{state.name}` {does}"))

    def _looks(self, rules: list[Rule]) -> list[int]:
        """The tapes that a state looks at: those of its reads, and, while that is cheap, those that it writes."""
        read = {tape for rule in rules for tape, _ in rule.reads}
        written = {action.tape for rule in rules for action in rule.actions if action.write is not None}
        every = sorted(read | written)
        return every if len(every) <= 3 else sorted(read)

    def _fill(self, part: Ints, own: int, rule: Rule, tapes: list[int]) -> int:
        """Enter a rule where it applies; returns the number of entries, 0 for ``else``, which others overwrite."""
        admitted = dict(rule.reads)
        choice = [
            sorted({self.codes[tape][symbol] for symbol in admitted.get(tape, self.alphabets[tape])})
            for tape in reversed(tapes)
        ]
        if all(len(symbols) == 1 for symbols in choice):
            part[tuple(symbols[0] for symbols in choice)] = own  # much faster than a product of index arrays
        else:
            part[np.ix_(*choice)] = own
        return 0 if rule.otherwise else prod(map(len, choice))


def _forbid(part: Ints, rule: int, tapes: list[int], tape: int) -> None:
    """Mark the entries where a rule writes the input, or an origin that the state sees."""
    if tape == 0:
        part[part == rule] = ILLEGAL
    elif tape in tapes:
        axis = len(tapes) - 1 - tapes.index(tape)
        at_origin = part[(slice(None),) * axis + (slice(1, 2),)]
        at_origin[at_origin == rule] = ILLEGAL


def _look(tapes: list[int], sizes: list[int]) -> int:
    if len(tapes) > 3 or any(tape > 63 for tape in tapes):
        return -1
    packed = len(tapes) << 32
    for place, tape in enumerate(tapes):
        packed |= tape << (34 + 6 * place)
    shift = 0
    for place, size in enumerate(sizes[:-1]):
        shift += size.bit_length() - 1
        packed |= shift << (52 + 5 * place)
    return packed


def _packed_entry(rule: Rule, tapes: list[int], actions: list[tuple[int, int, int]]) -> int:
    simple = (
        len(rule.output) <= 1
        and rule.halt is None
        and len(actions) <= (2 if rule.output else 3)
        and all(tape < 64 and written < 62 and (written < 0 or tape in tapes) for tape, written, _ in actions)
    )
    if not simple:
        return -1
    entry = len(actions) << 18
    for place, (tape, written, move) in enumerate(actions):
        entry |= (tape | (written + 1) << 6 | (move + 1) << 12) << (20 + 14 * place)
    return entry | (1 << 62 | ord(rule.output) << 48 if rule.output else 0)


def _array(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
