"""The values of a program's constants: defaults, and what the caller sets.

A constant's default is computed from literals and earlier constants. Setting a constant (``--set k=3``) replaces
its default, and so changes later defaults that depend on it. Values are naturals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import index
from typing import SupportsIndex

from uniform.arguments.numbers import number_text, value_text
from uniform.language.meaning.evaluate import Scope, natural
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import Constant
from uniform.language.syntax.expressions import Binary, Call, Expression, Operator
from uniform.language.syntax.symbols import Symbol
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import Trap, UniformError
from uniform.messages.nearest import find_nearest
from uniform.messages.spans import Span

MAX_BITS = 4096
"""The limit on binary digits of a constant, and of every number that is computed at compile time."""


def set_constants(program: CheckedProgram, settings: Mapping[str, SupportsIndex] | None = None) -> CheckedProgram:
    """The program with the given settings in place of defaults.

    Raises UniformError for a setting that is not a natural number, is too large or does not name a constant (U217), and
    for a default that has no value (U218)."""
    given = {name: _whole(name, value) for name, value in (settings or {}).items()}
    values: dict[Symbol, int] = {}
    diagnostics: list[Diagnostic] = []
    for declaration in program.declarations:
        if not isinstance(declaration, Constant):
            continue
        symbol = declaration.symbol
        if symbol.name in given:
            values[symbol] = given[symbol.name]
            continue
        try:
            values[symbol] = _value(declaration.value, Scope(1, values))
        except UniformError as error:
            diagnostics.extend(error.diagnostics)
            values[symbol] = 0
    diagnostics += _bad_settings(given, [symbol.name for symbol in values])
    if diagnostics:
        raise UniformError(diagnostics)
    return replace(program, constants=tuple(values.items()))


def _whole(name: str, value: SupportsIndex) -> int:
    try:
        return int(index(value))
    except TypeError as error:
        message = f"the constant `{name}` cannot be {value_text(value)}: constants are whole numbers"
        raise UniformError(Diagnostic("U217", message)) from error


def _bad_settings(settings: Mapping[str, int], constants: Sequence[str]) -> Iterator[Diagnostic]:
    for name, value in settings.items():
        if name not in constants:
            near = find_nearest(name, constants)
            listed = ", ".join(f"`{constant}`" for constant in constants)
            remedy = f"did you mean `{near}`?" if near else f"its constants are {listed}" if listed else None
            message = f"the program has no constant `{name}`" if constants else "the program has no constants"
            yield Diagnostic("U217", message, help=remedy)
        elif value < 0:
            yield Diagnostic("U217", f"the constant `{name}` cannot be {number_text(value)}: numbers start at 0")
        elif value.bit_length() > MAX_BITS:
            message = f"the constant `{name}` cannot be {number_text(value)}: the limit is {MAX_BITS}"
            yield Diagnostic("U217", message)


def _value(expression: Expression, scope: Scope) -> int:
    """The value of a default; powers that are too large are refused before they are computed."""
    match expression:
        case Binary(Operator.POWER, base, exponent, span):
            if (_value(base, scope).bit_length() - 1) * _value(exponent, scope) >= MAX_BITS:
                raise _too_large("power", span)
        case Binary(_, left, right):
            _value(left, scope)
            _value(right, scope)
        case Call(_, arguments):
            for argument in arguments:
                _value(argument, scope)
    try:
        value = natural(expression, scope)
    except Trap as trap:
        (found,) = trap.diagnostics
        raise UniformError(Diagnostic("U218", found.message, found.span, found.label, help=found.help)) from trap
    if value.bit_length() > MAX_BITS:
        raise _too_large("number", expression.span)
    return value


def _too_large(what: str, span: Span) -> UniformError:
    message = f"this {what} has more than {MAX_BITS} binary digits"
    return UniformError(Diagnostic("U218", message, span, "too large for a constant"))
