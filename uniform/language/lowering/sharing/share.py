"""Put one copy of the code of each part declaration in the place of all of them, where that is shorter.

Part declarations come from outside in. So the inner ones find as many copies as the statements of their block print
them, not as many as there are ways to come there: code grows with the sum of the statements, not with their product.

    family    ... arguments, Call ...      the statements
              Finish
    procedure Enter ... Return             one for each part declaration that several statements print
    functions
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from uniform.counters import code as c
from uniform.counters.code import ProcedureCode
from uniform.counters.widths import Width
from uniform.language.lowering.emit import Emitter, JumpTarget
from uniform.language.lowering.sharing.merge import merge
from uniform.language.lowering.sharing.plan import Slot
from uniform.language.lowering.sharing.regions import Element, Item, Procedure, Region, read_regions, use
from uniform.messages.spans import Span

Merge = Callable[[Emitter, list[Region]], Procedure | None]


def share(e: Emitter, starts: tuple[int, ...]) -> tuple[tuple[ProcedureCode, ...], tuple[int, ...]]:
    """Share the code of parts, before that of functions is emitted. Returns the procedures, and the positions that the
    instructions at ``starts`` have now. Cost: nearly linear in the code."""
    whole, at_starts = read_regions(e, starts)
    procedures = _procedures(e, whole, merge)
    if not procedures:
        return (), starts
    writer = _Writer(e)
    writer.region(whole)
    for procedure in procedures:
        writer.procedure(procedure)
    found = writer.finish()
    return found, tuple([writer.positions[id(element)] for element in at_starts])


def find_shared(e: Emitter) -> list[str]:
    """The names of the parts whose code ``share`` would share. Changes nothing."""
    whole, _ = read_regions(e, ())
    return [each.name for each in _procedures(e, whole, partial(merge, texts=False))]


def _procedures(e: Emitter, whole: Region, make: Merge) -> list[Procedure]:
    regions: dict[int, list[Region]] = {}
    for region in whole.inner():
        regions.setdefault(region.array, []).append(region)
    gone: set[int] = set()
    found = []
    for array in sorted(regions):
        copies = [region for region in regions[array] if id(region) not in gone]
        procedure = make(e, copies) if len(copies) > 1 else None
        if procedure is not None:
            found.append(procedure)
            gone.update(id(inner) for region in copies for inner in region.inner())
            for inner in procedure.region.inner():
                regions[inner.array].append(inner)
    return found


@dataclass(slots=True)
class _Writer:
    """The tree as instructions of the emitter again."""

    e: Emitter
    instructions: list[c.Instruction] = field(default_factory=list)
    spans: list[Span | None] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    jumps: list[tuple[int, Element]] = field(default_factory=list)
    calls: list[tuple[int, Item]] = field(default_factory=list)  # of functions
    prints: list[tuple[int, Region]] = field(default_factory=list)  # calls of procedures
    positions: dict[int, int] = field(default_factory=dict)  # of elements, by their identities
    slots: dict[int, Slot] = field(default_factory=dict)
    firsts: dict[int, tuple[Procedure, int, int]] = field(default_factory=dict)

    def region(self, region: Region) -> None:
        """Write the elements of a region."""
        for place, used in region.slots.items():
            use(self.slots, place, used)
        for element in region.body:
            self.positions[id(element)] = len(self.instructions)
            if isinstance(element, Item) and not element.is_needless:
                if element.target is not None:
                    self.jumps.append((len(self.instructions), element.target))
                if element.frame is not None:
                    self.calls.append((len(self.instructions), element))
                self._write(element.instruction, element)
            elif isinstance(element, Region):
                if element.procedure is None:
                    self.region(element)
                else:
                    self._call(element)

    def _call(self, region: Region) -> None:
        first = region.body[0]
        assert isinstance(first, Item)
        assert region.procedure is not None
        for register, value in region.copies:
            self._write(c.Apply(c.Function.COPY, register, value), first)
        self.prints.append((len(self.instructions), region))
        self._write(c.Call(-1, -1, region.procedure.back, region.number), first)

    def procedure(self, procedure: Procedure) -> None:
        """Write a procedure, with its return."""
        first = len(self.instructions)
        self.region(procedure.region)
        self.firsts[id(procedure)] = procedure, first, len(self.instructions)
        begin = procedure.region.body[0]
        assert isinstance(begin, Item)
        self._write(c.Return(procedure.back, (0,) * procedure.callers), begin)

    def _write(self, instruction: c.Instruction, like: Item) -> None:
        self.instructions.append(instruction)
        self.spans.append(like.span)
        self.names.append(like.part)

    def finish(self) -> tuple[ProcedureCode, ...]:
        """Hand everything to the emitter."""
        e = self.e
        callers: dict[int, list[int]] = {key: [-1] * found.callers for key, (found, _, _) in self.firsts.items()}
        for position, region in self.prints:
            _, first, _ = self.firsts[id(region.procedure)]
            callers[id(region.procedure)][region.number] = position
            assert region.procedure is not None
            self.instructions[position] = c.Call(-1, first, region.procedure.back, region.number)
        found = []
        for key, (procedure, first, last) in self.firsts.items():
            self.instructions[last] = c.Return(procedure.back, tuple([each + 1 for each in callers[key]]))
            found.append(ProcedureCode(procedure.name, first, last, procedure.back, tuple(callers[key])))
        for frame in e.frames.values():
            frame.callers, frame.base = [], 1
        for position, item in self.calls:
            assert isinstance(item.instruction, c.Call)
            assert item.frame is not None
            item.frame.callers.append((position, item.instruction.call))
            item.frame.base = max(item.frame.base, item.height)
        e.instructions, e.spans, e.names = self.instructions, self.spans, self.names
        e.labels = {position: JumpTarget(self.positions[id(target)]) for position, target in self.jumps}
        e.unread = set()
        none = Slot({Width(0, 1): None})
        e.slots = [e.slots[0], *(self.slots.get(place, none) for place in range(1, max(self.slots) + 1))]
        return tuple(found)
