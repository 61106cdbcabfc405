"""Input vectors: all of them once, and samples that hold what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.compare.samples import all_blocks, arrays, sample_blocks
from uniform.circuits.values.evaluate import unpack


@pytest.mark.parametrize("inputs", [0, 1, 5, 6, 7, 16])
def test_every_vector_once_in_order(inputs: int) -> None:
    blocks = [unpack(words, count) for words, count in all_blocks(inputs)]
    vectors = np.concatenate(blocks)
    assert vectors.shape == (2**inputs, inputs)
    assert (vectors @ (1 << np.arange(inputs)) == np.arange(2**inputs)).all()


def test_blocks_of_many_vectors_follow_one_another() -> None:
    blocks = list(all_blocks(21))
    assert len(blocks) == 2
    assert sum(count for _, count in blocks) == 2**21
    assert not unpack(blocks[0][0], 2**20)[:, 20].any()
    assert unpack(blocks[1][0], 2**20)[:, 20].all()


def sampled(lengths: list[int], samples: int, seed: int = 0) -> np.ndarray:
    return np.concatenate([unpack(words, count) for words, count in sample_blocks(lengths, samples, seed)])


def test_samples_hold_the_extremes() -> None:
    rows = {tuple(row) for row in sampled([20, 10], 1024).tolist()}
    for i in range(30):
        assert tuple(j == i for j in range(30)) in rows
        assert tuple(j != i for j in range(30)) in rows
        assert tuple(j < i for j in range(30)) in rows
    assert (False,) * 30 in rows
    assert (True,) * 30 in rows
    assert (True,) + (False,) * 19 + (True,) * 10 in rows  # 1 in one array, ones in the other: the longest carry


def test_samples_are_as_many_as_asked_and_repeatable() -> None:
    first = sampled([3, 4], 1000, 7)
    assert first.shape == (1024, 7)
    assert (first == sampled([3, 4], 1000, 7)).all()
    assert (first != sampled([3, 4], 1000, 8)).any()
    assert sampled([], 10).shape == (64, 0)
    assert sampled([5], 1).shape == (64, 5)


def test_random_samples_come_in_several_densities() -> None:
    densities = sampled([2000], 64 * 20)[64 * 10 :].reshape(10, 64, 2000).mean(axis=(1, 2))
    assert np.allclose(densities, [1 / 2, 1 / 4, 3 / 4, 1 / 16, 15 / 16] * 2, atol=0.01)


def test_arrays_of_addresses() -> None:
    b = CircuitBuilder("f", 1)
    names = ["a[0]", "a[1]", "m[0,0]", "m[0,1]", "p[1].q[0]", "p[1].q[1]", "p[2].q[0]", "c", "d", "a[2]"]
    ids = [b.input(name) for name in names]
    found = arrays(b.build([]), ids)
    assert found == (("a", 2), ("m", 2), ("p[1].q", 2), ("p[2].q", 1), ("c", 1), ("d", 1), ("a", 1))
