"""Which elements of several copies are the same: the longest part that all of them have in common, roughly.

The copies come from the same statements, so equal statements are matched first, then the instructions of each. What is
matched is in the same order in all copies. Two matches cannot stay:

- a jump whose targets are not at one place of the merged code;
- an element of a loop whose step is not matched, since a loop is there once or for each copy.

Cost: nearly linear where the copies are nearly equal.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from uniform.counters import code as c
from uniform.language.lowering.sharing.regions import Element, Item

_MOST = 1 << 22  # comparisons of two sequences, before they count as different


@dataclass(slots=True)
class Copies:
    """The bodies of copies of one region, each with its end, and what is matched in them."""

    bodies: list[list[Element]]
    places: list[dict[int, int]]  # of the elements of each body, by their identities
    matches: list[tuple[int, ...]]  # a place in each body, ascending; the last one has the ends

    def where(self) -> list[dict[int, int]]:
        """For each body the numbers of the matches, by places."""
        return [{match[copy]: number for number, match in enumerate(self.matches)} for copy in range(len(self.bodies))]

    def gap(self, copy: int, number: int) -> range:
        """The places in one body between match ``number`` and the one before it."""
        start = self.matches[number - 1][copy] + 1 if number else 0
        return range(start, self.matches[number][copy])


def match(
    bodies: list[list[Element]], key: Callable[[int, Element], Hashable], fits: Callable[[Sequence[Element]], bool]
) -> Copies:
    """Match the elements of several bodies. ``key``: of an element of a body with this number, equal for elements that
    may be matched; ``fits``: whether those with equal keys can be merged."""
    places = [{id(element): place for place, element in enumerate(body)} for body in bodies]
    keys = [[key(copy, element) for element in body[:-1]] for copy, body in enumerate(bodies)]
    others = [_pairs(bodies[0], keys[0], body, mine) for body, mine in zip(bodies[1:], keys[1:], strict=True)]
    matches = [
        (place, *(other[place] for other in others))
        for place in range(len(keys[0]))
        if all(place in other for other in others)
    ]
    matches = [each for each in matches if fits([body[place] for body, place in zip(bodies, each, strict=True)])]
    copies = Copies(bodies, places, [*matches, tuple(len(body) - 1 for body in bodies)])
    while (kept := _without_conflicts(copies)) != copies.matches:
        copies.matches = kept
    return copies


# ---------------------------------------------------------------- two sequences


def _pairs(
    first: list[Element], keys: list[Hashable], second: list[Element], others: list[Hashable]
) -> dict[int, int]:  # fmt: skip
    """Places in the first body, each with that of the same element in the second."""
    runs, other_runs = _runs(first), _runs(second)
    found: dict[int, int] = {}
    for one, other in _common([each[0] for each in runs], [each[0] for each in other_runs]):
        (_, start, end), (_, other_start, other_end) = runs[one], other_runs[other]
        for left, right in _common(keys[start:end], others[other_start:other_end]):
            found[start + left] = other_start + right
    return found


def _runs(body: list[Element]) -> list[tuple[Hashable, int, int]]:
    """Neighbors of the same statement."""
    runs, place = [], 0
    for key, members in groupby(body[:-1], _statement):
        length = sum(1 for _ in members)
        runs.append((key, place, place + length))
        place += length
    return runs


def _statement(element: Element) -> Hashable:
    if isinstance(element, Item):
        return None if isinstance(element.instruction, c.Enter) else element.span
    return "region"


def _common(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Places of elements that two sequences have in common, ascending."""
    start, ends = 0, (len(first), len(second))
    while start < min(ends) and first[start] == second[start]:
        start += 1
    end = 0
    while end < min(ends) - start and first[ends[0] - 1 - end] == second[ends[1] - 1 - end]:
        end += 1
    left, right = first[start : ends[0] - end], second[start : ends[1] - end]
    middle: list[tuple[int, int]] = []
    if len(left) * len(right) <= _MOST:
        for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
            middle += [(start + block.a + each, start + block.b + each) for each in range(block.size)]
    last = [(ends[0] - each, ends[1] - each) for each in range(end, 0, -1)]
    return [(each, each) for each in range(start)] + middle + last


# ---------------------------------------------------------------- jumps and loops


def _without_conflicts(copies: Copies) -> list[tuple[int, ...]]:
    """The matches that can stay as long as all others do."""
    where = copies.where()
    torn: list[set[int]] = [set() for _ in copies.bodies]  # places in loops whose step is not matched
    for copy, body in enumerate(copies.bodies):
        for place, element in enumerate(body):
            if place not in where[copy] and _is_step(element):
                assert isinstance(element, Item)
                torn[copy].update(range(copies.places[copy][id(element.target)], place))
    return [
        match
        for match in copies.matches
        if not any(place in places for place, places in zip(match, torn, strict=True))
        and _has_one_target(copies, where, match)
    ]


def _is_step(element: Element) -> bool:
    return isinstance(element, Item) and isinstance(element.instruction, c.StepUp | c.StepDown)


def _has_one_target(copies: Copies, where: list[dict[int, int]], match: tuple[int, ...]) -> bool:
    elements = [body[place] for body, place in zip(copies.bodies, match, strict=True)]
    if not isinstance(elements[0], Item) or elements[0].target is None:
        return True
    return bool(targets(copies, where, elements))


def targets(copies: Copies, where: list[dict[int, int]], jumps: Sequence[Element]) -> set[tuple[int, bool]]:
    """The places of the merged code to which all these jumps may lead: the number of a match, and whether it is the
    match itself or the gap before it."""
    possible: list[set[tuple[int, bool]]] = []
    for copy, jump in enumerate(jumps):
        assert isinstance(jump, Item)
        place = copies.places[copy][id(jump.target)]
        number = next_match(copies, where, copy, place)
        gap = copies.gap(copy, number)
        here = {(number, False)} if place in gap and place == gap.start else set()
        if place not in gap:
            here = {(number, True)} if gap else {(number, True), (number, False)}
        possible.append(here)
    return set.intersection(*possible)


def next_match(copies: Copies, where: list[dict[int, int]], copy: int, place: int) -> int:
    """The number of the match at a place of a body, or of the next one."""
    while place not in where[copy]:
        place += 1
    return where[copy][place]
