"""Bounds of sums, products and powers, and what is refused because its registers would be absurdly wide.

Each function takes what is known about the operands and returns what is known about the result. A refusal is appended
to ``refusals``; the result is then a small number, so that it causes no further messages.
"""

from __future__ import annotations

from uniform.language.bounds.magnitude import BITS_OF_N, Estimate, Magnitude, Rational
from uniform.language.bounds.refusals import grows_too_fast, literal_too_large
from uniform.language.constants import MAX_BITS
from uniform.language.syntax.expressions import Expression
from uniform.messages.diagnostics import Diagnostic

LARGEST_LITERAL = MAX_BITS  # binary digits of a number known at compile time
_LARGEST_DEGREE = 64  # of a bound


REFUSED = Estimate(BITS_OF_N)


def literal_or_refuse(value: int, node: Expression, refusals: list[Diagnostic]) -> Estimate:
    """A number known at compile time; refused if it has too many digits for the states of a machine."""
    if value.bit_length() <= LARGEST_LITERAL:
        return Estimate.of(value)
    refusals.append(literal_too_large(node, LARGEST_LITERAL))
    return REFUSED


def require_sensible(size: Rational, digits: Rational, node: Expression, refusals: list[Diagnostic]) -> bool:
    """Whether a bound of this degree, with coefficients of this many digits, is sensible; if not, refuse the
    expression."""
    if size > _LARGEST_DEGREE:
        refusals.append(grows_too_fast(node, _LARGEST_DEGREE))
    elif digits > LARGEST_LITERAL + 1:
        refusals.append(literal_too_large(node, LARGEST_LITERAL, certain=False))
    else:
        return True
    return False


def sum_bound(left: Magnitude, right: Magnitude, node: Expression, refusals: list[Diagnostic]) -> Magnitude:
    """The bound of a sum."""
    return refuse_absurd(Estimate(left + right), node, refusals).bound


def product_bound(left: Magnitude, right: Magnitude, node: Expression, refusals: list[Diagnostic]) -> Magnitude:
    """The bound of a product, computed only if it is sensible."""
    if not require_sensible(left.size + right.size, max(left.digits, right.digits), node, refusals):
        return BITS_OF_N
    return refuse_absurd(Estimate(left * right), node, refusals).bound


def refuse_absurd(known: Estimate, node: Expression, refusals: list[Diagnostic]) -> Estimate:
    """What is known about a number, unless its bound is absurd and the expression is refused."""
    return known if require_sensible(known.bound.size, known.bound.digits, node, refusals) else REFUSED
