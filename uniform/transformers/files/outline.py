"""The JSON of a model: everything but its numbers, which are in arrays.

``Outline`` is a description that has been read and checked; ``shapes`` says which arrays belong to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, cast, get_args

from uniform.transformers.files.nodes import NOT_A_MODEL, Node, read_node
from uniform.transformers.files.precision import precision_json, read_precision
from uniform.transformers.formats import Precision
from uniform.transformers.model import (
    Activation,
    Attention,
    FeatureKind,
    Mask,
    OutputKind,
    Position,
    Transformer,
)

FORMAT = "uniform-transformer/1"
NO_FAMILY = "U908"
ENDINGS = (".npz", ".safetensors")
_LEARNED = ("learned", "absolute", "learned-absolute", "embedding", "position", "positional", "table")
_LARGEST = 1 << 20  # widths, and heads and layers

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FeatureOutline:
    """A feature; the ``values`` of a periodic one are integers, or floats to be rounded."""

    kind: FeatureKind
    values: tuple[int | float, ...]


@dataclass(frozen=True, slots=True)
class HeadOutline:
    """A head without its arrays."""

    attention: Attention
    mask: Mask
    width: int


@dataclass(frozen=True, slots=True)
class LayerOutline:
    """A layer without its arrays."""

    heads: tuple[HeadOutline, ...]
    norm: bool
    activation: Activation | None
    hidden: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A model without its arrays."""

    alphabet: tuple[str, ...]
    width: int
    precision: Precision
    features: tuple[FeatureOutline, ...]
    layers: tuple[LayerOutline, ...]
    output: OutputKind
    position: Position | None
    arrays: str  # a file in the same folder

    def shapes(self) -> dict[str, Shape]:
        """The arrays that belong to the description, by name, in the order of the model."""
        w = self.width
        found: dict[str, Shape] = {"embed": (len(self.alphabet), w), "position": (len(self.features), w)}

        def linear(name: str, rows: int, columns: int) -> None:
            found[name] = (rows, columns)
            found[f"{name}.bias"] = (rows,)

        for number, layer in enumerate(self.layers, 1):
            for head_number, head in enumerate(layer.heads, 1):
                for what in ("query", "key", "value"):
                    linear(f"layer{number}.head{head_number}.{what}", head.width, w)
            linear(f"layer{number}.output", w, sum(head.width for head in layer.heads))
            if layer.norm:
                found |= {f"layer{number}.norm.scale": (w,), f"layer{number}.norm.shift": (w,)}
            if layer.activation is not None:
                linear(f"layer{number}.up", layer.hidden, w)
                linear(f"layer{number}.down", w, layer.hidden)
        linear("readout", 1 if self.output == "class" else len(self.alphabet), w)
        return found


def read_outline(text: str, file: str) -> Outline:
    """The description of a model. Raises UniformError: U901, U902, U903, U904 or U908."""
    node = read_node(text, file)
    if not isinstance(node.value, dict) or "format" not in node.value:
        raise node.refusal(NOT_A_MODEL, "this is not a model", f'a model has a field "format": "{FORMAT}"')
    if node.value["format"] != FORMAT:
        found = Node(file, "format", node.value["format"])
        raise found.refusal(NOT_A_MODEL, f"unknown format {found.shown}", f'this version reads "{FORMAT}"')
    fields = node.fields(
        "format", "alphabet", "width", "precision", "weights", "features", "layers", "output", "arrays"
    )
    output, position = _read_output(fields["output"])
    return Outline(
        _read_alphabet(fields["alphabet"]),
        fields["width"].whole(1, _LARGEST),
        read_precision(fields["precision"], fields["weights"]),
        tuple(_read_feature(each) for each in fields["features"].items()),
        tuple(_read_layer(each) for each in fields["layers"].items()),
        output,
        position,
        _read_arrays(fields["arrays"]),
    )


def outline_json(model: Transformer, arrays: str) -> dict[str, Any]:
    """The description of a model whose arrays are in the file ``arrays``."""
    features = [{"kind": f.kind} | ({"values": list(f.values)} if f.kind == "periodic" else {}) for f in model.features]
    layers = [
        {
            "heads": [{"attention": h.attention, "mask": h.mask, "width": h.width} for h in layer.heads],
            "norm": layer.norm is not None,
            "activation": None if layer.feed_forward is None else layer.feed_forward.activation,
            "hidden": 0 if layer.feed_forward is None else len(layer.feed_forward.up.bias),
        }
        for layer in model.layers
    ]
    output = {"kind": model.output.kind} | ({"position": model.output.position} if model.output.position else {})
    return {
        "format": FORMAT,
        "alphabet": list(model.alphabet),
        "width": model.width,
        **precision_json(model.precision),
        "features": features,
        "layers": layers,
        "output": output,
        "arrays": arrays,
    }


def _read_alphabet(node: Node) -> tuple[str, ...]:
    symbols = [each.text() for each in node.items()]
    if not symbols:
        raise node.refusal(NOT_A_MODEL, "the alphabet is empty", 'for example ["0", "1"]')
    found: set[str] = set()
    for symbol in symbols:
        if symbol in found:
            raise node.refusal(NOT_A_MODEL, f"the symbol `{symbol}` appears twice")
        found.add(symbol)
    return tuple(symbols)


def _read_feature(node: Node) -> FeatureOutline:
    fields = node.fields("kind", optional=("values",))
    kind = fields["kind"]
    if kind.value in _LEARNED:
        raise kind.refusal(
            NO_FAMILY,
            "a learned table of positions has a row for each n, so the model has no uniform family",
            "use features of i and n, such as fraction, inverse or periodic",
        )
    word = cast("FeatureKind", kind.word("feature", get_args(FeatureKind)))
    if word != "periodic":
        if "values" in fields:
            raise fields["values"].refusal(NOT_A_MODEL, "only a periodic feature has values")
        return FeatureOutline(word, ())
    if "values" not in fields:
        raise node.refusal(NOT_A_MODEL, "a periodic feature has `values`", '{"kind": "periodic", "values": [0, 1]}')
    values = fields["values"].items()
    if not values:
        raise fields["values"].refusal(NOT_A_MODEL, "a period has at least one value")
    for each in values:
        if type(each.value) not in (int, float):
            raise each.refusal(NOT_A_MODEL, f"expected a number, not {each.shown}")
    return FeatureOutline(word, tuple(each.value for each in values))


def _read_layer(node: Node) -> LayerOutline:
    fields = node.fields("heads", "norm", "activation", "hidden")
    heads = tuple(_read_head(each) for each in fields["heads"].items())
    if not heads:
        raise fields["heads"].refusal(NOT_A_MODEL, "a layer has at least one head")
    activation, hidden = fields["activation"], fields["hidden"]
    if activation.value is None:
        if hidden.value != 0 or type(hidden.value) is not int:
            problem = f"a layer without activation has no hidden units, not {hidden.shown}"
            raise hidden.refusal(NOT_A_MODEL, problem, "write 0, or name an activation")
        return LayerOutline(heads, fields["norm"].truth(), None, 0)
    word = activation.word("activation", get_args(Activation), _advice(activation.value))
    units = hidden.whole(1, _LARGEST)
    return LayerOutline(heads, fields["norm"].truth(), cast("Activation", word), units)


def _advice(activation: object) -> str | None:
    if activation in ("none", "identity", "linear"):
        return "a layer without a feed-forward net has null, and hidden 0"
    return None


def _read_head(node: Node) -> HeadOutline:
    fields = node.fields("attention", "mask", "width")
    return HeadOutline(
        cast("Attention", fields["attention"].word("attention", get_args(Attention))),
        cast("Mask", fields["mask"].word("mask", get_args(Mask))),
        fields["width"].whole(1, _LARGEST),
    )


def _read_output(node: Node) -> tuple[OutputKind, Position | None]:
    fields = node.fields("kind", optional=("position",))
    kind = cast("OutputKind", fields["kind"].word("output", get_args(OutputKind)))
    position = fields.get("position")
    if kind == "next-token":
        if position is not None and position.value is not None:
            raise position.refusal(NOT_A_MODEL, "a next-token model has an output at every position", "omit it")
        return kind, None
    if position is None:
        raise node.refusal(NOT_A_MODEL, "a class is read at one `position`", 'the "first" or the "last"')
    return kind, cast("Position", position.word("position", get_args(Position)))


def _read_arrays(node: Node) -> str:
    name = node.text()
    if PurePath(name).suffix not in ENDINGS or re.search(r"[/\\\0]", name):
        problem = f"expected the name of a file in the same folder, not {node.shown}"
        raise node.refusal(NOT_A_MODEL, problem, "it ends in .npz or .safetensors")
    return name
