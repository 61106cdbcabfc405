"""What is known about a power: one of its two numbers must be constant."""

from __future__ import annotations

from uniform.counters.widths import bits
from uniform.language.bounds.facts import Facts
from uniform.language.bounds.magnitude import Estimate, Magnitude, two_to
from uniform.language.bounds.refusals import exponent_too_large, nothing_constant, why_large
from uniform.language.bounds.results import LARGEST_LITERAL, REFUSED, literal_or_refuse, require_sensible
from uniform.language.syntax.expressions import Binary
from uniform.messages.diagnostics import Diagnostic


def power_of(node: Binary, base: Estimate, exponent: Estimate, facts: Facts, refusals: list[Diagnostic]) -> Estimate:
    """``base^exponent``; refused, with a message in ``refusals``, unless one of them is constant."""
    if exponent.literal is not None:
        return _constant_exponent(node, base, exponent.literal, refusals)
    if base.literal is not None:
        return _constant_base(node, base.literal, exponent, facts, refusals)
    refusals.append(nothing_constant(node))
    return REFUSED


def _constant_exponent(node: Binary, base: Estimate, exponent: int, refusals: list[Diagnostic]) -> Estimate:
    if base.literal is not None:
        if base.literal > 1 and exponent * base.literal.bit_length() > 2 * LARGEST_LITERAL:
            return literal_or_refuse(1 << 2 * LARGEST_LITERAL, node, refusals)
        return literal_or_refuse(base.literal**exponent, node, refusals)
    if exponent == 0:
        return Estimate.of(1)
    size = base.bound.size
    digits = base.bound.digits if size else max(1, base.bound.digits) * exponent
    return (
        Estimate(base.bound.power(exponent)) if require_sensible(size * exponent, digits, node, refusals) else REFUSED
    )


def _constant_base(node: Binary, base: int, exponent: Estimate, facts: Facts, refusals: list[Diagnostic]) -> Estimate:
    if base <= 1:
        return Estimate.of(1) if base == 1 else Estimate(Magnitude.constant(1))
    small = exponent.bound.small
    if small is None:
        refusals.append(exponent_too_large(node, base, why_large(node.right, facts)))
        return REFUSED
    a, b = small
    digits = 1 if base == 2 else bits(base)
    if not require_sensible(digits * a, digits * b, node, refusals):
        return REFUSED
    return Estimate(two_to((digits * a, digits * b)))
