"""Pairs (P, Q) of naturals that mean P - Q: upper ends of ranges, and numbers that read a table.

Sums, differences and products of pairs are pairs again. Nothing else can be computed on both parts at once: a quotient,
a remainder, a minimum or a maximum needs to know the sign first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from uniform.language.bounds.magnitude import ZERO, Estimate, Magnitude
from uniform.language.bounds.results import literal_or_refuse, product_bound
from uniform.language.syntax.expressions import Expression, Operator
from uniform.messages.diagnostics import Diagnostic

Pair = tuple[Estimate, Estimate | None]  # Q is None if the number is shown to be natural
Part = TypeVar("Part")


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


def divided_bound(plus: Magnitude, minus: Magnitude, divisor: Magnitude) -> Magnitude:
    """A bound of all numbers that are needed to divide P - Q."""
    return plus.join(minus + divisor)


def one_of(numbers: list[Estimate]) -> Estimate:
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
