"""Models of other libraries, made here: what fits computes the same, and for what does not, every reason is listed."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from tests.quick import one_in
from uniform.messages.errors import UniformError
from uniform.transformers.files.read import load_model
from uniform.transformers.files.write import write_model
from uniform.transformers.importing import calibrate
from uniform.transformers.importing.positions import features_of
from uniform.transformers.importing.read import import_model
from uniform.transformers.model import Transformer
from uniform.transformers.names import groups
from uniform.transformers.reference import run

Arrays = dict[str, Any]

WIDTH, HEADS, LAYERS, SYMBOLS = 6, 2, 2, 4
GPT1: dict[str, Any] = {
    "model_type": "openai-gpt", "n_embd": WIDTH, "n_head": HEADS, "n_layer": LAYERS, "vocab_size": SYMBOLS,
    "afn": "relu", "layer_norm_epsilon": 1e-5,
}  # fmt: skip
GPT2: dict[str, Any] = {
    "model_type": "gpt2", "n_embd": WIDTH, "n_head": HEADS, "n_layer": LAYERS, "vocab_size": SYMBOLS, "n_inner": 5,
    "activation_function": "gelu_new",
}  # fmt: skip


def gpt_arrays(config: dict[str, Any], norms: bool, seed: int = 0) -> Arrays:
    """Random arrays by the names of Hugging Face."""
    rng = np.random.default_rng(seed)
    post = config["model_type"] == "openai-gpt"
    hidden = 4 * WIDTH if post else config["n_inner"]

    def array(*shape: int) -> Any:
        return rng.normal(size=shape).astype(np.float32) * np.float32(0.6)

    tokens, positions = ("tokens_embed", "positions_embed") if post else ("wte", "wpe")
    found = {f"{tokens}.weight": 3 * array(SYMBOLS, WIDTH), f"{positions}.weight": np.zeros((16, WIDTH), np.float32)}
    for index in range(LAYERS):
        for name, rows, columns in (
            ("attn.c_attn", WIDTH, 3 * WIDTH),
            ("attn.c_proj", WIDTH, WIDTH),
            ("mlp.c_fc", WIDTH, hidden),
            ("mlp.c_proj", hidden, WIDTH),
        ):
            found[f"h.{index}.{name}.weight"], found[f"h.{index}.{name}.bias"] = array(rows, columns), array(columns)
        for norm in ("ln_1", "ln_2") if norms else ():
            found[f"h.{index}.{norm}.weight"], found[f"h.{index}.{norm}.bias"] = 1 + array(WIDTH) / 2, array(WIDTH) / 4
    if not post:
        found["ln_f.weight"], found["ln_f.bias"] = 1 + array(WIDTH) / 2, array(WIDTH) / 4
    found["lm_head.weight"] = array(SYMBOLS, WIDTH)
    return found


def gpt_state(config: dict[str, Any], arrays: Arrays, words: Any) -> Any:
    """The last state, in floats, straight from the arrays of Hugging Face."""
    post = config["model_type"] == "openai-gpt"
    n, d = words.shape[1], WIDTH // HEADS
    tokens, positions = ("tokens_embed", "positions_embed") if post else ("wte", "wpe")
    h = arrays[f"{tokens}.weight"][words] + arrays[f"{positions}.weight"][:n]

    def linear(name: str, x: Any) -> Any:
        return x @ arrays[f"{name}.weight"] + arrays[f"{name}.bias"]

    def norm(name: str, x: Any) -> Any:
        y = x - x.mean(axis=-1, keepdims=True)
        y = y / np.sqrt((y**2).mean(axis=-1, keepdims=True) + 1e-5)
        return y * arrays[f"{name}.weight"] + arrays[f"{name}.bias"]

    def activation(x: Any) -> Any:
        if post:
            return np.maximum(x, 0)
        return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))

    for index in range(LAYERS):
        block = f"h.{index}"
        joined = linear(f"{block}.attn.c_attn", h).reshape(len(words), n, 3, HEADS, d)
        q, k, v = (joined[:, :, place].transpose(0, 2, 1, 3) for place in range(3))
        scores = q @ k.transpose(0, 1, 3, 2) / (math.sqrt(d) if config.get("scale_attn_weights", True) else 1)
        scores = scores / (index + 1 if config.get("scale_attn_by_inverse_layer_idx") else 1)
        scores = np.where(np.tril(np.ones((n, n), dtype=bool)), scores, -np.inf)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        averages = (weights / weights.sum(axis=-1, keepdims=True) @ v).transpose(0, 2, 1, 3).reshape(h.shape)
        h = h + linear(f"{block}.attn.c_proj", averages)
        h = norm(f"{block}.ln_1", h) if post else h
        h = h + linear(f"{block}.mlp.c_proj", activation(linear(f"{block}.mlp.c_fc", h)))
        h = norm(f"{block}.ln_2", h) if post else h
    return h if post else norm("ln_f", h)


def save(folder: Path, config: dict[str, Any], arrays: Arrays, prefix: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config))
    own = ("lm_head", "score")
    named = {name if name.startswith(own) else prefix + name: array for name, array in arrays.items()}
    save_file({name: np.ascontiguousarray(array) for name, array in named.items()}, folder / "model.safetensors")
    return folder


WORDS = np.random.default_rng(1).integers(SYMBOLS, size=(60, 7))


@pytest.mark.parametrize(
    ("config", "prefix", "period"),
    one_in(3, [(config, *rest) for config in (GPT1, GPT2) for rest in (("", 0), ("transformer.", 1), ("", 3))]),
    ids=lambda value: value["model_type"] if isinstance(value, dict) else repr(value),
)
def test_a_small_gpt(config: dict[str, Any], prefix: str, period: int, tmp_path: Path) -> None:
    arrays = gpt_arrays(config, norms=config is GPT1)
    if period:
        name = "positions_embed.weight" if config is GPT1 else "wpe.weight"
        rows = np.random.default_rng(2).normal(size=(period, WIDTH)).astype(np.float32)
        arrays[name] = rows[np.arange(16) % period]
    model, report = import_model(save(tmp_path / "small-gpt", config, arrays, prefix))
    assert model.name == "small_gpt"
    assert model.alphabet == ("0", "1", "2", "3")
    assert len(model.layers) == (4 if config is GPT1 else 3)
    assert report.agreement > 0.8
    _require_agreement(model, config, arrays)
    assert "GELU" in str(report) or config is GPT1
    write_model(model, tmp_path / "m.json")
    assert (run(load_model(tmp_path / "m.json").model, WORDS).outputs == run(model, WORDS).outputs).all()


def test_scales_of_scores(tmp_path: Path) -> None:
    config = GPT2 | {"scale_attn_weights": False, "scale_attn_by_inverse_layer_idx": True}
    arrays = gpt_arrays(config, norms=False)
    model, _ = import_model(save(tmp_path / "gpt", config, arrays))
    _require_agreement(model, config, arrays)


def _require_agreement(model: Transformer, config: dict[str, Any], arrays: Arrays) -> None:
    """The same symbols as the original wherever its logits are clearly apart."""
    logits = gpt_state(config, arrays, WORDS) @ arrays["lm_head.weight"].T
    ordered = np.sort(logits, axis=2)
    clear = ordered[:, :, -1] - ordered[:, :, -2] > 0.15
    assert clear.mean() > 0.3
    assert len(np.unique(logits.argmax(axis=2))) > 1
    assert (run(model, WORDS).outputs == logits.argmax(axis=2))[clear].mean() > 0.98


@pytest.mark.parametrize("labels", [1, 2])
def test_a_classifier(labels: int, tmp_path: Path) -> None:
    arrays = gpt_arrays(GPT2, norms=False)
    del arrays["lm_head.weight"]
    arrays["score.weight"] = np.random.default_rng(3).normal(size=(labels, WIDTH)).astype(np.float32)
    model, _ = import_model(save(tmp_path / "gpt", GPT2, arrays))
    scores = gpt_state(GPT2, arrays, WORDS)[:, -1] @ arrays["score.weight"].T
    difference = scores[:, 0] if labels == 1 else scores[:, 1] - scores[:, 0]
    clear = np.abs(difference) > 0.15
    assert (model.output.kind, model.output.position) == ("class", "last")
    assert 0 < (difference >= 0).mean() < 1
    assert (run(model, WORDS).outputs == (difference >= 0))[clear].all()


def test_formats_have_one_bit_more_than_random_words_need(tmp_path: Path) -> None:
    model, _ = import_model(save(tmp_path / "gpt", GPT1, gpt_arrays(GPT1, norms=True)))
    seen = {"state": 0.0, "key": 0.0, "score": 0.0}
    rng = np.random.default_rng(0)
    for n in calibrate.LENGTHS:
        kept = run(model, rng.integers(SYMBOLS, size=(calibrate.WORDS, n)), keep=True).groups
        for group in groups(model):
            code = "state" if group.code == "hidden" else group.code
            if code in seen:
                largest = np.abs(kept[group.name]).max(initial=0) / getattr(model.at(n), code).one
                seen[code] = max(seen[code], float(largest))
    for code, largest in seen.items():
        integer = getattr(model.precision, code).integer  # bits before the point, with the sign and the spare bit
        assert integer >= 3
        assert largest < 1.02 * 2 ** (integer - 2)
        assert integer == 3 or largest > 0.98 * 2 ** (integer - 3)


def test_tied_weights_and_names_of_symbols(tmp_path: Path) -> None:
    arrays = gpt_arrays(GPT1, norms=True)
    del arrays["lm_head.weight"]
    arrays["h.0.attn.bias"] = np.ones((1, 1, 16, 16), np.float32)
    folder = save(tmp_path / "gpt", GPT1, arrays)
    (folder / "vocab.json").write_text(json.dumps({"b": 1, "a": 0, "<end>": 3, "c": 2}))
    model, _ = import_model(folder)
    assert model.alphabet == ("a", "b", "c", "<end>")
    assert np.array_equal(model.output.readout.weights, model.embed)


def refused(folder: Path, code: str) -> str:
    with pytest.raises(UniformError) as caught:
        import_model(folder)
    assert caught.value.diagnostics[0].code == code
    return str(caught.value)


def edited(**changes: Any) -> Callable[[dict[str, Any], Arrays], None]:
    return lambda config, arrays: config.update(changes)


def array_is(name: str, array: Any) -> Callable[[dict[str, Any], Arrays], None]:
    return lambda config, arrays: arrays.update({name: np.asarray(array, np.float32)})


WRONG: list[tuple[Callable[[dict[str, Any], Arrays], Any], str]] = [
    (array_is("wpe.weight", np.arange(96).reshape(16, 6)), "`wpe.weight`: a learned table of absolute positions"),
    (array_is("h.0.ln_1.weight", np.ones(6)), "`h.0.ln_1`: this layer norm is beside the residual"),
    (edited(activation_function="silu"), "the activation 'silu' is not supported"),
    (edited(activation_function=["relu"]), "the activation ['relu'] is not supported"),
    (edited(n_head=4), "4 heads do not divide a width of 6"),
    (edited(n_layer=3), "`h.2.attn.c_attn.weight`: this array is missing"),
    (edited(n_layer=1), "`h.1.attn.c_attn.bias`, `h.1.attn.c_attn.weight`, `h.1.attn.c_proj.bias` and 5 more"),
    (edited(n_layer="2"), "`n_layer`: this field is not"),
    (edited(n_embd=None), "`n_embd`: this field is missing"),
    (edited(n_inner=7), "`h.0.mlp.c_fc.weight`, `h.1.mlp.c_fc.weight`: has shape (6, 5)"),
    (edited(n_inner=10**7), "`h.0.mlp.c_fc.weight`: has shape (6, 5)"),
    (edited(vocab_size=9), "`wte.weight`: has shape (4, 6)"),
    (edited(model_type="llama"), "the model type 'llama' is not supported"),
    (edited(model_type=None), "the model type None is not supported"),
    (edited(model_type=["x "] * 1000), "'x ', 'x... is not supported"),
    (edited(model_type=["gpt2"]), "the model type ['gpt2'] is not supported"),
    (array_is("score.weight", np.ones((3, 6))), "a classifier with 3 labels"),
    (array_is("h.0.crossattention.c_attn.weight", np.ones(3)), "this array belongs to nothing that is supported"),
    (lambda config, arrays: arrays.pop("h.1.mlp.c_fc.bias"), "`h.1.mlp.c_fc.bias`: this array is missing"),
    (
        lambda config, arrays: arrays.update({"ln_f.bias": np.ones(6, bool)}),
        "`ln_f.bias`: has numbers of type BOOL",
    ),
]


@pytest.mark.parametrize(("edit", "words"), WRONG, ids=[words for _, words in WRONG])
def test_what_does_not_fit(edit: Callable[[dict[str, Any], Arrays], Any], words: str, tmp_path: Path) -> None:
    config, arrays = dict(GPT2), gpt_arrays(GPT2, norms=False)
    edit(config, arrays)
    assert words in refused(save(tmp_path / "gpt", config, arrays), "U922")


def test_everything_that_does_not_fit_is_listed_at_once(tmp_path: Path) -> None:
    arrays = gpt_arrays(GPT2, norms=True)
    arrays["wpe.weight"] = np.random.default_rng(0).normal(size=(16, 6)).astype(np.float32)
    message = refused(save(tmp_path / "gpt", GPT2 | {"activation_function": "silu"}, arrays), "U922")
    assert message.count("error[U922]") == 3
    assert "`h.0.ln_1`, `h.0.ln_2`, `h.1.ln_1` and 1 more" in message


def test_numbers_that_are_not_finite(tmp_path: Path) -> None:
    arrays = gpt_arrays(GPT2, norms=False)
    arrays["h.0.mlp.c_fc.bias"][2] = np.nan
    assert "`h.0.mlp.c_fc.bias[2]` is nan" in refused(save(tmp_path / "gpt", GPT2, arrays), "U906")
    arrays["h.0.mlp.c_fc.bias"][2] = 1e30
    assert "`layer1.up.bias[2]` is 1e+30" in refused(save(tmp_path / "gpt", GPT2, arrays), "U907")


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_a_table_of_positions_that_is_not_finite(number: float, tmp_path: Path) -> None:
    """It equals no table, not even 0, and must not be taken for one."""
    arrays = gpt_arrays(GPT2, norms=False)
    arrays["wpe.weight"] = np.zeros((16, 6), np.float32)
    arrays["wpe.weight"][3:, 2] = number
    assert f"`wpe.weight[3,2]` is {number}" in refused(save(tmp_path / "gpt", GPT2, arrays), "U906")


def test_numbers_that_become_infinite(tmp_path: Path) -> None:
    arrays: Arrays = gpt_arrays(GPT2, norms=False)
    del arrays["lm_head.weight"]
    arrays["score.weight"] = np.array([[1.7e308] * 6, [-1.7e308] * 6])
    assert "`readout[0,0]` is -inf" in refused(save(tmp_path / "gpt", GPT2, arrays), "U906")


def test_a_vocabulary_that_is_a_pipe_or_not_text(tmp_path: Path) -> None:
    """Symbols are then called by their numbers."""
    folder = save(tmp_path / "gpt", GPT2, gpt_arrays(GPT2, norms=False))
    (folder / "vocab.json").unlink(missing_ok=True)
    os.mkfifo(folder / "vocab.json")
    assert import_model(folder)[0].alphabet == ("0", "1", "2", "3")
    (folder / "vocab.json").unlink()
    (folder / "vocab.json").write_text('{"\\ud800": 0, "b": 1, "c": 2, "d": 3}')
    assert import_model(folder)[0].alphabet == ("0", "1", "2", "3")


def test_folders_that_are_not_models(tmp_path: Path) -> None:
    assert "has no config.json" in refused(tmp_path, "U923")
    (tmp_path / "config.json").write_text("[]")
    assert "has no arrays" not in refused(tmp_path, "U923")
    (tmp_path / "config.json").write_text(json.dumps(GPT2))
    assert "has no arrays" in refused(tmp_path, "U923")
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    assert "safe_serialization=True" in refused(tmp_path, "U923")
    (tmp_path / "model.safetensors").write_bytes(b"hello")
    refused(tmp_path, "U909")
    (tmp_path / "config.json").write_text("{")
    refused(tmp_path, "U901")


def test_a_model_that_is_too_large(tmp_path: Path) -> None:
    folder = save(tmp_path / "gpt", GPT2, gpt_arrays(GPT2, norms=False))
    np.savez_compressed(folder / "model.npz", big=np.zeros((4000, 3000), np.int8))
    (folder / "model.safetensors").unlink()
    assert "model.npz has 12000000 numbers" in refused(folder, "U922")


def test_tables_of_positions() -> None:
    table = np.zeros((8, 2))
    assert features_of(table, {0, 1}) is not None
    table[:, 0] = np.arange(8)
    assert features_of(table, {0, 1}) is None
    found = features_of(table, {1})
    assert found is not None
    assert (found[0], found[1].shape) == ((), (0, 2))
    table[:, 0] = [5, 6, 7, 5, 6, 7, 5, 6]
    found = features_of(table, {0})
    assert found is not None
    assert [feature.values for feature in found[0]] == [(0, 1, 0), (0, 0, 1), (1, 0, 0)]
    assert found[1][:, 0].tolist() == [5, 6, 7]
