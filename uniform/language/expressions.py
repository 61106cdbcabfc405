"""Questions about expressions: which names they read, and what they are with other expressions in place of names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from uniform.language.syntax.expressions import Binary, Call, Expression, Name, Number, TableEntry


def names_in(expression: Expression) -> set[str]:
    """The names that an expression reads."""
    match expression:
        case Number():
            return set()
        case Name(name):
            return {name}
        case Binary(_, left, right):
            return names_in(left) | names_in(right)
        case Call(_, parts) | TableEntry(_, parts):
            return set().union(*map(names_in, parts))


def substituted(expression: Expression, standing: Mapping[str, Expression]) -> Expression:
    """The expression with what the names stand for in their place, so that equal text is equal value."""
    if not standing:
        return expression
    match expression:
        case Name(name, span):
            return replace(standing[name], span=span) if name in standing else expression
        case Binary(_, left, right):
            return replace(expression, left=substituted(left, standing), right=substituted(right, standing))
        case Call(_, arguments):
            return replace(expression, arguments=tuple(substituted(part, standing) for part in arguments))
        case TableEntry(_, indices):
            return replace(expression, indices=tuple(substituted(part, standing) for part in indices))
    return expression
