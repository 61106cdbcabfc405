"""Layer norm as gates: deviations, their squares, a square root in two digits, and a division.

    d_c = w h_c - sum of h     READ in q bits, enough for every deviation
    s   = max(1, floor(sqrt(sum of d_c^2 / w)))    digits H, L:  [s >= H 2^l + t] = [sum of d_c^2 >= w (H 2^l + t)^2]
    h_c = scale d_c / s + shift

A table that is monotone in the earlier digit is a sum over its thermometer: the tests for L take the increments of
w (H 2^l + t)^2 as weights. That s is at least 1 is one entry of that table: for H = 0, t = 1 it is 0.
"""

from __future__ import annotations

from uniform.transformers.direct.forms import Bit, Code, Form
from uniform.transformers.direct.gadgets import Site, Vector
from uniform.transformers.direct.read import bits_of, digits, read, read_quotient
from uniform.transformers.formats import deviation_growth
from uniform.transformers.model import Norm


def add_norm(site: Site, name: str, i: int, norm: Norm, h: Vector) -> list[Code]:
    """The normed states of position i."""
    at, state, width = site.at, site.at.state, len(h)
    bits = state.bits + deviation_growth(width)
    deviations = [_deviation(site, f"{name}.deviation[{i},{c}]", c, h, bits) for c in range(width)]
    root = _root(site, f"{name}.root[{i}]", _squares(site, f"{name}.square[{i}", deviations), width, bits - 1)
    divisor = 2 * at.parameter.one
    found = []
    for c, deviation in enumerate(deviations):
        form = Form()
        form.add_code(deviation, 2 * state.one * int(norm.scale[c]))
        form.add_code(root, 2 * state.one * int(norm.shift[c]) + at.parameter.one + state.half * divisor)
        code = read_quotient(site.builder, f"{name}.normed[{i},{c}]", form, root, state.bits, site.rounds, divisor)
        found.append(Code(code.bits, state.half))
    return found


def _deviation(site: Site, name: str, column: int, h: Vector, bits: int) -> Code:
    """d_c in offset code; the offsets of the states cancel."""
    form, offset = Form(1 << bits - 1), 1 << bits - 1
    for c, code in enumerate(h):
        form.add_code(Code(code.bits), len(h) * (c == column) - 1)
    return Code(read(site.builder, name, form, bits, site.rounds).bits, offset)


def _squares(site: Site, name: str, deviations: Vector) -> Form:
    """The sum of d_c^2: with codes u = d + half, d^2 = u^2 - 2 half u + half^2, and u^2 has products of bits."""
    form = Form()
    for c, deviation in enumerate(deviations):
        form.constant += deviation.offset**2
        for a, one in enumerate(deviation.bits):
            form.add(one, (1 << 2 * a) - (2 * deviation.offset << a))
            for b in range(a + 1, len(deviation.bits)):
                product = site.builder.and_(f"{name},{c},{a},{b}]", (one.wire, deviation.bits[b].wire))
                form.terms.append((Bit(product, product), 2 << a + b))
    return form


def _root(site: Site, name: str, squares: Form, width: int, bits: int) -> Code:
    """max(1, isqrt(squares div width)), in two digits."""
    builder = site.builder
    found: list[Bit] = []
    high, *others = digits(bits, 2)
    tested = squares
    ones: list[Bit] = []
    for digit in (high, *others):
        thermometer = []
        for t in range(1, 1 << digit.width):

            def table(before: int, t: int = t, rest: int = digit.rest) -> int:
                number = (before << high.rest) * (rest != high.rest) + (t << rest)
                return 0 if number == 1 else width * number**2

            form = Form(tested.constant, list(tested.terms))
            for before, one in enumerate(ones, 1):
                form.add(one, table(before - 1) - table(before))
            wire = form.at_least(builder, f"{name}.atleast[{digit.number},{t}]", table(0))
            thermometer.append(Bit(wire, builder.not_(f"{name}.below[{digit.number},{t}]", wire)))
        ones = thermometer
        found = bits_of(builder, name, digit, thermometer) + found
    return Code(tuple(found))
