"""The name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 100  # characters of a name that somebody misspells
_MOST = 1000  # names that it is compared with, which takes some 20 microseconds each


def find_nearest(name: str, names: Iterable[str]) -> str | None:
    """The closest of ``names`` to a misspelled ``name``, or None when none is close.

    >>> find_nearest("party_tree", ["ripple_adder", "parity_tree"])
    'parity_tree'
    """
    candidates = list(names)
    folded = {candidate.lower(): candidate for candidate in candidates}
    if name.lower() in folded:
        return folded[name.lower()]
    if len(name) > _LONGEST:
        return None
    similar = [
        candidate for candidate in candidates if 3 * len(candidate) <= 7 * len(name)
    ]  # else they match too little
    found = get_close_matches(name, similar[:_MOST], n=1, cutoff=0.6)
    return found[0] if found else None
