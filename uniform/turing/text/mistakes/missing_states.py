"""What was probably meant by the name of an undefined state: a state with a similar name, or an ending."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from uniform.messages.nearest import find_nearest

_MOST = 5000  # states that are searched for a similar name
_ENDS_ELSEWHERE = dict.fromkeys(("halt", "yes", "stop", "end", "halt_accept", "qaccept", "q_accept"), "accept")
_ENDS_ELSEWHERE |= dict.fromkeys(("no", "fail", "halt_reject", "qreject", "q_reject"), "reject")


def missing_start(name: str, states: Sequence[str]) -> str:
    """How to fix a `start` or `layout` line that names an undefined state."""
    near = find_nearest(name, states)
    return f"did you mean `{near}`?" if near else f"name one of the states, such as `{states[0]}`"


def missing(name: str, states: Sequence[str], tapes: Iterable[str]) -> str:
    """How to fix a rule that leads to an undefined state: the closest state first, then an ending.

    >>> missing("stop", ["go", "stop1"], ["in"])
    'did you mean `stop1`, or the end `accept`?'
    >>> missing("halt", ["go"], ["in"])
    'did you mean `accept`?'
    """
    if name in tapes:
        return f"`{name}` is a tape; an action says what is done to it, as in `{name}>`"
    end = _ENDS_ELSEWHERE.get(name.lower())
    near = _near(name, states if end is not None else (*states, "accept", "reject"))
    if near is not None and end is not None:
        return f"did you mean `{near}`, or the end `{end}`?"
    near = near or end
    return f"did you mean `{near}`?" if near else f"add its head, `{name}:`, with its rules below"


def end_meant(name: str) -> str | None:
    """The ending that this name means in other notations, if any."""
    return _ENDS_ELSEWHERE.get(name.lower()) or (name.lower() if name.lower() in ("accept", "reject") else None)


def _near(name: str, names: Sequence[str]) -> str | None:
    if len(names) > _MOST:
        return find_nearest(name, ("accept", "reject"))
    # `find.a` is not a misspelled `find.b`: names that differ in a short last part are siblings
    parts = name.split(".")
    return find_nearest(name, (other for other in names if not _are_siblings(parts, other.split("."))))


def _are_siblings(parts: list[str], others: list[str]) -> bool:
    return parts[:-1] == others[:-1] and len(parts) > 1 and min(len(parts[-1]), len(others[-1])) < 3
