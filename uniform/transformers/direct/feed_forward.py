"""The feed-forward net as gates: READ, whose clamping at 0 is ReLU; or a table of GELU."""

from __future__ import annotations

from uniform.transformers.arithmetic import gelu
from uniform.transformers.direct.forms import Code
from uniform.transformers.direct.gadgets import Site, Vector, choose, linear_form, read_linear, read_residual
from uniform.transformers.direct.read import read
from uniform.transformers.model import FeedForward


def add_feed_forward(site: Site, name: str, i: int, net: FeedForward, h: Vector) -> list[Code]:
    """The states of position i after the net."""
    hidden = _relu(site, f"{name}.hidden[{i}", net, h) if net.activation == "relu" else _gelu(site, name, i, net, h)
    return read_residual(site, f"{name}.state[{i}", net.down, hidden, h)


def _relu(site: Site, name: str, net: FeedForward, h: Vector) -> list[Code]:
    """max(0, W h + b): a natural number with one bit less than a state."""
    state, one = site.at.state, site.at.parameter.one
    found = []
    for row in range(len(net.up.bias)):
        form = linear_form(net.up, row, h, state)
        form.constant += one // 2
        found.append(read(site.builder, f"{name},{row}]", form, state.bits - 1, site.rounds, one))
    return found


def _gelu(site: Site, name: str, i: int, net: FeedForward, h: Vector) -> list[Code]:
    """GELU of W h + b: a gate for each number, and a column for each bit of the result."""
    state, builder = site.at.state, site.builder
    found = []
    for c, code in enumerate(read_linear(site, f"{name}.up[{i}", net.up, h, state, state)):
        address = f"{name}.hidden[{i},{c}]"
        rows, numbers = [], []
        for number in range(1 << state.bits):
            wires = [bit.wire if number >> b & 1 else bit.complement for b, bit in enumerate(code.bits)]
            rows.append(builder.and_(f"{address}.row[{number}]", wires))
            numbers.append(gelu(number - state.half, state.fraction) + state.half)
        found.append(choose(builder, address, rows, numbers, state.bits, state.half))
    return found
