"""Addresses: arrays, other names for gates, slices of arrays, and lists of wires."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tests.language.by_the_rules.numbers import Indexed, Scope, Trapped, check_in, ends, names_in, natural, passes
from uniform.language.syntax.declarations import Alias, ArrayDeclaration, NamedWires, TableDeclaration
from uniform.language.syntax.gates import Address, Argument, ForClause, Range, Step, Wire
from uniform.messages.spans import Span

Weighted = tuple[str, int]  # an address and its weight


class Indexable(Protocol):
    """What an address names. ``at`` checks indices and gives a printed address, or the names inside a part."""

    scope: Scope  # of its ranges

    @property
    def ranges(self) -> tuple[Range, ...]: ...

    def at(self, indices: Iterable[Indexed]) -> str | Scope: ...


def show(name: str, indices: Sequence[int]) -> str:
    return f"{name}[{','.join(map(str, indices))}]" if indices else name


@dataclass
class Table:
    """``table W[ranges] = [values]``, row by row."""

    declaration: TableDeclaration
    scope: Scope

    def ends(self) -> list[tuple[int, int]]:
        return [ends(self.scope, written) for written in self.declaration.ranges]

    def at(self, indices: Iterable[Indexed]) -> int:
        _, found = check_in(self.scope, self.declaration.ranges, indices)
        place = 0
        for (low, high), index in zip(self.ends(), found, strict=True):
            place = place * (high - low + 1) + index - low
        return self.declaration.values[place]


@dataclass
class Array:
    """An output or a gate, or an input of the family."""

    declaration: ArrayDeclaration
    scope: Scope

    @property
    def ranges(self) -> tuple[Range, ...]:
        return self.declaration.ranges

    def at(self, indices: Iterable[Indexed]) -> str:
        return self.scope.place + show(self.declaration.name, check_in(self.scope, self.ranges, indices)[1])


@dataclass
class Input:
    """An input of a block: what it is bound to, counted from its own lower ends."""

    declaration: ArrayDeclaration
    scope: Scope
    bound: View

    @property
    def ranges(self) -> tuple[Range, ...]:
        return self.declaration.ranges

    def at(self, indices: Iterable[Indexed]) -> str:
        inner, found = check_in(self.scope, self.ranges, indices)
        return self.bound.pick(
            [index - ends(inner, written)[0] for written, index in zip(self.ranges, found, strict=True)]
        )


@dataclass
class Other:
    """An alias. Nothing of it is computed before it is read."""

    declaration: Alias
    scope: Scope

    @property
    def ranges(self) -> tuple[Range, ...]:
        return self.declaration.ranges

    def at(self, indices: Iterable[Indexed]) -> str:
        inner, found = check_in(self.scope, self.ranges, indices)
        unnamed = [
            (index - ends(inner, written)[0], ends(inner, written))
            for written, index in zip(self.ranges, found, strict=True)
            if written.index is None
        ]
        target = view(inner, self.declaration.target, len(unnamed))
        target.check_lengths([high - low + 1 for _, (low, high) in unnamed])
        return target.pick([offset for offset, _ in unnamed])


# ---------------------------------------------------------------- slices


@dataclass
class View:
    """What an argument or the target of an alias stands for: an array counted from 0 in each dimension."""

    lengths: list[int]  # -1 where pieces disagree; only the first of `()`
    pick: Callable[[Sequence[int]], str]  # computes nothing but what the ranges of outputs of parts need
    check: Callable[[], None]  # that all of it is in range
    span: Span

    def check_lengths(self, wanted: Sequence[int]) -> None:
        if self.lengths != [max(0, length) for length in wanted[: len(self.lengths)]]:
            raise Trapped("U431", self.span)


def view(scope: Scope, argument: Argument, dimensions: int) -> View:
    if isinstance(argument, Address):
        return _slice(scope, argument)
    pieces = [_slice(scope, wire.address) for wire in argument.wires]
    rows = [1 if len(piece.lengths) < dimensions else piece.lengths[0] for piece in pieces]
    others = [piece.lengths if len(piece.lengths) < dimensions else piece.lengths[1:] for piece in pieces]
    agreed = [same[0] if len({*same}) == 1 else -1 for same in zip(*others, strict=True)]

    def pick(offsets: Sequence[int]) -> str:
        row, *rest = offsets
        for piece, length in zip(pieces, rows, strict=True):
            if row < length:
                return piece.pick(rest if len(piece.lengths) < dimensions else [row, *rest])
            row -= length
        raise AssertionError(offsets)

    def check() -> None:
        for piece in pieces:
            piece.check()

    return View([sum(rows), *agreed], pick, check, argument.span)


Slice = tuple[int, int, Span]  # both ends, and where it is written


def _slice(scope: Scope, address: Address) -> View:
    """An address some of whose indices are slices, or are left out."""
    first, *rest = address.steps
    named = scope.values[first.name]
    outer = _indices(scope, first)
    outer += _left_out(named, first, outer)
    inner = [entry for step in rest for entry in _indices(scope, step)]
    for step in rest:
        if len(inner) < len(named.output(step.name).ranges):
            part = named.scope_of([entry[0] for entry in outer])  # any: the range is the same for all that are sliced
            inner += _left_out(part.values[step.name], step, inner)
    slices = [entry for entry in (*outer, *inner) if len(entry) == 3]

    def pick(offsets: Sequence[int]) -> str:
        waiting = iter(offsets)
        filled = [(e[0], e[1]) if len(e) == 2 else (e[0] + next(waiting), e[2]) for e in (*outer, *inner)]
        found = named.at(filled[: len(outer)])
        for step in rest:
            found = found.values[step.name].at(filled[len(outer) :])
        return str(found)

    def check() -> None:
        """Ranges that depend on an index that is sliced, aliases and outputs of parts are checked with each wire."""
        if isinstance(named, Other):
            return
        inner, sliced = named.scope.inside(), set()
        for written, entry in zip(named.ranges, outer, strict=True):
            if len(entry) == 3:
                sliced.add(written.index)
            elif written.index is not None:
                inner.values[written.index] = entry[0]
            if not sliced & {*names_in(written.low), *names_in(written.high)}:
                low, high = ends(inner, written)
                first_index, last = entry[0], entry[-2]
                if first_index <= last and not low <= first_index <= last <= high:  # an empty slice names nothing
                    raise Trapped("U404", entry[-1])

    return View([max(0, high - low + 1) for low, high, _ in slices], pick, check, address.span)


def _indices(scope: Scope, step: Step) -> list[Indexed | Slice]:
    return [
        (*ends(scope, index), index.span) if isinstance(index, Range) else (natural(scope, index), index.span)
        for index in step.indices
    ]


def _left_out(named: Indexable, step: Step, entries: Sequence[Indexed | Slice]) -> list[Indexed | Slice]:
    """The whole ranges of the indices that are left out at the end of a step."""
    inner = named.scope.inside()
    for written, entry in zip(named.ranges, entries, strict=False):
        if written.index is not None:
            inner.values[written.index] = entry[0]
    return [(*ends(inner, written), step.span) for written in named.ranges[len(entries) :]]


def read(scope: Scope, address: Address) -> str:
    """The printed address of one gate or input: of each step the indices, then what they are checked against."""
    found: Any = scope
    for step in address.steps:
        found = found.values[step.name].at(numbers(scope, step))
    return str(found)


def numbers(scope: Scope, step: Step) -> Iterator[Indexed]:
    """The indices of a step that has no slices, computed one by one."""
    return ((natural(scope, index), index.span) for index in step.indices if not isinstance(index, Range))


def use(scope: Scope, address: Address) -> str:
    """An address that a wire comes from, which must be printed."""
    found = read(scope, address)
    if found not in scope.run.printed:
        raise Trapped("U405", address.span)
    return found


# ---------------------------------------------------------------- lists of wires

Negate = Callable[[Wire, Scope], str]  # what a NOT is printed as


@dataclass
class Listed:
    """A list that a part takes, in the names of the caller."""

    scope: Scope
    wires: Sequence[Wire]
    negate: Negate
    ranges: tuple[Range, ...] = ()

    def at(self, indices: Iterable[Indexed]) -> Iterator[Weighted]:
        return go_over(self.scope, self.wires, self.negate)


@dataclass
class Named:
    """``wires name[ranges] = (wires)``."""

    declaration: NamedWires
    scope: Scope

    @property
    def ranges(self) -> tuple[Range, ...]:
        return self.declaration.ranges

    def at(self, indices: Iterable[Indexed]) -> Iterator[Weighted]:
        return go_over(check_in(self.scope, self.ranges, indices)[0], self.declaration.wires.wires, _no_negation)


def _no_negation(wire: Wire, scope: Scope) -> str:
    raise AssertionError(wire)


def go_over(scope: Scope, wires: Sequence[Wire], negate: Negate) -> Iterator[Weighted]:
    """Every wire with its weight: the clauses are computed, then the address, then the weight. What multiplies a list
    is computed for each of its wires, after the weight that the wire has in it."""
    for wire in wires:
        for inner in passes(scope, wire.clauses):
            scope.run.step()
            first = wire.address.steps[0]
            named = inner.values[first.name]
            if wire.negated:
                found = iter([(negate(wire, inner), 1)])
            elif isinstance(named, Listed | Named):
                found = named.at(numbers(inner, first))
            else:
                found = iter([(use(inner, wire.address), 1)])
            for address, weight in found:
                yield address, weight * (1 if wire.times is None else natural(inner, wire.times))


def negation(place: str, wires: Sequence[Wire], wire: Wire, scope: Scope) -> str:
    """The address of the gate of a NOT: its number among those written in the statement, and its own variables."""
    number = [each.span for each in wires if each.negated].index(wire.span) + 1
    variables = [scope.values[clause.variable] for clause in wire.clauses if isinstance(clause, ForClause)]
    return show(f"{place}.NOT", [number, *variables])
