"""The names of a model's intermediate values: one for the reference, for both kinds of circuit, and for messages.

A *group* is an array of numbers, for example ``layer[1].head[2].score``; its elements have indices, ``score[i,j]``.
Positions i, j count from 1, columns from 0. ``groups`` lists those of a model in the order in which they are computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from uniform.transformers.model import Head, Layer, Transformer

Code = Literal["state", "key", "score", "weight", "total", "hidden", "deviation", "root", "bit"]
"""How the bits of a group's numbers are meant: in the offset code of a format, or of ``deviation_growth``; ``weight``,
``total``, ``hidden`` and ``root`` are natural numbers, ``bit`` is one bit."""

Over = Literal["column", "position", "token", "nothing"]
"""What the second index counts; the first is a position."""


@dataclass(frozen=True, slots=True)
class Group:
    """An array of intermediate values."""

    name: str
    code: Code
    over: Over
    is_masked: bool = False  # whether only the pairs (i, j) of the mask exist
    layer: int = 0  # from 1
    head: int = 0  # from 1


def groups(model: Transformer) -> Iterator[Group]:
    """The groups of a model in the order in which they are computed."""
    yield Group("embedding", "state", "column")
    for number, layer in enumerate(model.layers, 1):
        for head_number, head in enumerate(layer.heads, 1):
            yield from _of_head(head, number, head_number)
        yield from _of_layer(layer, number)
    if model.output.kind == "next-token":
        yield Group("next", "bit", "token")
    else:
        yield Group("y", "bit", "nothing")


def _of_head(head: Head, layer: int, number: int) -> Iterator[Group]:
    prefix = f"layer[{layer}].head[{number}]"

    def group(name: str, code: Code, over: Over) -> Group:
        return Group(f"{prefix}.{name}", code, over, over == "position" and head.mask == "causal", layer, number)

    yield group("query", "key", "column")
    yield group("key", "key", "column")
    yield group("value", "state", "column")
    yield group("score", "score", "position")
    yield group("leader", "bit", "position")
    if head.attention == "softmax":
        yield group("weight", "weight", "position")
    if head.attention != "leftmost-hard":
        yield group("total", "total", "nothing")
    yield group("average", "state", "column")


def _of_layer(layer: Layer, number: int) -> Iterator[Group]:
    prefix = f"layer[{number}]"

    def group(name: str, code: Code) -> Group:
        return Group(f"{prefix}.{name}", code, "column", layer=number)

    yield group("mixed", "state")
    if layer.norm is not None:
        yield group("deviation", "deviation")
        yield Group(f"{prefix}.root", "root", "nothing", layer=number)
        yield group("normed", "state")
    if layer.feed_forward is not None:
        if layer.feed_forward.activation == "gelu":
            yield group("up", "state")
        yield group("hidden", "hidden" if layer.feed_forward.activation == "relu" else "state")
        yield group("state", "state")


def array_name(group: str) -> str:
    """The array of a group in a flat program, where names have neither dots nor indices of their own.

    >>> array_name("layer[1].head[2].score")
    'layer1_head2_score'
    """
    return group.replace("[", "").replace("]", "").replace(".", "_")
