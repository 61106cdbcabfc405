"""What a subject of fuzzing is: seeded cases, and a judge that says what is wrong with one."""

from __future__ import annotations

import re
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


_PIECES = (
    re.compile(r" (?:[-+*]|div|mod|and|or|if|for|times|by) [^,;()\[\]]+"),
    re.compile(r", [^,;()\[\]]+"),
    re.compile(r"\w*\([^()]*\)"),
    re.compile(r"\[[^\[\]]*\]"),
)
"""What may be left out of a line, or be a 1 instead."""


def shrink(subject: Subject, case: Case, seconds: float) -> Case:
    """A smaller case with a fault of the same kind: lines are left out, then pieces of lines, while it remains."""
    found = subject.fault(case)
    if found is None or not subject.shrinks:
        return case
    kind, end = found.partition(":")[0], monotonic() + seconds

    def remains(text: str) -> bool:
        said = subject.fault(replace(case, text=text)) if monotonic() < end else None
        return said is not None and said.partition(":")[0] == kind

    text, before = case.text, ""
    while text != before and monotonic() < end:
        before, text = text, _without_pieces(_without_lines(text, remains), remains)
    return replace(case, text=text)


def _without_lines(text: str, remains: Callable[[str], bool]) -> str:
    lines = text.splitlines(keepends=True)
    size = max(1, len(lines) // 2)
    while size:
        place = 0
        while place < len(lines):
            fewer = [*lines[:place], *lines[place + size :]]
            if remains("".join(fewer)):
                lines = fewer
            else:
                place += size
        size //= 2
    return "".join(lines)


def _without_pieces(text: str, remains: Callable[[str], bool]) -> str:
    for pattern in _PIECES:
        place = 0
        while (match := pattern.search(text, place)) is not None:
            place = match.start() + 1
            for instead in ("", "1"):
                shorter = text[: match.start()] + instead + text[match.end() :]
                if shorter != text and remains(shorter):
                    text = shorter
                    break
    return text
