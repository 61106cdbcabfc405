"""What is known about each number for every n, read off the program before anything is computed.

``term`` annotates an expression over the naturals. Bounds (``magnitude``): a sum adds them, a product multiplies them,
a difference and a quotient keep the left one, a remainder is below its divisor, 2^e needs a small e, bits(e) is the
width of e. A program that exceeds these is refused, with the subexpression that does. Widths come from declared
bounds, never from guards.

Upper ends of ranges, and numbers that read a table, are over the integers: ``upper_end`` annotates them, as a pair of
naturals (``pairs``), unless they are shown to be natural, which most ends are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from uniform.counters.widths import bits
from uniform.language.bounds import checks
from uniform.language.bounds.annotated import End, Entry, Term
from uniform.language.bounds.binding import Binding
from uniform.language.bounds.checks import Check, Claim
from uniform.language.bounds.facts import Facts
from uniform.language.bounds.generous import shows_end
from uniform.language.bounds.magnitude import ZERO, Estimate, Magnitude, narrower, of_width
from uniform.language.bounds.pairs import Pair, combine, divided_bound, one_of, product_of, sum_of
from uniform.language.bounds.powers import power_of
from uniform.language.bounds.results import literal_or_refuse, product_bound, refuse_absurd, sum_bound
from uniform.language.expressions import symbols_in
from uniform.language.syntax.checked import CheckedFunction
from uniform.language.syntax.expressions import (
    Binary,
    Builtin,
    Call,
    Compare,
    Expression,
    Name,
    Natural,
    Number,
    Operator,
    TableEntry,
    Within,
)
from uniform.language.syntax.symbols import Symbol
from uniform.messages.diagnostics import Diagnostic


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
        case TableEntry():
            entry = _entry(expression, facts)
            plus, _ = _entry_bounds(expression, entry)
            return Term(expression, (), plus, refusals=_refusals(entry), may_trap=entry.may_trap, entry=entry)
        case Natural():
            return _from_signed(expression, facts)
        case Within():
            return _within(expression, facts)
    raise AssertionError(expression)


def _from_signed(node: Natural, facts: Facts) -> Term:
    """A number that may be below zero, where it must be natural."""
    number = upper_end(node.number, facts)
    if number.natural is not None:
        return _same_as_part(node, (number.natural,), 0)
    check = facts.unless_shown(checks.natural(node.number, facts.here))
    known = Estimate(number.bound)
    if number.literal is not None:
        known, check = Estimate.of(max(number.literal, 0)), None if number.literal >= 0 else check
    may_trap = check is not None or number.may_trap
    return Term(node, (), known, check=check, refusals=number.refusals, may_trap=may_trap, signed=number)


def _shows(claim: Claim, facts: Facts, bound: Magnitude) -> bool:
    """Whether a claim about an end is shown, also because the value of a function is at most the bound of its
    result."""
    assert isinstance(claim, Compare)
    if shows_end(facts, claim, bound):
        return True
    match claim.operands[0]:
        case Call(symbol=Symbol()) as call:
            claim = replace(claim, operands=(facts.result_bound(call), *claim.operands[1:]))
            return shows_end(facts, claim, bound)
    return False


def _within(node: Within, facts: Facts) -> Term:
    """A number between ends; just the number if that is shown."""
    number, high = term(node.number, facts), upper_end(node.high, facts)
    low, most = (
        None if each is None or _shows(each.claim, facts, number.bound) else each
        for each in checks.within(node, facts.here)
    )
    ends_may_trap = high.may_trap or (node.low is not None and term(node.low, facts).may_trap)
    if low is None and most is None and not ends_may_trap:
        return _same_as_part(node, (number,), 0)
    found = _make_term(node, (number,), Estimate(narrower(number.bound, high.bound)), list(high.refusals))
    return replace(found, may_trap=True, ends=(low, most))


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
        case Operator.DIVIDE if right.literal is not None:
            return left.divided(max(right.literal, 1))
        case _:
            return left


# ---------------------------------------------------------------- powers and functions


def _power(node: Binary, parts: tuple[Term, Term], facts: Facts) -> Term:
    """``a^b``: refused unless one of them is constant."""
    base, exponent = parts
    refusals: list[Diagnostic] = []
    if exponent.literal == 1 and base.literal is None:
        return _same_as_part(node, parts, 0)
    return _make_term(node, parts, power_of(node, base.known, exponent.known, facts, refusals), refusals)


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
    parameters, bound = _declared_bounds(function, facts)
    if not facts.in_header and symbols_in(function.result.bound) & {each.symbol for each in function.parameters}:
        arguments = [narrower(declared, part.bound) for declared, part in zip(parameters, parts, strict=True)]
        bound = _result_bound(function, arguments, facts)
    return replace(_make_term(node, parts, Estimate(bound), []), may_trap=True)


def _declared_bounds(function: CheckedFunction, facts: Facts) -> tuple[tuple[Magnitude, ...], Magnitude]:
    """The bounds of the parameters and of the result, whatever the arguments. Each function is looked at once."""
    known = facts.family.headers.get(function.symbol)
    if known is None:
        parameters: list[Magnitude] = []
        with facts.header():
            for parameter in function.parameters:
                assert parameter.bound is not None
                parameters.append(term(parameter.bound, facts).bound)
                facts.bind(parameter.symbol, Binding(None, parameters[-1]))
        known = tuple(parameters), _result_bound(function, parameters, facts)
        facts.family.headers[function.symbol] = known
    return known


def _result_bound(function: CheckedFunction, arguments: Iterable[Magnitude], facts: Facts) -> Magnitude:
    """The bound of the result, with arguments up to these bounds. Calls in it have any arguments."""
    with facts.header():
        for parameter, bound in zip(function.parameters, arguments, strict=True):
            facts.bind(parameter.symbol, Binding(None, bound))
        return term(function.result.bound, facts).bound


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


# ---------------------------------------------------------------- numbers that may be below zero


def upper_end(expression: Expression, facts: Facts) -> End:
    """An upper end, or a number that reads a table, with what is known about it. Cost: that of ``term``, plus that of
    ``facts`` at each level."""
    if facts.stays_natural(expression):
        return _natural(term(expression, facts, upper_end=True))
    operands: tuple[Expression, ...]
    match expression:
        case Name(symbol=symbol):
            binding = facts.bindings[symbol]
            return End(expression, None, (), binding.estimate, binding.estimate_below)
        case TableEntry():
            entry = _entry(expression, facts)
            plus, minus = _entry_bounds(expression, entry)
            known = End(expression, None, (), plus, minus, entry=entry)
            return replace(known, refusals=_refusals(entry), may_trap=entry.may_trap)
        case Binary(operator, left, right) if operator is not Operator.POWER:
            operands = left, right
        case Call(Builtin.MIN | Builtin.MAX, arguments):
            operands = arguments
        case _:
            return _natural(term(expression, facts))
    parts = tuple(upper_end(operand, facts) for operand in operands)
    check = _divisor_check(expression, parts, facts)
    refusals = [refusal for part in parts for refusal in part.refusals]
    plus, minus = _pair(expression, parts, refusals)
    may_trap = check is not None or any(part.may_trap for part in parts)
    return End(expression, None, parts, plus, minus, check, refusals=tuple(refusals), may_trap=may_trap)


def _natural(number: Term) -> End:
    return End(number.node, number, (), number.known, None, refusals=number.refusals, may_trap=number.may_trap)


def _divisor_check(node: Expression, parts: tuple[End, ...], facts: Facts) -> Check | None:
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
    value = _fold_signed(node, [part.literal for part in parts])
    if value is not None:
        known = literal_or_refuse(abs(value), node, refusals)
        return (known, ZERO) if value >= 0 else (ZERO, known)
    if isinstance(node, Call):
        return one_of([plus for plus, _ in pairs]), one_of([minus for _, minus in pairs])
    assert isinstance(node, Binary)
    left, right = pairs
    if node.operator in (Operator.DIVIDE, Operator.MODULO):
        wide = divided_bound(left[0].bound, left[1].bound, right[0].bound)
        divisor = max(parts[1].literal or 1, 1)
        if node.operator is Operator.MODULO:
            return Estimate(wide if parts[1].literal is None else Magnitude.constant(divisor - 1)), None
        above, below = (wide, wide) if parts[1].literal is None else (left[0].bound, left[1].bound)
        return Estimate(above.divided(divisor)), Estimate(below.divided(divisor, up=True))
    plus, minus = combine(node.operator, left, right, sum_of, lambda p, q: product_of(p, q, node, refusals))
    return refuse_absurd(plus, node, refusals), refuse_absurd(minus, node, refusals)


def _fold_signed(node: Expression, values: list[int | None]) -> int | None:
    """The number, if its operands are the same for every n and it has a value."""
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    if isinstance(node, Call):
        return min(known) if node.function is Builtin.MIN else max(known)
    assert isinstance(node, Binary)
    left, right = known
    match node.operator:
        case Operator.ADD:
            return left + right
        case Operator.SUBTRACT:
            return left - right
        case Operator.MULTIPLY:
            return left * right
        case Operator.DIVIDE if right > 0:
            return left // right
        case Operator.MODULO if right > 0:
            return left % right
    return None


# ---------------------------------------------------------------- entries of tables


def _entry(node: TableEntry, facts: Facts) -> Entry:
    indices, both = [], []
    for which, index in enumerate(node.indices):
        indices.append(term(index, facts))
        low, high = checks.table_index(node, which, facts.here)
        both.append((facts.unless_shown(low), facts.unless_shown(high)))
    return Entry(tuple(indices), tuple(both))


def _refusals(entry: Entry) -> tuple[Diagnostic, ...]:
    return tuple(refusal for index in entry.indices for refusal in index.refusals)


def _entry_bounds(node: TableEntry, entry: Entry) -> tuple[Estimate, Estimate | None]:
    """The largest entry, and how far below zero the smallest is; those that the literal indices leave."""
    assert node.symbol.table is not None
    least, most = node.symbol.table.extremes(tuple([index.literal for index in entry.indices]))
    if least == most:
        return Estimate.of(max(most, 0)), Estimate.of(-least) if least < 0 else None
    plus = Estimate(Magnitude.constant(most)) if most > 0 else ZERO
    return plus, Estimate(Magnitude.constant(-least)) if least < 0 else None
