"""The programs of transformers: their circuits equal the reference at every bit, and have the predicted size."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest

from tests.quick import one_in
from tests.transformers.models import ACTIVATIONS, ATTENTIONS, MASKS, grid, random_model, small_model, varied
from uniform.certify.certificate import certify
from uniform.circuits.circuit import Circuit
from uniform.circuits.measure import measure
from uniform.circuits.values.evaluate import evaluate
from uniform.language.format import format_program
from uniform.language.parse import parser
from uniform.language.parse.parser import tokenize
from uniform.language.pipeline import Generator, load
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.transformers.formats import Fixed, LogBits, Precision, PrecisionAt
from uniform.transformers.identity import content_hash
from uniform.transformers.model import Attention, Transformer
from uniform.transformers.names import Group, groups
from uniform.transformers.opening import open_model
from uniform.transformers.program import write
from uniform.transformers.program.length import estimate_length
from uniform.transformers.program.write import family_name, program_of
from uniform.transformers.random_models import parse_layout
from uniform.transformers.random_models import random_model as shaped_model
from uniform.transformers.reference import Numbers, run
from uniform.transformers.sizes import size_at

MODELS = grid() | varied()
FEW = ["softmax, full, relu", "width 1"]
ONE_ROUND = [
    "softmax, full, relu",
    "average-hard, causal, norm, gelu",
    "leftmost-hard, full, None",
    "periodic features",
]
SOME_OF_GRID = [
    f"{attention}, {mask}{', norm' if norm else ''}, {ACTIVATIONS[(a + b + norm) % 3]}"
    for a, attention in enumerate(ATTENTIONS)
    for b, mask in enumerate(MASKS)
    for norm in (False, True)
]
"""A third of the grid: each pair of attention, mask, norm and activation, each attention with each mask and norm."""


@cache
def program(name: str, rounds: int = 3) -> Generator:
    return load(Source(f"{name}.gen", program_of(MODELS[name])), {"rounds": rounds})


@pytest.mark.slow
@pytest.mark.parametrize("name", one_in(2, FEW))
def test_some_models(name: str) -> None:
    for n in (1, 2):
        require_equal(MODELS[name], program(name, 2), n, 2)


@pytest.mark.slow
@pytest.mark.parametrize("name", ONE_ROUND)
def test_one_round(name: str) -> None:
    require_equal(MODELS[name], program(name, 1), 2, 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SOME_OF_GRID, *varied()])
def test_every_bit_and_the_size(name: str) -> None:
    """And all numbers fit the fast tier, also at large n."""
    family = program(name)
    for n in range(1, 5):
        require_equal(MODELS[name], family, n, 3)
    assert not any(family.too_wide(n) for n in (1, 8, 64))


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SOME_OF_GRID, *varied()][::5])
def test_two_rounds(name: str) -> None:
    for n in (1, 2):
        require_equal(MODELS[name], program(name, 2), n, 2)


def require_equal(model: Transformer, generator: Generator, n: int, rounds: int) -> None:
    circuit = generator.circuit(n)
    words = np.array(list(product(range(len(model.alphabet)), repeat=n)))
    kept = run(model, words, keep=True).groups
    bits = (words[:, :, None] >> np.arange(model.token_bits) & 1).reshape(len(words), -1).astype(np.bool_)
    values = _values(circuit, bits)
    for group in groups(model):
        for element, numbers in _elements(group, kept[group.name], model.at(n), model.width):
            found = [values[address] << b for b, address in enumerate(_addresses(values, element))]
            assert sum(found, np.zeros(len(words), dtype=np.int64)).tolist() == numbers.tolist(), element
    for address, value in values.items():
        if "_not[" in address and "x_not" not in address:
            assert (value ^ values[address.replace("_not[", "[")]).all(), address
    expected = ["y"] if model.output.kind == "class" else [
        f"next[{i},{b}]" for i in range(1, n + 1) for b in range(model.token_bits)
    ]  # fmt: skip
    assert [circuit.addresses[ident] for ident in circuit.outputs] == expected
    size, measured = size_at(model, n, rounds), measure(circuit)
    assert (size.gates, size.wires, size.unit_wires) == (circuit.gates, len(circuit.children), measured.wires)
    assert size.depth >= measured.depth


def test_the_text_is_in_canonical_layout_and_says_what_it_is() -> None:
    text = program_of(MODELS["softmax, full, relu"])
    assert format_program(Source("small.gen", text)) == text
    first, *_ = text.splitlines()
    assert first == f"# The circuits of the transformer small, content {content_hash(small_model())}."


@pytest.mark.slow
@pytest.mark.parametrize(
    "shape",
    ["width=4", "width=6,norm=true", "width=4,symbols=7,output=next-token", "layers=2,width=4,hidden=0"],
)
def test_the_length_is_estimated(shape: str) -> None:
    model = open_model(f"random:{shape}").model
    tokens, mistakes = tokenize(Source("m.gen", program_of(model)))
    assert not mistakes
    assert 0.85 < sum(estimate_length(model).values()) / len(tokens) < 1.15


@pytest.mark.parametrize("shape", ["width=64", "width=4,symbols=100,output=next-token", "width=8,hidden=2000"])
def test_a_model_that_is_too_large_for_a_program_is_refused_before_it_is_written(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = open_model(f"random:{shape}").model
    monkeypatch.setattr(write, "Sheet", None)
    with pytest.raises(UniformError) as caught:
        program_of(model)
    message = str(caught.value)
    assert re.search(r"has about \d+000 names, numbers and signs, but at most 100000 can be read", message)
    assert re.search(r"note: predicted: about \d+ for the heads, about \d+ for the feed-forward nets, about", message)
    largest = {"width=64": "fewer layers", "width=4": "fewer symbols", "width=8": "fewer hidden"}
    assert f"help: {largest[shape.partition(',')[0]]}" in message
    assert "`--check --direct` checks circuits without a program" in message


def test_a_model_that_is_a_little_too_large_has_the_same_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "MAX_TOKENS", 1000)
    with pytest.raises(UniformError, match=r"U106\]: the program of `small` has about 101000 names(.|\n)*--direct"):
        program_of(small_model())


def test_the_hash_is_of_the_content() -> None:
    hashes = {name: content_hash(model) for name, model in MODELS.items()}
    assert len(set(hashes.values())) == len(hashes)
    model = small_model()
    assert content_hash(replace(model, name="other")) == content_hash(model)
    assert content_hash(small_model()) == content_hash(model)
    assert content_hash(replace(model, embed=model.embed + 1)) != content_hash(model)
    assert content_hash(replace(model, alphabet=("a", "b"))) != content_hash(model)


def test_every_name_of_a_model_gives_a_family() -> None:
    for text in ("", "n", "wires", "12", 'gr\u00fc\u00dfe "1"\n# family', "AND"):
        model = replace(MODELS["no layers"], name=text, alphabet=('"\n', "\u00e9"))
        assert load(Source("named.gen", program_of(model))).name == family_name(text)


def _values(circuit: Circuit, words: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> dict[str, Numbers]:
    """The value of each gate on the words."""
    every = np.arange(circuit.inputs + circuit.gates)
    found = evaluate(replace(circuit, outputs=every), words).astype(np.int64)
    return {circuit.addresses[ident]: found[:, ident] for ident in every.tolist()}


def _elements(group: Group, numbers: Numbers, at: PrecisionAt, width: int) -> list[tuple[str, Numbers]]:
    """The elements of a group: ``layer1_head2_score[3,2]`` and the natural numbers that it has to be."""
    deviation = at.state.half << width.bit_length()  # enough for the widths of these models
    halves = {"state": at.state.half, "key": at.key.half, "score": at.score.half, "deviation": deviation}
    offset = halves.get(group.code, 0)
    name = group.name.replace("[", "").replace("]", "").replace(".", "_")
    found = []
    for place in np.ndindex(numbers.shape[1:]):
        if group.is_masked and place[1] > place[0]:
            continue
        indices = [index + (position == 0 or group.over == "position") for position, index in enumerate(place)]
        element = f"{name}[{','.join(map(str, indices))}]" if indices else name
        found.append((element, numbers[(slice(None), *place)] + offset))
    return found


def _addresses(values: dict[str, Numbers], element: str) -> list[str]:
    """The bits of an element, low bit first."""
    if element in values:
        return [element]
    found = []
    while (address := f"{element[:-1]},{len(found)}]") in values:
        found.append(address)
    return found


# ---------------------------------------------------------------- work cells and the machine


@pytest.mark.slow
@pytest.mark.parametrize("attention", ATTENTIONS)
def test_the_machine_prints_the_same_text_in_the_certified_cells(attention: Attention) -> None:
    family = load(Source("small.gen", program_of(small_model(attention))))
    cells = certify(family).space
    for n in range(1, 4):
        assert b"".join(family.stream(n, "machine")) == b"".join(family.stream(n))
        assert family.run("1" * n).visited == cells.at(n)


@pytest.mark.slow
def test_a_model_with_the_formats_of_trained_ones() -> None:
    precision = Precision(
        state=Fixed(LogBits(1, 2), 4),
        key=Fixed(LogBits(0, 4), 4),
        score=Fixed(LogBits(0, 3), 5),
        weight=LogBits(1, 1),
        parameter=Fixed(LogBits(0, 5), 8),
    )
    model = random_model(0, width=4, heads=(3, 1), hidden=6, mask=None, precision=precision)
    family = load(Source("wide.gen", program_of(model)))
    for n in (1, 2, 3):
        require_equal(model, family, n, 3)
    assert not family.too_wide(1023)


TOO_LONG = ("symbols=4096,output=next-token,layers=0", "width=300")


@pytest.mark.parametrize("layout", [*TOO_LONG, "layers=10,norm=true"])
def test_a_program_that_would_be_too_long(layout: str) -> None:
    """All are refused before anything is written."""
    with pytest.raises(UniformError, match=r"the program of `random` has about [0-9]+ names") as caught:
        program_of(shaped_model(parse_layout(layout)))
    assert caught.value.diagnostics[0].code == "U106"
