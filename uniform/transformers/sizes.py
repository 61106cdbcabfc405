"""The size of a transformer's circuit at n, predicted without printing it.

Gates, stored wires and unit wires are exact for the direct circuit and for the program; the depth is an upper bound,
since a row of zero weights, or n = 1, may save a level. Each function below is the size of one gadget, named as in
``direct``; a form is described by its number of wires and the sum of its absolute weights.

    stored wires: one for each pair of a gate and a wire of it        unit wires: with multiplicities

Cost: the number of weights for each kind of row, milliseconds for a model of some thousand weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from uniform.transformers.arithmetic import clamp, exponential, gelu, round_quotient
from uniform.transformers.features import feature
from uniform.transformers.formats import DEFAULT_ROUNDS, FixedAt, PrecisionAt, deviation_growth
from uniform.transformers.model import Attention, FeedForward, Head, Layer, Linear, Norm, Transformer

_AT_ONCE = 1 << 20  # numbers in an array


@dataclass(frozen=True, slots=True)
class Size:
    """Gates, stored wires and unit wires of a piece of a circuit, and an upper bound on its depth.

    ``a + b`` is the size of b on top of a, ``a.beside(b)`` of both side by side, ``k * a`` of k copies side by side.
    """

    gates: int = 0
    wires: int = 0
    unit_wires: int = 0
    depth: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(
            self.gates + other.gates,
            self.wires + other.wires,
            self.unit_wires + other.unit_wires,
            self.depth + other.depth,
        )

    def beside(self, other: Size) -> Size:
        """Both, side by side."""
        both = self + other
        return Size(both.gates, both.wires, both.unit_wires, max(self.depth, other.depth))

    def __rmul__(self, count: int) -> Size:
        return Size(count * self.gates, count * self.wires, count * self.unit_wires, self.depth if count else 0)


def beside(sizes: Iterable[Size]) -> Size:
    """All, side by side."""
    total = Size()
    for size in sizes:
        total = total.beside(size)
    return total


@dataclass(frozen=True, slots=True)
class Form:
    """A linear form: its wires, and the sum of the absolute values of their weights."""

    wires: int = 0
    weight: int = 0

    def __add__(self, other: Form) -> Form:
        return Form(self.wires + other.wires, self.weight + other.weight)


def code_form(bits: int, weight: int) -> Form:
    """A number in wires, with a weight."""
    return Form(bits, abs(weight) * ((1 << bits) - 1)) if weight else Form()


def gates(count: int, wires: int, unit_wires: int | None = None) -> Size:
    """``count`` gates of one level with so many wires each."""
    return Size(count, count * wires, count * (wires if unit_wires is None else unit_wires), 1)


@lru_cache(1 << 14)
def read(form: Form, bits: int, rounds: int, divisor: int = 1, by: int = 0) -> Size:
    """READ of a form over a divisor; ``by`` is the number of bits of Z, if the divisor is a multiple of Z."""
    size, before = Size(), Form()
    cut = [bits // rounds + (number < bits % rounds) for number in range(min(rounds, bits))]
    rest = bits
    for place, width in enumerate(cut):
        rest -= width
        tests = (1 << width) - 1
        tested = form + before
        size += gates(tests, tested.wires, tested.weight)
        if by:  # wires of Z with multiplicity divisor * t * 2^rest, for each t
            z_weight = divisor * ((1 << by) - 1) << rest
            size += Size(0, tests * by, z_weight * (tests * (tests + 1) // 2))
        complements = gates(tests, 1)
        if by and place < len(cut) - 1:
            complements = complements.beside(gates(tests * by, 2))
        size += complements
        weight = divisor * (tests << rest) * ((1 << by) - 1 if by else 1)
        before += Form(tests * max(1, by), weight)
        columns = 2 * sum((1 << width - b) - 1 for b in range(width))
        size += Size(2 * width, columns, columns)
    # each digit is a test and its complements; the last one's bits are a level more, and need no complement if it is 1
    depth = 2 * len(cut) + (1 if cut and cut[-1] > 1 else 0)
    return Size(size.gates, size.wires, size.unit_wires, depth)


def choose(ones: int, bits: int) -> Size:
    """Columns of a table over one-hot rows, with so many ones in all: an OR and a NOR for each bit."""
    return Size(2 * bits, 2 * ones, 2 * ones, 1)


def size_at(model: Transformer, n: int, rounds: int = DEFAULT_ROUNDS) -> Size:
    """The size of the circuit of a model at n >= 1."""
    at = model.at(n)
    total = _embedding(model, at)
    for layer in model.layers:
        total += _layer(layer, at, rounds, model.width)
    return total + _output(model, at)


def _embedding(model: Transformer, at: PrecisionAt) -> Size:
    bits, symbols, state = model.token_bits, len(model.alphabet), at.state
    is_cut = symbols < 1 << bits
    tokens = gates(bits, 1) + gates(symbols - is_cut, bits).beside(gates(int(is_cut), bits, (1 << bits) - 1))
    return at.n * tokens + at.n * model.width * choose(0, state.bits) + Size(0, *2 * (2 * _ones(model, at),))


def _ones(model: Transformer, at: PrecisionAt) -> int:
    """The ones of all codes of all embeddings."""
    state, bits = at.state, at.parameter.bits
    is_small = max(2 * bits + state.fraction + len(model.features).bit_length(), state.bits) < 62
    dtype: Any = np.int64 if is_small else object
    embed, position = model.embed.astype(dtype) * state.one, model.position.astype(dtype)
    step, total = max(1, _AT_ONCE // max(1, embed.size)), 0
    for start in range(1, at.n + 1, step):
        numbers = range(start, min(start + step, at.n + 1))
        features = np.array([[feature(each, i, at) for each in model.features] for i in numbers], dtype=dtype)
        exact = embed + (features.reshape(len(numbers), len(model.features)) @ position)[:, None, :]
        codes = clamp(round_quotient(exact, at.parameter.one), state.bits) + state.half
        total += sum(int(np.sum(codes >> place & 1)) for place in range(state.bits))
    return total


def _row_form(linear: Linear, row: int, bits: int) -> Form:
    weights = [abs(weight) for weight in linear.weights[row].tolist() if weight]
    return Form(len(weights) * bits, sum(weights) * ((1 << bits) - 1))


def _read_linear(linear: Linear, source: FixedAt, target: FixedAt, at: PrecisionAt, rounds: int) -> Size:
    divisor = 1 << source.fraction + at.parameter.fraction - target.fraction
    rows = range(len(linear.bias))
    return beside(read(_row_form(linear, row, source.bits), target.bits, rounds, divisor) for row in rows)


def _read_residual(linear: Linear, bits: int, at: PrecisionAt, rounds: int) -> Size:
    state, one = at.state, at.parameter.one
    residual = code_form(state.bits, one)
    rows = range(len(linear.bias))
    return beside(read(_row_form(linear, row, bits) + residual, state.bits, rounds, one) for row in rows)


def _layer(layer: Layer, at: PrecisionAt, rounds: int, width: int) -> Size:
    total = beside(_head(head, at, rounds) for head in layer.heads)
    total += at.n * _read_residual(layer.output, at.state.bits, at, rounds)
    if layer.norm is not None:
        total += at.n * _norm(layer.norm, at, rounds, width)
    if layer.feed_forward is not None:
        total += at.n * _feed_forward(layer.feed_forward, at, rounds)
    return total


def _head(head: Head, at: PrecisionAt, rounds: int) -> Size:
    key = at.key
    keys = _read_linear(head.query, at.state, key, at, rounds).beside(_read_linear(head.key, at.state, key, at, rounds))
    values = _read_linear(head.value, at.state, at.state, at, rounds)
    products = head.width * key.bits**2
    ones = (1 << key.bits) - 1
    form = Form(products + 2 * head.width * key.bits, head.width * (ones**2 + 2 * key.half * ones))
    divisor = 1 << 2 * key.fraction - at.score.fraction
    score = gates(products, 2) + read(form, at.score.bits, rounds, divisor)
    if head.mask == "full":
        pairs, attended = at.n**2, at.n * _attended(head.attention, head.width, at.n, at, rounds)
    else:
        counts = range(1, at.n + 1)
        pairs = at.n * (at.n + 1) // 2
        attended = beside(_attended(head.attention, head.width, count, at, rounds) for count in counts)
    return (at.n * keys + pairs * score).beside(at.n * values) + attended


@lru_cache(1 << 12)
def _attended(attention: Attention, width: int, count: int, at: PrecisionAt, rounds: int) -> Size:
    """Leaders, weights and averages of a position, in a head of a width with ``count`` positions in its mask."""
    score, state = at.score, at.state
    leaders = gates(count * (count - 1), 2 * score.bits, 2 * ((1 << score.bits) - 1)) + gates(count, count - 1)
    if attention == "leftmost-hard":
        picks = gates(count * state.bits, 2) + gates(2 * state.bits, count)
        return leaders + width * picks
    if attention == "softmax":
        weights, bits = _weights(count, at), at.weight
    else:
        weights, bits = Size(), 1
    total = bits + at.position_bits if attention == "softmax" else at.position_bits
    sum_form = Form(count * bits, count * ((1 << bits) - 1))
    products = count * bits * state.bits
    z_ones = (1 << total) - 1
    form = Form(products + total, 2 * count * ((1 << bits) - 1) * ((1 << state.bits) - 1) + z_ones)
    averages = width * (gates(products, 2) + read(form, state.bits, rounds, 2, by=total))
    return leaders + weights + read(sum_form, total, max(2, rounds)) + _without_level(averages)


def _without_level(size: Size) -> Size:
    """The same, where the first level lies beside what is below: products of weights do not wait for their sum."""
    return Size(size.gates, size.wires, size.unit_wires, size.depth - 1)


def _weights(count: int, at: PrecisionAt) -> Size:
    """Softmax: the largest score, distances to it, and columns of the table of exponentials."""
    score = at.score
    top = min(1 << score.bits, at.octave * (at.weight + 2))
    largest = gates(count * score.bits, 2) + gates(2 * score.bits, count)
    near = gates(top, 2 * score.bits, 2 * ((1 << score.bits) - 1)) + gates(top - 1, 1)
    rows = gates(1, 1).beside(gates(top - 1, 2))
    return largest + count * (near + rows + choose(_exponential_ones(at.weight, at.octave, top), at.weight))


@lru_cache(64)
def _exponential_ones(bits: int, octave: int, top: int) -> int:
    return sum(exponential(distance, bits, octave).bit_count() for distance in range(top))


@lru_cache(64)
def _gelu_ones(state: FixedAt) -> int:
    return sum((gelu(code - state.half, state.fraction) + state.half).bit_count() for code in range(1 << state.bits))


def _norm(norm: Norm, at: PrecisionAt, rounds: int, width: int) -> Size:
    state = at.state
    bits = state.bits + deviation_growth(width)
    ones = (1 << state.bits) - 1
    form = Form(state.bits * width if width > 1 else 0, 2 * (width - 1) * ones)
    deviations = width * read(form, bits, rounds)
    squares = gates(width * bits * (bits - 1) // 2, 2)
    half = 1 << bits - 1
    own = [(1 << 2 * a) - (2 * half << a) for a in range(bits)]
    pairs = sum(2 << a + b for a in range(bits) for b in range(a + 1, bits))
    linear = sum(weight != 0 for weight in own)
    sum_of_squares = Form(
        width * (bits * (bits - 1) // 2 + linear), width * (pairs + sum(abs(weight) for weight in own))
    )
    root = _root(sum_of_squares, width, bits - 1)
    divisor, normed = 2 * at.parameter.one, Size()
    for scale, shift in zip(norm.scale.tolist(), norm.shift.tolist(), strict=True):
        both = code_form(bits, 2 * state.one * scale)
        both += code_form(bits - 1, 2 * state.one * shift + at.parameter.one + state.half * divisor)
        normed = normed.beside(read(both, state.bits, rounds, divisor, by=bits - 1))
    return deviations + squares + root + normed


@lru_cache(1 << 10)
def _root(squares: Form, width: int, bits: int) -> Size:
    """The square root in two digits."""
    high = bits - bits // 2
    low, total = bits - high, Size()

    total += gates((1 << high) - 1, squares.wires, squares.weight) + gates((1 << high) - 1, 1)
    if low:
        # test t has an increment for each earlier one: together table(most, t, 0) - table(0, t, 0), summed over t
        most, tests = (1 << high) - 1, (1 << low) - 1
        increments = width * ((most << low) ** 2 * tests + (most << low) * tests * (tests + 1) + 1)
        total = total.beside(gates(tests, squares.wires + most, squares.weight))
        total = total.beside(Size(0, 0, increments))
        total = total.beside(gates((1 << low) - 1, 1))
    columns = sum(2 * ((1 << digit - b) - 1) for digit in (high, low) for b in range(digit))
    total = total.beside(Size(2 * bits, columns, columns, 1))
    return Size(total.gates, total.wires, total.unit_wires, 5 if low > 1 else 4 if low else 3 if high > 1 else 2)


def _feed_forward(net: FeedForward, at: PrecisionAt, rounds: int) -> Size:
    state = at.state
    if net.activation == "relu":
        rows = range(len(net.up.bias))
        one = at.parameter.one
        hidden = beside(read(_row_form(net.up, row, state.bits), state.bits - 1, rounds, one) for row in rows)
        return hidden + _read_residual(net.down, state.bits - 1, at, rounds)
    table = gates(1 << state.bits, state.bits) + choose(_gelu_ones(state), state.bits)
    hidden = _read_linear(net.up, state, state, at, rounds) + len(net.up.bias) * table
    return hidden + _read_residual(net.down, state.bits, at, rounds)


def _output(model: Transformer, at: PrecisionAt) -> Size:
    readout, state = model.output.readout, at.state
    if model.output.kind == "class":
        form = _row_form(readout, 0, state.bits)
        return gates(1, form.wires, form.weight)
    symbols = len(model.alphabet)
    apart = [_apart(column) for column in readout.weights.T.tolist()]
    wires, weight = (sum(part) for part in zip(*apart, strict=True))
    pairs = symbols * (symbols - 1)
    total = Size(pairs, wires * state.bits, weight * ((1 << state.bits) - 1), 1 if pairs else 0)
    total += gates(symbols, symbols - 1)
    ones = sum(a.bit_count() for a in range(symbols))
    return at.n * (total + Size(model.token_bits, ones, ones, 1))


def _apart(weights: list[int]) -> tuple[int, int]:
    """Of the ordered pairs of some weights: how many differ, and the sum of the differences' absolute values."""
    count, differing, total = len(weights), 0, 0
    for place, weight in enumerate(sorted(weights)):
        total += 2 * weight * (2 * place - count + 1)
    differing = count**2 - sum(equal**2 for equal in Counter(weights).values())
    return differing, total
