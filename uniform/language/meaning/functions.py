"""What a call of a function means, by definition.

    def f(v <= b, w <= c) -> r <= d         f(e1, e2)

A call computes its arguments from left to right; then, for each parameter in order, its bound, which the argument must
not exceed; then the bound of the result, and the declarations of the function. The result and the counters begin with
0. The statements follow, and the value of the call is the result's last value.

A function has names of its own: n, the constants, the lets outside the family that stand above it, its parameters, its
result, its counters, lets and loop variables. Nothing lasts from one call to the next, and nothing is printed, so equal
arguments give equal values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from uniform.language import traps
from uniform.language.meaning.course import Course
from uniform.language.meaning.evaluate import Scope, natural, value_of
from uniform.language.meaning.statements import Frame, run_body
from uniform.language.syntax.checked import CheckedFunction, CheckedProgram
from uniform.language.syntax.declarations import CounterDeclaration, Let
from uniform.language.syntax.expressions import Call
from uniform.language.syntax.program import ScopedStatement
from uniform.language.syntax.symbols import Symbol
from uniform.messages.errors import InternalError


class Calls:
    """The functions of a program at one n, as ``Scope.call``."""

    def __init__(self, program: CheckedProgram, outside: Mapping[Symbol, int], course: Course) -> None:
        """``outside`` has n, the constants and the lets so far; it grows as lets get their values."""
        self.functions = program.functions_by_symbol
        self.fixed = (program.n, *(symbol for symbol, _ in program.constants))
        self.outside = outside
        self.course = course

    def __call__(self, call: Call, arguments: list[int], scope: Scope) -> int:
        """The value of a call. Raises Trap, and LimitReached when the run takes too many steps."""
        assert call.symbol is not None
        function = self.functions[call.symbol]
        names = {symbol: self.outside[symbol] for symbol in (*self.fixed, *function.lets)}
        inner = Scope(scope.n, names, call=self, caller=(call, scope))
        for parameter, written, argument in zip(function.parameters, call.arguments, arguments, strict=True):
            assert parameter.bound is not None
            if argument > natural(parameter.bound, inner):
                scope.stop(traps.argument_exceeded(written, parameter, function.name))
            names[parameter.symbol] = argument
        self.course.calls += 1
        return self._value(function, Frame(inner, self.course, {}, self.course.calls))

    def _value(self, function: CheckedFunction, frame: Frame) -> int:
        """The value of a call whose arguments are in scope."""
        values, result = frame.scope.values, function.result
        for declaration in (result, *function.declarations):
            match declaration:
                case CounterDeclaration(bound=bound, symbol=symbol):
                    frame.counters[symbol] = declaration, natural(bound, frame.scope)
                    values[symbol] = 0
                case Let(symbol=symbol):
                    values[symbol] = value_of(declaration, frame.scope)
        for _ in run_body(function.body, frame, _refuse):
            pass  # nothing is printed
        return values[result.symbol]


def _refuse(statement: ScopedStatement) -> Iterator[None]:
    raise InternalError(f"no meaning for {statement!r} in a function")
