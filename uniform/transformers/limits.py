"""Refuse an n whose circuit passes the limits before anything is printed: its size is known."""

from __future__ import annotations

from typing import Literal

from uniform.arguments.limits import Limits
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import LimitReached
from uniform.transformers.model import Transformer
from uniform.transformers.sizes import Size, size_at


def require_limits(model: Transformer, n: int, rounds: int, limits: Limits) -> None:
    """Raise LimitReached (U411) with the predicted figures if the circuit at n has too many gates or wires."""
    pairs = n * (n + 1) // 2
    if model.layers and pairs > limits.max_gates:  # each has a score: the exact figure would take long
        size = Size(gates=pairs)
    else:
        size = size_at(model, n, rounds)
    predicted = (
        f"predicted: {size.gates} gates, {size.wires} stored wires"
        if size.wires
        else f"each of {pairs} pairs of positions has gates"
    )
    whats: tuple[tuple[Literal["gates", "wires"], int, int], ...] = (
        ("gates", size.gates, limits.max_gates),
        ("wires", size.wires, limits.max_wires),
    )
    for what, count, limit in whats:
        if count > limit:
            problem = f"at n = {n} the circuit of `{model.name}` has more than {limit} {what}"
            help_text = f"`--max-{what}` raises the limit; more `--rounds` make the circuit smaller"
            raise LimitReached(Diagnostic("U411", problem, notes=(predicted,), help=help_text))
