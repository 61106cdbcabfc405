"""Random words of some dozens of symbols that the hand-written machines are likely to accept.

A random word is hardly ever a palindrome or a product. So tests with long words start from these and change a little.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random


def ones(random: Random) -> str:
    """1^n."""
    return "1" * random.randint(1, 40)


def digits(random: Random) -> str:
    """Binary digits."""
    return _digits(random, 60)


def prime(random: Random) -> str:
    """1^n for a prime n."""
    return "1" * random.choice((2, 3, 5, 7, 23, 31, 37, 41, 43, 47, 53))


def palindrome(random: Random) -> str:
    """A palindrome of zeros and ones."""
    half = _digits(random, 20)
    return half + random.choice(("", "0", "1")) + half[::-1]


def one_kind_of_brackets(random: Random) -> str:
    """Balanced brackets ( and )."""
    return _balanced(random, ("()",), random.randint(0, 20))


def two_kinds_of_brackets(random: Random) -> str:
    """Balanced brackets ( and ), [ and ]."""
    return _balanced(random, ("()", "[]"), random.randint(0, 20))


def thirds(random: Random) -> str:
    """a^m b^m c^m."""
    m = random.randint(0, 12)
    return "a" * m + "b" * m + "c" * m


def two_summands(random: Random) -> str:
    """a+b in binary, often a = b."""
    return _pair(random, "+")


def comparison(random: Random) -> str:
    """a<b in binary, often a = b."""
    return _pair(random, "<")


def multiple(random: Random) -> str:
    """1^k#1^n where k divides n."""
    k = random.randint(0, 6)
    return "1" * k + "#" + "1" * (k * random.randint(0, 5))


def product(random: Random) -> str:
    """1^a#1^b#1^c where a*b = c."""
    a, b = random.randint(0, 6), random.randint(0, 6)
    return "#".join(("1" * a, "1" * b, "1" * (a * b)))


def graph(random: Random) -> str:
    """A graph with a path through some nodes from the first to the last; the other successors are random."""
    nodes = random.randint(1, 9)
    successors = [random.randint(0, nodes + 1) for _ in range(nodes)]
    path = [1, *random.sample(range(2, nodes), random.randint(0, max(0, nodes - 2)) // 2), nodes]
    for node, following in pairwise(path):
        successors[node - 1] = following
    return "".join("1" * successor + "#" for successor in successors)


def _digits(random: Random, limit: int) -> str:
    return "".join(random.choice("01") for _ in range(random.randint(0, limit)))


def _pair(random: Random, between: str) -> str:
    first = _digits(random, 12)
    return first + between + random.choice((_digits(random, 12), first))


def _balanced(random: Random, kinds: tuple[str, ...], pairs: int) -> str:
    if pairs == 0:
        return ""
    inside = random.randrange(pairs)
    kind = random.choice(kinds)
    return kind[0] + _balanced(random, kinds, inside) + kind[1] + _balanced(random, kinds, pairs - 1 - inside)
