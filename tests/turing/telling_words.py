"""Long words for the hand-written machines: such as are accepted by them, and such as differ a little from those."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random


def telling_word(name: str, random: Random) -> str:
    """A word of some dozens of symbols that says something about the machine of this name."""
    return _WORDS[name](random)


def nearby(word: str, alphabet: str, random: Random) -> list[str]:
    """The word with one symbol changed, one lost, one doubled, and two neighbors exchanged."""
    if len(word) < 2:
        return []
    at = random.randrange(len(word) - 1)
    return [
        word[:at] + random.choice(alphabet) + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ]


def _balanced(random: Random, kinds: tuple[str, ...], pairs: int) -> str:
    if pairs == 0:
        return ""
    inside = random.randrange(pairs)
    opening, closing = random.choice(kinds)
    return opening + _balanced(random, kinds, inside) + closing + _balanced(random, kinds, pairs - 1 - inside)


def _palindrome(random: Random) -> str:
    half = _digits(random, 20)
    return half + random.choice(("", "0", "1")) + half[::-1]


def _digits(random: Random, most: int) -> str:
    return "".join(random.choice("01") for _ in range(random.randint(0, most)))


def _pair(random: Random, between: str) -> str:
    first = _digits(random, 12)
    return first + between + random.choice((_digits(random, 12), first))


def _multiple(random: Random) -> str:
    k = random.randint(0, 6)
    return "1" * k + "#" + "1" * (k * random.randint(0, 5))


def _product(random: Random) -> str:
    a, b = random.randint(0, 6), random.randint(0, 6)
    return "#".join(("1" * a, "1" * b, "1" * (a * b)))


def _graph(random: Random) -> str:
    """A path through some nodes from the first to the last, the other lists at random."""
    nodes = random.randint(1, 9)
    successors = [random.randint(0, nodes + 1) for _ in range(nodes)]
    path = [1, *random.sample(range(2, nodes), random.randint(0, max(0, nodes - 2)) // 2), nodes]
    for node, following in pairwise(path):
        successors[node - 1] = following
    return "".join("1" * successor + "#" for successor in successors)


def _thirds(random: Random) -> str:
    m = random.randint(0, 12)
    return "a" * m + "b" * m + "c" * m


_WORDS: dict[str, Callable[[Random], str]] = {
    "count_ones": lambda random: _digits(random, 60),
    "dyck1_machine": lambda random: _balanced(random, ("()",), random.randint(0, 20)),
    "dyck2": lambda random: _balanced(random, ("()", "[]"), random.randint(0, 20)),
    "dyck2_stack": lambda random: _balanced(random, ("()", "[]"), random.randint(0, 20)),
    "anbncn": _thirds,
    "palindromes": _palindrome,
    "palindromes_copy": _palindrome,
    "binary_addition": lambda random: _pair(random, "+"),
    "binary_less": lambda random: _pair(random, "<"),
    "divides": _multiple,
    "prime": lambda random: "1" * random.choice((2, 3, 5, 7, 23, 31, 37, 41, 43, 47, 53)),
    "unary_multiplication": _product,
    "functional_path": _graph,
    "parity_chain": lambda random: "1" * random.randint(1, 40),
    "divides_to_path": _multiple,
}
