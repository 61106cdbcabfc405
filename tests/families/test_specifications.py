"""The specifications against a second way to say the same, on all small arguments."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from itertools import chain, product
from math import comb
from operator import xor

import pytest

from uniform.library.specifications import (
    arithmetic,
    comparison,
    graphs,
    languages,
    parity,
    selection,
    sorting,
    threshold,
)

Bits = tuple[int, ...]


def number(bits: Bits) -> int:
    """The number with these digits, the low one first."""
    return int("0" + "".join(map(str, reversed(bits))), 2)


ONE_WORD: dict[str, tuple[Callable[[int, int], int], Callable[[Bits], int]]] = {
    "parity": (lambda x, n: parity.parity(x), lambda bits: reduce(xor, bits)),
    "majority": (threshold.majority, lambda bits: int(bits.count(1) > bits.count(0))),
    "threshold_k": (lambda x, n: threshold.threshold_k(x, 3), lambda bits: int(sorted(bits, reverse=True)[2:3] == [1])),
    "exactly_k": (lambda x, n: threshold.exactly_k(x, 1), lambda bits: int(bits.count(1) == 1)),
    "increment": (lambda x, n: arithmetic.increment(x), lambda bits: number(_successor(bits))),
    "heavy_sum": (threshold.heavy_sum, lambda bits: int(sum(i if bit else -i for i, bit in enumerate(bits, 1)) > 0)),
    "sorting": (sorting.sorting, lambda bits: number(tuple(sorted(bits)))),
    "number_of_ones": (lambda x, n: arithmetic.number_of_ones(x), lambda bits: bits.count(1)),
    "sorting_of_words": (
        lambda x, n: sorting.sorting_of_words(x, n // 2) if n % 2 == 0 else 0,
        lambda bits: number(tuple(chain.from_iterable(_pairs_in_order(bits)))) if len(bits) % 2 == 0 else 0,
    ),
    "dyck1": (languages.dyck1, lambda bits: int(_cancelled("".join(map(str, bits))) == "")),
}


def _successor(bits: Bits) -> Bits:
    zero = (*bits, 0).index(0)
    return (*(0 for _ in range(zero)), 1, *(*bits, 0)[zero + 1 :])


def _pairs_in_order(bits: Bits) -> list[Bits]:
    """Pairs of digits, the low one first, from (0, 0) to (1, 1)."""
    pairs = list(zip(bits[0::2], bits[1::2], strict=True))
    return [pair for high in (0, 1) for low in (0, 1) for pair in pairs if pair == (low, high)]


def _cancelled(word: str) -> str:
    while "10" in word:
        word = word.replace("10", "")
    return word


@pytest.mark.parametrize("name", ONE_WORD)
def test_functions_of_one_word(name: str) -> None:
    specification, oracle = ONE_WORD[name]
    for n in range(1, 9):
        for bits in product((0, 1), repeat=n):
            assert specification(number(bits), n) == oracle(bits), bits


def test_balanced_words_are_counted_by_the_catalan_numbers() -> None:
    for n in range(1, 13):
        expected = 0 if n % 2 else comb(n, n // 2) // (n // 2 + 1)
        assert sum(languages.dyck1(x, n) for x in range(2**n)) == expected


def test_functions_of_two_words() -> None:
    for left, right in product(product((0, 1), repeat=4), repeat=2):
        a, b = number(left), number(right)
        columns = [(x, y) for x, y in zip(reversed(left), reversed(right), strict=True) if x != y]
        first = columns[0] if columns else None
        assert comparison.equality(a, b) == int(first is None)
        assert comparison.comparison(a, b) == (int(first == (0, 1)), int(first is None), int(first == (1, 0)))
        assert [selection.selection(a, b, c) for c in (0, 1)] == [a, b]
        assert arithmetic.addition(a, b) == sum(1 << i for i, bit in enumerate(left) if bit) + b
        assert arithmetic.multiplication(a, b) == sum(b << i for i, bit in enumerate(left) if bit)


def test_maximum() -> None:
    for words in product(product((0, 1), repeat=3), repeat=3):
        largest = max(words, key=lambda word: word[::-1])
        assert comparison.maximum(number(tuple(chain.from_iterable(words))), 3) == number(largest)


def test_storage_access() -> None:
    for cells in product((0, 1), repeat=5):
        found = [selection.storage_access(address, number(cells)) for address in range(8)]
        assert found == [*cells, 0, 0, 0]


def test_reachability_by_warshall() -> None:
    n = 3
    for bits in product((0, 1), repeat=n * n):
        closure = [[bool(bits[i * n + j]) or i == j for j in range(n)] for i in range(n)]
        for k, i, j in product(range(n), repeat=3):
            closure[i][j] |= closure[i][k] and closure[k][j]
        assert graphs.reachability(number(bits), n) == number(tuple(int(entry) for row in closure for entry in row))
