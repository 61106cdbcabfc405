"""What is known about each number for every n, read off the program before anything is computed.

``term`` annotates an expression over the naturals. Bounds (``magnitude``): a sum adds them, a product multiplies them,
a difference and a quotient keep the left one, a remainder is below its divisor, 2^e needs a small e, bits(e) is the
width of e. A program that exceeds these is refused, with the subexpression that does. Widths come from declared
bounds, never from guards.

Upper ends of ranges are over the integers: see ``upper_ends``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from uniform.counters.widths import bits
from uniform.language.bounds import checks
from uniform.language.bounds.checks import Check
from uniform.language.bounds.facts import Binding, Facts
from uniform.language.bounds.magnitude import ZERO, Estimate, Magnitude, narrower, of_width, two_to
from uniform.language.bounds.refusals import exponent_too_large, nothing_constant, why_large
from uniform.language.bounds.results import (
    LARGEST_LITERAL,
    REFUSED,
    literal_or_refuse,
    product_bound,
    require_sensible,
    sum_bound,
)
from uniform.language.syntax.expressions import Binary, Builtin, Call, Expression, Name, Number, Operator
from uniform.messages.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Term:
    """A natural number of the program."""

    node: Expression
    parts: tuple[Term, ...]  # its operands, from left to right
    known: Estimate
    same: int = -1  # the part that has the same value, as x in x + 0
    check: Check | None = None  # of its operation, unless that is shown to have a value
    refusals: tuple[Diagnostic, ...] = ()  # of itself and its parts
    may_trap: bool = False  # itself or one of its parts

    @property
    def bound(self) -> Magnitude:
        """An upper bound that holds for every n."""
        return self.known.bound

    @property
    def literal(self) -> int | None:
        """The number, if it is the same for every n."""
        return self.known.literal


def term(expression: Expression, facts: Facts, *, upper_end: bool = False) -> Term:
    """An expression over the naturals with what is known about it; traps in an upper end have their own messages.

    Cost: linear in the expression, plus that of ``facts`` for each difference and each divisor.

    >>> from uniform.language.syntax.symbols import Sort, Symbol
    >>> from uniform.messages.spans import Source, Span
    >>> place = Span(Source("f.gen", "n - 1"), 0, 5)
    >>> n = Symbol("n", Sort.PARAMETER, None)
    >>> found = term(Binary(Operator.SUBTRACT, Name("n", place, symbol=n), Number(1, place), place), Facts(n))
    >>> print(found.bound.width, found.may_trap)
    bits(n) False
    """
    match expression:
        case Number(value):
            return Term(expression, (), Estimate.of(value))
        case Name(symbol=symbol):
            return Term(expression, (), facts.bindings[symbol].estimate)
        case Binary(Operator.POWER, left, right):
            return _power(expression, (term(left, facts), term(right, facts)), facts)
        case Binary(_, left, right):
            parts = term(left, facts, upper_end=upper_end), term(right, facts, upper_end=upper_end)
            return _operation(expression, parts, facts, upper_end)
        case Call(Builtin() as function, arguments):
            ends = upper_end and function in (Builtin.MIN, Builtin.MAX)
            return _call(expression, function, tuple(term(argument, facts, upper_end=ends) for argument in arguments))
        case Call(_, arguments):
            return _of_program(expression, tuple(term(argument, facts) for argument in arguments), facts)
    raise AssertionError(expression)


def _make_term(
    node: Expression, parts: tuple[Term, ...], known: Estimate, refusals: list[Diagnostic], *,
    same: int = -1, check: Check | None = None,
) -> Term:  # fmt: skip
    """A term with these parts, and the refusals and traps of all."""
    may_trap = check is not None
    said: tuple[Diagnostic, ...] = ()
    for part in parts:
        may_trap = may_trap or part.may_trap
        if part.refusals:
            said += part.refusals
    return Term(node, parts, known, same, check, said + tuple(refusals), may_trap)


def _same_as_part(node: Expression, parts: tuple[Term, ...], place: int) -> Term:
    return _make_term(node, parts, parts[place].known, [], same=place)


# ---------------------------------------------------------------- one operation


def _operation(node: Binary, parts: tuple[Term, Term], facts: Facts, upper_end: bool) -> Term:
    operator = node.operator
    left, right = parts
    one, other = left.known.literal, right.known.literal
    refusals: list[Diagnostic] = []
    if operator is Operator.SUBTRACT and other == 0:
        return _same_as_part(node, parts, 0)
    if one is not None and other is not None:
        value = _fold(operator, one, other)
        if value is None:
            return _make_term(node, parts, ZERO, refusals, check=_check(node, facts, upper_end))
        return _make_term(node, parts, literal_or_refuse(value, node, refusals), refusals)
    neutral = 0 if operator is Operator.ADD else 1 if operator is Operator.MULTIPLY else None
    if one is not None and one == neutral:
        return _same_as_part(node, parts, 1)
    if other is not None and other == (1 if operator is Operator.DIVIDE else neutral):
        return _same_as_part(node, parts, 0)
    bound = _bound(node, left.bound, right, refusals)
    check = _check(node, facts, upper_end)
    return _make_term(
        node, parts, Estimate(bound), refusals, check=None if check is None else facts.unless_shown(check)
    )


def _check(node: Binary, facts: Facts, upper_end: bool) -> Check | None:
    match node.operator:
        case Operator.SUBTRACT:
            return checks.difference(node, facts.here)
        case Operator.DIVIDE | Operator.MODULO:
            return checks.divisor(node, facts.here, upper_end=upper_end)
    return None


def _fold(operator: Operator, left: int, right: int) -> int | None:
    """The result, or None if there is none."""
    match operator:
        case Operator.ADD:
            return left + right
        case Operator.SUBTRACT:
            return left - right if left >= right else None
        case Operator.MULTIPLY:
            return left * right
        case Operator.DIVIDE:
            return left // right if right else None
        case Operator.MODULO:
            return left % right if right else None
        case Operator.POWER:
            pass
    raise AssertionError(operator)


def _bound(node: Binary, left: Magnitude, right: Term, refusals: list[Diagnostic]) -> Magnitude:
    match node.operator:
        case Operator.ADD:
            return sum_bound(left, right.bound, node, refusals)
        case Operator.MULTIPLY:
            return product_bound(left, right.bound, node, refusals)
        case Operator.MODULO:
            below = right.bound if right.literal is None else Magnitude.constant(max(right.literal, 1) - 1)
            return narrower(left, below)
        case _:
            return left


# ---------------------------------------------------------------- powers


def _power(node: Binary, parts: tuple[Term, Term], facts: Facts) -> Term:
    """``a^b``: refused unless one of them is constant."""
    base, exponent = parts
    refusals: list[Diagnostic] = []
    if exponent.literal == 1 and base.literal is None:
        return _same_as_part(node, parts, 0)
    if exponent.literal is not None:
        known = _constant_exponent(node, base.known, exponent.literal, refusals)
    elif base.literal is not None:
        known = _constant_base(node, base.literal, exponent, facts, refusals)
    else:
        refusals.append(nothing_constant(node))
        known = REFUSED
    return _make_term(node, parts, known, refusals)


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


def _constant_base(node: Binary, base: int, exponent: Term, facts: Facts, refusals: list[Diagnostic]) -> Estimate:
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


# ---------------------------------------------------------------- functions


def _call(node: Expression, function: Builtin, parts: tuple[Term, ...]) -> Term:
    known = parts[0].known
    if function is Builtin.BITS:
        value = None if known.literal is None else bits(known.literal)
        known = Estimate(of_width(known.bound.width)) if value is None else Estimate.of(value)
    for part in parts[1:]:
        known = of_function(function, known, part.known)
    return _make_term(node, parts, known, [])


def _of_program(node: Call, parts: tuple[Term, ...], facts: Facts) -> Term:
    """A call of a function of the program: its value is at most the bound of the result, and it may trap."""
    assert node.symbol is not None
    function = facts.functions[node.symbol]
    with facts.scope():
        for parameter, part in zip(function.parameters, parts, strict=True):
            assert parameter.bound is not None
            bound = narrower(term(parameter.bound, facts).bound, part.bound)
            facts.bind(parameter.symbol, Binding(part.literal, bound))
        known = Estimate(term(function.result.bound, facts).bound)
    return replace(_make_term(node, parts, known, []), may_trap=True)


def of_function(function: Builtin, left: Estimate, right: Estimate) -> Estimate:
    """What is known about ``bit``, ``min`` or ``max`` of two numbers."""
    if left.literal is not None and right.literal is not None:
        one, other = left.literal, right.literal
        folded = {Builtin.BIT: one >> other & 1, Builtin.MIN: min(one, other)}
        return Estimate.of(folded.get(function, max(one, other)))
    match function:
        case Builtin.BIT:
            return Estimate(Magnitude.constant(1))
        case Builtin.MIN:
            return Estimate(narrower(left.bound, right.bound))
        case _:
            return Estimate(left.bound.join(right.bound))
