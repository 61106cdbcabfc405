"""The emitted code as a tree: the instructions of a part, from its ``Enter`` to its end, are a region.

A jump leads from a region to an element of the same region or to its end, never into another one or out of it. So the
copies of a region can be merged without looking at what is around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from uniform.counters import code as c
from uniform.counters.operands import registers_read
from uniform.counters.widths import Width
from uniform.language.lowering.emit import Emitter, Frame
from uniform.language.lowering.sharing.plan import Slot
from uniform.messages.spans import Span


@dataclass(slots=True, eq=False)
class Item:
    """An instruction, before its position is known."""

    instruction: c.Instruction
    span: Span | None
    part: str  # the names of the innermost part
    target: Element | None = None  # where a jump leads
    frame: Frame | None = None  # of the function that it calls
    height: int = 0  # of a call: the registers below keep their numbers
    is_needless: bool = False


@dataclass(slots=True, eq=False)
class End:
    """The end of a region, as a target."""


@dataclass(slots=True, eq=False)
class Procedure:
    """The one copy of several regions."""

    name: str  # the names of the parts, without indices
    region: Region
    back: c.Register
    callers: int = 0


@dataclass(slots=True, eq=False)
class Region:
    """The code that prints a part; or that of everything."""

    array: int  # of its parts; -1 for everything
    name: str  # of the part, with those around it
    height: int  # its own registers are those from here on
    widths: dict[int, Width]  # of the registers below that are in use
    slots: dict[int, Slot] = field(default_factory=dict)  # those that its own instructions use, without inner regions
    body: list[Element] = field(default_factory=list)
    end: End = field(default_factory=End)
    literals: dict[int, tuple[int, Item | None]] = field(default_factory=dict)
    """Registers that hold a literal; and the item that stores it, if only this region needs it."""
    numbers: tuple[c.Operand, ...] = ()  # in the header of its block
    procedure: Procedure | None = None  # if its code is in the place of others, too
    number: int = 0  # of its call
    copies: list[tuple[c.Register, c.Operand]] = field(default_factory=list)  # what the procedure needs

    def inner(self) -> Iterator[Region]:
        """All regions inside, each before those in it."""
        for each in self.body:
            if isinstance(each, Region):
                yield each
                yield from each.inner()

    @property
    def size(self) -> int:
        """How many instructions it has, with those of inner regions."""
        return sum(1 if isinstance(each, Item) else each.size for each in self.body if not isinstance(each, End))


Element = Item | Region | End


def use(slots: dict[int, Slot], place: int, used: Slot) -> None:
    """A register has this use, too."""
    slot = slots.setdefault(place, Slot())
    slot.uses.update(used.uses)
    slot.names.update(used.names)


def read_regions(e: Emitter, starts: Sequence[int]) -> tuple[Region, list[Element]]:
    """The tree of all instructions that are needed, and the elements of the family at some positions."""
    reader = _Reader(e)
    whole = reader.read()
    return whole, [reader.at[id(whole)][position] for position in starts]


class _Reader:
    def __init__(self, e: Emitter) -> None:
        self.e = e
        self.calls = {place: frame for frame in e.frames.values() for place, _ in frame.callers}
        self.records = sorted(e.regions.records, key=lambda record: -record.first)  # the next one last
        self.jumps: list[tuple[Item, Region, int]] = []  # where they are, and the position that they lead to
        self.at: dict[int, dict[int, Element]] = {}  # for each region, by its identity, its elements by positions

    def read(self) -> Region:
        self.items: dict[int, Item] = {}  # by their positions
        whole = Region(-1, "", 1, {}, self.e.regions.open[0].slots)
        self._fill(whole, 0, len(self.e.instructions))
        for item, region, position in self.jumps:
            item.target = None if position < 0 else self.at[id(region)][position]
        return whole

    def _fill(self, region: Region, first: int, last: int) -> None:
        """Read the elements of a region; a position whose instruction is not needed is that of the next element."""
        places = self.at[id(region)] = {}
        position = first
        waiting: list[int] = []
        while position < last:
            waiting.append(position)
            element: Element | None
            if self.records and self.records[-1].first == position:
                record = self.records.pop()
                element = Region(record.array, record.name, record.height, dict(record.widths), record.slots)
                element.literals = {
                    register: (literal, self._only_here(first, position, register, stored))
                    for register, (literal, stored) in record.literals.items()
                }
                element.numbers = record.numbers
                self._fill(element, position, record.last)
                position = record.last
            else:
                element = self._item(region, position)
                position += 1
            if element is not None:
                region.body.append(element)
                places.update((each, element) for each in waiting)
                waiting = []
        places.update((each, region.end) for each in (*waiting, last))
        region.body.append(region.end)

    def _only_here(self, around: int, first: int, register: int, stored: int) -> Item | None:
        """The item that stores a literal, if it is in the region that begins at ``around``, and nothing between it and
        the region that begins at ``first`` reads that register."""
        if stored < around:
            return None
        between = [self.items[position] for position in range(stored + 1, first) if position in self.items]
        if any(c.Register(register) in registers_read(each.instruction) for each in between):
            return None
        return self.items.get(stored)

    def _item(self, region: Region, position: int) -> Item | None:
        e = self.e
        if position in e.unread:
            return None
        item = Item(e.instructions[position], e.spans[position], e.names[position], frame=self.calls.get(position))
        item.height = e.regions.heights.get(position, 0)
        self.items[position] = item
        if position in e.labels:
            self.jumps.append((item, region, e.labels[position].position))
        return item
