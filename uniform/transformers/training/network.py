"""The float model of a description: the same steps as ``reference``, in PyTorch, with gradients.

It computes what ``reference.run`` computes, except that numbers are rounded only on request; states, keys and scores
are clamped as in the formats, and attention is softmax to base 2. Its parameters are the arrays of the description, by
the same names, so that rounding them gives the model. Descriptions with another attention have no gradients, and are
not for training.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from uniform.transformers.files.outline import FeatureOutline, HeadOutline, LayerOutline, Outline
from uniform.transformers.formats import FixedAt, PrecisionAt

Parameters = dict[str, Tensor]


def initial(outline: Outline, rng: np.random.Generator) -> Parameters:
    """Random parameters: a matrix of m columns has entries of standard deviation 1/sqrt(m), biases are 0."""
    found = {}
    for name, shape in outline.shapes().items():
        columns = 1 if name in ("embed", "position") else shape[-1]
        values = np.zeros(shape) if name.endswith((".bias", ".shift")) else rng.normal(size=shape) / columns**0.5
        if name.endswith(".norm.scale"):
            values = np.ones(shape)
        found[name] = torch.tensor(values, dtype=torch.float32, requires_grad=True)
    return found


def rounded(parameters: Parameters, outline: Outline) -> Parameters:
    """The parameters as the model will have them, rounded and clamped to their format; gradients pass straight
    through."""
    format_ = outline.precision.at(1).parameter
    one, half = format_.one, format_.half
    return {
        name: each + (torch.clamp(torch.floor(each * one + 0.5), -half, half - 1) / one - each).detach()
        for name, each in parameters.items()
    }


def logits(outline: Outline, parameters: Parameters, words: NDArray[np.int64], rounding: bool = False) -> Tensor:
    """The exact numbers that decide: (words,), accepted if >= 0; or (words, n, A), the largest wins.

    With ``rounding``, all states, keys and scores are rounded to their formats at n, too; gradients pass through.
    """
    return _Pass(outline, parameters, outline.precision.at(words.shape[1]), rounding).logits(words)


def outputs(found: Tensor) -> NDArray[np.int64]:
    """What the numbers of ``logits`` decide, as ``reference.run`` gives it."""
    decided = (found >= 0) if found.dim() == 1 else found.argmax(dim=2)
    answers: NDArray[np.int64] = decided.numpy().astype(np.int64)
    return answers


def loss(found: Tensor, answers: NDArray[np.int64]) -> Tensor:
    """The logistic loss of four times the logits."""
    if found.dim() == 1:
        return torch.nn.functional.softplus(-4 * found * torch.tensor(2.0 * answers - 1, dtype=found.dtype)).mean()
    return torch.nn.functional.cross_entropy(4 * found.flatten(0, 1), torch.tensor(answers).flatten())


@dataclass(frozen=True, slots=True)
class _Pass:
    """One pass over words of n symbols."""

    outline: Outline
    parameters: Parameters
    at: PrecisionAt
    rounding: bool

    def logits(self, words: NDArray[np.int64]) -> Tensor:
        outline, embed, n = self.outline, self.parameters["embed"], self.at.n
        table = np.array([[_feature(each, i, n) for each in outline.features] for i in range(1, n + 1)])
        features = torch.tensor(table.reshape(n, len(outline.features)), dtype=embed.dtype)
        h = self._in(self.at.state, embed[torch.tensor(words)] + features @ self.parameters["position"])
        for number, layer in enumerate(outline.layers, 1):
            h = self._layer(h, layer, f"layer{number}")
        found = self._linear("readout", h)
        if outline.output == "next-token":
            return found
        return found[:, -1 if outline.position == "last" else 0, 0]

    def _layer(self, h: Tensor, layer: LayerOutline, name: str) -> Tensor:
        state = self.at.state
        averages = [self._head(h, head, f"{name}.head{number}") for number, head in enumerate(layer.heads, 1)]
        h = self._in(state, h + self._linear(f"{name}.output", torch.cat(averages, dim=2)))
        if layer.norm:
            deviation = h - h.mean(dim=2, keepdim=True)
            root = (deviation**2).mean(dim=2, keepdim=True).clamp(min=1e-9).sqrt()
            scale, shift = self.parameters[f"{name}.norm.scale"], self.parameters[f"{name}.norm.shift"]
            h = self._in(state, scale * deviation / root + shift)
        if layer.activation is not None:
            z = self._in(state, self._linear(f"{name}.up", h))
            z = torch.relu(z) if layer.activation == "relu" else z * torch.sigmoid(1.702 * z)
            h = self._in(state, h + self._linear(f"{name}.down", z))
        return h

    def _head(self, h: Tensor, head: HeadOutline, name: str) -> Tensor:
        at = self.at
        q = self._in(at.key, self._linear(f"{name}.query", h))
        k = self._in(at.key, self._linear(f"{name}.key", h))
        v = self._in(at.state, self._linear(f"{name}.value", h))
        scores = self._in(at.score, q @ k.transpose(1, 2))
        if head.mask == "causal":
            scores = scores.masked_fill(torch.ones(at.n, at.n, dtype=torch.bool).triu(1), -torch.inf)
        return self._in(at.state, torch.softmax(scores * math.log(2), dim=2) @ v)

    def _linear(self, name: str, x: Tensor) -> Tensor:
        return x @ self.parameters[name].T + self.parameters[f"{name}.bias"]

    def _in(self, format_: FixedAt, x: Tensor) -> Tensor:
        """Clamped to a format, and rounded if need be."""
        one, half = format_.one, format_.half
        clamped = x.clamp(-half / one, (half - 1) / one)
        return clamped + ((clamped * one + 0.5).floor() / one - clamped).detach() if self.rounding else clamped


def _feature(feature: FeatureOutline, i: int, n: int) -> float:
    """A feature at position i of n; the reference rounds it down."""
    values: dict[str, Any] = {
        "one": 1.0,
        "fraction": i / n,
        "inverse": 1 / i,
        "first": i == 1,
        "last": i == n,
    }
    if feature.kind == "periodic":
        return float(feature.values[i % len(feature.values)])
    return float(values[feature.kind])
