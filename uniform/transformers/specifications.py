"""What shipped models and tasks of training compute, in plain Python.

A word as numbers, position by position, goes to a class or to a symbol for each position.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def majority(word: Sequence[int]) -> int:
    """Whether more than half of the symbols are 1.

    >>> majority([1, 0, 1]), majority([1, 0])
    (1, 0)
    """
    return int(2 * sum(word) > len(word))


def first_token(word: Sequence[int]) -> int:
    """The first symbol.

    >>> first_token([1, 0, 0])
    1
    """
    return word[0]


def even_position(word: Sequence[int]) -> int:
    """Whether there is a 1 at an even position; positions count from 1.

    >>> even_position([1, 0, 1, 0]), even_position([0, 1])
    (0, 1)
    """
    return int(1 in word[1::2])


def dyck1_depth(word: Sequence[int]) -> list[int]:
    """For each prefix, 1 if it has more opening (0) than closing (1) brackets, so that one may be closed.

    >>> dyck1_depth([0, 0, 1, 1, 1, 0])
    [1, 1, 1, 0, 0, 0]
    """
    return [int(2 * sum(word[: i + 1]) < i + 1) for i in range(len(word))]


def induction_head(word: Sequence[int]) -> list[int]:
    """For each position, the symbol that followed its symbol the last time before; the symbol itself if there is none.

    >>> induction_head([0, 1, 2, 0, 1, 1])
    [0, 1, 2, 1, 2, 1]
    """
    found = []
    for i, symbol in enumerate(word):
        earlier = [j for j in range(i) if word[j] == symbol]
        found.append(word[earlier[-1] + 1] if earlier else symbol)
    return found


def first_is_last(word: Sequence[int]) -> int:
    """Whether the first symbol is also the last.

    >>> first_is_last([1, 0, 1]), first_is_last([1, 0])
    (1, 0)
    """
    return int(word[0] == word[-1])


def dyck1_prefix(word: Sequence[int]) -> int:
    """Whether no prefix closes (1) more brackets than it opens (0): whether balanced brackets may begin like this.

    >>> dyck1_prefix([0, 0, 1]), dyck1_prefix([0, 1, 1, 0])
    (1, 0)
    """
    depth = 0
    for symbol in word:
        depth += 1 - 2 * symbol
        if depth < 0:
            return 0
    return 1


def contains_ab(word: Sequence[int]) -> int:
    """Whether some 0 is followed at once by a 1.

    >>> contains_ab([1, 0, 1]), contains_ab([1, 0, 0])
    (1, 0)
    """
    return int((0, 1) in pairwise(word))


def even_length(word: Sequence[int]) -> int:
    """Whether the length is even.

    >>> even_length([0, 0]), even_length([0])
    (1, 0)
    """
    return int(len(word) % 2 == 0)


def majority_symbol(word: Sequence[int]) -> int:
    """Whether some symbol occurs more than half the time.

    >>> majority_symbol([2, 0, 2]), majority_symbol([2, 0, 1, 2])
    (1, 0)
    """
    return int(any(2 * list(word).count(symbol) > len(word) for symbol in set(word)))


def in_order(word: Sequence[int]) -> list[int]:
    """The symbols in ascending order.

    >>> in_order([2, 0, 1, 0])
    [0, 0, 1, 2]
    """
    return sorted(word)


def reverse(word: Sequence[int]) -> list[int]:
    """The symbols from right to left.

    >>> reverse([2, 0, 1])
    [1, 0, 2]
    """
    return list(word)[::-1]
