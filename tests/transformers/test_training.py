"""Training: exact tasks, the same model for the same seed, a float model equal to the reference, no half files."""

from __future__ import annotations

import importlib.util
import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.transformers.models import random_model
from uniform.cli import INTERRUPTED, main
from uniform.transformers.files.outline import read_outline
from uniform.transformers.files.read import load_model
from uniform.transformers.files.write import arrays_of, description_of
from uniform.transformers.formats import Fixed, LogBits, Precision
from uniform.transformers.model import Activation, Feature, Mask, OutputKind
from uniform.transformers.reference import run
from uniform.transformers.training import extra
from uniform.transformers.training.tasks import TASKS, Task, task_named

Capture = pytest.CaptureFixture[str]
NEEDS_TORCH = pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs the extra `train`")

ANSWERS: dict[str, tuple[tuple[str, str | bool], ...]] = {
    "majority": (("0", False), ("1", True), ("01", False), ("110", True), ("0101", False)),
    "first_is_last": (("a", True), ("ab", False), ("aba", True), ("abb", False)),
    "dyck1_prefix": (("(", True), (")", False), ("()", True), ("(()", True), ("())(", False), ("()()", True)),
    "contains_ab": (("a", False), ("ab", True), ("ba", False), ("bbaa", False), ("baab", True)),
    "even_length": (("0", False), ("01", True), ("111", False)),
    "majority_symbol": (("a", True), ("ab", False), ("abb", True), ("abc", False), ("ccab", False), ("cacbc", True)),
    "sort": (("a", "a"), ("cab", "abc"), ("bcba", "abbc")),
    "reverse": (("a", "a"), ("ab", "ba"), ("abb", "bba")),
}


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_specifications(task: Task) -> None:
    for word, answer in ANSWERS[task.name]:
        expected = [task.alphabet.index(symbol) for symbol in answer] if isinstance(answer, str) else int(answer)
        assert task.answers(_numbers(task, word)).tolist() == [expected]


def test_dyck_prefixes_are_those_of_balanced_words() -> None:
    task = task_named("dyck1_prefix")
    balanced = {"".join(word) for word in product("()", repeat=8) if _is_balanced("".join(word))}
    prefixes = {word[:4] for word in balanced}
    for letters in product("()", repeat=4):
        word = "".join(letters)
        assert task.answers(_numbers(task, word))[0] == (word in prefixes)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_words_are_balanced(task: Task) -> None:
    rng = np.random.default_rng(0)
    for n in (1, 2, 7, 32):
        words = task.words(rng, 300, n)
        assert words.shape == (300, n)
        assert set(np.unique(words)) == set(range(len(task.alphabet)))
        if task.output == "class" and n > 2 and task.name != "even_length":
            assert 0.3 < task.answers(words).mean() < 0.7


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_the_description_of_a_task_can_be_read(task: Task) -> None:
    from uniform.transformers.files.read import make_model

    outline = task.outline("a.npz")
    zeros = {name: np.zeros(shape) for name, shape in outline.shapes().items()}
    model = make_model(outline, zeros, "a", "a").model
    again = read_outline(description_of(model, "a.npz"), "a")
    assert again.shapes() == outline.shapes()


# ---------------------------------------------------------------- the command


def call(capture: Capture, *words: str) -> tuple[int, str, str]:
    capture.readouterr()
    status = main(list(words))
    captured = capture.readouterr()
    return status, captured.out, captured.err


def test_the_list(capfd: Capture) -> None:
    status, out, _ = call(capfd, "train", "--list")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == [task.name for task in TASKS]
    rows = json.loads(call(capfd, "train", "--list", "--json")[1])
    assert [row["name"] for row in rows] == [task.name for task in TASKS]


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        ((), "U701", "which task?"),
        (("majority",), "U701", "pass -o"),
        (("majority", "-o", "m.txt"), "U710", "a model is written as .json, not `m.txt`"),
        (("majorty", "-o", "m.json"), "U920", "did you mean `majority`?"),
        (("chess", "-o", "m.json"), "U920", "uniform train --list"),
        (("majority", "-o", "m.json", "--steps", "0"), "U702", "is not in 1..1000000"),
        (("majority", "-o", "m.json", "--steps", "10^7"), "U702", "is not in 1..1000000"),
        (("majority", "-o", "m.json", "--seed", "x"), "U702", "--seed"),
    ],
)
def test_bad_usage(
    words: tuple[str, ...], code: str, text: str, capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = call(capfd, "train", *words)
    assert (status, out) == (2, "")
    assert f"error[{code}]" in err
    assert text in err
    assert not list(tmp_path.iterdir())


def test_without_torch(capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(extra, "find_spec", lambda name: None)
    status, out, err = call(capfd, "train", "majority", "-o", "m.json")
    assert (status, out) == (2, "")
    assert "error[U921]: training needs PyTorch" in err
    assert "pip install 'uniform-circuits[train]'" in err
    assert not list(tmp_path.iterdir())


@NEEDS_TORCH
def test_a_folder_that_is_not_there(capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found before the training."""
    from uniform.transformers.training import train as training

    monkeypatch.setattr(training, "train", _interrupted)
    status, _, err = call(capfd, "train", "majority", "-o", str(tmp_path / "none" / "m.json"))
    assert status == 2
    assert "error[U705]" in err


@NEEDS_TORCH
def test_an_interrupted_training_leaves_no_file(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from uniform.transformers.training import train as training

    monkeypatch.setattr(training, "train", _interrupted)
    status, out, err = call(capfd, "train", "majority", "-o", str(tmp_path / "m.json"))
    assert (status, out) == (INTERRUPTED, "")
    assert "no file was written" in err
    assert not list(tmp_path.iterdir())


@NEEDS_TORCH
@pytest.mark.slow
def test_the_same_seed_gives_the_same_files(capfd: Capture, tmp_path: Path, small_report: None) -> None:
    for name, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        path = str(tmp_path / name / "m.json")
        Path(path).parent.mkdir()
        status, out, err = call(capfd, "train", "dyck1_prefix", "-o", path, "--seed", seed, "--steps", "4")
        assert status == 0
        assert "dyck1_prefix: 2 layers, 2 heads, width 8, 16 hidden units, causal mask" in out
        assert f"seed {seed}, 4 steps" in out
        assert "parameters" in err
    first, second, third = ((tmp_path / name / "m.npz").read_bytes() for name in "abc")
    assert first == second != third
    model = load_model(tmp_path / "a" / "m.json").model
    assert model.alphabet == ("(", ")")
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["m.json", "m.npz"]


@NEEDS_TORCH
@pytest.mark.slow
def test_the_report_as_json_counts_steps(capfd: Capture, tmp_path: Path, small_report: None) -> None:
    from uniform.transformers.training.train import train

    out = call(capfd, "train", "sort", "-o", str(tmp_path / "m.json"), "--steps", "2", "--json")[1]
    report = json.loads(out)
    assert (report["task"], report["seed"], report["steps"]) == ("sort", 0, 2)
    assert [row["n"] for row in report["rows"]] == ["1..3", "5"]
    seen: list[int] = []
    train(task_named("sort"), "m", steps=3, progress=seen.append)
    assert seen == [1, 2, 3]


# ---------------------------------------------------------------- the float model

FINE = Precision(
    state=Fixed(LogBits(1, 24), 8),
    key=Fixed(LogBits(0, 20), 8),
    score=Fixed(LogBits(0, 4), 8),
    weight=LogBits(1, 24),
    parameter=Fixed(LogBits(0, 3), 5),
)
"""States so fine that the reference and a float model compute nearly the same."""


@NEEDS_TORCH
@pytest.mark.parametrize("mask", ["full", "causal"])
@pytest.mark.parametrize("output", ["class", "next-token"])
@pytest.mark.parametrize("activation", ["relu", "gelu", None])
@pytest.mark.parametrize("norm", [False, True])
def test_the_float_model_agrees_with_the_reference(
    mask: Mask, output: OutputKind, activation: Activation | None, norm: bool
) -> None:
    import torch

    from uniform.transformers.training import network

    features = (*map(Feature, ("one", "fraction", "inverse", "first", "last")), Feature("periodic", (8, -3)))
    model = random_model(
        7, symbols=3, layers=2, width=4, heads=(2, 2), mask=mask, norm=norm, output=output, activation=activation,
        features=features, precision=FINE,
    )  # fmt: skip
    outline = read_outline(description_of(model, "a.npz"), "a")
    one = FINE.at(1).parameter.one
    scaled = tuple(type(f)(f.kind, tuple(value / one for value in f.values)) for f in outline.features)
    outline = _replaced(outline, features=scaled)
    parameters = {name: torch.tensor(array / one) for name, array in arrays_of(model).items()}
    for n in (1, 2, 5):
        words = np.random.default_rng(n).integers(3, size=(50, n))
        for rounding in (False, True):
            found = network.logits(outline, parameters, words, rounding)
            clear = _margin(found.numpy()) > 0.2
            assert clear.mean() > 0.5
            assert (network.outputs(found) == run(model, words).outputs)[clear].all()


@NEEDS_TORCH
def test_rounding_passes_gradients_through() -> None:
    from uniform.transformers.training import network

    outline = task_named("dyck1_prefix").outline("a.npz")
    parameters = network.initial(outline, np.random.default_rng(0))
    words = np.random.default_rng(1).integers(2, size=(20, 6))
    used = network.rounded(parameters, outline)
    network.loss(network.logits(outline, used, words, True), words[:, 0]).backward()
    assert all(bool(each.grad.abs().sum() > 0) for name, each in parameters.items() if not name.endswith("key.bias"))
    for name, each in used.items():
        numbers = each.detach().numpy() * 32
        assert (numbers == np.round(numbers)).all(), name


# ---------------------------------------------------------------- helpers


@pytest.fixture
def small_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports on fewer and shorter words."""
    from uniform.transformers.training import train as training

    monkeypatch.setattr(training, "lengths", lambda longest: (range(1, 4), range(5, 6)))
    monkeypatch.setattr(training, "MEASURED_WORDS", 20)


def _numbers(task: Task, word: str) -> np.ndarray:
    return np.array([[task.alphabet.index(symbol) for symbol in word]])


def _is_balanced(word: str) -> bool:
    while "()" in word:
        word = word.replace("()", "")
    return word == ""


def _interrupted(*args: Any, **options: Any) -> None:
    raise KeyboardInterrupt


def _replaced(outline: Any, **changes: Any) -> Any:
    import dataclasses

    return dataclasses.replace(outline, **changes)


def _margin(found: np.ndarray) -> np.ndarray:
    """How clear a decision is."""
    if found.ndim == 1:
        return np.abs(found)
    ordered = np.sort(found, axis=2)
    return ordered[:, :, -1] - ordered[:, :, -2]
