"""Differences that only matter modulo some m, for the message when one goes below zero: found in the text around them.

``modulus_around`` climbs from a place in the text outward: through sums, products and parentheses, which preserve
remainders, up to a `mod`. It gives up at anything else: a call, an index, a quotient, an exponent, or a number that is
subtracted (adding m to it might go below zero). It reads only a part of one line, since each wire of a long line may
have a difference; for the same reason, the uses of a name are searched for in short texts only.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[A-Za-z_]\w*|[0-9]+|\.\.|:=|<-|[<>!]=|[^\s\w]")
_REACH = 200  # characters of a line, on either side of a difference
_MAX_TEXT = 20_000  # characters of a text that is searched for uses of a name
_NAMED = re.compile(r" *(?P<let>let +)?(?P<name>\w+) *(?(let)=|<-) *")
_NO_CODE = re.compile(r"#[^\n]*|\"[^\"\n]*\"")
_BEFORE = ("if", "elif", "while", "and", "or", "not", "times", "in", "by", "downto", "div", "mod", "let")  # no calls
_OPENING, _CLOSING = ("(", "["), (")", "]")

Place = tuple[int, int]
"""Where a text begins and ends."""


def modulus_around(text: str, place: Place) -> str | None:
    """The m of ``(... difference ...) mod m``, as written; None if the difference is not under a `mod`.

    >>> text = "let w = (a + (i - k)*3) mod 2^q + bits(i - k) mod 7"
    >>> modulus_around(text, (14, 19)), modulus_around(text, (39, 44))
    ('2^q', None)
    """
    start = max(text.rfind("\n", max(0, place[0] - _REACH), place[0]) + 1, place[0] - _REACH)
    line = text[start : place[1] + _REACH].partition("\n")[0].partition("#")[0]
    if "mod" not in line:
        return None
    tokens = [(found.start() + start, found.end() + start) for found in _TOKEN.finditer(line)]
    inside = [number for number, token in enumerate(tokens) if token[0] >= place[0] and token[1] <= place[1]]
    if not inside:
        return None
    words = [text[begin:end] for begin, end in tokens]
    first, last = inside[0], inside[-1]
    while True:
        before, after = _word(words, first - 1), _word(words, last + 1)
        if before in ("^", "div", "mod", "-") or after in ("^", "div"):
            return None
        while after == "*":
            last = _atom_end(words, last + 2)
            after = _word(words, last + 1)
        if after == "mod":
            operand = _atom_end(words, last + 2)
            if _word(words, operand + 1) == "^":
                operand = _atom_end(words, operand + 2)
            if operand >= len(tokens) or tokens[operand][1] >= place[1] + _REACH:  # perhaps cut
                return None
            return text[tokens[last + 2][0] : tokens[operand][1]]
        if after == "div":
            return None
        opened, closed = _parentheses(words, first)
        called = re.match(r"\w", _word(words, opened - 1)) and _word(words, opened - 1) not in _BEFORE
        if opened < 0 or called or words[opened] != "(":
            return None
        first, last = opened, closed


def modulus_of_uses(text: str, place: Place) -> str | None:
    """The m if the text at a place is the whole value of a `let` or of a stored counter, and every use of that name is
    under `mod m`; empty if m differs between uses, is a counter, or is declared further down.

    >>> text = "let d = i - k\\ny := XOR(x times d*3 mod m)"
    >>> modulus_of_uses(text, (8, 13)), modulus_of_uses(text + "\\nlet e = d", (8, 13))
    ('m', None)
    """
    if len(text) > _MAX_TEXT:
        return None
    found = _NAMED.fullmatch(text[text.rfind("\n", 0, place[0]) + 1 : place[0]])
    if found is None or text[place[1] :].partition("\n")[0].partition("#")[0].strip():
        return None
    code = _NO_CODE.sub(lambda cut: " " * len(cut[0]), text)
    moduli = []
    for use in re.finditer(rf"\b{found['name']}\b", code):
        line = code[code.rfind("\n", 0, use.start()) + 1 : use.start()]
        stored = not line.strip() and re.match(r" *<-", code[use.end() :])
        if stored or line.split()[:1] == ["counter"] or (found["let"] and use.start() < place[1]):
            continue
        modulus = modulus_around(code, use.span())
        if modulus is None:
            return None
        moduli.append(modulus)
    if not moduli:
        return None
    modulus = moduli[0]
    unsure = re.findall(r"\b(?:let|for) +(\w+)", code[place[1] :])
    unsure += re.findall(r"\w+", " ".join(re.findall(r"^ *counter (.*)", code, re.MULTILINE)))
    sure = len(set(moduli)) == 1 and not any(
        word in unsure for word in re.findall(r"[A-Za-z_]\w*", modulus) if word != "n"
    )
    return modulus if sure else ""


def _word(words: list[str], number: int) -> str:
    return words[number] if 0 <= number < len(words) else ""


def _atom_end(words: list[str], number: int) -> int:
    """The last token of the operand that begins at ``number``: a literal, a name, a call or parentheses."""
    if re.match(r"\w", _word(words, number)) and _word(words, number + 1) == "(":
        number += 1
    if _word(words, number) != "(":
        return number
    depth = 0
    for place in range(number, len(words)):
        depth += (words[place] in _OPENING) - (words[place] in _CLOSING)
        if depth == 0:
            return place
    return len(words)


def _parentheses(words: list[str], first: int) -> Place:
    """The innermost brackets around the token at ``first``; -1 if there are none."""
    depth = 0
    for opened in range(first - 1, -1, -1):
        depth += (words[opened] in _CLOSING) - (words[opened] in _OPENING)
        if depth < 0:
            closed = _atom_end(words, opened) if words[opened] == "(" else len(words)
            return (opened, closed) if closed < len(words) else (-1, -1)
    return -1, -1
