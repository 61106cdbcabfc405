"""Questions about expressions: which symbols they read, and what they are with other expressions in place of names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from uniform.language.syntax.expressions import Binary, Call, Expression, Name, Number, TableEntry
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


def substituted(expression: Expression, standing: Mapping[Symbol, Expression]) -> Expression:
    """The expression with what the names stand for in their place, so that equal text is equal value."""
    if not standing:
        return expression
    match expression:
        case Name(symbol=symbol, span=span):
            return replace(standing[symbol], span=span) if symbol in standing else expression
        case Binary(_, left, right):
            return replace(expression, left=substituted(left, standing), right=substituted(right, standing))
        case Call(_, arguments):
            return replace(expression, arguments=tuple(substituted(part, standing) for part in arguments))
        case TableEntry(_, indices):
            return replace(expression, indices=tuple(substituted(part, standing) for part in indices))
    return expression
