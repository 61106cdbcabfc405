"""The first states as paragraphs of a program: a gate for each symbol, and a column of a table for each bit.

The numbers of the table depend on i and n through the features; the program computes them with natural numbers, the
positive and the negative contributions apart.
"""

from __future__ import annotations

from uniform.language.syntax.program import Statement
from uniform.transformers.model import Feature
from uniform.transformers.program.layers import centered, parameter_unit
from uniform.transformers.program.sheet import HERE, N, Sheet, Vector
from uniform.transformers.program.tree import (
    Array,
    Number,
    beyond,
    binary_digit,
    choice,
    gate,
    let,
    loop,
    name,
    number,
    smallest,
    store,
    total,
)

_B = name("b")
_TOKEN = Array("token")


def add_tokens(sheet: Sheet) -> None:
    """The inputs, and a gate for each symbol at each position."""
    symbols, bits = len(sheet.model.alphabet), sheet.model.token_bits
    x, x_not = Array("x"), Array("x_not")
    sheet.declare("x", (None, 1, N), (None, 0, bits - 1), role="input", says="Symbols in binary, low bit first")
    sheet.declare("x_not", (None, 1, N), (None, 0, bits - 1), says="Symbols, one of which is at each position")
    sheet.declare("token", (None, 1, N), (None, 0, symbols - 1))
    is_cut = symbols < 1 << bits
    body = [gate(x_not[HERE, b], "NOT", x[HERE, b]) for b in range(bits)]
    for a in range(symbols - is_cut):
        body.append(gate(_TOKEN[HERE, a], "AND", *((x if a >> b & 1 else x_not)[HERE, b] for b in range(bits))))
    heading = "The symbols."
    if is_cut:
        heading = "The symbols; larger codes mean the last one."
        wires = (x[HERE, b].times(1 << b) for b in range(bits))
        body.append(gate(_TOKEN[HERE, symbols - 1], "THRESHOLD", *wires, parameter=number(symbols - 1)))
    sheet.paragraph(heading, loop("i", 1, N, *body))


def add_embedding(sheet: Sheet) -> Vector:
    """The states of column c at position i: a row of the embedding and rows of features, rounded once."""
    width, p = sheet.model.width, sheet.p
    sheet.declare(
        "embedding", (None, 1, N), (None, 0, width - 1), (None, 0, p - 1), says="States before the first layer"
    )
    sheet.declare("embedding_not", (None, 1, N), (None, 0, width - 1), (None, 0, p - 1))
    for column in range(width):
        features = [
            (feature, weight)
            for feature, weight in zip(sheet.model.features, sheet.model.position[:, column].tolist(), strict=True)
            if weight
        ]
        _add_column(sheet, column, features)
    return sheet.states("embedding")


def _add_column(sheet: Sheet, column: int, features: list[tuple[Feature, int]]) -> None:
    body: list[Statement] = []
    plus: list[Number] = []  # contributions of the position
    minus: list[Number] = []
    for feature, weight in features:
        phi, offset = _feature(sheet, feature, body)
        (plus if weight > 0 else minus).append(abs(weight) * phi)
        (minus if weight > 0 else plus).append(offset * abs(weight) * sheet.one)
    body.append(let("plus", total([*plus, centered(sheet)])))
    has_minus = total(minus).literal != 0
    if has_minus:
        body.append(let("minus", total(minus)))
    codes = []
    for symbol, weight in enumerate(sheet.model.embed[:, column].tolist()):
        high = total([name("plus"), max(0, weight) * sheet.one])
        low = total([name("minus") if has_minus else 0, max(0, -weight) * sheet.one])
        value = smallest(beyond(high, low) // parameter_unit(sheet), 2 * sheet.half - 1)
        body.append(let(f"code{symbol}", value))
        codes.append(_TOKEN[HERE, symbol].if_(binary_digit(name(f"code{symbol}"), _B).is_("=", 1)))
    bits = loop(
        "b", 0, sheet.p - 1,
        gate(Array("embedding")[HERE, column, _B], "OR", *codes),
        gate(Array("embedding_not")[HERE, column, _B], "NOR", *codes),
    )  # fmt: skip
    sheet.paragraph(
        f"Column {column} of the embedding: the code of each symbol at position i.", loop("i", 1, N, *body, bits)
    )


def _feature(sheet: Sheet, feature: Feature, body: list[Statement]) -> tuple[Number, int]:
    """A natural number, and how many ``one`` it is larger than the feature; ``body`` gets what computes it."""
    one = sheet.one
    match feature.kind:
        case "one":
            return one, 0
        case "fraction":
            return HERE * one // N, 0
        case "inverse":
            return one // HERE, 0
        case "first":
            return one * (number(1) // HERE), 0
        case "last":
            return one * (HERE // N), 0
        case "periodic":
            return _periodic(sheet, feature, body)


def _periodic(sheet: Sheet, feature: Feature, body: list[Statement]) -> tuple[Number, int]:
    """A counter gets the value for i mod m, raised by a whole number so that it is natural."""
    unit = parameter_unit(sheet).literal or 1
    offset = -min(0, min(feature.values) // unit)  # in ones
    raised = [value + offset * unit for value in feature.values]
    text = f"wave{sheet.model.features.index(feature)}"
    wave = sheet.names.get(text) or sheet.names.setdefault(text, sheet.counter(text, max(raised)))
    *tests, last = raised
    m = len(raised)
    if tests:
        branches = [((HERE % m).is_("=", place), store(text, value)) for place, value in enumerate(tests)]
        body.append(choice(branches, store(text, last)))
    else:
        body.append(store(text, last))
    return wave * sheet.one // unit, offset
