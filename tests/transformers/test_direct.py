"""The direct circuits: every bit of every intermediate value, on all words, against the reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from tests.quick import one_in
from tests.transformers.models import grid, small_model, varied
from uniform.circuits.circuit import Circuit
from uniform.circuits.measure import measure
from uniform.circuits.values.evaluate import evaluate
from uniform.transformers.direct.circuit import build_circuit
from uniform.transformers.formats import PrecisionAt
from uniform.transformers.model import Attention, Transformer
from uniform.transformers.names import Group, groups
from uniform.transformers.reference import Numbers, run
from uniform.transformers.sizes import size_at

MODELS = grid() | varied()


@pytest.mark.parametrize("name", one_in(7, MODELS))
def test_every_bit_and_the_size(name: str) -> None:
    for n, rounds in ((1, 2), (2, 1), (2, 3)):
        _require_equal(MODELS[name], n, rounds)


@pytest.mark.slow
@pytest.mark.parametrize(("rounds", "ns"), [(1, (1, 2)), (2, (1, 2, 3, 4)), (3, (2, 3))])
@pytest.mark.parametrize("name", MODELS)
def test_every_bit_and_the_size_at_more_n(name: str, rounds: int, ns: tuple[int, ...]) -> None:
    for n in ns:
        _require_equal(MODELS[name], n, rounds)


@pytest.mark.parametrize(
    ("attention", "sizes"),
    [
        ("softmax", [(660, 4028), (2075, 16610), (3718, 31525), (7661, 80119)]),
        ("average-hard", [(543, 3379), (1543, 12306), (2635, 22741), (4925, 49047)]),
    ],
)
def test_gates_and_wires_of_the_small_model(attention: Attention, sizes: list[tuple[int, int]]) -> None:
    model = small_model(attention)
    circuits = [build_circuit(model, n, 2) for n in range(1, 5)]
    assert [(circuit.gates, len(circuit.children)) for circuit in circuits] == sizes


def test_codes_beyond_the_last_symbol_mean_the_last() -> None:
    model = varied()["three symbols"]
    circuit = build_circuit(model, 2, 2)
    codes = np.array(list(product(range(4), repeat=2)))
    words = np.minimum(codes, 2)
    assert evaluate(circuit, _bits(codes, 2))[:, 0].tolist() == run(model, words).outputs.astype(bool).tolist()


def _require_equal(model: Transformer, n: int, rounds: int) -> None:
    circuit = build_circuit(model, n, rounds)
    words = np.array(list(product(range(len(model.alphabet)), repeat=n)))
    kept = run(model, words, keep=True).groups
    places = {circuit.addresses[ident]: ident for ident in range(circuit.inputs + circuit.gates)}
    elements = [each for group in groups(model) for each in _elements(group, kept[group.name], model.at(n), model)]
    addresses = [address for names, _, _ in elements for address in names]
    found = evaluate(
        replace(circuit, outputs=np.array([places[address] for address in addresses])), _bits(words, model.token_bits)
    )
    start = 0
    for names, numbers, is_inverted in elements:
        bits = found[:, start : start + len(names)].astype(np.int64) ^ int(is_inverted)
        start += len(names)
        values = (bits << np.arange(len(names))).sum(axis=1)
        assert values.tolist() == numbers.tolist(), names[0]
    outputs = [circuit.addresses[ident] for ident in circuit.outputs]
    bits_of_symbols = [f"next[{i},{b}]" for i in range(1, n + 1) for b in range(model.token_bits)]
    assert outputs == (["y"] if model.output.kind == "class" else bits_of_symbols)
    size, measured = size_at(model, n, rounds), measure(circuit)
    assert (size.gates, size.wires, size.unit_wires) == (circuit.gates, len(circuit.children), measured.wires)
    assert size.depth >= measured.depth


def _elements(
    group: Group, values: Numbers, at: PrecisionAt, model: Transformer
) -> Iterator[tuple[list[str], Numbers, bool]]:
    """The addresses of the bits of each number, the natural numbers that they must be, and whether the gates are the
    complements."""
    more = model.width.bit_length()  # bits of a deviation; enough for the widths of these models
    halves = {"state": at.state.half, "key": at.key.half, "score": at.score.half, "deviation": at.state.half << more}
    offset = halves.get(group.code, 0)
    total = at.position_bits + (at.weight if f"{group.name[:-5]}weight" in {g.name for g in groups(model)} else 0)
    count = {"weight": at.weight, "total": total, "hidden": at.state.bits - 1, "bit": 1, "key": at.key.bits}
    count |= {"deviation": at.state.bits + more, "root": at.state.bits + more - 1}
    bits = count.get(group.code, at.score.bits if group.code == "score" else at.state.bits)
    if group.name == "y":
        yield ["y"], values, False
        return
    for place in np.ndindex(values.shape[1:]):
        i, *rest = place
        second = [rest[0] + (group.over == "position")] if rest else []
        if group.is_masked and rest[0] > i:
            continue
        name = f"{group.name}[{','.join(map(str, (i + 1, *second)))}]"
        numbers = values[(slice(None), *place)] + offset
        if group.name == "next":
            yield [f"next[{i + 1},{b}]" for b in range(model.token_bits)], numbers, False
        elif group.code == "bit":
            yield [name], numbers, False
        else:
            yield [f"{name}.bit[{b}]" for b in range(bits)], numbers, False
            yield [f"{name}.not[{b}]" for b in range(bits)], numbers, True


def _bits(words: Numbers, token_bits: int) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Words as input vectors, low bit of a symbol first."""
    bits = words[:, :, None] >> np.arange(token_bits) & 1
    return bits.reshape(len(words), -1).astype(np.bool_)


def test_the_circuit_is_named_after_the_model() -> None:
    circuit = build_circuit(small_model(), 2, 2)
    assert isinstance(circuit, Circuit)
    assert (circuit.name, circuit.n, circuit.constants) == ("small", 2, (("rounds", 2),))
    assert [circuit.addresses[ident] for ident in range(circuit.inputs)] == ["x[1,0]", "x[2,0]"]
