"""The shipped models: their files are what ``handwritten`` makes, and they compute what their specifications say."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

import uniform as u
from tests.quick import one_in
from tests.transformers import handwritten
from uniform.language.pipeline import load
from uniform.messages.spans import Source
from uniform.transformers.catalog import ShippedModel, find, models
from uniform.transformers.check import check_model
from uniform.transformers.files.outline import outline_json, read_outline
from uniform.transformers.files.write import arrays_of
from uniform.transformers.model import Transformer
from uniform.transformers.opening import load_transformer, open_model
from uniform.transformers.program.write import program_of
from uniform.transformers.reference import run
from uniform.transformers.training.tasks import task_named
from uniform.transformers.words import sampled_vectors, words_of

LONGEST = {2: 10, 3: 6}  # by symbols
BY_HAND = [entry for entry in models() if entry.task is None]
TRAINED = [entry for entry in models() if entry.task is not None]


def _makes(name: str) -> Callable[[], Transformer]:
    return next(make for make in handwritten.MODELS if make.__name__ == name)


@pytest.mark.parametrize("entry", BY_HAND, ids=lambda entry: entry.name)
def test_files_are_up_to_date(entry: ShippedModel) -> None:
    made, loaded = _makes(entry.name)(), open_model(entry.name)
    assert json.loads(entry.file.read_text()) == outline_json(made, f"{entry.name}.npz")
    for array, again in zip(arrays_of(made).values(), arrays_of(loaded.model).values(), strict=True):
        assert array.tolist() == again.tolist()


@pytest.mark.parametrize("entry", models(), ids=lambda entry: entry.name)
def test_files_are_complete(entry: ShippedModel) -> None:
    assert open_model(entry.name).largest_change is None
    assert sorted(path.name for path in entry.file.parent.iterdir()) == [
        "README.md",
        f"{entry.name}.json",
        f"{entry.name}.npz",
    ]


@pytest.mark.parametrize("entry", one_in(2, models()), ids=lambda entry: entry.name)
def test_the_specification_on_all_short_words(entry: ShippedModel) -> None:
    model = load_transformer(entry.name)
    for n in range(1, LONGEST[len(model.alphabet)] + 1):
        words = list(product(range(len(model.alphabet)), repeat=n))
        assert run(model, words).outputs.tolist() == [entry.specification(word) for word in words]


@pytest.mark.parametrize("entry", one_in(4, models(), 1), ids=lambda entry: entry.name)
def test_the_specification_on_long_words(entry: ShippedModel) -> None:
    """And on words that are nearly a tie: half of the symbols each, in any order."""
    model = load_transformer(entry.name)
    random = np.random.default_rng(0)
    for n in (entry.exact_to,) if entry.exact_to else (31, 32, 33, 100, 127, 128):
        ties = [random.permutation(np.arange(n) * len(model.alphabet) // n) for _ in range(50)]
        words = np.concatenate([words_of(model, next(sampled_vectors(model, n, 200, 0, 200))), ties])
        assert run(model, words).outputs.tolist() == [entry.specification(word) for word in words.tolist()]


@pytest.mark.parametrize("entry", one_in(4, models()), ids=lambda entry: entry.name)
def test_circuits(entry: ShippedModel) -> None:
    assert check_model(load_transformer(entry.name), (1, 2), rounds=2, states=True).proved


@pytest.mark.parametrize("entry", TRAINED, ids=lambda entry: entry.name)
def test_trained_models(entry: ShippedModel) -> None:
    """They have the form of their task and its specification, and do what the page reports on words of training."""
    assert entry.task is not None
    task, model = task_named(entry.task), load_transformer(entry.name)
    assert entry.specification is task.specification
    assert read_outline(entry.file.read_text(), "a") == task.outline(f"{entry.name}.npz")
    for n in (20, 32):
        words = task.words(np.random.default_rng(n), 200, n)
        assert (run(model, words).outputs == task.answers(words)).mean() > 0.99


@pytest.mark.slow
def test_the_default_limit_lets_eval_print_a_trained_model_at_64() -> None:
    family = load(Source("m.gen", program_of(load_transformer("trained_majority"))))
    assert [section.outputs is None for section in family.sections(64)][-2:] == [True, False]


def test_names() -> None:
    assert [make.__name__ for make in handwritten.MODELS] == [entry.name for entry in BY_HAND]
    assert find("majority") is models()[0]
    assert find("none") is None
    assert all(6 <= len(entry.summary) <= 70 and not entry.summary.endswith(".") for entry in models())


def test_a_model_has_a_short_repr() -> None:
    assert repr(u.load_transformer("induction_head")) == "Transformer('induction_head', symbols=3, width=12, layers=2)"
