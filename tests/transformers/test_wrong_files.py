"""Files of models that are wrong: each mistake is refused, with its place."""

from __future__ import annotations

import contextlib
import io
import json
import os
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import uniform.transformers.files.arrays
import uniform.transformers.files.read
from tests.transformers.files import refused, save_arrays
from tests.transformers.models import grid, random_model, small_model, varied
from uniform.messages.errors import UniformError
from uniform.transformers.files.outline import read_outline
from uniform.transformers.files.read import load_model
from uniform.transformers.files.write import arrays_of, description_of, write_model

MODELS = grid() | varied()
SCHEMA: dict[str, Any] = json.loads(Path(uniform.transformers.files.read.__file__).with_name("schema.json").read_text())
CONFORMS = jsonschema.Draft202012Validator(SCHEMA)
ENDINGS = (".npz", ".safetensors")


def _description() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(description_of(small_model(), "m.npz"))
    return found


Edit = Callable[[dict[str, Any]], object]


def _set(path: str, value: Any) -> Edit:
    keys = [int(key) if key.isdigit() else key for key in path.split(".")]

    def edit(description: dict[str, Any]) -> None:
        target: Any = description
        for key in keys[:-1]:
            target = target[key]
        target[keys[-1]] = value

    return edit


WRONG: list[tuple[Edit, str, str, bool]] = [  # an edit, the code, words, whether the schema refuses it, too
    (_set("format", "uniform-transformer/2"), "U901", '`format`: unknown format "uniform-transformer/2"', True),
    (lambda d: d.pop("format"), "U901", "this is not a model", True),
    (lambda d: d.pop("width"), "U901", "`width`: this field is missing", True),
    (_set("widht", 2), "U901", "`widht` is not a field of a model", True),
    (_set("layers.0.heads.0.bias", True), "U901", "`layers[0].heads[0]`: `bias` is not a field", True),
    (_set("width", 0), "U901", "`width`: expected a whole number in 1..1048576, not 0", True),
    (_set("width", True), "U901", "not true", True),
    (_set("width", "2"), "U901", 'not "2"', True),
    (_set("alphabet", []), "U901", "`alphabet`: the alphabet is empty", True),
    (_set("alphabet", "01"), "U901", '`alphabet`: expected a list, not "01"', True),
    (_set("alphabet", ["a", "a"]), "U901", "`alphabet`: the symbol `a` appears twice", True),
    (_set("alphabet", ["a", ""]), "U901", '`alphabet[1]`: expected a string, not ""', True),
    (_set("alphabet", ["a", "\ud800"]), "U901", '`alphabet[1]`: "\\ud800" has half of a surrogate pair', False),
    (_set("arrays", "\udfff.npz"), "U901", "`arrays`: ", False),
    (_set("layers", {}), "U901", "`layers`: expected a list, not {}", True),
    (_set("layers.0", []), "U901", "`layers[0]`: expected an object, not []", True),
    (_set("layers.0.heads", []), "U901", "`layers[0].heads`: a layer has at least one head", True),
    (_set("layers.0.norm", 1), "U901", "`layers[0].norm`: expected true or false, not 1", True),
    (_set("layers.0.hidden", 0), "U901", "`layers[0].hidden`", True),
    (_set("layers.0.activation", None), "U901", "a layer without activation has no hidden units, not 2", True),
    (_set("layers.0.activation", "tanh"), "U902", '`layers[0].activation`: unknown activation "tanh"', True),
    (_set("layers.0.activation", "none"), "U902", "has null, and hidden 0", True),
    (_set("layers.0.activation", "GELU"), "U902", 'did you mean "gelu"?', True),
    (_set("layers.0.heads.0.attention", "hard"), "U902", "unknown attention", True),
    (_set("layers.0.heads.0.attention", 3), "U901", "expected a string, not 3", True),
    (_set("layers.0.heads.0.mask", "past"), "U902", '`layers[0].heads[0].mask`: unknown mask "past"', True),
    (_set("features.0.kind", "sine"), "U902", '`features[0].kind`: unknown feature "sine"', True),
    (_set("features.0.kind", "learned"), "U908", "has a row for each n", True),
    (_set("features.0.values", [1]), "U901", "only a periodic feature has values", True),
    (_set("features.0.kind", "periodic"), "U901", "a periodic feature has `values`", True),
    (_set("features.0", {"kind": "periodic", "values": []}), "U901", "a period has at least one value", True),
    (_set("features.0", {"kind": "periodic", "values": ["1"]}), "U901", 'expected a number, not "1"', True),
    (_set("features.0", {"kind": "periodic", "values": [199]}), "U907", "`features[0].values[0]` is 199/8", False),
    (_set("features.0", {"kind": "periodic", "values": [99.5]}), "U907", "outside -16..15.875", False),
    (_set("output.kind", "regression"), "U902", '`output.kind`: unknown output "regression"', True),
    (_set("output.position", "middle"), "U902", '`output.position`: unknown position "middle"', True),
    (_set("output", {"kind": "class"}), "U901", "a class is read at one `position`", True),
    (_set("output.kind", "next-token"), "U901", "has an output at every position", True),
    (_set("arrays", "../m.npz"), "U901", "expected the name of a file in the same folder", True),
    (_set("arrays", "m.pt"), "U901", "it ends in .npz or .safetensors", True),
    (_set("precision.state.fraction", 5), "U903", "expected a pair [a, b] for a*bits(n) + b bits, not 5", True),
    (_set("precision.state.fraction", [1.5, 2]), "U903", "not [1.5, 2]", True),
    (_set("precision.state.fraction", [5, 0]), "U903", "[5, 0] is out of range", True),
    (_set("precision.state.fraction", [-1, 9]), "U903", "[-1, 9] is out of range", True),
    (_set("precision.state.fraction", [1, 65]), "U903", "[1, 65] is out of range", True),
    (_set("precision.state.integer", [1, 0]), "U903", "only the bits behind the point may grow with n", True),
    (_set("precision.score.fraction", [1, 0]), "U903", "these bits do not depend on n", True),
    (_set("precision.weight", "n"), "U903", "`precision.weight`: expected a pair [a, b] for a*bits(n) + b bits", True),
    (_set("precision.state.fraction", [1, -2]), "U904", "would have -1 bits behind the point", False),
    (_set("precision.key.fraction", [1, -2]), "U904", "`precision.key.fraction`: at n = 1", False),
    (_set("precision.state.integer", -2), "U904", "`precision.state`: at n = 1 these numbers would have 0 bits", False),
    (_set("precision.key.integer", -2), "U904", "`precision.key`", False),
    (_set("precision.score.integer", -2), "U904", "`precision.score`", False),
    (_set("precision.weight", [1, -1]), "U904", "`precision.weight`: at n = 1 these numbers would have 0 bits", False),
    (_set("precision.score.fraction", 5), "U904", "a score has at most 4 bits behind the point, not 5", True),
    (_set("precision.key.fraction", [0, 0]), "U904", "a product of two keys has 0 bits behind the point", False),
    (_set("precision.key.fraction", [0, 6]), "U904", "has bits(n) + 4 bits behind the point, a key 6", False),
    (_set("precision.key.fraction", [2, 0]), "U904", "keys may not have more", False),
    (_set("weights.integer", 60), "U904", "`weights`: a weight has 1..62 bits, not 63", False),
    (_set("weights.integer", -3), "U904", "a weight has 1..62 bits, not 0", False),
    (_set("weights.integer", 0), "U907", "m.npz: `embed[1,0]` is -5/8", False),
]


@pytest.mark.parametrize(("edit", "code", "words", "by_schema"), WRONG, ids=[words for _, _, words, _ in WRONG])
def test_a_wrong_description(edit: Edit, code: str, words: str, by_schema: bool, tmp_path: Path) -> None:
    write_model(small_model(), tmp_path / "m.json")
    description = _description()
    edit(description)
    (tmp_path / "m.json").write_text(json.dumps(description))
    message = refused(tmp_path / "m.json", code)
    assert words in message
    assert by_schema != CONFORMS.is_valid(description)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1, column 1 is not JSON"),
        ("{", "is not JSON"),
        ("[]", "this is not a model"),
        ("null", "this is not a model"),
        ('{"a": 1, "a": 2}', "`a` appears twice in one object"),
        ('{"a": NaN}', "JSON has no number `NaN`"),
        ('{"a": ' + "9" * 5000 + "}", "a number has too many digits"),
        ("[" * 100000, "it is nested too deeply"),
    ],
)
def test_what_is_not_a_description(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(text)
    assert words in refused(tmp_path / "m.json", "U901")


def test_files_that_are_missing(tmp_path: Path) -> None:
    assert "there is no such file" in refused(tmp_path / "none.json", "U705")
    for ending in ENDINGS:
        (tmp_path / "m.json").write_text(description_of(small_model(), f"m{ending}"))
        assert "there is no such file" in refused(tmp_path / "m.json", "U909")


def _changed(name: str, change: Callable[[Any], Any]) -> Callable[[dict[str, Any]], None]:
    def edit(arrays: dict[str, Any]) -> None:
        arrays[name] = change(arrays[name])

    return edit


def _renamed(name: str, other: str) -> Callable[[dict[str, Any]], None]:
    def edit(arrays: dict[str, Any]) -> None:
        arrays[other] = arrays.pop(name)

    return edit


WRONG_ARRAYS: list[tuple[Callable[[dict[str, Any]], Any], str, str]] = [
    (lambda a: a.pop("layer1.up"), "U905", "the array `layer1.up` is missing"),
    (_renamed("layer1.up", "layer1.upp"), "U905", "is it `layer1.upp`?"),
    (lambda a: a.update(other=np.zeros(3)), "U905", "the array `other` does not belong to the model"),
    (_changed("embed", lambda a: a[:1]), "U905", "`embed` has shape (1, 2), but the description asks for (2, 2)"),
    (_changed("readout", lambda a: a.T), "U905", "transpose it: rows are outputs"),
    (_changed("readout", lambda a: a[0]), "U905", "`readout` has shape (2,)"),
    (_changed("embed", lambda a: a.astype(bool)), "U905", "`embed` has numbers of type"),
    (_changed("embed", lambda a: a * np.nan), "U906", "`embed[0,0]` is nan"),
    (_changed("embed", lambda a: a / np.float64(0.0)), "U906", "`embed[0,0]` is inf"),
    (_changed("layer1.down.bias", lambda a: a + 200), "U907", "`layer1.down.bias[0]` is 196/8, outside -16..15.875"),
    (_changed("layer1.down.bias", lambda a: a - 15.97), "U907", "`layer1.down.bias[0]` is -19.97"),
    (_changed("embed", lambda a: a.astype(np.uint64) | np.uint64(1 << 63)), "U907", "`embed[0,0]` is"),
]


@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("edit", "code", "words"), WRONG_ARRAYS, ids=[words for _, _, words in WRONG_ARRAYS])
def test_wrong_arrays(
    edit: Callable[[dict[str, Any]], Any], code: str, words: str, ending: str, tmp_path: Path
) -> None:
    arrays: dict[str, Any] = dict(arrays_of(small_model()))
    edit(arrays)
    save_arrays(tmp_path, small_model(), arrays, ending)
    assert words in refused(tmp_path / "m.json", code)


@pytest.mark.skipif(np.dtype(np.longdouble).itemsize == 8, reason="long floats have 64 bits here")
def test_floats_of_more_than_64_bits_are_refused(tmp_path: Path) -> None:
    arrays: dict[str, Any] = dict(arrays_of(small_model()))
    arrays["embed"] = arrays["embed"].astype(np.longdouble)
    save_arrays(tmp_path, small_model(), arrays, ".npz")
    assert "`embed` has numbers of type" in refused(tmp_path / "m.json", "U905")


def test_all_wrong_arrays_are_reported_at_once(tmp_path: Path) -> None:
    arrays = {"readout": np.zeros((1, 2), dtype=np.int64), "extra": np.zeros(3)}
    save_arrays(tmp_path, small_model(), arrays)
    with pytest.raises(UniformError) as caught:
        load_model(tmp_path / "m.json")
    assert len(caught.value.diagnostics) == len(arrays_of(small_model()))


def test_a_description_that_asks_for_too_much(tmp_path: Path) -> None:
    write_model(small_model(), tmp_path / "m.json")
    description = _description() | {"width": 1 << 20}
    (tmp_path / "m.json").write_text(json.dumps(description))
    assert "a model has at most 10000000" in refused(tmp_path / "m.json", "U905")


def _npz(arrays: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in arrays.items():
            archive.writestr(name, data)
    return file.getvalue()


def _npy(header: str, data: bytes = b"") -> bytes:
    text = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data


def _compressed(method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in _good_members().items():
            archive.writestr(name, data)
    return file.getvalue()


def _good_members() -> dict[str, bytes]:
    file = io.BytesIO()
    arrays: dict[str, Any] = dict(arrays_of(small_model()))
    np.savez(file, **arrays)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


HOSTILE = {
    "empty": b"",
    "text": b"hello",
    "cut": _npz(_good_members())[:700],
    "not an array": _npz(_good_members() | {"embed.npy": b"hello"}),
    "another member": _npz(_good_members() | {"readme.txt": b"hello"}),
    "huge": _npz(_good_members() | {"embed.npy": _npy("{'descr': '<i8', 'fortran_order': False, 'shape': (10**15,)}")}),
    "huge shape": _npz(
        _good_members() | {"embed.npy": _npy("{'descr': '<i8', 'fortran_order': False, 'shape': (100000000000000,)}")}
    ),
    "data missing": _npz(
        _good_members() | {"embed.npy": _npy("{'descr': '<i8', 'fortran_order': False, 'shape': (2, 2)}", b"1234")}
    ),
    "negative shape": _npz(
        _good_members() | {"embed.npy": _npy("{'descr': '<i8', 'fortran_order': False, 'shape': (-2, -2)}")}
    ),
    "objects": _npz(_good_members() | {"embed.npy": _npy("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2)}")}),
    "code": _npz(_good_members() | {"embed.npy": _npy("{'descr': __import__('os'), 'shape': (2, 2)}")}),
    "nested": _npz(_good_members() | {"embed.npy": _npy("(" * 100)}),
    "strings": _npz(
        _good_members() | {"embed.npy": _npy("{'descr': '<U3', 'fortran_order': False, 'shape': (2, 2)}", b"1" * 48)}
    ),
    "version 3": _npz(_good_members() | {"embed.npy": b"\x93NUMPY\x03\x00\x01\x00\x00\x00 "}),
}


HOSTILE |= {"LZMA": _compressed(zipfile.ZIP_LZMA), "BZIP2": _compressed(zipfile.ZIP_BZIP2)}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("ending", ENDINGS)
def test_hostile_files(name: str, ending: str, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(description_of(small_model(), f"m{ending}"))
    (tmp_path / f"m{ending}").write_bytes(HOSTILE[name])
    refused(tmp_path / "m.json", "U905", "U909")


def test_a_header_that_claims_to_be_long_is_not_read(tmp_path: Path) -> None:
    """64 MiB of spaces, which a zip file holds in 64 kB."""
    file, length = io.BytesIO(), 1 << 26
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("embed.npy", b"\x93NUMPY\x02\x00" + struct.pack("<I", length) + b" " * length)
    (tmp_path / "m.json").write_text(description_of(small_model(), "m.npz"))
    (tmp_path / "m.npz").write_bytes(file.getvalue())
    tracemalloc.start()
    try:
        assert "`embed.npy` is not an array" in refused(tmp_path / "m.json", "U909")
        assert tracemalloc.get_traced_memory()[1] < length // 2
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_pipe_is_not_a_file_of_arrays(ending: str, tmp_path: Path) -> None:
    """Opening it would wait forever."""
    (tmp_path / "m.json").write_text(description_of(small_model(), f"m{ending}"))
    os.mkfifo(tmp_path / f"m{ending}")
    assert "it is a pipe or a device" in refused(tmp_path / "m.json", "U909")


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(description_of(small_model(), "m.npz"))
    with (tmp_path / "m.npz").open("wb") as file:
        file.truncate(2**27 + 1)
    assert "more than 128 MiB" in refused(tmp_path / "m.json", "U909")


def test_of_thousands_of_wrong_names_a_few_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """20 messages are shown, so it is enough to look for the nearest name of a few."""
    calls = []
    monkeypatch.setattr(uniform.transformers.files.arrays, "find_nearest", lambda *names: calls.append(names))
    model = random_model(0, layers=300)
    (tmp_path / "m.json").write_text(description_of(model, "m.npz"))
    np.savez(tmp_path / "m.npz", **{f"other{number}": np.zeros(1) for number in range(300)})
    assert refused(tmp_path / "m.json", "U905").count("is missing") == 20
    assert len(calls) <= 80
    assert max(len(others) for _, others in calls) <= 40


@pytest.mark.slow
@given(st.data())
def test_damaged_files(data: st.DataObject) -> None:
    """Any change of a few bytes is refused with a message, or gives another model."""
    import tempfile

    good = _npz(_good_members())
    damaged = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.json"
        path.write_text(description_of(small_model(), "m.npz"))
        path.with_suffix(".npz").write_bytes(damaged)
        with contextlib.suppress(UniformError):
            load_model(path)


def test_a_model_that_cannot_be_read_again_is_not_written(tmp_path: Path) -> None:
    model = random_model(1)
    model.embed[0, 0] = 10**6
    with pytest.raises(UniformError) as caught:
        write_model(model, tmp_path / "m.json")
    assert caught.value.diagnostics[0].code == "U907"
    assert not list(tmp_path.iterdir())


def test_the_outline_says_which_arrays_there_are() -> None:
    for model in MODELS.values():
        shapes = read_outline(description_of(model, "a.npz"), "a").shapes()
        assert shapes == {name: array.shape for name, array in arrays_of(model).items()}
        assert list(shapes) == list(arrays_of(model))
