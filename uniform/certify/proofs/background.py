"""What may be used in a question: the facts about the operations that occur in it.

Many questions are about the same variables, so this is kept for each set of variables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from uniform.certify.proofs.facts import of_one, of_powers, of_two
from uniform.certify.proofs.formulas import Formula, Variable
from uniform.certify.proofs.questions import Conjunct, conjuncts
from uniform.certify.proofs.terms import BITS, POWER, PRODUCT, QUOTIENT, Terms


@dataclass(slots=True, eq=False)
class Background:
    """The facts about the operations of one walk, each made when it is first needed."""

    terms: Terms
    facts: dict[Variable, tuple[Conjunct, ...]] = field(default_factory=dict)  # about one operation
    joint: dict[tuple[Variable, ...], tuple[Conjunct, ...]] = field(default_factory=dict)  # about several together
    about: dict[frozenset[Variable], About] = field(default_factory=dict)  # of each set of variables asked about

    def of(self, parts: Iterable[Conjunct]) -> About:
        """What may be used in a question with these formulas."""
        variables = frozenset().union(*[part.variables for part in parts])
        if variables not in self.about:
            self.about[variables] = About(tuple(self._reached(variables)), self)
        return self.about[variables]

    def _reached(self, variables: Iterable[Variable]) -> list[Variable]:
        """These variables, those in the arguments of operations, and those in facts about operations."""
        found: set[Variable] = set()
        waiting = _by_number(variables)
        while waiting:
            variable = waiting.pop()
            if variable in found:
                continue
            found.add(variable)
            if variable.operation:
                waiting += [each for argument in variable.arguments for each in argument.variables]
                waiting += [each for fact in self.of_one(variable) for each in _by_number(fact.variables)]
        return _by_number(found)

    def of_one(self, variable: Variable) -> tuple[Conjunct, ...]:
        """The facts about one operation."""
        if variable not in self.facts:
            self.facts[variable] = conjuncts(of_one(variable, self.terms), self.terms)
        return self.facts[variable]

    def of_several(self, variables: Iterable[Variable]) -> Iterator[Conjunct]:
        """The facts about several of these operations."""
        related = [each for each in variables if each.operation in (BITS, POWER, PRODUCT, QUOTIENT)]
        for pair in combinations(related, 2):
            if pair not in self.joint:
                self.joint[pair] = conjuncts(of_two(*pair), self.terms)
            yield from self.joint[pair]
        powers = tuple(each for each in related if each.operation == POWER)
        for each in related:
            if each.operation == PRODUCT:
                if (each, *powers) not in self.joint:
                    self.joint[each, *powers] = conjuncts(of_powers(each, powers), self.terms)
                yield from self.joint[each, *powers]


def _by_number(variables: Iterable[Variable]) -> list[Variable]:
    """Sets have no fixed order, facts make variables when they are first needed, and limits count what is done."""
    return sorted(variables, key=lambda each: each.number)


@dataclass(eq=False)
class About:
    """What may be used in questions about some variables."""

    variables: tuple[Variable, ...]  # these, and all that the facts are about, by rising numbers
    background: Background

    @cached_property
    def definitions(self) -> tuple[Conjunct, ...]:
        """The facts about one operation."""
        operations = [variable for variable in self.variables if variable.operation]
        return tuple([fact for variable in operations for fact in self.background.of_one(variable)])

    @cached_property
    def several(self) -> tuple[Conjunct, ...]:
        """The facts about several operations."""
        return tuple(self.background.of_several(self.variables))

    @cached_property
    def linear(self) -> tuple[Formula, ...]:
        """Of both, what is one equation or inequality."""
        return tuple([each.formula for each in (*self.definitions, *self.several) if each.is_linear])

    @cached_property
    def others(self) -> tuple[Formula, ...]:
        """Of both, what is not."""
        return tuple([each.formula for each in (*self.definitions, *self.several) if not each.is_linear])
