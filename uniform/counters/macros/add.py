"""Sums, differences, and the steps of loops.

All go digit by digit from the low end, with the carry or borrow in the state, and a literal operand in the state, too:

    a        ^ 1 1 0 $
    b        ^ 1 0 1 0 $          target <- a + b, 3 tapes side by side; the target may be a or b
    target   ^ 0 0 0 1 $

A sum that does not fit its tape traps. In place, ``i <- i + 1`` stops where the carry does: 2 steps on average and as
many back. Steps otherwise: the longest of the widths there, and as many back.
"""

from __future__ import annotations

from itertools import product

from uniform.counters.code import Operand, Register, Test
from uniform.counters.macros.assembler import MARK, Assembler, rule, trap
from uniform.counters.macros.compare import branch
from uniform.turing.machine import Rule

_MOVE = (None, 1)


def add(asm: Assembler, target: int, left: Operand, right: Operand, then: str) -> str:
    """target <- left + right."""
    return _combine(asm, target, left, right, then, minus=False, below="")


def subtract(asm: Assembler, target: int, left: Operand, right: Operand, then: str, below: str) -> str:
    """target <- left - right; trap with ``below`` when that is negative."""
    return _combine(asm, target, left, right, then, minus=True, below=below)


def step(asm: Assembler, variable: Register, limit: Operand, by: Operand, again: str, done: str, *, down: bool) -> str:
    """The end of a loop: if variable + by <= limit (upwards), or limit + by <= variable, step and go on with ``again``.

    A step of 1 compares for equality only, which stops at the first difference."""
    tape = asm.tape(variable)
    move = subtract(asm, tape, variable, by, again, "") if down else add(asm, tape, variable, by, again)
    if by == 1:
        return branch(asm, variable, Test.EQUAL, limit, done, move)
    low, high = (limit, variable) if down else (variable, limit)
    return _fits(asm, low, by, high, move, done)


def _combine(asm: Assembler, target: int, left: Operand, right: Operand, then: str, *, minus: bool, below: str) -> str:
    if isinstance(left, int) and not minus:
        left, right = right, left
    in_place = isinstance(left, Register) and asm.tape(left) == target and isinstance(right, int)
    tapes = sorted({target, *(asm.tape(operand) for operand in (left, right) if isinstance(operand, Register))})
    home = asm.home(tapes, then)
    names: dict[tuple[int, int, bool], str] = {}
    waiting: list[tuple[int, int, bool]] = []
    length = max((operand.bit_length() for operand in (left, right) if isinstance(operand, int)), default=0)

    def at(place: int, carry: int, over: bool = False) -> str:
        """The state for this digit; ``over``: a digit beyond the target's end was 1."""
        key = (min(place, length), carry, over)
        if key not in names:
            names[key] = asm.name(f"digit{key[0]}.{'carry' if carry else 'plain'}{'.over' if over else ''}")
            waiting.append(key)
        return names[key]

    first = at(0, 0)
    while waiting:
        place, carry, over = waiting.pop()
        if in_place and carry == 0 and place == length and not over:
            asm.state(names[place, carry, over], rule({}, {}, home))
            continue
        rules: list[Rule] = []
        for symbols in product("01" + MARK, repeat=len(tapes)):
            seen = dict(zip(tapes, symbols, strict=True))
            a, b = (_digit(asm, operand, seen, place) for operand in (left, right))
            value = a - b - carry if minus else a + b + carry
            ended = seen[target] == MARK
            do: dict[int, tuple[str | None, int]] = {tape: _MOVE for tape, symbol in seen.items() if symbol != MARK}
            if not ended:
                do[target] = (str(value % 2), 1)
                rules.append(rule(seen, do, at(place + 1, int(value < 0 or value > 1))))
            elif all(symbol == MARK for symbol in symbols) and place == length:
                if minus and carry:
                    rules.append(trap(seen, below or _full(asm, target)))
                elif carry or over:
                    rules.append(trap(seen, _full(asm, target)))
                else:
                    rules.append(rule(seen, {}, home))
            elif value % 2 and not (minus and below):
                rules.append(trap(seen, _full(asm, target)))
            else:
                following = at(place + 1, int(value < 0 or value > 1), over or value % 2 == 1)
                rules.append(rule(seen, do, following))
        asm.state(names[place, carry, over], *_merged(rules))
    return asm.state(asm.name("start"), rule({}, dict.fromkeys(tapes, _MOVE), first))


def _fits(asm: Assembler, low: Operand, by: Operand, high: Operand, yes: str, no: str) -> str:
    """Go to ``yes`` if low + by <= high, else to ``no``: the sum is compared as its digits appear."""
    operands = (low, by, high)
    tapes = sorted({asm.tape(operand) for operand in operands if isinstance(operand, Register)})
    homes = {True: asm.home(tapes, yes), False: asm.home(tapes, no)}
    length = max((operand.bit_length() for operand in operands if isinstance(operand, int)), default=0)
    names: dict[tuple[int, int, bool], str] = {}
    waiting: list[tuple[int, int, bool]] = []

    def at(place: int, carry: int, fits: bool) -> str:
        key = (min(place, length), carry, fits)
        if key not in names:
            names[key] = asm.name(f"fits{key[0]}.{carry}{'at' if fits else 'above'}")
            waiting.append(key)
        return names[key]

    first = at(0, 0, True)
    while waiting:
        place, carry, fits = waiting.pop()
        rules: list[Rule] = []
        for symbols in product("01" + MARK, repeat=len(tapes)):
            seen = dict(zip(tapes, symbols, strict=True))
            a, b, c = (_digit(asm, operand, seen, place) for operand in operands)
            total = a + b + carry
            if all(symbol == MARK for symbol in symbols) and place == length:
                rules.append(rule(seen, {}, homes[fits and not carry]))
                continue
            result = fits if total % 2 == c else total % 2 < c
            do: dict[int, tuple[str | None, int]] = {tape: _MOVE for tape, symbol in seen.items() if symbol != MARK}
            rules.append(rule(seen, do, at(place + 1, total // 2, result)))
        asm.state(names[place, carry, fits], *_merged(rules))
    return asm.state(asm.name("start"), rule({}, dict.fromkeys(tapes, _MOVE), first))


def _digit(asm: Assembler, operand: Operand, seen: dict[int, str], place: int) -> int:
    if isinstance(operand, int):
        return operand >> place & 1
    symbol = seen[asm.tape(operand)]
    return 0 if symbol == MARK else int(symbol)


def _full(asm: Assembler, tape: int) -> str:
    return f"the tape {asm.tapes[tape].name} is full"


def _merged(rules: list[Rule]) -> list[Rule]:
    """Rules that differ in the symbols of one tape only, as one rule with a set."""
    merged: list[Rule] = []
    for each in rules:
        for place, other in enumerate(merged):
            found = _union(other, each)
            if found is not None:
                merged[place] = found
                break
        else:
            merged.append(each)
    return merged


def _union(a: Rule, b: Rule) -> Rule | None:
    if (a.actions, a.target, a.halt, a.message) != (b.actions, b.target, b.halt, b.message):
        return None
    differing = [place for place, (x, y) in enumerate(zip(a.reads, b.reads, strict=True)) if x != y]
    if len(differing) != 1:
        return None
    place = differing[0]
    tape, symbols = a.reads[place]
    reads = list(a.reads)
    reads[place] = (tape, symbols + b.reads[place][1])
    return Rule(tuple(reads), a.actions, a.target, a.output, a.halt, a.message)
