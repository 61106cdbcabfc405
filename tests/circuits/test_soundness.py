"""Arrays that are not those of a circuit are refused before a compiled loop reads them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.circuits.measure import measure
from uniform.circuits.values.evaluate import evaluate
from uniform.messages.errors import UniformError


def forged(**fields: Any) -> Circuit:
    b = CircuitBuilder("f", 2)
    x = b.inputs("x", (1, 2))
    both = b.and_("both", x)
    circuit = b.build([b.mod("y", 3, 2, [(both, 2), x[0]])])
    return Circuit(**{**{name: getattr(circuit, name) for name in Circuit.__slots__}, **fields})


def test_the_circuit_itself() -> None:
    assert measure(forged()).wires == 5
    assert evaluate(forged(), np.ones((1, 2), dtype=np.bool_)).tolist() == [[False]]


FORGED: dict[str, dict[str, Any]] = {
    "a later gate": {"children": np.array([0, 3, 2, 0], dtype=np.int32)},
    "itself": {"children": np.array([0, 1, 3, 0], dtype=np.int32)},
    "beyond all": {"children": np.array([0, 1, 2, 10**9], dtype=np.int32)},
    "a number of 64 bits": {"children": np.array([0, 1, 2, 2**32])},
    "a negative id": {"children": np.array([0, -1, 2, 0], dtype=np.int32)},
    "an output beyond": {"outputs": np.array([4])},
    "a negative output": {"outputs": np.array([-1])},
    "offsets that end early": {"offsets": np.array([0, 2, 3])},
    "offsets that end late": {"offsets": np.array([0, 2, 10**9])},
    "offsets that fall": {"offsets": np.array([0, 6, 4])},
    "offsets too few": {"offsets": np.array([0, 4])},
    "thresholds too few": {"threshold": np.zeros(1, dtype=np.int64)},
    "no residues": {"residue": None},
    "residues too few": {"residue": np.zeros(1, dtype=np.int64)},
    "multiplicities too few": {"multiplicity": np.ones(3, dtype=np.int64)},
    "a kind that is none": {"kind": np.array([4, len(Kind)], dtype=np.uint8)},
    "ids beyond 32 bits": {"inputs": 2**31},
}


@pytest.mark.parametrize("fields", FORGED.values(), ids=FORGED)
def test_forged_arrays(fields: dict[str, Any]) -> None:
    """Lengths and offsets are refused by themselves: behind them, a loop would read what lies beside the arrays."""
    circuit = forged(**fields)
    with pytest.raises(UniformError, match="the arrays do not form a circuit") as caught:
        measure(circuit)
    assert caught.value.diagnostics[0].code == "U501"
    assert all(f"`{name}`" in str(caught.value) for name in fields if name not in ("children", "outputs", "inputs"))
    if "inputs" not in fields:  # else no word is long enough
        with pytest.raises(UniformError, match="the arrays do not form a circuit"):
            evaluate(circuit, np.ones((1, 2), dtype=np.bool_))
