"""Input vectors for trying circuits: all of them, or structured and seeded random ones, packed in blocks.

A *block* is a pair: packed words (inputs, w), as ``evaluate_words`` takes them, and the number of vectors in it. The
bits beyond that number mean nothing.

Random bits alone miss the typical errors of arithmetic circuits: long carries, equal operands, extreme thresholds. So
half of the samples are structured: all zeros, all ones, single ones, single zeros, prefixes of ones, and, for each
input array on its own, one of zeros, ones, lowest bit, highest bit, every second bit. The other half is random, with
densities 1/2, 1/4, 3/4, 1/16 and 15/16.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from uniform.circuits.address_tables import addresses_of
from uniform.circuits.circuit import Circuit
from uniform.circuits.values.evaluate import pack

Block = tuple[NDArray[np.uint64], int]

_BLOCK_WORDS = 1 << 14  # at most this many words for one input
_BLOCK_SIZE = 1 << 22  # about this many words for all inputs
_LAST_INDICES = re.compile(r"\[[0-9,]*\]$")


def arrays(circuit: Circuit, ids: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """The arrays in a list of ids, as (name, length): consecutive addresses with the same name before their indices.

    >>> from uniform.circuits.builder import CircuitBuilder
    >>> b = CircuitBuilder("sum", 2)
    >>> _ = b.inputs("a", range(3)), b.inputs("b", range(2)), b.input("c")
    >>> arrays(b.build([]), range(6))
    (('a', 3), ('b', 2), ('c', 1))
    """
    found: list[tuple[str, int]] = []
    for address in addresses_of(circuit.addresses, ids):
        name = _LAST_INDICES.sub("", address)
        if found and found[-1][0] == name and name != address:
            found[-1] = (name, found[-1][1] + 1)
        else:
            found.append((name, 1))
    return tuple(found)


def all_blocks(inputs: int) -> Iterator[Block]:
    """All 2^inputs vectors: input i of vector v is binary digit i of v."""
    patterns = [sum(1 << v for v in range(64) if v >> i & 1) for i in range(6)]
    total = 1 << max(0, inputs - 6)
    size = min(total, _BLOCK_WORDS)
    for start in range(0, total, size):
        numbers = np.arange(start, start + size, dtype=np.uint64)
        words = np.empty((inputs, size), dtype=np.uint64)
        for i in range(inputs):
            if i < 6:
                words[i] = patterns[i]
            else:
                words[i] = np.uint64(0) - (numbers >> np.uint64(i - 6) & np.uint64(1))
        yield words, min(1 << inputs, 64 * size)


def sample_blocks(lengths: Sequence[int], samples: int, seed: int) -> Iterator[Block]:
    """At least ``samples`` vectors, a multiple of 64, for inputs that are arrays of these ``lengths``.

    The same arguments give the same vectors. Memory: about 64 MB, or one word for each input.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    inputs = sum(lengths)
    words = (samples + 63) // 64
    structured = words // 2
    vectors = _structured(lengths, 64 * structured, random)
    for _ in range(structured):
        yield pack(np.array(list(islice(vectors, 64)))), 64
    step = max(1, min(_BLOCK_WORDS, _BLOCK_SIZE // max(1, inputs)))
    for start in range(structured, words, step):
        size = min(step, words - start)
        block = np.empty((inputs, size), dtype=np.uint64)
        for place in range(size):
            block[:, place] = _random_words(inputs, start + place - structured, random)
        yield block, 64 * size


def _random_words(inputs: int, turn: int, random: np.random.Generator) -> NDArray[np.uint64]:
    """A word for each input, its bits 1 with probability 1/2, 1/4, 3/4, 1/16 or 15/16 in turn."""

    def words() -> NDArray[np.uint64]:
        return random.integers(0, 2**64, inputs, dtype=np.uint64)

    match turn % 5:
        case 0:
            return words()
        case 1:
            return words() & words()
        case 2:
            return words() | words()
        case 3:
            return words() & words() & words() & words()
        case _:
            return words() | words() | words() | words()


def _structured(lengths: Sequence[int], count: int, random: np.random.Generator) -> Iterator[NDArray[np.bool_]]:
    """``count`` vectors (inputs,): extremes first, then a random pattern for each array."""
    inputs = sum(lengths)
    produced = 0
    for vector in islice(_extremes(inputs, count // 2), count):
        produced += 1
        yield vector
    for _ in range(count - produced):
        parts = [np.zeros(0, dtype=np.bool_), *(_array_pattern(length, random) for length in lengths)]
        yield np.concatenate(parts)


def _extremes(inputs: int, count: int) -> Iterator[NDArray[np.bool_]]:
    """All zeros, all ones, then single ones, single zeros and prefixes evenly spaced; about ``count`` in all."""
    zeros = np.zeros(inputs, dtype=np.bool_)
    yield zeros
    yield ~zeros
    for place in np.unique(np.linspace(0, max(0, inputs - 1), max(1, count // 3)).astype(np.int64)).tolist():
        if place >= inputs:
            return
        single, prefix = zeros.copy(), zeros.copy()
        single[place] = True
        prefix[:place] = True
        yield single
        yield ~single
        yield prefix


def _array_pattern(length: int, random: np.random.Generator) -> NDArray[np.bool_]:
    bits = np.zeros(length, dtype=np.bool_)
    match int(random.integers(6)):
        case 0:
            return bits
        case 1:
            return ~bits
        case 2:
            bits[:1] = True
        case 3:
            bits[-1:] = True
        case 4:
            bits[::2] = True
        case _:
            bits[1::2] = True
    return bits
