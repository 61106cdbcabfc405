"""Formulas for sizes and depths that are measured, not proved: fitted to small circuits, tried on larger ones.

A formula is a polynomial in n and in the number of binary digits of n or of n - 1, with fractions as coefficients, one
for all n or one each for even and odd n. It may have one more term: a multiple of 2 to that number of digits, as where
a tree is filled up to a power of two, or of the number of ones among the digits of n, as where carries are counted. It
must be right for every n that is tried, those that it was fitted to and those that it was not. It proves nothing, since
a program may do something else from some n on; so no class rests on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any

from uniform.certify.subject import Subject
from uniform.counters.widths import bits
from uniform.messages.errors import LimitReached, Trap

_LAST = 48  # circuits of 1..48 are made, as far as the limits allow
_LARGE = (64, 96)  # and these
_SHARE = 3  # a formula is fitted to two of three n, and tried on the others
_STARTS = (1, 2, 3)  # it may hold from one of these n on
_LOGS = (("bits(n)", 0), ("bits(n-1)", 1))
_POWERS = ((0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (3, 0), (2, 2), (3, 1))
"""The highest powers of n and of a number of digits, in the order in which they are tried."""

_EXTRAS: tuple[Callable[[int, int], int] | None, ...] = (
    None,
    lambda n, digits: 2**digits,
    lambda n, digits: n.bit_count(),
)
_POWER, _ONES = 1, 2  # their places
TRIED = (
    "tried: a polynomial in n and bits(n) or bits(n-1), alone, or with a multiple of 2^bits(n), of 2^bits(n-1), or of"
    " ones(n), the ones among the digits of n; from n = 1, 2 or 3 on; for all n, or for even and for odd n"
)
"""What it means that no formula fits."""

_LEAST = 7  # circuits: with fewer, not even a constant has three n that it was not fitted to

Term = tuple[int, int]  # powers of n and of the number of digits
_EXTRA: Term = (-1, -1)  # the term that is not a product of powers


@dataclass(frozen=True, slots=True)
class Fit:
    """A formula that is right at every n that was tried."""

    what: str  # "size" or "depth"
    formulas: tuple[str, ...]  # one, or those for even and for odd n
    fitted: tuple[int, int]  # the first and the last n that it was fitted to
    verified: tuple[int, ...]  # other n at which it is right

    def __str__(self) -> str:
        formula = self.formulas[0]
        if len(self.formulas) == 2:
            formula = f"{self.formulas[0]} for even n, {self.formulas[1]} for odd n"
        first, last = self.fitted
        others = f"{self.verified[0]}..{self.verified[-1]}, {len(self.verified)} of them"
        ones = ", ones(n) the ones among the binary digits of n" if "ones(" in formula else ""
        return f"{self.what} = {formula}{ones} (measured: fitted to n = {first}..{last}, right also at n = {others})"

    def to_json(self) -> dict[str, Any]:
        """The formula, and the n that it was fitted to and verified at."""
        names = ("formula",) if len(self.formulas) == 1 else ("even", "odd")
        return {
            "status": "measured",
            **dict(zip(names, self.formulas, strict=True)),
            "fitted": {"from": self.fitted[0], "to": self.fitted[1]},
            "verified": list(self.verified),
        }


def fits(subject: Subject) -> dict[str, Fit | str]:
    """A fit for the size, if no exact formula is proved, and one for the depth, of which only a bound is proved. Where
    there is none, why: no formula is right at all n that were tried, or too few circuits can be made.

    Cost: that of ``Subject.circuit`` at up to 50 n."""
    sizes, depths, why = _measure(subject)
    exact = not subject.too_large and not isinstance(subject.proofs.size, str)
    wanted = {} if exact else {"size": sizes}
    if len(depths) < _LEAST:
        return dict.fromkeys([*wanted, "depth"], f"not measured: {why}")
    none = f"no formula fits ({TRIED})"
    return {what: fit(what, values) or none for what, values in {**wanted, "depth": depths}.items()}


def _measure(subject: Subject) -> tuple[dict[int, int], dict[int, int], str]:
    """The sizes and depths by n, and why there are not more."""
    from uniform.circuits.measure import measure

    sizes, depths, why = {}, {}, ""
    for n in (*range(1, _LAST + 1), *_LARGE):
        try:
            report = measure(subject.circuit(n))
        except Trap:
            why = f"there is no circuit at n = {n}"
        except LimitReached as limit:
            why = limit.diagnostics[0].message
        if why:
            break
        sizes[n], depths[n] = report.size, report.depth
    return sizes, depths, why


def fit(what: str, values: Mapping[int, int]) -> Fit | None:
    """A formula for some numbers, by n; None if none of the forms fits.

    >>> print(fit("size", {n: n * (n + 15) // 2 - 3 for n in range(1, 31)}))
    size = (n^2 + 15*n - 6)/2 (measured: fitted to n = 1..20, right also at n = 21..30, 10 of them)
    >>> fit("size", {n: n**5 for n in range(1, 31)})
    """
    ns = sorted(values)
    fitted, others = ns[: len(ns) * (_SHARE - 1) // _SHARE], tuple(ns[len(ns) * (_SHARE - 1) // _SHARE :])
    for extra, powers, classes, start in product(range(len(_EXTRAS)), _POWERS, (1, 2), _STARTS):
        for name, shift in _LOGS if powers[1] or extra == _POWER else _LOGS[:1]:
            chosen = [n for n in fitted if n >= start]
            formulas = _formulas(_Form(powers, shift, extra), classes, chosen, others, values)
            if formulas is not None:
                texts = tuple(_text(formula, name, extra) for formula in formulas)
                return Fit(what, texts, (chosen[0], chosen[-1]), others)
    return None


@dataclass(frozen=True, slots=True)
class _Form:
    """The terms of a formula."""

    powers: Term  # the highest ones
    shift: int  # the digits are those of n minus this
    extra: int  # in ``_EXTRAS``

    @property
    def terms(self) -> list[Term]:
        """All terms."""
        ranges = (range(power + 1) for power in self.powers)
        return [*((i, j) for i, j in product(*ranges)), *([_EXTRA] if _EXTRAS[self.extra] else [])]

    def value(self, term: Term, n: int) -> int:
        """The value of a term at n."""
        digits, compute = bits(n - self.shift), _EXTRAS[self.extra]
        if term == _EXTRA:
            assert compute is not None
            return compute(n, digits)
        return int(n ** term[0] * digits ** term[1])

    def at(self, formula: Mapping[Term, Fraction], n: int) -> Fraction:
        """The value of a formula at n."""
        return sum((factor * self.value(term, n) for term, factor in formula.items()), Fraction(0))


def _formulas(
    form: _Form, classes: int, fitted: Sequence[int], others: Sequence[int], values: Mapping[int, int]
) -> list[dict[Term, Fraction]] | None:
    """A formula for each residue of n, right at all n; None if there is none, or too few n to tell."""
    terms = form.terms
    found = []
    for residue in range(classes):
        own = [n for n in fitted if n % classes == residue]
        new = [n for n in others if n % classes == residue]
        if len(own) < 2 * len(terms) or len(new) < max(3, len(terms)):
            return None
        rows = [[Fraction(form.value(term, n)) for term in terms] for n in own]
        solution = _solve(rows, [values[n] for n in own])
        if solution is None:
            return None
        formula = dict(zip(terms, solution, strict=True))
        if any(form.at(formula, n) != values[n] for n in new):
            return None
        found.append(formula)
    return found


def _solve(rows: Sequence[Sequence[Fraction]], right: Sequence[int]) -> list[Fraction] | None:
    """The one solution of linear equations, more than there are unknowns; None if there is none, or more than one."""
    equations = [[*row, Fraction(value)] for row, value in zip(rows, right, strict=True)]
    unknowns = len(rows[0])
    for column in range(unknowns):
        pivot = next((row for row in range(column, len(equations)) if equations[row][column]), None)
        if pivot is None:
            return None
        equations[column], equations[pivot] = equations[pivot], equations[column]
        lead = equations[column]
        for row, equation in enumerate(equations):
            if row != column and equation[column]:
                factor = equation[column] / lead[column]
                equations[row] = [one - factor * other for one, other in zip(equation, lead, strict=True)]
    if any(equation[-1] for equation in equations[unknowns:]):
        return None
    return [equations[place][-1] / equations[place][place] for place in range(unknowns)]


def _text(formula: Mapping[Term, Fraction], name: str, extra: int) -> str:
    kept = {term: factor for term, factor in sorted(formula.items(), key=_place, reverse=True) if factor}
    below = lcm(*(factor.denominator for factor in kept.values()))
    text = ""
    for term, factor in kept.items():
        number = factor * below
        last = "ones(n)" if extra == _ONES else f"2^{name}"
        power = last if term == _EXTRA else "*".join(_powers(term, name))
        size = power if power and abs(number) == 1 else f"{abs(number)}*{power}" if power else str(abs(number))
        text += (f" {'-' if number < 0 else '+'} " if text else "-" if number < 0 else "") + size
    text = text or "0"
    if below == 1:
        return text
    return f"({text})/{below}" if len(kept) > 1 else f"{text}/{below}"


def _place(item: tuple[Term, Fraction]) -> tuple[bool, Term]:
    """Higher powers first, the constant last."""
    return item[0] != (0, 0), item[0]


def _powers(term: Term, name: str) -> Iterator[str]:
    for base, power in zip(("n", name), term, strict=True):
        if power:
            yield f"{base}^{power}" if power > 1 else base
