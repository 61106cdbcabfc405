"""The one table of hand-written machines: what each computes, in Python, and which words need all its cells.

A machine's claim of cells is in its file and holds for every word. It is the worst case over the words of length
n >= 1, and ``tight(n)`` is one that meets it with equality; of some machines all words do. A specification maps a
word to True or False, or to what a transducer prints (None when it rejects).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Verdict = bool | str | None


@dataclass(frozen=True, slots=True)
class MachineEntry:
    """One hand-written machine, ``machines/NAME/NAME.tm``."""

    name: str
    summary: str
    alphabet: str  # the symbols of its words
    specification: Callable[[str], Verdict]
    tight: Callable[[int], str]  # n -> a word of length n that visits as many cells as claimed
    every: bool = False  # whether every word of length n >= 1 visits as many; otherwise that is the worst case

    @property
    def path(self) -> str:
        """The file, below the folder of the shipped library."""
        return f"{self.name}/{self.name}.tm"


def entries() -> tuple[MachineEntry, ...]:
    """Every hand-written machine, in teaching order."""
    return _ENTRIES


def _same_backwards(word: str) -> bool:
    return word == word[::-1]


def _anbncn(word: str) -> bool:
    third = len(word) // 3
    return word == "a" * third + "b" * third + "c" * third


def _balanced(word: str) -> bool:
    while True:
        shorter = word.replace("()", "").replace("[]", "")
        if shorter == word:
            return word == ""
        word = shorter


def _divides(word: str) -> bool:
    match = re.fullmatch(r"(1*)#(1*)", word)
    if match is None:
        return False
    k, n = len(match[1]), len(match[2])
    return n == 0 if k == 0 else n % k == 0


def _prime(word: str) -> bool:
    n = len(word)
    return n >= 2 and all(n % d for d in range(2, n))


def _product(word: str) -> bool:
    match = re.fullmatch(r"(1*)#(1*)#(1*)", word)
    return match is not None and len(match[1]) * len(match[2]) == len(match[3])


def _path(word: str) -> bool:
    if not word.endswith("#"):
        return False
    successors = [len(block) for block in word[:-1].split("#")]
    node = 1
    for _ in successors:
        if node == len(successors):
            return True
        node = successors[node - 1]
        if not 1 <= node <= len(successors):
            return False
    return False


def _graph(word: str) -> str | None:
    match = re.fullmatch(r"(1*)#(1*)", word)
    if match is None:
        return None
    k, n = len(match[1]), len(match[2])
    return "".join("1" * (i + k) * (i + k <= n + 1) + "#" for i in range(1, n + 2))


def _parity_chain(word: str) -> str | None:
    n = len(word)
    if n == 0:
        return None  # a family begins at n = 1
    lines = [f"circuit parity_chain {n}", " ".join(["input", *(f"x[{i}]" for i in range(1, n + 1))])]
    lines.append("p[1] = COPY x[1]")
    lines += [f"p[{i}] = XOR p[{i - 1}] x[{i}]" for i in range(2, n + 1)]
    return "\n".join([*lines, f"y = COPY p[{n}]", "output y", ""])


def _value(digits: str) -> int:
    return int(digits or "0", 2)


def _sum(word: str) -> str | None:
    match = re.fullmatch(r"([01]*)\+([01]*)", word)
    if match is None:
        return None
    width = max(len(match[1]), len(match[2]))
    total = _value(match[1]) + _value(match[2])
    return "".join(str(total >> place & 1) for place in range(width)) + "1" * (total >> width)


def _less(word: str) -> bool:
    match = re.fullmatch(r"([01]*)<([01]*)", word)
    return match is not None and _value(match[1]) < _value(match[2])


_ENTRIES = (
    MachineEntry("count_ones", "a binary counter: the number of ones", "01", lambda word: True, lambda n: "1" * n),
    MachineEntry("dyck1_machine", "balanced brackets, one counter", "()", _balanced, lambda n: "(" * n),
    MachineEntry("dyck2", "balanced brackets of two kinds, no stack", "()[]", _balanced, lambda n: "(" * n),
    MachineEntry("dyck2_stack", "the same with a stack: linear space", "()[]", _balanced, lambda n: "(" * n),
    MachineEntry("anbncn", "a^m b^m c^m with one counter", "abc", _anbncn, lambda n: "a" * n),
    MachineEntry("palindromes", "palindromes, two positions", "01", _same_backwards, lambda n: "0" * n, every=True),
    MachineEntry(
        "palindromes_copy",
        "palindromes with a copy: linear space",
        "01",
        _same_backwards,
        lambda n: "0" * n,
        every=True,
    ),
    MachineEntry("binary_addition", "prints a+b, low digit first", "01+", _sum, lambda n: "1" * (n - 1) + "+"),
    MachineEntry("binary_less", "is a<b, in binary?", "01<", _less, lambda n: "1" * (n - 1) + "<"),
    MachineEntry("divides", "1^k#1^n: does k divide n?", "1#", _divides, lambda n: "1" * (n - 1) + "#", every=True),
    MachineEntry("prime", "1^n: is n prime?", "1", _prime, lambda n: "1" * n, every=True),
    MachineEntry("unary_multiplication", "1^a#1^b#1^c: is a*b = c?", "1#", _product, lambda n: "1" * n, every=True),
    MachineEntry("functional_path", "path in a graph of out-degree one", "1#", _path, lambda n: "#" * n),
    MachineEntry(
        "parity_chain", "prints the family parity_chain, by hand", "1", _parity_chain, lambda n: "1" * n, every=True
    ),
    MachineEntry(
        "divides_to_path", "reduces divides to functional_path", "1#", _graph, lambda n: "1" * (n - 1) + "#", every=True
    ),
)
