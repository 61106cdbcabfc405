"""What a subject of fuzzing is: seeded cases, and a judge that says what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic


@dataclass(frozen=True, slots=True)
class Case:
    """One input: a text, the ending of a file that would hold it, and what else the judge needs."""

    text: str
    ending: str
    given: tuple[str, ...] = ()  # a word, a command, a second text


@dataclass(frozen=True, slots=True)
class Subject:
    """``make(seed)`` is always the same case; ``fault(case)`` is None, or ``KIND: what is wrong``."""

    name: str
    make: Callable[[int], Case]
    fault: Callable[[Case], str | None]
    shrinks: bool = True  # a line less is a case again


def shrink(subject: Subject, case: Case, seconds: float) -> Case:
    """A case with fewer lines and a fault of the same kind: runs of lines are left out while the fault remains."""
    found = subject.fault(case)
    if found is None or not subject.shrinks:
        return case
    kind, end = found.partition(":")[0], monotonic() + seconds
    lines = case.text.splitlines(keepends=True)
    size = len(lines) // 2
    while size and monotonic() < end:
        place = 0
        while place < len(lines) and monotonic() < end:
            fewer = [*lines[:place], *lines[place + size :]]
            said = subject.fault(replace(case, text="".join(fewer)))
            if said is not None and said.partition(":")[0] == kind:
                lines = fewer
            else:
                place += size
        size //= 2
    return replace(case, text="".join(lines))
