"""Circuits against the reference: they agree; and a broken one is found, and the value named where it went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.quick import one_in
from tests.transformers.models import ATTENTIONS, grid, random_model, small_model, varied
from uniform.arguments.limits import Limits
from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.circuits.values.evaluate import evaluate
from uniform.language.pipeline import load
from uniform.messages.errors import LimitReached, UniformError
from uniform.messages.spans import Source
from uniform.transformers import check
from uniform.transformers.check import check_circuit, check_model, program_circuits
from uniform.transformers.direct.circuit import build_circuit
from uniform.transformers.model import Layer, Transformer
from uniform.transformers.names import array_name, groups
from uniform.transformers.program.write import program_of
from uniform.transformers.reference import run
from uniform.transformers.sizes import size_at
from uniform.transformers.words import all_vectors, sampled_vectors, text_of, vectors_of, words_of

MODELS = grid() | varied()


@pytest.mark.parametrize("name", one_in(4, varied()))
def test_direct_circuits_agree(name: str) -> None:
    report = check_model(MODELS[name], (1, 2), rounds=2, states=True)
    assert report.proved
    assert [line.words for line in report.lines] == [2 ** (n * MODELS[name].token_bits) for n in (1, 2)]


def test_a_report() -> None:
    report = check_model(small_model(), range(1, 4), rounds=2)
    assert str(report) == "n = 1..3  equal on all inputs\n\nsmall, direct circuits: right for n = 1..3, on all inputs"
    assert repr(report) == "ModelReport('small, direct circuits: right for n = 1..3, on all inputs')"
    sampled = check_model(small_model(), [3], rounds=2, samples=100, states=True)
    assert not sampled.proved
    assert str(sampled).startswith("n = 3  equal in every intermediate value on 100 words\n")
    assert sampled.to_json() == {
        "model": "small",
        "circuits": "direct circuits",
        "ok": True,
        "proved": False,
        "lines": [
            {"n": 3, "ok": True, "states": True, "proved": False, "words": 100, "difference": None, "failure": None}
        ],
    }


def test_many_inputs_are_sampled() -> None:
    model = random_model(2, attention="leftmost-hard", activation=None, symbols=3)
    line = check_circuit(model, build_circuit(model, 9, 2))
    assert (bool(line), line.proved, line.words) == (True, False, 1024)


def test_few_inputs_are_sampled_if_all_are_too_much_work(monkeypatch: pytest.MonkeyPatch) -> None:
    model = small_model()
    circuit = build_circuit(model, 7, 2)
    work = 2 * len(circuit.children)  # 2^7 words, 64 at a time
    monkeypatch.setattr(check, "MAX_WORK", work)
    assert check_circuit(model, circuit).proved
    monkeypatch.setattr(check, "MAX_WORK", work - 1)
    assert (check_circuit(model, circuit).proved, check_circuit(model, circuit, prove=True).proved) == (False, True)


def test_limits_are_known_before() -> None:
    with pytest.raises(LimitReached) as caught:
        check_model(small_model(), (1, 2000), rounds=2)
    assert "at n = 2000 the circuit of `small` has more than 100000000 gates" in str(caught.value)
    assert "predicted: " in str(caught.value)
    with pytest.raises(LimitReached) as caught:
        check_model(small_model(), 3, rounds=2, limits=Limits(max_wires=31524))
    assert "predicted: 3718 gates, 31525 stored wires" in str(caught.value)
    assert check_model(small_model(), 3, rounds=2, limits=Limits(max_wires=31525))
    with pytest.raises(LimitReached) as caught:
        check_model(small_model(), 10**30, rounds=2)
    assert "each pair of positions has a score" in str(caught.value)


# ---------------------------------------------------------------- one number of the model changed


def _parameters(model: Transformer) -> Iterator[tuple[str, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]]:
    """Arrays of the small model, with the group in which a change must show first."""
    (layer,) = model.layers
    (head,) = layer.heads
    assert layer.feed_forward is not None
    yield "embedding", model.embed
    yield "embedding", model.position
    yield "layer[1].head[1].query", head.query.weights
    yield "layer[1].head[1].key", head.key.bias
    yield "layer[1].head[1].value", head.value.weights
    yield "layer[1].mixed", layer.output.weights
    yield "layer[1].hidden", layer.feed_forward.up.weights
    yield "layer[1].hidden", layer.feed_forward.up.bias
    yield "layer[1].state", layer.feed_forward.down.weights
    if layer.norm is not None:
        yield "layer[1].normed", layer.norm.scale
        yield "layer[1].normed", layer.norm.shift


@pytest.mark.parametrize("attention", one_in(3, ATTENTIONS))
def test_a_broken_weight_is_named(attention: str) -> None:
    model = MODELS[f"{attention}, full, norm, relu"]
    for index, (group, _) in enumerate(_parameters(model)):
        broken = _copy(model)
        array = list(_parameters(broken))[index][1]
        array.flat[0] += 6
        line = check_circuit(model, build_circuit(broken, 3, 2), states=True)
        assert line.difference is not None, group
        assert line.difference.name.startswith(f"{group}["), group
        assert line.difference.gate.startswith(f"{line.difference.name}.bit[")


def test_the_difference_is_what_both_compute() -> None:
    model, broken = small_model(), _copy(small_model())
    broken.layers[0].heads[0].query.bias[1] += 1
    line = check_circuit(model, build_circuit(broken, 3, 2), states=True)
    found = line.difference
    assert found is not None
    word = [int(symbol) for symbol in found.word]
    assert found.bits == found.word
    place = found.name.removeprefix("layer[1].head[1].query[").rstrip("]").split(",")
    index = (0, int(place[0]) - 1, int(place[1]))
    assert found.expected == run(model, [word], keep=True).groups["layer[1].head[1].query"][index]
    assert found.found == run(broken, [word], keep=True).groups["layer[1].head[1].query"][index]
    assert str(line) == f"different: {found}"
    wrong = f"{found.name} is {found.found}, not {found.expected} (in units of 1/4)"
    assert str(found) == f"on word {found.word}, {wrong}"


def _copy(model: Transformer) -> Transformer:
    import copy

    return copy.deepcopy(model)


# ---------------------------------------------------------------- one gate of the circuit changed


def _with_threshold(circuit: Circuit, gate: int, change: int) -> Circuit:
    threshold = circuit.threshold.copy()
    threshold[gate] += change
    return replace(circuit, threshold=threshold)


def _with_kind(circuit: Circuit, gate: int, kind: Kind) -> Circuit:
    kinds = circuit.kind.copy()
    kinds[gate] = list(Kind).index(kind)
    return replace(circuit, kind=kinds)


def _with_wire(circuit: Circuit, wire: int, ident: int) -> Circuit:
    children = circuit.children.copy()
    children[wire] = ident
    return replace(circuit, children=children)


def _gate(circuit: Circuit, address: str) -> int:
    ident = circuit.addresses.find(address)
    assert ident is not None
    return ident - circuit.inputs


@pytest.mark.parametrize(
    ("address", "change", "name"),
    [
        ("layer[1].head[1].query[2,1].atleast[1,4]", 10**6, "layer[1].head[1].query[2,1]"),
        ("layer[1].head[1].score[3,2].atleast[1,4]", 10**6, "layer[1].head[1].score[3,2]"),
        ("layer[1].head[1].total[1].bit[0]", 1, "layer[1].head[1].total[1]"),
        ("layer[1].head[1].average[2,0].atleast[1,4]", 10**6, "layer[1].head[1].average[2,0]"),
        ("layer[1].mixed[1,1].not[3]", 1, "layer[1].mixed[1,1].not[3]"),
        ("layer[1].hidden[3,1].atleast[1,1]", -20, "layer[1].hidden[3,1]"),
        ("layer[1].state[1,0].bit[2]", -1, "layer[1].state[1,0]"),
        ("y", 30, "y"),
    ],
)
def test_a_broken_threshold_is_named(address: str, change: int, name: str) -> None:
    model = small_model()
    circuit = build_circuit(model, 3, 2)
    line = check_circuit(model, _with_threshold(circuit, _gate(circuit, address), change), states=True)
    assert line.difference is not None
    assert line.difference.name == name


@pytest.mark.parametrize(
    ("address", "kind", "name"),
    [
        ("embedding[2,1].bit[0]", Kind.NOR, "embedding[2,1]"),
        ("layer[1].head[1].score[3,2].product[0,1,1]", Kind.NAND, "layer[1].head[1].score[3,2]"),
        ("layer[1].head[1].leader[1,3]", Kind.NAND, "layer[1].head[1].leader[1,3]"),
        ("layer[1].head[1].near[2,1,0]", Kind.FALSE, "layer[1].head[1].weight[2,1]"),
        ("layer[1].head[1].weight[2,3].bit[1]", Kind.AND, "layer[1].head[1].weight[2,3]"),
        ("layer[1].head[1].weight[2,3].not[1]", Kind.OR, "layer[1].head[1].weight[2,3].not[1]"),
    ],
)
def test_another_kind_of_gate_is_named(address: str, kind: Kind, name: str) -> None:
    model = small_model()
    circuit = build_circuit(model, 3, 2)
    if kind is Kind.FALSE:
        broken = _with_threshold(circuit, _gate(circuit, address), 10**6)
    else:
        broken = _with_kind(circuit, _gate(circuit, address), kind)
    line = check_circuit(model, broken, states=True)
    assert line.difference is not None
    assert line.difference.name == name


def test_a_broken_wire_is_named() -> None:
    model = small_model()
    circuit = build_circuit(model, 3, 2)
    wire = int(circuit.offsets[_gate(circuit, "layer[1].head[1].key[2,0].bit[4]")])
    other = circuit.addresses.find("x[1,0]")
    assert other is not None
    line = check_circuit(model, _with_wire(circuit, wire, other), states=True)
    assert line.difference is not None
    assert line.difference.name == "layer[1].head[1].key[2,0]"


def test_outputs_alone() -> None:
    """Without `states` only outputs are compared; a symbol is named by its position."""
    model = varied()["three symbols, next token"]
    circuit = build_circuit(model, 3, 2)
    line = check_circuit(model, _with_kind(circuit, _gate(circuit, "next[2,1]"), Kind.NOR))
    assert line.difference is not None
    assert line.difference.name == "next[2]"
    assert line.difference.gate == "next[2,1]"
    assert not check_circuit(model, _with_kind(circuit, _gate(circuit, "next[2,1]"), Kind.NOR), samples=10)


# ---------------------------------------------------------------- layer norm


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("deviation[2,1].atleast[1,2]", "layer[1].deviation[2,1]"),
        ("deviation[2,1].bit[3]", "layer[1].deviation[2,1]"),
        ("deviation[2,0].not[0]", "layer[1].deviation[2,0].not[0]"),
        ("square[2,0,1,2]", "layer[1].root[2]"),
        ("root[2].atleast[1,1]", "layer[1].root[2]"),
        ("root[2].not[1]", "layer[1].root[2].not[1]"),
        ("normed[1,1].atleast[1,2]", "layer[1].normed[1,1]"),
    ],
)
@pytest.mark.parametrize("kind", ["direct", pytest.param("program", marks=pytest.mark.slow)])
def test_a_broken_norm_is_named(kind: str, address: str, name: str) -> None:
    """Each of its steps, by the gate that is always 0 or always 1."""
    model = MODELS["average-hard, full, norm, None"]
    circuit = _circuit_with_norm(kind)
    if kind == "program":
        array, index, what, more = (*address.replace("].", "[").rstrip("]").split("["), "", "")[:4]
        suffix = {"bit": "", "": ""}.get(what, f"_{what}")
        address = f"layer1_{array}{suffix}[{index}{',' if more else ''}{more}]"
    else:
        address = f"layer[1].{address}"
    gate = _gate(circuit, address)
    for number in (0, 10**9):
        constant = _with_threshold(
            _with_kind(circuit, gate, Kind.THRESHOLD), gate, number - int(circuit.threshold[gate])
        )
        line = check_circuit(model, constant, states=True)
        if line.difference is not None:
            assert line.difference.name == name
            return
    pytest.fail("a constant in place of the gate changes nothing")


@cache
def _circuit_with_norm(kind: str) -> Circuit:
    model = MODELS["average-hard, full, norm, None"]
    return build_circuit(model, 2, 2) if kind == "direct" else program_circuits(model, 2)[1](2)


@pytest.mark.slow
def test_a_broken_constant_of_the_norm_is_named() -> None:
    """In the program: one more in what a sum of squares is raised by, one less in what a deviation is."""
    model = MODELS["average-hard, full, norm, None"]
    text = program_of(model, 2)
    (base,) = re.findall(r"let   base = .*?(?=  #)", text)
    assert _first_difference(model, text.replace(base, f"{base.rstrip()} + 40 ")) == "layer[1].root[1]"
    (start,) = re.findall(r"layer1_deviation_atleast\[i, c, s, t\] := THRESHOLD\(\s*", text)
    assert _first_difference(model, text.replace(start, f"{start}1 + ")) == "layer[1].deviation[1,0]"


def _first_difference(model: Transformer, text: str) -> str:
    line = check_circuit(model, load(Source("edited.gen", text)).circuit(2), states=True)
    assert line.difference is not None
    return line.difference.name


@pytest.mark.parametrize("width", [5, 6, 7, 8, 10, 12])
def test_the_largest_deviations_fit(width: int) -> None:
    """One column as large as a state can be, the others as small."""
    model = random_model(3, width=width, norm=True, activation=None, attention="leftmost-hard", zeros=0.9)
    embed = np.full((2, width), -127)
    embed[0, 0] = embed[1, width - 1] = 127
    model = replace(model, embed=embed)
    circuit = build_circuit(model, 1, 3)
    assert check_circuit(model, circuit, states=True)
    deviations = run(model, [[0], [1]], keep=True).groups["layer[1].deviation"]
    assert np.abs(deviations).max() > (width - 2) * 15
    size = size_at(model, 1, 3)
    assert (size.gates, size.wires) == (circuit.gates, len(circuit.children))


@pytest.mark.slow
def test_the_largest_deviations_fit_in_a_program() -> None:
    model = random_model(3, width=6, norm=True, activation=None, attention="leftmost-hard", zeros=0.9)
    model = replace(model, embed=np.array([[127, -127, -127, -127, -127, -127], [-127, 127, 127, 127, 127, 127]]))
    assert check_model(model, 1, states=True, circuits=program_circuits(model))


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
    broken = _with_kind(circuit, _gate(circuit, "layer1_head1_average[2,1,0]"), Kind.NOR)
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
    gate = _gate(circuit, address)
    constant = _with_threshold(_with_kind(circuit, gate, Kind.THRESHOLD), gate, number - int(circuit.threshold[gate]))
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
