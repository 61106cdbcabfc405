"""What a transformer computes: the meaning that every circuit has to equal, bit for bit.

One function a step, on many words at once. Each step is an exact integer, one rounding and one clamp (``arithmetic``);
only averages and layer norm divide by something that is not a constant. The numbers are int64 where the largest
intermediate value, computed before the run from the model's formats and parameters, stays below 2^62, and Python
integers otherwise: nothing ever overflows.

    h   states (words, n, w)      q, k, v   (words, n, d_h)      t, e   scores and weights (words, n, n)

Source: Merrill and Sabharwal, "The Parallelism Tradeoff: Limitations of Log-Precision Transformers", TACL 2023, whose
model this is with the choices that the paper leaves open.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uniform.transformers.arithmetic import clamp, exponential, gelu, round_quotient
from uniform.transformers.features import feature
from uniform.transformers.formats import FixedAt, PrecisionAt
from uniform.transformers.magnitudes import largest
from uniform.transformers.model import FeedForward, Head, Layer, Linear, Norm, Transformer

Numbers = NDArray[Any]  # int64, or objects that are Python integers

_CHUNK = 1 << 22  # scores at a time


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """The outputs of a model on some words of one length, and its intermediate values if they were asked for."""

    outputs: NDArray[np.int64]  # (words,) 0 or 1; or (words, n) symbols
    groups: dict[str, Numbers] = field(default_factory=dict)  # (words, n), (words, n, columns) or (words, n, n)


def run(model: Transformer, words: ArrayLike, keep: bool = False) -> Run:
    """The outputs of ``model`` on ``words`` (words, n), symbols as numbers below A, n >= 1; with ``keep``, all
    intermediate values by the names of ``names.groups``. Masked scores, leaders and weights are 0.

    Cost: words * (n^2 * d_h + n * w^2) operations for each head and layer; with ``keep``, 8 bytes for each value.
    """
    tokens = np.asarray(words, dtype=np.int64)
    n = tokens.shape[1]
    precision = model.at(n)
    dtype: Any = np.int64 if largest(model, n) < 1 << 62 else object
    step = len(tokens) if keep else max(1, _CHUNK // (n * n))
    outputs, kept = [], {}
    for start in range(0, max(1, len(tokens)), max(1, step)):
        passed = _Pass(model, precision, tokens[start : start + step], dtype, {} if keep else None)
        outputs.append(passed.outputs())
        kept = passed.kept or {}
    return Run(np.concatenate(outputs), kept)


@dataclass(slots=True)
class _Pass:
    """One pass over some words."""

    model: Transformer
    at: PrecisionAt
    tokens: NDArray[np.int64]
    dtype: Any
    kept: dict[str, Numbers] | None

    def outputs(self) -> NDArray[np.int64]:
        h = self._embedding()
        for number, layer in enumerate(self.model.layers, 1):
            h = self._layer(h, layer, f"layer[{number}]")
        out = self.model.output
        logits = self._exact(h, out.readout, self.at.state)
        if out.kind == "next-token":
            symbols: NDArray[np.int64] = np.argmax(logits, axis=2).astype(np.int64)  # the first of the largest
            self._keep("next", symbols)
            return symbols
        place = -1 if out.position == "last" else 0
        accepted: NDArray[np.int64] = (logits[:, place, 0] >= 0).astype(np.int64)
        self._keep("y", accepted)
        return accepted

    # ------------------------------------------------------------ states

    def _embedding(self) -> Numbers:
        """h_ic: the symbol's row plus the features' rows, rounded to the state's format."""
        model, state = self.model, self.at.state
        features = self._numbers([[feature(f, i, self.at) for f in model.features] for i in range(1, self.at.n + 1)])
        features = features.reshape(self.at.n, len(model.features))
        exact = self._numbers(model.embed)[self.tokens] * state.one + features @ self._numbers(model.position)
        return self._keep("embedding", clamp(round_quotient(exact, self.at.parameter.one), state.bits))

    def _layer(self, h: Numbers, layer: Layer, name: str) -> Numbers:
        averages = [self._head(h, head, f"{name}.head[{number}]") for number, head in enumerate(layer.heads, 1)]
        h = self._keep(f"{name}.mixed", self._with_residual(np.concatenate(averages, axis=2), layer.output, h))
        if layer.norm is not None:
            h = self._keep(f"{name}.normed", self._norm(h, layer.norm, name))
        if layer.feed_forward is not None:
            h = self._keep(f"{name}.state", self._feed_forward(h, layer.feed_forward, name))
        return h

    def _with_residual(self, x: Numbers, linear: Linear, h: Numbers) -> Numbers:
        """The linear map plus h, rounded once."""
        exact = self._exact(x, linear, self.at.state) + h * self.at.parameter.one
        return clamp(round_quotient(exact, self.at.parameter.one), self.at.state.bits)

    def _exact(self, x: Numbers, linear: Linear, source: FixedAt) -> Numbers:
        """W x + b with the fractional bits of x and of a parameter."""
        exact: Numbers = x @ self._numbers(linear.weights).T + self._numbers(linear.bias) * source.one
        return exact

    def _linear(self, x: Numbers, linear: Linear, source: FixedAt, target: FixedAt) -> Numbers:
        """W x + b, rounded to a format."""
        shift = source.fraction + self.at.parameter.fraction - target.fraction  # at least 0
        return clamp(round_quotient(self._exact(x, linear, source), 1 << shift), target.bits)

    # ------------------------------------------------------------ attention

    def _head(self, h: Numbers, head: Head, name: str) -> Numbers:
        at = self.at
        q = self._keep(f"{name}.query", self._linear(h, head.query, at.state, at.key))
        k = self._keep(f"{name}.key", self._linear(h, head.key, at.state, at.key))
        v = self._keep(f"{name}.value", self._linear(h, head.value, at.state, at.state))
        allowed = np.ones((at.n, at.n), dtype=np.bool_)
        if head.mask == "causal":
            allowed = np.tril(allowed)
        exact = q @ k.transpose(0, 2, 1)
        scores = clamp(round_quotient(exact, 1 << 2 * at.key.fraction - at.score.fraction), at.score.bits)
        largest_score = np.max(np.where(allowed, scores, -at.score.half), axis=2, keepdims=True)
        leaders = allowed & (scores == largest_score)
        self._keep(f"{name}.score", np.where(allowed, scores, 0))
        if head.attention == "leftmost-hard":
            first = np.argmax(leaders, axis=2)
            leaders = np.arange(at.n) == first[:, :, None]
        self._keep(f"{name}.leader", leaders.astype(np.int64))
        if head.attention == "leftmost-hard":
            return self._keep(f"{name}.average", np.take_along_axis(v, first[:, :, None], axis=1))
        weights = leaders.astype(self.dtype)
        if head.attention == "softmax":
            distances = np.where(allowed, largest_score - scores, 0)
            weights = self._each(lambda d: exponential(d, at.weight, at.octave), distances) * allowed
            self._keep(f"{name}.weight", weights)
        total = np.sum(weights, axis=2)
        self._keep(f"{name}.total", total)
        return self._keep(f"{name}.average", round_quotient(weights @ v, total[:, :, None]))

    # ------------------------------------------------------------ layer norm, feed-forward net

    def _norm(self, h: Numbers, norm: Norm, name: str) -> Numbers:
        at, width = self.at, self.model.width
        deviations = self._keep(f"{name}.deviation", width * h - np.sum(h, axis=2, keepdims=True))
        squares = np.sum(deviations * deviations, axis=2, keepdims=True)
        root = self._each(lambda s: max(1, math.isqrt(s // width)), squares)
        self._keep(f"{name}.root", root[:, :, 0])
        exact = at.state.one * (self._numbers(norm.scale) * deviations + self._numbers(norm.shift) * root)
        return clamp(round_quotient(exact, at.parameter.one * root), at.state.bits)

    def _feed_forward(self, h: Numbers, net: FeedForward, name: str) -> Numbers:
        state = self.at.state
        z = self._linear(h, net.up, state, state)
        if net.activation == "relu":
            z = np.maximum(z, 0)
        else:
            self._keep(f"{name}.up", z)
            z = self._each(lambda v: gelu(v, state.fraction), z)
        return self._with_residual(self._keep(f"{name}.hidden", z), net.down, h)

    # ------------------------------------------------------------ arrays

    def _numbers(self, values: ArrayLike) -> Numbers:
        return np.asarray(values).astype(self.dtype)

    def _each(self, function: Callable[[int], int], values: Numbers) -> Numbers:
        """The function of each number, called once for each value that occurs."""
        distinct, places = np.unique(values, return_inverse=True)
        return self._numbers([function(int(value)) for value in distinct])[places].reshape(values.shape)

    def _keep(self, name: str, values: Numbers) -> Numbers:
        if self.kept is not None:
            self.kept[name] = values
        return values
