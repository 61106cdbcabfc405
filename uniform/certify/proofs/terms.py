"""Numbers of the language as linear numbers: what is not linear becomes a variable for it.

``Terms`` makes variables. Equal operations on equal arguments give the same variable, so a fact about one is a fact
about the other. Operations have a value for *all* integers, also where a run would trap or compute nothing: a quotient
by 0 or less is 0, ``bits`` of a negative number is 1, a power with a negative exponent is 0, and an entry outside its
table is the least one. ``facts.of_one`` and ``facts.of_two`` are true of these values for all integers; so they may be
added to any question without making it impossible for a wrong reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import prod

from uniform.certify.formula_text import MAX_LENGTH
from uniform.certify.proofs.cases import Case
from uniform.certify.proofs.formulas import Linear, Variable, constant, free_in, linear, total, variables_inside
from uniform.counters.tables import Table
from uniform.counters.widths import bits

PRODUCT, QUOTIENT, LEAST, GREATEST = "product", "quotient", "min", "max"
BITS, POWER, BIT = "bits", "power", "bit"
TABLE, FUNCTION = "table", "function"  # each followed by a number
_WRITTEN = (PRODUCT, QUOTIENT, LEAST, GREATEST, BITS, POWER, BIT)

_MAX_EXPANDED = 256  # products of terms in one product of sums
_MAX_LITERAL = 64  # binary digits of a power that is computed


@dataclass(slots=True)
class Terms:
    """The variables of one walk."""

    count: int = 0
    made: dict[tuple[str, tuple[Linear, ...]], Variable] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)  # by operation
    functions: dict[str, Callable[[tuple[Linear, ...]], Linear]] = field(default_factory=dict)
    """By operation: the bound of the result, in terms of the arguments; computed without checks."""
    cases: dict[str, Callable[[tuple[Linear, ...]], tuple[Case, ...]]] = field(default_factory=dict)
    """By operation, of functions without loops: the result case by case, in terms of the arguments."""
    outside: dict[str, frozenset[Variable]] = field(default_factory=dict)
    """By operation, of functions: the free variables in the bound and the cases that are not in the arguments."""

    # ---------------------------------------------------------------- variables

    def fresh(self, name: str) -> Variable:
        """A free variable."""
        self.count += 1
        return Variable(self.count, name)

    def apply(self, operation: str, arguments: tuple[Linear, ...], name: str) -> Linear:
        """The variable that stands for an operation. Its name is cut where a formula with it is too long anyway."""
        key = operation, arguments
        found = self.made.get(key)
        if found is None:
            free = frozenset(free for number in arguments for each in number.variables for free in free_in(each))
            free |= self.outside.get(operation, frozenset())
            self.count += 1
            found = self.made[key] = Variable(self.count, name[: MAX_LENGTH + 1], operation, arguments, free)
        return linear(found)

    # ---------------------------------------------------------------- operations

    def multiply(self, left: Linear, right: Linear) -> Linear:
        """``left * right``: sums are expanded, and each product of variables is one variable."""
        if left.is_constant or right.is_constant:
            return right.times(left.constant) if left.is_constant else left.times(right.constant)
        if len(left.terms) * len(right.terms) > _MAX_EXPANDED:
            return self.apply(PRODUCT, _in_order(left, right), f"({left})*({right})")
        parts = [left.times(right.constant), right.times(left.constant), constant(-left.constant * right.constant)]
        for one, by in left.terms:
            parts += [self._monomial(factors(one) + factors(other)).times(by * times) for other, times in right.terms]
        return total(parts)

    def _monomial(self, variables: tuple[Variable, ...]) -> Linear:
        """The product of variables: the last one times the product of the others."""
        ordered = sorted(variables, key=lambda each: each.number)
        found = linear(ordered[0])
        for place, factor in enumerate(ordered[1:], 2):
            found = self.apply(PRODUCT, (found, linear(factor)), _product_text(ordered[:place]))
        return found

    def quotient(self, number: Linear, divisor: Linear) -> Linear:
        """``number div divisor``. What a literal divides is divided, so that ``(2*i + 1) div 2`` is ``i``."""
        if number == constant(0):
            return number
        if not divisor.is_constant:
            return self.apply(QUOTIENT, (number, divisor), _divided(number, divisor))
        by = divisor.constant
        if by <= 0:
            return constant(0)
        whole = Linear(
            tuple([(each, factor // by) for each, factor in number.terms if factor // by]), number.constant // by
        )
        rest = Linear(
            tuple([(each, factor % by) for each, factor in number.terms if factor % by]), number.constant % by
        )
        if rest.is_constant:
            return whole
        return whole + self.apply(QUOTIENT, (rest, divisor), _divided(rest, divisor))

    def remainder(self, number: Linear, divisor: Linear) -> Linear:
        """``number mod divisor``: what the quotient leaves."""
        return number - self.multiply(divisor, self.quotient(number, divisor))

    def power(self, base: Linear, exponent: Linear) -> Linear:
        """``base ^ exponent``; with a literal exponent, a product."""
        if exponent.is_constant and exponent.constant <= 0:
            return constant(1 if exponent.constant == 0 else 0)
        if base.is_constant and base.constant in (0, 1) and exponent.is_constant:
            return base
        if exponent.is_constant and exponent.constant <= 8:
            found = base
            for _ in range(exponent.constant - 1):
                found = self.multiply(found, base)
            return found
        known = base.is_constant and exponent.is_constant
        if known and base.constant > 0 and exponent.constant * bits(base.constant) <= _MAX_LITERAL:
            return constant(base.constant**exponent.constant)
        return self.apply(POWER, (base, exponent), f"{_operand(base)}^{_operand(exponent)}")

    def bits(self, number: Linear) -> Linear:
        """``bits(number)``."""
        if number.is_constant:
            return constant(bits(max(number.constant, 0)))
        return self.apply(BITS, (number,), f"bits({number})")

    def bit(self, number: Linear, place: Linear) -> Linear:
        """``bit(number, place)``; at a literal place, what is left of a quotient."""
        if place.is_constant and 0 <= place.constant <= _MAX_LITERAL:
            return self.remainder(self.quotient(number, constant(2**place.constant)), constant(2))
        return self.apply(BIT, (number, place), f"bit({number}, {place})")

    def extreme(self, operation: str, numbers: tuple[Linear, ...]) -> Linear:
        """The least or the greatest of some numbers (``LEAST``, ``GREATEST``)."""
        kept: list[Linear] = []
        for number in numbers:
            for place, other in enumerate(kept):
                apart = number - other
                if apart.is_constant:
                    if (apart.constant < 0) == (operation == LEAST):
                        kept[place] = number
                    break
            else:
                kept.append(number)
        if operation == GREATEST:
            kept = [
                each for each in kept if not (each.is_constant and any(_least(one) >= each.constant for one in kept))
            ] or kept
        if len(kept) == 1:
            return kept[0]
        return self.apply(operation, tuple(kept), f"{operation}({', '.join(map(str, kept))})")

    def entry(self, operation: str, indices: tuple[Linear, ...]) -> Linear:
        """An entry of a table."""
        table = self.tables[operation]
        if all(index.is_constant for index in indices):
            places = [index.constant for index in indices]
            inside = all(low <= place <= high for place, (low, high) in zip(places, table.ranges, strict=True))
            return constant(table.entries[table.place(places)] if inside else min(table.entries))
        return self.apply(operation, indices, f"{table.name}[{','.join(map(str, indices))}]")

    # ---------------------------------------------------------------- substitution

    def substitute(
        self, number: Linear, values: Mapping[Variable, Linear], known: dict[Variable, Linear] | None = None
    ) -> Linear:
        """The number with these values for free variables, also in the arguments of operations; the same object if
        there are none in it. In ``known`` the values of operations are kept for further numbers."""
        if all(each not in values and values.keys().isdisjoint(each.free) for each, _ in number.terms):
            return number
        known = {} if known is None else known
        parts = [constant(number.constant)]
        for each, factor in number.terms:
            if each in values:
                found = values[each]
            elif each in known:
                found = known[each]
            elif values.keys().isdisjoint(each.free):
                found = linear(each)
            else:
                arguments = tuple([self.substitute(argument, values, known) for argument in each.arguments])
                found = known[each] = self._again(each, arguments)
            parts.append(found.times(factor))
        return total(parts)

    def _again(self, variable: Variable, arguments: tuple[Linear, ...]) -> Linear:
        """The operation of a variable on other arguments."""
        match variable.operation:
            case "product":
                return self.multiply(*arguments)
            case "quotient":
                return self.quotient(*arguments)
            case "power":
                return self.power(*arguments)
            case "bits":
                return self.bits(*arguments)
            case "bit":
                return self.bit(*arguments)
            case "min" | "max" as operation:
                return self.extreme(operation, arguments)
            case operation if operation in self.tables:
                return self.entry(operation, arguments)
            case operation:
                name = f"{variable.name.partition('(')[0]}({', '.join(map(str, arguments))})"
                return self.apply(operation, arguments, name)


def evaluate(operation: str, arguments: tuple[int, ...], table: Table | None = None) -> int:
    """The value of an operation on any integers, as at the top of this file. Not for functions."""
    match operation:
        case "product":
            return prod(arguments)
        case "quotient":
            return arguments[0] // arguments[1] if arguments[1] > 0 else 0
        case "min" | "max":
            return min(arguments) if operation == LEAST else max(arguments)
        case "bits":
            return bits(max(arguments[0], 0))
        case "power":
            return int(arguments[0] ** arguments[1]) if arguments[1] >= 0 else 0
        case "bit":
            return arguments[0] >> arguments[1] & 1 if arguments[1] >= 0 else 0
    assert table is not None
    inside = all(low <= each <= high for each, (low, high) in zip(arguments, table.ranges, strict=True))
    return table.entries[table.place(arguments)] if inside else min(table.entries)


def is_evaluable(variable: Variable, n: Variable) -> bool:
    """Whether ``formula_text`` can evaluate a variable for any n: n is the only free variable in it, and it has no
    table and no function, whose values are not in the text."""
    inside = variables_inside([linear(variable)])
    return all(each.operation in _WRITTEN if each.operation else each is n for each in inside)


def _least(number: Linear) -> float:
    """A number that this one is not below, at first sight: a length is at least 1. Of a constant, minus infinity."""
    if not number.terms or any(factor < 0 or each.operation != BITS for each, factor in number.terms):
        return float("-inf")
    return number.constant + sum([factor for _, factor in number.terms])


# ---------------------------------------------------------------- texts


def power_text(variable: Variable, exponent: int) -> str:
    """A power of a variable as a factor of a product; ``^`` is never written twice in a row."""
    if exponent == 1:
        return variable.name
    return f"{_operand(linear(variable))}^{exponent}"


def _product_text(variables: Sequence[Variable]) -> str:
    return "*".join([power_text(each, len(list(same))) for each, same in groupby(variables)])


def _divided(number: Linear, divisor: Linear) -> str:
    """A quotient as it would be written in a sum."""
    left = f"({number})" if len(number.terms) + bool(number.constant) > 1 else str(number)
    return f"({left} div {_operand(divisor)})"


def _operand(number: Linear) -> str:
    """A number as it is written after ``div`` and on both sides of ``^``: in parentheses, unless it is a literal, a
    name, a call or in parentheses already."""
    is_literal = number.is_constant and number.constant >= 0
    is_variable = not number.constant and len(number.terms) == 1 and number.terms[0][1] == 1
    if is_literal or (is_variable and number.terms[0][0].operation not in (PRODUCT, POWER)):
        return str(number)
    return f"({number})"


# ---------------------------------------------------------------- products


def factors(variable: Variable) -> tuple[Variable, ...]:
    """The variables whose product a variable is; itself, if it is not a product of variables."""
    if variable.operation != PRODUCT:
        return (variable,)
    found: list[Variable] = []
    for argument in variable.arguments:
        if len(argument.terms) != 1 or argument.constant or argument.terms[0][1] != 1:
            return (variable,)
        found += factors(argument.terms[0][0])
    return tuple(found)


def _in_order(left: Linear, right: Linear) -> tuple[Linear, Linear]:
    """Two factors in one order, so that products of the same two are the same."""
    keys = [[(each.number, by) for each, by in number.terms] for number in (left, right)]
    return (left, right) if keys[0] <= keys[1] else (right, left)
