"""The symbols that numbers and conditions read, and substitution of expressions for names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

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
    TableEntry,
    Within,
)
from uniform.language.syntax.gates import Range, Wire
from uniform.language.syntax.symbols import Symbol
from uniform.language.syntax.tree import parts_of


def symbols_in(expression: Expression) -> set[Symbol]:
    """The symbols of the names that an expression reads, in no fixed order."""
    match expression:
        case Number():
            return set()
        case Name(symbol=symbol):
            return {symbol}
        case Binary(_, left, right):
            return symbols_in(left) | symbols_in(right)
        case Call(_, parts) | TableEntry(_, parts):
            return set().union(*map(symbols_in, parts))
        case Natural(number):
            return symbols_in(number)
        case Within(number, low, high):
            return symbols_in(number) | symbols_in(high) | (set() if low is None else symbols_in(low))


def is_signed(expression: Expression) -> bool:
    """Whether an expression reads a table, or a ``let`` that does."""
    match expression:
        case TableEntry():
            return True
        case Name(symbol=symbol):
            return symbol.signed
        case Binary(_, left, right):
            return is_signed(left) or is_signed(right)
        case Call(_, arguments):
            return any(map(is_signed, arguments))
        case Natural(number) | Within(number):
            return is_signed(number)
    return False


def as_natural(expression: Expression) -> Expression:
    """The expression at a place where a natural number is needed."""
    return Natural(expression, expression.span) if is_signed(expression) else expression


def symbols_read(node: object) -> set[Symbol]:
    """The symbols of all names that are read below a node of a syntax tree. Cost: linear, also if nodes are shared."""
    found: set[Symbol] = set()
    seen: set[int] = set()
    waiting: list[Any] = [node]
    while waiting:
        here = waiting.pop()
        kind = type(here)
        if kind is tuple:
            waiting.extend(here)
            continue
        if kind is Name:
            found.add(here.symbol)
            continue
        parts = parts_of(here)
        if parts and id(here) not in seen:
            seen.add(id(here))
            waiting += parts
            if kind is Wire:
                found.update(here.own)
    return found


def number_of_indices(written: Range) -> Call:
    """How many indices a range has, as an upper end: over the integers, not below 0."""
    span = written.span
    past = Binary(Operator.ADD, written.high, Number(1, span), span)
    return Call(Builtin.MAX, (Binary(Operator.SUBTRACT, past, written.low, span), Number(0, span)), span)


def substitute(expression: Expression, values: Mapping[Symbol, Expression]) -> Expression:
    """The expression with ``values`` in place of names, so that equal text means equal value."""
    if not values:
        return expression
    match expression:
        case Name(symbol=symbol, span=span):
            return replace(values[symbol], span=span) if symbol in values else expression
        case Binary(_, left, right):
            return replace(expression, left=substitute(left, values), right=substitute(right, values))
        case Call(_, arguments):
            return replace(expression, arguments=tuple(substitute(part, values) for part in arguments))
        case Within(number, low, high):
            least = None if low is None else substitute(low, values)
            return replace(expression, number=substitute(number, values), low=least, high=substitute(high, values))
        case TableEntry(_, indices):
            return replace(expression, indices=tuple(substitute(part, values) for part in indices))
        case Natural(number):
            return replace(expression, number=substitute(number, values))
    return expression


# ---------------------------------------------------------------- conditions


def symbols_of(condition: Condition) -> set[Symbol]:
    """The symbols of the names that a condition reads, in no fixed order."""
    match condition:
        case Compare(operands):
            return set().union(*map(symbols_in, operands))
        case And(left, right) | Or(left, right):
            return symbols_of(left) | symbols_of(right)
        case Not(negated):
            return symbols_of(negated)


def substitute_in(condition: Condition, values: Mapping[Symbol, Expression]) -> Condition:
    """The condition with expressions in place of names."""
    if not values:
        return condition
    match condition:
        case Compare(operands):
            return replace(condition, operands=tuple(substitute(operand, values) for operand in operands))
        case And(left, right) | Or(left, right):
            return replace(condition, left=substitute_in(left, values), right=substitute_in(right, values))
        case Not(negated):
            return replace(condition, condition=substitute_in(negated, values))
