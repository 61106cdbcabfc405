"""Models of Tracr, made here, and the command that imports one."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.transformers.test_importing import Arrays, array_is, edited, refused
from uniform.cli import main
from uniform.transformers.importing.read import import_model
from uniform.transformers.reference import run

LABELS = ["seen:False", "seen:True", "one", "tokens:BOS", "tokens:a", "tokens:b", "indices:0", "indices:1", "any"]
TRACR: dict[str, Any] = {
    "model_type": "tracr", "num_heads": 2, "causal": True, "alphabet": ["BOS", "a", "b"], "residual_labels": LABELS,
    "output": "seen",
}  # fmt: skip


def tracr_arrays() -> Arrays:
    """Whether the word has an ``a`` up to here: attention to ``a``, or else to BOS, then a step in the net."""
    at = {label: place for place, label in enumerate(LABELS)}
    width, key = len(LABELS), 3
    found: Arrays = {"token_embed/embeddings": np.zeros((3, width)), "pos_embed/embeddings": np.zeros((3, width))}
    for row, symbol in enumerate(("BOS", "a", "b")):
        found["token_embed/embeddings"][row, [at["one"], at[f"tokens:{symbol}"]]] = 1
    found["pos_embed/embeddings"][1, at["indices:0"]] = found["pos_embed/embeddings"][2, at["indices:1"]] = 1
    attention, net = "transformer/layer_0/attn", "transformer/layer_0/mlp"
    for what, rows, columns in (
        ("query", width, 2 * key), ("key", width, 2 * key), ("value", width, 2 * key), ("linear", 2 * key, width)
    ):  # fmt: skip
        found[f"{attention}/{what}/w"], found[f"{attention}/{what}/b"] = np.zeros((rows, columns)), np.zeros(columns)
    found[f"{attention}/query/w"][at["one"], 0] = 40  # head 0; head 1 is not used
    found[f"{attention}/key/w"][[at["tokens:a"], at["tokens:BOS"]], 0] = 1, 0.5
    found[f"{attention}/value/w"][at["tokens:a"], 1] = 1
    found[f"{attention}/linear/w"][1, at["any"]] = 1
    found[f"{net}/linear_1/w"], found[f"{net}/linear_1/b"] = np.zeros((width, 4)), np.zeros(4)
    found[f"{net}/linear_2/w"], found[f"{net}/linear_2/b"] = np.zeros((4, width)), np.zeros(width)
    found[f"{net}/linear_1/w"][at["any"], :2] = 10
    found[f"{net}/linear_1/w"][at["one"], :3] = -4, -5, 1
    found[f"{net}/linear_2/w"][:2, at["seen:True"]] = 1, -1
    found[f"{net}/linear_2/w"][:3, at["seen:False"]] = -1, 1, 1
    return found


def save_tracr(folder: Path, config: dict[str, Any], arrays: Arrays) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(config))
    np.savez(folder / "params.npz", **arrays)
    return folder


def test_a_model_of_tracr(tmp_path: Path) -> None:
    model, report = import_model(save_tracr(tmp_path / "seen", TRACR, tracr_arrays()))
    assert model.alphabet == ("BOS", "a", "b")
    assert report.notes == ("the output is BOS for False, a for True",)
    assert report.agreement == 1
    assert [head.width for head in model.layers[0].heads] == [2]
    net = model.layers[0].feed_forward
    assert net is not None
    assert len(net.up.bias) == 3
    words = np.array([(0, *word) for word in product((1, 2), repeat=4)])
    expected = np.maximum.accumulate(words == 1, axis=1)
    assert np.array_equal(run(model, words).outputs, expected)


TRACR_WRONG: list[tuple[Callable[[dict[str, Any], Arrays], Any], str]] = [
    (edited(output="seem"), "no direction is called 'seem'"),
    (edited(output=None), "no direction is called None"),
    (edited(output="any"), "the output is a number, not one of a few values"),
    (edited(residual_labels=LABELS[1:]), "`token_embed/embeddings`"),
    (edited(residual_labels=["seen:0", "seen:1", "seen:2", "seen:3", *LABELS[4:]]), "but there are 3 symbols"),
    (edited(num_heads=4), "4 heads do not divide 6 columns"),
    (edited(num_heads=0), "`num_heads`: this field is not"),
    (edited(alphabet=["a", "a", "b"]), "`alphabet`: this field is not a list of different strings"),
    (edited(residual_labels=None), "`residual_labels`: this field is not a list of different strings"),
    (array_is("transformer/layer_0/layer_norm/scale", [1]), "this array belongs to nothing that is supported"),
    (lambda config, arrays: arrays.pop("transformer/layer_0/mlp/linear_1/w"), "linear_1/w`: this array is missing"),
    (lambda config, arrays: arrays.pop("pos_embed/embeddings"), "`pos_embed/embeddings`: this array is missing"),
    (lambda config, arrays: arrays["transformer/layer_0/attn/key/w"].fill(1), "the program reads `indices`"),
]


@pytest.mark.parametrize(("edit", "words"), TRACR_WRONG, ids=[words for _, words in TRACR_WRONG])
def test_what_does_not_fit_of_tracr(edit: Callable[[dict[str, Any], Arrays], Any], words: str, tmp_path: Path) -> None:
    config, arrays = dict(TRACR), tracr_arrays()
    edit(config, arrays)
    assert words in refused(save_tracr(tmp_path / "seen", config, arrays), "U922")


# ---------------------------------------------------------------- the command


@pytest.mark.slow
def test_the_command_reads_a_folder_and_writes_a_model(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    save_tracr(tmp_path / "seen", TRACR, tracr_arrays())
    assert main(["transformer", "seen", "-o", "m.json"]) == 0
    captured = capfd.readouterr()
    assert "note: the output is BOS for False, a for True\n" in captured.err
    assert "100.0% of 128 random words" in captured.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.json", "m.npz", "seen"]
    assert main(["transformer", "m.json"]) == 0
    assert capfd.readouterr().out.startswith("m: 1 layer of width 9\nalphabet    BOS a b, 2 bits each\n")
    assert main(["transformer", "seen", "--check", "-n", "1..2", "--rounds", "2", "--direct"]) == 0
    (tmp_path / "empty").mkdir()
    assert main(["transformer", "empty"]) == 2
    assert "error[U923]" in capfd.readouterr().err
