"""Bodies of several copies become one: matched elements once, and branches on the number of the copy for the others.

matched           Enter cell
a gap             if r7 = 1 go to L        one test for each copy that does not go through
                    wire x[r3]             what one group of equal copies has there
                  go to M
                L:  wire cell[r3-1].carry  and another one
matched         M: end of gate
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from uniform.counters import code as c
from uniform.language.lowering.sharing.align import Copies, match, targets
from uniform.language.lowering.sharing.elements import BACK, Merging
from uniform.language.lowering.sharing.groups import Group
from uniform.language.lowering.sharing.regions import Element, End, Item, Region

_TRIED = 8  # groups that a copy is compared with, so that the cost does not grow with the square of their number


@dataclass(slots=True)
class Body:
    """The bodies of some of the copies, which become one."""

    merging: Merging
    numbers: list[int]  # of these copies among all
    bodies: list[list[Element]]
    copies: Copies = field(init=False)
    where: list[dict[int, int]] = field(init=False)  # of each body, the numbers of the matches by places
    heads: list[Element] = field(init=False)  # of each match
    parts: dict[tuple[int, int], Element] = field(default_factory=dict)  # in gaps, by body and place
    begins: list[Element] = field(default_factory=list)  # of each gap; if it is empty, the match behind it

    def merge(self, end: End) -> list[Element]:
        """The elements of the one body, the last of which is ``end``."""
        copies = match(self.bodies, self._key, self.merging.fits(self.numbers))
        self.copies, self.where = copies, copies.where()
        self.heads = []
        for places in copies.matches[:-1]:
            chosen = zip(self.numbers, self.bodies, places, strict=True)
            self.heads.append(self._merged({number: body[place] for number, body, place in chosen}))
        self.heads.append(end)
        body: list[Element] = []
        for number, head in enumerate(self.heads):
            gap = self._gap(number)
            self.begins.append((*gap, head)[0])
            body += [*gap, head]
        self._lead_jumps()
        return body

    def _key(self, body: int, element: Element) -> Hashable:
        return self.merging.key(self.numbers[body], element)

    def _merged(self, elements: dict[int, Element]) -> Element:
        """One element in the place of those of the copies with these numbers."""
        regions = {number: each for number, each in elements.items() if isinstance(each, Region)}
        if not regions:
            return self.merging.item({number: each for number, each in elements.items() if isinstance(each, Item)})
        merged = self.merging.region(regions)
        inner = Body(self.merging, list(regions), [region.body for region in regions.values()])
        merged.body = inner.merge(merged.end)
        return merged

    # ---------------------------------------------------------------- gaps

    def _gap(self, number: int) -> list[Element]:
        """What is between two matches: for each group of equal copies its own elements."""
        gaps = [self.copies.gap(body, number) for body in range(len(self.bodies))]
        if not any(gaps):
            return []
        groups = self._groups(number, gaps)
        through = max(groups, key=lambda group: (bool(gaps[group[0]]), len(group)))
        branches: dict[int, list[Element]] = {group[0]: self._alternative(group, gaps) for group in groups}
        found: list[Element] = []
        behind = self.heads[number]
        first = self._first(gaps)
        for group in groups:
            if group is not through:
                for body in group:
                    test = c.JumpIf(c.Register(BACK), c.Test.EQUAL, self.numbers[body], -1)
                    found.append(Item(test, first.span, first.part, (*branches[group[0]], behind)[0]))
        found += branches[through[0]]
        for group in groups:
            if group is not through and branches[group[0]]:
                found.append(Item(c.Jump(-1), first.span, first.part, behind))
                found += branches[group[0]]
        return found

    def _first(self, gaps: Sequence[range]) -> Item:
        body = next(body for body, gap in enumerate(gaps) if gap)
        element = self.bodies[body][gaps[body].start]
        while isinstance(element, Region):
            element = element.body[0]
        assert isinstance(element, Item)
        return element

    def _alternative(self, group: list[int], gaps: Sequence[range]) -> list[Element]:
        found = []
        for place in range(len(gaps[group[0]])):
            elements = {self.numbers[body]: self.bodies[body][gaps[body][place]] for body in group}
            merged = self._merged(elements)
            self.parts.update(((body, gaps[body][place]), merged) for body in group)
            found.append(merged)
        return found

    def _groups(self, number: int, gaps: Sequence[range]) -> list[list[int]]:
        """The bodies, by what they have in a gap."""
        groups: dict[Hashable, list[Group]] = {}
        for body, gap in enumerate(gaps):
            keys = tuple([(self._key(body, self.bodies[body][each]), self._way(body, each, gap)) for each in gap])
            rows = [self.merging.operands(self.numbers[body], self.bodies[body][each]) for each in gap]
            same, values = groups.setdefault(keys, []), list(chain.from_iterable(rows))
            if not any(group.takes(body, self.numbers[body], values) for group in same[:_TRIED]):
                same.append(Group(self.merging))
                same[-1].takes(body, self.numbers[body], values)
        return [group.bodies for same in groups.values() for group in same]

    def _way(self, body: int, place: int, gap: range) -> Hashable:
        """Where a jump in a gap leads, equal for bodies in which it is the same."""
        element = self.bodies[body][place]
        if not isinstance(element, Item) or element.target is None:
            return None
        target = self.copies.places[body][id(element.target)]
        if target in self.where[body]:
            return "match", self.where[body][target]
        return ("gap", target - gap.start) if target in gap else (body, target)

    # ---------------------------------------------------------------- jumps

    def _lead_jumps(self) -> None:
        for places, head in zip(self.copies.matches, self.heads, strict=True):
            jumps = [body[place] for body, place in zip(self.bodies, places, strict=True)]
            if isinstance(head, Item) and isinstance(jumps[0], Item) and jumps[0].target is not None:
                number, at_match = max(targets(self.copies, self.where, jumps))
                head.target = self.heads[number] if at_match else self.begins[number]
        for (body, place), merged in self.parts.items():
            jump = self.bodies[body][place]
            if isinstance(merged, Item) and isinstance(jump, Item) and jump.target is not None:
                target = self.copies.places[body][id(jump.target)]
                found = self.where[body].get(target)
                merged.target = self.parts[body, target] if found is None else self.heads[found]
