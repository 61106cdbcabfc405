"""What a transformer is: integers in arrays, and the formats in which it computes.

A ``Transformer`` is data, and complete: ``reference.run`` says what it computes, bit for bit. Its parameters are
integers with ``precision.parameter.fraction`` bits behind the point; ``files`` makes them from floats. Rows of a matrix
are outputs, columns are inputs. Layers, heads and positions count from 1, columns of a state from 0.

    w width of a state    A symbols    d_h width of a head    i, j positions    c column of a state
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from uniform.transformers.formats import Precision, PrecisionAt

Attention = Literal["softmax", "average-hard", "leftmost-hard"]
Mask = Literal["full", "causal"]
Activation = Literal["relu", "gelu"]
FeatureKind = Literal["one", "fraction", "inverse", "first", "last", "periodic"]
OutputKind = Literal["class", "next-token"]
Position = Literal["first", "last"]


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """A linear map with a bias."""

    weights: NDArray[np.int64]  # (rows, columns)
    bias: NDArray[np.int64]  # (rows,)

    def difference(self, a: int, b: int) -> Linear:
        """Row a minus row b, as a map with one row."""
        return Linear(self.weights[[a]] - self.weights[[b]], self.bias[[a]] - self.bias[[b]])


@dataclass(frozen=True, slots=True)
class Feature:
    """A function of the position i and of n, with as many fractional bits as a state.

    ``one``: 1. ``fraction``: i/n. ``inverse``: 1/i. ``first``, ``last``: 1 at this position, 0 elsewhere. ``periodic``:
    values[i mod m], m = len(values); all are rounded down.
    """

    kind: FeatureKind
    values: tuple[int, ...] = ()  # of ``periodic``: parameters, at least one


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """One attention head; ``query.weights`` has shape (d_h, w), and so have the others."""

    attention: Attention
    mask: Mask  # "full": every j; "causal": j <= i
    query: Linear
    key: Linear
    value: Linear

    @property
    def width(self) -> int:
        """d_h."""
        return len(self.query.bias)


@dataclass(frozen=True, slots=True, eq=False)
class Norm:
    """Layer norm after attention."""

    scale: NDArray[np.int64]  # (w,)
    shift: NDArray[np.int64]  # (w,)


@dataclass(frozen=True, slots=True, eq=False)
class FeedForward:
    """A net with one hidden layer."""

    activation: Activation
    up: Linear  # (hidden, w)
    down: Linear  # (w, hidden)


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Attention with its residual, then layer norm if there is one, then the feed-forward net if there is one."""

    heads: tuple[Head, ...]  # at least one
    output: Linear  # (w, sum of d_h): the columns of head 1 first
    norm: Norm | None
    feed_forward: FeedForward | None


@dataclass(frozen=True, slots=True, eq=False)
class Output:
    """What is read at the end. ``class``: one bit, at one position. ``next-token``: a symbol at each position."""

    kind: OutputKind
    position: Position | None  # of ``class``
    readout: Linear  # (1, w) or (A, w)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Transformer:
    """A log-precision transformer."""

    name: str
    alphabet: tuple[str, ...]  # A symbols, at least one
    precision: Precision
    features: tuple[Feature, ...]
    embed: NDArray[np.int64]  # (A, w)
    position: NDArray[np.int64]  # (features, w)
    layers: tuple[Layer, ...]
    output: Output

    @property
    def width(self) -> int:
        """w."""
        return int(self.embed.shape[1])

    @property
    def token_bits(self) -> int:
        """Input bits for a position: max(1, bits(A - 1))."""
        return max(1, (len(self.alphabet) - 1).bit_length())

    def __repr__(self) -> str:
        symbols, layers = len(self.alphabet), len(self.layers)
        return f"Transformer({self.name!r}, symbols={symbols}, width={self.width}, layers={layers})"

    def at(self, n: int) -> PrecisionAt:
        """The formats at n."""
        return self.precision.at(n)
