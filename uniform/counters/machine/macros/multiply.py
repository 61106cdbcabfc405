"""Products and powers of two.

    target <- a * b:   an accumulator, digits of b from the high end:   acc <- 2*acc;  if the digit is 1, acc <- acc + a

The accumulator is the target, unless that is a or b; then it is the scratch tape ``product``. The head of b stays
on the digit. When a and b are the same tape, b is first copied to the scratch tape ``factor``. Steps: about
4 w^2 for width w. A literal factor is in the finite control.

    target <- 2^a:     zeros; then ``factor`` counts a down to 0 while the head of the target walks; a 1 there
"""

from __future__ import annotations

from uniform.counters.code import Operand, Register, Test
from uniform.counters.machine.macros.add import add, subtract
from uniform.counters.machine.macros.assembler import MARK, Assembler, repeated, rule, trap
from uniform.counters.machine.macros.compare import branch, copy, write_literal
from uniform.turing.machine import Rule


def double(asm: Assembler, tape: int, then: str, carry: int = 0) -> str:
    """tape <- 2*tape + carry, in place."""
    home = asm.home([tape], then)
    names = [asm.name("double0"), asm.name("double1")]
    to = {"0": names[0], "1": names[1], "home": home}
    for digit in (0, 1):
        asm.stamp(names[digit], to.__getitem__, _double_rules, tape, digit, asm.full_message(tape))
    return asm.state(asm.name("double"), rule({tape: "^"}, {tape: (None, 1)}, names[carry]))


def _double_rules(tape: int, carry: int, full: str) -> list[Rule]:
    return [
        rule({tape: "0"}, {tape: (str(carry), 1)}, "0"),
        rule({tape: "1"}, {tape: (str(carry), 1)}, "1"),
        trap({tape: MARK}, full) if carry else rule({tape: MARK}, {}, "home"),
    ]


@repeated("then")
def multiply(asm: Assembler, target: int, left: Operand, right: Operand, then: str, product: int, factor: int) -> str:
    """target <- left * right; ``product`` and ``factor`` are scratch, used only where tapes coincide."""
    if isinstance(left, int) and isinstance(right, int):
        return write_literal(asm, target, left * right, then)
    if isinstance(left, int):
        left, right = right, left
    assert isinstance(left, Register)
    a = asm.tape(left)
    aliased = target == a or (isinstance(right, Register) and target == asm.tape(right))
    result = product if aliased else target
    finish = _move(asm, target, result, then) if aliased else then
    if isinstance(right, int):
        return _by_literal(asm, result, left, right, finish)
    digits = asm.tape(right)
    if digits == a:
        digits = factor
    entry = _by_digits(asm, result, left, digits, finish)
    entry = write_literal(asm, result, 0, entry)
    return _move(asm, factor, a, entry) if digits == factor else entry


def _by_literal(asm: Assembler, result: int, left: Register, value: int, then: str) -> str:
    """From the high digit of the literal on; the first one is a copy."""
    if value == 0:
        return write_literal(asm, result, 0, then)
    entry = then
    for digit in f"{value:b}"[:0:-1]:
        if digit == "1":
            entry = _add_to(asm, result, left, entry)
        entry = double(asm, result, entry)
    return copy(asm, result, left, entry)


def _by_digits(asm: Assembler, result: int, left: Register, digits: int, then: str) -> str:
    find, take = asm.name("find"), asm.name("take")
    following = asm.state(asm.name("next"), rule({digits: "01"}, {digits: (None, -1)}, take))
    adding = _add_to(asm, result, left, following)
    doubled = {"0": double(asm, result, following), "1": double(asm, result, adding)}
    asm.state(find, rule({digits: "^01"}, {digits: (None, 1)}), rule({digits: MARK}, {digits: (None, -1)}, take))
    asm.state(take, *(rule({digits: digit}, {}, doubled[digit]) for digit in "01"), rule({digits: "^"}, {}, then))
    return find


def _add_to(asm: Assembler, result: int, operand: Register, then: str) -> str:
    """result <- result + operand, where ``result`` may be a scratch tape."""
    with_result = _scratch_register(asm, result)
    return add(asm, result, with_result, operand, then)


def _scratch_register(asm: Assembler, tape: int) -> Register:
    """A register for a scratch tape, so that macros can use it as an operand."""
    return asm.of_tape[tape]


def _move(asm: Assembler, target: int, source: int, then: str) -> str:
    return copy(asm, target, _scratch_register(asm, source), then)


@repeated("then")
def power_of_two(asm: Assembler, target: int, exponent: Operand, then: str, factor: int) -> str:
    """target <- 2^exponent."""
    if isinstance(exponent, int):
        return write_literal(asm, target, 1 << exponent, then)
    counter = _scratch_register(asm, factor)
    home = asm.home([target], then)
    one = asm.state(asm.name("one"), rule({target: "01"}, {target: ("1", 0)}, home), asm.full(target, {target: MARK}))
    test, walk = asm.name("test"), asm.name("walk")
    less = subtract(asm, factor, counter, 1, walk, "")
    inner = branch(asm, counter, Test.EQUAL, 0, one, less)
    asm.state(test, rule({}, {}, inner))
    asm.state(walk, rule({target: "01"}, {target: (None, 1)}, test), asm.full(target, {target: MARK}))
    begin = asm.state(asm.name("begin"), rule({target: "^"}, {target: (None, 1)}, test))
    return copy(asm, factor, exponent, write_literal(asm, target, 0, begin))
