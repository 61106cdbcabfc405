"""A machine as arrays, ready for the compiled emulator.

Symbols of a tape are numbered 0 (blank), 1 (origin), 2, 3, ... (its alphabet; on the input, then ``$``). A state
looks at some tapes; its part of the table has one entry for each combination of symbols on them, with the number
of symbols of each tape rounded up to a power of two, so that an entry is found by shifting:

    entry index = base + s0 + (s1 << shift1) + (s2 << shift2) + ...

``rule_of[entry]`` is the rule that applies, or -1 for none: stuck. Most states look at three tapes or fewer, and
most rules touch three or fewer; these are packed into 64 bits and executed from there. All other entries are negative
and take the slow path.

Many tapes would have too many combinations of symbols. A state that would need more than its share of the table looks
at one tape, and has a decision diagram in its part of the table (``diagram``); there, an entry may be a link:

    link     ~(index of the first entry of a node << 32 | the tape it looks at), always less than -1

    look     bits 0-31 base, 32-33 how many tapes, 34-51 the tapes (6 each), 52-56 and 57-61 the shifts
    entry    bits 0-17 next state, 18-19 how many tapes it touches, then 14 bits for each: tape (6), symbol to write
             plus 1, or 0 (6), move plus 1 (2); bit 62: a character is printed, which takes the place of the third
             tape; bit 34, if it touches one tape: it moves along the only tape in ``look``, and stays in the state
    follow   the ``look`` of the next state

A packed rule does not halt, writes only to tapes that the state looks at (so it is known here whether it would write an
origin), and does not lead to the state that marks the end of the layout.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from uniform.collector import paused
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.turing.emulator.diagram import PLACE, STUCK, too_large
from uniform.turing.emulator.shapes import ILLEGAL, Shape, Shaper
from uniform.turing.emulator.slots import Ints, LookArrays, RuleArrays, TableArrays
from uniform.turing.machine import BLANK, END, MAX_SYMBOLS, ORIGIN, Machine, Rule

MAX_ENTRIES = 1 << 26


@dataclass(frozen=True, slots=True, eq=False)
class PackedMachine:
    """A machine as arrays, and what the numbers in them mean."""

    machine: Machine
    alphabets: tuple[str, ...]  # for each tape, its symbols by number
    start: int
    laid_out: int  # the number of the marked state, or -1
    looks: LookArrays
    table: TableArrays
    rules: RuleArrays
    rule_list: tuple[Rule, ...]  # by number; those of a state follow one another, `else` first
    numbers: dict[str, int] = field(repr=False)  # of states, by name
    rule_state: Ints  # for each rule, the state that it is a rule of


def alphabet(machine: Machine, tape: int) -> str:
    """The symbols of a tape, in the order of their numbers."""
    symbols = machine.tapes[tape].symbols
    return BLANK + ORIGIN + symbols + (END if tape == 0 else "")


@paused()
def pack(machine: Machine) -> PackedMachine:
    """The arrays of a machine. Cost: linear in the entries.

    Raises UniformError if the table would have more than ``MAX_ENTRIES`` entries (which take 2 GB), or if a machine
    made in Python is not valid: too many symbols for a byte, tapes, symbols or states that do not exist, rules that
    overlap.
    """
    if not machine.tapes:
        raise UniformError(Diagnostic("U604", "the machine has no input tape"))
    for tape in machine.tapes:
        if len(tape.symbols) > MAX_SYMBOLS:
            message = f"the tape `{tape.name}` has {len(tape.symbols)} symbols; the limit is {MAX_SYMBOLS}"
            raise UniformError(Diagnostic("U605", message))
        every = ORIGIN + BLANK + (END if tape is machine.tapes[0] else "") + tape.symbols
        if len(set(every)) < len(every):
            twice = next(symbol for symbol in every if every.count(symbol) > 1)
            message = f"the symbol `{twice}` is declared twice on the tape `{tape.name}`"
            raise UniformError(Diagnostic("U605", message, help="`^`, `_` and, on the input, `$` are always there"))
    alphabets = tuple(alphabet(machine, tape) for tape in range(len(machine.tapes)))
    numbers = _number_states(machine)
    laid_out = numbers[machine.laid_out] if machine.laid_out is not None else -1
    packer = Shaper(machine, alphabets)
    rules: list[Rule] = []
    nexts: list[int] = []
    shapes: list[Shape] = []
    base: list[int] = []
    packed_looks: list[int] = []
    total = 0
    for number, state in enumerate(machine.states):
        shape = packer.shape(state)
        shapes.append(shape)
        base.append(total)
        packed_looks.append(shape.look if shape.look < 0 else shape.look | total)
        total += len(shape.part)
        if total > MAX_ENTRIES:
            raise too_large(state.name)
        rules_here = state.rules if shape.order is None else [state.rules[place] for place in shape.order]
        rules += rules_here
        try:
            nexts += [number if rule.target is None else numbers[rule.target] for rule in rules_here]
        except KeyError as missing:
            message = f"the state `{state.name}` leads to `{missing.args[0]}`, which is not a state"
            raise UniformError(Diagnostic("U606", message)) from None
    looks = _make_array([len(shape.tapes) for shape in shapes])
    counts = _make_array([len(shape.simple) for shape in shapes])
    first_rule = np.cumsum(counts) - counts
    rule_next = _make_array(nexts)
    own_state = np.repeat(np.arange(len(shapes)), counts)
    by_rule = np.concatenate((_pack_entries(shapes, rule_next, own_state, laid_out), [-1, -1]))
    rule_of, table = _make_table(shapes, _make_array(base), first_rule, by_rule)
    actions = np.concatenate([shape.actions for shape in shapes]).T.copy() if shapes else np.zeros((3, 0), np.int64)
    pool = b"".join(shape.text for shape in shapes)
    return PackedMachine(
        machine,
        alphabets,
        numbers[machine.start],
        laid_out,
        LookArrays(
            _make_array(packed_looks),
            _make_array(base),
            looks,
            np.cumsum(looks) - looks,
            _concatenate([shape.tapes for shape in shapes]),
            _concatenate([shape.strides for shape in shapes]),
        ),
        TableArrays(table, _make_array(packed_looks)[np.concatenate((rule_next, [0, 0]))[rule_of]], rule_of),
        RuleArrays(
            rule_next,
            _concatenate([shape.ends for shape in shapes]),
            _make_ends([shape.touched for shape in shapes]),
            _make_ends([shape.printed for shape in shapes]),
            actions[0],
            actions[1],
            actions[2],
            np.frombuffer(pool or b"\0", dtype=np.uint8).copy(),
        ),
        tuple(rules),
        numbers,
        own_state,
    )


def layout_part(machine: Machine) -> Machine:
    """The part of a compiled machine that lays out its tapes: the states that a run enters before the marked state, and
    the marked state, without its rules. A run up to the mark needs no others; a large program has a thousand times as
    many."""
    if machine.laid_out is None:
        return machine
    by_name = {state.name: state for state in machine.states}
    found: dict[str, None] = {machine.start: None}
    waiting = [machine.start]
    while waiting:
        name = waiting.pop()
        for rule in by_name[name].rules if name != machine.laid_out else ():
            if rule.target is not None and rule.target not in found:
                found[rule.target] = None
                waiting.append(rule.target)
    states = [replace(by_name[name], rules=()) if name == machine.laid_out else by_name[name] for name in found]
    return replace(machine, states=tuple(states))


def _number_states(machine: Machine) -> dict[str, int]:
    """The number of each state, by name. Raises UniformError (U606) for names that are defined twice or missing."""
    numbers = {state.name: number for number, state in enumerate(machine.states)}
    if len(numbers) < len(machine.states):
        twice = next(state.name for number, state in enumerate(machine.states) if numbers[state.name] != number)
        raise UniformError(Diagnostic("U606", f"the state `{twice}` is defined twice"))
    for name in (machine.start, machine.laid_out):
        if name is not None and name not in numbers:
            raise UniformError(Diagnostic("U606", f"`{name}` is not a state of the machine"))
    return numbers


def _pack_entries(shapes: list[Shape], rule_next: Ints, rule_state: Ints, laid_out: int) -> Ints:
    """The packed entry of each rule, or -1."""
    simple = _concatenate([shape.simple for shape in shapes])
    along = _concatenate([shape.along for shape in shapes])
    entries = np.where(rule_next == rule_state, simple | along, simple) | rule_next
    return np.where((simple < 0) | (rule_next == laid_out) | (rule_next >= 1 << 18), -1, entries)


def _make_table(shapes: list[Shape], base: Ints, first_rule: Ints, by_rule: Ints) -> tuple[Ints, Ints]:
    """``rule_of`` and ``table``; links, which are relative in a shape, become absolute."""
    lengths = [len(shape.part) for shape in shapes]
    rule_of = _concatenate([shape.part for shape in shapes])
    rule_of += np.where(rule_of >= 0, np.repeat(first_rule, lengths), 0)
    linking = np.flatnonzero(rule_of < ILLEGAL)
    links = rule_of[linking] - (np.repeat(base, lengths)[linking] << PLACE)
    rule_of[linking] = STUCK
    table = by_rule[rule_of]  # the last two are ILLEGAL and STUCK
    table[linking] = links
    return rule_of, table


def _make_ends(lengths: list[Ints]) -> Ints:
    """The offset at which each begins, and the end of the last one."""
    return np.concatenate(([0], np.cumsum(_concatenate(lengths))))


def _concatenate(arrays: list[Ints]) -> Ints:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype=np.int64)


def _make_array(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
