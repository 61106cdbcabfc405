"""Bounds of sums, products and powers, and what is refused because its registers would be absurdly wide.

Each function takes what is known of the operands and gives what is known of the result; a refusal is appended to
``refusals``, and the result is then any number, small, so that nothing more is said of it.
"""

from __future__ import annotations

from uniform.language.bounds.magnitude import BITS_OF_N, Estimate, Magnitude
from uniform.language.bounds.refusals import grows_too_fast, literal_too_large
from uniform.language.constants import LONGEST
from uniform.language.syntax.expressions import Expression
from uniform.messages.diagnostics import Diagnostic

LARGEST_LITERAL = LONGEST  # binary digits of a number known now
_LARGEST_DEGREE = 64  # of a bound


REFUSED = Estimate(BITS_OF_N)


def literal_or_refuse(value: int, node: Expression, refusals: list[Diagnostic]) -> Estimate:
    """A number known now, unless it has too many digits for the states of a machine."""
    if value.bit_length() <= LARGEST_LITERAL:
        return Estimate.of(value)
    refusals.append(literal_too_large(node, LARGEST_LITERAL))
    return REFUSED


def sensible(size: int, digits: int, node: Expression, refusals: list[Diagnostic]) -> bool:
    """Whether a bound of this degree and with coefficients of so many digits may be; else refuse the expression."""
    if size > _LARGEST_DEGREE:
        refusals.append(grows_too_fast(node, _LARGEST_DEGREE))
    elif digits > LARGEST_LITERAL + 1:
        refusals.append(literal_too_large(node, LARGEST_LITERAL, certain=False))
    else:
        return True
    return False


def sum_bound(left: Magnitude, right: Magnitude, node: Expression, refusals: list[Diagnostic]) -> Magnitude:
    """The bound of a sum."""
    return limited(Estimate(left + right), node, refusals).bound


def product_bound(left: Magnitude, right: Magnitude, node: Expression, refusals: list[Diagnostic]) -> Magnitude:
    """The bound of a product, which is computed only if it is not absurd."""
    if not sensible(left.size + right.size, max(left.digits, right.digits), node, refusals):
        return BITS_OF_N
    return limited(Estimate(left * right), node, refusals).bound


def limited(known: Estimate, node: Expression, refusals: list[Diagnostic]) -> Estimate:
    """What is known of a number, unless its bound is absurd and the expression refused."""
    return known if sensible(known.bound.size, known.bound.digits, node, refusals) else REFUSED
