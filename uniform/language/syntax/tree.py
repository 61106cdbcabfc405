"""Going through a syntax tree, whatever its nodes are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from uniform.language.syntax.expressions import Call, Name, Number
from uniform.language.syntax.symbols import Symbol
from uniform.messages.errors import TrapText
from uniform.messages.spans import Source, Span

_DATA = (Span, Symbol, Source, TrapText)  # in the fields of nodes, and no nodes themselves


def nodes_of(tree: object) -> Iterator[object]:
    """All nodes of a tree in the order of the text, each before those inside it. A tuple is a tree of each of its
    nodes. A node that is in two places comes twice.

    >>> from uniform.language.parse.parser import parse
    >>> from uniform.messages.spans import Source
    >>> tree = parse(Source("f.gen", "family f(n)\\n  input x[1..2*n+1]\\n  output y\\n  y := NOT x[n]\\n"))
    >>> [node.name for node in nodes_of(tree) if isinstance(node, Name)]
    ['n', 'n']
    """
    waiting: list[Any] = [tree]
    while waiting:
        here = waiting.pop()
        if isinstance(here, tuple):
            waiting += reversed(here)
            continue
        if is_dataclass(here) and not isinstance(here, _DATA):
            yield here
            waiting += reversed(parts_of(here))


def calls_in(tree: object) -> Iterator[Call]:
    """The calls of functions of the program in a tree, in the order of the text: an outer call before those in its
    arguments."""
    for node in nodes_of(tree):
        if isinstance(node, Call) and isinstance(node.function, str):
            yield node


def parts_of(node: object) -> list[Any]:
    """What is in the fields of a node, nodes among them; nothing of a name, of a literal, and of what is not a node."""
    return [getattr(node, name) for name in _fields_of(type(node))]  # type: ignore[arg-type]  # a type is hashable


@cache
def _fields_of(kind: type) -> tuple[str, ...]:
    if not is_dataclass(kind) or issubclass(kind, (*_DATA, Name, Number)):
        return ()
    return tuple([field.name for field in fields(kind)])
