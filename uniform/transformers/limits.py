"""Refuse an n whose circuit passes the limits before anything is printed: its size is known."""

from __future__ import annotations

from typing import Literal

from uniform.arguments.limits import Limits
from uniform.arguments.numbers import number_text
from uniform.messages.counts import count_of
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import LimitReached
from uniform.transformers.model import Transformer
from uniform.transformers.sizes import size_at

MAX_N = 10**5
"""Sizes are predicted up to this n; the time grows with n."""

MAX_GELU_BITS = 20
"""Sizes of models with GELU are predicted for states of at most so many bits: GELU is a table of all states."""


def require_predictable(model: Transformer, n: int) -> None:
    """Raise LimitReached (U411) if n, or with GELU a state at n, is so large that not even the size is computed."""
    hint = None
    if n > MAX_N:
        hint = f"sizes are predicted up to n = {MAX_N}"
    elif (bits := model.at(n).state.bits) > MAX_GELU_BITS and _has_gelu(model):
        hint = f"GELU is a table of all states: sizes are predicted for up to {MAX_GELU_BITS} bits, not {bits}"
    if hint is not None:
        raise LimitReached(Diagnostic("U411", f"at n = {number_text(n)} the size is not predicted", help=hint))


def _has_gelu(model: Transformer) -> bool:
    nets = [layer.feed_forward for layer in model.layers]
    return any(net is not None and net.activation == "gelu" for net in nets)


def require_limits(model: Transformer, n: int, rounds: int, limits: Limits) -> None:
    """Raise LimitReached (U411) with the predicted figures if the circuit at n has too many gates or wires."""
    pairs = n * (n + 1) // 2
    if model.layers and pairs > limits.max_gates:  # each has a score: the exact figure would take long
        raise _reached(model, n, "gates", limits.max_gates, "each pair of positions has a score")
    require_predictable(model, n)
    size = size_at(model, n, rounds)
    predicted = f"predicted: {size.gates} gates, {size.wires} stored wires"
    if size.gates > limits.max_gates:
        raise _reached(model, n, "gates", limits.max_gates, predicted)
    if size.wires > limits.max_wires:
        raise _reached(model, n, "wires", limits.max_wires, predicted)


def _reached(model: Transformer, n: int, what: Literal["gates", "wires"], limit: int, note: str) -> LimitReached:
    problem = f"at n = {number_text(n)} the circuit of `{model.name}` has more than {count_of(limit, what[:-1])}"
    remedy = f"`--max-{what}` raises the limit; more `--rounds` make the circuit smaller"
    return LimitReached(Diagnostic("U411", problem, notes=(note,), help=remedy))
