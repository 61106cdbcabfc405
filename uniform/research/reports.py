"""Reports: frozen records with a table to print, JSON, and a truth value if there is a verdict.

``str`` gives a report as the command line prints it; its repr is one line. Nothing here computes or prints by itself.

>>> from uniform import check
>>> check("parity_tree", range(1, 4))
CheckReport('parity_tree: right for n = 1..3, on all inputs')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from uniform.messages.errors import ENDLESS, Trap
from uniform.messages.notebook import Shown, html_table
from uniform.research.report_lines import by_verdict, details, runs_of, table

if TYPE_CHECKING:
    from uniform.circuits.compare.equivalence import Comparison
    from uniform.circuits.measure import Measures


_HEAD = ("n", "inputs", "size", "depth", "wires", "fan-in", "cone size", "cone depth")


@dataclass(frozen=True, slots=True)
class Failure:
    """A program that stopped itself at one n."""

    program: str
    trap: Trap

    @property
    def n(self) -> int:
        """The n of the run."""
        return self.trap.n

    @property
    def words(self) -> str:
        """The trap without what depends on n: ``traps (U401 adder.gen:7:12)``, ``runs forever (U413 ...)``."""
        found = self.trap.diagnostics[0]
        does = "runs forever" if found.code == ENDLESS else "traps"
        place = "" if found.span is None else f" {found.span.short_place}"
        return f"{does} ({found.code}{place})"

    def to_json(self) -> dict[str, Any]:
        """The trap as JSON; ``text`` is the whole message."""
        found = self.trap.diagnostics[0]
        return {
            "program": self.program,
            "code": found.code,
            "message": found.message,
            "file": None if found.span is None else found.span.source.name,
            "line": None if found.span is None else found.span.line,
            "column": None if found.span is None else found.span.column,
            "n": self.trap.n,
            "values": dict(self.trap.values),
            "help": found.help,
            "text": str(self.trap),
        }


@dataclass(frozen=True, slots=True)
class CheckLine:
    """The verdicts for one n."""

    n: int
    against: Comparison | None  # with the other circuit
    specification: Comparison | None  # with the specification
    failure: Failure | None = None  # the trap of either program at this n
    other_n: int | None = None  # the n of the other circuit, if both are files and their n differ

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
            "other_n": self.n if self.other_n is None else self.other_n,
            "ok": bool(self),
            "against": None if self.against is None else self.against.to_json(),
            "specification": None if self.specification is None else self.specification.to_json(),
            "failure": None if self.failure is None else self.failure.to_json(),
        }


@dataclass(frozen=True, slots=True, repr=False)
class CheckReport(Shown):
    """The outcome of ``check``; true if there is no difference and no trap at any n."""

    program: str
    other: str | None  # what the circuits were compared with
    specified: bool  # whether there was a specification
    via: str
    lines: tuple[CheckLine, ...]

    def __bool__(self) -> bool:
        return all(self.lines)

    @property
    def proved(self) -> bool:
        """Whether every verdict was reached on all inputs, none on samples."""
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
        yield from by_verdict([(line.n, self._words(line)) for line in self.lines])
        failed = [line for line in self.lines if not line]
        yield from details((self._words(line), _detail(line.failure, line.verdicts)) for line in failed)
        yield ""
        yield self._summary(failed)

    def _words(self, line: CheckLine) -> str:
        if line.failure is not None:
            return _failure_text(line.failure, self.program)
        words = []
        if line.against is not None:
            other = f"{self.other}{'' if line.other_n is None else f' at n = {line.other_n}'}"
            words.append(f"{line.against.verdict} {_preposition(line.against)} {other}{line.against.remark}")
        if line.specification is not None:
            words.append(f"specification: {line.specification.verdict}{line.specification.remark}")
        return "; ".join(words)

    def _summary(self, failed: list[CheckLine]) -> str:
        right = [line for line in self.lines if line]
        proved = all(verdict.proved for line in right for verdict in line.verdicts)
        manner = "on all inputs" if proved else "where it was tried"
        parts = [f"wrong for {runs_of([line.n for line in failed])}"] if failed else []
        parts += [f"right for {runs_of([line.n for line in right])}, {manner}"] if right else []
        return f"{self.program}: {'; '.join(parts)}"


@dataclass(frozen=True, slots=True)
class CompareLine:
    """The verdict for one n."""

    n: int
    verdict: Comparison | None  # None when one of the two programs traps
    failure: Failure | None = None
    other_n: int | None = None  # the n of the second circuit, if both are files and their n differ

    def __bool__(self) -> bool:
        return bool(self.verdict)

    def to_json(self) -> dict[str, Any]:
        """The line as JSON."""
        verdict = {"verdict": None, "ok": False, "proved": False} if self.verdict is None else self.verdict.to_json()
        failure = None if self.failure is None else self.failure.to_json()
        other_n = self.n if self.other_n is None else self.other_n
        return {"n": self.n, "other_n": other_n, **verdict, "failure": failure}


@dataclass(frozen=True, slots=True, repr=False)
class CompareReport(Shown):
    """The outcome of ``compare``; true if there is no difference and no trap at any n."""

    left: str
    right: str
    lines: tuple[CompareLine, ...]

    def __bool__(self) -> bool:
        return all(self.lines)

    @property
    def proved(self) -> bool:
        """Whether every verdict was reached on all inputs, none on samples."""
        return all(line.verdict is not None and line.verdict and line.verdict.proved for line in self.lines)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "left": self.left,
            "right": self.right,
            "ok": bool(self),
            "proved": self.proved,
            "lines": [line.to_json() for line in self.lines],
        }

    def __str__(self) -> str:
        rows = list(by_verdict([(line.n, self._words(line)) for line in self.lines]))
        failed = [line for line in self.lines if not line]
        rows += details(
            (self._words(line), _detail(line.failure, () if line.verdict is None else (line.verdict,)))
            for line in failed
        )
        return "\n".join(rows)

    def _words(self, line: CompareLine) -> str:
        if line.failure is not None:
            return _failure_text(line.failure, None)
        assert line.verdict is not None
        found = f"{line.verdict.verdict}{line.verdict.remark}"
        return found if line.other_n is None else f"{found} (the second circuit has n = {line.other_n})"

    def __repr__(self) -> str:
        different = [line.n for line in self.lines if not line]
        manner = "on all inputs" if self.proved else "where it was tried"
        alike = f"alike for {runs_of([line.n for line in self.lines])}, {manner}"
        verdict = f"different for {runs_of(different)}" if different else alike
        return f"CompareReport({f'{self.left} and {self.right}: {verdict}'!r})"


@dataclass(frozen=True, slots=True, repr=False)
class MeasureTable(Shown):
    """The outcome of ``measure``: one row of figures for each n at which there is a circuit."""

    program: str
    rows: tuple[tuple[int, Measures], ...]
    failures: tuple[Failure, ...] = ()  # one for each n at which the program traps

    def to_json(self) -> dict[str, Any]:
        """The table as JSON."""
        return {
            "program": self.program,
            "rows": [{"n": n, **row.to_json()} for n, row in self.rows],
            "failures": [failure.to_json() for failure in self.failures],
        }

    def __str__(self) -> str:
        lines = list(table(_HEAD, self._body())) if self.rows else []
        if self.failures:
            lines += [""] if self.rows else []
            lines += by_verdict([(failure.n, _failure_text(failure, self.program)) for failure in self.failures])
            lines += details((failure.words, str(failure.trap)) for failure in self.failures)
        return "\n".join(lines)

    def __repr__(self) -> str:
        parts = [runs_of([n for n, _ in self.rows])] if self.rows else []
        parts += [f"traps for {runs_of([failure.n for failure in self.failures])}"] if self.failures else []
        return f"MeasureTable({f'{self.program}: ' + '; '.join(parts)!r})"

    def _repr_html_(self) -> str:
        return html_table(_HEAD, self._body())

    def _body(self) -> list[tuple[int, ...]]:
        return [
            (n, row.inputs, row.size, row.depth, row.wires, row.fan_in, row.cone_size, row.cone_depth)
            for n, row in self.rows
        ]


def _preposition(verdict: Comparison) -> str:
    if verdict.verdict == "different":
        return "from"
    return "to" if verdict.proved else "against"


def _failure_text(failure: Failure, program: str | None) -> str:
    """A trap in a row; the program is named when it is not the one that the report is about."""
    return failure.words if failure.program == program else f"`{failure.program}` {failure.words}"


def _detail(failure: Failure | None, verdicts: Iterable[Comparison]) -> str:
    """Everything known about a failed row."""
    if failure is not None:
        return str(failure.trap)
    return "\n".join(str(verdict) for verdict in verdicts if not verdict)
