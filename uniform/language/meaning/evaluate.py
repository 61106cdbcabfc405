"""What an expression and a condition mean: from syntax and the values of names to numbers and truth values.

Numbers are naturals, of any size. ``natural`` gives the value of an expression everywhere but in upper ends,
where ``integer`` does: there sums, differences, products, quotients, remainders, minima and maxima are over the
integers, while the arguments of ``bits``, ``bit`` and ``^`` are naturals again. Operands are evaluated from
left to right.

What this file does not do: assign, loop, call or print. ``Scope`` is the table of names that ``layout`` and
``interpret`` extend and shorten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from uniform.counters.messages import CallInATrap, Printing, call_notes
from uniform.counters.widths import bits
from uniform.language import traps
from uniform.language.syntax.declarations import Let
from uniform.language.syntax.expressions import (
    And,
    Binary,
    Builtin,
    Call,
    Compare,
    Condition,
    Expression,
    Name,
    Natural,
    Not,
    Number,
    Operator,
    Or,
    Relation,
    TableEntry,
    Within,
)
from uniform.language.syntax.gates import Bind, ForClause, Range
from uniform.language.syntax.program import For
from uniform.language.syntax.symbols import FIXED, Symbol
from uniform.messages.errors import InternalError, Trap, TrapText


def no_functions(call: Call, arguments: list[int], scope: Scope) -> int:
    """The value of a call where there are no functions: in constants."""
    raise InternalError(f"no meaning for {call!r} of {arguments} in {scope!r}")


@dataclass(frozen=True, slots=True)
class Scope:
    """The names in scope at one moment of a run. ``values`` changes in place and is in order of declaration."""

    n: int  # >= 1
    values: dict[Symbol, int]  # n and constants, then counters, lets, loop variables and named indices
    parts: list[str] = field(default_factory=list)  # what a trap says about the parts being printed, outermost first
    printing: list[Printing | None] = field(default_factory=list)  # innermost last; None inside a part
    call: Callable[[Call, list[int], Scope], int] = no_functions  # the value of a call of a function of the program
    caller: tuple[Call, Scope] | None = None  # inside a function: the call that led here, and the names in scope there

    def shorten(self, length: int) -> None:
        """Forget the latest names until ``length`` are left."""
        while len(self.values) > length:
            self.values.popitem()

    def visible_numbers(self) -> tuple[tuple[str, int], ...]:
        """The numbers that a trap shows, by name: those in scope that can differ during a run."""
        shown = ((symbol, value) for symbol, value in self.values.items() if symbol.sort not in FIXED and symbol.name)
        return tuple((symbol.name, value) for symbol, value in shown)

    def stop(self, trap: TrapText, *notes: str) -> NoReturn:
        """Raise ``trap`` with the numbers in scope."""
        outermost, calls, place = self, [], trap.span
        while outermost.caller is not None:
            call, outermost = outermost.caller
            place = call.span
            numbers = outermost.visible_numbers()
            calls.append(CallInATrap(traps.source_text(call), call.span.short_place, numbers))
        printing = outermost.printing[-1] if outermost.printing else None
        around = [note for note in (printing.note(place) if printing else "",) if note]
        all_notes = (*notes, *call_notes(calls), *around, *reversed(outermost.parts))
        raise Trap(trap, self.n, self.visible_numbers(), all_notes)


def natural(expression: Expression, scope: Scope) -> int:
    """The value of an expression over the naturals; raises Trap if it has none."""
    match expression:
        case Number(value):
            return value
        case Name(symbol=symbol):
            return scope.values[symbol]
        case Call(Builtin()):
            return _builtin(expression, [natural(argument, scope) for argument in expression.arguments])
        case Call():
            return scope.call(expression, [natural(argument, scope) for argument in expression.arguments], scope)
        case Natural(number):
            value = integer(number, scope)
            if value < 0:
                scope.stop(traps.below_zero(number))
            return value
        case Binary(operator):
            left, right = natural(expression.left, scope), natural(expression.right, scope)
            if operator is Operator.SUBTRACT and left < right:
                scope.stop(traps.subtraction_below_zero(expression))
            if operator in (Operator.DIVIDE, Operator.MODULO) and right == 0:
                scope.stop(traps.division_by_zero(expression))
            return _operation(operator, left, right)
        case Within(number, low, high, trap):
            value = natural(number, scope)
            if (low is not None and value < natural(low, scope)) or value > integer(high, scope):
                scope.stop(trap)
            return value
    raise InternalError(f"no meaning for {expression!r}")


def integer(expression: Expression, scope: Scope) -> int:
    """The value of an upper end, or of a number that reads a table, which may be negative; raises Trap if it has
    none."""
    match expression:
        case TableEntry():
            return _entry(expression, scope)
        case Call(Builtin.MIN | Builtin.MAX):
            return _builtin(expression, [integer(argument, scope) for argument in expression.arguments])
        case Binary(operator) if operator is not Operator.POWER:
            left, right = integer(expression.left, scope), integer(expression.right, scope)
            if operator in (Operator.DIVIDE, Operator.MODULO) and right <= 0:
                scope.stop(traps.division_by_zero(expression, upper_end=True))
            return _operation(operator, left, right)
    return natural(expression, scope)


def _entry(entry: TableEntry, scope: Scope) -> int:
    """An entry of a table. Each index is compared with its range as soon as it is computed."""
    table = entry.symbol.table
    assert table is not None
    indices = []
    for place, (index, (low, high)) in enumerate(zip(entry.indices, table.ranges, strict=True)):
        indices.append(natural(index, scope))
        if not low <= indices[-1] <= high:
            scope.stop(traps.outside_table(entry, place))
    return table.entries[table.place(indices)]


def value_of(let: Let, scope: Scope) -> int:
    """The value of a ``let``, which may be below zero if it reads a table."""
    return integer(let.value, scope) if let.symbol.signed else natural(let.value, scope)


def bind(binding: Bind, scope: Scope) -> None:
    """Give a number its name, after a check of its ends."""
    if isinstance(binding.value, Range):
        value = length(binding.value, scope)
    else:
        value = integer(binding.value, scope) if binding.symbol.signed else natural(binding.value, scope)
    low_enough = binding.low is None or natural(binding.low, scope) <= value
    if not low_enough or (binding.high is not None and value > integer(binding.high, scope)):
        trap = binding.trap
        assert trap is not None
        if not trap.counts:
            scope.stop(trap)
        assert binding.high is not None
        scope.stop(trap, trap.counts.format(value, integer(binding.high, scope)))
    scope.values[binding.symbol] = value


def length(ends: Range, scope: Scope) -> int:
    """The number of indices of a range or a slice."""
    low = natural(ends.low, scope)
    return max(0, integer(ends.high, scope) - low + 1)


def holds(condition: Condition, scope: Scope) -> bool:
    """Whether a condition is true. Operands that no longer matter are not evaluated."""
    match condition:
        case Compare(operands, comparisons):
            value = integer if condition.signed else natural
            left = value(operands[0], scope)
            for comparison, operand in zip(comparisons, operands[1:], strict=True):
                right = value(operand, scope)
                if not _compare(comparison, left, right):
                    return False
                left = right
            return True
        case And(left_side, right_side):
            return holds(left_side, scope) and holds(right_side, scope)
        case Or(left_side, right_side):
            return holds(left_side, scope) or holds(right_side, scope)
        case Not(negated):
            return not holds(negated, scope)


def passes(loop: For | ForClause, scope: Scope) -> range:
    """The values of a loop's variable. Ends are computed in the order in which they are written, then the step."""
    if loop.down:
        high, low = integer(loop.high, scope), natural(loop.low, scope)
    else:
        low, high = natural(loop.low, scope), integer(loop.high, scope)
    step = 1 if loop.by is None else natural(loop.by, scope)
    if loop.by is not None and step == 0:
        scope.stop(traps.step_zero(loop.by))
    return range(high, low - 1, -step) if loop.down else range(low, high + 1, step)


def _operation(operator: Operator, left: int, right: int) -> int:
    match operator:
        case Operator.ADD:
            return left + right
        case Operator.SUBTRACT:
            return left - right
        case Operator.MULTIPLY:
            return left * right
        case Operator.DIVIDE:
            return left // right  # rounds down
        case Operator.MODULO:
            return left % right  # 0 <= result < right
        case Operator.POWER:
            return int(left**right)  # 0^0 = 1


def _builtin(call: Call, arguments: list[int]) -> int:
    match call.function:
        case Builtin.BITS:
            return bits(arguments[0])
        case Builtin.BIT:
            return arguments[0] >> arguments[1] & 1
        case Builtin.MIN:
            return min(arguments)
        case Builtin.MAX:
            return max(arguments)
    raise InternalError(f"no meaning for {call!r}")


def _compare(comparison: Relation, left: int, right: int) -> bool:
    match comparison:
        case Relation.EQUAL:
            return left == right
        case Relation.NOT_EQUAL:
            return left != right
        case Relation.LESS:
            return left < right
        case Relation.AT_MOST:
            return left <= right
        case Relation.GREATER:
            return left > right
        case Relation.AT_LEAST:
            return left >= right
