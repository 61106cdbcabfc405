"""The domain of a check: conditions that hold whenever a run reaches one place of a program.

A ``Domain`` consists of syntax, and its symbols have one value each. A counter has several values, one after the other:
at the place of the check, its symbol means the value that it has there. An earlier value that something else depends on
has its own symbol, with a name that no program can contain, such as ``v#1``. Each pass of a loop that stores in a
counter begins with a new value, too: below, ``v#2`` is that of the ``for``, on which nothing depends.

        counter v <= n                      at the subtraction:
        for i in 1..v                       loops        the `for`, the `while`
          while v < n                       conditions   1 <= i <= v#1, v#3 < n
            v <- v + i                      definitions  v#1 = 0, v = v#3 + i
            let w = v - i                   bounds       v#1 <= n, v#3 <= n, v <= n

A ``Route`` records loops, conditions and stores while a program is walked; each entry refers to the one before it on
the same path. If paths meet again, after an ``if`` or a loop, only the bound is known of a counter that one of them
has changed. So a domain may have numbers that no run has there, but it has all that some run has: a claim that holds
for a domain needs no check.

What this file does not do: prove anything. And a domain does not contain what earlier checks have ensured, except that
numbers with a name are natural and not above their bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from uniform.language.expressions import number_of_indices, substitute, substitute_in, symbols_in, symbols_of
from uniform.language.syntax.declarations import CounterDeclaration, Parameter
from uniform.language.syntax.expressions import Binary, Compare, Condition, Expression, Name, Number, Operator, Relation
from uniform.language.syntax.gates import Bind, ForClause, Range
from uniform.language.syntax.program import Assign, For, If, Scope, ScopedStatement, While
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.records import made_often

Loop = For | While | ForClause | Range  # a range is one of a declared array, in a walk over its indices


@dataclass(frozen=True, slots=True)
class Domain:
    """The numbers that a claim is about: all that satisfy these conditions, over the integers. Every symbol is a
    natural number, unless it is ``signed``, and n is at least 1.

    Conditions are evaluated as in a program: a part that is not evaluated needs no value. All of them are true whenever
    a run reaches the place. ``conditions`` decide whether it does; ``definitions`` and ``bounds`` are true, and symbols
    are natural, because the run has not trapped before. So a proof that a certain pass takes place must show the
    conditions, and must not assume the rest about the numbers of that pass.

    A counter in two domains is two numbers, even if the symbol is the same."""

    loops: tuple[Loop, ...]  # around the place, outermost first
    conditions: tuple[Condition, ...]  # ranges of those loops, and conditions that were found true on the route
    definitions: tuple[Compare, ...]  # `symbol = number`, of constants, lets, named indices, and values of counters
    bounds: tuple[Compare, ...]  # ends of values of counters, as in `symbol <= number`, and of bindings


@dataclass(frozen=True, slots=True)
class _Definition:
    """A number gets its value."""

    symbol: Symbol
    value: Expression


@dataclass(frozen=True, slots=True)
class _Change:
    """A counter changes: the entries before are about its old value."""

    counter: CounterDeclaration
    old: Symbol


@dataclass(frozen=True, slots=True)
class _Ends:
    """The run goes on only if this is true."""

    comparison: Compare


_Entry = Loop | Condition | CounterDeclaration | Parameter | _Definition | _Change | _Ends


@dataclass(slots=True, eq=False)
class Route:
    """The entries on the path to a place, while a program is walked."""

    entries: list[tuple[int, _Entry]] = field(default_factory=list)  # each with the number of the one before it, or -1
    last: int = -1
    counters: dict[Symbol, CounterDeclaration] = field(default_factory=dict)
    values: dict[Symbol, int] = field(default_factory=dict)  # the number of earlier values of each counter
    changes: list[Symbol] = field(default_factory=list)  # the counters changed in open scopes, in order
    declared: dict[Symbol, int] = field(default_factory=dict)  # the entry of each counter

    @property
    def here(self) -> Place:
        """The place that the walk has reached."""
        return Place(self, self.last)

    # ---------------------------------------------------------------- entries

    def _append(self, entry: _Entry) -> None:
        self.entries.append((self.last, entry))
        self.last = len(self.entries) - 1

    def assume(self, condition: Condition) -> None:
        """From here to the end of the scope, this condition is true."""
        self._append(condition)

    def enter(self, loop: Loop) -> None:
        """From here to the end of the scope is a pass of this loop, the first or a later one. Call this after the ends
        of the loop have been computed."""
        self._append(loop)
        if isinstance(loop, For | While):
            self.change(changed_counters(loop.body))

    def equate(self, symbol: Symbol, value: Expression) -> None:
        """From here on, a number that had no value before has this one."""
        self._append(_Definition(symbol, value))

    def bind(self, binding: Bind) -> None:
        """From here on, a number has this name, and is known to lie between its ends."""
        value = number_of_indices(binding.value) if isinstance(binding.value, Range) else binding.value
        self.equate(binding.symbol, value)
        name = Name(binding.symbol.name, binding.span, symbol=binding.symbol)
        for ends in ((binding.low, name), (name, binding.high)):
            if ends[0] is not None and ends[1] is not None:
                self._append(_Ends(Compare((ends[0], ends[1]), (Relation.AT_MOST,), binding.span)))

    def declare(self, counter: CounterDeclaration) -> None:
        """A counter begins with 0."""
        self.counters[counter.symbol] = counter
        self.values[counter.symbol] = 0
        self._append(counter)
        self.declared[counter.symbol] = self.last

    def accept(self, parameter: Parameter) -> None:
        """In a function: a parameter has some value up to its bound, and keeps it."""
        self._append(parameter)

    def store(self, statement: Assign) -> None:
        """A counter gets a new value."""
        symbol = statement.symbol
        self.change((symbol,))
        change = self.entries[-1][1]
        assert isinstance(change, _Change)
        old = Name(change.old.name, statement.span, symbol=change.old)
        self.equate(symbol, substitute(statement.value, {symbol: old}))

    def change(self, counters: Iterable[Symbol]) -> None:
        """Each of these may have any value up to its bound."""
        for symbol in counters:
            self.values[symbol] += 1
            old = Symbol(f"{symbol.name}#{self.values[symbol]}", Sort.COUNTER, symbol.span)
            self._append(_Change(self.counters[symbol], old))
            self.changes.append(symbol)

    # ---------------------------------------------------------------- scopes

    def mark(self) -> tuple[int, int]:
        """The argument with which ``return_to`` comes back here."""
        return self.last, len(self.changes)

    def return_to(self, mark: tuple[int, int]) -> None:
        """Leave a scope: what was known before is known again, except about counters that have changed inside."""
        self.last, before = mark
        if len(self.changes) > before:
            changed = dict.fromkeys(self.changes[before:])
            del self.changes[before:]
            self.change(symbol for symbol in changed if self.declared[symbol] <= self.last)  # the others are gone

    @contextmanager
    def branch(self) -> Iterator[None]:
        """Enter one of several branches, and return to where they start. The scope ends where they meet again."""
        last = self.last
        yield
        self.last = last


@made_often
@dataclass(frozen=True, slots=True)
class Place:
    """A place of a program, given by the route to it."""

    route: Route
    last: int

    @property
    def domain(self) -> Domain:
        """What holds here. Cost: linear in the length of the route."""
        parts = _Parts()
        number = self.last
        while number >= 0:
            number, entry = self.route.entries[number]
            parts.add(entry)
        return parts.domain()


class _Parts:
    """The parts of a domain, collected from the place backwards."""

    def __init__(self) -> None:
        self.loops: list[Loop] = []
        self.conditions: list[Condition] = []
        self.definitions: list[Compare] = []
        self.bounds: list[Compare] = []
        self.old_names: dict[Symbol, Name] = {}  # of counters that change later: names of their values before that
        self.symbols_read: set[Symbol] = set()  # in the parts so far

    def domain(self) -> Domain:
        """The domain with the parts so far."""
        parts = self.loops, self.conditions, self.definitions, self.bounds
        return Domain(*(tuple(reversed(part)) for part in parts))  # type: ignore[arg-type]

    def add(self, entry: _Entry) -> None:
        """Add the entry before those added so far."""
        match entry:
            case _Change(counter, old):
                self._bound(counter)
                self.old_names[counter.symbol] = Name(old.name, counter.span, symbol=old)
            case CounterDeclaration(symbol=symbol, span=span):
                self._bound(entry)
                self._definition(symbol, Number(0, span))
            case Parameter():
                self._bound(entry)
            case _Definition(symbol, value):
                self._definition(symbol, value)
            case _Ends(comparison):
                comparison = replace(
                    comparison, operands=tuple(substitute(each, self.old_names) for each in comparison.operands)
                )
                self.symbols_read |= symbols_of(comparison)
                self.bounds.append(comparison)
            case For() | While() | ForClause() | Range():
                self.loops.append(entry)
                for condition in reversed(list(_pass_conditions(entry))):
                    self._condition(condition)
            case _:
                self._condition(entry)

    def _condition(self, condition: Condition) -> None:
        condition = substitute_in(condition, self.old_names)
        self.symbols_read |= symbols_of(condition)
        self.conditions.append(condition)

    def _definition(self, symbol: Symbol, value: Expression) -> None:
        if self._is_relevant(symbol):
            value = substitute(value, self.old_names)
            self.symbols_read |= symbols_in(value)
            self.definitions.append(self._relate(symbol, Relation.EQUAL, value))

    def _bound(self, counter: CounterDeclaration | Parameter) -> None:
        if counter.bound is not None and self._is_relevant(counter.symbol):
            self.bounds.append(self._relate(counter.symbol, Relation.AT_MOST, counter.bound))

    def _is_relevant(self, symbol: Symbol) -> bool:
        """Whether a number is the one at the place, or an earlier value that some part reads."""
        return symbol not in self.old_names or self.old_names[symbol].symbol in self.symbols_read

    def _relate(self, symbol: Symbol, relation: Relation, number: Expression) -> Compare:
        name = self.old_names.get(symbol) or Name(symbol.name, number.span, symbol=symbol)
        return Compare((name, number), (relation,), number.span)


def _pass_conditions(loop: Loop) -> Iterator[Condition]:
    """The conditions on the variable of a loop that are true in each pass."""
    if isinstance(loop, While) or loop.symbol is None:
        return
    variable = Name(loop.symbol.name, loop.span, symbol=loop.symbol)
    yield Compare((loop.low, variable, loop.high), (Relation.AT_MOST, Relation.AT_MOST), loop.span)
    if not isinstance(loop, Range) and loop.by is not None:
        first, last = (variable, loop.high) if loop.down else (loop.low, variable)
        passed = Binary(Operator.SUBTRACT, last, first, loop.span)
        rest = Binary(Operator.MODULO, passed, loop.by, loop.span)
        yield Compare((rest, Number(0, loop.span)), (Relation.EQUAL,), loop.span)


def changed_counters(body: Iterable[ScopedStatement]) -> dict[Symbol, None]:
    """The counters that statements store into, in order, each once; without those that begin among them."""
    found: dict[Symbol, None] = {}
    for statement in body:
        match statement:
            case Assign(symbol=symbol):
                found[symbol] = None
            case For(body=inner) | While(body=inner):
                found.update(changed_counters(inner))
            case If(branches, otherwise):
                for branch in branches:
                    found.update(changed_counters(branch.body))
                found.update(changed_counters(otherwise or ()))
            case Scope(body=inner):
                begun = {each.symbol for each in inner if isinstance(each, CounterDeclaration)}
                found.update((symbol, None) for symbol in changed_counters(inner) if symbol not in begun)
    return found
