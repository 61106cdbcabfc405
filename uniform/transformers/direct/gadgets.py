"""Small pieces of the circuit: constants in codes, linear maps, one-hot choices, columns of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from uniform.circuits.builder import CircuitBuilder
from uniform.transformers.direct.forms import Bit, Code, Form
from uniform.transformers.direct.read import read
from uniform.transformers.formats import FixedAt, PrecisionAt
from uniform.transformers.model import Linear

Vector = Sequence[Code]
"""A number for each column."""


@dataclass(frozen=True, slots=True)
class Site:
    """What all parts of a circuit need."""

    builder: CircuitBuilder
    at: PrecisionAt
    rounds: int


def linear_form(linear: Linear, row: int, x: Vector, source: FixedAt) -> Form:
    """Row of W x + b, with the fractional bits of x and of a parameter."""
    form = Form(int(linear.bias[row]) * source.one)
    for weight, code in zip(linear.weights[row].tolist(), x, strict=True):
        form.add_code(code, weight)
    return form


def read_linear(site: Site, name: str, linear: Linear, x: Vector, source: FixedAt, target: FixedAt) -> list[Code]:
    """W x + b in the offset code of a format: ``name[i,c]`` for ``name`` = ``group[i``."""
    divisor = 1 << source.fraction + site.at.parameter.fraction - target.fraction
    found = []
    for row in range(len(linear.bias)):
        form = linear_form(linear, row, x, source)
        form.constant += divisor // 2 + target.half * divisor
        code = read(site.builder, f"{name},{row}]", form, target.bits, site.rounds, divisor)
        found.append(Code(code.bits, target.half))
    return found


def read_residual(site: Site, name: str, linear: Linear, x: Vector, h: Vector) -> list[Code]:
    """W x + b + h, rounded once: x has the fractional bits of a state."""
    state, one = site.at.state, site.at.parameter.one
    found = []
    for row, before in enumerate(h):
        form = linear_form(linear, row, x, state)
        form.add_code(before, one)
        form.constant += one // 2 + state.half * one
        code = read(site.builder, f"{name},{row}]", form, state.bits, site.rounds, one)
        found.append(Code(code.bits, state.half))
    return found


def either(builder: CircuitBuilder, name: str, place: int, wires: Iterable[int]) -> Bit:
    """The bit ``name.bit[place]`` that is 1 if some wire is, and its complement."""
    chosen = list(wires)
    return Bit(builder.or_(f"{name}.bit[{place}]", chosen), builder.nor(f"{name}.not[{place}]", chosen))


def choose(
    builder: CircuitBuilder, name: str, rows: Sequence[int], numbers: Sequence[int], bits: int, offset: int = 0
) -> Code:
    """The number of the row that is 1; exactly one is."""
    found = [
        either(builder, name, place, (row for row, number in zip(rows, numbers, strict=True) if number >> place & 1))
        for place in range(bits)
    ]
    return Code(tuple(found), offset)
