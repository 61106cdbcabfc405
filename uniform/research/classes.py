"""The table of shipped families: what is certified about each, for the defaults of its constants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from uniform.certify.statements.family_class import NONE, classify
from uniform.certify.statements.fan_in import bound_fan_in
from uniform.certify.statements.size import count_size
from uniform.certify.statements.total import is_total
from uniform.certify.statements.well_formed import is_well_formed
from uniform.certify.subject import Subject
from uniform.counters.machine.tapes import cells
from uniform.language.pipeline import load
from uniform.library.entry import ShippedProgram
from uniform.library.table import programs
from uniform.messages.notebook import Shown, html_table
from uniform.messages.spans import Source

_HEAD = ("family", "class", "derived", "status", "work cells", "size", "depth")
_WIDE = ("program", "well-formed", "total", "size", "depth", "at n: real/bound", "fan-in", "printed", "derived")


@dataclass(frozen=True, slots=True)
class ClassRow:
    """What is certified about one family."""

    name: str
    printed: str
    derived: str
    status: str  # of both classes
    cells: str
    size: str  # "= FORMULA" or "<= FORMULA", proved
    depth: str  # a proved bound
    measured: tuple[int, int, int] | None  # an n, the depth there, and the bound there
    fan_in: int | None  # None: not bounded
    well_formed: tuple[int, int]  # checks that are shown for every n, and all of them
    total: tuple[int, int]
    whiles: tuple[str, ...]  # why each ``while`` ends

    def short(self) -> tuple[str, ...]:
        """The cells of the narrow table."""
        return self.name, self.printed, self.derived, self.status, self.cells, self.size, f"<= {self.depth}"

    def wide(self) -> tuple[str, ...]:
        """The cells of the wide one."""
        real = "-" if self.measured is None else "{}: {}/{}".format(*self.measured)
        total = ", ".join(["{}/{}".format(*self.total), *self.whiles])
        fan_in = "unbounded" if self.fan_in is None else str(self.fan_in)
        shown = "{}/{}".format(*self.well_formed)
        both = (
            (self.printed, self.derived)
            if self.status == "proved"
            else (f"{self.printed} *if*", f"{self.derived} *if*")
        )
        return self.name, shown, total, self.size, self.depth, real, fan_in, *both


@dataclass(frozen=True, slots=True)
class ClassTable(Shown):
    """A row for each shipped program, in the order of the topics."""

    rows: tuple[ClassRow, ...]

    def to_json(self) -> list[dict[str, Any]]:
        """The rows as JSON."""
        return [{name: _plain(value) for name, value in asdict(row).items()} for row in self.rows]

    def __str__(self) -> str:
        body = [_HEAD, *(row.short() for row in self.rows)]
        widths = [max(len(row[column]) for row in body) for column in range(len(_HEAD))]
        lines = ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in body]
        return "\n".join(line.rstrip() for line in lines)

    def markdown(self) -> str:
        """The wide table in Markdown, with the numbers of checks and the measured depths."""
        rule = ("---",) * len(_WIDE)
        return "\n".join(f"| {' | '.join(row)} |" for row in (_WIDE, rule, *(row.wide() for row in self.rows)))

    def _repr_html_(self) -> str:
        return html_table(_HEAD, [row.short() for row in self.rows])


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def classes(
    entries: Sequence[ShippedProgram] | None = None, progress: Callable[[int], None] | None = None
) -> ClassTable:
    """Certify all shipped programs, or some. ``progress`` is called with the number of those done.

    Cost: that of each certificate without its notes, mostly less than a second."""
    rows = []
    for entry in programs() if entries is None else entries:
        rows.append(_row(entry))
        if progress is not None:
            progress(len(rows))
    return ClassTable(tuple(rows))


def _row(entry: ShippedProgram) -> ClassRow:
    generator = load(Source(str(entry.file), entry.file.read_text(encoding="utf-8")))
    subject = Subject(generator)
    found, size, fan_in = classify(subject), count_size(subject), bound_fan_in(subject)
    total, well_formed = is_total(subject), is_well_formed(subject)
    depth, measured = subject.proofs.depth, subject.measured
    real = None if depth is None or measured is None else (measured.n, measured.depth, depth(measured.n))
    return ClassRow(
        entry.name,
        found.printed,
        found.derived,
        found.status if found.printed != NONE or found.status == "refuted" else "unknown",
        str(cells(generator.code)),
        f"= {size.exact}" if size.exact is not None else f"<= {size.bound}" if size.bound is not None else "unknown",
        "unknown" if depth is None else str(depth),
        real,
        fan_in.bound,
        (well_formed.shown, well_formed.of),
        (total.shown, total.of),
        tuple(f"({', '.join(each.ranking)})" if each.ranking else each.rule for each in total.whiles),
    )
