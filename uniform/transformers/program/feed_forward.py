"""The feed-forward net as paragraphs of a program: READ, whose clamping at 0 is ReLU, or a table of GELU."""

from __future__ import annotations

from collections.abc import Iterator

from uniform.language.syntax.program import Statement
from uniform.transformers.arithmetic import POWERS, ROOT_BITS
from uniform.transformers.model import FeedForward
from uniform.transformers.program.layers import add_residual, centered, linear_target, parameter_unit, rounding
from uniform.transformers.program.read import declare, read
from uniform.transformers.program.sheet import HERE, N, Sheet, Vector
from uniform.transformers.program.tree import Array, Number, Place, binary_digit, gate, largest, loop, name, smallest

_A, _B, _C, _V = map(name, "abcv")


def add_feed_forward(sheet: Sheet, prefix: str, title: str, net: FeedForward, h: Vector) -> Vector:
    """The states after the net."""
    hidden = (_add_relu if net.activation == "relu" else _add_gelu)(sheet, prefix, title, net, h)
    count = len(net.up.bias)
    heading = f"{title}: the states, from the hidden units and a residual."
    return add_residual(sheet, f"{prefix}_state", net.down, [(hidden, count)], h, heading, f"{title}: states")


def _add_relu(sheet: Sheet, prefix: str, title: str, net: FeedForward, h: Vector) -> Vector:
    """Natural numbers of p - 1 bits: clamping at 0 is ReLU."""
    text = f"{prefix}_hidden"
    digits = sheet.digits("hp", sheet.let("hp", sheet.p - 1, "bits of a hidden unit"))
    target = linear_target(text, net.up, [(h, sheet.model.width)], sheet.one, rounding(parameter_unit(sheet)))
    if target.rows:
        declare(sheet, text, [(None, 1, N), (None, 0, len(target.rows) - 1)], digits, f"{title}: hidden units")
        heading = f"{title}: the hidden units, natural numbers; clamping at 0 is ReLU."
        sheet.paragraph(heading, loop("i", 1, N, *read(digits, sheet.g, target)))
    return Vector(text, digits.bits, sheet.half, None)


def _add_gelu(sheet: Sheet, prefix: str, title: str, net: FeedForward, h: Vector) -> Vector:
    """A gate for each number, and a column of a table for each bit."""
    text, up, rows = f"{prefix}_hidden", f"{prefix}_up", f"{prefix}_row"
    digits = sheet.digits("p", sheet.p)
    target = linear_target(up, net.up, [(h, sheet.model.width)], sheet.one, centered(sheet))
    count = len(target.rows)
    if count:
        columns = (None, 1, N), (None, 0, count - 1)
        declare(sheet, up, columns, digits, f"{title}: hidden units before GELU")
        sheet.declare(rows, *columns, (None, 0, 2**sheet.p - 1), says=f"{title}: whether a hidden unit has this code")
        sheet.declare(text, *columns, (None, 0, sheet.p - 1), says=f"{title}: hidden units")
        sheet.declare(f"{text}_not", *columns, (None, 0, sheet.p - 1))
        sheet.paragraph(f"{title}: the hidden units before GELU.", loop("i", 1, N, *read(digits, sheet.g, target)))
        sheet.paragraph(f"{title}: GELU, a table.", _gelu(sheet, text, up, rows, count))
    return sheet.states(text)


def _gelu(sheet: Sheet, text: str, up: str, rows: str, count: int) -> Statement:
    bits = (
        Array(up)[HERE, _C, _B].for_("b", 0, sheet.p - 1).if_(binary_digit(_V, _B).is_("=", 1)),
        Array(f"{up}_not")[HERE, _C, _B].for_("b", 0, sheet.p - 1).if_(binary_digit(_V, _B).is_("=", 0)),
    )
    chosen = list(_gelu_column(sheet, Array(rows)))
    return loop(
        "i", 1, N,
        loop(
            "c", 0, count - 1,
            loop("v", 0, 2**sheet.p - 1, gate(Array(rows)[HERE, _C, _V], "AND", *bits)),
            loop(
                "b", 0, sheet.p - 1,
                gate(Array(text)[HERE, _C, _B], "OR", *chosen),
                gate(Array(f"{text}_not")[HERE, _C, _B], "NOR", *chosen),
            ),
        ),
    )  # fmt: skip


def _gelu_column(sheet: Sheet, row: Array) -> Iterator[Place]:
    """The rows whose number has bit b, for numbers half + v and half - v.

    With d = 629 v div 2^(f+4) = 16 a + r, the power of two is e = 2^(-d/16): a literal for r, shifted by a, and 0 from
    a = 17 on. So v runs over those whose d is 16 a + r. GELU is v one/(one+e), or -v e/(one+e), rounded."""
    one, half = 1 << ROOT_BITS, sheet.half
    scale = sheet.let("gelu", 16 * sheet.one, "GELU of v has 2^(-d/16), d = 629*v div this")

    def first(steps: Number | int) -> Number:
        """The smallest v with d >= steps."""
        return (steps * scale + 628) // 629

    for part, power in enumerate(POWERS[16]):
        e = (2 * power + 2**_A) // 2 ** (_A + 1)
        steps = 16 * _A + part
        above = (2 * one * _V + one + e) // (2 * one + 2 * e)
        place = row[HERE, _C, half + _V].for_("a", 0, 16).for_("v", first(steps), smallest(half, first(steps + 1)) - 1)
        yield place.if_(binary_digit(half + above, _B).is_("=", 1))
        low = first(steps) if part else largest(1, first(steps))
        below = ((2 * half + 1) * (one + e) - 2 * _V * e) // (2 * one + 2 * e)
        place = row[HERE, _C, half - _V].for_("a", 0, 16).for_("v", low, smallest(half, first(steps + 1) - 1))
        yield place.if_(binary_digit(below, _B).is_("=", 1))
    yield row[HERE, _C, half + _V].for_("v", first(272), half - 1).if_(binary_digit(half + _V, _B).is_("=", 1))
    yield row[HERE, _C, half - _V].for_("v", first(272), half).if_(binary_digit(half, _B).is_("=", 1))
