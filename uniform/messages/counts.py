"""Numbers of things in messages: ``1 step``, ``2 steps``."""

from __future__ import annotations


def count_of(number: int, one: str) -> str:
    """A number with its noun: ``one`` for 1, and ``one`` with an s otherwise.

    >>> count_of(0, "work tape"), count_of(1, "work tape"), count_of(2, "work tape")
    ('0 work tapes', '1 work tape', '2 work tapes')
    """
    return f"{number} {one}{'' if number == 1 else 's'}"
