"""About how long the program of a model is, so that one that cannot be read is refused before it is written.

Weights are written out, so the length depends on the model alone, not on n: each weight other than 0 takes some twenty
names, numbers and signs, each row of a matrix more than a hundred. The estimate is within a tenth where it is tested.
"""

from __future__ import annotations

import numpy as np

from uniform.language.parse.parser import MAX_TOKENS
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.transformers.model import Linear, Transformer

TOO_LONG = "U106"

_WEIGHT = 21  # for a weight other than 0
_ROW = 130  # for a row of a matrix
_RESIDUAL = 45  # more for a row with a residual
_NORM = 410  # for a column of a layer norm
_HEAD = 2500  # for a head, besides its matrices
_REST = 1500
_CLEARLY = 1.2  # so much more than the limit, the estimate suffices


def estimate_length(model: Transformer) -> dict[str, int]:
    """About how many names, numbers and signs the program has: for each part of a model, in words."""
    attention = net = 0
    for layer in model.layers:
        for head in layer.heads:
            attention += _HEAD + _matrix(head.query) + _matrix(head.key) + _matrix(head.value)
        attention += _matrix(layer.output) + _RESIDUAL * model.width
        attention += 0 if layer.norm is None else _NORM * model.width
        if layer.feed_forward is not None:
            net += _matrix(layer.feed_forward.up) + _matrix(layer.feed_forward.down) + _RESIDUAL * model.width
    symbols, readout = len(model.alphabet), _matrix(model.output.readout)
    alphabet = 60 * model.width * (1 + symbols)
    alphabet += readout if model.output.kind == "class" else (symbols - 1) * readout
    return {"the heads": attention, "the feed-forward nets": net, "the alphabet": alphabet + _REST}


def require_length(model: Transformer) -> None:
    """Raise UniformError (U106) if the program is clearly too long."""
    if sum(estimate_length(model).values()) > _CLEARLY * MAX_TOKENS:
        raise too_long(model)


def too_long(model: Transformer) -> UniformError:
    """The error for a model whose program has too many names, numbers and signs."""
    parts = estimate_length(model)
    about = max(MAX_TOKENS + 1000, sum(parts.values()))
    shares = ", ".join(f"about {_rounded(count)} for {part}" for part, count in parts.items())
    largest = max(parts, key=lambda part: parts[part])
    remedy = {
        "the heads": "fewer layers or a smaller width",
        "the feed-forward nets": "fewer hidden units, fewer layers or a smaller width",
        "the alphabet": "fewer symbols or a smaller width",
    }[largest]
    size = f"about {_rounded(about)} names, numbers and signs"
    problem = f"the program of `{model.name}` has {size}, but at most {MAX_TOKENS} can be read"
    return UniformError(
        Diagnostic(
            TOO_LONG,
            problem,
            notes=(f"predicted: {shares}",),
            help=f"{remedy}; `--check --direct` checks circuits without a program, and `--sizes` predicts them",
        )
    )


def _matrix(linear: Linear) -> int:
    return _WEIGHT * int(np.count_nonzero(linear.weights)) + _ROW * len(linear.bias)


def _rounded(count: int) -> int:
    return round(count, -3) if count >= 10000 else round(count, -2)
