"""Small facts about numbers that hold for every n: is this linear form never negative?

A ``Form`` is an integer combination of *atoms* plus a constant. Atoms are n, names whose value does not change while
it is looked at, and opaque subexpressions, which are equal when they are written alike. ``Facts`` knows for a
name between which forms it lies (a loop variable between its ends, a counter between 0 and its bound). To show that
a form is at least 0, the youngest name is replaced by its lower end where its coefficient is positive, by its upper
end where it is negative, until nothing but n >= 1 and natural atoms is left.

This is interval arithmetic with cancellation, no prover: what it does not show is checked at run time instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from uniform.language.expressions import names_in, substituted
from uniform.language.syntax.expressions import Binary, Builtin, Call, Expression, Name, Number, Operator


@dataclass(frozen=True, slots=True)
class Unknown:
    """A subexpression of an upper end that may be negative, so that nothing is known of it."""

    expression: Expression


Atom = str | Expression | Unknown  # "n", a name, or an opaque subexpression


@dataclass(frozen=True, slots=True)
class Form:
    """``constant + sum of coefficient * atom``; coefficients are not 0."""

    constant: int
    coefficients: Mapping[Atom, int] = field(default_factory=dict)

    def __add__(self, other: Form) -> Form:
        return self._combined(other, 1)

    def __sub__(self, other: Form) -> Form:
        return self._combined(other, -1)

    def times(self, factor: int) -> Form:
        """The multiple."""
        if factor == 0:
            return Form(0)
        return Form(self.constant * factor, {atom: value * factor for atom, value in self.coefficients.items()})

    def replaced(self, atom: Atom, form: Form) -> Form:
        """``form`` in place of ``atom``."""
        coefficient = self.coefficients[atom]
        rest = {other: value for other, value in self.coefficients.items() if other != atom}
        return Form(self.constant, rest) + form.times(coefficient)

    def _combined(self, other: Form, sign: int) -> Form:
        total = dict(self.coefficients)
        for atom, value in other.coefficients.items():
            total[atom] = total.get(atom, 0) + sign * value
        return Form(self.constant + sign * other.constant, {atom: value for atom, value in total.items() if value})


@dataclass(frozen=True, slots=True)
class Between:
    """What is known of a name: ``low <= name <= high``; None where nothing is known."""

    low: Form
    high: Form | None


@dataclass(slots=True)
class Facts:
    """The names alive, oldest first, with their intervals, and the values of constants and of fixed lets."""

    intervals: dict[str, Between] = field(default_factory=dict)
    known: dict[str, Form] = field(default_factory=dict)
    changing: set[str] = field(default_factory=set)  # counters: an atom that holds one does not last
    standing: dict[str, Expression] = field(default_factory=dict)  # names that mean an expression outside for now

    def form(self, expression: Expression) -> Form:
        """The expression as a form, over the integers. What is not linear becomes an atom."""
        return self._read(expression)[0]

    def stays_natural(self, expression: Expression) -> bool:
        """Whether no subtraction of an upper end can go below zero."""
        return self._read(expression)[1]

    def _read(self, expression: Expression) -> tuple[Form, bool]:
        """Form and whether it stays natural, together: each part is looked at once."""
        stays = True
        match expression:
            case Number(value):
                return Form(value), True
            case Name(name):
                return self.known.get(name) or Form(0, {name: 1}), True
            case Binary(operator, left, right) if operator is not Operator.POWER:
                (one, one_stays), (other, other_stays) = self._read(left), self._read(right)
                stays = one_stays and other_stays
                if operator is Operator.ADD:
                    return one + other, stays
                if operator is Operator.SUBTRACT:
                    return one - other, stays and self.natural(one - other)
                if operator is Operator.MULTIPLY and not other.coefficients:
                    return one.times(other.constant), stays
                if operator is Operator.MULTIPLY and not one.coefficients:
                    return other.times(one.constant), stays
            case Call(Builtin.MIN | Builtin.MAX, arguments):
                stays = all(map(self.stays_natural, arguments))
        atom = substituted(expression, self.standing)
        return Form(0, {atom if stays else Unknown(atom): 1}), stays

    def natural(self, form: Form) -> bool:
        """Whether the form is shown to be at least 0."""
        return self._least(form) is not None

    def at_most(self, left: Form, right: Form) -> bool:
        """Whether ``left <= right`` is shown."""
        return self.natural(right - left)

    def relaxed(self, form: Form, *, upwards: bool) -> Form | None:
        """A bound of the form without changing names: above it, or below it; None when there is none."""
        for atom in list(form.coefficients):
            if isinstance(atom, str):
                if atom in self.changing:
                    interval = self.intervals[atom]
                    end = interval.high if (form.coefficients[atom] > 0) == upwards else interval.low
                    if end is None:
                        return None
                    form = form.replaced(atom, end)
            elif isinstance(atom, Unknown) or self.changing & names_in(atom):
                return None
        return form

    def _least(self, form: Form) -> int | None:
        for name in reversed(self.intervals):
            coefficient = form.coefficients.get(name)
            if coefficient is None:
                continue
            end = self.intervals[name].low if coefficient > 0 else self.intervals[name].high
            if end is None:
                return None
            form = form.replaced(name, end)
        total = form.constant
        for atom, coefficient in form.coefficients.items():
            if coefficient < 0 or isinstance(atom, Unknown):
                return None
            total += coefficient * _at_least(atom)
        return total if total >= 0 else None


def _at_least(atom: str | Expression) -> int:
    """A lower bound of a natural atom that needs no names but n."""
    match atom:
        case "n" | Name("n"):
            return 1
        case Number(value):
            return value
        case Call(Builtin.BITS):
            return 1
        case Call(Builtin.MAX, arguments):
            return max(map(_at_least, arguments))
        case Call(Builtin.MIN, arguments):
            return min(map(_at_least, arguments))
        case Binary(Operator.POWER, base):
            return 1 if _at_least(base) else 0
    return 0
