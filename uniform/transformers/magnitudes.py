"""How large the integers of a run can become, computed from a model's formats and parameters before the run."""

from __future__ import annotations

import numpy as np

from uniform.transformers.formats import FixedAt, PrecisionAt
from uniform.transformers.model import Layer, Linear, Transformer


def largest(model: Transformer, n: int) -> int:
    """A bound on the absolute value of every integer that ``reference.run`` computes at n."""
    at = model.at(n)
    state, one = at.state, at.parameter.one
    sizes = [2 * at.state.half, 2 * at.key.half, 2 * at.score.half]
    rows = np.abs(model.embed.astype(object)).max(axis=0) * state.one
    feature = max([state.one] + [abs(v) * state.one for f in model.features for v in f.values])
    if model.features:
        rows = rows + np.abs(model.position.astype(object)).sum(axis=0) * feature
    sizes.append(_rounded(int(rows.max()), one))
    for layer in model.layers:
        sizes += _of_layer(layer, at, model.width)
    sizes.append(_of_linear(model.output.readout, state))
    return max(sizes)


def _rounded(value: int, divisor: int) -> int:
    """The largest number in rounding a quotient."""
    return 2 * value + 2 * divisor


def _of_linear(linear: Linear, source: FixedAt, residual: int = 0) -> int:
    weights = np.abs(linear.weights.astype(object)).sum(axis=1) if linear.weights.size else 0
    bias = np.abs(linear.bias.astype(object))
    return int(np.max(weights * source.half + bias * source.one, initial=0)) + residual


def _of_layer(layer: Layer, at: PrecisionAt, width: int) -> list[int]:
    state, one = at.state, at.parameter.one
    sizes = []
    for head in layer.heads:
        for linear in (head.query, head.key, head.value):
            sizes.append(_rounded(_of_linear(linear, state), state.one * one))
        sizes.append(_rounded(head.width * at.key.half**2, 1 << 2 * at.key.fraction))
        total = at.n << at.weight
        sizes.append(_rounded(total * state.half, total))
    sizes.append(_rounded(_of_linear(layer.output, state, one * state.half), one))
    if layer.norm is not None:
        deviation = 2 * width * state.half
        scale, shift = (int(np.abs(array.astype(object)).max()) for array in (layer.norm.scale, layer.norm.shift))
        sizes.append(width * deviation**2)
        sizes.append(_rounded(state.one * (scale + shift) * deviation, one * deviation))
    if (net := layer.feed_forward) is not None:
        sizes.append(_rounded(_of_linear(net.up, state), state.one * one))
        sizes.append(_rounded(_of_linear(net.down, state, one * state.half), one))
    return sizes
