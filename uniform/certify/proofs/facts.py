"""Facts about numbers that are not linear: true for all integers, whatever the program.

``of_one`` has those about one operation, ``of_two`` those about two operations that occur in one question, and
``of_powers`` those about a product and some powers. Each is a formula about the variables that stand for the operations
(``terms``); tests evaluate all of them at small and at random integers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from uniform.certify.proofs.formulas import (
    Formula,
    Linear,
    Variable,
    all_of,
    at_most,
    constant,
    equal,
    less,
    linear,
    negation,
    some,
)
from uniform.certify.proofs.terms import BITS, POWER, PRODUCT, QUOTIENT, Terms

_SMALL = 5  # binary digits up to which the digits of a number are known exactly
_POWERS = 20  # exponents that are compared with a number
_MAX_FACTOR = 8  # factors that are compared with a number
_MAX_EXPONENT = 64  # of powers that are computed
_MAX_STEP, _MORE = 4, 4  # multiples of a number that are compared with a power, and what is added
_MAX_EXACT = 64  # entries of a table that is known exactly

ZERO, ONE, TWO = constant(0), constant(1), constant(2)


def of_one(variable: Variable, terms: Terms) -> tuple[Formula, ...]:
    """The facts about an operation. They may have variables that are not in its arguments, with facts of their own."""
    result, arguments = linear(variable), variable.arguments
    match variable.operation:
        case "product":
            return tuple(_product(result, *arguments))
        case "quotient":
            return tuple(_quotient(result, arguments[0], arguments[1], terms))
        case "min":
            return (*(at_most(result, each) for each in arguments), some(equal(result, each) for each in arguments))
        case "max":
            return (*(at_most(each, result) for each in arguments), some(equal(result, each) for each in arguments))
        case "bits":
            return tuple(_bits(result, *arguments))
        case "power":
            return tuple(_power(result, *arguments))
        case "bit":
            return at_most(ZERO, result), at_most(result, ONE)
        case operation if operation in terms.tables:
            return tuple(_entry(result, operation, arguments, terms))
        case operation:
            return tuple(_function(result, operation, arguments, terms))


def _product(result: Linear, left: Linear, right: Linear) -> Iterator[Formula]:
    yield some([less(left, ZERO), less(right, ZERO), at_most(ZERO, result)])
    yield some([less(ZERO, left), less(right, ZERO), at_most(result, ZERO)])
    yield some([less(left, ZERO), less(ZERO, right), at_most(result, ZERO)])
    yield some([less(ZERO, left), less(ZERO, right), at_most(ZERO, result)])
    yield some([less(left, ONE), less(right, ONE), at_most(left + right - 1, result)])
    yield some([less(left, TWO), less(right, TWO), at_most((left + right).times(2) - 4, result)])
    for one, other in ((left, right), (right, left)):
        yield some([less(one, ZERO), less(ZERO, one), equal(result, ZERO)])
        yield some([less(one, ONE), less(ONE, one), equal(result, other)])
        for known in range(1, _MAX_FACTOR + 1):
            yield some([less(one, constant(known)), less(other, ZERO), at_most(other.times(known), result)])
            yield some([less(constant(known), one), less(other, ZERO), at_most(result, other.times(known))])
    if left == right:
        yield at_most(left, result)
        yield at_most(left.times(-1), result)


def _quotient(result: Linear, number: Linear, divisor: Linear, terms: Terms) -> Iterator[Formula]:
    passed = terms.multiply(divisor, result)
    exact = all_of([at_most(passed, number), less(number, passed + divisor)])
    if divisor.is_constant:
        yield exact
        return
    undefined = less(divisor, ONE)
    yield some([all_of([undefined, equal(result, ZERO)]), exact])
    yield some([undefined, less(number, ZERO), all_of([at_most(ZERO, result), at_most(result, number)])])
    yield some([less(divisor, TWO), less(number, ZERO), at_most(result.times(2), number)])
    yield some([undefined, at_most(ZERO, number), less(result, ZERO)])


def _bits(result: Linear, number: Linear) -> Iterator[Formula]:
    yield at_most(ONE, result)
    yield some([less(number, ONE), at_most(result, number)])
    for digits in range(1, _SMALL + 1):
        first = constant(2**digits)
        yield some([at_most(first, number), at_most(result, constant(digits))])
        yield some([less(number, first), less(constant(digits), result)])


def _power(result: Linear, base: Linear, exponent: Linear) -> Iterator[Formula]:
    yield some([less(base, ZERO), at_most(ZERO, result)])
    yield some([less(exponent, ZERO), less(ZERO, exponent), less(base, ZERO), equal(result, ONE)])
    yield some([less(exponent, ZERO), less(base, ONE), at_most(ONE, result)])
    if not base.is_constant or base.constant < 2:
        return
    yield some([at_most(ZERO, exponent), equal(result, ZERO)])
    yield some([less(exponent, ZERO), less(exponent, result)])
    yield some([less(exponent, ONE), at_most(exponent.times(2), result)])
    for least in range(1, _POWERS + 1):
        known = constant(base.constant**least)
        yield some([less(exponent, constant(least)), at_most(known, result)])
        yield some([less(constant(least), exponent), at_most(result, known)])


def _entry(result: Linear, operation: str, indices: tuple[Linear, ...], terms: Terms) -> Iterator[Formula]:
    table = terms.tables[operation]
    least, greatest = constant(min(table.entries)), constant(max(table.entries))
    yield at_most(least, result)
    yield at_most(result, greatest)
    if len(table.entries) > _MAX_EXACT:
        return
    cases = []
    for place, entry in enumerate(table.entries):
        at = []
        for index, (low, high), stride in zip(indices, table.ranges, table.strides, strict=True):
            at.append(equal(index, constant(low + place // stride % (high - low + 1))))
        cases.append(all_of([*at, equal(result, constant(entry))]))
    for index, (low, high) in zip(indices, table.ranges, strict=True):
        cases += [less(index, constant(low)), less(constant(high), index)]
    yield some(cases)


def _function(result: Linear, operation: str, arguments: tuple[Linear, ...], terms: Terms) -> Iterator[Formula]:
    """Where a run would trap, the result is some number up to its bound."""
    yield at_most(ZERO, result)
    if operation not in terms.functions:
        return
    bound = terms.functions[operation](arguments)
    yield some([less(bound, ZERO), at_most(result, bound)])
    if operation in terms.cases:
        for case in terms.cases[operation](arguments):
            outside = [negation(case.condition), less(case.value, ZERO), less(bound, case.value)]
            yield some([*outside, equal(result, case.value)])


# ---------------------------------------------------------------- two operations


def of_two(one: Variable, other: Variable) -> tuple[Formula, ...]:
    """The facts about two different operations."""
    kinds = one.operation, other.operation
    if kinds == (BITS, BITS):
        return (*_bits_of_two(one, other), *_bits_of_two(other, one))
    if kinds == (POWER, POWER):
        return (*_powers(one, other), *_powers(other, one))
    if kinds == (POWER, BITS):
        return tuple(_power_and_bits(one, other))
    if kinds == (BITS, POWER):
        return tuple(_power_and_bits(other, one))
    if kinds == (PRODUCT, PRODUCT):
        return (*_products(one, other), *_products(other, one))
    if kinds == (QUOTIENT, QUOTIENT):
        return (*_quotients(one, other), *_quotients(other, one))
    return ()


def _bits_of_two(one: Variable, other: Variable) -> Iterator[Formula]:
    (left,), (right,) = one.arguments, other.arguments
    yield some([less(right, left), at_most(linear(one), linear(other))])
    yield some([less(left, ONE), less(right, left.times(2)), less(linear(one), linear(other))])
    yield some([less(left.times(2) + 1, right), at_most(linear(other), linear(one) + 1)])


def _powers(one: Variable, other: Variable) -> Iterator[Formula]:
    (base, left), (same, right) = one.arguments, other.arguments
    if base != same or not base.is_constant or base.constant < 2:
        return
    apart = right - left
    if apart.is_constant:
        if 0 < apart.constant <= _MAX_EXPONENT:
            yield some([less(left, ZERO), equal(linear(other), linear(one).times(base.constant**apart.constant))])
        return
    yield some([at_most(right, left), at_most(linear(one).times(base.constant), linear(other))])
    yield some([less(right, left), at_most(linear(one), linear(other))])


def _power_and_bits(power: Variable, digits: Variable) -> Iterator[Formula]:
    (base, exponent), (number,) = power.arguments, digits.arguments
    if base != TWO:
        return
    yield some([at_most(linear(digits), exponent), less(number, ONE), at_most(linear(power), number)])
    yield some([at_most(linear(digits), exponent + 1), less(number, ONE), at_most(linear(power).times(2), number)])
    yield some([less(exponent, linear(digits)), less(number, linear(power))])


def _products(one: Variable, other: Variable) -> Iterator[Formula]:
    (a, b), right = one.arguments, other.arguments
    p, q = linear(one), linear(other)
    for c, d in (right, right[::-1]) if right[0] != right[1] else (right,):
        outside = [less(a, ZERO), less(b, ZERO)]
        yield some([*outside, less(c, a), less(d, b), at_most(p, q)])
        yield some([*outside, at_most(c, a), less(d, b), at_most(p + b, q)])
        yield some([*outside, less(c, a), at_most(d, b), at_most(p + a, q)])
        yield some([*outside, at_most(c, a), at_most(d, b), at_most(p + b + c, q)])  # cd >= c(b+1) >= (a+1)b + c
        yield some([*outside, at_most(c, a), at_most(d, b), at_most(p + a + d, q)])
    for a, b in (one.arguments, one.arguments[::-1]):
        for c in [right[place] for place in (0, 1) if right[1 - place] == b]:
            for more in (0, 1, 2):  # c is about 2*a: from c >= 2*a + more follows c*b >= 2*(a*b) + more*b
                yield some([less(b, ZERO), less(c, a.times(2) + more), at_most(p.times(2) + b.times(more), q)])
                yield some([less(b, ZERO), less(a.times(2) + more, c), at_most(q, p.times(2) + b.times(more))])


def _quotients(one: Variable, other: Variable) -> Iterator[Formula]:
    (number, divisor), (above, by) = one.arguments, other.arguments
    p, q = linear(one), linear(other)
    if divisor == by and not divisor.is_constant:
        yield some([less(above, number), at_most(p, q)])
        yield some([less(divisor, ONE), less(above, number + divisor), less(p, q)])
        if above - number == divisor:
            yield some([less(divisor, ONE), equal(q, p + 1)])
    if number == above and not (divisor.is_constant and by.is_constant):
        outside = [less(number, ZERO), less(divisor, ONE), less(by, divisor)]
        yield some([*outside, at_most(q, p)])
        yield some([*outside, less(divisor.times(2), by), at_most(p, q.times(2) + 1)])
    factor = _ratio(divisor, by)
    if factor is not None:  # a quotient of the quotient: (a + k*b) div (f*b) = (a div b + k) div f
        more = _multiple(above - number, divisor, by, factor)
        if more is not None:
            yield some([less(divisor, ONE), at_most(q.times(factor), p + more)])
            yield some([less(divisor, ONE), at_most(p + more, q.times(factor) + factor - 1)])


def _ratio(divisor: Linear, by: Linear) -> int | None:
    """A small literal f with f*divisor = by, wherever the divisor is positive."""
    if divisor.is_constant:
        return None
    for factor in range(2, _MAX_FACTOR + 1):
        if by == divisor.times(factor):
            return factor
    one, other = _as_power(divisor), _as_power(by)
    if one is None or other is None or one[0] != other[0] or not one[0].is_constant or one[0].constant < 2:
        return None
    apart = other[1] - one[1]
    if not apart.is_constant or not 1 <= apart.constant <= _MAX_FACTOR:
        return None
    factor = one[0].constant ** apart.constant
    return factor if factor <= _MAX_FACTOR else None


def _as_power(number: Linear) -> tuple[Linear, ...] | None:
    """Base and exponent of a number that is a power."""
    if number.constant or len(number.terms) != 1 or number.terms[0][1] != 1:
        return None
    ((variable, _),) = number.terms
    return variable.arguments if variable.operation == POWER else None


def _multiple(number: Linear, divisor: Linear, by: Linear, factor: int) -> int | None:
    """A literal k with k*divisor = number, where ``by`` is factor*divisor. A power that is ``by`` is a variable of its
    own; so what there is of it in the number is written with the divisor first."""
    first, times = by.terms[0]
    whole = number.coefficient(first) // times
    number += divisor.times(whole * factor) - by.times(whole)
    first, times = divisor.terms[0]
    more = number.coefficient(first) // times
    return more if number == divisor.times(more) else None


# ---------------------------------------------------------------- a product and powers


def of_powers(product: Variable, powers: Sequence[Variable]) -> Iterator[Formula]:
    """The facts about x * 2^b, where 2^b and some 2^c are among some powers, and 2^(b+c) is, too, or is a literal: from
    m*x + k <= 2^c follows m*x*2^b + k*2^b <= 2^(b+c), and from m*x >= 2^c follows m*x*2^b >= 2^(b+c). Any literal base
    from 2 on will do."""
    by_exponent = {power.arguments: linear(power) for power in powers}
    for factor, x in (product.arguments, product.arguments[::-1]):
        power = next((each for each in powers if linear(each) == factor), None)
        if power is None or not power.arguments[0].is_constant or power.arguments[0].constant < 2:
            continue
        base, exponent = power.arguments
        for other in powers:
            total = exponent + other.arguments[1]
            if other.arguments[0] != base:
                continue
            if total.is_constant and 0 <= total.constant <= _MAX_EXPONENT:
                whole = constant(base.constant**total.constant)
            elif (base, total) in by_exponent:
                whole = by_exponent[base, total]
            else:
                continue
            outside = [less(exponent, ZERO), less(other.arguments[1], ZERO)]
            p, t = linear(product), linear(other)
            for times in range(1, _MAX_STEP + 1):
                yield some([*outside, less(x.times(times), t), at_most(whole, p.times(times))])
                for more in range(times + _MORE):
                    yield some(
                        [*outside, less(t, x.times(times) + more), at_most(p.times(times) + factor.times(more), whole)]
                    )
