"""Numbers of things in messages: ``1 step``, ``2 steps``."""

from __future__ import annotations


def counted(number: int, one: str) -> str:
    """A number with its noun, which is ``one`` for 1 and takes an s for all others.

    >>> counted(0, "work tape"), counted(1, "work tape"), counted(2, "work tape")
    ('0 work tapes', '1 work tape', '2 work tapes')
    """
    return f"{number} {one}{'' if number == 1 else 's'}"
