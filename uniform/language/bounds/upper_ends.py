"""What is known for every n about upper ends of ranges, which are over the integers.

An upper end is a pair (P, Q) of naturals that means P - Q; Q is absent if the value is shown to be natural, which
most ends are. Sums, differences and products of pairs are pairs again; a quotient, a remainder, a minimum or a maximum
needs to know the sign first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from uniform.language.bounds import checks
from uniform.language.bounds.checks import Check
from uniform.language.bounds.facts import Facts
from uniform.language.bounds.magnitude import ZERO, Estimate, Magnitude
from uniform.language.bounds.results import literal_or_refuse, product_bound, refuse_absurd
from uniform.language.bounds.terms import Term, term
from uniform.language.syntax.expressions import Binary, Builtin, Call, Expression, Operator
from uniform.messages.diagnostics import Diagnostic

Pair = tuple[Estimate, Estimate | None]
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class End:
    """An upper end."""

    node: Expression
    natural: Term | None  # the number, if it is shown to be natural
    parts: tuple[End, ...]  # otherwise its operands, from left to right
    plus: Estimate
    minus: Estimate | None
    check: Check | None = None  # of its own divisor, unless that is shown to be positive
    refusals: tuple[Diagnostic, ...] = ()  # of itself and its parts
    may_trap: bool = False  # itself or one of its parts

    @property
    def bound(self) -> Magnitude:
        """An upper bound that holds for every n at which the value is not negative."""
        return self.plus.bound


def upper_end(expression: Expression, facts: Facts) -> End:
    """An upper end with what is known about it. Cost: that of ``term``, plus that of ``facts`` at each level."""
    if facts.stays_natural(expression):
        return _natural(term(expression, facts, upper_end=True))
    operands: tuple[Expression, ...]
    match expression:
        case Binary(operator, left, right) if operator is not Operator.POWER:
            operands = left, right
        case Call(Builtin.MIN | Builtin.MAX, arguments):
            operands = arguments
        case _:
            return _natural(term(expression, facts))
    parts = tuple(upper_end(operand, facts) for operand in operands)
    check = _check(expression, parts, facts)
    refusals = [refusal for part in parts for refusal in part.refusals]
    plus, minus = _pair(expression, parts, refusals)
    may_trap = check is not None or any(part.may_trap for part in parts)
    return End(expression, None, parts, plus, minus, check, tuple(refusals), may_trap)


def _natural(number: Term) -> End:
    return End(number.node, number, (), number.known, None, None, number.refusals, number.may_trap)


def _check(node: Expression, parts: tuple[End, ...], facts: Facts) -> Check | None:
    """That the divisor of a division is positive, unless it is shown to be."""
    if not isinstance(node, Binary) or node.operator not in (Operator.DIVIDE, Operator.MODULO):
        return None
    above, below = parts[1].plus.literal, (parts[1].minus or ZERO).literal
    check = checks.divisor(node, facts.here, upper_end=True)
    shown = parts[1].minus is None and facts.shows(check.claim)
    if shown or (above is not None and below is not None and below < above):
        return None
    return check


def _pair(node: Expression, parts: tuple[End, ...], refusals: list[Diagnostic]) -> Pair:
    pairs = [(part.plus, part.minus or ZERO) for part in parts]
    if isinstance(node, Call):
        return _one_of([plus for plus, _ in pairs]), _one_of([minus for _, minus in pairs])
    assert isinstance(node, Binary)
    left, right = pairs
    if node.operator in (Operator.DIVIDE, Operator.MODULO):
        wide = Estimate(left[0].bound.join(left[1].bound + right[0].bound))
        return wide, wide if node.operator is Operator.DIVIDE else None
    plus, minus = combine(node.operator, left, right, sum_of, lambda p, q: product_of(p, q, node, refusals))
    return refuse_absurd(plus, node, refusals), refuse_absurd(minus, node, refusals)


def combine(
    operator: Operator,
    left: tuple[Part, Part],
    right: tuple[Part, Part],
    add: Callable[[Part, Part], Part],
    multiply: Callable[[Part, Part], Part],
) -> tuple[Part, Part]:
    """The pair of a sum, a difference or a product of two pairs, in any arithmetic of naturals: that of what is known,
    and that of instructions. ``add`` and ``multiply`` are called from left to right, P before Q."""
    (p1, q1), (p2, q2) = left, right
    match operator:
        case Operator.ADD:
            return add(p1, p2), add(q1, q2)
        case Operator.SUBTRACT:
            return add(p1, q2), add(q1, p2)
        case Operator.MULTIPLY:
            plus = add(multiply(p1, p2), multiply(q1, q2))
            return plus, add(multiply(p1, q2), multiply(q1, p2))
    raise AssertionError(operator)


def _one_of(numbers: list[Estimate]) -> Estimate:
    bound = numbers[0].bound
    for number in numbers[1:]:
        bound = bound.join(number.bound)
    return Estimate(bound)


# ---------------------------------------------------------------- parts of pairs


def sum_of(left: Estimate, right: Estimate) -> Estimate:
    """``left + right``."""
    if left.literal == 0:
        return right
    if right.literal == 0:
        return left
    if left.literal is not None and right.literal is not None:
        return Estimate.of(left.literal + right.literal)
    return Estimate(left.bound + right.bound)


def product_of(left: Estimate, right: Estimate, node: Expression, refusals: list[Diagnostic]) -> Estimate:
    """``left * right``, as a part of ``node``."""
    if 0 in (left.literal, right.literal):
        return ZERO
    if left.literal == 1:
        return right
    if right.literal == 1:
        return left
    if left.literal is not None and right.literal is not None:
        return literal_or_refuse(left.literal * right.literal, node, refusals)
    return Estimate(product_bound(left.bound, right.bound, node, refusals))
