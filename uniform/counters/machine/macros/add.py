"""Sums, differences, and the steps of loops.

All go digit by digit from the low end, with the carry or borrow in the state, and a literal operand in the state, too:

    a        ^ 1 1 0 $
    b        ^ 1 0 1 0 $          target <- a + b, 3 tapes side by side; the target may be a or b
    target   ^ 0 0 0 1 $

A sum that does not fit its tape traps. In place, ``i <- i + 1`` stops where the carry does: 2 steps on average, and as
many back. Otherwise the steps are the largest of the widths, and as many back.
"""

from __future__ import annotations

from functools import partial
from itertools import product

from uniform.counters.code import Operand, Register, Test
from uniform.counters.machine.macros.assembler import HERE, MARK, Assembler, repeated, rule, trap
from uniform.counters.machine.macros.compare import branch
from uniform.turing.machine import Rule

_MOVE = (None, 1)


@repeated("then")
def add(asm: Assembler, target: int, left: Operand, right: Operand, then: str) -> str:
    """target <- left + right."""
    return _combine(asm, target, left, right, then, minus=False, below="")


@repeated("then")
def subtract(asm: Assembler, target: int, left: Operand, right: Operand, then: str, below: str) -> str:
    """target <- left - right; trap with ``below`` when that is negative."""
    return _combine(asm, target, left, right, then, minus=True, below=below)


@repeated("again", "done")
def step(asm: Assembler, variable: Register, limit: Operand, by: Operand, again: str, done: str, *, down: bool) -> str:
    """The end of a loop: if variable + by <= limit (upward) or limit + by <= variable (downward), step and continue
    with ``again``.

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

    def lead(place: int, label: str) -> str:
        return home if label == "home" else at(place + 1, int(label[0]), label.endswith("over"))

    first = at(0, 0)
    while waiting:
        place, carry, over = waiting.pop()
        if in_place and carry == 0 and place == length and not over:
            asm.state(names[place, carry, over], rule({}, {}, home))
            continue
        terms = (_term(asm, left, place), _term(asm, right, place))
        form = (*terms, carry, over, place == length, minus, below != "", asm.full_message(target))
        asm.stamp(
            names[place, carry, over], partial(lead, place), _digit_rules, tuple(tapes), target, *form, message=below
        )
    return asm.state(asm.name("start"), rule({}, dict.fromkeys(tapes, _MOVE), first))


def _digit_rules(
    tapes: tuple[int, ...], target: int, left: _Term, right: _Term, carry: int, over: bool, last: bool,
    minus: bool, below: bool, full: str,
) -> list[Rule]:  # fmt: skip
    """The rules at one digit; ``last``: beyond the literals. A target is the next carry, with ``over``, or ``home``."""
    rules: list[Rule] = []
    for symbols in product("01" + MARK, repeat=len(tapes)):
        seen = dict(zip(tapes, symbols, strict=True))
        a, b = _digit(left, seen), _digit(right, seen)
        value = a - b - carry if minus else a + b + carry
        following = str(int(value < 0 or value > 1))
        do: dict[int, tuple[str | None, int]] = {tape: _MOVE for tape, symbol in seen.items() if symbol != MARK}
        if seen[target] != MARK:
            do[target] = (str(value % 2), 1)
            rules.append(rule(seen, do, following))
        elif all(symbol == MARK for symbol in symbols) and last:
            if minus and carry:
                rules.append(trap(seen, HERE if below else full))
            elif carry or over:
                rules.append(trap(seen, full))
            else:
                rules.append(rule(seen, {}, "home"))
        elif value % 2 and not (minus and below):
            rules.append(trap(seen, full))
        else:
            rules.append(rule(seen, do, following + ("over" if over or value % 2 == 1 else "")))
    return _merge(rules)


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

    def lead(place: int, label: str) -> str:
        if label in ("yes", "no"):
            return homes[label == "yes"]
        return at(place + 1, int(label[0]), label.endswith("at"))

    first = at(0, 0, True)
    while waiting:
        place, carry, fits = waiting.pop()
        terms = [_term(asm, operand, place) for operand in operands]
        form = (*terms, carry, fits, place == length)
        asm.stamp(names[place, carry, fits], partial(lead, place), _fit_rules, tuple(tapes), *form)
    return asm.state(asm.name("start"), rule({}, dict.fromkeys(tapes, _MOVE), first))


def _fit_rules(
    tapes: tuple[int, ...], low: _Term, by: _Term, high: _Term, carry: int, fits: bool, last: bool
) -> list[Rule]:
    """The rules at one digit. A target is the next carry, with whether the sum fits so far, or the outcome."""
    rules: list[Rule] = []
    for symbols in product("01" + MARK, repeat=len(tapes)):
        seen = dict(zip(tapes, symbols, strict=True))
        a, b, c = _digit(low, seen), _digit(by, seen), _digit(high, seen)
        total = a + b + carry
        if all(symbol == MARK for symbol in symbols) and last:
            rules.append(rule(seen, {}, "yes" if fits and not carry else "no"))
            continue
        result = fits if total % 2 == c else total % 2 < c
        do: dict[int, tuple[str | None, int]] = {tape: _MOVE for tape, symbol in seen.items() if symbol != MARK}
        rules.append(rule(seen, do, f"{total // 2}{'at' if result else 'above'}"))
    return _merge(rules)


_Term = int | str  # a tape, or the digit of a literal


def _term(asm: Assembler, operand: Operand, place: int) -> _Term:
    return str(operand >> place & 1) if isinstance(operand, int) else asm.tape(operand)


def _digit(term: _Term, seen: dict[int, str]) -> int:
    symbol = term if isinstance(term, str) else seen[term]
    return 0 if symbol == MARK else int(symbol)


def _merge(rules: list[Rule]) -> list[Rule]:
    """Merge rules that differ only in the symbols of one tape into one rule with a set."""
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
    if a.target != b.target or (a.actions, a.halt, a.message) != (b.actions, b.halt, b.message):
        return None
    differing = [place for place, (x, y) in enumerate(zip(a.reads, b.reads, strict=True)) if x != y]
    if len(differing) != 1:
        return None
    place = differing[0]
    tape, symbols = a.reads[place]
    reads = list(a.reads)
    reads[place] = (tape, symbols + b.reads[place][1])
    return Rule(tuple(reads), a.actions, a.target, a.output, a.halt, a.message)
