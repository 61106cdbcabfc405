"""Quotients and remainders: long division from the high digit on.

    left       ^ 1 0 1 1 0 $        the head stays on the digit; digits of the quotient are written on the other tape
    quotient   ^ 0 0 1 0 0 . . $    scratch, as wide as any dividend
    rest       ^ 1 1 0 $            scratch: 2*rest + digit; if that is at least the divisor, subtract it

A divisor that is a small literal keeps the rest in the state: two passes over the digits. Steps otherwise: about 8 w^2.
A divisor on the tape of the dividend is first copied to the scratch tape ``factor``.
"""

from __future__ import annotations

from uniform.counters.code import Operand, Register, Test
from uniform.counters.machine.macros.add import subtract
from uniform.counters.machine.macros.assembler import MARK, Assembler, repeated, rule, trap
from uniform.counters.machine.macros.compare import branch, copy, write_literal
from uniform.counters.machine.macros.multiply import double

SMALL = 16  # a literal divisor up to this is kept in the state


@repeated("then")
def divide(
    asm: Assembler,
    target: int,
    left: Operand,
    right: Operand,
    then: str,
    *,
    want_rest: bool,
    by_zero: str,
    scratch: tuple[Register, Register, Register],
) -> str:
    """target <- left div right, or left mod right. ``scratch``: quotient, rest, factor."""
    quotient, rest, factor = scratch
    if isinstance(left, int):  # rare: the dividend is put on the factor tape
        inner = divide(
            asm, target, factor, right, then, want_rest=want_rest, by_zero=by_zero, scratch=(quotient, rest, rest)
        )
        return copy(asm, asm.tape(factor), left, inner)
    if isinstance(right, int) and right == 0:
        return asm.state(asm.name("zero"), trap({}, by_zero))
    if isinstance(right, int) and right <= SMALL:
        return _by_small(asm, target, left, right, then, want_rest=want_rest, quotient=quotient)
    divisor = right
    if right == left:
        divisor = factor
    finish = copy(asm, target, rest if want_rest else quotient, then)
    entry = _long(asm, left, divisor, finish, quotient, rest)
    entry = write_literal(asm, asm.tape(rest), 0, write_literal(asm, asm.tape(quotient), 0, entry))
    if divisor is factor and right != factor:
        entry = copy(asm, asm.tape(factor), right, entry)
    if isinstance(divisor, Register):
        zero = asm.state(asm.name("zero"), trap({}, by_zero))
        entry = branch(asm, right, Test.EQUAL, 0, zero, entry)
    return entry


def _long(asm: Assembler, left: Register, divisor: Operand, then: str, quotient: Register, rest: Register) -> str:
    a, q, r = asm.tape(left), asm.tape(quotient), asm.tape(rest)
    find, skip, take, following, one = (asm.name(suffix) for suffix in ("find", "skip", "take", "next", "one"))
    taken = subtract(asm, r, rest, divisor, one, "")
    compared = branch(asm, divisor, Test.AT_MOST, rest, taken, following)
    shifted = {"0": double(asm, r, compared, 0), "1": double(asm, r, compared, 1)}
    asm.state(one, rule({q: "01"}, {q: ("1", 0)}, following))
    asm.state(following, rule({a: "01"}, {a: (None, -1), q: (None, -1)}, take))
    asm.state(
        find,
        rule({a: "^01", q: "^01"}, {a: (None, 1), q: (None, 1)}),
        asm.full(q, {a: "^01", q: MARK}),
        rule({a: MARK}, {a: (None, -1), q: (None, -1)}, skip),
    )
    asm.state(skip, rule({a: "0"}, {a: (None, -1), q: (None, -1)}), rule({a: "1^"}, {}, take))
    asm.state(take, *(rule({a: digit}, {}, shifted[digit]) for digit in "01"), rule({a: "^"}, {}, then))
    return find


def _by_small(
    asm: Assembler, target: int, left: Register, value: int, then: str, *, want_rest: bool, quotient: Register
) -> str:
    a, q = asm.tape(left), asm.tape(quotient)
    find = asm.name("find")
    names = [asm.name(f"rest{rest}") for rest in range(value)]
    finish = "" if want_rest else copy(asm, target, quotient, then)
    for rest, name in enumerate(names):
        rules = []
        for digit in "01":
            total = 2 * rest + int(digit)
            do = {a: (None, -1)} if want_rest else {a: (None, -1), q: (str(total // value), -1)}
            rules.append(rule({a: digit} if want_rest else {a: digit, q: "01"}, do, names[total % value]))
        end = write_literal(asm, target, rest, then) if want_rest else finish
        asm.state(name, *rules, rule({a: "^"}, {}, end))
    if want_rest:
        asm.state(find, rule({a: "^01"}, {a: (None, 1)}), rule({a: MARK}, {a: (None, -1)}, names[0]))
    else:
        asm.state(
            find,
            rule({a: "^01", q: "^01"}, {a: (None, 1), q: (None, 1)}),
            asm.full(q, {a: "^01", q: MARK}),
            rule({a: MARK}, {a: (None, -1), q: (None, -1)}, names[0]),
        )
    return find if want_rest else write_literal(asm, q, 0, find)
