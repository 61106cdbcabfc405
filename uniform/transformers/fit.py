"""Whether the inputs and outputs of a circuit are those of a model, so that the two can be compared.

A model reads a word position by position, the low bit of a symbol first, and writes one bit or, in the same order, a
symbol at each position. The names of the arrays do not matter; their shapes do if a symbol has several bits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from uniform.circuits.circuit import Circuit
from uniform.messages.counts import count_of
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.transformers.model import Transformer

MISFIT = "U910"

_LAST_INDEX = re.compile(r"\d+\]$")  # what the addresses of a symbol's bits differ in


def require_fit(model: Transformer, circuit: Circuit) -> None:
    """Raise UniformError (U910) if the inputs or outputs of a circuit are not those of the model at its n.

    Cost: looking at their addresses.
    """
    bits, ids = model.token_bits, circuit.inputs
    symbols = f"x[1..n, 0..{bits - 1}]", f"next[1..n, 0..{bits - 1}]"
    _require("inputs", model, circuit, range(ids), ids, circuit.n * bits, symbols[0], bits)
    outputs = circuit.outputs.tolist()
    if model.output.kind == "class":
        _require("outputs", model, circuit, outputs, len(outputs), 1, "y", 1)
    else:
        _require("outputs", model, circuit, outputs, len(outputs), circuit.n * bits, symbols[1], bits)


def _require(
    what: str, model: Transformer, circuit: Circuit, ids: Sequence[int], count: int, wanted: int, array: str, bits: int
) -> None:
    """The number of ids, then, if a symbol has several bits, that each row of them is a symbol."""
    hint = f"the {what} of `{model.name}` are `{array}`" + (
        "" if array == "y" else ", position by position, low bit first"
    )
    if count != wanted:
        has = count_of(count, what[:-1])
        problem = f"at n = {circuit.n} the circuit has {has}, but `{model.name}` has {wanted}"
        raise UniformError(Diagnostic(MISFIT, problem, help=hint))
    if bits == 1:
        return
    rows = [_LAST_INDEX.sub("", circuit.addresses[ident]) for ident in ids]
    for start in range(0, count, bits):
        if len(set(rows[start : start + bits])) > 1 or (start and rows[start] == rows[start - 1]):
            first, last = (circuit.addresses[ids[place]] for place in (start, start + bits - 1))
            problem = f"at n = {circuit.n} the {what} `{first}` to `{last}` are not the bits of a symbol"
            raise UniformError(Diagnostic(MISFIT, problem, help=hint))
