"""Names in numbers and conditions, and where these must be natural.

A number that reads a table is over the integers. Where it must be natural, it is put into a ``Natural``; upper ends and
signed ``let``s need not be natural, nor operands of a comparison one of which reads a table.
"""

from __future__ import annotations

from uniform.language.expressions import as_natural, is_signed
from uniform.language.names.functions import find_function
from uniform.language.names.table import NameTable
from uniform.language.names.tables import find_table
from uniform.language.names.uses import Where, refuse_call, require_builtin, require_number
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


def condition(names: NameTable, written: Condition) -> Condition:
    """A condition with its names bound."""
    match written:
        case Compare(operands, comparisons, span):
            operands = tuple([upper_end(names, operand) for operand in operands])
            return Compare(operands, comparisons, span, signed=any(map(is_signed, operands)))
        case And(left, right, span):
            return And(condition(names, left), condition(names, right), span)
        case Or(left, right, span):
            return Or(condition(names, left), condition(names, right), span)
        case Not(negated, span):
            return Not(condition(names, negated), span)


def number(names: NameTable, expression: Expression, where: Where = Where.STATEMENT) -> Expression:
    """A natural number with its names bound."""
    return as_natural(upper_end(names, expression, where))


def upper_end(names: NameTable, expression: Expression, where: Where = Where.STATEMENT) -> Expression:
    """A number that need not be natural: an upper end, or a part of a number that reads a table."""
    match expression:
        case Number() | Natural() | Within():
            return expression
        case Name(name, span):
            symbol = names.find(name, span, "number")
            require_number(names, symbol, expression, where)
            return Name(name, span, symbol=symbol)
        case Binary(operator, left, right, span):
            part = number if operator is Operator.POWER else upper_end
            return Binary(operator, part(names, left, where), part(names, right, where), span)
        case Call(function, arguments, span):
            part = upper_end if function in (Builtin.MIN, Builtin.MAX) else number
            arguments = tuple([part(names, argument, where) for argument in arguments])
            if isinstance(function, Builtin):
                require_builtin(names, expression)
                return Call(function, arguments, span)
            if where is Where.CONSTANT:
                refuse_call(names, expression)
                return expression
            return Call(function, arguments, span, symbol=find_function(names, expression))
        case TableEntry(indices=indices):
            return find_table(names, expression, [number(names, index, where) for index in indices], where)


def varies(expression: Expression) -> bool:
    """Whether a number can change while the program runs."""
    match expression:
        case Name(symbol=symbol):
            return symbol.varies
        case Binary(_, left, right):
            return varies(left) or varies(right)
        case Call(_, parts) | TableEntry(_, parts):
            return any(map(varies, parts))
        case Natural(natural):
            return varies(natural)
    return False
