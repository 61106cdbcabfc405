"""Cut long texts in messages. Three dots take the place of the omitted part; they count toward the width.

A message may quote names, numbers and lines of any length. Callers choose the width of a piece; ``shorten_words`` has
one limit for the words of all messages.
"""

from __future__ import annotations

import re

_DOTS = "..."
_LONG_WORD = re.compile(r"\S{121,}")


def cut(text: str, width: int) -> str:
    """The text, without its end if it has more than ``width`` characters (at least 4).

    >>> cut("a number", 8), cut("a longer number", 8)
    ('a number', 'a lon...')
    """
    return text if len(text) <= width else text[: width - len(_DOTS)] + _DOTS


def cut_middle(text: str, width: int) -> str:
    """The text, without its middle if it has more than ``width`` characters (at least 5).

    >>> cut_middle("a number", 8), cut_middle("0123456789", 8), cut_middle("0123456789", 9)
    ('a number', '012...89', '012...789')
    """
    if len(text) <= width:
        return text
    last = (width - len(_DOTS)) // 2
    return text[: width - len(_DOTS) - last] + _DOTS + text[-last:]


def shorten_words(text: str) -> str:
    """The text, without the middle of each word of more than 120 characters.

    >>> shorten_words("g" * 200000 + " is not a gate") == "g" * 80 + "..." + "g" * 30 + " is not a gate"
    True
    """
    if len(text) <= 120:
        return text
    return _LONG_WORD.sub(lambda word: f"{word[0][:80]}{_DOTS}{word[0][-30:]}", text)
