"""The reference: states worked out on paper, Python integers beside int64, and what masks and outputs mean."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from tests.transformers.models import ATTENTIONS, MASKS, grid, random_model, small_model, varied
from uniform.transformers import reference
from uniform.transformers.model import Attention, Mask, Transformer
from uniform.transformers.names import groups
from uniform.transformers.reference import run

KNOWN_STATES: list[tuple[Attention, Mask, str, list[list[int]]]] = [
    ("softmax", "full", "010", [[3, 5], [-4, 9], [0, 5]]),
    ("softmax", "causal", "010", [[2, 7], [-5, 8], [0, 5]]),
    ("average-hard", "full", "010", [[3, 5], [-4, 9], [0, 5]]),
    ("leftmost-hard", "full", "010", [[2, 7], [-5, 11], [-1, 7]]),
    ("softmax", "full", "110", [[-2, 7], [-5, 7], [0, 3]]),
]
MODELS = grid() | varied()


@pytest.mark.parametrize(("attention", "mask", "word", "states"), KNOWN_STATES)
def test_final_states(attention: Attention, mask: Mask, word: str, states: list[list[int]]) -> None:
    found = run(small_model(attention, mask), [[int(symbol) for symbol in word]], keep=True)
    assert found.groups["layer[1].state"].tolist() == [states]


@pytest.mark.parametrize("name", MODELS)
def test_every_group_is_kept_in_its_shape(name: str) -> None:
    model, n = MODELS[name], 3
    found = run(model, [[0] * n, [len(model.alphabet) - 1] * n], keep=True)
    assert list(found.groups) == [group.name for group in groups(model)]
    for group in groups(model):
        values = found.groups[group.name]
        second = {"column": (n, values.shape[-1]), "position": (n, n), "token": (n,), "nothing": (n,)}[group.over]
        assert values.shape == ((2,) if group.name == "y" else (2, *second))


@pytest.mark.parametrize("name", MODELS)
def test_python_integers_agree_with_int64(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 8 bytes, and with numbers of any length, as the reference takes where 8 bytes may not be enough."""
    model, words = MODELS[name], list(product(range(len(MODELS[name].alphabet)), repeat=3))
    narrow = run(model, words, keep=True)
    monkeypatch.setattr(reference, "largest", lambda model, n: 1 << 62)
    wide = run(model, words, keep=True)
    assert narrow.outputs.tolist() == wide.outputs.tolist()
    for group, values in narrow.groups.items():
        assert values.tolist() == wide.groups[group].tolist(), group


@pytest.mark.parametrize("attention", ATTENTIONS)
def test_a_causal_model_ignores_what_follows(attention: Attention) -> None:
    model = random_model(3, symbols=3, attention=attention, mask="causal", output="next-token", layers=2)
    words = np.random.default_rng(0).integers(0, 3, (50, 6))
    changed = np.concatenate([words[:, :4], words[::-1, 4:]], axis=1)
    assert (run(model, words).outputs[:, :4] == run(model, changed).outputs[:, :4]).all()
    assert (run(model, words).outputs != run(model, changed).outputs).any()


@pytest.mark.parametrize("mask", MASKS)
def test_many_words_are_run_in_pieces(mask: Mask, monkeypatch: pytest.MonkeyPatch) -> None:
    words = np.random.default_rng(1).integers(0, 2, (37, 5))
    model = random_model(5, mask=mask)
    at_once = run(model, words).outputs
    monkeypatch.setattr(reference, "_CHUNK", 5 * 5 * 4)
    assert run(model, words).outputs.tolist() == at_once.tolist()
    assert run(model, words[:0]).outputs.tolist() == []


def test_attention_on_paper() -> None:
    """Scores, leaders and weights of each pair by the definitions, one number at a time."""
    for attention in ATTENTIONS:
        for mask in MASKS:
            model = small_model(attention, mask)
            _check_attention(model, run(model, [[0, 1, 1, 0]], keep=True).groups)


def _check_attention(model: Transformer, kept: dict[str, reference.Numbers]) -> None:
    head, n = model.layers[0].heads[0], 4
    q, k, v, score, average = (
        kept[f"layer[1].head[1].{name}"][0].tolist() for name in ("query", "key", "value", "score", "average")
    )
    for i in range(n):
        mask = range(i + 1 if head.mask == "causal" else n)
        exact = [sum(a * b for a, b in zip(q[i], k[j], strict=True)) for j in mask]
        assert score[i][: len(mask)] == [max(-32, min(31, (e + 2) // 4)) for e in exact]  # 2 kf - fs = 2
        best = max(score[i][j] for j in mask)
        if head.attention == "leftmost-hard":
            weights = [int(j == score[i][: len(mask)].index(best)) for j in mask]
        elif head.attention == "average-hard":
            weights = [int(score[i][j] == best) for j in mask]
        else:
            weights = [round(15 * 2 ** ((score[i][j] - best) / 4) + 1e-9) for j in mask]  # bits(4) + 1 = 4 bits
        for c in range(2):
            exact_sum, total = sum(weights[j] * v[j][c] for j in mask), sum(weights)
            assert average[i][c] == (2 * exact_sum + total) // (2 * total)
