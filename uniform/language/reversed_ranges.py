"""Reversed ranges, such as `for i in n..1`: legal, but empty for all but the smallest n.

An empty range may be intended, so this is a warning and not an error. It is given only if the ends are sums and
products of literals, n, and names whose values grow with n, and the lower end exceeds the upper one by two or more for
all larger values. There is no warning for ranges such as `1..0` or `n..n-1`, for those that fill up to a fixed number,
`n+1..4`, or for ranges of constants, which the caller sets, or of numbers that stay small, as `j..1` below
`for j in 0..1`.
"""

from __future__ import annotations

from uniform.language.expressions import symbols_in
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import Constant, CounterDeclaration, Let
from uniform.language.syntax.expressions import Binary, Expression, Name, Number, Operator
from uniform.language.syntax.gates import ForClause, Range
from uniform.language.syntax.program import For
from uniform.language.syntax.symbols import Symbol
from uniform.language.syntax.tree import nodes_of
from uniform.language.traps import source_text
from uniform.messages.diagnostics import Diagnostic, sort_by_place

_SAMPLES = (10, 1000)  # values of n, and of other names
_MAX_DEPTH = 5  # how far names in the values of names are followed
_LAST, _LAST_OF_N = 1, 2  # the largest literal upper ends; a larger one might be a number to fill up to


def find_reversed_ranges(program: CheckedProgram) -> list[Diagnostic]:
    """A warning for each reversed range, in order of place.

    >>> from uniform.language.names.resolve import resolve
    >>> from uniform.language.parse.parser import parse
    >>> from uniform.messages.spans import Source
    >>> text = '''family f(n)
    ...   input  x[1..n]
    ...   output y
    ...   y := OR(x[i] for i in n..1)
    ... '''
    >>> print(find_reversed_ranges(resolve(parse(Source("f.gen", text))))[0])
    warning[U109]: the range `n..1` is empty where `n` is greater than `1`
     --> f.gen:4:25
      |
    4 |   y := OR(x[i] for i in n..1)
      |                         ^^^^ the smaller end comes first
      = help: to go down, write `n downto 1`
    """
    found = []
    nodes = list(nodes_of(program))
    growing = _growing(nodes, program.n)
    for node in nodes:
        if not isinstance(node, (Range, For, ForClause)) or not _is_reversed(node.low, node.high, growing, program.n):
            continue
        low, high = source_text(node.low), source_text(node.high)
        written, remedy = f"{low}..{high}", f"to go down, write `{low} downto {high}`"
        span = node.low.span.to(node.high.span)
        if isinstance(node, Range):
            remedy = f"write `{high}..{low}`"
        elif node.down:
            written, remedy = f"{high} downto {low}", f"to go up, write `{high}..{low}`"
            span = node.high.span.to(node.low.span)
        elif node.by is not None:
            remedy = f"to go down, write `{low} downto {high} by {source_text(node.by)}`"
        message = f"the range `{written}` is empty where `{low}` is greater than `{high}`"
        label = "the larger end comes first" if isinstance(node, (For, ForClause)) and node.down else ""
        label = label or "the smaller end comes first"
        found.append(Diagnostic("U109", message, span, label, help=remedy, severity="warning"))
    return sort_by_place(found)


def _growing(nodes: list[object], n: Symbol) -> frozenset[Symbol]:
    """The symbols whose largest value is a sum or product that grows with n."""
    largest: dict[Symbol, Expression] = {}
    for node in nodes:
        match node:
            case For() | ForClause():
                largest[node.symbol] = node.high
            case CounterDeclaration():
                largest[node.symbol] = node.bound
            case Let() | Constant():
                largest[node.symbol] = node.value
    names = {symbol: symbols_in(value) for symbol, value in largest.items() if _grows(value)}
    growing = frozenset((n,))
    for _ in range(_MAX_DEPTH):
        more = {symbol for symbol, read in names.items() if read <= growing}
        if more <= growing:
            break
        growing |= more
    return growing


def _grows(node: Expression) -> bool:
    """Whether a number is a sum or product that grows with its names."""
    small, large = (_value(node, value) for value in _SAMPLES)
    return small is not None and large is not None and small < large


def _is_reversed(low: Expression, high: Expression, growing: frozenset[Symbol], n: Symbol) -> bool:
    first, last = [_value(low, value) for value in _SAMPLES], [_value(high, value) for value in _SAMPLES]
    names = symbols_in(low)
    if not names <= growing or not symbols_in(high) <= {n} or (names - {n} and not isinstance(high, Number)):
        return False
    if names and isinstance(high, Number):
        most = _LAST_OF_N if names == {n} and first[0] is not None and first[0] <= _SAMPLES[0] else _LAST
        if high.value > most:
            return False
    pairs = zip(first, last, strict=True)
    return all(start is not None and end is not None and start >= end + 2 for start, end in pairs)


def _value(node: Expression, of_names: int) -> int | None:
    """The value when every name has the value ``of_names``; None if it is not a sum or product."""
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
