"""The bound on the integers of a run: no number of the reference passes it, and it is not much larger than needed.

Each case makes another step of the model the one with the largest numbers, so a step that the bound forgets is found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from tests.transformers.models import NARROW, random_model
from uniform.transformers import reference
from uniform.transformers.formats import Fixed, LogBits
from uniform.transformers.magnitudes import largest
from uniform.transformers.model import Transformer
from uniform.transformers.reference import run

HUGE = 10**9


class Watched(int):
    """An integer that remembers the largest absolute value of all results of arithmetic."""

    peak = 0

    @classmethod
    def of(cls, value: int) -> Watched:
        cls.peak = max(cls.peak, abs(value))
        return cls(value)

    def __add__(self, other: int) -> Watched:
        return Watched.of(int(self) + int(other))

    def __sub__(self, other: int) -> Watched:
        return Watched.of(int(self) - int(other))

    def __mul__(self, other: int) -> Watched:
        return Watched.of(int(self) * int(other))

    def __floordiv__(self, other: int) -> Watched:
        return Watched.of(int(self) // int(other))

    __radd__, __rmul__ = __add__, __mul__


def _base(**changes: Any) -> Transformer:
    return random_model(3, width=3, heads=(2, 2), symbols=3, zeros=0, output="next-token", **changes)


def _with_huge(choose: Callable[[Transformer], np.ndarray]) -> Transformer:
    model = _base()
    choose(model)[...] *= HUGE
    return model


def _extreme_states(norm_scale: int) -> Transformer:
    """States are as far apart as their format allows, and then normalized."""
    model = _base(norm=True, precision=replace(NARROW, state=Fixed(LogBits(1, 1), 16)))
    model.embed[...] = np.array([[1, -1, 1], [-1, 1, 1], [1, 1, -1]]) * 10**6
    norm = model.layers[0].norm
    assert norm is not None
    norm.scale[...], norm.shift[...] = norm_scale, 0
    return model


def _large_keys() -> Transformer:
    model = _base(precision=replace(NARROW, key=Fixed(LogBits(0, 2), 30)))
    for head in model.layers[0].heads:
        head.query.weights[...] *= HUGE
        head.key.weights[...] *= HUGE
    return model


CASES = {
    "embedding": _with_huge(lambda model: model.embed),
    "position": _with_huge(lambda model: model.position),
    "query": _with_huge(lambda model: model.layers[0].heads[0].query.weights),
    "key": _with_huge(lambda model: model.layers[0].heads[1].key.bias),
    "value": _with_huge(lambda model: model.layers[0].heads[0].value.weights),
    "output": _with_huge(lambda model: model.layers[0].output.weights),
    "up": _with_huge(lambda model: model.layers[0].feed_forward.up.weights),  # type: ignore[union-attr]
    "down": _with_huge(lambda model: model.layers[0].feed_forward.down.weights),  # type: ignore[union-attr]
    "readout": _with_huge(lambda model: model.output.readout.weights),
    "score": _large_keys(),
    "weights": _base(precision=replace(NARROW, weight=LogBits(1, 40))),
    "squares": _extreme_states(1),
    "normed": _extreme_states(HUGE),
}


@pytest.mark.parametrize("name", CASES)
def test_no_number_of_a_run_passes_the_bound(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model, n = CASES[name], 3
    watch = np.frompyfunc(Watched, 1, 1)
    monkeypatch.setattr(reference, "largest", lambda model, n: 1 << 62)  # Python integers
    monkeypatch.setattr(
        reference._Pass, "_numbers", lambda self, values: np.asarray(watch(np.asarray(values)), dtype=object)
    )
    monkeypatch.setattr(Watched, "peak", 0)
    run(model, list(product(range(3), repeat=n)))
    assert Watched.peak <= largest(model, n) < 1000 * Watched.peak
