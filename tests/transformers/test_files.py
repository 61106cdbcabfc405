"""Models in files: what is written is read again, and floats are rounded."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import uniform.transformers.files.arrays
import uniform.transformers.files.read
from tests.quick import one_in
from tests.transformers.files import load_arrays
from tests.transformers.models import grid, random_model, small_model, varied
from uniform.transformers.arithmetic import round_quotient
from uniform.transformers.catalog import models
from uniform.transformers.files.read import load_model, model_name
from uniform.transformers.files.write import arrays_of, description_of, write_model
from uniform.transformers.identity import content_hash

MODELS = grid() | varied()
SCHEMA: dict[str, Any] = json.loads(Path(uniform.transformers.files.read.__file__).with_name("schema.json").read_text())
CONFORMS = jsonschema.Draft202012Validator(SCHEMA)
ENDINGS = (".npz", ".safetensors")


@pytest.mark.parametrize("name", one_in(4, MODELS))
def test_what_is_written_is_read_again(name: str, tmp_path: Path) -> None:
    model = MODELS[name]
    for ending in ENDINGS:
        path = tmp_path / "again.json"
        write_model(model, path, ending)
        loaded = load_model(path)
        assert (loaded.rounded, loaded.largest_change, loaded.model.name) == (0, None, "again")
        assert description_of(loaded.model, "a.npz") == description_of(model, "a.npz")
        assert loaded.model.features == model.features
        for array, again in zip(arrays_of(model).values(), arrays_of(loaded.model).values(), strict=True):
            assert again.dtype == np.int64
            assert array.tolist() == again.tolist()
        first = (tmp_path / f"again{ending}").read_bytes()
        write_model(model, path, ending)
        assert first == (tmp_path / f"again{ending}").read_bytes()


def test_npz_files_are_compressed(tmp_path: Path) -> None:
    """The written ones and the shipped ones; each array keeps its type and numbers."""
    small = small_model()
    write_model(small, tmp_path / "small.json")
    files = [tmp_path / "small.npz", *(entry.file.with_suffix(".npz") for entry in models())]
    for path in files:
        with np.load(path) as stored:
            arrays = dict(stored)
        plain = io.BytesIO()
        np.savez(plain, **arrays)
        assert path.stat().st_size < len(plain.getvalue()), path.name
        assert {array.dtype.kind for array in arrays.values()} == {"i"}
    with np.load(files[0]) as stored:
        assert {name: stored[name].tolist() for name in stored} == {
            name: array.tolist() for name, array in arrays_of(small).items()
        }


@pytest.mark.parametrize("name", ["softmax, full, norm, gelu", "three symbols, next token"])
def test_the_content_is_the_same_in_every_form(name: str, tmp_path: Path) -> None:
    """Of the files: another layout of the JSON, other arrays, and numbers as floats or in more bits."""
    model = MODELS[name]
    wide = {key: array.astype(">i8") for key, array in arrays_of(model).items()}
    floats = {key: array / model.at(1).parameter.one for key, array in arrays_of(model).items()}
    found = {content_hash(model)}
    for ending in ENDINGS:
        write_model(model, tmp_path / "m.json", ending)
        found.add(content_hash(load_model(tmp_path / "m.json").model))
        found.add(content_hash(load_arrays(tmp_path, model, floats, ending)))
    np.savez_compressed(tmp_path / "m.npz", **wide)  # type: ignore[arg-type]
    description = json.loads(description_of(model, "m.npz"))
    for text in (
        json.dumps(dict(reversed(description.items())), indent=7),
        json.dumps(description, separators=(",", ":")),
    ):
        (tmp_path / "m.json").write_text(text)
        found.add(content_hash(load_model(tmp_path / "m.json").model))
    assert len(found) == 1
    floats["readout"][0, 0] += 1
    assert content_hash(load_arrays(tmp_path, model, floats)) not in found


@pytest.mark.parametrize("name", MODELS)
def test_descriptions_have_the_schema(name: str) -> None:
    CONFORMS.validate(json.loads(description_of(MODELS[name], "a.npz")))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_names_of_models() -> None:
    assert [model_name(text) for text in ("a", "", "ü", "3", "a b.c")] == ["a", "model", "model__", "model_3", "a_b_c"]


# ---------------------------------------------------------------- floats


@given(st.floats(-15.9, 15.9), st.integers(0, 20))
def test_rounding(value: float, bits: int) -> None:
    from uniform.transformers.files.quantize import Quantizer
    from uniform.transformers.formats import FixedAt

    quantizer = Quantizer("f", FixedAt(bits + 6, bits))
    found = quantizer.number("w", value)
    exact = Fraction(value) * 2**bits
    assert -Fraction(1, 2) < found - exact <= Fraction(1, 2)
    change = quantizer.largest
    assert (change.size if change else 0) == abs(Fraction(found, 2**bits) - Fraction(value))


@pytest.mark.parametrize(
    ("dtype", "ending"),
    [(">f4", ".npz"), *((f"<f{size}", ending) for size in (2, 4, 8) for ending in ENDINGS)],
)
def test_floats_are_rounded_and_the_largest_change_is_reported(dtype: str, ending: str, tmp_path: Path) -> None:
    model = random_model(1, precision=small_model().precision)
    arrays = {name: (array / 8).astype(dtype) for name, array in arrays_of(model).items()}
    arrays["layer1.up"] = arrays["layer1.up"] + np.array([[0.01, -0.02], [0, 0.03]], dtype=dtype)
    loaded = load_arrays(tmp_path, model, arrays, ending)
    assert all(
        (one == other).all() for one, other in zip(arrays_of(model).values(), arrays_of(loaded).values(), strict=True)
    )
    again = load_model(tmp_path / "m.json")
    assert again.rounded == sum(array.size for array in arrays.values())
    assert again.largest_change is not None
    assert again.largest_change.place == "layer1.up[1,1]"
    assert again.largest_change.size == abs(
        Fraction(float(arrays["layer1.up"][1, 1])) - Fraction(int(model.layers[0].feed_forward.up.weights[1, 1]), 8)  # type: ignore[union-attr]
    )


def test_values_of_periodic_features_are_rounded(tmp_path: Path) -> None:
    model = varied()["periodic features"]
    write_model(model, tmp_path / "m.json")
    description = json.loads((tmp_path / "m.json").read_text())
    description["features"][1]["values"] = [1.0, 0.0624, -0.3]
    (tmp_path / "m.json").write_text(json.dumps(description))
    loaded = load_model(tmp_path / "m.json")
    assert loaded.model.features[1].values == (8, 0, round_quotient(-24, 10))
    assert str(loaded.largest_change) == "features[1].values[1] from 0.0624 to 0"


def test_arrays_may_be_stored_by_columns(tmp_path: Path) -> None:
    model = small_model()
    arrays: dict[str, Any] = {name: np.asfortranarray(array) for name, array in arrays_of(model).items()}
    loaded = load_arrays(tmp_path, model, arrays)
    assert arrays_of(loaded)["layer1.up"].tolist() == arrays_of(model)["layer1.up"].tolist()
