"""The value of a function without loops, case by case.

Each way through the ``if`` statements of its body is a case: the conditions on the way, and the value at its end, both
in terms of the arguments. For all integers as arguments exactly one case applies. A function with a loop, with many
ways through its body, or with many calls, those inside calls included, is only known by the bound of its result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from uniform.certify.proofs.formulas import FALSE, Formula, Linear, all_of, constant, negation
from uniform.language.expressions import functions_called
from uniform.language.syntax.checked import CheckedFunction
from uniform.language.syntax.declarations import CounterDeclaration, Let
from uniform.language.syntax.expressions import Condition, Expression
from uniform.language.syntax.program import Assign, If, ScopedStatement
from uniform.language.syntax.symbols import Symbol

_MOST = 4  # cases of one function
_MOST_CALLS = 20  # that the value of one function needs


class Reader(Protocol):
    """What makes numbers and conditions linear (``numbers.Walk``)."""

    values: dict[Symbol, Linear]

    def natural(self, expression: Expression) -> Linear:
        """A number over the naturals."""

    def integer(self, expression: Expression) -> Linear:
        """A number over the integers."""

    def condition(self, condition: Condition) -> Formula:
        """A condition."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the value of a function is under a condition."""

    condition: Formula
    value: Linear


def with_cases(functions: Iterable[CheckedFunction]) -> set[Symbol]:
    """Those that have no loop, few ways through the body, and few calls. Each may call only those before it."""
    found = set()
    calls: dict[Symbol, int] = {}  # that what is known about a function needs, itself included
    for function in functions:
        own = 1 + sum(calls[each] for each in functions_called((function.parameters, function.result)))
        all_ = own + sum(calls[each] for each in functions_called((function.declarations, function.body)))
        if 1 <= _ways(function.body) <= _MOST and all_ <= _MOST_CALLS:
            found.add(function.symbol)
            own = all_
        calls[function.symbol] = own
    return found


def _ways(body: Iterable[ScopedStatement]) -> int:
    """How many ways there are through a body; 0 if it has a loop."""
    ways = 1
    for statement in body:
        match statement:
            case Assign() | Let():
                continue
            case If(branches, otherwise):
                each = [_ways(inner) for inner in (*(branch.body for branch in branches), otherwise or ())]
                ways *= sum(each) if all(each) else 0
            case _:
                return 0
    return ways


def cases_of(function: CheckedFunction, reader: Reader) -> tuple[Case, ...]:
    """The cases of a function. ``reader`` knows its arguments and what it sees outside; the names in it are added."""
    for declaration in (function.result, *function.declarations):
        if isinstance(declaration, CounterDeclaration):
            reader.values[declaration.symbol] = constant(0)
        else:
            _let(declaration, reader)
    ends = list(_follow(function.body, [((), reader.values)], reader))
    cases = [Case(all_of(conditions), values[function.result.symbol]) for conditions, values in ends]
    return tuple([each for each in cases if each.condition != FALSE])


_Way = tuple[tuple[Formula, ...], dict[Symbol, Linear]]
"""A way as far as it goes: the conditions on it, and the values of names at its end."""


def _follow(body: Iterable[ScopedStatement], ways: Iterable[_Way], reader: Reader) -> Iterable[_Way]:
    """Follow each way through a body, where it may divide."""
    for statement in body:
        ways = [longer for way in ways for longer in _step(statement, way, reader)]
    return ways


def _step(statement: ScopedStatement, way: _Way, reader: Reader) -> Iterator[_Way]:
    conditions, values = way
    reader.values = dict(values)
    match statement:
        case Assign(value=value, symbol=symbol):
            reader.values[symbol] = reader.natural(value)
            yield conditions, reader.values
        case Let():
            _let(statement, reader)
            yield conditions, reader.values
        case If(branches, otherwise):
            for branch in branches:
                reader.values = dict(values)
                guard = reader.condition(branch.condition)
                yield from _follow(branch.body, [((*conditions, guard), values)], reader)
                conditions = (*conditions, negation(guard))
            yield from _follow(otherwise or (), [(conditions, values)], reader)
        case _:
            raise AssertionError(statement)


def _let(let: Let, reader: Reader) -> None:
    reader.values[let.symbol] = reader.integer(let.value) if let.symbol.signed else reader.natural(let.value)
