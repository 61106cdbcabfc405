"""The tasks: for each an exact specification, a source of balanced words, and the form of the model that learns it.

A word is a list of symbols, numbers below the size of the alphabet. A specification is plain Python: for a task of kind
``class`` it returns whether the word is accepted, 0 or 1, for one of kind ``next-token`` a symbol for each position.
Random words would make most tasks trivial (nearly all of them contain ``ab``), so the words of a task come from a
sampler of its own, in which both answers, and words near the border between them, are common.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.nearest import find_nearest
from uniform.transformers import specifications
from uniform.transformers.files.outline import FeatureOutline, HeadOutline, LayerOutline, Outline
from uniform.transformers.formats import Fixed, LogBits, Precision
from uniform.transformers.model import FeatureKind, Mask, OutputKind

Generator = np.random.Generator

PRECISION = Precision(
    state=Fixed(LogBits(1, 2), 4),
    key=Fixed(LogBits(0, 4), 4),
    score=Fixed(LogBits(0, 3), 5),
    weight=LogBits(1, 1),
    parameter=Fixed(LogBits(0, 5), 8),
)
"""States of bits(n) + 6 bits, keys and scores of 8, attention weights of bits(n) + 1, parameters of 13."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of the model that learns a task."""

    layers: int
    heads: int
    width: int  # of a state; heads have width // heads columns
    hidden: int
    mask: Mask
    features: tuple[FeatureOutline, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A function of words, and how a transformer learns it."""

    name: str
    summary: str
    alphabet: tuple[str, ...]
    output: OutputKind  # a class is read at the last position
    specification: Callable[[Sequence[int]], int | list[int]]
    sample: Callable[[Generator, int, int], np.ndarray]  # random words: how many, of how many symbols
    shape: Shape
    steps: int  # that are usually enough
    rate: float = 5e-3  # of learning, at the start
    longest: int = 32  # words for training have 1..longest symbols

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled and copied by its name: its functions cannot be pickled."""
        return task_named, (self.name,)

    def words(self, rng: Generator, count: int, n: int) -> np.ndarray:
        """Random words, (count, n)."""
        return self.sample(rng, count, n)

    def answers(self, words: np.ndarray) -> np.ndarray:
        """The right outputs: (words,) of 0 and 1, or (words, n) of symbols, as ``reference.run`` gives them."""
        return np.array([self.specification(word) for word in words.tolist()], dtype=np.int64)

    def outline(self, arrays: str) -> Outline:
        """The description of the model, whose arrays will be in the file ``arrays``."""
        shape = self.shape
        head = HeadOutline("softmax", shape.mask, shape.width // shape.heads)
        layer = LayerOutline((head,) * shape.heads, norm=False, activation="relu", hidden=shape.hidden)
        return Outline(
            self.alphabet,
            shape.width,
            PRECISION,
            shape.features,
            (layer,) * shape.layers,
            self.output,
            "last" if self.output == "class" else None,
            arrays,
        )


# ---------------------------------------------------------------- words


def _one_by_one(word: Callable[[Generator, int], Sequence[int]]) -> Callable[[Generator, int, int], np.ndarray]:
    """Words from a sampler of one word of n symbols."""
    return lambda rng, count, n: np.array([word(rng, n) for _ in range(count)], dtype=np.int64)


def _uniform(symbols: int) -> Callable[[Generator, int], Sequence[int]]:
    return lambda rng, n: rng.integers(symbols, size=n).tolist()


def _around_a_tie(rng: Generator, n: int) -> int:
    """A count of at most n: half the time within two of n/2, else any."""
    return int(rng.integers(n + 1) if rng.random() < 0.5 else np.clip(n // 2 + rng.integers(-1, 3), 0, n))


def _bits(rng: Generator, n: int) -> Sequence[int]:
    ones = _around_a_tie(rng, n)
    word: list[int] = rng.permutation([1] * ones + [0] * (n - ones)).tolist()
    return word


def _three_symbols(rng: Generator, n: int) -> Sequence[int]:
    """One symbol occurs about n/2 times, or any number of times; the others share the rest by chance."""
    count, chosen = _around_a_tie(rng, n), int(rng.integers(3))
    others = (chosen + rng.integers(1, 3, size=n - count)) % 3
    word: list[int] = rng.permutation([chosen] * count + others.tolist()).tolist()
    return word


def _walks(rng: Generator, count: int, n: int) -> np.ndarray:
    """Random walks that turn at depth 0; two thirds of the words may step below it, once, after a random point."""
    bias = 0.45 + 0.2 * rng.random(count)
    broken_from = np.where(rng.random(count) < 2 / 3, rng.integers(n, size=count), n)
    depth, floor = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    words = np.zeros((count, n), dtype=np.int64)
    for place in range(n):
        at_floor = depth == floor
        breaks = at_floor & (place >= broken_from) & (floor == 0)
        closes = breaks | (~at_floor & (rng.random(count) < bias))
        floor[breaks] = -1
        depth += 1 - 2 * closes
        words[:, place] = closes
    return words


def _few_changes(rng: Generator, n: int) -> Sequence[int]:
    """Some 1's, then 0's, and half the time one or two symbols are changed; a quarter of the words are random."""
    if rng.random() < 0.25:
        return _uniform(2)(rng, n)
    ones = int(rng.integers(n + 1))
    word = [1] * ones + [0] * (n - ones)
    if rng.random() < 0.5:
        for place in rng.integers(n, size=rng.integers(1, 3)):
            word[place] ^= 1
    return word


# ---------------------------------------------------------------- the table


def _features(*kinds: FeatureKind, period: tuple[float, ...] = ()) -> tuple[FeatureOutline, ...]:
    plain = tuple(FeatureOutline(kind, ()) for kind in kinds)
    return (*plain, FeatureOutline("periodic", period)) if period else plain


_PLAIN = _features("one", "fraction", "inverse", "first")

TASKS: tuple[Task, ...] = (
    Task(
        "majority",
        "more than half of the bits are 1",
        ("0", "1"),
        "class",
        specifications.majority,
        _one_by_one(_bits),
        Shape(1, 1, 4, 8, "full", _PLAIN),
        3000,
    ),
    Task(
        "first_is_last",
        "the first symbol is also the last",
        ("a", "b"),
        "class",
        specifications.first_is_last,
        _one_by_one(_uniform(2)),
        Shape(1, 2, 8, 8, "full", _PLAIN),
        3000,
    ),
    Task(
        "dyck1_prefix",
        "no prefix closes more parentheses than it opens",
        ("(", ")"),
        "class",
        specifications.dyck1_prefix,
        _walks,
        Shape(2, 2, 8, 16, "causal", _PLAIN),
        4000,
        rate=1e-2,
    ),
    Task(
        "contains_ab",
        "some a is followed at once by a b",
        ("a", "b"),
        "class",
        specifications.contains_ab,
        _one_by_one(_few_changes),
        Shape(2, 2, 8, 16, "causal", _PLAIN),
        4000,
        rate=1e-2,
    ),
    Task(
        "even_length",
        "the length is even",
        ("0", "1"),
        "class",
        specifications.even_length,
        _one_by_one(_uniform(2)),
        Shape(1, 1, 4, 8, "full", _features("one", "fraction", period=(1.0, -1.0))),
        1000,
    ),
    Task(
        "majority_symbol",
        "some symbol occurs more than half the time",
        ("a", "b", "c"),
        "class",
        specifications.majority_symbol,
        _one_by_one(_three_symbols),
        Shape(1, 1, 8, 16, "full", _PLAIN),
        3000,
    ),
    Task(
        "sort",
        "the symbols in ascending order, one at each position",
        ("a", "b", "c"),
        "next-token",
        specifications.in_order,
        _one_by_one(_three_symbols),
        Shape(1, 1, 8, 16, "full", _PLAIN),
        3000,
    ),
    Task(
        "reverse",
        "the symbols from right to left, one at each position",
        ("a", "b"),
        "next-token",
        specifications.reverse,
        _one_by_one(_uniform(2)),
        Shape(2, 2, 16, 32, "full", _features("one", "fraction", "inverse", "first", "last")),
        3000,
        rate=1e-2,
        longest=8,
    ),
)


def task_named(name: str) -> Task:
    """The task of this name. Raises UniformError (U920) if there is none."""
    for task in TASKS:
        if task.name == name:
            return task
    near = find_nearest(name, [task.name for task in TASKS])
    hint = f"did you mean `{near}`?" if near else "`uniform train --list` shows the tasks"
    raise UniformError(Diagnostic("U920", f"there is no task `{name}`", help=hint))
