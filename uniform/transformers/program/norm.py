"""Layer norm as paragraphs of a program: deviations, their squares, a square root in two digits, a division.

    d_c = w h_c - sum of h,  in q bits            s = max(1, floor(sqrt(sum of d_c^2 / w))),  in q - 1 bits
    h_c = scale d_c / s + shift

With codes u = d + 2^(q-1), d^2 = u^2 - 2^q u + 2^(2q-2), and u^2 has products of bits. The root's first digit is t if
the sum of squares reaches w (t 2^low)^2. A digit after it adds what w (t' 2^low + t)^2 grows by, for each t' that the
first digit reaches. That s is at least 1 makes one entry of this table 0.
"""

from __future__ import annotations

from uniform.language.syntax.program import Statement
from uniform.transformers.formats import deviation_growth
from uniform.transformers.model import Norm
from uniform.transformers.program.layers import parameter_unit
from uniform.transformers.program.read import GOAL, Row, Target, bits_of, declare, over_bits, read
from uniform.transformers.program.sheet import HERE, Digits, N, Sheet, Vector
from uniform.transformers.program.tree import (
    Array,
    Number,
    Place,
    beyond,
    gate,
    let,
    loop,
    name,
    number,
    smallest,
    total,
)

_A, _B, _C, _E, _T, _U = map(name, "abcetu")


def add_norm(sheet: Sheet, prefix: str, title: str, norm: Norm, h: Vector) -> Vector:
    """The normed states."""
    width = sheet.model.width
    q = sheet.let("q", sheet.p + deviation_growth(width), "bits of a deviation")
    deviation, root = f"{prefix}_deviation", f"{prefix}_root"
    _add_deviations(sheet, deviation, title, h, q)
    squares = _add_squares(sheet, prefix, title, deviation, q)
    _add_root(sheet, root, title, squares, q)
    return _add_quotients(sheet, prefix, title, norm, q)


def _add_deviations(sheet: Sheet, text: str, title: str, h: Vector, q: Number) -> None:
    width, p, digits = sheet.model.width, sheet.p, sheet.digits("q", q)
    declare(
        sheet, text, [(None, 1, N), (None, 0, width - 1)], digits, f"{title}: deviations from the mean, times {width}"
    )
    own = Array(h.name)[HERE, _C, _B].times((width - 1) * 2**_B).for_("b", 0, p - 1)
    others = Array(f"{h.name}_not")[HERE, _E, _B].times(2**_B)
    others = others.for_("e", 0, width - 1).if_(_E.is_("!=", _C)).for_("b", 0, p - 1)
    needed = beyond(total([GOAL, (width - 1) * (2 * sheet.half - 1)]), 2 ** (q - 1))
    row = Row(_C, needed, (own, others) if width > 1 else ())
    body = read(digits, number(0), Target(text, (HERE,), (row,)))
    sheet.paragraph(f"{title}: deviations from the mean.", loop("i", 1, N, loop("c", 0, width - 1, *body)))


def _add_squares(sheet: Sheet, prefix: str, title: str, deviation: str, q: Number) -> tuple[Place, ...]:
    """The wires of the sum of squares."""
    width, square = sheet.model.width, Array(f"{prefix}_square")
    sheet.declare(square.name, (None, 1, N), (None, 0, width - 1), (None, 0, q - 2), (None, 0, q - 1))
    d = Array(deviation)
    product = gate(square[HERE, _C, _A, _B], "AND", d[HERE, _C, _A], d[HERE, _C, _B])
    loops = loop("c", 0, width - 1, loop("a", 0, q - 2, loop("b", _A + 1, q - 1, product)))
    sheet.paragraph(f"{title}: products for the squares of deviations.", loop("i", 1, N, loops))
    products = square[HERE, _C, _A, _B].times(2 ** (_A + _B + 1)).for_("c", 0, width - 1)
    linear = Array(f"{deviation}_not")[HERE, _C, _A].times(2**_A * (2**q - 2**_A)).for_("c", 0, width - 1)
    return (
        products.for_("a", 0, q - 2).for_("b", _A + 1, q - 1),
        linear.for_("a", 0, q - 1),
    )


def _add_root(sheet: Sheet, text: str, title: str, squares: tuple[Place, ...], q: Number) -> None:
    width = sheet.model.width
    short = sheet.let("low", (q - 1) // 2, "bits of the root's second digit")
    digits = Digits(q - 1, short, (q - 1) % 2, number(2))
    high = sheet.let("high", q - 1 - short, "and of its first one")
    declare(sheet, text, [(None, 1, N)], digits, f"{title}: the square root of the mean square")
    unit = 2**q * (2**q - 1) - (2 ** (2 * q) - 1) // 3 - 2 ** (2 * q - 2)
    base = sheet.let("base", width * unit, "what a sum of squares is raised by")
    atleast, below = Array(f"{text}_atleast"), Array(f"{text}_below")
    m = name("m")

    def tests(s: int, bits: Number, reached: Number, *more: Place) -> Statement:
        """The tests of digit s; ``reached`` is what the root is if they are all true that come into play."""
        needed = width * m**2 * smallest(1, m - 1) + base
        return loop(
            "t", 1, 2**bits - 1,
            let("m", reached),
            gate(atleast[HERE, s, _T], "THRESHOLD", *squares, *more, parameter=needed),
            gate(below[HERE, s, _T], "NOT", atleast[HERE, s, _T]),
        )  # fmt: skip

    before = (_U - 1) * 2**short + _T
    growth = width * ((_U * 2**short + _T) ** 2 - before**2 * smallest(1, before - 1))
    earlier = below[HERE, 1, _U].times(growth).for_("u", 1, 2**high - 1)
    sheet.paragraph(
        f"{title}: the root of the mean square, in two digits, at least 1.",
        loop(
            "i", 1, N,
            tests(1, high, _T * 2**short),
            tests(2, short, (2**high - 1) * 2**short + _T, earlier),
            loop(
                "s", 1, 2,
                let("above", digits.rest(name("s") - 1)),
                let("width", digits.width(name("s"))),
                let("rest", name("above") - name("width")),
                let("last", 2 ** name("width") - 1),
                over_bits(*bits_of(Target(text, (HERE,), ()), None)),
            ),
        ),
    )  # fmt: skip


def _add_quotients(sheet: Sheet, prefix: str, title: str, norm: Norm, q: Number) -> Vector:
    text, root = f"{prefix}_normed", Vector(f"{prefix}_root", q - 1, 2 ** (q - 1), None)
    g = parameter_unit(sheet)
    digits, one = sheet.digits("p", sheet.p), sheet.one
    declare(sheet, text, [(None, 1, N), (None, 0, sheet.model.width - 1)], digits, f"{title}: normed states", by=q - 1)
    rows = []
    for column, (scale, shift) in enumerate(zip(norm.scale.tolist(), norm.shift.tolist(), strict=True)):
        needed, wires = [GOAL], []
        if scale:
            weight = 2 * abs(scale) * one
            needed.append(weight * (root.size if scale > 0 else root.size - 1))
            deviation = Array(f"{prefix}_deviation" + ("" if scale > 0 else "_not"))[HERE, number(column), _B]
            wires.append(deviation.times(weight * 2**_B).for_("b", 0, q - 1))
        plus = total([2 * max(0, shift) * one, 2 * g * sheet.half, g])
        minus = 2 * max(0, -shift) * one
        wires.append(Array(root.name)[HERE, _B].times(beyond(plus, minus) * 2**_B).for_("b", 0, q - 2))
        if shift < 0:  # the weight of the root can be negative for some n
            needed.append(beyond(minus, plus) * (root.size - 1))
            wires.append(Array(f"{root.name}_not")[HERE, _B].times(beyond(minus, plus) * 2**_B).for_("b", 0, q - 2))
        rows.append(Row(number(column), total(needed), tuple(wires)))
    body = read(digits, sheet.g + 1, Target(text, (HERE,), tuple(rows)), by=root)
    sheet.paragraph(f"{title}: the deviations over the root.", loop("i", 1, N, *body))
    return sheet.states(text)
