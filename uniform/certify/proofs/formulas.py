"""Linear numbers over the integers, and formulas without quantifiers about them.

A ``Variable`` stands for one integer. It is free, or it is what an operation that is not linear gives for linear
arguments: ``bits(i)``, ``i*j``, the value of a function. ``terms`` makes those, and ``facts`` has facts about them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd
from operator import is_

from uniform.records import made_often

# ---------------------------------------------------------------- numbers


@dataclass(frozen=True, eq=False, slots=True)
class Variable:
    """One integer. Numbers rise in the order in which a walk makes variables, so those made inside a loop have the
    numbers from its first to its last."""

    number: int
    name: str  # as in the program, for texts that people read; not unique
    operation: str = ""  # of a number that is not linear in ``arguments``; "" if it is free
    arguments: tuple[Linear, ...] = ()
    free: frozenset[Variable] = field(default=frozenset(), repr=False)
    """The free variables in its arguments; of a free variable, none."""

    def __repr__(self) -> str:
        return f"{self.name}#{self.number}"


@made_often
@dataclass(frozen=True, slots=True)
class Linear:
    """``constant`` plus variables, each times a coefficient that is not 0, by rising numbers."""

    terms: Sum
    constant: int

    @property
    def is_constant(self) -> bool:
        """Whether no variable is in it."""
        return not self.terms

    @property
    def variables(self) -> tuple[Variable, ...]:
        """Its variables, free or not, by rising numbers."""
        return tuple(variable for variable, _ in self.terms)

    def coefficient(self, variable: Variable) -> int:
        """The coefficient of a variable, perhaps 0."""
        return next((factor for each, factor in self.terms if each is variable), 0)

    def __add__(self, other: Linear | int) -> Linear:
        if isinstance(other, int):
            return Linear(self.terms, self.constant + other)
        return Linear(_joined(self.terms, other.terms), self.constant + other.constant)

    def __sub__(self, other: Linear | int) -> Linear:
        if isinstance(other, int):
            return Linear(self.terms, self.constant - other)
        return Linear(_joined(self.terms, _times(other.terms, -1)), self.constant - other.constant)

    def times(self, factor: int) -> Linear:
        """Every coefficient times a factor."""
        return Linear(_times(self.terms, factor), self.constant * factor)

    def __str__(self) -> str:
        return _written(self, lambda variable: variable.name)


Sum = tuple[tuple[Variable, int], ...]
"""Variables, each times a coefficient that is not 0, by rising numbers."""


def _times(terms: Sum, factor: int) -> Sum:
    return tuple([(each, by * factor) for each, by in terms]) if factor else ()


def _joined(left: Sum, right: Sum) -> Sum:
    """The sum of two sums."""
    if not left or not right:
        return left or right
    if left[-1][0].number < right[0][0].number:
        return left + right
    if right[-1][0].number < left[0][0].number:
        return right + left
    return _collect([*left, *right])


def constant(value: int) -> Linear:
    """A number that is known."""
    return Linear((), value)


def linear(variable: Variable) -> Linear:
    """A variable as a number."""
    return Linear(((variable, 1),), 0)


def total(numbers: Iterable[Linear]) -> Linear:
    """The sum of numbers."""
    terms: list[tuple[Variable, int]] = []
    value = 0
    for number in numbers:
        terms.extend(number.terms)
        value += number.constant
    return Linear(_collect(terms), value)


def _collect(terms: Iterable[tuple[Variable, int]]) -> Sum:
    found: dict[Variable, int] = {}
    for variable, factor in terms:
        found[variable] = found.get(variable, 0) + factor
    kept = [(variable, factor) for variable, factor in found.items() if factor]
    if len(kept) > 1:
        kept.sort(key=lambda term: term[0].number)
    return tuple(kept)


def _written(number: Linear, name: Callable[[Variable], str]) -> str:
    text = ""
    for variable, factor in number.terms:
        sign = "-" if factor < 0 else "+" if text else ""
        text += f" {sign} " if text else sign
        text += name(variable) if abs(factor) == 1 else f"{abs(factor)}*{name(variable)}"
    if number.constant or not text:
        sign = "-" if number.constant < 0 else "+"
        text = f"{text} {sign} {abs(number.constant)}" if text else str(number.constant)
    return text


def comparison(number: Linear, relation: str) -> str:
    """That a number is ``>=`` or ``=`` 0, as a person writes it: nothing is subtracted, and a variable is on the left.

    >>> n, m = linear(Variable(1, "n")), linear(Variable(2, "m"))
    >>> comparison(n - 3, ">="), comparison(constant(4) - n, ">="), comparison(m.times(2) - n, "=")
    ('n >= 3', 'n <= 4', 'n = 2*m')
    """
    terms, value = number.terms, number.constant
    left = Linear(tuple([(each, factor) for each, factor in terms if factor > 0]), max(value, 0))
    right = Linear(tuple([(each, -factor) for each, factor in terms if factor < 0]), max(-value, 0))
    is_variable = not right.constant and [factor for _, factor in right.terms] == [1]
    if left.is_constant or (is_variable and not (not left.constant and len(left.terms) == 1 == left.terms[0][1])):
        left, right, relation = right, left, {">=": "<=", "=": "="}[relation]
    return f"{left} {relation} {right}"


# ---------------------------------------------------------------- formulas


@made_often
@dataclass(frozen=True, slots=True)
class Atom:
    """``NotNegative`` or ``Zero``."""

    number: Linear


class NotNegative(Atom):
    """``number >= 0``."""

    __slots__ = ()


class Zero(Atom):
    """``number = 0``."""

    __slots__ = ()


@made_often
@dataclass(frozen=True, slots=True)
class All:
    """Each of the parts."""

    parts: tuple[Formula, ...]


@made_often
@dataclass(frozen=True, slots=True)
class Some:
    """At least one of the parts."""

    parts: tuple[Formula, ...]


Formula = NotNegative | Zero | All | Some

TRUE: Formula = All(())
FALSE: Formula = Some(())


def at_most(left: Linear, right: Linear) -> Formula:
    """``left <= right``."""
    return not_negative(right - left)


def less(left: Linear, right: Linear) -> Formula:
    """``left < right``."""
    return not_negative(right - left - 1)


def equal(left: Linear, right: Linear) -> Formula:
    """``left = right``."""
    return zero(left - right)


def unequal(left: Linear, right: Linear) -> Formula:
    """``left != right``."""
    return some([less(left, right), less(right, left)])


def all_of(parts: Iterable[Formula]) -> Formula:
    """Each of the parts; parts that are themselves ``All`` are taken apart."""
    found: dict[Formula, None] = {}
    for part in parts:
        if isinstance(part, All):
            found.update(dict.fromkeys(part.parts))
        elif isinstance(part, Atom) or part.parts:
            found[part] = None
        else:
            return FALSE
    return next(iter(found)) if len(found) == 1 else All(tuple(found))


def some(parts: Iterable[Formula]) -> Formula:
    """At least one of the parts; parts that are themselves ``Some`` are taken apart."""
    found: dict[Formula, None] = {}
    for part in parts:
        if isinstance(part, Some):
            found.update(dict.fromkeys(part.parts))
        elif isinstance(part, Atom) or part.parts:
            found[part] = None
        else:
            return TRUE
    return next(iter(found)) if len(found) == 1 else Some(tuple(found))


def negation(formula: Formula) -> Formula:
    """True where the formula is false, over the integers."""
    match formula:
        case NotNegative(number):
            return not_negative(number.times(-1) - 1)
        case Zero(number):
            return some([not_negative(number - 1), not_negative(number.times(-1) - 1)])
        case All(parts):
            return some(map(negation, parts))
        case Some(parts):
            return all_of(map(negation, parts))


def implies(premise: Formula, conclusion: Formula) -> Formula:
    """``conclusion``, unless ``premise`` is false."""
    return some([negation(premise), conclusion])


def not_negative(number: Linear) -> Formula:
    """That a number is at least 0, with coefficients that have no common factor; or the truth value of that."""
    if not number.terms:
        return TRUE if number.constant >= 0 else FALSE
    common = _common_factor(number)
    return NotNegative(number if common == 1 else _divided(number, common))  # rounded down: variables are integers


def zero(number: Linear) -> Formula:
    """That a number is 0, with coefficients that have no common factor; or the truth value of that."""
    if not number.terms:
        return TRUE if number.constant == 0 else FALSE
    common = _common_factor(number)
    if number.constant % common:
        return FALSE
    return Zero(number if common == 1 else _divided(number, common))


def _common_factor(number: Linear) -> int:
    return gcd(*[factor for _, factor in number.terms])


def _divided(number: Linear, by: int) -> Linear:
    return Linear(tuple([(variable, factor // by) for variable, factor in number.terms]), number.constant // by)


# ---------------------------------------------------------------- reading formulas


def variables_of(formula: Formula) -> Iterator[Variable]:
    """The variables of a formula, free or not, with repetitions."""
    match formula:
        case NotNegative(number) | Zero(number):
            for variable, _ in number.terms:
                yield variable
        case All(parts) | Some(parts):
            for part in parts:
                yield from variables_of(part)


def variables_inside(numbers: Iterable[Linear]) -> Iterator[Variable]:
    """The variables in some numbers, also those in the arguments of operations: each once, since a number that is used
    twice by one that is used twice, and so on, is inside very often."""
    waiting = [variable for number in numbers for variable in number.variables]
    seen: set[Variable] = set()
    while waiting:
        variable = waiting.pop()
        if variable not in seen:
            seen.add(variable)
            yield variable
            waiting += [each for argument in variable.arguments for each in argument.variables]


def free_in(variable: Variable) -> Sequence[Variable]:
    """The free variables in a variable: itself, or those in its arguments, by rising numbers."""
    return sorted(variable.free, key=lambda each: each.number) if variable.operation else (variable,)


def value(number: Linear, point: Mapping[Variable, int]) -> int:
    """The number where each variable has the value that a point gives it."""
    found = number.constant
    for variable, factor in number.terms:
        found += factor * point[variable]
    return found


def holds(formula: Formula, point: Mapping[Variable, int]) -> bool:
    """Whether a formula is true at a point."""
    if isinstance(formula, Atom):
        number = value(formula.number, point)
        return number == 0 or (number > 0 and isinstance(formula, NotNegative))
    is_all = isinstance(formula, All)
    for part in formula.parts:
        if holds(part, point) is not is_all:
            return not is_all
    return is_all


def map_numbers(formula: Formula, change: Callable[[Linear], Linear]) -> Formula:
    """The formula with each of its numbers changed; the same object if none is."""
    if isinstance(formula, Atom):
        number = change(formula.number)
        if number is formula.number:
            return formula
        return not_negative(number) if isinstance(formula, NotNegative) else zero(number)
    parts = [map_numbers(part, change) for part in formula.parts]
    if all(map(is_, parts, formula.parts)):
        return formula
    return all_of(parts) if isinstance(formula, All) else some(parts)


def smt_text(formula: Formula, names: Mapping[Variable, str]) -> str:
    """The formula as a term of SMT-LIB."""
    match formula:
        case NotNegative(number):
            return f"(>= {_smt_number(number, names)} 0)"
        case Zero(number):
            return f"(= {_smt_number(number, names)} 0)"
        case All(parts):
            return f"(and {' '.join(smt_text(part, names) for part in parts)})" if parts else "true"
        case Some(parts):
            return f"(or {' '.join(smt_text(part, names) for part in parts)})" if parts else "false"


def _smt_number(number: Linear, names: Mapping[Variable, str]) -> str:
    parts = [names[each] if by == 1 else f"(* {_smt_literal(by)} {names[each]})" for each, by in number.terms]
    if number.constant or not parts:
        parts.append(_smt_literal(number.constant))
    return parts[0] if len(parts) == 1 else f"(+ {' '.join(parts)})"


def _smt_literal(value: int) -> str:
    return str(value) if value >= 0 else f"(- {-value})"
