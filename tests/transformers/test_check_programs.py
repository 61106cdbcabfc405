"""Circuits of programs, with their names, against the reference; circuits of something else; words."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.transformers.models import ATTENTIONS, grid, random_model, small_model, varied
from tests.transformers.test_check import gate_at, with_kind, with_threshold
from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.circuits.values.evaluate import evaluate
from uniform.messages.errors import UniformError
from uniform.transformers.check import check_circuit, check_model, program_circuits
from uniform.transformers.direct.circuit import build_circuit
from uniform.transformers.model import Layer
from uniform.transformers.names import array_name, groups
from uniform.transformers.words import all_vectors, sampled_vectors, text_of, vectors_of, words_of

MODELS = grid() | varied()


# ---------------------------------------------------------------- circuits with other names, and other circuits


def _renamed(circuit: Circuit) -> Circuit:
    """The same circuit with the names of a flat program."""
    from uniform.circuits.address_tables import ListAddresses

    def flat(address: str) -> str:
        match = re.fullmatch(r"(.*?)\[([0-9,]+)\](?:\.(bit|not)\[(\d+)\])?", address)
        if match is None:
            return address
        if match[3] is None:
            return f"{array_name(match[1])}[{match[2]}]" if "leader" in address else address
        return f"{array_name(match[1])}{'_not' if match[3] == 'not' else ''}[{match[2]},{match[4]}]"

    return replace(
        circuit, addresses=ListAddresses([flat(circuit.addresses[i]) for i in range(len(circuit.addresses))])
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["softmax, causal, norm, gelu", "leftmost-hard, full, relu", "three symbols, next token"]
)
def test_programs_agree(name: str) -> None:
    model = MODELS[name]
    report = check_model(model, (1, 2), rounds=2, states=True, circuits=program_circuits(model, 2))
    assert report.proved
    assert report.circuits == "circuits of the program"


@pytest.mark.parametrize("attention", ATTENTIONS)
def test_the_names_of_a_flat_program(attention: str) -> None:
    model = MODELS[f"{attention}, causal, norm, gelu"]
    circuit = _renamed(build_circuit(model, 2, 2))
    assert circuit.addresses.find("layer1_head1_score[2,1,0]") is not None
    assert check_circuit(model, circuit, states=True)
    broken = with_kind(circuit, gate_at(circuit, "layer1_head1_average[2,1,0]"), Kind.NOR)
    line = check_circuit(model, broken, states=True)
    assert line.difference is not None
    assert line.difference.name == "layer[1].head[1].average[2,1]"
    assert line.difference.gate == "layer1_head1_average[2,1,0]"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "number", "name"),
    [
        ("embedding[2,1,0]", 0, "embedding[2,1]"),
        ("layer1_head1_query_atleast[2,1,1,4]", 10**6, "layer[1].head[1].query[2,1]"),
        ("layer1_head1_score_atleast[3,2,1,4]", 10**6, "layer[1].head[1].score[3,2]"),
        ("layer1_head1_leader[1,3]", 10**6, "layer[1].head[1].leader[1,3]"),
        ("layer1_head1_weight[2,3,1]", 10**6, "layer[1].head[1].weight[2,3]"),
        ("layer1_head1_weight_not[2,3,1]", 0, "layer[1].head[1].weight[2,3].not[1]"),
        ("layer1_head1_average[2,0,3]", 0, "layer[1].head[1].average[2,0]"),
        ("layer1_mixed_not[1,1,3]", 10**6, "layer[1].mixed[1,1].not[3]"),
        ("layer1_state[3,1,2]", 10**6, "layer[1].state[3,1]"),
        ("y", 10**6, "y"),
    ],
)
def test_a_broken_gate_of_a_program_is_named(address: str, number: int, name: str) -> None:
    """It is always 1, or always 0."""
    model = small_model()
    circuit = _program_at_3()
    gate = gate_at(circuit, address)
    constant = with_threshold(with_kind(circuit, gate, Kind.THRESHOLD), gate, number - int(circuit.threshold[gate]))
    line = check_circuit(model, constant, states=True)
    assert line.difference is not None
    assert line.difference.name == name


@cache
def _program_at_3() -> Circuit:
    return program_circuits(small_model(), 2)[1](3)


def test_another_circuit_is_refused() -> None:
    model = small_model()
    builder = CircuitBuilder("parity", 3)
    parity = builder.build([builder.xor("y", builder.inputs("x", range(1, 4)))])
    assert not check_circuit(model, parity)
    for circuit, words in (
        (parity, "has no gate"),
        (build_circuit(random_model(0, symbols=3), 3, 2), "has 6 inputs, but `small` has 3"),
        (build_circuit(random_model(0, output="next-token"), 3, 2), "has 3 outputs, but `small` has 1"),
    ):
        with pytest.raises(UniformError, match=words) as caught:
            check_circuit(model, circuit, states=circuit is parity)
        assert caught.value.diagnostics[0].code == "U910"


# ---------------------------------------------------------------- words


def test_words_and_vectors() -> None:
    model = random_model(0, symbols=3)
    vectors = next(all_vectors(4, 100))
    assert len({tuple(vector) for vector in vectors.tolist()}) == 16
    assert sorted(map(tuple, words_of(model, vectors).tolist())) == sorted(
        (min(a, 2), min(b, 2)) for a in range(4) for b in range(4)
    )
    codes = np.array([[0, 1, 2], [3, 0, 1]])
    assert words_of(model, vectors_of(model, codes)).tolist() == [[0, 1, 2], [2, 0, 1]]
    assert text_of(model, np.array([0, 2])) == "ac"
    assert text_of(replace(model, alphabet=("one", "2", "3")), np.array([0, 2])) == "one 3"


def test_sampled_words_are_the_same_each_time_and_of_many_kinds() -> None:
    model = random_model(0, symbols=3)
    first = np.concatenate(list(sampled_vectors(model, 9, 400, 7, 64)))
    again = np.concatenate(list(sampled_vectors(model, 9, 400, 7, 128)))
    other = np.concatenate(list(sampled_vectors(model, 9, 400, 8, 64)))
    assert first.shape == (400, 18)
    assert (first == again).all()
    assert (first != other).any()
    words = words_of(model, first)
    assert {tuple(word) for word in words[:3].tolist()} == {(symbol,) * 9 for symbol in range(3)}
    assert len({tuple(word) for word in words.tolist()}) > 200
    codes = (first.reshape(400, 9, 2) << np.arange(2)).sum(axis=2)
    assert (codes == 3).any()


def test_names_in_programs() -> None:
    for model in MODELS.values():
        names = [array_name(group.name) for group in groups(model)]
        assert len(set(names)) == len(names)
        assert all(name.isidentifier() for name in names)


def test_a_model_without_layers_has_outputs() -> None:
    model = varied()["no layers"]
    assert isinstance(model.layers, tuple)
    assert not any(isinstance(layer, Layer) for layer in model.layers)
    outputs = evaluate(build_circuit(model, 2, 2), next(all_vectors(2, 4)))
    assert outputs.shape == (4, 1)
