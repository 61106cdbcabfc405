"""What the shipped models compute, in plain Python: a word as numbers, position by position, to a class or a symbol for
each position."""

from __future__ import annotations

from collections.abc import Sequence


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
