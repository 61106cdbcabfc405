"""bits(a), the number of binary digits, and bit(a, k), the digit of weight 2^k.

bits   the head of a goes to its highest 1 and back; the scratch tape ``factor`` counts the steps back
bit    the head of a walks while ``factor`` counts k down; the digit there goes to the target
"""

from __future__ import annotations

from uniform.counters.code import Operand, Register, Test
from uniform.counters.machine.macros.add import add, subtract
from uniform.counters.machine.macros.assembler import MARK, Assembler, repeated, rule
from uniform.counters.machine.macros.compare import branch, copy, write_literal


@repeated("then")
def count_bits(asm: Assembler, target: int, source: Operand, then: str, factor: Register) -> str:
    """target <- bits(source); bits(0) = 1."""
    if isinstance(source, int):
        return write_literal(asm, target, max(1, source.bit_length()), then)
    a = asm.tape(source)
    counter = asm.tape(factor)
    find, seek, back = asm.name("find"), asm.name("seek"), asm.name("back")
    zero = write_literal(asm, target, 1, then)
    finish = copy(asm, target, factor, then)
    counted = add(asm, counter, factor, 1, back)
    asm.state(find, rule({a: "^01"}, {a: (None, 1)}), rule({a: MARK}, {a: (None, -1)}, seek))
    more = asm.state(asm.name("more"), rule({a: "01"}, {a: (None, -1)}, counted))
    asm.state(seek, rule({a: "0"}, {a: (None, -1)}), rule({a: "1"}, {}, more), rule({a: "^"}, {}, zero))
    asm.state(back, rule({a: "01"}, {}, more), rule({a: "^"}, {}, finish))
    return write_literal(asm, counter, 0, find)


@repeated("then")
def digit_of(asm: Assembler, target: int, source: Operand, place: Operand, then: str, factor: Register) -> str:
    """target <- bit(source, place); 0 beyond the last digit."""
    if isinstance(source, int):
        return _digit_of_literal(asm, target, source, place, then)
    a, counter = asm.tape(source), asm.tape(factor)
    results = [asm.home([a], write_literal(asm, target, digit, then)) for digit in (0, 1)]
    there = asm.name("there")
    asm.state(there, rule({a: "0" + MARK}, {}, results[0]), rule({a: "1"}, {}, results[1]))
    walk, test = asm.name("walk"), asm.name("test")
    less = subtract(asm, counter, factor, 1, walk, "")
    inner = branch(asm, factor, Test.EQUAL, 0, there, less)
    asm.state(test, rule({}, {}, inner))
    asm.state(walk, rule({a: "01"}, {a: (None, 1)}, test), rule({a: MARK}, {}, results[0]))
    begin = asm.state(asm.name("begin"), rule({a: "^"}, {a: (None, 1)}, test))
    return copy(asm, counter, place, begin)


def _digit_of_literal(asm: Assembler, target: int, source: int, place: Operand, then: str) -> str:
    if isinstance(place, int):
        return write_literal(asm, target, source >> min(place, source.bit_length()) & 1, then)
    entry = write_literal(asm, target, 0, then)
    one = write_literal(asm, target, 1, then)
    for digit in range(source.bit_length()):
        if source >> digit & 1:
            entry = branch(asm, place, Test.EQUAL, digit, one, entry)
    return entry
