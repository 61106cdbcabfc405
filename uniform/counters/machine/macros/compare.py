"""Comparing, copying, and literals.

Comparison walks both tapes from the low digit on and keeps in the state what has been seen so far; the highest
difference decides. Beyond its end, a tape reads as zeros. A literal is in the finite control: its digits are part of
the state while they last.

    a   ^ 1 0 1 $            steps: the longer of the two widths there, and as many back
    b   ^ 0 1 1 0 $          equality stops at the first difference
"""

from __future__ import annotations

from uniform.counters.code import Operand, Test
from uniform.counters.machine.macros.assembler import MARK, Assembler, repeated, rule, trap
from uniform.counters.widths import bits
from uniform.turing.machine import Rule

LESS, SAME, MORE = "less", "same", "more"


@repeated("then")
def copy(asm: Assembler, target: int, source: Operand, then: str) -> str:
    """target <- source. Returns the first state."""
    if isinstance(source, int):
        return write_literal(asm, target, source, then)
    tape = asm.tape(source)
    if tape == target:
        return then
    loop = asm.name("copy")
    home = asm.home([target, tape], then)
    entry = asm.state(asm.name("start"), rule({}, {target: (None, 1), tape: (None, 1)}, loop))
    asm.stamp(loop, {"home": home}.__getitem__, _copy_rules, target, tape, asm.full_message(target))
    return entry


def _copy_rules(target: int, tape: int, full: str) -> list[Rule]:
    return [
        rule({target: "01", tape: "0"}, {target: ("0", 1), tape: (None, 1)}),
        rule({target: "01", tape: "1"}, {target: ("1", 1), tape: (None, 1)}),
        rule({target: "01", tape: MARK}, {target: ("0", 1)}),
        rule({target: MARK, tape: "0"}, {tape: (None, 1)}),
        trap({target: MARK, tape: "1"}, full),
        rule({target: MARK, tape: MARK}, {}, "home"),
    ]


@repeated("then")
def write_literal(asm: Assembler, target: int, value: int, then: str) -> str:
    """target <- value: its digits, then zeros."""
    digits = f"{value:b}"[::-1] if value else ""
    names = [asm.name("digit") for _ in digits] + [asm.name("zeros")]
    home = asm.home([target], then)
    entry = asm.state(asm.name("start"), rule({}, {target: (None, 1)}, names[0]))
    for place, digit in enumerate(digits):
        to = {"next": names[place + 1]}.__getitem__
        asm.stamp(names[place], to, _write_rules, target, digit, asm.full_message(target))
    asm.stamp(names[-1], {"home": home}.__getitem__, _clear_rules, target)
    return entry


Literals = dict[tuple[int, int, str], str]
"""For a tape, digits still to be written and the state behind them, the state that writes them."""


def write_shared(asm: Assembler, target: int, value: int, then: str, shared: Literals) -> str:
    """target <- value, as ``write_literal``, where literals that end alike share states. Returns the first state."""
    digits = f"{value:b}"[::-1] if value else ""
    to = _write_rest(asm, target, 0, then, shared)
    for place in reversed(range(len(digits))):
        to = _write_rest(asm, target, value >> place, then, shared, to)
    start = target, -1 - value, then
    if start not in shared:
        shared[start] = asm.state(asm.name("start"), rule({}, {target: (None, 1)}, to))
    return shared[start]


def _write_rest(asm: Assembler, target: int, rest: int, then: str, shared: Literals, behind: str = "") -> str:
    """The state that writes the low digit of ``rest`` and goes on to ``behind``; of 0, the one that writes zeros."""
    if (target, rest, then) not in shared:
        name = asm.name("digit" if rest else "zeros")
        if rest:
            asm.stamp(name, {"next": behind}.__getitem__, _write_rules, target, str(rest & 1), asm.full_message(target))
        else:
            asm.stamp(name, {"home": asm.home([target], then)}.__getitem__, _clear_rules, target)
        shared[target, rest, then] = name
    return shared[target, rest, then]


def _write_rules(target: int, digit: str, full: str) -> list[Rule]:
    return [rule({target: "01"}, {target: (digit, 1)}, "next"), trap({target: MARK}, full)]


def _clear_rules(target: int) -> list[Rule]:
    return [rule({target: "01"}, {target: ("0", 1)}), rule({target: MARK}, {}, "home")]


@repeated("yes", "no")
def branch(asm: Assembler, left: Operand, test: Test, right: Operand, yes: str, no: str) -> str:
    """Go to ``yes`` if ``left test right``, else to ``no``. Returns the first state."""
    outcomes = {
        Test.EQUAL: {LESS: no, SAME: yes, MORE: no},
        Test.NOT_EQUAL: {LESS: yes, SAME: no, MORE: yes},
        Test.LESS: {LESS: yes, SAME: no, MORE: no},
        Test.AT_MOST: {LESS: yes, SAME: yes, MORE: no},
    }[test]
    if isinstance(left, int) and isinstance(right, int):
        return outcomes[LESS if left < right else SAME if left == right else MORE]
    if left == right:
        return outcomes[SAME]
    if isinstance(left, int):
        outcomes = {LESS: outcomes[MORE], SAME: outcomes[SAME], MORE: outcomes[LESS]}
        left, right = right, left
    early = test in (Test.EQUAL, Test.NOT_EQUAL)
    if isinstance(right, int):
        return _with_literal(asm, asm.tape(left), right, outcomes, early=early)
    return _with_tape(asm, asm.tape(left), asm.tape(right), outcomes, early=early)


def _with_tape(asm: Assembler, a: int, b: int, outcomes: dict[str, str], *, early: bool) -> str:
    homes = {target: asm.home([a, b], target) for target in dict.fromkeys(outcomes.values())}
    seen = [SAME] if early else [SAME, LESS, MORE]
    names = {state: asm.name(state) for state in seen}
    to = {**names, **{_HOME + found: homes[target] for found, target in outcomes.items()}}
    for state in seen:
        asm.stamp(names[state], to.__getitem__, _compare_rules, a, b, state, early)
    return asm.state(asm.name("compare"), rule({}, {a: (None, 1), b: (None, 1)}, names[SAME]))


_HOME = "home."  # and what was found: the label of the way back


def _compare_rules(a: int, b: int, state: str, early: bool) -> list[Rule]:
    rules = [
        rule({a: "0", b: "0"}, {a: (None, 1), b: (None, 1)}),
        rule({a: "1", b: "1"}, {a: (None, 1), b: (None, 1)}),
        rule({a: "0", b: MARK}, {a: (None, 1)}),
        rule({a: MARK, b: "0"}, {b: (None, 1)}),
        rule({a: MARK, b: MARK}, {}, _HOME + state),
    ]
    for at_a, at_b, result in (("0", "1", LESS), ("1", "0", MORE), (MARK, "1", LESS), ("1", MARK, MORE)):
        if early:
            rules.append(rule({a: at_a, b: at_b}, {}, _HOME + result))
        else:
            moves = {tape: (None, 1) for tape, at in ((a, at_a), (b, at_b)) if at != MARK}
            rules.append(rule({a: at_a, b: at_b}, moves, result))
    return rules


def _with_literal(asm: Assembler, tape: int, value: int, outcomes: dict[str, str], *, early: bool) -> str:
    """One state for each digit of the literal and outcome so far; beyond the digits, any 1 decides."""
    homes = {target: asm.home([tape], target) for target in dict.fromkeys(outcomes.values())}
    length = bits(value) if value else 0
    home = {_HOME + found: homes[target] for found, target in outcomes.items()}
    seen = [SAME] if early else [SAME, LESS, MORE]
    names = {(place, state): asm.name(f"{state}{place}") for place in range(length + 1) for state in seen}
    for place in range(length):
        digit = value >> place & 1
        above = value >> place
        for state in seen:
            if place == 0 and state != SAME:
                continue
            to = {result: names[place + 1, result] for result in seen} | home
            asm.stamp(names[place, state], to.__getitem__, _digit_rules, tape, digit, state, above > 0, early)
    for state in seen:
        if length == 0 and state != SAME:
            continue
        asm.stamp(names[length, state], home.__getitem__, _rest_rules, tape, state)
    return asm.state(asm.name("compare"), rule({}, {tape: (None, 1)}, names[0, SAME]))


def _digit_rules(tape: int, digit: int, state: str, more: bool, early: bool) -> list[Rule]:
    """``more``: the literal has a 1 here or above."""
    rules = []
    for symbol in "01":
        result = state if int(symbol) == digit else LESS if int(symbol) < digit else MORE
        if early and result != SAME:
            rules.append(rule({tape: symbol}, {}, _HOME + result))
        else:
            rules.append(rule({tape: symbol}, {tape: (None, 1)}, result))
    return [*rules, rule({tape: MARK}, {}, _HOME + (LESS if more else state))]


def _rest_rules(tape: int, state: str) -> list[Rule]:
    return [
        rule({tape: "0"}, {tape: (None, 1)}),
        rule({tape: "1"}, {}, _HOME + MORE),
        rule({tape: MARK}, {}, _HOME + state),
    ]
