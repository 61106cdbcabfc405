"""Each address is printed once: two instances of printing statements never have the same address.

Take two statements that print gates of one array, or one statement twice, and a loop around both. Two instances in
different passes of that loop, in the same passes of the loops around it, must differ in some index; so must two
instances in the same pass of all common loops, unless they are in different branches of one ``if``. What was made
inside the loop is renamed for the second instance; what was made outside is the same for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement

from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.formulas import Formula, Linear, equal, linear, unequal
from uniform.certify.proofs.records import Loop, Place, Site, Walked
from uniform.language.syntax.symbols import Symbol


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two statements that might print one address, or one statement that might print it twice."""

    first: Site
    second: Site


def pairs_of(found: Walked) -> Iterator[Pair]:
    """All pairs to be looked at, in the order of the text. A statement of NOT gates prints at the address of a part."""
    by_array: dict[tuple[Symbol, bool], list[Site]] = {}
    for site in found.sites:
        if site.prints_gate or site.is_part:
            by_array.setdefault((site.array, site.is_part), []).append(site)
    for sites in by_array.values():
        for first, second in combinations_with_replacement(sites, 2):
            yield Pair(first, second)


def is_printed_once(pair: Pair, found: Walked, prover: Prover) -> bool:
    """Whether it is shown that the two never print the same address."""
    place, target = pair.second.span.line_of(), pair.second.span.one_line
    name = f"{place}: `{target}` is printed once"
    if pair.first is not pair.second:
        name = f"{place}: `{target}` is not printed on {pair.first.span.line_of()}"
    return all(prover.never(question, name) for question in _questions(pair, found))


def _questions(pair: Pair, found: Walked) -> Iterator[list[Formula]]:
    """What must never hold: one question for each common loop, and one for the same pass of all of them."""
    first, second = pair.first, pair.second
    common = common_loops(first.place, second.place)
    for loop in common:
        other = found.second_pass(loop)
        different = unequal(linear(loop.passes), other.number(linear(loop.passes)))
        same = _equal(first.indices, tuple(map(other.number, second.indices)))
        renamed = [other.fact(fact) for fact in second.place.facts]
        yield [*first.place.formulas, *renamed, *same, different]
    if first is not second and not exclude_each_other(first.place, second.place):
        yield [*first.place.formulas, *second.place.formulas, *_equal(first.indices, second.indices)]


def _equal(left: tuple[Linear, ...], right: tuple[Linear, ...]) -> list[Formula]:
    return [equal(one, other) for one, other in zip(left, right, strict=True)]


def common_loops(one: Place, other: Place) -> tuple[Loop, ...]:
    """The loops around both places."""
    found = []
    for loop, same in zip(one.loops, other.loops, strict=False):
        if loop is not same:
            break
        found.append(loop)
    return tuple(found)


def exclude_each_other(one: Place, other: Place) -> bool:
    """Whether two places are in different branches of one ``if``: then no pass of it comes to both."""
    for place, (left, right) in enumerate(zip(one.path, other.path, strict=False)):
        if left != right:
            return place % 2 == 1
    return False


def is_before(one: Place, other: Place) -> bool:
    """Whether the statement of a place comes before that of another one in the text, and not in another branch."""
    for place, (left, right) in enumerate(zip(one.path, other.path, strict=False)):
        if left != right:
            return place % 2 == 0 and left < right
    return False
