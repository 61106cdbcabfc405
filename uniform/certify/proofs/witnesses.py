"""Each wire comes from a gate that has been printed: for each instance of a wire there is a *witness*, an earlier pass
that printed its gate.

A witness is a guess. For a statement that prints gates of the array, and the outermost loop whose pass may differ, the
equations "index printed = index read" are solved for the passes of its loops, as functions of the reader; what they do
not determine is guessed. Then one question checks all guesses for a wire: can the facts of the reader hold while none
of the guessed passes is earlier, prints this address, and takes place?

A pass of ``for`` or of a counted ``while`` takes place where its ranges and guards hold, since the reader was reached
later in the same run. A guess fails at the *first* condition on the way that is false. Up to there the run has come, so
whatever holds there may be used about it, and nothing that holds later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, product

from uniform.certify.proofs.decide import SOME, Prover
from uniform.certify.proofs.formulas import (
    TRUE,
    Formula,
    Linear,
    Variable,
    all_of,
    at_most,
    constant,
    linear,
    map_numbers,
    negation,
    some,
    unequal,
)
from uniform.certify.proofs.printing import common_loops, is_before
from uniform.certify.proofs.records import Loop, Place, Read, Site, Walked, free_variables
from uniform.certify.proofs.terms import Terms
from uniform.language.syntax.symbols import Symbol
from uniform.messages.spans import Span

_MAX_GUESSES = 8  # for the passes that the equations do not determine, for each statement and loop
_MAX_SHOWN = 64  # guesses in one question


@dataclass(frozen=True, slots=True)
class Use:
    """What must have been printed at a place: the gate of a wire, or an element of an output at the end."""

    array: Symbol
    indices: tuple[Linear, ...]
    place: Place
    span: Span  # as written: the wire, or the declaration of the output


def use_of(read: Read) -> Use:
    """The use of a gate by a wire."""
    return Use(read.array, read.indices, read.place, read.wire.address.span)


def is_printed_before(use: Use, found: Walked, prover: Prover) -> bool:
    """Whether it is shown that the gate has always been printed before."""
    witnesses = _Witnesses(use, found.terms)
    sites = [site for site in found.sites if site.array is use.array and site.prints_gate]
    facts, name = use.place.formulas, f"{use.span.line_of()}: `{use.span.one_line}` is printed before"
    in_this_pass = [guess for site in sites for guess in witnesses.in_this_pass(site)]
    if in_this_pass and prover.never([*facts, all_of(in_this_pass[:_MAX_SHOWN])], name, SOME):
        return True
    first = [guess for site in sites for guess in witnesses.in_earlier_passes(site, each=1)]
    shown = all_of([*in_this_pass, *first][:_MAX_SHOWN])
    if prover.never([*facts, shown], name):
        return True
    every = [guess for site in sites for guess in witnesses.in_earlier_passes(site, each=_MAX_GUESSES)]
    further = all_of([*in_this_pass, *every][:_MAX_SHOWN])
    return further != shown and prover.never([*facts, further], name)


@dataclass(slots=True, eq=False)
class _Witnesses:
    """Guesses for one use. Each is the formula that it fails."""

    use: Use
    terms: Terms
    renamed: dict[tuple[Variable, tuple[Linear, ...]], Linear] = field(default_factory=dict)
    """Numbers made in a pass that was guessed, by the passes of the loops around them: branches of one ``if`` see the
    same counters."""
    known: set[Formula] = field(init=False)  # facts of the reader

    def __post_init__(self) -> None:
        self.known = set(self.use.place.formulas)

    def in_this_pass(self, site: Site) -> Iterator[Formula]:
        """The guesses for a printing statement above the reader, in the same pass of all loops around both."""
        common = common_loops(site.place, self.use.place)
        if is_before(site.place, self.use.place):
            for passes in self._guess(site, len(common), common):
                yield self._fails(site, len(common), common, passes)

    def in_earlier_passes(self, site: Site, each: int) -> Iterator[Formula]:
        """The guesses for an earlier pass of one of these loops, the innermost first; at most so many for each."""
        common = common_loops(site.place, self.use.place)
        for level in range(len(common) - 1, -1, -1):
            for passes in islice(self._guess(site, level, common), each):
                yield self._fails(site, level, common, passes)

    # ---------------------------------------------------------------- guesses

    def _guess(self, site: Site, level: int, common: Sequence[Loop]) -> Iterator[dict[Variable, Linear]]:
        """Values for the passes of all loops of a statement from one on, in terms of the reader and the loops outside.
        None if one of these loops is not exact: which of its passes take place is not known."""
        loops = site.place.loops[level:]
        if not all(loop.is_exact for loop in loops):
            return
        unknown = [loop.passes for loop in loops]
        own = {each: linear(self.terms.fresh(each.name + "'")) for each in unknown}
        waiting = {value.variables[0]: each for each, value in own.items()}
        solved: dict[Variable, Linear] = {}
        for printed, read in self._equations(site, own):
            self._solve(printed - read, waiting, solved)
        left = [each for each in waiting if each not in solved]
        choices = [list(self._choices(waiting[each], site, level, common, own, solved)) for each in left]
        for number, chosen in enumerate(product(*choices)):
            if number == _MAX_GUESSES:
                break
            values = dict(solved)
            for each, value in zip(left, chosen, strict=True):
                values = {known: self.terms.substitute(old, {each: value}) for known, old in values.items()}
                values[each] = value
            for _ in left:
                values = {known: self.terms.substitute(old, values) for known, old in values.items()}
            if all(each not in values for value in values.values() for each in free_variables(value)):
                yield {each: values[value.variables[0]] for each, value in own.items()}

    def _equations(self, site: Site, own: dict[Variable, Linear]) -> Iterator[tuple[Linear, Linear]]:
        """What must be equal, the indices first, then pairs of arguments of the same operation."""
        pairs = [
            (self.terms.substitute(printed, own), read)
            for printed, read in zip(site.indices, self.use.indices, strict=True)
        ]
        yield from pairs
        for printed, read in pairs:
            apart = printed - read
            operations = [(each, factor) for each, factor in apart.terms if each.operation]
            for (one, factor), (other, opposite) in product(operations, operations):
                if factor == -opposite > 0 and one.operation == other.operation:
                    yield from zip(one.arguments, other.arguments, strict=True)

    def _solve(self, equation: Linear, waiting: dict[Variable, Variable], solved: dict[Variable, Linear]) -> None:
        """Solve ``equation = 0`` for one of the unknowns, if that can be done; those solved before are replaced."""
        equation = self.terms.substitute(equation, solved)
        hidden = {each for variable in equation.variables for each in variable.free}
        free = [(each, factor) for each, factor in equation.terms if each in waiting and each not in hidden]
        free.sort(key=lambda term: (abs(term[1]), term[0].number))
        if not free:
            return
        unknown, factor = free[0]
        rest = linear(unknown).times(factor) - equation
        value = rest.times(1 if factor > 0 else -1)
        if abs(factor) > 1:
            value = self.terms.quotient(value, constant(abs(factor)))
        for each in list(solved):
            solved[each] = self.terms.substitute(solved[each], {unknown: value})
        solved[unknown] = value

    def _choices(
        self,
        passes: Variable,
        site: Site,
        level: int,
        common: Sequence[Loop],
        own: dict[Variable, Linear],
        solved: dict[Variable, Linear],
    ) -> Iterator[Linear]:
        """Guesses for a pass that no index determines: the one before the reader's, or the first."""
        loop = next(each for each in site.place.loops if each.passes is passes)
        if level < len(common) and loop is common[level]:
            yield linear(passes) + (1 if loop.falls else -1)
        elif loop in common:
            yield linear(passes)
        inner = {each: self.terms.substitute(value, solved) for each, value in own.items()}
        if loop.kind == "for" and loop.is_plain:
            assert loop.low is not None
            assert loop.high is not None
            low, high = self.terms.substitute(loop.low, inner), self.terms.substitute(loop.high, inner)
            apart = high - low
            if apart.is_constant and apart.constant < _MAX_GUESSES:
                yield from (low + step for step in range(apart.constant + 1))
            else:
                yield from (high, low) if loop.down else (low, high)
        else:
            yield constant(0)

    # ---------------------------------------------------------------- the formula

    def _fails(self, site: Site, level: int, common: Sequence[Loop], passes: dict[Variable, Linear]) -> Formula:
        """That a guessed pass is not earlier, or prints another address, or does not take place. TRUE, if the first of
        that is certain."""
        values = self._names(site, level, passes)
        cases: list[Formula] = []
        if level < len(common):
            loop = common[level]
            now, then = linear(loop.passes), passes[loop.passes]
            cases.append(at_most(then, now) if loop.falls else at_most(now, then))
        for printed, read in zip(site.indices, self.use.indices, strict=True):
            cases.append(unequal(self.terms.substitute(printed, values), read))
        if TRUE in cases:
            return TRUE
        before: list[Formula] = []
        operations: dict[Variable, Linear] = {}
        for fact in site.place.facts:
            if values.keys().isdisjoint(fact.free):
                formula = fact.formula
            else:
                formula = map_numbers(fact.formula, lambda number: self.terms.substitute(number, values, operations))
            if formula in self.known or formula == TRUE:
                continue
            if fact.kind == "condition":
                cases.append(all_of([*before, negation(formula)]))
            before.append(formula)
        return some(cases)

    def _names(self, site: Site, level: int, passes: dict[Variable, Linear]) -> dict[Variable, Linear]:
        """Values for all variables made in the loops that differ: the passes as guessed, others with names of their
        own."""
        loops = site.place.loops[level:]
        values = dict(passes)
        inside = [variable for number in site.indices for variable in free_variables(number)]
        for variable in dict.fromkeys(chain(inside, *(fact.free for fact in site.place.facts))):
            around = [loop for loop in loops if loop.made(variable)]
            if variable in values or not around:
                continue
            key = variable, tuple(passes[loop.passes] for loop in around)
            if key not in self.renamed:
                self.renamed[key] = linear(self.terms.fresh(variable.name + "'"))
            values[variable] = self.renamed[key]
        return values
