"""The lines of reports: rows for many n, details below them, tables of numbers.

All n with the same result share one row, so that a report over a million n stays short.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

_MAX_RUNS = 100  # runs of consecutive n that a line of text shows; JSON has them all
_WIDEST_LABEL = 24  # characters; a row with a longer label pushes no other row to the right


def table(head: tuple[str, ...], body: Sequence[tuple[int, ...]]) -> Iterator[str]:
    """The lines of a table of numbers, aligned to the right."""
    widths = [max(len(str(row[column])) for row in (head, *body)) for column in range(len(head))]
    for row in (head, *body):
        yield "  ".join(f"{cell!s:>{width}}" for cell, width in zip(row, widths, strict=True))


def details(failed: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The first detail of each kind of row, below an empty line."""
    first: dict[str, str] = {}
    for words, detail in failed:
        first.setdefault(words, detail)
    for detail in first.values():
        yield ""
        yield detail


def by_verdict(lines: list[tuple[int, str]]) -> Iterator[str]:
    """A row for all n with the same verdict, in the order in which the verdicts first appear."""
    groups: dict[str, list[int]] = {}
    for n, words in lines:
        groups.setdefault(words, []).append(n)
    labels = {words: runs_of(ns) for words, ns in groups.items()}
    width = max((len(label) for label in labels.values() if len(label) <= _WIDEST_LABEL), default=0)
    yield from (f"{label:<{width}}  {words}" for words, label in labels.items())


def runs_of(ns: Sequence[int]) -> str:
    """``n = 1..8`` or ``n = 3, 5..7, 12``, in the original order.

    >>> runs_of([1, 2, 3, 4, 8, 16, 32, 64, 128, 129, 256])
    'n = 1..4, 8, 16, 32, 64, 128, 129, 256'
    """
    runs: list[list[int]] = []
    for n in ns:
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    shown = [
        f"{low}..{high}" if high > low + 1 else ", ".join(map(str, dict.fromkeys((low, high))))
        for low, high in runs[:_MAX_RUNS]
    ]
    left = sum(high - low + 1 for low, high in runs[_MAX_RUNS:])
    return f"n = {', '.join(shown)}{f' and {left} more, which `--json` lists' if left else ''}"
