"""Predicted sizes: of models too large to build here, and of random models by their shape. That they are exact for
circuits that can be built is tested in test_direct.py."""

from __future__ import annotations

import pytest

from tests.transformers.models import random_model as random
from uniform.messages.errors import UniformError
from uniform.transformers.formats import Fixed, LogBits, Precision
from uniform.transformers.random_models import Layout, parse_layout, random_model
from uniform.transformers.reports import predict_sizes
from uniform.transformers.sizes import Size, size_at

PLACES = ((8, 2), (16, 3), (32, 3), (64, 4))  # n, rounds
PREDICTED = {  # size, stored wires and depth at these places, the first two to two digits
    "layers=1,width=8": "9.4e4/2.1e6/48 3.2e5/5.5e6/61 1.4e6/2.9e7/61 6.0e6/1.1e8/74",
    "layers=1,width=8,attention=average-hard": "5.9e4/1.3e6/42 1.5e5/2.7e6/54 5.8e5/1.1e7/55 2.3e6/3.6e7/67",
    "layers=2,width=16": "3.3e5/1.1e7/92 1.1e6/2.5e7/118 4.7e6/1.2e8/118 2.0e7/4.4e8/144",
    "layers=2,width=16,attention=average-hard": "2.2e5/7.9e6/80 5.7e5/1.5e7/104 2.0e6/5.4e7/106 7.5e6/1.5e8/130",
}


@pytest.mark.parametrize("layout", PREDICTED)
def test_sizes_of_random_models(layout: str) -> None:
    model = random_model(parse_layout(layout))
    found = [_shown(size_at(model, n, rounds)) for n, rounds in PLACES]
    assert " ".join(found) == PREDICTED[layout]


def _shown(size: Size) -> str:
    return f"{size.gates:.1e}/{size.wires:.1e}/{size.depth}".replace("e+0", "e")


def test_gates_do_not_depend_on_the_weights() -> None:
    sizes = [size_at(random_model(parse_layout(f"seed={seed}")), 8, 2) for seed in range(3)]
    assert {size.gates for size in sizes} == {94457}
    assert len({size.wires for size in sizes}) == 3


@pytest.mark.parametrize("norm", [False, True])
def test_states_of_more_than_64_bits(norm: bool) -> None:
    """More than an int64 holds, and a root of more than 2^30 tests."""
    fixed, bits = Fixed(LogBits(1, 1), 64), Fixed(LogBits(0, 2), 3)
    precision = Precision(fixed, bits, Fixed(LogBits(0, 2), 4), LogBits(1, 1), Fixed(LogBits(0, 3), 5))
    found = size_at(random(0, precision=precision, norm=norm), 1)
    assert found.gates > 2 ** (35 if norm else 20)


def test_a_symbol_for_each_of_many_codes() -> None:
    """Twice as many symbols of the same kinds have four times as many pairs."""
    one, two = (size_at(random_model(parse_layout(f"symbols={k},output=next-token,layers=0")), 1) for k in (2048, 4096))
    assert 3.9 < two.gates / one.gates < 4.1


def test_tables_of_gelu_that_are_too_large() -> None:
    model = random_model(parse_layout("activation=gelu"))
    assert model.at(2**15).state.bits == 20
    with pytest.raises(UniformError, match="up to 20 bits, not 21") as caught:
        predict_sizes(model, [2**16])
    assert caught.value.diagnostics[0].code == "U411"


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("", Layout()),
        ("layers=2,width=16", Layout(layers=2, width=16)),
        ("norm=true,activation=gelu,hidden=0", Layout(norm=True, activation="gelu", hidden=0)),
        (
            "output=next-token,symbols=5,mask=causal,seed=3",
            Layout(output="next-token", symbols=5, mask="causal", seed=3),
        ),
    ],
)
def test_shapes(text: str, layout: Layout) -> None:
    assert parse_layout(text) == layout
    model = random_model(layout)
    assert (len(model.layers), model.width, len(model.alphabet)) == (layout.layers, layout.width, layout.symbols)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("widht=3", "did you mean `width=`?"),
        ("width", "unknown shape `width`"),
        ("width=0", "`width` is a number in 1..4096, not `0`"),
        ("width=x", "not `x`"),
        ("width=9", "a width of 9 is not a multiple of 2 heads"),
        ("layers=4096,width=4096", "a random model of this shape has more than 10^6 parameters"),
        ("symbols=4096,width=512", "a random model of this shape has more than 10^6 parameters"),
        ("mask=past", "unknown mask `past`"),
        ("norm=1", "one of true, false"),
    ],
)
def test_what_is_not_a_shape(text: str, words: str) -> None:
    with pytest.raises(UniformError) as caught:
        parse_layout(text)
    assert words in str(caught.value)
    assert caught.value.diagnostics[0].code == "U902"
