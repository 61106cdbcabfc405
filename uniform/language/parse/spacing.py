"""The spaces between the tokens of a line, in canonical layout: see ``format``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lark import Token

from uniform.circuits.gates import Kind

_KINDS = frozenset(kind.name for kind in Kind)
_TIGHT_BEFORE = frozenset({")", "]", ",", ";", ".", "..", "*", "^"})
_TIGHT_AFTER = frozenset({"(", "[", ".", "..", "*", "^"})

# What ends a number on its left or right; a number beside ``..`` is the end of a range.
_ENDS = frozenset(
    {"COMMA", "SEMICOLON", "IN", "FOR", "IF", "BY", "DOWNTO", "TIMES", "PRINTS", "STORES", "AND_WORD", "OR_WORD"}
    | {"NOT_WORD", "EQUAL", "NOT_EQUAL", "LESS", "AT_MOST", "GREATER", "AT_LEAST", "DOTS", "WHILE", "ELIF", "GIVES"}
)


def spaces_before(tokens: Sequence[Token]) -> list[int]:
    """How many spaces come before each token of a line, 0 or 1; 0 for the first."""
    close, unary = _close_signs(tokens)
    found = [0]
    for place in range(1, len(tokens)):
        left, right = tokens[place - 1], tokens[place]
        found.append(int(not (place - 1 in unary or _is_tight(left, right, place, close))))
    return found


def _is_tight(left: Token, right: Token, place: int, close: frozenset[int]) -> bool:
    if right in _TIGHT_BEFORE or left in _TIGHT_AFTER:
        return True
    if right in ("(", "[") and (left.type == "NAME" or (left.type in _KINDS and right == "(")):
        return True
    return place in close or place - 1 in close


@dataclass(slots=True)
class _Group:
    """The tokens inside one pair of brackets, or outside all brackets."""

    compact: bool  # whether sums are written without spaces here
    signs: list[int]  # places of + and - of the number being read
    words: bool  # whether that number has a div or mod
    range_end: bool  # whether it is next to ``..``


def _close_signs(tokens: Sequence[Token]) -> tuple[frozenset[int], frozenset[int]]:
    """The places of each ``+`` and ``-`` without spaces around it, and of the signs of table entries."""
    close: set[int] = set()
    unary: set[int] = set()
    groups = [_Group(False, [], False, False)]

    def end_number(by_dots: bool) -> None:
        group = groups[-1]
        if (group.compact or group.range_end or by_dots) and not group.words:
            close.update(group.signs)
        group.signs, group.words, group.range_end = [], False, by_dots

    for place, token in enumerate(tokens):
        if token in ("(", "["):
            called = place > 0 and (tokens[place - 1].type == "NAME" or tokens[place - 1].type in _KINDS)
            compact = groups[-1].compact or groups[-1].range_end if token == "(" and called else True
            groups.append(_Group(compact, [], False, False))
        elif token in (")", "]"):
            end_number(False)
            groups.pop()
        elif token.type in _ENDS:
            end_number(token.type == "DOTS")
        elif token.type == "MINUS" and tokens[place - 1] in ("[", ","):
            unary.add(place)
        elif token.type in ("PLUS", "MINUS"):
            groups[-1].signs.append(place)
        elif token.type in ("DIV_WORD", "MOD_WORD"):
            groups[-1].words = True
    end_number(False)
    return frozenset(close), frozenset(unary)
