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
from uniform.certify.proofs.formulas import Formula, Linear, Variable, equal, free_in, linear, map_numbers, unequal
from uniform.certify.proofs.records import Fact, Loop, Place, Site, Walked
from uniform.certify.proofs.terms import Terms
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
    return all(prover.never(question, "printed once") for question in _questions(pair, found))


def _questions(pair: Pair, found: Walked) -> Iterator[list[Formula]]:
    """What must never hold: one question for each common loop, and one for the same pass of all of them."""
    first, second = pair.first, pair.second
    common = common_loops(first.place, second.place)
    for loop in common:
        other = second_pass(loop, found)
        different = unequal(linear(loop.passes), other.number(linear(loop.passes)))
        indices = map(other.number, second.indices)
        same = _equal(first.indices, tuple(indices))
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


def second_pass(loop: Loop, found: Walked) -> Renamed:
    """A second pass of a loop, the same whoever asks, so that questions are about the same variables."""
    if loop not in found.second_passes:
        found.second_passes[loop] = Renamed(found.terms, loop)
    return found.second_passes[loop]


class Renamed:
    """A second pass of a loop: the variables made inside have new names."""

    def __init__(self, terms: Terms, loop: Loop) -> None:
        self.terms = terms
        self.loop = loop
        self.names: dict[Variable, Linear] = {}
        self.operations: dict[Variable, Linear] = {}
        self.facts: dict[int, Formula] = {}  # by the identity of the fact in the first pass

    def number(self, number: Linear) -> Linear:
        """A number in the second pass."""
        for variable in free_variables(number):
            if variable not in self.names and self.loop.made(variable):
                self.names[variable] = linear(self.terms.fresh(variable.name + "'"))
        return self.terms.substitute(number, self.names, self.operations)

    def fact(self, fact: Fact) -> Formula:
        """A fact in the second pass."""
        if id(fact) not in self.facts:
            is_inside = any(map(self.loop.made, fact.free))
            self.facts[id(fact)] = map_numbers(fact.formula, self.number) if is_inside else fact.formula
        return self.facts[id(fact)]


def free_variables(number: Linear) -> Iterator[Variable]:
    """The free variables of a number, also in the arguments of operations."""
    for variable in number.variables:
        yield from free_in(variable)
