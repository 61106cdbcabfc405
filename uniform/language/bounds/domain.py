"""For which numbers a check is asked: what holds whenever a run comes to one place of a program.

A ``Domain`` is made of syntax alone, and of symbols that have one value each. A counter has several, one after the
other: at the place of the check its symbol means the value that it has there, and each earlier value that something
else depends on has a symbol of its own, with a name that nobody can write, as ``v#1``. Each pass of a loop that stores
in a counter begins with a new value, too: below, ``v#2`` is that of the ``for``, on which nothing depends.

        counter v <= n                      at the subtraction:
        for i in 1..v                       loops        the `for`, the `while`
          while v < n                       conditions   1 <= i <= v#1, v#3 < n
            v <- v + i                      definitions  v#1 = 0, v = v#3 + i
            let w = v - i                   bounds       v#1 <= n, v#3 <= n, v <= n

A ``Route`` notes what is met on the way while a program is walked, each entry with the one before it on the same way.
Where ways meet again, after an ``if`` or a loop, nothing is known of a counter that one of them has changed but its
bound. So a domain may have more numbers than any run has there, never fewer: a claim that holds on it needs no check.

What this file does not do: show anything. Nor does a domain have what earlier checks have made sure of, except that
numbers with a name are natural and not above their bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from uniform.language.expressions import substitute, substitute_in, symbols_in, symbols_of
from uniform.language.syntax.expressions import Binary, Compare, Condition, Expression, Name, Number, Operator, Relation
from uniform.language.syntax.program import (
    Assign,
    CounterDeclaration,
    For,
    ForClause,
    If,
    Range,
    Statement,
    While,
)
from uniform.language.syntax.symbols import Sort, Symbol

Loop = For | While | ForClause | Range  # a range: of a declared array, all of whose indices are walked


@dataclass(frozen=True, slots=True)
class Domain:
    """The numbers for which a claim is asked: all that make these conditions true, over the integers, where every
    symbol is a natural number and n is at least 1.

    Conditions are evaluated as in a program: what is not evaluated needs no value. All of them are true whenever a run
    reaches the place. ``conditions`` decide whether it does; ``definitions`` and ``bounds``, and that symbols are
    natural, are true because the run has not trapped earlier. So a proof that some pass takes place has to show the
    conditions, and must not use the rest about numbers of that very pass.

    A counter in two domains is two numbers, even where the symbol is the same."""

    loops: tuple[Loop, ...]  # around the place, outermost first
    conditions: tuple[Condition, ...]  # ranges of those loops, and what else has been found true on the way
    definitions: tuple[Compare, ...]  # `symbol = number`, of constants, lets, named indices, and values of counters
    bounds: tuple[Compare, ...]  # `symbol <= number`, of values of counters


@dataclass(frozen=True, slots=True)
class _Equal:
    """A number that gets its value."""

    symbol: Symbol
    value: Expression


@dataclass(frozen=True, slots=True)
class _Changed:
    """A counter that changes: what was known of it is known of its old value."""

    counter: CounterDeclaration
    old: Symbol


_Entry = Loop | Condition | CounterDeclaration | _Equal | _Changed


@dataclass(slots=True, eq=False)
class Route:
    """What has been met on the way to a place of a program that is being walked."""

    entries: list[tuple[int, _Entry]] = field(default_factory=list)  # each with the number of the one before it, or -1
    last: int = -1
    counters: dict[Symbol, CounterDeclaration] = field(default_factory=dict)
    values: dict[Symbol, int] = field(default_factory=dict)  # of each counter: how many it has had before
    changed: list[Symbol] = field(default_factory=list)  # counters, in the scopes that are open

    @property
    def here(self) -> Place:
        """The place to which the walk has come."""
        return Place(self, self.last)

    # ---------------------------------------------------------------- on the way

    def _meet(self, entry: _Entry) -> None:
        self.entries.append((self.last, entry))
        self.last = len(self.entries) - 1

    def assume(self, condition: Condition) -> None:
        """From here on, to the end of the scope, this is true."""
        self._meet(condition)

    def enter(self, loop: Loop) -> None:
        """From here to the end of the scope is a pass of this loop, the first or a later one. To be called when its
        ends have been computed."""
        self._meet(loop)
        if isinstance(loop, For | While):
            self.change(counters_changed(loop.body))

    def equate(self, symbol: Symbol, value: Expression) -> None:
        """From here on, a number that has no value so far has this one."""
        self._meet(_Equal(symbol, value))

    def declare(self, counter: CounterDeclaration) -> None:
        """A counter begins with 0."""
        self.counters[counter.symbol] = counter
        self.values[counter.symbol] = 0
        self._meet(counter)

    def store(self, statement: Assign) -> None:
        """A counter gets another value."""
        symbol = statement.symbol
        self.change((symbol,))
        changed = self.entries[-1][1]
        assert isinstance(changed, _Changed)
        old = Name(changed.old.name, statement.span, symbol=changed.old)
        self.equate(symbol, substitute(statement.value, {symbol: old}))

    def change(self, counters: Iterable[Symbol]) -> None:
        """Each of these may have any value up to its bound."""
        for symbol in counters:
            self.values[symbol] += 1
            old = Symbol(f"{symbol.name}#{self.values[symbol]}", Sort.COUNTER, symbol.span)
            self._meet(_Changed(self.counters[symbol], old))
            self.changed.append(symbol)

    # ---------------------------------------------------------------- ways part and meet

    def mark(self) -> tuple[int, int]:
        """What ``back`` needs to come back here."""
        return self.last, len(self.changed)

    def back(self, mark: tuple[int, int]) -> None:
        """Leave a scope: only what was known before is known, and not of counters that have changed inside."""
        self.last, before = mark
        if len(self.changed) > before:
            changed = dict.fromkeys(self.changed[before:])
            del self.changed[before:]
            self.change(changed)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Go into one branch of several, and come back to where they part. The scope ends where they meet again."""
        last = self.last
        yield
        self.last = last


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a program, by the way to it."""

    route: Route
    last: int

    @property
    def domain(self) -> Domain:
        """What holds here. Cost: linear in the way."""
        parts = _Parts()
        number = self.last
        while number >= 0:
            number, entry = self.route.entries[number]
            parts.add(entry)
        return parts.domain()


class _Parts:
    """A domain while it is put together, from the place backwards."""

    def __init__(self) -> None:
        self.loops: list[Loop] = []
        self.conditions: list[Condition] = []
        self.definitions: list[Compare] = []
        self.bounds: list[Compare] = []
        self.then: dict[Symbol, Name] = {}  # what counters are called on this stretch of the way, if they change later
        self.read: set[Symbol] = set()  # by what has been added

    def domain(self) -> Domain:
        """What has been put together."""
        parts = self.loops, self.conditions, self.definitions, self.bounds
        return Domain(*(tuple(reversed(part)) for part in parts))  # type: ignore[arg-type]

    def add(self, entry: _Entry) -> None:
        """The entry before those added so far."""
        match entry:
            case _Changed(counter, old):
                self._bound(counter)
                self.then[counter.symbol] = Name(old.name, counter.span, symbol=old)
            case CounterDeclaration(symbol=symbol, span=span):
                self._bound(entry)
                self._definition(symbol, Number(0, span))
            case _Equal(symbol, value):
                self._definition(symbol, value)
            case For() | While() | ForClause() | Range():
                self.loops.append(entry)
                for condition in reversed(list(_passes(entry))):
                    self._condition(condition)
            case _:
                self._condition(entry)

    def _condition(self, condition: Condition) -> None:
        found = substitute_in(condition, self.then)
        self.read |= symbols_of(found)
        self.conditions.append(found)

    def _definition(self, symbol: Symbol, value: Expression) -> None:
        if self._matters(symbol):
            value = substitute(value, self.then)
            self.read |= symbols_in(value)
            self.definitions.append(self._related(symbol, Relation.EQUAL, value))

    def _bound(self, counter: CounterDeclaration) -> None:
        if self._matters(counter.symbol):
            self.bounds.append(self._related(counter.symbol, Relation.AT_MOST, counter.bound))

    def _matters(self, symbol: Symbol) -> bool:
        """Whether a number is that at the place, or is an old one that something reads."""
        return symbol not in self.then or self.then[symbol].symbol in self.read

    def _related(self, symbol: Symbol, relation: Relation, number: Expression) -> Compare:
        name = self.then.get(symbol) or Name(symbol.name, number.span, symbol=symbol)
        return Compare((name, number), (relation,), number.span)


def _passes(loop: Loop) -> Iterator[Condition]:
    """What is true of the variable of a loop in each pass."""
    if isinstance(loop, While) or loop.symbol is None:
        return
    variable = Name(loop.symbol.name, loop.span, symbol=loop.symbol)
    yield Compare((loop.low, variable, loop.high), (Relation.AT_MOST, Relation.AT_MOST), loop.span)
    if not isinstance(loop, Range) and loop.by is not None:
        first, last = (variable, loop.high) if loop.down else (loop.low, variable)
        passed = Binary(Operator.SUBTRACT, last, first, loop.span)
        rest = Binary(Operator.MODULO, passed, loop.by, loop.span)
        yield Compare((rest, Number(0, loop.span)), (Relation.EQUAL,), loop.span)


def counters_changed(body: Iterable[Statement]) -> dict[Symbol, None]:
    """The counters that statements store into, in order, each once."""
    found: dict[Symbol, None] = {}
    for statement in body:
        match statement:
            case Assign(symbol=symbol):
                found[symbol] = None
            case For(body=inner) | While(body=inner):
                found.update(counters_changed(inner))
            case If(branches, otherwise):
                for branch in branches:
                    found.update(counters_changed(branch.body))
                found.update(counters_changed(otherwise or ()))
    return found
