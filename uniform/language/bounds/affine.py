"""Linear forms: integer combinations of *atoms* plus a constant.

Atoms are n, names whose values do not change meanwhile, and opaque subexpressions, which are equal when their
expressions are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from uniform.language.syntax.expressions import Binary, Builtin, Call, Expression, Name, Number, Operator
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.records import made_often


@dataclass(frozen=True, slots=True)
class Unknown:
    """A subexpression of an upper end that may be negative, so that nothing is known about it."""

    expression: Expression


Atom = Symbol | Expression | Unknown  # n, a number with a name, or an opaque subexpression


@made_often
@dataclass(frozen=True, slots=True)
class Form:
    """``constant + sum of coefficient * atom``; coefficients are not 0."""

    constant: int
    coefficients: Mapping[Atom, int] = field(default_factory=dict)

    def __add__(self, other: Form) -> Form:
        return self._combine(other, 1)

    def __sub__(self, other: Form) -> Form:
        return self._combine(other, -1)

    def times(self, factor: int) -> Form:
        """The form multiplied by a factor."""
        if factor == 0:
            return Form(0)
        return Form(self.constant * factor, {atom: value * factor for atom, value in self.coefficients.items()})

    def replace_atom(self, atom: Atom, form: Form) -> Form:
        """This form with ``form`` in place of ``atom``."""
        rest = dict(self.coefficients)
        coefficient = rest.pop(atom)
        return _add_to(self.constant, rest, form, coefficient)

    def _combine(self, other: Form, factor: int) -> Form:
        """This form plus ``factor`` times another one."""
        if not other.coefficients:
            return Form(self.constant + factor * other.constant, self.coefficients)
        return _add_to(self.constant, dict(self.coefficients), other, factor)


def _add_to(constant: int, coefficients: dict[Atom, int], other: Form, factor: int) -> Form:
    """The form with these coefficients, which are changed in place, plus ``factor`` times another one."""
    for atom, value in other.coefficients.items():
        total = coefficients.get(atom, 0) + factor * value
        if total:
            coefficients[atom] = total
        else:
            coefficients.pop(atom, None)
    return Form(constant + factor * other.constant, coefficients)


def is_call(atom: Atom) -> bool:
    """Whether an atom is a call of a function of the program."""
    return isinstance(atom, Call) and atom.symbol is not None


def atom_lower_bound(atom: Symbol | Expression) -> int:
    """A lower bound of a natural atom, in terms of n only."""
    match atom:
        case Symbol(sort=Sort.PARAMETER) | Name(symbol=Symbol(sort=Sort.PARAMETER)):
            return 1
        case Number(value):
            return value
        case Call(Builtin.BITS):
            return 1
        case Call(Builtin.MAX, arguments):
            return max(map(atom_lower_bound, arguments))
        case Call(Builtin.MIN, arguments):
            return min(map(atom_lower_bound, arguments))
        case Binary(Operator.POWER, base):
            return 1 if atom_lower_bound(base) else 0
    return 0
