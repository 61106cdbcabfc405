"""Transformers whose states are floats: a program that looks functions up in tables, against a few lines of Python.

``floats.gen`` has two layers of two heads. Here is the same model: a float is a pattern of 2q bits, exponent, magnitude
and sign, and stands for an integer, its multiple of the smallest positive float.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from tests.quick import one_in
from uniform.arguments.texts import read_source
from uniform.circuits.circuit import Circuit
from uniform.circuits.values.evaluate import evaluate
from uniform.language.pipeline import Generator, load

PROGRAM = Path(__file__).with_name("floats.gen")
Q = 2
ONE = 1 << (1 << Q - 1)


def integer(pattern: int, q: int = Q) -> int:
    exponent, magnitude, sign = pattern % (1 << q), (pattern >> q) % (1 << q - 1), pattern >> 2 * q - 1
    return (-1) ** sign * (magnitude << exponent)


@cache
def pattern(number: int, q: int = Q) -> int:
    """The closest float that is not farther from 0. Of several patterns, the one with the smallest exponent."""
    sign = -1 if number < 0 else 1
    fitting = [x for x in range(1 << 2 * q) if x == 0 or 0 < sign * integer(x, q) <= abs(number)]
    return max(fitting, key=lambda x: (abs(integer(x, q)), -(x % (1 << q))))


def quotient(a: int, b: int) -> int:
    """Rounded toward zero; 0 for a divisor 0."""
    return 0 if b == 0 else (1 if a * b > 0 else -1) * (abs(a) // abs(b))


def average(scores: list[int], states: list[int]) -> int:
    """From patterns to a pattern: each sum, product and quotient is one float."""
    total = integer(pattern(sum(map(integer, scores))))
    terms = []
    for score, state in zip(scores, states, strict=True):
        share = integer(pattern(quotient(integer(score) * ONE, total)))
        terms.append(pattern(quotient(share * integer(state), ONE)))
    return pattern(sum(map(integer, terms)))


def states(word: tuple[int, ...], layers: int = 2) -> list[list[int]]:
    """The states before the first layer and after each."""
    h = [pattern(ONE if symbol else -2 * ONE) for symbol in word]
    found = [h]
    for _ in range(layers):
        after = []
        for mine in h:
            alike = [pattern(4 * ONE if mine >> 2 * Q - 1 == other >> 2 * Q - 1 else ONE) for other in h]
            larger = [pattern(max(abs(integer(other)), ONE // 2)) for other in h]
            between = pattern(integer(average(alike, h)) + integer(mine))
            after.append(pattern(integer(average(larger, h)) + integer(between)))
        found.append(h := after)
    return found


@cache
def program() -> Generator:
    return load(read_source(PROGRAM))


def values(circuit: Circuit, name: str, words: list[tuple[int, ...]]) -> list[int]:
    """The float that four gates hold, on each word."""
    ids = [circuit.addresses.find(f"{name}[{bit}]") for bit in range(2 * Q)]
    assert None not in ids
    bits = evaluate(replace(circuit, outputs=np.array(ids, dtype=np.int64)), np.array(words, dtype=np.bool_))
    return [int(sum(int(value) << bit for bit, value in enumerate(row))) for row in bits]


def test_floats() -> None:
    """q = 2: 0, 1, 2, 4, 8 and their negatives; q = 3, as computed by hand."""
    assert [integer(x) for x in range(16)] == [0, 0, 0, 0, 1, 2, 4, 8, 0, 0, 0, 0, -1, -2, -4, -8]
    assert [pattern(z) for z in (0, 1, 3, 4, 9, -1, -7, -100)] == [0, 4, 5, 6, 7, 12, 14, 15]
    assert [pattern(z, 3) for z in (3, 4, 5, 7, 12, 100, 384, 1000, -5)] == [24, 17, 17, 25, 26, 29, 31, 31, 49]


@pytest.mark.slow
@pytest.mark.parametrize("n", one_in(3, (2, 1, 3), 1))
def test_every_state_is_the_models(n: int) -> None:
    words = list(product((0, 1), repeat=n))
    circuit = program().circuit(n)
    models = [states(word) for word in words]
    for i in range(n):
        assert values(circuit, f"h[{i + 1}].y", words) == [found[0][i] for found in models]
        for layer in (1, 2):
            assert values(circuit, f"layer[{layer}].next[{i + 1}].y", words) == [found[layer][i] for found in models]
    assert len({str(found[2]) for found in models}) > 1


@pytest.mark.slow
@pytest.mark.parametrize("n", one_in(4, (2, 1, 3, 4), 1))
def test_the_output(n: int) -> None:
    words = list(product((0, 1), repeat=n))
    circuit = program().circuit(n)
    y = evaluate(circuit, np.array(words, dtype=np.bool_))[:, 0]
    assert y.astype(int).tolist() == [1 - (states(word)[2][-1] >> 2 * Q - 1) for word in words]


@pytest.mark.slow
def test_the_machine_prints_it() -> None:
    family = load(read_source(PROGRAM), {"layers": 1})
    assert b"".join(family.stream(1, "machine")) == b"".join(family.stream(1))
