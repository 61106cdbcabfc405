"""What ``research`` returns: frozen records with a truth value where there is a verdict, a table to print, JSON.

A report prints as the command line prints it; its repr is one line. Nothing here computes or prints by itself.

>>> from uniform import check
>>> check("parity_tree", range(1, 4))
CheckReport('parity_tree: right for n = 1..3, on all inputs')
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from uniform.display import Shown, html_table

if TYPE_CHECKING:
    from uniform.circuits.equivalence import Comparison
    from uniform.circuits.measure import Measures


_HEAD = ("n", "inputs", "size", "depth", "wires", "fan-in", "cone size", "cone depth")


@dataclass(frozen=True, slots=True)
class CheckLine:
    """The verdicts for one n."""

    n: int
    against: Comparison | None  # with the other circuit
    specification: Comparison | None  # with the specification
    failure: str | None  # the first line of a trap or another error at this n
    detail: str | None = None  # all of it

    def __bool__(self) -> bool:
        return self.failure is None and all(verdict for verdict in self.verdicts)

    @property
    def verdicts(self) -> tuple[Comparison, ...]:
        """The comparisons that were made."""
        return tuple(verdict for verdict in (self.against, self.specification) if verdict is not None)

    def to_json(self) -> dict[str, Any]:
        """The line as JSON."""
        return {
            "n": self.n,
            "ok": bool(self),
            "against": None if self.against is None else self.against.to_json(),
            "specification": None if self.specification is None else self.specification.to_json(),
            "failure": self.failure,
        }


@dataclass(frozen=True, slots=True, repr=False)
class CheckReport(Shown):
    """The outcome of ``check``; true when no n shows a difference or a trap."""

    program: str
    other: str | None  # what the circuits were compared with
    specified: bool  # whether there was a specification
    via: str
    lines: tuple[CheckLine, ...]

    def __bool__(self) -> bool:
        return all(self.lines)

    @property
    def proved(self) -> bool:
        """Whether every verdict rests on all inputs, none on samples."""
        return bool(self) and all(verdict.proved for line in self.lines for verdict in line.verdicts)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "program": self.program,
            "against": self.other,
            "specification": self.specified,
            "via": self.via,
            "ok": bool(self),
            "proved": self.proved,
            "lines": [line.to_json() for line in self.lines],
        }

    def __str__(self) -> str:
        return "\n".join(self._rows())

    def __repr__(self) -> str:
        return f"CheckReport({self._summary([line for line in self.lines if not line])!r})"

    def _rows(self) -> Iterator[str]:
        yield from _by_verdict([(line.n, self._words(line)) for line in self.lines])
        failed = [line for line in self.lines if not line]
        for line in failed[:1]:
            yield ""
            yield from (str(verdict) for verdict in line.verdicts if not verdict)
            if line.detail is not None:
                yield line.detail
        yield ""
        yield self._summary(failed)

    def _words(self, line: CheckLine) -> str:
        words = [] if line.failure is None else [line.failure]
        if line.against is not None:
            words.append(f"{line.against.verdict} {_preposition(line.against)} {self.other}")
        if line.specification is not None:
            words.append(f"specification: {line.specification.verdict}")
        return "; ".join(words)

    def _summary(self, failed: list[CheckLine]) -> str:
        if not failed:
            manner = "on all inputs" if self.proved else "where it was tried"
            return f"{self.program}: right for {_ns([line.n for line in self.lines])}, {manner}"
        which = _ns([line.n for line in failed])
        return f"{self.program}: wrong for {which}"


@dataclass(frozen=True, slots=True)
class CompareLine:
    """The verdict for one n."""

    n: int
    verdict: Comparison


@dataclass(frozen=True, slots=True, repr=False)
class CompareReport(Shown):
    """The outcome of ``compare``; true when no n shows a difference."""

    left: str
    right: str
    lines: tuple[CompareLine, ...]

    def __bool__(self) -> bool:
        return all(bool(line.verdict) for line in self.lines)

    @property
    def proved(self) -> bool:
        """Whether every verdict rests on all inputs, none on samples."""
        return bool(self) and all(line.verdict.proved for line in self.lines)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "left": self.left,
            "right": self.right,
            "ok": bool(self),
            "proved": self.proved,
            "lines": [{"n": line.n, **line.verdict.to_json()} for line in self.lines],
        }

    def __str__(self) -> str:
        rows = list(_by_verdict([(line.n, line.verdict.verdict) for line in self.lines]))
        different = next((line.verdict for line in self.lines if not line.verdict), None)
        if different is not None:
            rows += ["", str(different)]
        return "\n".join(rows)

    def __repr__(self) -> str:
        different = [line.n for line in self.lines if not line.verdict]
        manner = "on all inputs" if self.proved else "where it was tried"
        alike = f"alike for {_ns([line.n for line in self.lines])}, {manner}"
        verdict = f"different for {_ns(different)}" if different else alike
        return f"CompareReport({f'{self.left} and {self.right}: {verdict}'!r})"


@dataclass(frozen=True, slots=True, repr=False)
class MeasureTable(Shown):
    """The outcome of ``measure``: one row of figures for each n."""

    program: str
    rows: tuple[tuple[int, Measures], ...]

    def to_json(self) -> dict[str, Any]:
        """The table as JSON."""
        return {"program": self.program, "rows": [{"n": n, **row.to_json()} for n, row in self.rows]}

    def __str__(self) -> str:
        return "\n".join(_table(_HEAD, self._body()))

    def __repr__(self) -> str:
        return f"MeasureTable({f'{self.program}: {_ns([n for n, _ in self.rows])}'!r})"

    def _repr_html_(self) -> str:
        return html_table(_HEAD, self._body())

    def _body(self) -> list[tuple[int, ...]]:
        return [
            (n, row.inputs, row.size, row.depth, row.wires, row.fan_in, row.cone_size, row.cone_depth)
            for n, row in self.rows
        ]


def _table(head: tuple[str, ...], body: Sequence[tuple[int, ...]]) -> Iterator[str]:
    widths = [max(len(str(row[column])) for row in (head, *body)) for column in range(len(head))]
    for row in (head, *body):
        yield "  ".join(f"{cell!s:>{width}}" for cell, width in zip(row, widths, strict=True))


def _preposition(verdict: Comparison) -> str:
    return {"identical": "to", "different": "from"}.get(verdict.verdict, "to")


def _by_verdict(lines: list[tuple[int, str]]) -> Iterator[str]:
    """A row for each run of n's of which the same is said."""
    runs = [(_ns([n for n, _ in run]), words) for words, run in groupby(lines, key=lambda line: line[1])]
    width = max((len(label) for label, _ in runs), default=0)
    yield from (f"{label:<{width}}  {words}" for label, words in runs)


def _ns(ns: list[int]) -> str:
    """``n = 1..8`` or ``n = 3, 5, 6``; long lists are cut."""
    if len(ns) > 2 and ns == list(range(ns[0], ns[-1] + 1)):
        return f"n = {ns[0]}..{ns[-1]}"
    shown = ", ".join(map(str, ns[:8]))
    return f"n = {shown}{', ...' if len(ns) > 8 else ''}"
