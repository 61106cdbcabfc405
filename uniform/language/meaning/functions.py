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

from collections.abc import Mapping
from dataclasses import dataclass, field

from uniform.counters.messages import period_note
from uniform.language import traps
from uniform.language.meaning.course import Course
from uniform.language.meaning.evaluate import Scope, holds, natural, passes, value_of
from uniform.language.syntax.checked import CheckedFunction, CheckedProgram
from uniform.language.syntax.declarations import CounterDeclaration, Let
from uniform.language.syntax.expressions import Call
from uniform.language.syntax.program import Assign, For, If, Statement, While
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
        return _Activation(function, inner, self.course, self.course.calls).value()


@dataclass(slots=True)
class _Activation:
    """One call while it runs."""

    function: CheckedFunction
    scope: Scope
    course: Course
    number: int  # no other call of the run has it
    bounds: dict[Symbol, int] = field(default_factory=dict)  # of the result and the counters
    loops: list[range] = field(default_factory=list)  # the passes of the ``for`` loops around the statement

    def value(self) -> int:
        result = self.function.result
        for declaration in (result, *self.function.declarations):
            match declaration:
                case CounterDeclaration(bound=bound, symbol=symbol):
                    self.bounds[symbol] = natural(bound, self.scope)
                    self.scope.values[symbol] = 0
                case Let(symbol=symbol):
                    self.scope.values[symbol] = value_of(declaration, self.scope)
        self.run(self.function.body)
        return self.scope.values[result.symbol]

    def run(self, body: tuple[Statement, ...]) -> None:
        """Run a body; names declared in it are in scope to its end."""
        before = len(self.scope.values)
        for statement in body:
            self.course.step()
            self.statement(statement)
        self.scope.shorten(before)

    def statement(self, statement: Statement) -> None:
        scope, values = self.scope, self.scope.values
        match statement:
            case Assign(value=value, symbol=symbol):
                stored = natural(value, scope)
                if stored > self.bounds[symbol]:
                    scope.stop(traps.bound_exceeded(value, self.declaration(symbol)))
                values[symbol] = stored
            case Let(symbol=symbol):
                values[symbol] = value_of(statement, scope)
            case For(body=body, symbol=symbol):
                before = len(values)
                self.loops.append(passes(statement, scope))
                for number in self.loops[-1]:
                    values[symbol] = number
                    self.run(body)
                self.loops.pop()
                scope.shorten(before)
            case While(condition, body):
                self.course.whiles += 1
                try:
                    while holds(condition, scope):
                        self.run(body)
                        self.watch(statement)
                finally:
                    self.course.whiles -= 1
            case If(branches, otherwise):
                taken = (branch.body for branch in branches if holds(branch.condition, scope))
                self.run(next(taken, otherwise or ()))
            case _:
                raise InternalError(f"no meaning for {statement!r} in a function")

    def declaration(self, symbol: Symbol) -> CounterDeclaration:
        """The declaration of a counter or of the result."""
        own = (each for each in self.function.declarations if isinstance(each, CounterDeclaration))
        return next(each for each in (self.function.result, *own) if each.symbol is symbol)

    def watch(self, loop: While) -> None:
        """Stop the run if everything that this call depends on is as it was at the end of an earlier pass. What is
        outside does not change meanwhile."""
        ends = ((each.stop, each.step) for each in self.loops)
        moment = (self.number, *self.scope.values.values(), *ends)
        count = self.course.after_pass(loop, moment)
        if count:
            self.scope.stop(traps.endless(loop), period_note(count))
