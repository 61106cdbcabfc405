"""One model three ways: the program with parts in ``examples``, the flat program, and the direct builder.

The first is written by hand and shares no text and no code with the others. All three have the model's outputs on all
words, so they are equivalent; the first has its intermediate values as well, under the names of the direct builder.
"""

from __future__ import annotations

import re
import textwrap
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import uniform as u
from tests.quick import one_in
from tests.transformers.models import small_model
from uniform.arguments.texts import read_source
from uniform.circuits.compare.equivalence import compare
from uniform.language.pipeline import Generator, load
from uniform.messages.spans import Source
from uniform.transformers.check import check_circuit
from uniform.transformers.direct.circuit import build_circuit
from uniform.transformers.files.write import write_model
from uniform.transformers.identity import content_hash
from uniform.transformers.program.write import program_of

FOLDER = Path(__file__).parents[2] / "examples" / "small_transformer"


@cache
def parts() -> Generator:
    return load(read_source(FOLDER / "parts.gen"))


@cache
def flat() -> Generator:
    return load(Source("flat.gen", program_of(small_model())))


def test_the_files_of_the_model(tmp_path: Path) -> None:
    """They are as they are written for the model of the tests."""
    write_model(small_model(), tmp_path / "small.json")
    assert (FOLDER / "small.json").read_bytes() == (tmp_path / "small.json").read_bytes()
    assert content_hash(u.load_transformer(FOLDER / "small.json")) == content_hash(small_model())


def test_the_tables_of_the_program_are_the_arrays_of_the_model() -> None:
    def table(name: str) -> list[int]:
        entries = re.search(rf"table {name}\[[^]]*\] = \[([^]]*)\]", parts().source.text)
        assert entries is not None
        return [int(entry) for entry in entries[1].split(",")]

    model, layer = small_model(), small_model().layers[0]
    head, net = layer.heads[0], layer.feed_forward
    assert net is not None
    maps = (head.query, head.key, head.value, layer.output, net.up, net.down)
    assert table("EMBED") == model.embed.ravel().tolist()
    assert table("PLACE") == model.position.ravel().tolist()
    assert table("W") == np.stack([each.weights for each in maps]).ravel().tolist()
    assert table("BIAS") == np.stack([each.bias for each in maps]).ravel().tolist()


def test_the_page_shows_lines_of_the_program() -> None:
    shown = re.search(r"```text\n(.*?)```", (FOLDER / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None
    assert textwrap.indent(shown[1], "  ") in parts().source.text


@pytest.mark.parametrize("n", one_in(4, (2, 1, 3, 4), 1))
def test_every_intermediate_value_is_the_models(n: int) -> None:
    report = check_circuit(small_model(), parts().circuit(n), states=True)
    assert report
    assert report.proved
    assert report.words == 2**n


@pytest.mark.slow
@pytest.mark.parametrize("n", one_in(6, (1, 2, 3, 4, 5, 6)))
def test_the_three_are_equivalent(n: int) -> None:
    by_hand = parts().circuit(n)
    for other in (flat().circuit(n), build_circuit(small_model(), n)):
        found = compare(by_hand, other)
        assert str(found).startswith("equivalent (proved")
        assert found.proved


@pytest.mark.slow
@pytest.mark.parametrize("via", ["machine", "reference"])
def test_all_tiers_print_the_program_with_parts(via: str) -> None:
    assert b"".join(parts().stream(1, via)) == b"".join(parts().stream(1, "fast"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "array"),
    [
        (1, "head[1].query"),
        (6, "head[1].key"),
        (8, "head[1].value"),
        (15, "mixed"),
        (16, "hidden"),
        (23, "state"),
    ],
)
def test_a_wrong_weight_is_found(place: int, array: str) -> None:
    """An entry of W, changed by 1: some value differs, first in the array that the entry belongs to."""
    text = parts().source.text
    found = re.search(r"table W\[[^]]*\] = \[([^]]*)\]", text)
    assert found is not None
    entries = found[1].split(",")
    entries[place] = str(int(entries[place]) + 8)
    wrong = text[: found.start(1)] + ",".join(entries) + text[found.end(1) :]
    difference = check_circuit(small_model(), load(Source("wrong.gen", wrong)).circuit(2), states=True).difference
    assert difference is not None
    assert difference.name.startswith(f"layer[1].{array}[")
