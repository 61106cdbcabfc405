"""The value of a formula of a certificate at one n: text such as ``2*n + bits(n - 1) div 2``, over the integers.

A formula may also be a list of cases, ``if n >= 3 or n = 1: n; if otherwise: 2``, the first of which that holds
counts. The text may come from anybody: it is read as an expression of numbers and a few operations, nothing else.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

MAX_LENGTH = 2000
"""Characters of a formula."""

_MAX_BITS = 2**14  # of a value: four times the binary digits that a number in a program may have


def _power(base: int, exponent: int) -> int:
    if exponent < 0:
        return 0
    if exponent * max(base.bit_length(), 1) > _MAX_BITS:
        raise ValueError("a number is too large")
    return int(base**exponent)


_OPERATIONS: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.FloorDiv: lambda a, b: a // b if b > 0 else 0,
    ast.Mod: lambda a, b: a % b if b > 0 else a,
    ast.Pow: _power,
}
_RELATIONS: dict[str, Callable[[int, int], bool]] = {" >= ": operator.ge, " <= ": operator.le, " = ": operator.eq}
_FUNCTIONS: dict[str, Callable[..., int]] = {
    "bits": lambda a: max(a, 0).bit_length() or 1,
    "bit": lambda a, place: a >> min(place, _MAX_BITS + 1) & 1 if place >= 0 else 0,
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
}


def value_at(text: str, n: int) -> int:
    """The value at n. Raises ValueError if the text is not a formula, or if a number becomes too large.

    >>> value_at("(n^2 + 15*n - 6) div 2", 4), value_at("if n >= 3: n; if otherwise: bits(n)", 2)
    (35, 2)
    """
    if len(text) > MAX_LENGTH:
        raise ValueError("it is too long")
    if not text.startswith("if "):
        return _value(text, n)
    for case in text.split("; "):
        conditions, _, formula = case.removeprefix("if ").partition(": ")
        rows = [[_holds(each, n) for each in row.split(" and ")] for row in conditions.split(" or ")]
        if any(map(all, rows)):
            return _value(formula, n)
    raise ValueError("no case applies")


def _holds(condition: str, n: int) -> bool:
    if condition == "otherwise":
        return True
    for sign, compare in _RELATIONS.items():
        left, found, right = condition.partition(sign)
        if found:
            return compare(_value(left, n), _value(right, n))
    raise ValueError(f"`{condition}` is not a condition")


def _value(text: str, n: int) -> int:
    if any(each in text for each in ("**", "//", "%")):
        raise ValueError("it is not written like this")
    python = text.replace("^", "**").replace(" div ", " // ").replace(" mod ", " % ")
    try:
        return _evaluate(ast.parse(python, mode="eval").body, n)
    except (SyntaxError, RecursionError, MemoryError, TypeError) as error:
        raise ValueError("it is not an expression") from error


def _evaluate(tree: Any, n: int) -> int:
    match tree:
        case ast.Constant(value=int() as value) if type(value) is int:
            found = value
        case ast.Name(id="n"):
            found = n
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            found = -_evaluate(inner, n)
        case ast.BinOp(left=left, op=operation, right=right) if type(operation) in _OPERATIONS:
            found = _OPERATIONS[type(operation)](_evaluate(left, n), _evaluate(right, n))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            found = _FUNCTIONS[name](*[_evaluate(each, n) for each in arguments])
        case _:
            raise ValueError("it has something that is not an operation on numbers")
    if found.bit_length() > _MAX_BITS:
        raise ValueError("a number is too large")
    return found
