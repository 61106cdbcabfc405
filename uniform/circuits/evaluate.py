"""Evaluation on many input vectors at once, 64 to a machine word.

Vectors are packed into words: bit v of word w of an input is its value in vector 64*w + v. Gates are taken in
order, each for a block of words that keeps the values of the whole circuit in the processor's cache. AND, OR,
XOR and their negations are word operations; gates that count their ones keep a *bit-sliced* counter - plane p holds
digit p of 64 counters at once - to which wires are added with a ripple of carries, and compare it digit by digit
(Knuth, TAOCP 4A, 7.1.3, on bit slices).

Nothing recurses, so depth is no limit. Cost: O(wires * words), times the number of counter digits for gates that
count. What this file does not do: compile circuits to code.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind, value

_BLOCK_BYTES = 1 << 20  # of values held at a time


def evaluate(circuit: Circuit, vectors: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The outputs on each input vector.

    ``vectors`` has shape (v, inputs); the result has shape (v, outputs). Raises ValueError for another shape.

    >>> from uniform.circuits.builder import CircuitBuilder
    >>> b = CircuitBuilder("and2", 2)
    >>> c = b.build([b.and_("y", b.inputs("x", (1, 2)))])
    >>> evaluate(c, np.array([[True, True], [True, False]])).tolist()
    [[True], [False]]
    """
    if vectors.ndim != 2 or vectors.shape[1] != circuit.inputs:
        raise ValueError(f"vectors have shape {vectors.shape}, not (any, {circuit.inputs})")
    return unpack(evaluate_words(circuit, pack(vectors)), len(vectors))


def pack(vectors: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Vectors (v, k) as words (k, ceil(v / 64)); the bits beyond v are 0."""
    count, width = vectors.shape
    words = (count + 63) // 64
    padded = np.zeros((width, words * 64), dtype=np.bool_)
    padded[:, :count] = vectors.T
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64).reshape(width, words)


def unpack(words: NDArray[np.uint64], count: int) -> NDArray[np.bool_]:
    """The inverse of ``pack``: words (k, w) as ``count`` vectors (count, k)."""
    width = words.shape[0]
    raw = np.ascontiguousarray(words.astype("<u8")).view(np.uint8).reshape(width, -1)
    return np.unpackbits(raw, axis=1, bitorder="little")[:, :count].T.astype(np.bool_)


def evaluate_words(circuit: Circuit, words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The outputs (outputs, w) on packed inputs (inputs, w)."""
    if words.ndim != 2 or words.shape[0] != circuit.inputs:
        raise ValueError(f"words have shape {words.shape}, not ({circuit.inputs}, any)")
    if circuit.multiplicity is not None and circuit.multiplicity.dtype == object:
        return pack(evaluate_slowly(circuit, unpack(words, 64 * words.shape[1])))
    total = words.shape[1]
    identifiers = circuit.inputs + circuit.gates
    block = max(1, min(total, max(8, _BLOCK_BYTES // (8 * max(1, identifiers)))))
    values = np.zeros((max(1, identifiers), block), dtype=np.uint64)
    planes = np.zeros((66, block), dtype=np.uint64)
    result = np.zeros((len(circuit.outputs), total), dtype=np.uint64)
    kernel = _kernel()
    threshold, residue, weights = _parameters(circuit)
    for start in range(0, total, block):
        size = min(block, total - start)
        values[: circuit.inputs, :size] = words[:, start : start + size]
        kernel(
            circuit.kind, threshold, residue, circuit.offsets, _as_int64(circuit.children), weights,
            circuit.inputs, size, values, planes,
        )  # fmt: skip
        result[:, start : start + size] = values[circuit.outputs, :size]
    return result


def evaluate_slowly(circuit: Circuit, vectors: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The same as ``evaluate``, one vector and one gate at a time, by the words of the gate table.

    The oracle of the tests, and of every counterexample before it is shown.
    """
    rows = []
    for vector in vectors.tolist():
        bits: list[bool] = list(vector)
        for gate in range(circuit.gates):
            wires = circuit.wires(gate)
            ones = sum(weight for child, weight in wires if bits[child])
            every = sum(weight for _, weight in wires)
            bits.append(value(Kind(circuit.kind[gate]), ones, every, circuit.parameters(gate)))
        rows.append([bits[output] for output in circuit.outputs.tolist()])
    return np.array(rows, dtype=np.bool_).reshape(len(vectors), len(circuit.outputs))


def _as_int64(children: NDArray[Any]) -> NDArray[np.int64]:
    return children.astype(np.int64, copy=False)


def _parameters(circuit: Circuit) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Thresholds, residues and weights in 64 bits. A threshold that no gate reaches is cut to 2^62."""
    nothing = np.zeros(0, dtype=np.int64)
    residue = nothing if circuit.residue is None else circuit.residue
    weights = nothing if circuit.multiplicity is None else circuit.multiplicity
    return _cut(circuit.threshold), _cut(residue), weights.astype(np.int64, copy=False)


def _cut(numbers: NDArray[Any]) -> NDArray[np.int64]:
    if numbers.dtype != object:
        return numbers.astype(np.int64, copy=False)
    return np.array([min(int(number), 1 << 62) for number in numbers], dtype=np.int64)


@cache
def _kernel() -> Callable[..., None]:
    from uniform.circuits.evaluate_kernel import run_block

    return run_block
