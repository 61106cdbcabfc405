"""The shipped models, number by number: ``python -m tests.transformers.handwritten`` writes their files.

Columns of a state have names, and a map is written as the terms of its rows: ``{"copy": {"symbol": 1}}``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from uniform.resources import machines
from uniform.transformers.files.write import write_model
from uniform.transformers.formats import Fixed, LogBits, Precision
from uniform.transformers.model import Attention, Feature, Head, Layer, Linear, Mask, Output, Transformer

Row = Mapping[str, float]  # weights of columns; "1" is the bias

SMALL = Precision(
    state=Fixed(LogBits(1, 2), 3),
    key=Fixed(LogBits(0, 2), 4),
    score=Fixed(LogBits(0, 2), 5),
    weight=LogBits(1, 1),
    parameter=Fixed(LogBits(0, 1), 4),
)
WIDE = Precision(
    state=Fixed(LogBits(1, 2), 3),
    key=Fixed(LogBits(1, 2), 5),
    score=Fixed(LogBits(0, 4), 5),
    weight=LogBits(1, 1),
    parameter=Fixed(LogBits(0, 1), 5),
)
"""Keys with as many bits behind the point as a state: they compare positions."""


def majority() -> Transformer:
    """All scores are 0, so a head averages over all positions; the average of +1 and -1 is compared with 0.

    It is at least 1/n if it is positive: 2 * average - 1/n tells this from 0."""
    return _model(
        "majority",
        ("symbol", "inverse", "average"),
        {"0": {"symbol": -1}, "1": {"symbol": 1}},
        {"inverse": (Feature("inverse"), {"inverse": 1})},
        [_layer([_head("average-hard", "full", [{}], [{}], [{"symbol": 1}])], {"average": 0})],
        [{"average": 2, "inverse": -1}],
    )


def first_token() -> Transformer:
    """All scores are 0; a leftmost-hard head attends to the first of them."""
    return _model(
        "first_token",
        ("symbol", "copy"),
        {"0": {"symbol": -1}, "1": {"symbol": 1}},
        {},
        [_layer([_head("leftmost-hard", "full", [{}], [{}], [{"symbol": 1}])], {"copy": 0})],
        [{"copy": 1}],
    )


def even_position() -> Transformer:
    """Symbol plus parity is 2 at a 1 on an even position, and 0 or -2 elsewhere. The head attends to the largest."""
    both = {"symbol": 1, "parity": 1}
    return _model(
        "even_position",
        ("symbol", "parity", "largest"),
        {"0": {"symbol": -1}, "1": {"symbol": 1}},
        {"parity": (Feature("periodic", (2, -2)), {"parity": 1})},  # +1 where i is even, in units of 1/2
        [_layer([_head("average-hard", "full", [{"1": 1}], [both], [both])], {"largest": 0})],
        [{"largest": 1, "1": -1}],
    )


def dyck1_depth() -> Transformer:
    """The average of +1 and -1 over the prefix is its depth by i. Compared with 1/(2i), it is positive or not."""
    return _model(
        "dyck1_depth",
        ("bracket", "inverse", "depth"),
        {"(": {"bracket": 1}, ")": {"bracket": -1}},
        {"inverse": (Feature("inverse"), {"inverse": 1})},
        [_layer([_head("average-hard", "causal", [{}], [{}], [{"bracket": 1}])], {"depth": 0})],
        [{}, {"depth": 2, "inverse": -1}],
    )


def induction_head() -> Transformer:
    """Layer 1 copies the symbol before: of the positions with the other parity, the last has the largest score. Layer 2
    looks for a position whose symbol before is the one here, the last again, and copies the symbol there."""
    a = ("a", "b", "c")
    here, before, after = ([f"{when} {s}" for s in a] for when in ("here", "before", "after"))
    previous = _head(
        "average-hard",
        "causal",
        [{"parity": -4}, {"1": 4}, {}],
        [{"parity": 1}, {"fraction": 1}, {}],
        [{column: 1} for column in here],
    )
    induction = _head(
        "average-hard",
        "causal",
        [*({column: 8} for column in here), {"1": 4}],
        [*({column: 1} for column in before), {"fraction": 1, "first": -2}],
        [*({column: 1} for column in here), {}],
    )
    return _model(
        "induction_head",
        (*here, "parity", "fraction", "first", *before, *after),
        {symbol: {column: 1} for symbol, column in zip(a, here, strict=True)},
        {
            "parity": (Feature("periodic", (2, -2)), {"parity": 1}),
            "fraction": (Feature("fraction"), {"fraction": 1}),
            "first": (Feature("first"), {"first": 1}),
        },
        [
            _layer([previous], {column: place for place, column in enumerate(before)}),
            _layer([induction], {column: place for place, column in enumerate(after)}),
        ],
        [{column: 1} for column in after],
        WIDE,
    )


MODELS = (majority, first_token, even_position, dyck1_depth, induction_head)

# ---------------------------------------------------------------- from terms to matrices

_Head = tuple[Attention, Mask, Sequence[Row], Sequence[Row], Sequence[Row]]
_Layer = tuple[Sequence[_Head], Mapping[str, int]]


def _head(attention: Attention, mask: Mask, query: Sequence[Row], key: Sequence[Row], value: Sequence[Row]) -> _Head:
    return attention, mask, query, key, value


def _layer(heads: Sequence[_Head], output: Mapping[str, int]) -> _Layer:
    """``output``: for a column of the state, the column of the heads' averages that is added to it."""
    return heads, output


def _model(
    name: str,
    columns: Sequence[str],
    embed: Mapping[str, Row],
    features: Mapping[str, tuple[Feature, Row]],
    layers: Sequence[_Layer],
    readout: Sequence[Row],
    precision: Precision = SMALL,
) -> Transformer:
    one = precision.parameter.at(1).one

    def linear(rows: Sequence[Row]) -> Linear:
        weights = [[int(row.get(column, 0) * one) for column in columns] for row in rows]
        return Linear(np.array(weights, dtype=np.int64), np.array([int(row.get("1", 0) * one) for row in rows]))

    def head(attention: Attention, mask: Mask, *rows: Sequence[Row]) -> Head:
        return Head(attention, mask, *(linear(each) for each in rows))

    def layer(heads: Sequence[_Head], output: Mapping[str, int]) -> Layer:
        made = tuple(head(*each) for each in heads)
        matrix = np.zeros((len(columns), sum(each.width for each in made)), dtype=np.int64)
        for column, place in output.items():
            matrix[columns.index(column), place] = one
        return Layer(made, Linear(matrix, np.zeros(len(columns), dtype=np.int64)), None, None)

    is_class = len(readout) == 1
    position = linear([row for _, row in features.values()]).weights
    return Transformer(
        name,
        tuple(embed),
        precision,
        tuple(feature for feature, _ in features.values()),
        linear(list(embed.values())).weights,
        position.reshape(len(features), len(columns)),
        tuple(layer(*each) for each in layers),
        Output("class" if is_class else "next-token", "last" if is_class else None, linear(readout)),
    )


def main() -> None:
    """Write the files of all models."""
    for make in MODELS:
        folder = Path(machines()) / "transformers" / make.__name__
        folder.mkdir(parents=True, exist_ok=True)
        write_model(make(), folder / f"{make.__name__}.json")


if __name__ == "__main__":
    main()
