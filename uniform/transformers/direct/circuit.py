"""The n-th circuit of a transformer, built directly.

Source: Merrill and Sabharwal, "The Parallelism Tradeoff: Limitations of Log-Precision Transformers", TACL 2023,
theorem 2; the construction reads weighted sums digit by digit (``read``) where the paper looks functions up in tables.
"""

from __future__ import annotations

import numpy as np

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.transformers.arithmetic import clamp, round_quotient
from uniform.transformers.direct.attention import add_head
from uniform.transformers.direct.feed_forward import add_feed_forward
from uniform.transformers.direct.forms import Code
from uniform.transformers.direct.gadgets import Site, choose, linear_form, read_residual
from uniform.transformers.direct.norm import add_norm
from uniform.transformers.features import feature
from uniform.transformers.formats import DEFAULT_ROUNDS
from uniform.transformers.model import Layer, Transformer


def build_circuit(model: Transformer, n: int, rounds: int = DEFAULT_ROUNDS) -> Circuit:
    """The circuit of a model at n >= 1: inputs ``x[i,b]``, position by position, low bit of a symbol first.

    Each number is read in ``rounds`` >= 1 digits: more rounds make a deeper and smaller circuit. Bits of intermediate
    values have the names of ``names.groups``, for example ``layer[1].head[2].score[3,2].bit[0]``.
    """
    builder = CircuitBuilder(model.name, n, [("rounds", rounds)])
    site = Site(builder, model.at(n), rounds)
    inputs = [[builder.input(f"x[{i},{b}]") for b in range(model.token_bits)] for i in range(1, n + 1)]
    h: list[list[Code]] = [_embedding(site, model, i, bits) for i, bits in enumerate(inputs, 1)]
    for number, layer in enumerate(model.layers, 1):
        h = _layer(site, f"layer[{number}]", layer, h)
    return builder.build(_class(site, model, h) if model.output.kind == "class" else _next(site, model, h))


def _embedding(site: Site, model: Transformer, i: int, bits: list[int]) -> list[Code]:
    """A gate for each symbol, then the columns of a table whose numbers are computed here."""
    builder, state, symbols = site.builder, site.at.state, len(model.alphabet)
    inverse = [builder.not_(f"token[{i}].not[{b}]", bit) for b, bit in enumerate(bits)]
    rows = []
    for a in range(symbols):
        if a == symbols - 1 and symbols < 1 << len(bits):  # codes beyond the last symbol mean the last
            rows.append(builder.threshold(f"token[{i},{a}]", a, [(bit, 1 << b) for b, bit in enumerate(bits)]))
        else:
            rows.append(
                builder.and_(f"token[{i},{a}]", [(bits if a >> b & 1 else inverse)[b] for b in range(len(bits))])
            )
    features = np.array([feature(each, i, site.at) for each in model.features], dtype=object)
    found = []
    for c in range(model.width):
        position = int(features @ model.position[:, c].astype(object)) if model.features else 0
        exact = [int(model.embed[a, c]) * state.one + position for a in range(symbols)]
        numbers = [clamp(round_quotient(e, site.at.parameter.one), state.bits) + state.half for e in exact]
        found.append(choose(builder, f"embedding[{i},{c}]", rows, numbers, state.bits, state.half))
    return found


def _layer(site: Site, name: str, layer: Layer, h: list[list[Code]]) -> list[list[Code]]:
    heads = [add_head(site, f"{name}.head[{number}]", head, h) for number, head in enumerate(layer.heads, 1)]
    found = []
    for i, before in enumerate(h, 1):
        averages = [code for head in heads for code in head[i - 1]]
        states = read_residual(site, f"{name}.mixed[{i}", layer.output, averages, before)
        if layer.norm is not None:
            states = add_norm(site, name, i, layer.norm, states)
        if layer.feed_forward is not None:
            states = add_feed_forward(site, name, i, layer.feed_forward, states)
        found.append(states)
    return found


def _class(site: Site, model: Transformer, h: list[list[Code]]) -> list[int]:
    state = h[-1 if model.output.position == "last" else 0]
    return [linear_form(model.output.readout, 0, state, site.at.state).at_least(site.builder, "y", 0)]


def _next(site: Site, model: Transformer, h: list[list[Code]]) -> list[int]:
    """At each position the first symbol with the largest logit: a comparison for each pair of symbols."""
    builder, readout, symbols = site.builder, model.output.readout, range(len(model.alphabet))
    outputs = []
    for i, state in enumerate(h, 1):
        rows = []
        for a in symbols:
            beats = []
            for other in symbols:
                if other == a:
                    continue
                form = linear_form(readout.difference(a, other), 0, state, site.at.state)
                beats.append(form.at_least(builder, f"beats[{i},{a},{other}]", int(other < a)))
            rows.append(builder.and_(f"largest[{i},{a}]", beats))
        for b in range(model.token_bits):
            outputs.append(builder.or_(f"next[{i},{b}]", [rows[a] for a in symbols if a >> b & 1]))
    return outputs
