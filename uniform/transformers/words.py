"""Words to try a model on: all of them, or structured and seeded random ones.

A *vector* is a word in input bits ``x[i,b]``, position by position, low bit of a symbol first. There may be more codes
than symbols; a code beyond the last symbol means the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from uniform.messages.cuts import cut
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import escape_unprintable
from uniform.transformers.model import Transformer

Vectors = NDArray[np.bool_]  # (v, n * token_bits)
Words = NDArray[np.int64]  # (v, n)

_SHOWN = 60  # characters of a symbol, or of the alphabet


def words_of(model: Transformer, vectors: Vectors) -> Words:
    """The words that vectors mean.

    Cost: 8 bytes for each bit.
    """
    bits = vectors.reshape(len(vectors), -1, model.token_bits).astype(np.int64)
    codes: Words = (bits << np.arange(model.token_bits)).sum(axis=2)
    return np.minimum(codes, len(model.alphabet) - 1)


def vectors_of(model: Transformer, words: Words) -> Vectors:
    """Words, or codes, as vectors."""
    return (words[:, :, None] >> np.arange(model.token_bits) & 1).astype(np.bool_).reshape(len(words), -1)


def text_of(model: Transformer, word: Words) -> str:
    """A word as a person writes it: symbols side by side if each is one character, else separated by spaces.

    Characters that cannot be shown are escaped.
    """
    symbols = [escape_unprintable(model.alphabet[symbol]) for symbol in word.tolist()]
    return ("" if all(len(symbol) == 1 for symbol in model.alphabet) else " ").join(symbols)


def read_word(model: Transformer, text: str) -> list[int]:
    """The symbols of a word, written as by ``text_of``. Raises UniformError for an unknown symbol and an empty word."""
    beside = all(len(symbol) == 1 for symbol in model.alphabet)
    written = list(text) if beside else text.split()
    numbers = {symbol: number for number, symbol in enumerate(model.alphabet)}
    unknown = next((symbol for symbol in written if symbol not in numbers), None)
    if written and unknown is None:
        return [numbers[symbol] for symbol in written]
    message = "a word has at least one symbol"
    if unknown is not None:
        message = f"`{escape_unprintable(cut(unknown, _SHOWN))}` is not a symbol of {model.name}"
    known = escape_unprintable(cut(", ".join(model.alphabet), _SHOWN))
    between = "" if beside else "; write spaces between them"
    raise UniformError(Diagnostic("U709", message, help=f"the symbols are {known}{between}"))


def all_vectors(inputs: int, step: int) -> Iterator[Vectors]:
    """All 2^inputs vectors, in blocks of ``step``."""
    for start in range(0, 1 << inputs, step):
        numbers = np.arange(start, min(start + step, 1 << inputs), dtype=np.int64)
        yield (numbers[:, None] >> np.arange(inputs) & 1).astype(np.bool_)


def sampled_vectors(model: Transformer, n: int, samples: int, seed: int, step: int) -> Iterator[Vectors]:
    """``samples`` vectors in blocks of ``step``; the same arguments give the same ones.

    Each symbol repeated, then one other symbol or a block of another symbol in it; the rest are random, a quarter of
    them with all symbols alike, a quarter with one that is rare, a quarter in runs, and a quarter with all codes.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    words = islice(_words(model, n, samples // 2, random), samples)
    while block := list(islice(words, step)):
        yield vectors_of(model, np.array(block, dtype=np.int64))


def _words(model: Transformer, n: int, structured: int, random: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    symbols = len(model.alphabet)
    yield from islice(_structured(symbols, n, random), structured)
    while True:
        yield random.integers(0, symbols, n)
        yield np.where(random.random(n) < random.random() / 4, random.integers(0, symbols, n), random.integers(symbols))
        yield np.repeat(random.integers(0, symbols, n), random.integers(1, 1 + n // 2 + 1, n))[:n]
        yield random.integers(0, 1 << model.token_bits, n)


def _structured(symbols: int, n: int, random: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    for symbol in range(symbols):
        yield np.full(n, symbol, dtype=np.int64)
    while True:
        one, other = random.integers(0, symbols, 2).tolist()
        word = np.full(n, one, dtype=np.int64)
        start = int(random.integers(n))
        word[start : start + 1 if random.integers(2) else n] = other
        yield word
