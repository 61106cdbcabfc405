"""Circuits against the reference: they agree; a broken one is found, and the value named where it went wrong."""

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
from uniform.circuits.circuit import Circuit
from uniform.circuits.gates import Kind
from uniform.language.pipeline import load
from uniform.messages.errors import LimitReached
from uniform.messages.spans import Source
from uniform.transformers import check
from uniform.transformers.check import check_circuit, check_model, program_circuits
from uniform.transformers.direct.circuit import build_circuit
from uniform.transformers.model import Transformer
from uniform.transformers.program.write import program_of
from uniform.transformers.reference import run
from uniform.transformers.sizes import size_at

pytestmark = pytest.mark.slow

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


def with_threshold(circuit: Circuit, gate: int, change: int) -> Circuit:
    threshold = circuit.threshold.copy()
    threshold[gate] += change
    return replace(circuit, threshold=threshold)


def with_kind(circuit: Circuit, gate: int, kind: Kind) -> Circuit:
    kinds = circuit.kind.copy()
    kinds[gate] = list(Kind).index(kind)
    return replace(circuit, kind=kinds)


def _with_wire(circuit: Circuit, wire: int, ident: int) -> Circuit:
    children = circuit.children.copy()
    children[wire] = ident
    return replace(circuit, children=children)


def gate_at(circuit: Circuit, address: str) -> int:
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
    line = check_circuit(model, with_threshold(circuit, gate_at(circuit, address), change), states=True)
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
        broken = with_threshold(circuit, gate_at(circuit, address), 10**6)
    else:
        broken = with_kind(circuit, gate_at(circuit, address), kind)
    line = check_circuit(model, broken, states=True)
    assert line.difference is not None
    assert line.difference.name == name


def test_a_broken_wire_is_named() -> None:
    model = small_model()
    circuit = build_circuit(model, 3, 2)
    wire = int(circuit.offsets[gate_at(circuit, "layer[1].head[1].key[2,0].bit[4]")])
    other = circuit.addresses.find("x[1,0]")
    assert other is not None
    line = check_circuit(model, _with_wire(circuit, wire, other), states=True)
    assert line.difference is not None
    assert line.difference.name == "layer[1].head[1].key[2,0]"


def test_outputs_alone() -> None:
    """Without `states` only outputs are compared; a symbol is named by its position."""
    model = varied()["three symbols, next token"]
    circuit = build_circuit(model, 3, 2)
    line = check_circuit(model, with_kind(circuit, gate_at(circuit, "next[2,1]"), Kind.NOR))
    assert line.difference is not None
    assert line.difference.name == "next[2]"
    assert line.difference.gate == "next[2,1]"
    assert not check_circuit(model, with_kind(circuit, gate_at(circuit, "next[2,1]"), Kind.NOR), samples=10)


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
    gate = gate_at(circuit, address)
    for number in (0, 10**9):
        constant = with_threshold(with_kind(circuit, gate, Kind.THRESHOLD), gate, number - int(circuit.threshold[gate]))
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
