"""What numbers, conditions and ranges mean, and how functions are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from uniform.language.syntax.expressions import (
    And,
    Binary,
    Builtin,
    Call,
    Compare,
    Condition,
    Expression,
    Name,
    Not,
    Number,
    Operator,
    Or,
    Relation,
    TableEntry,
)
from uniform.language.syntax.gates import Filter, ForClause, Range
from uniform.language.syntax.program import For
from uniform.messages.spans import Span

Indexed = tuple[int, Span]  # a number, and where it is written
Function = Callable[[Sequence[Indexed], Span], int]  # of the arguments and the place of the call


class Trapped(Exception):
    """The program stops itself."""

    def __init__(self, code: str, span: Span) -> None:
        super().__init__(code, span)
        self.code, self.span = code, span


class TooLong(Exception):
    """The run was given up: it may be endless."""


@dataclass
class Run:
    """What is the same everywhere in one run."""

    n: int
    steps: int  # how many are left
    lines: list[str] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)  # addresses of inputs and gates; parts

    def step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise TooLong


@dataclass
class Scope:
    """The names that are known at one place."""

    run: Run
    values: MutableMapping[str, Any]  # numbers, tables, arrays, parts, lists of wires
    functions: dict[str, Function] = field(default_factory=dict)
    blocks: dict[str, Any] = field(default_factory=dict)
    signed: set[str] = field(default_factory=set)  # the lets that read a table
    bounds: dict[str, int] = field(default_factory=dict)  # of counters
    place: str = ""  # what addresses here begin with, such as `add[3].`

    def inside(self) -> Scope:
        """The same names, and some more for a while."""
        return Scope(self.run, _Inner(self.values), self.functions, self.blocks, self.signed, self.bounds, self.place)


class _Inner(dict[str, Any]):
    def __init__(self, outer: MutableMapping[str, Any]) -> None:
        super().__init__()
        self.outer = outer

    def __missing__(self, name: str) -> Any:
        return self.outer[name]


# ---------------------------------------------------------------- numbers


def natural(scope: Scope, e: Expression) -> int:
    """A number that is stored, an index, a step, ...: never negative."""
    value = number(scope, e)
    if value < 0:
        raise Trapped("U415", e.span)
    return value


def integer(scope: Scope, e: Expression) -> int:
    """An upper end: computed over the integers."""
    return _value(scope, e, integers=True)


def number(scope: Scope, e: Expression) -> int:
    """What a let names, and, if it must not be negative, any other number."""
    return _value(scope, e, integers=reads_a_table(scope, e))


def reads_a_table(scope: Scope, e: Expression) -> bool:
    match e:
        case TableEntry():
            return True
        case Name(name):
            return name in scope.signed
        case Binary(_, left, right):
            return reads_a_table(scope, left) or reads_a_table(scope, right)
        case Call(_, arguments):
            return any(reads_a_table(scope, argument) for argument in arguments)
    return False


def names_in(e: Expression) -> Iterator[str]:
    match e:
        case Name(name):
            yield name
        case Binary(_, left, right):
            yield from (*names_in(left), *names_in(right))
        case Call(_, several) | TableEntry(_, several):
            for each in several:
                yield from names_in(each)


def _value(scope: Scope, e: Expression, *, integers: bool) -> int:
    match e:
        case Number(value):
            return value
        case Name(name):
            found = scope.values[name]
            assert isinstance(found, int)
            return found
        case Binary(Operator.POWER, left, right):
            return natural(scope, left) ** natural(scope, right)  # type: ignore[no-any-return]
        case Binary(operator, left, right):
            a, b = _value(scope, left, integers=integers), _value(scope, right, integers=integers)
            match operator:
                case Operator.ADD:
                    return a + b
                case Operator.MULTIPLY:
                    return a * b
                case Operator.SUBTRACT:
                    if a < b and not integers:
                        raise Trapped("U401", e.span)
                    return a - b
            if b <= 0:
                raise Trapped("U402", right.span)
            return a // b if operator is Operator.DIVIDE else a % b
        case Call(Builtin.MIN | Builtin.MAX as builtin, arguments):
            choose = min if builtin is Builtin.MIN else max
            return choose(_value(scope, argument, integers=integers) for argument in arguments)
        case Call(function, arguments):
            name = function.value if isinstance(function, Builtin) else function
            given = [(natural(scope, argument), argument.span) for argument in arguments]
            return scope.functions[name](given, e.span)
        case TableEntry(table, indices):
            return int(scope.values[table].at((natural(scope, index), index.span) for index in indices))
    raise AssertionError(e)


def _bits(a: int) -> int:
    return max(1, a.bit_length())


BUILTINS: dict[str, Function] = {
    "bits": lambda given, span: _bits(given[0][0]),
    "bit": lambda given, span: given[0][0] // 2 ** given[1][0] % 2 if given[1][0] < 10**5 else 0,
    "min": lambda given, span: min(value for value, _ in given),
    "max": lambda given, span: max(value for value, _ in given),
}


# ---------------------------------------------------------------- conditions

_HOLDS: dict[Relation, Callable[[int, int], bool]] = {
    Relation.EQUAL: lambda a, b: a == b,
    Relation.NOT_EQUAL: lambda a, b: a != b,
    Relation.LESS: lambda a, b: a < b,
    Relation.AT_MOST: lambda a, b: a <= b,
    Relation.GREATER: lambda a, b: a > b,
    Relation.AT_LEAST: lambda a, b: a >= b,
}


def holds(scope: Scope, condition: Condition) -> bool:
    match condition:
        case And(left, right):
            return holds(scope, left) and holds(scope, right)
        case Or(left, right):
            return holds(scope, left) or holds(scope, right)
        case Not(inner):
            return not holds(scope, inner)
        case Compare(operands, relations):
            signed = any(reads_a_table(scope, operand) for operand in operands)
            left_value = _value(scope, operands[0], integers=signed)
            for relation, operand in zip(relations, operands[1:], strict=True):
                right_value = _value(scope, operand, integers=signed)
                if not _HOLDS[relation](left_value, right_value):
                    return False
                left_value = right_value
            return True


# ---------------------------------------------------------------- ranges and loops


def ends(scope: Scope, written: Range) -> tuple[int, int]:
    return natural(scope, written.low), integer(scope, written.high)


def loop(scope: Scope, generator: For | ForClause) -> range:
    """The values of a loop variable. The ends and the step are computed in the order in which they are written."""
    if generator.down:
        high, low = integer(scope, generator.high), natural(scope, generator.low)
    else:
        low, high = natural(scope, generator.low), integer(scope, generator.high)
    by = 1 if generator.by is None else natural(scope, generator.by)
    if generator.by is not None and by == 0:
        raise Trapped("U408", generator.by.span)
    return range(high, low - 1, -by) if generator.down else range(low, high + 1, by)


def passes(scope: Scope, clauses: Sequence[ForClause | Filter]) -> Iterator[Scope]:
    """A scope for each pass of `for ... if ...`, the leftmost outermost."""
    if not clauses:
        yield scope
        return
    first, *rest = clauses
    if isinstance(first, Filter):
        if holds(scope, first.condition):
            yield from passes(scope, rest)
        return
    inner = scope.inside()
    for value in loop(scope, first):
        scope.run.step()
        inner.values[first.variable] = value
        yield from passes(inner, rest)


def check_in(scope: Scope, ranges: Sequence[Range], indices: Iterable[Indexed]) -> tuple[Scope, list[int]]:
    """Compute indices, each checked before the next is computed; and the scope in which the named ones are known."""
    inner, found = scope.inside(), []
    for written, (index, span) in zip(ranges, indices, strict=True):
        low, high = ends(inner, written)
        if not low <= index <= high:
            raise Trapped("U404", span)
        if written.index is not None:
            inner.values[written.index] = index
        found.append(index)
    return inner, found


def tuples(scope: Scope, ranges: Sequence[Range]) -> Iterator[tuple[int, ...]]:
    """All tuples of indices, row by row."""
    if not ranges:
        yield ()
        return
    low, high = ends(scope, ranges[0])
    inner = scope.inside()
    for index in range(low, high + 1):
        scope.run.step()
        if ranges[0].index is not None:
            inner.values[ranges[0].index] = index
        for rest in tuples(inner, ranges[1:]):
            yield (index, *rest)


def compute_ranges(scope: Scope, ranges: Sequence[Range]) -> None:
    """Compute the ends of declared ranges, for their traps: again for each value of a named index to the left."""
    if not ranges:
        return
    low, high = ends(scope, ranges[0])
    if ranges[0].index is None:
        compute_ranges(scope, ranges[1:])
        return
    inner = scope.inside()
    for index in range(low, high + 1):
        scope.run.step()
        inner.values[ranges[0].index] = index
        compute_ranges(inner, ranges[1:])
