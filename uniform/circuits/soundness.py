"""Check the arrays of a circuit for the compiled loops, which do not check indices.

The builder, the readers and the runner make sound arrays. A ``Circuit`` that is made by hand, or has some fields
replaced, may be unsound.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from uniform.arguments.limits import LARGEST_IDS
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError


def sound_children(circuit: Circuit) -> NDArray[np.int32]:
    """The children as 32-bit ids. Raises UniformError (U501) unless lengths agree, wires come from inputs and
    earlier gates, and outputs are inputs and gates. Cost: a pass over the wires."""
    from uniform.circuits.measure_kernel import sort_by_place

    gates, wires, ids = circuit.gates, len(circuit.children), circuit.inputs + circuit.gates
    if ids > LARGEST_IDS:
        raise _unsound(f"it has more than {LARGEST_IDS} inputs and gates")
    if len(circuit.threshold) != gates or len(circuit.offsets) != gates + 1:
        raise _unsound("the lengths of `kind`, `threshold` and `offsets` do not match")
    if circuit.multiplicity is not None and len(circuit.multiplicity) != wires:
        raise _unsound("the lengths of `children` and `multiplicity` differ")
    if circuit.kind.max(initial=0) > max(Kind):
        raise _unsound(f"`kind` has the code {circuit.kind.max()}, but {int(max(Kind))} is the last one")
    if len(circuit.residue) != gates if circuit.residue is not None else (circuit.kind == Kind.MOD).any():
        raise _unsound("`residue` is missing, or its length is not that of `kind`")
    counts = np.diff(circuit.offsets)
    if circuit.offsets[0] != 0 or circuit.offsets[-1] != wires or counts.min(initial=0) < 0:
        raise _unsound("`offsets` does not go from 0 to the number of wires")
    if not _within(circuit.outputs, ids):
        raise _unsound("an output is neither the id of an input nor of a gate")
    children: NDArray[np.int32] = circuit.children.astype(np.int32, copy=False)
    if not _within(circuit.children, ids) or not sort_by_place(circuit.offsets, children, circuit.inputs):
        raise _unsound("a wire does not come from an input or an earlier gate")
    return children


def _within(ids: NDArray[np.int64], end: int) -> bool:
    return bool(ids.min(initial=0) >= 0 and ids.max(initial=-1) < end)


def _unsound(reason: str) -> UniformError:
    hint = "use CircuitBuilder to make a circuit"
    return UniformError(Diagnostic("U501", f"the arrays do not form a circuit: {reason}", help=hint))
