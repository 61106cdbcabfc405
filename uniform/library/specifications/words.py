"""What the hand-written machines do on a word: True or False; for a transducer its output, or None if it rejects."""

from __future__ import annotations

import re


def anything(word: str) -> bool:
    """Every word is accepted.

    >>> anything("")
    True
    """
    return True


def palindrome(word: str) -> bool:
    """Does the word read the same backwards?

    >>> palindrome("0110"), palindrome("011")
    (True, False)
    """
    return word == word[::-1]


def anbncn(word: str) -> bool:
    """Is the word a^m b^m c^m for some m?

    >>> anbncn("aabbcc"), anbncn("abbc")
    (True, False)
    """
    third = len(word) // 3
    return word == "a" * third + "b" * third + "c" * third


def balanced(word: str) -> bool:
    """Are the brackets, of one kind or two, balanced?

    >>> balanced("([])()"), balanced("([)]")
    (True, False)
    """
    while True:
        shorter = word.replace("()", "").replace("[]", "")
        if shorter == word:
            return word == ""
        word = shorter


def divides(word: str) -> bool:
    """1^k#1^n: does k divide n? 0 divides only 0.

    >>> divides("11#1111"), divides("11#111")
    (True, False)
    """
    match = re.fullmatch(r"(1*)#(1*)", word)
    if match is None:
        return False
    k, n = len(match[1]), len(match[2])
    return n == 0 if k == 0 else n % k == 0


def prime(word: str) -> bool:
    """Is the number of symbols prime?

    >>> [n for n in range(12) if prime("1" * n)]
    [2, 3, 5, 7, 11]
    """
    n = len(word)
    return n >= 2 and all(n % d for d in range(2, n))


def unary_product(word: str) -> bool:
    """1^a#1^b#1^c: is a*b = c?

    >>> unary_product("11#11#1111"), unary_product("11#1#1")
    (True, False)
    """
    match = re.fullmatch(r"(1*)#(1*)#(1*)", word)
    return match is not None and len(match[1]) * len(match[2]) == len(match[3])


def functional_path(word: str) -> bool:
    """Blocks 1^s#, one for each node from 1 on: s is its successor. Does a path lead from the first node to the last?

    >>> functional_path("11#111#1#"), functional_path("11#1#1#")
    (True, False)
    """
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


def graph_of_multiples(word: str) -> str | None:
    """1^k#1^n to the graph with nodes 1 .. n + 1 and edges from i to i + k, for ``functional_path``.

    >>> graph_of_multiples("1#11")
    '11#111##'
    """
    match = re.fullmatch(r"(1*)#(1*)", word)
    if match is None:
        return None
    k, n = len(match[1]), len(match[2])
    return "".join("1" * (i + k) * (i + k <= n + 1) + "#" for i in range(1, n + 2))


def parity_chain(word: str) -> str | None:
    """The circuit of ``parity_chain``, where n is the length of the word; families begin at n = 1.

    >>> parity_chain("1")
    'circuit parity_chain 1\\ninput x[1]\\np[1] = COPY x[1]\\ny = COPY p[1]\\noutput y\\n'
    """
    n = len(word)
    if n == 0:
        return None
    lines = [f"circuit parity_chain {n}", " ".join(["input", *(f"x[{i}]" for i in range(1, n + 1))])]
    lines.append("p[1] = COPY x[1]")
    lines += [f"p[{i}] = XOR p[{i - 1}] x[{i}]" for i in range(2, n + 1)]
    return "\n".join([*lines, f"y = COPY p[{n}]", "output y", ""])


def binary_sum(word: str) -> str | None:
    """a+b, high digits first, to the sum, low digit first.

    >>> binary_sum("1011+110")  # 11 + 6 = 17
    '10001'
    """
    match = re.fullmatch(r"([01]*)\+([01]*)", word)
    if match is None:
        return None
    width = max(len(match[1]), len(match[2]))
    total = _value(match[1]) + _value(match[2])
    return "".join(str(total >> place & 1) for place in range(width)) + "1" * (total >> width)


def binary_less(word: str) -> bool:
    """a<b, high digits first: is a less than b?

    >>> binary_less("011<100"), binary_less("1<1")
    (True, False)
    """
    match = re.fullmatch(r"([01]*)<([01]*)", word)
    return match is not None and _value(match[1]) < _value(match[2])


def _value(digits: str) -> int:
    return int(digits or "0", 2)
