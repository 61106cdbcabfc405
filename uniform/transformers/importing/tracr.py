"""A model that Tracr compiled: its parameters in an ``.npz`` file, and a few words about them in ``config.json``.

Tracr's models have no norm, biases that are 0, and ReLU nets. Their residual stream has a named direction for each
value of each variable, and the output is read from the directions of one variable; neither the names nor the number of
heads is among the parameters, so they are in the configuration. Many heads, columns and hidden units are 0 and are left
out.

Source: Lindner, Kramar, Farquhar, Rahtz, McGrath and Mikulik, "Tracr: Compiled Transformers as a Laboratory for
Interpretability", NeurIPS 2023.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from uniform.transformers.files.nodes import is_text
from uniform.transformers.files.outline import FeatureOutline, HeadOutline, LayerOutline
from uniform.transformers.importing.foreign import Floats, Foreign, Misfits, Tensors, put_linear, quoted, whole
from uniform.transformers.importing.positions import LONGEST_PERIOD, columns_read, features_of
from uniform.transformers.model import Mask

_NEVER = -64.0
"""The logit of a symbol that is not an output."""


def read_tracr(name: str, config: Mapping[str, Any], tensors: Tensors, misfits: Misfits) -> Foreign:
    """The model; raises UniformError (U922) with everything that does not fit."""
    return _Reader(name, config, tensors, misfits).read()


@dataclass(slots=True)
class _Reader:
    name: str
    config: Mapping[str, Any]
    tensors: Tensors
    misfits: Misfits

    def read(self) -> Foreign:
        alphabet, labels = self._texts("alphabet"), self._texts("residual_labels")
        width, tensors = len(labels), self.tensors
        arrays: dict[str, Floats] = {"embed": tensors.take("token_embed/embeddings", (len(alphabet), width))}
        self.misfits.raise_if_any()  # from here on, the width is right
        layers: list[LayerOutline] = []
        while f"transformer/layer_{len(layers)}/attn/query/w" in tensors:
            layers.append(self._layer(arrays, len(layers), width))
        note = self._readout(arrays, alphabet, labels)
        features = self._positions(arrays, width)
        tensors.refuse_others()
        self.misfits.raise_if_any()
        return Foreign(self.name, alphabet, width, features, tuple(layers), "next-token", arrays, note)

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self.config.get(key)
        if isinstance(value, list) and value and all(isinstance(each, str) and is_text(each) for each in value):
            texts = tuple(value)
            if len(set(texts)) == len(texts):
                return texts
        self.misfits.add(key, "this field is not a list of different strings", "see the page on importing")
        return ("",)

    def _layer(self, arrays: dict[str, Floats], index: int, width: int) -> LayerOutline:
        path, number, take = f"transformer/layer_{index}", index + 1, self.tensors.take
        heads = whole(self.config, "num_heads", self.misfits)
        shape = self.tensors.shape(f"{path}/attn/query/w")
        columns = shape[1] if len(shape) == 2 else 1
        if columns % heads:
            self.misfits.add("num_heads", f"{heads} heads do not divide {columns} columns", "pass the model's number")
            heads = 1
        parts = {what: take(f"{path}/attn/{what}/w", (width, columns)).T for what in ("query", "key", "value")}
        biases = {what: take(f"{path}/attn/{what}/b", (columns,)) for what in parts}
        output, d = take(f"{path}/attn/linear/w", (columns, width)).T, max(1, columns // heads)
        kept: list[Floats] = []
        outlines: list[HeadOutline] = []
        mask: Mask = "causal" if self.config.get("causal", False) else "full"
        for head in range(heads):
            places = _places_used(parts, biases, output, range(head * d, (head + 1) * d))
            if not places and (outlines or head < heads - 1):
                continue
            places = places or [head * d]
            outlines.append(HeadOutline("softmax", mask, len(places)))
            kept.append(output[:, places])
            for what, weights in parts.items():
                scale = math.log2(math.e) / math.sqrt(d) if what == "query" else 1.0
                linear = f"layer{number}.head{len(outlines)}.{what}"
                put_linear(arrays, linear, scale * weights[places], scale * biases[what][places])
        bias = take(f"{path}/attn/linear/b", (width,))
        put_linear(arrays, f"layer{number}.output", np.concatenate(kept, axis=1), bias)
        return LayerOutline(tuple(outlines), False, *self._net(arrays, index, width))

    def _net(self, arrays: dict[str, Floats], index: int, width: int) -> tuple[Any, int]:
        """The activation, None if the net adds 0, and the number of hidden units."""
        path, take = f"transformer/layer_{index}/mlp", self.tensors.take
        shape = self.tensors.shape(f"{path}/linear_1/w") if f"{path}/linear_1/w" in self.tensors else (width, 1)
        hidden = shape[1] if len(shape) == 2 else 1
        up, up_bias = take(f"{path}/linear_1/w", (width, hidden)).T, take(f"{path}/linear_1/b", (hidden,))
        down, bias = take(f"{path}/linear_2/w", (hidden, width)).T, take(f"{path}/linear_2/b", (width,))
        places = np.flatnonzero(np.any(down != 0, axis=0) & (np.any(up != 0, axis=1) | (up_bias != 0)))
        if not len(places) and not np.any(bias):
            return None, 0
        places = places if len(places) else np.array([0])
        put_linear(arrays, f"layer{index + 1}.up", up[places], up_bias[places])
        put_linear(arrays, f"layer{index + 1}.down", down[:, places], bias)
        return "relu", len(places)

    def _readout(
        self, arrays: dict[str, Floats], alphabet: tuple[str, ...], labels: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The logit of symbol number k is the direction of value number k; returns a note on what symbols mean."""
        output = self.config.get("output")
        columns = [place for place, label in enumerate(labels) if label == output or label.startswith(f"{output}:")]
        weights, bias = np.zeros((len(alphabet), len(labels))), np.zeros(len(alphabet))
        put_linear(arrays, "readout", weights, bias)
        if not columns:
            self.misfits.add(
                "output", f"no direction is called {quoted(output)}", "the name in `residual_labels`, up to `:`"
            )
        elif labels[columns[0]] == output:
            problem = "the output is a number, not one of a few values"
            self.misfits.add("output", problem, "compile a categorical variable")
        elif len(columns) > len(alphabet):
            problem = f"the output has {len(columns)} values, but there are {len(alphabet)} symbols"
            self.misfits.add(
                "output", problem, "an output is a symbol of the alphabet: compile with a larger vocabulary"
            )
        else:
            weights[range(len(columns)), columns] = 1
            bias[len(columns) :] = _NEVER
            values = [labels[column].partition(":")[2] for column in columns]
            pairs = [
                f"{symbol} for {value}" for symbol, value in zip(alphabet, values, strict=False) if symbol != value
            ]
            return (f"the output is {', '.join(pairs)}",) if pairs else ()
        return ()

    def _positions(self, arrays: dict[str, Floats], width: int) -> tuple[FeatureOutline, ...]:
        name = "pos_embed/embeddings"
        shape = self.tensors.shape(name) if name in self.tensors else (1, width)
        found = features_of(self.tensors.take(name, (shape[0] if shape else 1, width)), columns_read(arrays))
        arrays["position"] = np.zeros((0, width)) if found is None else found[1]
        if found is None:
            problem = "the program reads `indices`, a table with a row for each n, so the model has no uniform family"
            remedy = f"programs without `indices` fit, and tables with a period of at most {LONGEST_PERIOD}"
            self.misfits.add(name, problem, remedy)
            return ()
        return found[0]


def _places_used(parts: Mapping[str, Floats], biases: Mapping[str, Floats], output: Floats, places: range) -> list[int]:
    """The columns of a head that matter: both the query's and the key's, or both the value's and the output's, are not
    0."""

    def is_used(what: str, place: int) -> bool:
        return bool(np.any(parts[what][place]) or biases[what][place])

    if not any(is_used("value", place) and np.any(output[:, place]) for place in places):
        return []
    return [
        place
        for place in places
        if (is_used("query", place) and is_used("key", place)) or (is_used("value", place) and np.any(output[:, place]))
    ]
