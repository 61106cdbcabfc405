"""Copies of a region become one procedure, if that is shorter, and calls of it.

Registers of the procedure lie above those that are in use around any of the copies:

    ...        what is around the copies; an argument may be in a register that the copies with other values do not use
    back       the number of the copy: where to go on, and which branches to take
    arguments  numbers from around the copies that differ between them
    ...        the registers of the part itself, as in each copy
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from uniform.counters import code as c
from uniform.counters.widths import Width, bits
from uniform.language.lowering.emit import Emitter
from uniform.language.lowering.sharing.bodies import Body
from uniform.language.lowering.sharing.elements import ARGUMENT, BACK, OWN, Merging
from uniform.language.lowering.sharing.messages import Messages
from uniform.language.lowering.sharing.operands import operands, with_operands, with_register
from uniform.language.lowering.sharing.plan import Slot
from uniform.language.lowering.sharing.regions import Item, Procedure, Region, use


def merge(e: Emitter, regions: list[Region], *, texts: bool = True) -> Procedure | None:
    """One procedure for several regions, which are then calls of it. None if it is not shorter than the copies.
    ``texts``: what traps show is changed, too."""
    if any(_writes_outside(region, region.height) for region in regions):
        return None
    merging = Merging(e, regions)
    own = Region(regions[0].array, regions[0].name, OWN, {}, merging.slots())
    own.body = Body(merging, list(range(len(regions))), [region.body for region in regions]).merge(own.end)
    calls = len(regions) * (1 + len(merging.arguments))
    if not is_worth_it(own.size + calls + 1, sum(region.size for region in regions)):
        return None
    return _finish(merging, own, texts=texts)


def is_worth_it(shared: int, copies: int) -> bool:
    """Whether to share code, with so many instructions then and now: branches and arguments cost more states than what
    they replace, and arguments cost cells."""
    return 5 * shared <= 4 * copies


def _writes_outside(region: Region, height: int) -> bool:
    """Whether a region changes a register of what is around it."""
    for element in region.body:
        if isinstance(element, Region):
            if _writes_outside(element, height):
                return True
        elif isinstance(element, Item) and any(0 <= each.index < height for each in _written(element.instruction)):
            return True
    return False


def _written(instruction: c.Instruction) -> Iterable[c.Register]:
    match instruction:
        case c.Compute(target=register) | c.Apply(target=register):
            return (register,)
        case c.StepUp(variable=register) | c.StepDown(variable=register):
            return (register,)
        case c.Entry(plus, minus):
            return [each for each in (plus, minus) if each is not None]
    return ()


def _finish(merging: Merging, own: Region, *, texts: bool) -> Procedure:
    """Choose the registers, and make the regions calls."""
    regions = merging.regions
    back = max(region.height for region in regions)
    base = back + 1
    places: list[int] = []
    for values in merging.arguments:
        register = next((each for each in merging.candidates(values) if each not in places), base)
        base += register == base
        places.append(register)

    def place(register: int) -> int:
        if register >= BACK:
            return back
        if register >= ARGUMENT:
            return places[register - ARGUMENT]
        return base + register - OWN if register >= OWN else register

    messages = Messages(merging.e, [region.height for region in regions], merging.literals, base, c.Register(back))
    for item, instructions in merging.sites if texts else ():
        item.instruction = messages.merged(item.instruction, instructions)
    _settle(own, place)
    widths = {back: Width(0, bits(len(regions) - 1))}
    use(own.slots, back, Slot({widths[back]: None}, {f"{own.name}.return": None}))
    for values, argument in zip(merging.arguments, places, strict=True):
        for number, region in enumerate(regions):
            value = values.get(number)
            width = region.widths[value.index] if isinstance(value, c.Register) else Width(0, bits(value or 0))
            widths[argument] = widths.get(argument, width).join(width)
            if value is not None and value != c.Register(argument):
                region.copies.append((c.Register(argument), value))
        use(own.slots, argument, Slot({widths[argument]: None}))
    for inner in own.inner():
        for register, width in widths.items():
            inner.widths[register] = inner.widths.get(register, width).join(width)
    procedure = Procedure(own.name, own, c.Register(back), len(regions))
    for number, region in enumerate(regions):
        region.procedure, region.number = procedure, number
        for _, stored in region.literals.values():
            if stored is not None:
                stored.is_needless = True
    return procedure


def _settle(region: Region, place: Callable[[int], int]) -> None:
    """Put registers in the place of the numbers that stand for them."""
    region.slots = {place(slot): used for slot, used in region.slots.items()}
    region.widths = {place(slot): width for slot, width in region.widths.items()}
    region.literals = {place(slot): found for slot, found in region.literals.items()}
    region.numbers = tuple(
        [each if isinstance(each, int) else c.Register(place(each.index)) for each in region.numbers]
    )
    region.height = place(region.height)
    for element in region.body:
        if isinstance(element, Region):
            _settle(element, place)
        elif isinstance(element, Item):
            instruction = element.instruction
            values = [with_register(each, place) for each in operands(instruction)]
            element.instruction = with_operands(instruction, values)
            element.height = place(element.height)
            if isinstance(element.instruction, c.Jump):
                element.instruction = replace(element.instruction, alive=place(element.instruction.alive))
