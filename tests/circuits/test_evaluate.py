"""The fast evaluator agrees with the definition of the gates."""

from __future__ import annotations

from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.circuits.random_circuits import any_size, circuits, small
from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import GATES, Kind, value
from uniform.circuits.values import evaluate as module
from uniform.circuits.values.evaluate import evaluate, evaluate_words, pack, unpack
from uniform.circuits.values.evaluate_kernel import assign_rows
from uniform.circuits.values.reference import outputs_on
from uniform.messages.errors import UniformError


def all_vectors(inputs: int) -> np.ndarray:
    return np.array(list(product([False, True], repeat=inputs)), dtype=np.bool_).reshape(2**inputs, inputs)


def every_gate(circuit: Circuit) -> Circuit:
    """The same circuit with every input and gate as an output."""
    outputs = np.arange(circuit.inputs + circuit.gates)
    fields = {name: getattr(circuit, name) for name in Circuit.__slots__}
    return Circuit(**{**fields, "outputs": outputs})


def agree(circuit: Circuit) -> None:
    """With few outputs gates are forgotten after their last use; with every gate as an output none is."""
    vectors = all_vectors(circuit.inputs)
    for asked in (circuit, every_gate(circuit)):
        expected = [outputs_on(asked, vector) for vector in vectors.tolist()]
        assert evaluate(asked, vectors).tolist() == [list(row) for row in expected]
        for start in range(0, len(vectors), 5):  # a few vectors are counted one by one
            assert evaluate(asked, vectors[start : start + 5]).tolist() == [list(row) for row in expected[start:][:5]]


@pytest.mark.slow
@settings(derandomize=True, max_examples=150, deadline=None)
@given(circuits(small))
def test_small_numbers(circuit: Circuit) -> None:
    agree(circuit)


@pytest.mark.slow
@settings(derandomize=True, max_examples=150, deadline=None)
@given(circuits(any_size))
def test_numbers_of_any_size(circuit: Circuit) -> None:
    agree(circuit)


@pytest.mark.parametrize("kind", [kind for kind in Kind if GATES[kind].wires == "any"], ids=lambda kind: kind.name)
def test_each_kind_without_wires_and_with_many(kind: Kind) -> None:
    """One gate over 0 to 40 copies of ones and zeros: the value depends on their numbers alone."""
    for wires in (0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 40):
        for parameters in _some_parameters(kind, wires):
            b = CircuitBuilder("one", wires)
            circuit = b.build([b.gate(kind, "y", b.inputs("x", range(wires)), parameters)])
            vectors = np.tri(wires + 1, wires, -1, dtype=np.bool_)  # vector s has s ones
            expected = [[value(kind, ones, wires, parameters)] for ones in range(wires + 1)]
            assert evaluate(circuit, vectors).tolist() == expected, (kind, wires, parameters)
            assert evaluate(circuit, vectors[-3:]).tolist() == expected[-3:], (kind, wires, parameters)


def _some_parameters(kind: Kind, wires: int) -> list[tuple[int, ...]]:
    if kind is Kind.MOD:
        moduli = (1, 2, 3, 4, 5, 7, 8, 16, 39, 40, 41, 2**63, 2**64 + 3)
        return [(m, r) for m in moduli for r in {0, 1, m // 2, m - 1, wires % m} if r < m]
    numbers = (0, 1, 2, 3, wires // 2, wires - 1, wires, wires + 1, 2**62, 2**63 - 1, 2**63, 2**70)
    return [(k,) for k in numbers if k >= 0] if GATES[kind].parameters else [()]


@pytest.mark.slow
@pytest.mark.parametrize("kind", [Kind.MAJ, Kind.THRESHOLD, Kind.ATMOST, Kind.MOD], ids=lambda kind: kind.name)
def test_weights_around_the_end_of_a_machine_word(kind: Kind) -> None:
    sizes = (1, 2**63, 3, 3 * 2**70, 2**62 - 1) if kind is Kind.MOD else (2**62, 1, 2**80, 3, 2**62 - 1, 2**63, 2**61)
    for weights in combinations_with_replacement(sizes, 3):  # up and down, as they are written
        total = sum(weights)
        for parameters in _near(kind, weights[0], total):
            b = CircuitBuilder("heavy", 3)
            circuit = b.build([b.gate(kind, "y", zip(b.inputs("x", range(3)), weights, strict=True), parameters)])
            vectors = all_vectors(3)
            expected = [list(outputs_on(circuit, vector)) for vector in vectors.tolist()]
            assert evaluate(circuit, vectors).tolist() == expected, (weights, parameters)


def _near(kind: Kind, weight: int, total: int) -> list[tuple[int, ...]]:
    if kind is Kind.MAJ:
        return [()]
    return [(7, total % 7), (weight + 1, weight)] if kind is Kind.MOD else [(weight,), (total,), (total + 1,)]


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 1000])
def test_any_number_of_vectors_in_blocks_of_any_size(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    b = CircuitBuilder("three", 3)
    x = b.inputs("x", range(3))
    circuit = b.build([x[1], b.majority("y", x), b.mod("z", 3, 2, [*x, x[0]])])
    vectors = np.random.Generator(np.random.PCG64(1)).random((count, 3)) < 0.5
    expected = [list(outputs_on(circuit, vector)) for vector in vectors.tolist()]
    for words in (1, 3, 256):
        monkeypatch.setattr(module, "_words_in_a_block", lambda rows, words=words: words)
        assert evaluate(circuit, vectors).tolist() == expected


def test_values_are_kept_until_their_last_use_only() -> None:
    """A walk over 1000 gates: two inputs, the gate before, and the gate itself; and one that nothing reads."""
    b = CircuitBuilder("walk", 2)
    x, y = b.inputs("x", range(2))
    at = b.and_("start", [x, y])
    for i in range(1000):
        b.not_(f"unread[{i}]", at)
        at = b.xor(f"walk[{i}]", [at, at, x, y])
    circuit = b.build([at])
    rows, count = assign_rows(circuit.offsets, circuit.children, circuit.outputs, circuit.inputs)
    assert count == 4
    assert rows.max() == 3
    vectors = all_vectors(2)
    assert evaluate(circuit, vectors).ravel().tolist() == [outputs_on(circuit, v)[0] for v in vectors.tolist()]


def test_pack_and_unpack_are_inverse() -> None:
    vectors = np.random.Generator(np.random.PCG64(2)).random((130, 7)) < 0.5
    words = pack(vectors)
    assert words.shape == (7, 3)
    assert (unpack(words, 130) == vectors).all()
    for v, i in ((0, 0), (64, 3), (129, 6)):
        assert bool(int(words[i, v // 64]) >> v % 64 & 1) == vectors[v, i]


@settings(derandomize=True, max_examples=20, deadline=None)
@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_packed_words_are_taken_bit_by_bit(left: int, right: int) -> None:
    b = CircuitBuilder("three", 2)
    x = b.inputs("x", range(2))
    circuit = b.build([b.and_("a", x), b.xor("b", x), b.nor("c", x)])
    words = evaluate_words(circuit, np.array([[left], [right]], dtype=np.uint64))
    assert words.ravel().tolist() == [left & right, left ^ right, ~(left | right) & 2**64 - 1]


@pytest.mark.parametrize(
    "vectors",
    [np.zeros((1, 3), np.bool_), np.zeros(2, np.bool_), np.zeros((1, 2), np.uint8), [[0, 1]]],
    ids=["width", "flat", "bytes", "integers"],
)
def test_what_is_no_input_vector_is_refused(vectors: np.ndarray) -> None:
    b = CircuitBuilder("and2", 2)
    circuit = b.build([b.and_("y", b.inputs("x", range(2)))])
    with pytest.raises(UniformError) as caught:
        evaluate(circuit, vectors)
    assert caught.value.diagnostics[0].code == "U512"
    with pytest.raises(UniformError):
        evaluate_words(circuit, np.zeros((2, 1), dtype=np.int64))  # type: ignore[arg-type]
    with pytest.raises(UniformError):
        evaluate_words(circuit, np.zeros((3, 1), dtype=np.uint64))


def test_a_million_levels() -> None:
    gates = 1_000_000
    b = CircuitBuilder("chain", gates)
    wire = b.input("x")
    kinds = np.full(gates, Kind.NOT, dtype=np.uint8)
    empty = b.build([wire])
    fields = {name: getattr(empty, name) for name in Circuit.__slots__}
    fields |= {
        "kind": kinds,
        "threshold": np.zeros(gates, dtype=np.int64),
        "offsets": np.arange(gates + 1),
        "children": np.arange(gates, dtype=np.int32),
        "outputs": np.array([1, gates - 1, gates]),
    }
    assert evaluate(Circuit(**fields), np.array([[True]])).tolist() == [[False, False, True]]
