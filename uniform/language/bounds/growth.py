"""Whether the input length of a family grows with n, read off its declarations.

A number *grows* if it is never smaller at a larger n. Numbers built from n and constants by sums, products, quotients
by constants, powers, ``bits``, ``min`` and ``max`` grow; a difference grows if the subtrahend is constant. So does the
length of an array whose lower ends are constant and whose upper ends grow.

What this file does not do: recognize every family for which it is true: ``n - n div 2`` grows, but is not recognized.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import ArrayDeclaration, Let
from uniform.language.syntax.expressions import Binary, Builtin, Call, Expression, Name, Number, Operator
from uniform.language.syntax.symbols import Symbol


class Growth(IntEnum):
    """What is known about a number as n grows, strongest first."""

    CONSTANT = 0  # a natural number, the same at each n
    GROWS = 1  # a natural number
    MAY_BE_NEGATIVE = 2  # it grows, as an integer
    UNKNOWN = 3


def input_length_grows(program: CheckedProgram) -> bool:
    """Whether the number of inputs is never smaller at a larger n; False if that is not recognized.

    Cost: linear in the declarations.

    >>> from uniform import load
    >>> input_length_grows(load("ripple_adder").program)
    True
    """
    known = {symbol: Growth.CONSTANT for symbol, _ in program.constants} | {program.n: Growth.GROWS}
    for declaration in program.declarations:
        match declaration:
            case Let(value=value, symbol=symbol):
                known[symbol] = _natural(growth(value, known))
            case ArrayDeclaration("input", _, ranges):
                for each in ranges:
                    low, high = growth(each.low, known), growth(each.high, known)
                    if low is not Growth.CONSTANT or high is Growth.UNKNOWN:
                        return False
    return True


def growth(expression: Expression, known: Mapping[Symbol, Growth]) -> Growth:
    """What is known about a number whose names are ``known``."""
    match expression:
        case Number():
            return Growth.CONSTANT
        case Name(symbol=symbol):
            return known.get(symbol, Growth.UNKNOWN)
        case Binary(Operator.POWER, Number(base), exponent) if base > 0:
            return _natural(growth(exponent, known))
        case Binary(operator, left, right):
            return _of_operator(operator, growth(left, known), growth(right, known))
        case Call(Builtin.BIT, arguments):
            parts = [growth(part, known) for part in arguments]
            return Growth.CONSTANT if max(parts) is Growth.CONSTANT else Growth.UNKNOWN
        case Call(Builtin(), arguments):
            return max(growth(part, known) for part in arguments)
    return Growth.UNKNOWN


def _natural(found: Growth) -> Growth:
    """The same for a number that traps unless it is natural."""
    return Growth.GROWS if found is Growth.MAY_BE_NEGATIVE else found


def _of_operator(operator: Operator, left: Growth, right: Growth) -> Growth:
    together = max(left, right)
    match operator:
        case Operator.ADD:
            return together
        case Operator.SUBTRACT if right is Growth.CONSTANT:
            return max(left, Growth.MAY_BE_NEGATIVE)
        case Operator.MULTIPLY if together <= Growth.GROWS:
            return together
        case Operator.MULTIPLY if min(left, right) is Growth.CONSTANT:
            return together
        case Operator.DIVIDE if right is Growth.CONSTANT:
            return left
        case Operator.POWER if right is Growth.CONSTANT:
            return _natural(left)
        case Operator.MODULO if together is Growth.CONSTANT:
            return Growth.CONSTANT
    return Growth.UNKNOWN
