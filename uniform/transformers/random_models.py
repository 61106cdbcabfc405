"""Models with random parameters, named by their shape: to predict sizes before there are weights, and to measure.

    random:layers=2,width=16,attention=average-hard

Everything that is not named has its default. The size of a circuit depends on the shape, on which weights are 0 (here
one in thirteen), and hardly on anything else.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from uniform.arguments.limits import rounded
from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.nearest import find_nearest
from uniform.transformers.files.nodes import UNKNOWN_WORD
from uniform.transformers.formats import Fixed, LogBits, Precision
from uniform.transformers.model import (
    Activation,
    Attention,
    Feature,
    FeedForward,
    Head,
    Layer,
    Linear,
    Mask,
    Norm,
    Output,
    OutputKind,
    Transformer,
)

PREFIX = "random:"
_LARGEST_WEIGHT = 6
_MOST = 4096  # of a number in a shape
_MAX_PARAMETERS = 10**6
_PRECISION = Precision(
    state=Fixed(LogBits(1, 1), 3),
    key=Fixed(LogBits(0, 2), 3),
    score=Fixed(LogBits(0, 2), 4),
    weight=LogBits(1, 1),
    parameter=Fixed(LogBits(0, 3), 5),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """The shape of a random model."""

    layers: int = 1
    heads: int = 2  # in each layer, each of width/heads columns
    width: int = 8
    hidden: int | None = None  # 2*width unless it is named; 0 means no feed-forward net
    attention: Attention = "softmax"
    mask: Mask = "full"
    norm: bool = False
    activation: Activation = "relu"
    symbols: int = 2
    output: OutputKind = "class"
    seed: int = 0

    @property
    def hidden_units(self) -> int:
        """The hidden units of each layer."""
        return 2 * self.width if self.hidden is None else self.hidden


_WORDS: dict[str, tuple[str, ...]] = {
    "attention": get_args(Attention),
    "mask": get_args(Mask),
    "activation": get_args(Activation),
    "output": get_args(OutputKind),
    "norm": ("true", "false"),
}


def parse_layout(text: str) -> Layout:
    """The shape in a text such as ``layers=2,width=16``. Raises UniformError (U902) if it is not one.

    >>> parse_layout("width=16,norm=true").width
    16
    """
    names = [field.name for field in fields(Layout)]
    found: dict[str, object] = {}
    for part in filter(None, text.split(",")):
        name, equals, value = part.partition("=")
        if name not in names or not equals:
            near = find_nearest(name, names)
            hint = f"did you mean `{near}=`?" if near and near != name else f"one of {', '.join(names)}, as in width=16"
            raise UniformError(Diagnostic(UNKNOWN_WORD, f"unknown shape `{cut(part, 40)}`", help=hint))
        found[name] = _value(name, value)
    layout = Layout(**found)  # type: ignore[arg-type]
    if layout.width % layout.heads:
        problem = f"a width of {layout.width} is not a multiple of {layout.heads} heads"
        raise UniformError(Diagnostic(UNKNOWN_WORD, problem, help="for example heads=1"))
    in_layer = 4 * layout.width + 2 * layout.hidden_units  # columns of matrices
    if layout.width * (layout.layers * in_layer + layout.symbols) > _MAX_PARAMETERS:
        problem = f"a random model of this shape has more than {rounded(_MAX_PARAMETERS)} parameters"
        raise UniformError(Diagnostic(UNKNOWN_WORD, problem, help="fewer layers, or a smaller width"))
    return layout


def _value(name: str, text: str) -> object:
    if name in _WORDS:
        if text not in _WORDS[name]:
            hint = f"one of {', '.join(_WORDS[name])}"
            raise UniformError(Diagnostic(UNKNOWN_WORD, f"unknown {name} `{cut(text, 40)}`", help=hint))
        return text == "true" if name == "norm" else text
    least = 0 if name in ("layers", "hidden", "seed") else 1
    if not (text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= _MOST):
        raise UniformError(Diagnostic(UNKNOWN_WORD, f"`{name}` is a number in {least}..{_MOST}, not `{cut(text, 40)}`"))
    return int(text)


def random_model(layout: Layout) -> Transformer:
    """A model of this shape; the same shape gives the same model."""
    rng = np.random.Generator(np.random.PCG64(layout.seed))
    width, columns = layout.width, layout.width // layout.heads
    hidden = layout.hidden_units

    def array(*shape: int) -> NDArray[np.int64]:
        return rng.integers(-_LARGEST_WEIGHT, _LARGEST_WEIGHT + 1, shape)

    def linear(rows: int, from_columns: int) -> Linear:
        return Linear(array(rows, from_columns), array(rows))

    def layer() -> Layer:
        heads = tuple(
            Head(layout.attention, layout.mask, *(linear(columns, width) for _ in range(3)))
            for _ in range(layout.heads)
        )
        output, norm = linear(width, width), Norm(array(width), array(width)) if layout.norm else None
        net = FeedForward(layout.activation, linear(hidden, width), linear(width, hidden)) if hidden else None
        return Layer(heads, output, norm, net)

    is_class = layout.output == "class"
    return Transformer(
        "random",
        tuple(map(str, range(layout.symbols))),
        _PRECISION,
        (Feature("one"), Feature("fraction"), Feature("inverse")),
        array(layout.symbols, width),
        array(3, width),
        tuple(layer() for _ in range(layout.layers)),
        Output(
            layout.output,
            "last" if is_class else None,
            linear(1 if is_class else layout.symbols, width),
        ),
    )
