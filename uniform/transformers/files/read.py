"""Read a model: its description, its arrays, its numbers; whatever is wrong is refused here."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uniform.arguments.endings import FORMATS, ending_of_text
from uniform.arguments.texts import read_source
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.transformers.files.arrays import read_arrays
from uniform.transformers.files.nodes import NOT_A_MODEL
from uniform.transformers.files.outline import HeadOutline, LayerOutline, Outline, read_outline
from uniform.transformers.files.quantize import Change, Quantizer
from uniform.transformers.model import (
    Feature,
    FeedForward,
    Head,
    Layer,
    Linear,
    Norm,
    Output,
    Transformer,
)


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A model from files, and what rounding its numbers changed."""

    model: Transformer
    rounded: int  # numbers that were floats
    largest_change: Change | None  # None if nothing changed


def load_model(path: str | PathLike[str]) -> Loaded:
    """The model in the files ``path`` (JSON) and the one that its field ``arrays`` names, in the same folder.

    Raises UniformError: U705 if the description cannot be read, U901 to U909 for what is wrong with the model.
    """
    file = Path(path)
    source = read_source(file)
    _require_json(source.text, os.fspath(path))
    outline = read_outline(source.text, file.name)
    arrays = read_arrays(file.parent / outline.arrays, outline.shapes())
    return make_model(outline, arrays, model_name(file.stem), file.name)


def _require_json(text: str, name: str) -> None:
    """Raise UniformError if a text begins like a program, a machine, a circuit or a certificate."""
    ending = ending_of_text(text, otherwise="")
    if ending in ("", ".json"):
        return
    what = next(row.what for row in FORMATS if row.ending == ending)
    hint = "a model is a JSON file that begins with its `format`"
    raise UniformError(Diagnostic(NOT_A_MODEL, f"`{name}` is not a model: it is {what}", help=hint))


def model_name(text: str) -> str:
    """A name for circuits, from the name of a file.

    >>> model_name("my-model 2"), model_name("2layers")
    ('my_model_2', 'model_2layers')
    """
    name = re.sub(r"[^A-Za-z0-9_]+", "_", text) or "model"
    return name if re.match(r"[A-Za-z]", name) else f"model_{name}"


def make_model(outline: Outline, arrays: dict[str, NDArray[Any]], name: str, file: str) -> Loaded:
    """The model of a description and its arrays, integers or floats. Raises UniformError: U906 or U907."""
    quantizer = Quantizer(outline.arrays, outline.precision.at(1).parameter)
    numbers = {key: quantizer.array(key, arrays[key]) for key in outline.shapes()}
    quantizer.file = file
    features = tuple(
        Feature(feature.kind, quantizer.numbers(f"features[{index}].values", feature.values))
        for index, feature in enumerate(outline.features)
    )
    model = Transformer(
        name,
        outline.alphabet,
        outline.precision,
        features,
        numbers["embed"],
        numbers["position"],
        tuple(_layer(numbers, f"layer{number}", layer) for number, layer in enumerate(outline.layers, 1)),
        Output(outline.output, outline.position, _linear(numbers, "readout")),
    )
    return Loaded(model, quantizer.rounded, quantizer.largest)


def _linear(numbers: dict[str, NDArray[np.int64]], name: str) -> Linear:
    return Linear(numbers[name], numbers[f"{name}.bias"])


def _layer(numbers: dict[str, NDArray[np.int64]], name: str, outline: LayerOutline) -> Layer:
    norm = Norm(numbers[f"{name}.norm.scale"], numbers[f"{name}.norm.shift"]) if outline.norm else None
    net = None
    if outline.activation is not None:
        net = FeedForward(outline.activation, _linear(numbers, f"{name}.up"), _linear(numbers, f"{name}.down"))
    heads = tuple(_head(numbers, f"{name}.head{number}", head) for number, head in enumerate(outline.heads, 1))
    return Layer(heads, _linear(numbers, f"{name}.output"), norm, net)


def _head(numbers: dict[str, NDArray[np.int64]], name: str, outline: HeadOutline) -> Head:
    query, key, value = (_linear(numbers, f"{name}.{what}") for what in ("query", "key", "value"))
    return Head(outline.attention, outline.mask, query, key, value)
