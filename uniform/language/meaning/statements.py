"""Statements that compute: stores, lets, loops and branches mean the same in a family, a block and a function.

What this file does not do: statements that print, which only bodies outside functions have (``interpret``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from uniform.counters.messages import period_note
from uniform.language import traps
from uniform.language.meaning.course import Course
from uniform.language.meaning.evaluate import Scope, holds, natural, passes, value_of
from uniform.language.syntax.declarations import CounterDeclaration, Let
from uniform.language.syntax.program import Assign, For, If, ScopedStatement, While
from uniform.language.syntax.symbols import Symbol

T = TypeVar("T")


@dataclass(slots=True)
class Frame:
    """Where statements run: in the body of the family, or in one call of a function."""

    scope: Scope
    course: Course
    counters: dict[Symbol, tuple[CounterDeclaration, int]]  # with the values of their bounds
    call: int = 0  # no other call of the run has this number; 0 outside functions
    loops: list[range] = field(default_factory=list)  # the passes of the ``for`` loops around the statement


def run_body(
    body: tuple[ScopedStatement, ...], frame: Frame, other: Callable[[ScopedStatement], Iterator[T]]
) -> Iterator[T]:
    """Run a body; names declared in it are in scope to its end. ``other`` carries out the statements that are not of
    this file, and yields what they print."""
    before = len(frame.scope.values)
    for statement in body:
        frame.course.step()
        yield from _statement(statement, frame, other)
    frame.scope.shorten(before)


def _statement(
    statement: ScopedStatement, frame: Frame, other: Callable[[ScopedStatement], Iterator[T]]
) -> Iterator[T]:
    scope, values = frame.scope, frame.scope.values
    match statement:
        case Assign(value=value, symbol=symbol):
            declaration, bound = frame.counters[symbol]
            stored = natural(value, scope)
            if stored > bound:
                scope.stop(traps.bound_exceeded(value, declaration))
            values[symbol] = stored
        case Let(symbol=symbol):
            values[symbol] = value_of(statement, scope)
        case For(body=body, symbol=symbol):
            before = len(values)
            frame.loops.append(passes(statement, scope))
            for number in frame.loops[-1]:
                values[symbol] = number
                yield from run_body(body, frame, other)
            frame.loops.pop()
            scope.shorten(before)
        case While(condition, body):
            frame.course.whiles += 1
            try:
                while holds(condition, scope):
                    yield from run_body(body, frame, other)
                    _watch(statement, frame)
            finally:  # the run goes on where a function has no value in a range of an array in parts
                frame.course.whiles -= 1
        case If(branches, otherwise):
            taken = (branch.body for branch in branches if holds(branch.condition, scope))
            yield from run_body(next(taken, otherwise or ()), frame, other)
        case _:
            yield from other(statement)


def _watch(loop: While, frame: Frame) -> None:
    """Stop the run if everything that it depends on is as it was at the end of an earlier pass. In a function, what is
    outside does not change meanwhile."""
    ends = ((each.stop, each.step) for each in frame.loops)
    moment = (frame.call, *frame.scope.values.values(), *ends)
    period = frame.course.after_pass(loop, moment)
    if period:
        frame.scope.stop(traps.endless(loop), period_note(period))
