"""Evaluate circuits on many input vectors at once, 64 to a machine word.

Vectors are packed into words: bit v of word w of an input is its value in vector 64*w + v. Gates are taken in
order, each for a block of words; a value is kept only until its last use, so that a block stays in the processor's
cache unless the circuit is wide. AND, OR, XOR and their negations are word operations; gates that count their ones
do so bit-sliced (``evaluate_kernel``), with multiplicities as binary numbers, never expanded. Counts of 2^62 and more
go to ``evaluate_wide``.

Nothing recurses, so depth does not matter. Every gate is evaluated, even if no output needs it. Cost: about
wires * words operations; memory 12 bytes for each gate, and 8 for each word of a block and each input and gate that
is alive at the same time. What this file does not do: compile circuits to code.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.circuits.measure import fan_ins
from uniform.circuits.soundness import sound_children
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError

_BLOCK_BYTES = 1 << 27  # size of the values in memory; a block may have 16 to 256 words
_WIDEST = 1 << 62  # the kernel handles counts below this


def evaluate(circuit: Circuit, vectors: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The outputs of a circuit on each of many input vectors.

    ``vectors`` has shape (v, inputs) and dtype bool; the result has shape (v, outputs). Raises UniformError (U512)
    for another shape or dtype.

    >>> from uniform.circuits.builder import CircuitBuilder
    >>> b = CircuitBuilder("and2", 2)
    >>> circuit = b.build([b.and_("y", b.inputs("x", (1, 2)))])
    >>> evaluate(circuit, np.array([[True, True], [True, False]])).tolist()
    [[True], [False]]
    """
    vectors = np.asarray(vectors)
    if vectors.dtype != np.bool_:
        raise _misfit(f"input vectors must have dtype bool, not {vectors.dtype}")
    if vectors.ndim != 2 or vectors.shape[1] != circuit.inputs:
        raise _misfit(f"input vectors must have shape (any number, {circuit.inputs}), not {vectors.shape}")
    return unpack(evaluate_words(circuit, pack(vectors), len(vectors)), len(vectors))


def evaluate_words(circuit: Circuit, words: NDArray[np.uint64], count: int | None = None) -> NDArray[np.uint64]:
    """The packed outputs (outputs, w), uint64, on packed inputs (inputs, w), uint64, of which only the first ``count``
    vectors are needed; all, if it is None.

    Raises UniformError (U512) for another shape or dtype.
    """
    if words.dtype != np.uint64:
        raise _misfit(f"packed inputs must have dtype uint64, not {words.dtype}")
    if words.ndim != 2 or words.shape[0] != circuit.inputs:
        raise _misfit(f"packed inputs must have shape ({circuit.inputs}, any number), not {words.shape}")
    total = words.shape[1]
    plan = _whole_plan(circuit)
    rows = plan.rows + plan.spare_rows
    block = min(total, _words_in_a_block(rows))
    values = np.empty((rows, block), dtype=np.uint64)
    result = np.empty((len(circuit.outputs), total), dtype=np.uint64)
    outputs = plan.row[circuit.outputs]
    for start in range(0, total, max(1, block)):
        size = min(block, total - start)
        values[: circuit.inputs, :size] = words[:, start : start + size]
        run_plan(circuit, plan, values, size, count)
        result[:, start : start + size] = values[outputs, :size]
    return result


def _words_in_a_block(rows: int) -> int:
    """A power of two: short blocks cost time for each gate, long ones memory."""
    words = 1 << max(4, min(8, (_BLOCK_BYTES // (8 * rows)).bit_length() - 1))
    return words if rows < 1 << 22 else 8  # where 16 words would take half a gigabyte, use a quarter


def pack(vectors: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Vectors (v, k) as words (k, ceil(v / 64)); the bits beyond v are 0.

    >>> pack(np.array([[True, False], [True, True]])).tolist()
    [[3], [2]]
    """
    count, width = vectors.shape
    words = (count + 63) // 64
    padded = np.zeros((width, words * 64), dtype=np.bool_)
    padded[:, :count] = vectors.T
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64).reshape(width, words)


def unpack(words: NDArray[np.uint64], count: int) -> NDArray[np.bool_]:
    """The inverse of ``pack``: words (k, w) as ``count`` <= 64*w vectors (count, k)."""
    width, length = words.shape
    raw = np.ascontiguousarray(words.astype("<u8")).view(np.uint8).reshape(width, 8 * length)
    return np.unpackbits(raw, axis=1, bitorder="little")[:, :count].T.astype(np.bool_)


@dataclass(frozen=True, slots=True)
class Plan:
    """A circuit in the form for the kernel: 64-bit numbers, and the gates that the kernel cannot handle."""

    threshold: NDArray[np.int64]
    residue: NDArray[np.int64]
    weights: NDArray[np.int64]  # (0,) if all multiplicities are 1
    children: NDArray[np.int32]
    row: NDArray[np.int32]  # (inputs + gates,) the row with the words of each input and gate
    rows: int
    wide: tuple[int, ...]  # gates for evaluate_wide
    planes: int  # digits of the largest count in the kernel
    spare_rows: int


def _whole_plan(circuit: Circuit) -> Plan:
    from uniform.circuits.values.evaluate_kernel import assign_rows

    children = sound_children(circuit)
    row, rows = assign_rows(circuit.offsets, children, circuit.outputs, circuit.inputs)
    return make_plan(circuit, children, row, rows, count_planes(circuit))


def count_planes(circuit: Circuit) -> int:
    """The digits of the largest count that the kernel makes; 0 if it makes none."""
    counts = fan_ins(circuit)[circuit.kind >= Kind.MAJ]
    return int(counts[counts < _WIDEST].max(initial=1)).bit_length() if len(counts) else 0


def make_plan(circuit: Circuit, children: NDArray[np.int32], row: NDArray[np.int32], rows: int, planes: int) -> Plan:
    """The plan for these rows, with spare rows for so many digits."""
    counting = np.flatnonzero(circuit.kind >= Kind.MAJ)
    wide = counting[fan_ins(circuit)[counting] >= _WIDEST] if len(counting) else counting
    nothing = np.zeros(0, dtype=np.int64)
    return Plan(
        _cut(circuit.threshold),
        nothing if circuit.residue is None else _cut(circuit.residue),
        nothing if circuit.multiplicity is None else (circuit.multiplicity & (_WIDEST - 1)).astype(np.int64),
        children,
        row,
        rows,
        tuple(wide.tolist()),
        max(1, planes),
        spare_rows(planes),
    )


def spare_rows(planes: int) -> int:
    """How many rows the kernel needs besides those of inputs and gates."""
    return 5 * planes + 1


def _cut(numbers: NDArray[Any]) -> NDArray[np.int64]:
    """Parameters in 64 bits: those that no count of the kernel can reach become 2^62."""
    cut: NDArray[np.int64] = np.minimum(numbers, _WIDEST).astype(np.int64)
    return cut


def run_plan(circuit: Circuit, plan: Plan, values: NDArray[np.uint64], size: int, count: int | None = None) -> None:
    """All gates on one block: the kernel, interrupted by wide gates. If all vectors are ``count``, a few, in one word,
    other bits of the word are undefined."""
    from uniform.circuits.values.evaluate_kernel import FEW, run_gates

    few = count if count is not None and count <= FEW and size == 1 else 0
    pending = np.zeros((plan.planes, 5), dtype=np.int64)
    for first, last in pairwise((-1, *plan.wide, circuit.gates)):
        run_gates(
            circuit.kind, plan.threshold, plan.residue, circuit.offsets, plan.children, plan.weights,
            circuit.inputs, first + 1, last, size, few, values, plan.row, plan.rows, pending,
        )  # fmt: skip
        if last < circuit.gates:
            _run_wide(circuit, plan.row, last, values, size)


def _run_wide(circuit: Circuit, row: NDArray[np.int32], gate: int, values: NDArray[np.uint64], size: int) -> None:
    from uniform.circuits.values.evaluate_wide import count_and_decide

    wires = [(values[row[child], :size], weight) for child, weight in circuit.wires(gate)]
    kind = Kind(circuit.kind[gate])
    values[row[circuit.inputs + gate], :size] = count_and_decide(kind, circuit.parameters(gate), wires, size)


def _misfit(message: str) -> UniformError:
    return UniformError(Diagnostic("U512", message))
