"""Small transformers for tests: the one whose states are written down, and random ones of every kind."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

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
    Position,
    Transformer,
)

ATTENTIONS: tuple[Attention, ...] = get_args(Attention)
MASKS: tuple[Mask, ...] = get_args(Mask)
ACTIVATIONS: tuple[Activation | None, ...] = (None, *get_args(Activation))
NARROW = Precision(
    state=Fixed(LogBits(1, 1), 3),
    key=Fixed(LogBits(0, 2), 3),
    score=Fixed(LogBits(0, 2), 4),
    weight=LogBits(1, 1),
    parameter=Fixed(LogBits(0, 3), 5),
)
"""States of bits(n) + 4 bits, keys of 5, scores of 6, weights of bits(n) + 1."""


def small_model(
    attention: Attention = "softmax", mask: Mask = "full", norm: bool = False, activation: Activation | None = "relu"
) -> Transformer:
    """One layer of width 2 with parameters of one digit; ``KNOWN_STATES`` in test_reference.py are its states."""
    head = Head(
        attention,
        mask,
        _linear("3 -4 1 2", "1 -1"),
        _linear("2 2 -1 5", "0 2"),
        _linear("1 0 -3 4", "3 -2"),
    )
    net = (
        None if activation is None else FeedForward(activation, _linear("4 -2 3 3", "1 1"), _linear("-5 1 2 2", "-4 0"))
    )
    layer = Layer(
        (head,), _linear("2 1 0 -6", "0 0"), Norm(np.array([9, -7]), np.array([3, -2])) if norm else None, net
    )
    return Transformer(
        "small",
        ("0", "1"),
        NARROW,
        (Feature("one"), Feature("fraction")),
        np.array([[3, -2], [-5, 4]]),
        np.array([[6, 1], [-5, 2]]),
        (layer,),
        Output("class", "last", Linear(np.array([[1, 0]]), np.array([0]))),
    )


def random_model(
    seed: int,
    *,
    symbols: int = 2,
    width: int = 2,
    heads: tuple[int, ...] = (2,),
    layers: int = 1,
    attention: Attention | None = "softmax",
    mask: Mask | None = "full",
    norm: bool = False,
    activation: Activation | None = "relu",
    hidden: int = 2,
    output: OutputKind = "class",
    position: Position = "last",
    features: tuple[Feature, ...] = (Feature("one"), Feature("fraction")),
    precision: Precision = NARROW,
    zeros: float = 0.2,
) -> Transformer:
    """A model with random parameters of at most four bits; ``heads`` are the widths d_h of the heads of each layer.

    Attention or mask None means another one for each head; ``zeros`` is the part of the weights that is 0."""
    rng = np.random.default_rng(seed)

    def array(*shape: int) -> NDArray[np.int64]:
        return rng.integers(-9, 10, shape) * (rng.random(shape) >= zeros)

    def linear(rows: int, columns: int) -> Linear:
        return Linear(array(rows, columns), array(rows))

    def head(d: int) -> Head:
        return Head(
            attention or ATTENTIONS[rng.integers(3)],
            mask or MASKS[rng.integers(2)],
            linear(d, width),
            linear(d, width),
            linear(d, width),
        )

    def layer() -> Layer:
        net = None if activation is None else FeedForward(activation, linear(hidden, width), linear(width, hidden))
        return Layer(
            tuple(head(d) for d in heads),
            linear(width, sum(heads)),
            Norm(array(width), array(width)) if norm else None,
            net,
        )

    is_class = output == "class"
    return Transformer(
        f"random{seed}",
        tuple("abcdefgh"[:symbols]),
        precision,
        features,
        array(symbols, width),
        array(len(features), width),
        tuple(layer() for _ in range(layers)),
        Output(output, position if is_class else None, linear(1 if is_class else symbols, width)),
    )


def grid() -> dict[str, Transformer]:
    """``small_model`` with each attention, mask, norm and activation."""
    return {
        f"{attention}, {mask}{', norm' if norm else ''}, {activation}": small_model(attention, mask, norm, activation)
        for attention in ATTENTIONS
        for mask in MASKS
        for norm in (False, True)
        for activation in ACTIVATIONS
    }


def varied() -> dict[str, Transformer]:
    """Random models, each with something that ``grid`` has not."""
    every: tuple[Feature, ...] = (
        Feature("one"),
        Feature("fraction"),
        Feature("inverse"),
        Feature("first"),
        Feature("last"),
    )
    periodic = (Feature("one"), Feature("periodic", (8, 0, -3)), Feature("periodic", (-8, 5)))
    choices: dict[str, dict[str, Any]] = {
        "one symbol": {"symbols": 1},
        "three symbols": {"symbols": 3},
        "five symbols, next token": {"symbols": 5, "output": "next-token", "attention": "leftmost-hard"},
        "three symbols, next token": {"symbols": 3, "output": "next-token", "mask": "causal"},
        "one symbol, next token": {"symbols": 1, "output": "next-token", "attention": "average-hard"},
        "first position": {"position": "first"},
        "two layers": {"layers": 2, "attention": "average-hard", "mask": None},
        "two layers, norm, GELU": {"layers": 2, "norm": True, "activation": "gelu", "attention": "leftmost-hard"},
        "heads of all kinds": {"heads": (1, 2, 1), "attention": None, "mask": None, "width": 3},
        "width 1": {"width": 1, "heads": (1,), "norm": True},
        "width 3, norm": {"width": 3, "heads": (1,), "norm": True, "attention": "average-hard"},
        "every feature": {"features": every, "attention": "average-hard"},
        "periodic features": {"features": periodic, "attention": "leftmost-hard"},
        "no features": {"features": ()},
        "no layers": {"layers": 0},
        "all weights zero": {"zeros": 1.0},
        "hidden 3": {"hidden": 3, "attention": "leftmost-hard", "width": 3},
        "one bit": {"precision": _bits(LogBits(0, 0), 1, 0, 1, 0, 1, LogBits(0, 1), 3, 5)},
        "key with B bits": {"precision": _bits(LogBits(1, -1), 2, 1, 2, 0, 3, LogBits(0, 2), 2, 4)},
        "score of 4 fractional bits": {"precision": _bits(LogBits(0, 2), 3, 2, 2, 4, 3, LogBits(1, 0), 3, 5)},
    }
    return {name: random_model(seed, **choice) for seed, (name, choice) in enumerate(choices.items())}


def _bits(f: LogBits, k: int, kf: int, kk: int, sf: int, sk: int, weight: LogBits, g: int, gk: int) -> Precision:
    """State, key, score, weight and parameter."""
    return Precision(
        Fixed(f, k), Fixed(LogBits(0, kf), kk), Fixed(LogBits(0, sf), sk), weight, Fixed(LogBits(0, g), gk)
    )


def _linear(weights: str, bias: str) -> Linear:
    return Linear(np.array(weights.split(), dtype=np.int64).reshape(2, 2), np.array(bias.split(), dtype=np.int64))
