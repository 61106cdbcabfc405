"""Operators on digits, such as `i xor 2^q`, `i & 1` and `1 << k`: what to write instead, see ``rows``.

The operators are found by their text, because some are characters that the language does not have. The remedy between
numbers is a formula with the same value, in place of both operands and the sign; if there is none, the message
suggests `bit(a, k)`. In a line that prints, outside of indices, the operators join wires.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from uniform.language.parse.slips.rows import Row
from uniform.language.parse.slips.stuck import Stuck

_SIGNS = {
    **dict.fromkeys(("&", "&&", "and", "AND", "band"), "and"),
    **dict.fromkeys(("|", "||", "or", "OR", "bor"), "or"),
    **dict.fromkeys(("xor", "XOR", "Xor", "^^", "⊕", "⊻", "bxor"), "xor"),
    **dict.fromkeys(("<<", "shl", "sll"), "left"),
    **dict.fromkeys((">>", ">>>", "shr", "srl"), "right"),
    **dict.fromkeys(("~", "!", "¬"), "not"),
    **dict.fromkeys(("%", "rem"), "mod"),
    **dict.fromkeys(("nand", "nor", "xnor", "⊼", "⊽", "↔", "⇔", "≡", "≠"), "gate"),
    **dict.fromkeys(("→", "⇒", "->"), "implies"),
    **dict.fromkeys(("∧", "×", "·"), "and"),
    "∨": "or",
    "'": "prime",
}
_KINDS = {"⊼": "NAND", "⊽": "NOR", "↔": "XNOR", "⇔": "XNOR", "≡": "XNOR", "≠": "XOR"}
_ONLY_GATES = {"→", "⇒", "->", "∧", "∨", "×", "·", "¬", "'"}  # between numbers they have other remedies, or none
_WORDS = (
    "xor",
    "Xor",
    "XOR",
    "bxor",
    "band",
    "bor",
    "shl",
    "sll",
    "shr",
    "srl",
    "rem",
    "nand",
    "nor",
    "xnor",
    "<<",
    ">>",
    "->",
)
_OTHERS = r"(?:[&|~]|<<|>>|\b(?:xor|XOR|shl|shr|band|bor)\b)"
_MORE_BEFORE, _MORE_AFTER = re.compile(rf"{_OTHERS} *$"), re.compile(rf" *{_OTHERS}")
_PIECE = r"(?:[A-Za-z_][A-Za-z_0-9.]*|[0-9]+)(?:[(\[][^()\[\]]*[)\]])*|[(][^()]*[)]"
_LAST = re.compile(rf"((?:{_PIECE})(?: *(?:[-+*^]|div|mod) *(?:{_PIECE}))*) *$")
_FIRST = re.compile(rf" *((?:{_PIECE})(?: *[-+*^] *(?:{_PIECE}))*)")


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to write instead of an operator, and what the operator was meant to join."""

    joins: Literal["numbers", "wires"]
    text: str


def _operator(at: Stuck) -> tuple[int, int]:
    """The operator at this place, as the offsets of its first and last tokens: `<<` is two."""
    if at.touches(0, 1) and at.token() + at.token(1) in ("<<", ">>"):
        return 0, 1
    return -int(at.touches(-1, 0) and at.token(-1) + at.token() in ("<<", ">>")), 0


def _operator_remedy(joins: Literal["numbers", "wires"]) -> Callable[[Stuck], str | None]:
    """A function that finds what to write instead of an operator that joins numbers, or wires."""

    def remedy(at: Stuck) -> str | None:
        first, last = _operator(at)
        sign = "".join(at.token(place) for place in range(first, last + 1))
        conditional = at.type() in ("AND_WORD", "OR_WORD") and at.tokens[0].type in ("NAME", "LET", "CONST", "FOR")
        if (sign not in _WORDS and not conditional) or at.type(first - 1) in ("PRINTS", "STORES"):
            return None
        if at.place == 1 and "STORES" in at.expected:
            return None
        if any(token.type == "FOR" for token in at.tokens[1 : at.place]) and at.arrow_place is not None:
            return None  # a condition on the wires, perhaps
        span = at.span(first, last)
        line, column = at.source.line(span.line), span.column - 1
        found = remedy_for(line[:column], sign, line[column + len(sign) :])
        return found.text if found is not None and found.joins == joins else None

    return remedy


def remedy_for(before: str, sign: str, after: str) -> Remedy | None:
    """What to write for ``before sign after``, a line; None when the sign is not an operator on digits.

    >>> remedy_for("  v <- i ", "xor", " 2^q")
    Remedy(joins='numbers', text='write `i + 2^q - 2*2^q*bit(i, q)`')
    >>> remedy_for("  y := a ", "&", " b")
    Remedy(joins='wires', text='gates are written in front: `AND(a, b)`')
    """
    kind = _SIGNS.get(sign)
    if kind is None or (sign == "|" and re.match(r" *\w+ +(?:in|∈)", after)):
        return None
    printing = ":=" in before
    in_index = before.count("[") > before.count("]")
    if printing and not in_index:
        text = _gate(before, sign, kind, after)
        return None if text is None else Remedy("wires", text)
    text = _formula(before, sign, kind, after)
    return None if text is None else Remedy("numbers", text)


def _formula(before: str, sign: str, kind: str, after: str) -> str | None:
    """What to write for an operator between numbers."""
    head = re.match(r" *(if|elif|while)\b", before) is not None
    if sign in _ONLY_GATES or sign == "!" or kind in ("gate", "implies", "prime"):
        return None
    left, right = _LAST.search(before), _FIRST.match(after)
    alone = left is not None and right is not None and not _is_chained(before[: left.start()], after[right.end() :])
    if kind == "mod" and not alone:
        return None
    if head and (
        sign in ("&&", "||", "!") or re.search("[=<>]", before.rsplit(" and ", maxsplit=1)[-1]) or right is None
    ):
        if kind == "xor":
            return "exclusive or of conditions is `(p and not q) or (not p and q)`"
        return None
    if kind == "not":
        number = right[1] if right is not None else "a"
        return f"to flip the w digits of `{number}`, write `2^w - 1 - {_parenthesize_sum(number)}`"
    if left is None or right is None or not alone:
        return _general_remedy(sign)
    return _number(kind, sign, left[1], right[1])


def _is_chained(before: str, after: str) -> bool:
    """Whether there are more operators on digits beside the operands; a formula replaces only one."""
    return _MORE_BEFORE.search(before) is not None or _MORE_AFTER.match(after) is not None


def _general_remedy(sign: str) -> str:
    """General help, where the operands do not show what the sign was meant to do."""
    if sign in ("&&", "||"):
        word = "and" if sign == "&&" else "or"
        return f"gates are written in front, `y := {word.upper()}(a, b)`; conditions are joined with `{word}`"
    return f"numbers do not have the operator `{sign}`; digit k of `a` is `bit(a, k)`"


def _number(kind: str, sign: str, left: str, right: str) -> str:
    """A formula with the value of ``left sign right``."""
    a, b = _parenthesize_sum(left), _parenthesize_sum(right)
    match kind:
        case "mod":
            return f"write `{a} mod {b}`"
        case "left":
            return f"write `{'' if a == '1' else a + '*'}2^{_parenthesize(right)}`"
        case "right":
            return f"write `{a} div 2^{_parenthesize(right)}`"
    digit = _digit(right)
    mask = re.fullmatch(r"[(] *(2\^\w+|2\^[(][^()]*[)]) *- *1 *[)]", right)
    if kind == "and" and right.isdigit() and len(right) < 10 and int(right) & (int(right) + 1) == 0 and int(right):
        return f"write `{a} mod {int(right) + 1}`"
    if kind == "and" and mask:
        return f"write `{a} mod {mask[1]}`"
    if digit is None:
        return _general_remedy(sign)
    power, place = digit
    match kind:
        case "and":
            return f"write `{'' if power == '1' else power + '*'}bit({left}, {place})`"
        case "or":
            return f"write `{left} + {power} - {'' if power == '1' else power + '*'}bit({left}, {place})`"
    return f"write `{left} + {power} - 2*{'' if power == '1' else power + '*'}bit({left}, {place})`"


def _digit(number: str) -> tuple[str, str] | None:
    """A power of 2 as written, and its exponent: ``("2^q", "q")``, ``("8", "3")``."""
    if number.isdigit() and len(number) < 10 and int(number).bit_count() == 1:
        return number, str(int(number).bit_length() - 1)
    found = re.fullmatch(r"[(]? *2 *\^ *(\w+|[(][^()]*[)]) *[)]?", number)
    return None if found is None else (f"2^{found[1]}", found[1].strip("()"))


def _parenthesize_sum(number: str) -> str:
    """A number, in parentheses if it is a sum."""
    return f"({number})" if re.search(r"[-+]", re.sub(r"[(\[][^()\[\]]*[)\]]", "", number)) else number


def _parenthesize(number: str) -> str:
    """A number, in parentheses if it is more than one literal or name."""
    return number if re.fullmatch(rf"(?:{_PIECE})", number) else f"({number})"


def _gate(before: str, sign: str, kind: str, after: str) -> str | None:
    """What to write for an operator between wires."""
    right = re.match(rf" *((?:NOT +)?{_PIECE})", after) if kind != "not" else _FIRST.match(after)
    if kind == "prime":
        named = re.search(r"[A-Za-z_0-9.]+(?:\[[^\[\]]*\])?$", before)
        return None if named is None else f"the negation of a wire is `NOT {named[0]}`"
    if kind == "not":
        wire = right[1] if right is not None and re.match(r"\w", right[1]) else "a"
        return f"the negation of a wire is `NOT {wire}`"
    if kind in ("left", "right", "mod"):
        return None
    name = _KINDS.get(sign, sign.upper()) if kind == "gate" else kind.upper()
    left = _LAST.search(before)
    first, second = (left[1], right[1]) if left is not None and right is not None else ("a", "b")
    pair = f"{first}, {second}"
    if kind == "implies":
        name, pair = "OR", f"NOT {pair}"
    if re.search(r"[A-Z]+ *[(]", before):
        return f"gates do not nest: print `{name}({pair})` to its own address first"
    return f"gates are written in front: `{name}({pair})`"


OPERATORS_ON_DIGITS = (
    Row(
        *("y := a xor b", "@", "U120", "`{marked}` does not join wires", ""),
        remedy=_operator_remedy("wires"),
        underlined=_operator,
    ),
    Row(
        *("let w = i xor 1", "@", "U111", "`{marked}` is not an operator on numbers", ""),
        remedy=_operator_remedy("numbers"),
        underlined=_operator,
    ),
)
