"""Messages for `^`, `_` and `$` used as ordinary symbols.

They mark cells here: `^` cell 0 of every tape, `_` a blank cell of a work tape, `$` the end of the input. So words
do not contain them, and data that has them must use other symbols.
"""

from __future__ import annotations

from uniform.turing.machine import BLANK, END, ORIGIN

_MEANING = {ORIGIN: "cell 0", BLANK: "a blank cell", END: "the cell after the word"}
_SPARE = "%@~|?&!+*/"


def declared(symbol: str, kind: str, others: str) -> tuple[str, str]:
    """A mark declared as a symbol of an `input` or `work` tape: the message, and a remedy for both meanings, the mark
    or data."""
    if kind == "input" and symbol == BLANK:
        message = "`_` marks a blank cell, and the input has none"
        leave = "leave it out; the end of the input is read as `$`"
    else:
        message = f"`{symbol}` marks {_MEANING[symbol]} and is not declared"
        leave = f"leave it out: rules may read `{symbol}` without it"
    where = "here, in the rules, and in the word" if kind == "input" else "here and in the rules"
    return message, f"{leave}; as data, write {_another(symbol, others)}, {where}"


def in_word(symbol: str, alphabet: str) -> str | None:
    """How to write a word that has a mark in it, where the input has these symbols; None for other symbols."""
    if symbol not in _MEANING:
        return None
    what = f"`{symbol}` marks {_MEANING[symbol]} and is in no word"
    return f"{what}; let the machine read {_another(symbol, alphabet)}, and write that"


def _another(symbol: str, others: str) -> str:
    """Another symbol; a different one for each mark."""
    spare = [each for each in _SPARE if each not in others]
    such = f", such as `{spare[(ORIGIN, BLANK, END).index(symbol) % len(spare)]}`" if spare else ""
    return f"another symbol in its place{such}"
