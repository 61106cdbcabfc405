"""Ranges that are written upside down, such as `for i in n..1`: legal, and empty for all but the smallest n.

A program may mean an empty range, so this is a warning and not an error. It is given only where the ends are sums and
products of literal numbers, n, and names that take larger values as n grows, and the lower end is above the upper one,
by two or more, for all larger values. Left alone are ranges such as `1..0` or `n..n-1`; those that fill up to a fixed
number, `n+1..4`; and ranges of constants, which the caller sets, or of numbers that stay small, as `j..1` below
`for j in 0..1`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from uniform.language.syntax.expressions import Binary, Expression, Name, Number, Operator
from uniform.language.syntax.program import Constant, CounterDeclaration, For, ForClause, Let, Program, Range
from uniform.language.traps import source_text
from uniform.messages.diagnostics import Diagnostic, in_order
from uniform.messages.spans import Span

_TRIED = (10, 1000)  # values of n, and of other names
_DEEPEST = 5  # names in the values of names that are followed
_LAST, _LAST_OF_N = 1, 2  # the largest literal upper ends, since more might be a number to fill up to


def downwards(program: Program) -> list[Diagnostic]:
    """A warning for each range that is upside down, in order of place.

    >>> from uniform.language.parse.parser import parse
    >>> from uniform.messages.spans import Source
    >>> text = '''family f(n)
    ...   input  x[1..n]
    ...   output y
    ...   y := OR(x[i] for i in n..1)
    ... '''
    >>> print(downwards(parse(Source("f.gen", text)))[0])
    warning[U109]: the range `n..1` is empty where `n` is greater than `1`
     --> f.gen:4:25
      |
    4 |   y := OR(x[i] for i in n..1)
      |                         ^^^^ the smaller end comes first
      = help: downwards it is written `n downto 1`
    """
    found = []
    nodes = list(_nodes(program))
    growing = _growing(nodes)
    for node in nodes:
        if not isinstance(node, (Range, For, ForClause)) or not _upside_down(node.low, node.high, growing):
            continue
        low, high = source_text(node.low), source_text(node.high)
        written, remedy = f"{low}..{high}", f"downwards it is written `{low} downto {high}`"
        span = node.low.span.to(node.high.span)
        if isinstance(node, Range):
            remedy = f"write `{high}..{low}`"
        elif node.down:
            written, remedy = f"{high} downto {low}", f"upwards it is written `{high}..{low}`"
            span = node.high.span.to(node.low.span)
        elif node.by is not None:
            remedy = f"downwards it is written `{low} downto {high} by {source_text(node.by)}`"
        message = f"the range `{written}` is empty where `{low}` is greater than `{high}`"
        label = "the larger end comes first" if isinstance(node, (For, ForClause)) and node.down else ""
        label = label or "the smaller end comes first"
        found.append(Diagnostic("U109", message, span, label, help=remedy, severity="warning"))
    return in_order(found)


def _nodes(program: Program) -> Iterator[object]:
    """All nodes of the tree but numbers and conditions."""
    waiting: list[object] = [program]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(node)
        elif is_dataclass(node) and not isinstance(node, (Span, Number, Name, Binary)):
            yield node
            waiting.extend(getattr(node, each.name) for each in fields(node))


def _growing(nodes: list[object]) -> frozenset[str]:
    """The names whose largest value grows with n, as far as it is a sum or product, wherever they are declared."""
    largest: dict[str, list[Expression]] = {}
    for node in nodes:
        match node:
            case For(variable=name, high=value) | ForClause(variable=name, high=value):
                largest.setdefault(name, []).append(value)
            case (
                CounterDeclaration(name=name, bound=value)
                | Let(name=name, value=value)
                | Constant(value=value, name=name)
            ):
                largest.setdefault(name, []).append(value)
    growing = frozenset("n")
    for _ in range(_DEEPEST):
        more = {name for name, values in largest.items() if all(_grows(value, growing) for value in values)}
        if more <= growing:
            break
        growing |= more
    return growing


def _grows(node: Expression, growing: frozenset[str]) -> bool:
    small, large = (_value(node, value) for value in _TRIED)
    return small is not None and large is not None and small < large and _names(node) <= growing


def _upside_down(low: Expression, high: Expression, growing: frozenset[str]) -> bool:
    first, last = [_value(low, value) for value in _TRIED], [_value(high, value) for value in _TRIED]
    names = _names(low)
    if not names <= growing or not _names(high) <= {"n"} or (names - {"n"} and not isinstance(high, Number)):
        return False
    if names and isinstance(high, Number):
        most = _LAST_OF_N if names == {"n"} and first[0] is not None and first[0] <= _TRIED[0] else _LAST
        if high.value > most:
            return False
    pairs = zip(first, last, strict=True)
    return all(start is not None and end is not None and start >= end + 2 for start, end in pairs)


def _names(node: Expression) -> frozenset[str]:
    match node:
        case Name(name=name):
            return frozenset((name,))
        case Binary(left=left, right=right):
            return _names(left) | _names(right)
    return frozenset()


def _value(node: Expression, of_names: int) -> int | None:
    """The value when every name has this one; None when it is not a sum or product."""
    match node:
        case Number(value=value):
            return value
        case Name():
            return of_names
        case Binary(operator=operator, left=left, right=right):
            first, second = _value(left, of_names), _value(right, of_names)
            if first is None or second is None:
                return None
            match operator:
                case Operator.ADD:
                    return first + second
                case Operator.SUBTRACT:
                    return first - second
                case Operator.MULTIPLY:
                    return first * second
                case Operator.DIVIDE if second:
                    return first // second
    return None
