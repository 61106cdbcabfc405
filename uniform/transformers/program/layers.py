"""Linear maps and the residual, as rows of a matrix and as paragraphs of a program."""

from __future__ import annotations

from collections.abc import Sequence

from uniform.transformers.model import Linear
from uniform.transformers.program.read import GOAL, Row, Target, Term, declare, number_of, read, terms, wires
from uniform.transformers.program.sheet import HERE, N, Sheet, Vector
from uniform.transformers.program.tree import Number, loop, number, total

Vectors = Sequence[tuple[Vector, int]]
"""Arrays, and how many columns of each."""


def linear_target(
    text: str, linear: Linear, x: Vectors, one: Number, shift: Number, residual: tuple[Vector, int] | None = None
) -> Target:
    """The rows of W x + b at position i, each read with ``shift`` added; and with its column of a residual, a vector
    and its weight."""
    rows = []
    for row, bias in enumerate(linear.bias.tolist()):
        found = terms(linear, row, x, HERE)
        if residual is not None:
            found.append(Term(residual[0], (HERE, number(row)), residual[1]))
        rows.append(Row(number(row), number_of(found, bias, one, GOAL, shift), wires(found)))
    return Target(text, (HERE,), tuple(rows))


def rounding(unit: Number, offset: Number | None = None) -> Number:
    """Half a unit, which makes the floor the nearest, and the offset of the code."""
    return total([*([] if offset is None else [unit * offset]), unit // 2])


def centered(sheet: Sheet) -> Number:
    """What a sum with the fraction of a state and a parameter needs to be read as a state."""
    return sheet.let("centered", rounding(parameter_unit(sheet), sheet.half), "the offset in a sum, and rounding")


def parameter_unit(sheet: Sheet) -> Number:
    """The integer that means 1 in a parameter."""
    return number(1 << sheet.model.precision.parameter.fraction.constant)


def add_residual(sheet: Sheet, text: str, linear: Linear, x: Vectors, h: Vector, heading: str, says: str) -> Vector:
    """W x + b + h, rounded once."""
    digits, unit = sheet.digits("p", sheet.p), parameter_unit(sheet).literal or 1
    target = linear_target(text, linear, x, sheet.one, centered(sheet), (h, unit))
    declare(sheet, text, [(None, 1, N), (None, 0, len(target.rows) - 1)], digits, says)
    sheet.paragraph(heading, loop("i", 1, N, *read(digits, sheet.g, target)))
    return sheet.states(text)
