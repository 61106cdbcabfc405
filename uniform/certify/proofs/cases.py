"""The value of a function without loops, case by case.

Each way through the ``if`` statements of its body is a case: the conditions on the way, and the value at its end, both
in terms of the arguments. For all integers as arguments exactly one case applies. A function with a loop, or with many
ways through its body, is only known by the bound of its result.

What is known of a call may have other calls in it, and what is known of those has more. Where that would lead to many
calls, the cases of a function are not used, and then not even its bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from uniform.certify.proofs.formulas import FALSE, Formula, Linear, all_of, constant, negation
from uniform.language.syntax.checked import CheckedFunction
from uniform.language.syntax.declarations import CounterDeclaration, Let
from uniform.language.syntax.expressions import Condition, Expression
from uniform.language.syntax.program import Assign, If, ScopedStatement
from uniform.language.syntax.symbols import Symbol
from uniform.language.syntax.tree import calls_in

_MOST_CASES = 4  # of one function
_MOST_CALLS = 16  # that what is known of one call leads to, itself included


class Reader(Protocol):
    """What makes numbers and conditions linear (``numbers.Walk``)."""

    values: dict[Symbol, Linear]

    def natural(self, expression: Expression) -> Linear:
        """A number over the naturals."""

    def condition(self, condition: Condition) -> Formula:
        """A condition."""

    def let(self, let: Let) -> None:
        """A number gets its name."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the value of a function is under a condition."""

    condition: Formula
    value: Linear


@dataclass(frozen=True, slots=True)
class Followed:
    """Of which functions the bound of the result is used where they are called, and of which also the cases."""

    bounds: frozenset[Symbol]
    cases: frozenset[Symbol]


def choose_followed(functions: Iterable[CheckedFunction]) -> Followed:
    """Choose what is used of functions, each of which calls only those before it."""
    leads_to: dict[Symbol, int] = {}  # how many calls come of one call, itself included
    bounds, cases = set(), set()
    for function in functions:
        symbol, ways = function.symbol, _ways(function.body)
        by_bound = 1 + _calls((function.parameters, function.result), leads_to)
        by_cases = by_bound + ways * _calls((function.declarations, function.body), leads_to)
        leads_to[symbol] = 1
        if by_bound <= _MOST_CALLS:
            bounds.add(symbol)
            leads_to[symbol] = by_bound
        if by_cases <= _MOST_CALLS and 1 <= ways <= _MOST_CASES:
            cases.add(symbol)
            leads_to[symbol] = by_cases
    return Followed(frozenset(bounds), frozenset(cases))


def _calls(tree: object, leads_to: Mapping[Symbol, int]) -> int:
    return sum([leads_to[call.symbol] for call in calls_in(tree) if call.symbol is not None])


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
            reader.let(declaration)
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
            reader.let(statement)
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
