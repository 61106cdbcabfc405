"""The symbols that numbers and conditions read, and substitution of expressions for names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from uniform.language.syntax.expressions import (
    And,
    Binary,
    Call,
    Compare,
    Condition,
    Expression,
    Name,
    Not,
    Number,
    Or,
    TableEntry,
)
from uniform.language.syntax.symbols import Symbol


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
        case TableEntry(_, indices):
            return replace(expression, indices=tuple(substitute(part, values) for part in indices))
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
