"""A small GPT as Hugging Face stores it: model type ``openai-gpt`` (norms after) or ``gpt2`` (norms before).

Post-norm fits: attention, residual, norm, net, residual is one layer of ours, and the norm after the net is another,
whose attention adds 0. Pre-norm does not: there the residual goes past the norm, and a layer of ours normalizes the
state itself. A ``gpt2`` without ``ln_1`` and ``ln_2`` fits, with or without a norm at the end. Matrices are stored with
inputs as rows. The exponential is to base 2, so queries are multiplied by log2(e) / sqrt(d_h).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from uniform.transformers.files.outline import FeatureOutline, HeadOutline, LayerOutline
from uniform.transformers.importing.foreign import (
    Floats,
    Foreign,
    Misfits,
    Tensors,
    put_linear,
    put_norm,
    put_norm_alone,
    quoted,
    whole,
)
from uniform.transformers.importing.positions import LONGEST_PERIOD, columns_read, features_of
from uniform.transformers.model import Activation, OutputKind

_ACTIVATIONS: dict[str, Activation] = {
    "relu": "relu",
    "gelu": "gelu",
    "gelu_new": "gelu",
    "gelu_fast": "gelu",
    "gelu_pytorch_tanh": "gelu",
    "quick_gelu": "gelu",
}
_BUFFERS = ("attn.bias", "attn.masked_bias")  # masks that older files contain


@dataclass(frozen=True, slots=True)
class _Names:
    """What differs between the two model types."""

    tokens: str
    positions: str
    activation: str
    default_activation: str
    post_norm: bool


NAMES = {
    "gpt2": _Names("wte.weight", "wpe.weight", "activation_function", "gelu_new", False),
    "openai-gpt": _Names("tokens_embed.weight", "positions_embed.weight", "afn", "gelu", True),
}


def read_gpt(
    name: str, config: Mapping[str, Any], alphabet: tuple[str, ...] | None, tensors: Tensors, misfits: Misfits
) -> Foreign:
    """The model; raises UniformError (U922) with everything that does not fit."""
    return _Reader(name, config, tensors, misfits, NAMES[config["model_type"]]).read(alphabet)


@dataclass(slots=True)
class _Reader:
    name: str
    config: Mapping[str, Any]
    tensors: Tensors
    misfits: Misfits
    names: _Names
    prefix: str = ""

    def read(self, alphabet: tuple[str, ...] | None) -> Foreign:
        config, misfits, tensors = self.config, self.misfits, self.tensors
        width, symbols = whole(config, "n_embd", misfits), whole(config, "vocab_size", misfits)
        self.prefix = "transformer." if f"transformer.{self.names.tokens}" in tensors else ""
        arrays: dict[str, Floats] = {"embed": tensors.take(self.prefix + self.names.tokens, (symbols, width))}
        misfits.raise_if_any()  # from here on, the width is right
        layers = self._layers(arrays, width)
        output = self._readout(arrays, symbols, width)
        features = self._positions(arrays, width)
        tensors.refuse_others()
        misfits.raise_if_any()
        if alphabet is None or len(alphabet) != symbols:
            alphabet = tuple(map(str, range(symbols)))
        notes = []
        if any(layer.activation == "gelu" for layer in layers) and self._activation_name() != "quick_gelu":
            notes.append("GELU is v * sigmoid(1.702 v), up to 0.03 away")
        if any(layer.norm for layer in layers):
            notes.append("layer norm adds no epsilon to the variance")
        return Foreign(self.name, alphabet, width, features, tuple(layers), output, arrays, tuple(notes))

    def _layers(self, arrays: dict[str, Floats], width: int) -> list[LayerOutline]:
        tensors = self.tensors
        layers: list[LayerOutline] = []
        heads = whole(self.config, "n_head", self.misfits)
        if width % heads:
            self.misfits.add("n_head", f"{heads} heads do not divide a width of {width}", "all heads are equally wide")
            heads = 1
        activation = self._activation()
        for index in range(whole(self.config, "n_layer", self.misfits)):
            block = f"{self.prefix}h.{index}."
            if f"{block}attn.c_attn.weight" not in tensors:
                self.misfits.add(f"{block}attn.c_attn.weight", "this array is missing", "`n_layer` asks for it")
                break
            layers.append(self._block(arrays, len(layers) + 1, index, heads, activation))
            for buffer in _BUFFERS:
                tensors.drop(block + buffer)
            if self.names.post_norm:
                put_norm(arrays, len(layers), *self._norm(f"{block}ln_1", width))
                layers.append(put_norm_alone(arrays, len(layers) + 1, *self._norm(f"{block}ln_2", width)))
            else:
                self._refuse_norms(block)
        if not self.names.post_norm and f"{self.prefix}ln_f.weight" in tensors:
            layers.append(put_norm_alone(arrays, len(layers) + 1, *self._norm(f"{self.prefix}ln_f", width)))
        return layers

    def _block(
        self, arrays: dict[str, Floats], number: int, index: int, heads: int, activation: Activation
    ) -> LayerOutline:
        """Attention and the net of block ``index`` as layer ``number``."""
        width, block, take = arrays["embed"].shape[1], f"{self.prefix}h.{index}.", self.tensors.take
        hidden = 4 * width if self.names.post_norm else whole(self.config, "n_inner", self.misfits, 4 * width)
        joined = take(f"{block}attn.c_attn.weight", (width, 3 * width)).T
        bias = take(f"{block}attn.c_attn.bias", (3 * width,))
        d = max(1, width // heads)
        for head in range(heads):
            for place, what in enumerate(("query", "key", "value")):
                rows = slice(place * width + head * d, place * width + (head + 1) * d)
                scale = self._score_scale(index, d) if what == "query" else 1.0
                put_linear(arrays, f"layer{number}.head{head + 1}.{what}", scale * joined[rows], scale * bias[rows])
        for ours, theirs, shape in (
            ("output", "attn.c_proj", (width, width)),
            ("up", "mlp.c_fc", (width, hidden)),
            ("down", "mlp.c_proj", (hidden, width)),
        ):
            weights, bias = take(f"{block}{theirs}.weight", shape), take(f"{block}{theirs}.bias", shape[1:])
            put_linear(arrays, f"layer{number}.{ours}", weights.T, bias)
        outline = HeadOutline("softmax", "causal", d)
        return LayerOutline((outline,) * heads, self.names.post_norm, activation, hidden)

    def _score_scale(self, index: int, head_width: int) -> float:
        scale = math.log2(math.e)
        if self.config.get("scale_attn_weights", True):
            scale /= math.sqrt(head_width)
        if self.config.get("scale_attn_by_inverse_layer_idx", False):
            scale /= index + 1
        return scale

    def _norm(self, name: str, width: int) -> tuple[Floats, Floats]:
        return self.tensors.take(f"{name}.weight", (width,)), self.tensors.take(f"{name}.bias", (width,))

    def _refuse_norms(self, block: str) -> None:
        for norm in ("ln_1", "ln_2"):
            if f"{block}{norm}.weight" in self.tensors:
                self.misfits.add(
                    block + norm,
                    "this layer norm is beside the residual (pre-norm)",
                    "post-norm fits, as in model type openai-gpt, and so do blocks without norms",
                )
            self.tensors.drop(f"{block}{norm}.weight")
            self.tensors.drop(f"{block}{norm}.bias")

    def _activation_name(self) -> object:
        return self.config.get(self.names.activation, self.names.default_activation)

    def _activation(self) -> Activation:
        name = self._activation_name()
        if not isinstance(name, str) or name not in _ACTIVATIONS:
            supported = "relu, gelu and its approximations are supported"
            self.misfits.add(self.names.activation, f"the activation {quoted(name)} is not supported", supported)
            return "relu"
        return _ACTIVATIONS[name]

    def _readout(self, arrays: dict[str, Floats], symbols: int, width: int) -> OutputKind:
        tensors = self.tensors
        if "score.weight" not in tensors:
            tied = "lm_head.weight" not in tensors
            put_linear(arrays, "readout", arrays["embed"] if tied else tensors.take("lm_head.weight", (symbols, width)))
            return "next-token"
        labels = tensors.shape("score.weight")[0] if tensors.shape("score.weight") else 0
        if labels not in (1, 2):
            self.misfits.add("score.weight", f"a classifier with {labels} labels", "one bit is read: 1 or 2 labels")
            tensors.drop("score.weight")
            return "class"
        score = tensors.take("score.weight", (labels, width))
        put_linear(arrays, "readout", score if labels == 1 else np.array([score[1] - score[0]]))
        return "class"

    def _positions(self, arrays: dict[str, Floats], width: int) -> tuple[FeatureOutline, ...]:
        name = self.prefix + self.names.positions
        arrays["position"] = np.zeros((0, width))
        if name not in self.tensors:
            return ()
        shape = self.tensors.shape(name)
        table = self.tensors.take(name, (shape[0] if shape else 1, width))
        found = features_of(table, columns_read(arrays))
        if found is None:
            self.misfits.add(
                name,
                "a learned table of absolute positions has a row for each n, so the model has no uniform family",
                f"tables that are constant or repeat with a period of at most {LONGEST_PERIOD} fit",
            )
            return ()
        arrays["position"] = found[1]
        return found[0]
