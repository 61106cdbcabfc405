"""How many digits the registers of a program have: those of its numbers at n, and those of its tapes for every n."""

from __future__ import annotations

from uniform.counters.widths import Width
from uniform.language.pipeline import Generator, load
from uniform.language.tiers import FAST_BITS, TIERS
from uniform.messages.spans import Source


def program(body: str) -> Generator:
    return load(Source("f.gen", f"family f(n)\n  input  x[1..n]\n  output y[1..2]\n{body}"))


def widest(family: Generator, n: int) -> tuple[int, int]:
    """Of all registers: the digits of the widest number at n, and of the widest tape."""
    registers = family.code.registers
    return max(each.digits(n) for each in registers), max(each.width.at(n) for each in registers)


def same_on_every_tier(family: Generator) -> bool:
    """At small n, and by the fast tier at a large n, too."""
    small = all(len({b"".join(family.stream(n, via)) for via in TIERS}) == 1 for n in range(1, 9))
    return small and b"".join(family.stream(65_535)) == b"".join(family.stream(65_535, "reference"))


HALVES = """
  let p = bits(n) + 4
  let low = p div 2
  let high = (p + 1) div 2
  for t in 2^high - 1..2^high - 1
    y[1] := THRESHOLD(2*t*2^low*(2^(2*bits(n) + 1) - 1); x[n] times 2*t*2^low*2^(2*bits(n)))
  y[2] := AND(x[1])
"""


def test_halves_of_a_length_make_a_whole_together() -> None:
    """Rounded up to whole lengths, they would cost another bits(n) digits."""
    family = program(HALVES)
    assert max(each.width for each in family.code.registers) == Width(3, 8)
    assert not family.too_wide(65_535)
    assert same_on_every_tier(family)


SHARED = """
  for i in 1..1
    y[1] := THRESHOLD(2^(3*bits(n) + 12); x[n] times 2^(3*bits(n) + 12))
  for i in 1..1
    y[2] := THRESHOLD(2^(bits(n) + 19); x[n] times 2^(bits(n) + 19))
"""


def test_a_tape_for_two_uses_is_wide_at_every_n_and_the_numbers_are_not() -> None:
    family = program(SHARED)
    shared = max(family.code.registers, key=lambda each: each.width)
    assert shared.width == Width(3, 18)
    assert {Width(3, 13), Width(1, 20)} <= set(shared.uses)
    for n in (1, 8, 65_535):
        assert widest(family, n) == (max(3 * n.bit_length() + 13, n.bit_length() + 20), 3 * n.bit_length() + 18)
    assert not family.too_wide(65_535)
    assert widest(family, 65_535)[1] > FAST_BITS
    assert family.too_wide(131_071)
    assert same_on_every_tier(family)


def test_a_slow_constant_costs_a_steep_tape_nothing() -> None:
    """20 digits fit in 4*bits(n) + 16, so that the tape is as wide as the other use alone."""
    body = SHARED.replace("2^(bits(n) + 19)", "(2^19 + n mod 2)").replace("3*bits(n) + 12", "4*bits(n) + 15")
    assert max(each.width for each in program(body).code.registers) == Width(4, 16)
