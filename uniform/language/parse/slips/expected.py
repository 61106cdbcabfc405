"""What the grammar allows at a place, in words; and the kind of gate that a misspelled word was meant to be."""

from __future__ import annotations

from uniform.circuits.gates import Kind
from uniform.messages.nearest import find_nearest

_OPERATORS = {"PLUS", "MINUS", "STAR", "CARET", "DIV_WORD", "MOD_WORD"}
COMPARISONS = frozenset({"EQUAL", "NOT_EQUAL", "LESS", "AT_MOST", "GREATER", "AT_LEAST"})

_GROUPS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"NUMBER", "NAME", "N"}), "a number"),
    (frozenset({"NAME", "NOT", "XOR"}), "a gate"),
    (frozenset({"NAME", "NOT"}), "a wire"),
    (COMPARISONS, "a comparison"),
)
"""Sets of terminals with one phrase for all of them; a set is used when all of it is accepted."""

KINDS = frozenset(kind.name for kind in Kind)
"""The terminals of the kinds of gates."""

WORDS = {
    "NAME": "a name",
    "NUMBER": "a number",
    "STRING": "text in quotes",
    "N": "`n`",
    "_NEWLINE": "the end of the line",
    "PRINTS": "`:=`",
    "STORES": "`<-`",
    "GIVES": "`->`",
    "LEFT_PARENTHESIS": "`(`",
    "RIGHT_PARENTHESIS": "`)`",
    "LEFT_BRACKET": "`[`",
    "RIGHT_BRACKET": "`]`",
    "COMMA": "`,`",
    "SEMICOLON": "`;`",
    "DOTS": "`..`",
    "DOT": "`.`",
    "EQUAL": "`=`",
    "AT_MOST": "`<=`",
    "FOR": "`for`",
    "IF": "`if`",
    "IN": "`in`",
    "BY": "`by`",
    "DOWNTO": "`downto`",
    "TIMES": "`times`",
    "AND_WORD": "`and`",
    "OR_WORD": "`or`",
}
"""The words for single terminals; the others are never mentioned."""


_SYNONYMS = {
    "ATLEAST": "`THRESHOLD(k; ...)` is 1 when at least k wires are",
    "MAJORITY": "did you mean `MAJ`?",
    "EQ": "did you mean `XNOR`?",
    "IFF": "did you mean `XNOR`?",
    "EQUAL": "did you mean `XNOR`?",
    "PARITY": "did you mean `XOR`?",
    "BUF": "did you mean `COPY`?",
    "EXACTLY": "write it as the AND of a THRESHOLD and an ATMOST gate",
    **dict.fromkeys(("IF", "ITE", "MUX"), "choose with three gates: `AND(s, b)`, `AND(NOT s, a)` and the OR of both"),
}


def suggest_kind(word: str) -> str:
    """The help for a word that is not a kind of gate: the kind that was probably meant, or a list of all kinds.

    >>> suggest_kind("Nor"), suggest_kind("Majority")
    ('did you mean `NOR`?', 'did you mean `MAJ`?')
    """
    near = find_nearest(word.upper(), sorted(KINDS))
    if word.upper() in _SYNONYMS:
        return _SYNONYMS[word.upper()]
    return f"did you mean `{near}`?" if near else f"the kinds of gates are {', '.join(kind.name for kind in Kind)}"


def phrase(expected: frozenset[str]) -> str:
    """What the grammar allows here: ``a number``, ```..` or `downto```. Of a long list, only commas and brackets.

    >>> phrase(frozenset({"PLUS", "MINUS", "STAR", "CARET", "DIV_WORD", "MOD_WORD", "DOTS", "DOWNTO"}))
    '`..` or `downto`'
    """
    left = set(expected)
    words: list[str] = []
    for group, word in _GROUPS:
        if group <= left:
            words.append(word)
            left -= group | {"LEFT_PARENTHESIS", "NOT_WORD"} | (KINDS if "NOT" in group else frozenset())
    if left - _OPERATORS:
        left -= _OPERATORS
    words += [word for name, word in WORDS.items() if name in left]
    if len(words) > 4:
        words = [WORDS[name] for name in ("COMMA", "RIGHT_PARENTHESIS", "RIGHT_BRACKET") if name in left]
    if not words:
        return ""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
