"""Going through a syntax tree: every node, in the order of the text."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import pytest

from tests.cases import PROGRAMS
from uniform.family.opening import open_generator
from uniform.language.expressions import symbols_read
from uniform.language.parse.parser import parse
from uniform.language.syntax.expressions import Binary, Name
from uniform.language.syntax.tree import calls_in, nodes_of
from uniform.library.entry import ShippedProgram
from uniform.messages.spans import Source, Span

NESTED = """def f(v <= n) -> r <= n
  r <- v
def g(v <= f(1)) -> r <= f(f(2))
  let a = f(min(v, f(v + 3)))
  if f(4) < bits(f(5))
    r <- f(6)
family nested(n)
  input  x[1..n]
  output y
  y := x[g(f(1)*f(n)) + 7]
"""


def test_calls_are_in_the_order_of_the_text() -> None:
    tree = parse(Source("nested.gen", NESTED))
    starts = [call.span.start for call in calls_in(tree)]
    assert starts == sorted(starts)
    assert len(starts) == NESTED.count("f(") - 1 + NESTED.count("g(") - 1


def test_an_outer_node_comes_before_those_inside_it() -> None:
    operations = [node.span.text for node in nodes_of(parse(Source("nested.gen", NESTED))) if isinstance(node, Binary)]
    assert operations == ["v + 3", "g(f(1)*f(n)) + 7", "f(1)*f(n)"]


def names_below(node: object) -> list[Name]:
    """The names in a tree, by its definition."""
    if isinstance(node, tuple):
        return [name for part in node for name in names_below(part)]
    if isinstance(node, Name):
        return [node]
    if not is_dataclass(node) or isinstance(node, Span | Source):
        return []
    return [name for each in fields(node) for name in names_below(getattr(node, each.name))]


@pytest.mark.parametrize("entry", PROGRAMS, ids=[entry.name for entry in PROGRAMS])
def test_no_name_of_a_program_is_left_out(entry: ShippedProgram) -> None:
    program = open_generator(entry.name, {}).program
    found = [node for node in nodes_of(program) if isinstance(node, Name)]
    assert [each.span for each in found] == [each.span for each in names_below(program)]
    assert {each.symbol for each in found} <= symbols_read(program)
