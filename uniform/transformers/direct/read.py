"""READ: the floor of a weighted sum over a number, clamped, in constant depth.

``read`` gives u = min(2^p - 1, max(0, floor(S / D))) for a linear form S and a number D > 0. The p bits are cut into r
digits, the first the highest; digit s has w_s bits, and rest_s bits lie below it. Round s asks

    atleast[s,t] = [S - D * (value of the digits before s) >= t * 2^rest_s * D],    t = 1 .. 2^w_s - 1,

each one threshold gate: the digits before enter as their thermometers, of which the number of ones is the digit. Then
bit b of a digit is the difference of ones at odd and at even multiples of 2^b. Clamping at both ends needs no gate.
``read_quotient`` is the same for D times a number Z in wires: then t * 2^rest_s * D * Z is a form, and the digits
before enter by products with the bits of Z.

    depth 2 r + 1, and one less if the last digit has one bit
    gates of a digit: 2^w - 1 atleast, 2^w - 1 complements, 2 w bits; for Z, z (2^w - 1) products, not for the last
"""

from __future__ import annotations

from dataclasses import dataclass

from uniform.circuits.builder import CircuitBuilder
from uniform.transformers.direct.forms import Bit, Code, Form

_NO_WIRE = -1  # a product of which only the complement is a gate


@dataclass(frozen=True, slots=True)
class Digit:
    """A digit of a number that is cut into digits, the highest first."""

    number: int  # s, from 1
    width: int  # bits
    rest: int  # bits below it


def digits(bits: int, rounds: int) -> tuple[Digit, ...]:
    """The digits of ``bits`` bits in at most ``rounds`` rounds; the first ones are the wider ones.

    >>> [(digit.width, digit.rest) for digit in digits(8, 3)]
    [(3, 5), (3, 2), (2, 0)]
    """
    found, rest = [], bits
    for number in range(1, min(rounds, bits) + 1):
        width = bits // rounds + (number <= bits % rounds)
        rest -= width
        found.append(Digit(number, width, rest))
    return tuple(found)


def read(builder: CircuitBuilder, name: str, form: Form, bits: int, rounds: int, divisor: int = 1) -> Code:
    """floor(form / divisor), clamped to 0 .. 2^bits - 1, as gates ``name.bit[b]`` and ``name.not[b]``."""
    found: list[Bit] = []
    tested = Form(form.constant, list(form.terms))
    for digit in digits(bits, rounds):
        ones = []
        for t in range(1, 1 << digit.width):
            wire = tested.at_least(builder, f"{name}.atleast[{digit.number},{t}]", (t << digit.rest) * divisor)
            ones.append(Bit(wire, builder.not_(f"{name}.below[{digit.number},{t}]", wire)))
        for one in ones:
            tested.add(one, -(divisor << digit.rest))
        found = bits_of(builder, name, digit, ones) + found
    return Code(tuple(found))


def read_quotient(
    builder: CircuitBuilder, name: str, form: Form, by: Code, bits: int, rounds: int, divisor: int
) -> Code:
    """floor(form / (divisor * by)), clamped; ``by`` is not 0 and has no offset. See ``read``."""
    found: list[Bit] = []
    products = Form(form.constant, list(form.terms))
    cut = digits(bits, rounds)
    for digit in cut:
        ones = []
        for t in range(1, 1 << digit.width):
            tested = Form(products.constant, list(products.terms))
            tested.add_code(by, -divisor * (t << digit.rest))
            wire = tested.at_least(builder, f"{name}.atleast[{digit.number},{t}]", 0)
            ones.append(Bit(wire, builder.not_(f"{name}.below[{digit.number},{t}]", wire)))
        if digit is not cut[-1]:
            for t, one in enumerate(ones, 1):
                for place, bit in enumerate(by.bits):
                    address = f"{name}.apart[{digit.number},{t},{place}]"
                    apart = builder.nand(address, (one.wire, bit.wire))
                    products.add(Bit(_NO_WIRE, apart), -(divisor << digit.rest + place))
        found = bits_of(builder, name, digit, ones) + found
    return Code(tuple(found))


def bits_of(builder: CircuitBuilder, name: str, digit: Digit, ones: list[Bit]) -> list[Bit]:
    """The bits of a digit from its thermometer, low bit first."""
    found = []
    for place in range(digit.width):
        wires = [
            ones[multiple - 1].wire if (multiple >> place) % 2 else ones[multiple - 1].complement
            for multiple in range(1 << place, 1 << digit.width, 1 << place)
        ]
        half = 1 << digit.width - place - 1
        at = digit.rest + place
        bit = builder.threshold(f"{name}.bit[{at}]", half, wires)
        found.append(Bit(bit, builder.atmost(f"{name}.not[{at}]", half - 1, wires)))
    return found
