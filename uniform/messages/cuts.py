"""Long texts in messages: cut at a width, which the dots in place of what is left out count to.

A message quotes names, numbers and lines of any length. Callers say how wide the piece may be; the words of a whole
message have one width for all (``shorten_words``).
"""

from __future__ import annotations

import re

_DOTS = "..."
_LONG_WORD = re.compile(r"\S{121,}")


def cut(text: str, width: int) -> str:
    """A text of at most ``width`` characters (at least 4): a longer one without its end.

    >>> cut("a number", 8), cut("a longer number", 8)
    ('a number', 'a lon...')
    """
    return text if len(text) <= width else text[: width - len(_DOTS)] + _DOTS


def cut_middle(text: str, width: int) -> str:
    """A text of at most ``width`` characters (at least 5): a longer one without its middle.

    >>> cut_middle("a number", 8), cut_middle("0123456789", 8), cut_middle("0123456789", 9)
    ('a number', '012...89', '012...789')
    """
    if len(text) <= width:
        return text
    last = (width - len(_DOTS)) // 2
    return text[: width - len(_DOTS) - last] + _DOTS + text[-last:]


def shorten_words(text: str) -> str:
    """A text without the middle of each word (no blanks) of more than 120 characters.

    >>> shorten_words("g" * 200000 + " is not a gate") == "g" * 80 + "..." + "g" * 30 + " is not a gate"
    True
    """
    if len(text) <= 120:
        return text
    return _LONG_WORD.sub(lambda word: f"{word[0][:80]}{_DOTS}{word[0][-30:]}", text)
