"""Ranges that are written upside down, such as `for i in n..1`: legal, and empty for all but the smallest n.

A program may mean an empty range, so this is a warning and not an error. It is given only where the ends are sums and
products of n, names and literal numbers, and the lower end is above the upper one, by two or more, for all larger
values; a range such as `1..0` or `n..n-1` is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from uniform.diagnostics import Diagnostic, in_order
from uniform.language.syntax import Binary, Expression, For, Generator, Name, Number, Operator, Program, Range
from uniform.language.traps import source_text
from uniform.spans import Span

_TRIED = (10, 1000)  # values of n, and of other names
_LARGEST_LAST = 1  # the upper end of a range whose lower end uses a counter or a loop variable


def downwards(program: Program) -> list[Diagnostic]:
    """A warning for each range that is upside down, in order of place.

    >>> from uniform.language.parse import parse
    >>> from uniform.spans import Source
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
    for node in _ranges(program):
        if not _upside_down(node.low, node.high):
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
        label = "the larger end comes first" if isinstance(node, (For, Generator)) and node.down else ""
        label = label or "the smaller end comes first"
        found.append(Diagnostic("U109", message, span, label, help=remedy, severity="warning"))
    return in_order(found)


def _ranges(program: Program) -> Iterator[Range | For | Generator]:
    """All ranges of the tree."""
    waiting: list[object] = [program]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(node)
        elif is_dataclass(node) and not isinstance(node, (Span, Number, Name, Binary)):
            if isinstance(node, (Range, For, Generator)):
                yield node
            waiting.extend(getattr(node, each.name) for each in fields(node))


def _upside_down(low: Expression, high: Expression) -> bool:
    first, last = [_value(low, value) for value in _TRIED], [_value(high, value) for value in _TRIED]
    if not (_of_n(low) and _of_n(high)) and not (isinstance(high, Number) and high.value <= _LARGEST_LAST):
        return False
    pairs = zip(first, last, strict=True)
    return all(start is not None and end is not None and start >= end + 2 for start, end in pairs)


def _of_n(node: Expression) -> bool:
    match node:
        case Number():
            return True
        case Name(name=name):
            return name == "n"
        case Binary(left=left, right=right):
            return _of_n(left) and _of_n(right)
    return False


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
