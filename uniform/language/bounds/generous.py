"""Ends that are shown to hold because they are generous: a header may declare `w <= n^3` or `v <= 2^(3*p)`.

``shows_end`` is for numbers that get a name where a part is printed. Other checks are omitted only if ``Facts.shows``
shows their claims.
"""

from __future__ import annotations

from uniform.language.bounds.affine import Form
from uniform.language.bounds.facts import Facts
from uniform.language.bounds.magnitude import Magnitude
from uniform.language.syntax.expressions import Binary, Builtin, Call, Compare, Expression, Name, Number, Operator
from uniform.messages.spans import Span


def shows_end(facts: Facts, claim: Compare, bound: Magnitude) -> bool:
    """Whether ``number <= end`` is shown, where ``bound`` is a bound of the number. Besides what ``Facts.shows`` finds:
    x <= x^k for k >= 1, and x < 2^w <= 2^e where the number has w <= e digits."""
    if facts.shows(claim):
        return True
    number, end = claim.operands
    left, right = facts.form(number), facts.form(end)
    end_as_it_is = right
    for atom, coefficient in right.coefficients.items():
        match atom:
            case Binary(Operator.POWER, base, Number(exponent)) if coefficient > 0 and exponent >= 1:
                right = right.replace_atom(atom, facts.form(base))
    larger = right is not end_as_it_is and facts.natural(right - left)
    return larger or _has_fewer_digits(facts, bound, end)


def _has_fewer_digits(facts: Facts, bound: Magnitude, end: Expression) -> bool:
    match end:
        case Binary(Operator.POWER, Number(2), exponent, span):
            digits = Form(bound.width.constant) + _bits_of_n(facts, span).times(bound.width.per_bit)
            return facts.natural(facts.form(exponent) - digits)
    return False


def _bits_of_n(facts: Facts, span: Span) -> Form:
    return facts.form(Call(Builtin.BITS, (Name(facts.n.name, span, symbol=facts.n),), span))
