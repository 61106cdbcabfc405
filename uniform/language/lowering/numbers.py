"""Lowering numbers to register code.

``lower_natural`` lowers an expression over the naturals to one operand. Operands are lowered from left to right, the
order in which the definition evaluates them. How large each number can be, whether it is known, and whether it may trap
is found out by ``bounds.terms``. Upper ends of ranges, and numbers that read a table, are over the integers:
``lower_upper_end`` lowers them to a pair (P, Q) of naturals that means P - Q; ``ends`` has the operations on pairs.
"""

from __future__ import annotations

from collections.abc import Sequence

from uniform.counters.code import (
    Apply,
    Arithmetic,
    Compute,
    Fail,
    Function,
    Operand,
    Plus,
    PrintOperand,
    Register,
    Test,
)
from uniform.language.bounds import checks
from uniform.language.bounds.annotated import End, Entry, Term
from uniform.language.bounds.checks import Check
from uniform.language.bounds.magnitude import Estimate
from uniform.language.bounds.terms import of_function
from uniform.language.expressions import substitute
from uniform.language.lowering.emit import Emitter, Value, constant
from uniform.language.lowering.ends import Pair, add, choose_extreme, combine_pairs, divide
from uniform.language.lowering.powers import compute_power
from uniform.language.syntax.checked import CheckedFunction
from uniform.language.syntax.expressions import (
    Binary,
    Builtin,
    Call,
    Expression,
    Name,
    Natural,
    Number,
    Operator,
    TableEntry,
    Within,
)
from uniform.language.syntax.symbols import Sort

_ARITHMETIC = {
    Operator.ADD: Arithmetic.ADD,
    Operator.SUBTRACT: Arithmetic.SUBTRACT,
    Operator.MULTIPLY: Arithmetic.MULTIPLY,
    Operator.DIVIDE: Arithmetic.DIVIDE,
    Operator.MODULO: Arithmetic.MODULO,
}
_FUNCTIONS = {Builtin.BIT: Arithmetic.BIT, Builtin.MIN: Arithmetic.MIN, Builtin.MAX: Arithmetic.MAX}


def lower_natural(e: Emitter, expression: Expression, target: Register | None = None) -> Value:
    """The value of an expression; if it must be computed, it goes to ``target``, or to a new register."""
    return _leaf(e, expression) or compute(e, e.term(expression), target)


def lower_print_operand(e: Emitter, expression: Expression) -> PrintOperand:
    """The operand for a value that is only printed. A register plus a literal is not computed."""
    leaf = _leaf(e, expression)
    if leaf is not None:
        return leaf.print_operand
    term = e.term(expression)
    match term.node:
        case Binary(Operator.ADD | Operator.SUBTRACT) if term.literal is None and term.same < 0:
            height = e.height
            left, right = (compute(e, part) for part in term.parts)
            e.height = height
            total = _as_sum(term, left, right)
            if total is None:
                return _compute_operation(e, term, left, right, None).print_operand
            e.height = max(height, total.register.index + 1)
            return total
    return compute(e, term).print_operand


def compute(e: Emitter, term: Term, target: Register | None = None) -> Value:
    """The value of a term. The registers of its parts are released."""
    leaf = _leaf(e, term.node)
    if leaf is not None:
        return leaf
    if term.entry is not None:
        plus, _ = _compute_entry(e, term.node, term.entry, term.known, None, target)
        return plus
    match term.node:
        case _ if term.literal is not None:
            return _compute_literal(e, term, term.literal)
        case _ if term.same >= 0:
            return _compute_same_part(e, term)
        case Binary(Operator.POWER):
            height = e.height
            base, exponent = compute(e, term.parts[0]), compute(e, term.parts[1])
            return compute_power(e, term.bound, base, exponent, height, target)
        case Binary():
            height = e.height
            left, right = compute(e, term.parts[0]), compute(e, term.parts[1])
            e.height = height
            return _compute_operation(e, term, left, right, target)
        case Call(Builtin.BITS):
            height = e.height
            number = compute(e, term.parts[0])
            e.height = height
            place = target if target is not None else e.take(term.bound)
            e.emit(Apply(Function.BITS, place, number.operand))
            return Value(place, term.bound)
        case Call(Builtin() as function):
            return _compute_pairwise(e, function, term.parts, target)
        case Call() as call:
            return _compute_call(e, term, call, target)
        case Natural():
            return _compute_signed(e, term, target)
        case Within():
            return _compute_within(e, term, target)
    raise AssertionError(term.node)


def _leaf(e: Emitter, expression: Expression) -> Value | None:
    """The value of a number or a name, which needs no computation; None if the expression has parts."""
    match expression:
        case Number(value):
            return constant(value)
        case Name(symbol=symbol):
            binding = e.facts.bindings[symbol]
            assert binding.operand is not None
            return Value(binding.operand, binding.bound, binding.total)
    return None


def _compute_operation(e: Emitter, term: Term, left: Value, right: Value, target: Register | None) -> Value:
    """One operation on two numbers."""
    assert isinstance(term.node, Binary)
    site = -1 if term.check is None else e.site(term.check)
    place = target if target is not None else e.take(term.bound)
    e.emit(Compute(_ARITHMETIC[term.node.operator], place, left.operand, right.operand, site))
    total = _as_sum(term, left, right)
    return Value(place, term.bound, total if total and total.register.index in e.variables else None)


def _as_sum(term: Term, left: Value, right: Value) -> Plus | None:
    """The number as a register plus a literal; None if it is not such a sum, or may trap."""
    assert isinstance(term.node, Binary)
    match term.node.operator, left.operand, right.operand:
        case (Operator.ADD, Register() as register, int() as literal):
            return Plus(register, literal, term.bound.width)
        case (Operator.ADD, int() as literal, Register() as register):
            return Plus(register, literal, term.bound.width)
        case (Operator.SUBTRACT, Register() as register, int() as literal) if term.check is None:
            return Plus(register, -literal, term.bound.width)
    return None


def _compute_literal(e: Emitter, term: Term, value: int) -> Value:
    """A known number. Parts that may trap are computed all the same."""
    with e.scope():
        for part in term.parts:
            if part.may_trap:
                compute(e, part)
        if term.signed is not None:
            compute_end(e, term.signed)
    if term.check is not None:
        e.emit(Fail(e.site(term.check)))
    return constant(value)


def _compute_same_part(e: Emitter, term: Term) -> Value:
    """The value of a term that equals one of its parts; the others are known."""
    height = e.height
    values = [compute(e, part) for part in term.parts]
    e.height = height
    return e.retake(values[term.same])


def _compute_pairwise(e: Emitter, function: Builtin, parts: tuple[Term, ...], target: Register | None) -> Value:
    """``bit``, ``min`` or ``max``, applied to two numbers at a time."""
    height = e.height
    result = compute(e, parts[0])
    for part in parts[1:]:
        following = compute(e, part)
        estimate = of_function(function, result.estimate, following.estimate)
        if estimate.literal is not None:
            result = constant(estimate.literal)
            continue
        e.height = height
        place = target if target is not None and part is parts[-1] else e.take(estimate.bound)
        e.emit(Compute(_FUNCTIONS[function], place, result.operand, following.operand))
        result = Value(place, estimate.bound)
    return result


# ---------------------------------------------------------------- entries, and numbers that may be below zero


def _compute_entry(
    e: Emitter, node: Expression, entry: Entry, plus: Estimate, minus: Estimate | None, target: Register | None = None
) -> Pair:
    """An entry of a table, as a pair. Each index is checked as soon as it is computed."""
    assert isinstance(node, TableEntry)
    table = node.symbol.table
    assert table is not None
    height = e.height
    indices: list[Operand] = []
    for index, (low, high), (low_check, high_check) in zip(entry.indices, table.ranges, entry.checks, strict=True):
        indices.append(compute(e, index).operand)
        if low_check is not None:
            e.require(low, Test.AT_MOST, indices[-1], e.site(low_check))
        if high_check is not None:
            e.require(indices[-1], Test.AT_MOST, high, e.site(high_check))
    e.height = height
    if plus.literal is not None and (minus is None or minus.literal is not None):
        return constant(plus.literal), None if minus is None else constant(minus.literal or 0)
    above = below = None
    if plus.literal is None:
        above = target if target is not None else e.take(plus.bound)
    if minus is not None:
        below = e.take(minus.bound)
    e.read_entry(above, below, table, tuple(indices))
    return (
        constant(0) if above is None else Value(above, plus.bound),
        None if minus is None or below is None else Value(below, minus.bound),
    )


def _compute_signed(e: Emitter, term: Term, target: Register | None) -> Value:
    """A number that may be below zero in between, where it must be natural."""
    assert term.signed is not None
    height = e.height
    plus, minus = compute_end(e, term.signed)
    if minus is None:
        return plus
    e.height = height
    place = target if target is not None else e.take(term.bound)
    site = -1 if term.check is None else e.site(term.check)
    e.emit(Compute(Arithmetic.SUBTRACT, place, plus.operand, minus.operand, site))
    return Value(place, term.bound)


def is_written_last(term: Term) -> bool:
    """Whether nothing is checked or computed after the value of a term has been written. Otherwise it must not go to a
    register that something else reads until then, such as a counter, which traps show."""
    return not isinstance(term.node, Within)


def _compute_within(e: Emitter, term: Term, target: Register | None) -> Value:
    """A number, checked against its ends. An end that may trap is computed even if it is not checked."""
    node, (low, high) = term.node, term.ends
    assert isinstance(node, Within)
    number, height = term.parts[0], e.height
    fits = number.bound.width == term.bound.width
    value = compute(e, number, target if fits else None)
    with e.scope():
        if node.low is not None and (low is not None or e.term(node.low).may_trap):
            least = lower_natural(e, node.low)
            if low is not None:
                e.require(least.operand, Test.AT_MOST, value.operand, e.site(low))
        plus, minus = lower_upper_end(e, node.high)
        if high is not None:
            index = value if minus is None else add(e, value, minus)
            e.require(index.operand, Test.AT_MOST, plus.operand, e.site(high))
    if fits or not isinstance(value.operand, Register):
        return Value(value.operand, term.bound, value.total)
    e.height = height
    place = target if target is not None else e.take(term.bound)
    e.copy(place, value.operand)
    return Value(place, term.bound)


def lower_upper_end(e: Emitter, expression: Expression) -> Pair:
    """Lower an upper end, or a number that reads a table, to (P, Q), which means P - Q; Q is None if it is shown to be
    natural."""
    return compute_end(e, e.upper_end(expression))


def compute_end(e: Emitter, end: End) -> Pair:
    """Compute the pair of a number that may be below zero. The registers of its parts are not released."""
    if end.natural is not None:
        return compute(e, end.natural), None
    if end.entry is not None:
        return _compute_entry(e, end.node, end.entry, end.plus, end.minus)
    if isinstance(end.node, Name):
        binding = e.facts.bindings[end.node.symbol]
        assert binding.operand is not None
        assert binding.minus is not None
        return Value(binding.operand, binding.bound), Value(binding.minus, binding.minus_bound)
    if end.literal is not None:
        return _compute_literal_end(e, end)
    pairs = [compute_end(e, part) for part in end.parts]
    if isinstance(end.node, Call):
        return choose_extreme(e, end, pairs)
    assert isinstance(end.node, Binary)
    if end.node.operator in (Operator.DIVIDE, Operator.MODULO):
        return divide(e, end, *pairs)
    return combine_pairs(e, end.node, *pairs)


def _compute_literal_end(e: Emitter, end: End) -> Pair:
    """A known number. Parts that may trap are computed all the same."""
    assert end.plus.literal is not None
    with e.scope():
        for part in end.parts:
            if part.may_trap:
                compute_end(e, part)
    return constant(end.plus.literal), None if end.minus is None else constant(end.minus.literal or 0)


# ---------------------------------------------------------------- calls


def _compute_call(e: Emitter, term: Term, call: Call, target: Register | None) -> Value:
    """The value of a function. Its arguments are computed, then checked, then handed over. If nothing has to be
    checked, the last one is computed where the function reads it."""
    assert call.symbol is not None
    function = e.facts.functions[call.symbol]
    frame = e.frame(function)
    height = e.height
    checks_needed = [_argument_check(e, call, function, place) for place in range(len(call.arguments))]
    last = len(term.parts) - 1
    values: list[Value] = []
    for place, part in enumerate(term.parts):
        direct = place == last and not any(checks_needed) and is_written_last(part)
        values.append(compute(e, part, frame.parameters[place] if direct else None))
    for place, check in enumerate(checks_needed):
        if check is not None:
            with e.scope():
                limit = _compute_parameter_bound(e, call, function, values[:place])
                e.require(values[place].operand, Test.AT_MOST, limit.operand, e.site(check))
    for parameter, value in zip(frame.parameters, values, strict=True):
        e.copy(parameter, value.operand)
    e.call(frame, call, tuple(part.bound for part in term.parts))
    e.height = height
    result = target if target is not None else e.take(term.bound)
    e.copy(result, frame.result)
    return Value(result, term.bound)


def _argument_check(e: Emitter, call: Call, function: CheckedFunction, place: int) -> Check | None:
    """The check that an argument is not above the bound of its parameter; None if that is shown, and the bound has a
    value in any case."""
    parameter, written = function.parameters[place], call.arguments[place]
    assert parameter.bound is not None
    before = zip(function.parameters[:place], call.arguments, strict=False)
    bound = substitute(parameter.bound, {each.symbol: argument for each, argument in before})
    claims = (checks.argument(written, each, parameter, function.name, e.facts.here) for each in (bound, _less(bound)))
    check, simpler = claims
    shown = e.facts.shows(check.claim) or e.facts.shows(simpler.claim)
    return None if shown and not e.term(bound).may_trap else check


def _less(bound: Expression) -> Expression:
    """A number that is not above a bound such as ``n^3`` or ``2*n``, and easier to compare with."""
    match bound:
        case Binary(Operator.POWER, base, Number(value)) if value >= 1:
            return _less(base)
        case Binary(Operator.MULTIPLY, left, right) if _is_positive(left):
            return _less(right)
        case Binary(Operator.MULTIPLY, left, right) if _is_positive(right):
            return _less(left)
    return bound


def _is_positive(number: Expression) -> bool:
    """Whether a number is a literal of at least 1, or n."""
    return (isinstance(number, Number) and number.value >= 1) or (
        isinstance(number, Name) and number.symbol.sort is Sort.PARAMETER
    )


def _compute_parameter_bound(e: Emitter, call: Call, function: CheckedFunction, before: Sequence[Value]) -> Value:
    """The bound of the parameter after those that have the values ``before``, in the names of the function."""
    facts = e.facts.of_function(function)
    for parameter, value in zip(function.parameters, before, strict=False):
        facts.accept(parameter, value.operand, value.bound)
    bound = function.parameters[len(before)].bound
    assert bound is not None
    with e.callee(facts, e.call_text(call)):
        return lower_natural(e, bound)
