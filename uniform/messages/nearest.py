"""The name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_MAX_LENGTH = 100  # of a misspelled name, in characters
_MAX_NAMES = 1000  # names to compare it with, which takes some 20 microseconds each


def find_nearest(name: str, names: Iterable[str]) -> str | None:
    """The closest of ``names`` to a misspelled ``name``, or None if none is close.

    >>> find_nearest("party_tree", ["ripple_adder", "parity_tree"])
    'parity_tree'
    """
    candidates = list(names)
    folded = {candidate.lower(): candidate for candidate in candidates}
    if name.lower() in folded:
        return folded[name.lower()]
    if len(name) > _MAX_LENGTH:
        return None
    similar = [candidate for candidate in candidates if 3 * len(candidate) <= 7 * len(name)]  # longer ones never match
    found = get_close_matches(name, similar[:_MAX_NAMES], n=1, cutoff=0.6)
    return found[0] if found else None
