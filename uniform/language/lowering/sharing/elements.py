"""Elements of several copies become one: instructions with the same shape, and the regions of inner parts.

Registers of the procedure are not known yet. Until then, numbers from ``OWN`` on stand for those of the part itself,
numbers from ``ARGUMENT`` on for arguments, and ``BACK`` for the number of the copy.

An argument is a number from around the copies that is not the same in all of them. It takes a register, so not every
number is worth it: the indices of the part and the numbers in its header are, and those that can stay in a register
that they have in one copy and that the others do not use. On the other ones the procedure branches.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, reduce

from uniform.counters import code as c
from uniform.counters.widths import Width, bits
from uniform.language.lowering.emit import Emitter
from uniform.language.lowering.sharing.operands import (
    offset,
    operands,
    shape,
    with_operands,
    with_register,
    without_offset,
)
from uniform.language.lowering.sharing.plan import Slot
from uniform.language.lowering.sharing.regions import Element, Item, Region, use

OWN, ARGUMENT, BACK = 1 << 40, 1 << 41, 1 << 42

Values = dict[int, c.Operand]  # by the numbers of copies; of the others it does not matter


@dataclass(slots=True)
class Merging:
    """The state while some regions are merged."""

    e: Emitter
    regions: list[Region]
    arguments: list[Values] = field(default_factory=list)
    accepted: list[Values] = field(default_factory=list)  # indices of the parts, and numbers of their headers
    merged: dict[int, Item] = field(default_factory=dict)  # in the place of each item, by its identity
    literals: list[dict[int, int]] = field(init=False)  # of each copy: what some of the registers around it hold
    sites: list[tuple[Item, dict[int, c.Instruction]]] = field(default_factory=list)  # with those of some copies
    keys: dict[int, Hashable] = field(default_factory=dict)  # of the elements so far, by their identities
    rows: dict[int, list[c.PrintOperand]] = field(default_factory=dict)  # their operands, likewise

    def __post_init__(self) -> None:
        self.literals = [
            {register: literal for register, (literal, _) in region.literals.items()} for region in self.regions
        ]
        for region in self.regions:
            for register, (_, stored) in region.literals.items():
                if stored is not None:  # then nothing needs the register
                    del region.widths[register]
        rows = [
            [*self.operands(number, first), *self._normal(number, region.numbers)]
            for number, region in enumerate(self.regions)
            if isinstance(first := region.body[0], Item)
        ]
        for values in zip(*rows, strict=True):
            literal = offset(values)
            if literal is not None:
                self.accepted.append(_wanted(dict(enumerate(values)), literal))

    # ---------------------------------------------------------------- what can be merged

    def key(self, copy: int, element: Element) -> Hashable:
        """What elements of different copies must have in common to be matched."""
        found = self.keys.get(id(element))
        if found is None:
            found = self.keys[id(element)] = self._key(copy, element)
        return found

    def _key(self, copy: int, element: Element) -> Hashable:
        height = self.regions[copy].height
        if isinstance(element, Region):
            first = element.body[0]
            return "region", element.array, element.height - height, self.key(copy, first)
        assert isinstance(element, Item)
        instruction = element.instruction
        text: Hashable = None
        if isinstance(instruction, c.Compute | c.Require | c.Fail | c.Jump):
            site = max(getattr(instruction, "site", -1), getattr(instruction, "endless", -1))
            text = None if site < 0 else self.e.shown[site].text
        elif isinstance(instruction, c.Call):
            called = self.e.shown_calls[instruction.call]
            text = id(element.frame), called.text, called.place
        return shape(instruction, height), text

    def fits(self, numbers: Sequence[int]) -> Callable[[Sequence[Element]], bool]:
        """Whether elements with equal keys, of copies with these numbers, can be merged."""

        def fit(elements: Sequence[Element]) -> bool:
            rows = [self.operands(number, each) for number, each in zip(numbers, elements, strict=True)]
            return all(self._fit(numbers, values) for values in zip(*rows, strict=True))

        return fit

    def _fit(self, numbers: Sequence[int], values: Sequence[c.PrintOperand]) -> bool:
        """Whether there is one operand in the place of these: the same, or an argument that is worth its register."""
        if self.is_own(numbers[0], values[0]) or len(set(values)) == 1:
            return True
        literal = offset(values)
        if literal is None:
            return False
        wanted = _wanted(dict(zip(numbers, values, strict=True)), literal)
        return any(map(partial(_agree, wanted), self.accepted)) or next(self.candidates(wanted), None) is not None

    def is_own(self, copy: int, operand: c.PrintOperand) -> bool:
        """Whether an operand is a register of the part, or one for a function."""
        register = operand.register if isinstance(operand, c.Plus) else operand
        if not isinstance(register, c.Register):
            return False
        return register.index < 0 or register.index >= self.regions[copy].height

    def operands(self, copy: int, element: Element) -> list[c.PrintOperand]:
        """The operands in one copy, with literals in the place of registers that hold one; of a region, those of its
        first instruction."""
        item = element.body[0] if isinstance(element, Region) else element
        if not isinstance(item, Item):
            return []
        found = self.rows.get(id(item))
        if found is None:
            found = self.rows[id(item)] = self._normal(copy, operands(item.instruction))
        return found

    def _normal(self, copy: int, values: Sequence[c.PrintOperand]) -> list[c.PrintOperand]:
        if not self.literals[copy]:
            return list(values)
        found: list[c.PrintOperand] = []
        for operand in values:
            match operand:
                case c.Register(index) if index in self.literals[copy]:
                    found.append(self.literals[copy][index])
                case c.Plus(c.Register(index), literal) if index in self.literals[copy]:
                    found.append(self.literals[copy][index] + literal)
                case _:
                    found.append(operand)
        return found

    # ---------------------------------------------------------------- elements

    def item(self, items: dict[int, Item]) -> Item:
        """One instruction in the place of those of some copies, without its target."""
        copy, first = next(iter(items.items()))
        rows = {number: self.operands(number, each) for number, each in items.items()}
        values = [
            self._operand({number: row[place] for number, row in rows.items()}) for place in range(len(rows[copy]))
        ]
        instruction = with_operands(first.instruction, values)
        if isinstance(instruction, c.Jump) and instruction.endless >= 0:
            ends = [(number, each.instruction) for number, each in items.items()]
            alive = [each.alive - self.regions[number].height for number, each in ends if isinstance(each, c.Jump)]
            depths = [each.depth for _, each in ends if isinstance(each, c.Jump)]
            instruction = replace(instruction, alive=OWN + max(alive), depth=max(depths))
        height = max(each.height - self.regions[number].height for number, each in items.items())
        merged = Item(instruction, first.span, first.part, frame=first.frame, height=OWN + max(height, 0))
        self.sites.append((merged, {number: each.instruction for number, each in items.items()}))
        self.merged.update((id(each), merged) for each in items.values())
        return merged

    def region(self, regions: dict[int, Region]) -> Region:
        """One region in the place of those of some copies, without its body."""
        copy, first = next(iter(regions.items()))
        merged = Region(first.array, first.name, self._renamed(copy, first.height), {})
        for number, region in regions.items():
            for slot, width in region.widths.items():
                place = self._renamed(number, slot)
                merged.widths[place] = merged.widths.get(place, width).join(width)
            for slot, used in region.slots.items():
                use(merged.slots, self._renamed(number, slot), used)
        merged.literals = self._common_literals(regions)
        merged.numbers = self._common_numbers(regions)
        return merged

    def _common_numbers(self, regions: dict[int, Region]) -> tuple[c.Operand, ...]:
        """The numbers in the header of an inner part; 0 in the place of one that is not the same operand in all."""
        found: list[c.Operand] = []
        for column in zip(*(self._normal(number, region.numbers) for number, region in regions.items()), strict=True):
            values = dict(zip(regions, column, strict=True))
            number, first = next(iter(values.items()))
            wanted = _wanted(values, 0)
            known = [place for place, each in enumerate(self.arguments) if _agree(wanted, each)]
            if self.is_own(number, first) or len(set(column)) == 1:
                operand = self._operand(values)
                assert not isinstance(operand, c.Plus)
                found.append(operand)
            else:
                found.append(c.Register(ARGUMENT + known[0]) if known else 0)
        return tuple(found)

    def _common_literals(self, regions: dict[int, Region]) -> dict[int, tuple[int, Item | None]]:
        """The registers around some regions that hold the same literal in all of them."""
        rows = []
        for number, region in regions.items():
            row = {}
            for register, (literal, item) in region.literals.items():
                if register >= self.regions[number].height:
                    stored = self.merged.get(id(item))
                    row[self._renamed(number, register)] = literal, stored
            rows.append(row)
        return {
            register: found for register, found in rows[0].items() if all(row.get(register) == found for row in rows)
        }

    def _renamed(self, copy: int, register: int) -> int:
        height = self.regions[copy].height
        return OWN + register - height if register >= height else register

    def _operand(self, values: dict[int, c.PrintOperand]) -> c.PrintOperand:
        """The operand of the procedure in the place of those of some copies."""
        copy, first = next(iter(values.items()))
        if not isinstance(first, c.Plus):  # most operands need no more than this
            if self.is_own(copy, first):
                return with_register(first, lambda index: self._renamed(copy, index))
            if all(each == first for each in values.values()):
                return first
        sums = [each.width for each in values.values() if isinstance(each, c.Plus)]
        width = reduce(Width.join, sums, Width(0, 1))
        bare = {
            number: replace(each, width=width) if isinstance(each, c.Plus) else each for number, each in values.items()
        }
        if self.is_own(copy, first):
            return with_register(bare[copy], lambda index: self._renamed(copy, index))
        if len(set(bare.values())) == 1:
            return bare[copy]
        literal = offset(list(values.values()))
        assert literal is not None
        wanted = _wanted(values, literal)
        register = c.Register(ARGUMENT + self._argument(wanted))
        width = reduce(Width.join, (Width(0, bits(each)) for each in wanted.values() if isinstance(each, int)), width)
        return c.Plus(register, literal, width) if literal else register

    def _argument(self, wanted: Values) -> int:
        """The number of an argument that has these values."""
        for number, values in enumerate(self.arguments):
            if _agree(values, wanted):
                values.update(wanted)
                return number
        self.arguments.append(wanted)
        return len(self.arguments) - 1

    def candidates(self, values: Values) -> Iterator[int]:
        """The registers that hold an argument in one copy, and are not in use in those with other values."""
        for value in dict.fromkeys(values[number] for number in sorted(values)):
            if isinstance(value, c.Register) and all(
                each == value or value.index not in self.regions[number].widths for number, each in values.items()
            ):
                yield value.index

    def slots(self) -> dict[int, Slot]:
        """The registers that the copies take, as those of the procedure."""
        found: dict[int, Slot] = {}
        for number, region in enumerate(self.regions):
            for slot, used in region.slots.items():
                use(found, self._renamed(number, slot), used)
        return found


def _wanted(values: Mapping[int, c.PrintOperand], literal: int) -> Values:
    """The operands before a literal was added."""
    return {number: without_offset(value, literal) for number, value in values.items()}


def _agree(one: Values, other: Values) -> bool:
    """Whether two arguments can be the same."""
    few, many = sorted((one, other), key=len)
    return all(number not in many or many[number] == value for number, value in few.items())
