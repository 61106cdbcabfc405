"""Exact sizes: the number of gates as a formula in n, where the numbers of passes allow it.

The gates of a loop are the sum of those of its passes. If these are a polynomial in the number of the pass, so is the
sum (Faulhaber); that needs at least as many passes as the formula says, so "not fewer than 0" must be shown. Branches
that differ give cases, if their condition is about n alone. A formula is text that can be evaluated from n.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import chain, product
from math import comb, lcm, prod

from uniform.certify.formula_text import MAX_LENGTH
from uniform.certify.proofs.decide import Prover
from uniform.certify.proofs.formulas import (
    TRUE,
    All,
    Formula,
    Linear,
    NotNegative,
    Some,
    Variable,
    Zero,
    comparison,
    constant,
    less,
    linear,
    negation,
    variables_of,
)
from uniform.certify.proofs.records import Choice, Loop, Outline, Read, Repeat, Site, Walked
from uniform.certify.proofs.terms import factors, is_evaluable, power_text

Monomial = tuple[tuple[Variable, int], ...]  # powers of variables, by rising numbers
OTHERWISE = "otherwise"
"""The condition of the last case."""

_MAX_CASES = 4
_MAX_ALTERNATIVES = 8  # of the condition of a case


class NotExact(Exception):
    """No formula is known, with the reason."""


@dataclass(frozen=True, slots=True)
class Count:
    """A polynomial with fractions as coefficients; its values are whole."""

    terms: tuple[tuple[Monomial, Fraction], ...]

    @staticmethod
    def of(terms: dict[Monomial, Fraction]) -> Count:
        """The polynomial with these coefficients."""
        kept = [(key, factor) for key, factor in terms.items() if factor]
        kept.sort(key=lambda term: (-sum(power for _, power in term[0]), [each.number for each, _ in term[0]]))
        return Count(tuple(kept))

    @staticmethod
    def number(value: Linear) -> Count:
        """A linear number; a product of variables is taken apart."""
        terms: dict[Monomial, Fraction] = {(): Fraction(value.constant)}
        for variable, factor in value.terms:
            key = _monomial(variable)
            terms[key] = terms.get(key, Fraction(0)) + factor
        return Count.of(terms)

    def __add__(self, other: Count) -> Count:
        terms = dict(self.terms)
        for key, factor in other.terms:
            terms[key] = terms.get(key, Fraction(0)) + factor
        return Count.of(terms)

    def __mul__(self, other: Count) -> Count:
        terms: dict[Monomial, Fraction] = {}
        for one, x in self.terms:
            for two, y in other.terms:
                key = _times(one, two)
                terms[key] = terms.get(key, Fraction(0)) + x * y
        return Count.of(terms)

    def times(self, factor: Fraction) -> Count:
        """Every coefficient times a factor."""
        return Count.of({key: each * factor for key, each in self.terms})

    def power(self, exponent: int) -> Count:
        """The product of so many copies."""
        found = ONE
        for _ in range(exponent):
            found = found * self
        return found

    def __str__(self) -> str:
        common = lcm(*(factor.denominator for _, factor in self.terms)) if self.terms else 1
        text = ""
        for key, factor in self.terms:
            whole = int(factor * common)
            power = "*".join(power_text(each, exponent) for each, exponent in key)
            size = str(abs(whole)) if not power else power if abs(whole) == 1 else f"{abs(whole)}*{power}"
            text += (f" {'-' if whole < 0 else '+'} " if text else "-" if whole < 0 else "") + size
        return text or "0" if common == 1 else f"({text}) div {common}"


ZERO, ONE = Count(()), Count((((), Fraction(1)),))


def _monomial(variable: Variable) -> Monomial:
    found: Monomial = ()
    for factor in factors(variable):
        found = _times(found, ((factor, 1),))
    return found


def _times(one: Monomial, two: Monomial) -> Monomial:
    powers = dict(one)
    for variable, exponent in two:
        powers[variable] = powers.get(variable, 0) + exponent
    return tuple(sorted(powers.items(), key=lambda term: term[0].number))


# ---------------------------------------------------------------- sums


@cache
def _bernoulli(index: int) -> Fraction:
    """The Bernoulli numbers with B(1) = 1/2."""
    if index == 0:
        return Fraction(1)
    return 1 - sum((comb(index, k) * _bernoulli(k) / (index - k + 1) for k in range(index)), Fraction(0))


def _sum_of_powers(exponent: int, top: Count) -> Count:
    """1^exponent + ... + top^exponent; also right for top = 0, and of top = low - 1 for differences."""
    found = ZERO
    for k in range(exponent + 1):
        found += top.power(exponent + 1 - k).times(comb(exponent + 1, k) * _bernoulli(k) / (exponent + 1))
    return found


def sum_over(count: Count, variable: Variable, low: Count, high: Count) -> Count:
    """The sum for all values of a variable from low to high >= low - 1. Raises NotExact."""
    powers: dict[int, dict[Monomial, Fraction]] = {}
    for key, factor in count.terms:
        rest = tuple((each, exponent) for each, exponent in key if each is not variable)
        if any(variable in each.free for each, _ in rest):
            raise NotExact("the number of gates of a pass is not a polynomial in the number of the pass")
        powers.setdefault(dict(key).get(variable, 0), {})[rest] = factor
    found = ZERO
    before = low + ONE.times(Fraction(-1))
    for exponent, terms in powers.items():
        one = _sum_of_powers(exponent, high) + _sum_of_powers(exponent, before).times(Fraction(-1))
        found += Count.of(terms) * one
    return found


# ---------------------------------------------------------------- a program


@dataclass(frozen=True, slots=True)
class Condition:
    """What holds for the n of a case."""

    formula: Formula
    is_otherwise: bool = False  # it says only that the branches before do not apply


Case = tuple[tuple[Condition, ...], Count]


@dataclass(frozen=True, slots=True)
class Cases:
    """The number of gates, by conditions on n of which exactly one holds; a single one has no conditions.

    In the text, the first case that applies counts, so what excludes the cases before it is not written."""

    cases: tuple[Case, ...]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The condition of each case, ``n >= 3`` or ``OTHERWISE``, and its number of gates; "" if there is one case."""
        if len(self.cases) == 1:
            return [("", str(self.cases[0][1]))]
        return [(_condition(conditions), str(count)) for conditions, count in self.cases]

    def __str__(self) -> str:
        return "; ".join(f"if {condition}: {count}" if condition else count for condition, count in self.rows)


def count_gates(found: Walked, prover: Prover) -> Cases:
    """The number of gates of a program, for every n at which it does not trap. Raises NotExact."""
    counter = _Counter(found, prover)
    cases = counter.body(found.outline)
    kept = [case for case in cases if not prover.never([*_start(found), *_formulas(case[0])], "size: no such n")]
    counts = {count for _, count in kept}
    for variable in [each for count in counts for key, _ in count.terms for each, _ in key]:
        if not is_evaluable(variable, found.n):
            raise NotExact(f"the number of gates depends on {variable.name}")
    whole = Cases((((), kept[0][1]),)) if len(counts) == 1 else Cases(tuple(kept))
    if len(str(whole)) > MAX_LENGTH:
        raise NotExact("the formula is too long")
    return whole


def _start(found: Walked) -> list[Formula]:
    return [fact.formula for fact in found.end.facts[:1]]  # n >= 1


def _formulas(conditions: Sequence[Condition]) -> list[Formula]:
    return [each.formula for each in conditions]


@dataclass(frozen=True, slots=True)
class _Counter:
    found: Walked
    prover: Prover

    def body(self, outline: Sequence[Outline]) -> list[Case]:
        cases: list[Case] = [((), ZERO)]
        for each in outline:
            own = self.one(each)
            cases = [((*one, *two), left + right) for one, left in cases for two, right in own]
            if len(cases) > _MAX_CASES:
                raise NotExact("too many cases")
        return cases

    def one(self, outline: Outline) -> list[Case]:
        match outline:
            case Site():
                return [((), self.site(outline))]
            case Repeat(loop, body, place):
                (case, *others) = self.body(body)
                if others:
                    raise NotExact("the number of gates of a pass depends on a condition")
                return [((), self.repeat(loop, case[1], place.formulas))]
            case Choice(branches):
                return self.choice(branches)

    def choice(self, branches: Sequence[tuple[Formula, tuple[Outline, ...]]]) -> list[Case]:
        found: list[Case] = []
        before: list[Condition] = []
        for formula, body in branches:
            own = [Condition(formula)] if formula != TRUE else []
            found += [((*before, *own, *conditions), count) for conditions, count in self.body(body)]
            before.append(Condition(negation(formula), is_otherwise=True))
        if len({count for _, count in found}) == 1:
            return [((), found[0][1])]
        for formula, _ in branches:
            about_n = all(is_evaluable(each, self.found.n) for each in variables_of(formula))
            if not about_n or _count_alternatives(formula) > _MAX_ALTERNATIVES:
                raise NotExact("the number of gates depends on a condition")
        return found

    def site(self, site: Site) -> Count:
        total = ONE if site.prints_gate else ZERO
        for read in site.reads:
            if read.negated and read.wire.part is None:
                total += self.passes(read, site.place.formulas)
        return total

    def passes(self, read: Read, facts: list[Formula]) -> Count:
        """The number of NOT gates of one written wire."""
        known = [*facts]
        loops = []
        for clause in read.clauses:
            if not isinstance(clause, Loop):
                raise NotExact("a filter chooses wires that have a NOT gate")
            loops.append((clause, list(known)))
            known += [fact.formula for fact in clause.facts]
        total = ONE
        for loop, before in reversed(loops):
            total = self.repeat(loop, total, before)
        return total

    def repeat(self, loop: Loop, count: Count, facts: list[Formula]) -> Count:
        """The gates of all passes of a loop."""
        if count == ZERO:
            return ZERO
        low, high = self._ends(loop)
        assert loop.span is not None
        if not self.prover.never(
            [*facts, less(high - low, constant(-1))], f"{loop.span.line_of()}: the number of passes is at least 0"
        ):
            raise NotExact(f"not shown that {high} is at least {low} - 1")
        found = sum_over(count, loop.passes, Count.number(low), Count.number(high))
        if any(loop.made(each) or any(map(loop.made, each.free)) for key, _ in found.terms for each, _ in key):
            raise NotExact("the number of gates of a pass depends on a counter")
        return found

    def _ends(self, loop: Loop) -> tuple[Linear, Linear]:
        """The first and the last value of ``passes``; the last may be the first minus 1."""
        if loop.kind in ("for", "clause"):
            assert loop.low is not None
            assert loop.high is not None
            assert loop.step is not None
            if loop.is_plain:
                return loop.low, loop.high
            if not loop.step.is_constant:
                raise NotExact("the step of a loop is not constant")
            return constant(0), self.found.terms.quotient(loop.high - loop.low, loop.step)
        atoms = loop.guard.parts if isinstance(loop.guard, All) else (loop.guard,)
        if loop.kind == "counted" and len(atoms) == 1 and isinstance(atoms[0], NotNegative):
            number = atoms[0].number
            factor = number.coefficient(loop.passes)
            rest = number - linear(loop.passes).times(factor)
            return constant(0), self.found.terms.quotient(rest, constant(-factor))
        raise NotExact("the number of passes of a `while` is not known")


# ---------------------------------------------------------------- conditions as text


def _condition(conditions: Sequence[Condition]) -> str:
    said = [_alternatives(each.formula) for each in conditions if not each.is_otherwise]
    rows = [dict.fromkeys(chain.from_iterable(row)) for row in product(*said)]
    return " or ".join(" and ".join(row) or OTHERWISE for row in rows)


def _alternatives(formula: Formula) -> list[list[str]]:
    """Comparisons, all of which hold in at least one of the rows."""
    match formula:
        case NotNegative(number):
            return [[comparison(number, ">=")]]
        case Zero(number):
            return [[comparison(number, "=")]]
        case Some(parts):
            return [row for part in parts for row in _alternatives(part)]
        case All(parts):
            return [list(chain.from_iterable(rows)) for rows in product(*map(_alternatives, parts))]


def _count_alternatives(formula: Formula) -> int:
    match formula:
        case Some(parts):
            return sum(map(_count_alternatives, parts))
        case All(parts):
            return prod(map(_count_alternatives, parts))
    return 1
