"""Before lowering: which parts several statements print, and how their code can become the same.

A number in the header of a block that is a literal in one statement and not in another gets a register in both. And a
statement that needs fewer registers than another where it prints a part leaves some out below its own, so that both
have the same numbers, such as the variable of the innermost loop, in the same registers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from uniform.counters.code import Operand, RegisterInfo
from uniform.counters.widths import Width
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.gates import Bind
from uniform.language.syntax.program import Enter, For, If, Scope, ScopedStatement, While
from uniform.language.syntax.symbols import Symbol


@dataclass(frozen=True, slots=True)
class Plan:
    """What the lowering does for code that becomes one; nothing, if it is empty."""

    parts: frozenset[Symbol] = frozenset()  # the arrays of parts
    differing: Mapping[Symbol, Symbol] = field(default_factory=dict)
    """Numbers of headers that are others in another statement, each with the array of the parts."""
    headers: frozenset[Symbol] = frozenset()  # all numbers of their headers
    room: Mapping[int, int] = field(default_factory=dict)
    """Of statements, by their identities: how many registers each leaves out."""

    def for_shared(self, regions: Sequence[RegionRecord], names: Sequence[str]) -> Plan:
        """The plan after a first try, in which the parts with these names were shared; ``regions`` are those of it."""
        shared = [region for region in regions if region.name in names]
        most: dict[str, int] = {}
        for region in shared:
            most[region.name] = max(most.get(region.name, 0), region.above)
        room: dict[int, int] = {}
        for region in shared:
            slack = most[region.name] - region.above
            room[region.statement] = min(room.get(region.statement, slack), slack)
        parts = frozenset(region.symbol for region in shared if region.symbol is not None)
        inside = {region.symbol for region in regions if _is_in(region.name, names)}
        differing = {number: part for number, part in self.differing.items() if part in inside}
        left_out = {statement: slack for statement, slack in room.items() if slack}
        return Plan(parts, differing, self.headers, left_out)


def _is_in(part: str, names: Sequence[str]) -> bool:
    """Whether a part has one of these names, or is inside one that has."""
    return any(f"{part}.".startswith(f"{name}.") for name in names)


@dataclass(slots=True)
class RegionRecord:
    """Where the instructions are that print a part, from its ``Enter`` on."""

    symbol: Symbol | None  # of the array of its parts; None for everything
    array: int  # its number
    name: str  # the names of the part, without indices
    height: int  # the registers below are in use around it
    widths: dict[int, Width]  # of those of them that are used
    first: int
    last: int = -1  # the position behind them
    slots: dict[int, Slot] = field(default_factory=dict)  # the registers that it takes, without those of parts inside
    literals: dict[int, tuple[int, int]] = field(default_factory=dict)  # as in ``Regions``
    numbers: tuple[Operand, ...] = ()  # in the header of its block
    statement: int = 0  # of the family or of a block, by its identity, in which it is printed
    above: int = 0  # the registers in use there, without those that are in use around the block
    is_copy: bool = False  # several statements print it, or a part around it


@dataclass(slots=True)
class Slot:
    """One register while it is laid out."""

    uses: dict[Width, None] = field(default_factory=dict)  # of its numbers, in order, each once
    names: dict[str, None] = field(default_factory=dict)  # in order, each once

    @property
    def info(self) -> RegisterInfo:
        """The register as laid out so far."""
        uses = tuple(self.uses)
        return RegisterInfo(reduce(Width.join, uses), tuple(self.names), uses)


def _everything() -> list[RegionRecord]:
    return [RegionRecord(None, -1, "", 1, {}, 0)]


@dataclass(slots=True)
class Regions:
    """What the lowering notes about the code of parts."""

    plan: Plan = field(default_factory=Plan)
    records: list[RegionRecord] = field(default_factory=list)  # of all parts, in the order of their instructions
    open: list[RegionRecord] = field(default_factory=_everything)
    """Those of the parts being printed, outermost first; before them, one for everything."""
    widths: dict[int, Width] = field(default_factory=lambda: {0: Width(1, 0)})  # of the registers in use
    heights: dict[int, int] = field(default_factory=dict)  # registers in use at calls of functions, by position
    literals: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Registers with a number of a header that is a literal: it, and the position where it is stored."""
    header: list[Operand] = field(default_factory=list)  # the numbers in the header of the part to be printed
    innermost: tuple[RegionRecord, object] | None = None  # the statement of the family or of a block, and where it is


def find_copies(program: CheckedProgram) -> Plan:
    """The plan for all parts that several statements print, or one in several copies of a block."""
    numbers: dict[Symbol, list[list[Bind]]] = {}  # of each statement
    waiting: list[ScopedStatement] = list(program.body)
    while waiting:
        match waiting.pop():
            case Scope(body):
                (enter,) = [place for place, each in enumerate(body) if isinstance(each, Enter)]
                part = body[enter]
                assert isinstance(part, Enter)
                header = [each for each in body[:enter] if isinstance(each, Bind) and each.symbol.name]
                numbers.setdefault(part.part.steps[0].symbol, []).append(header)
                waiting += body
            case For(body=body) | While(body=body):
                waiting += body
            case If(branches, otherwise):
                waiting += [each for branch in branches for each in branch.body]
                waiting += otherwise or ()
    often = {part: headers for part, headers in numbers.items() if len(headers) > 1}
    columns = [(part, column) for part, headers in often.items() for column in zip(*headers, strict=False)]
    of_headers = [(part, column) for part, column in columns if len({each.symbol.name for each in column}) == 1]
    differing = [(part, column) for part, column in of_headers if len({each.value for each in column}) > 1]
    return Plan(
        frozenset(often),
        {each.symbol: part for part, column in differing for each in column},
        frozenset(each.symbol for _, column in of_headers for each in column),
    )
