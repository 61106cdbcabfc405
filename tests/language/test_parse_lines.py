"""Lines and their layout: spans, levels and depth, and texts that do not parse."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uniform.language.names.resolve import resolve
from uniform.language.parse.indentation import MAX_DEPTH, logical_lines
from uniform.language.parse.parser import parse, parser, tokenize
from uniform.language.syntax.expressions import (
    Compare,
)
from uniform.language.syntax.program import Assign, FamilyDeclaration, For, If, Print, Program
from uniform.messages.diagnostics import MAX_MESSAGES, Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.messages.stories import page


def program(text: str) -> Program:
    return parse(Source("test.gen", text))


def family(*lines: str) -> FamilyDeclaration:
    found = program("family f(n)\n" + "".join(f"  {line}\n" for line in lines)).family
    assert found is not None
    return found


# ---------------------------------------------------------------- layout of the text


def test_layout_does_not_matter_to_the_tree() -> None:
    plain = "family f(n)\n  input x[1..n]\n  output y\n  if n = 1\n    y := x[1]\n  else\n    y := OR(x[1], x[2])\n"
    other = (
        "# a comment\r\n\r\nfamily   f( n )  # the header\r\n\r\n      input x [1 ..n]\r\n"
        "# anywhere\r\n      output y\r\n      if n=1\r\n        y:=x[ 1 ]\r\n"
        "      else\r\n       y := OR( # two\r\n"
        "x[1],\r\n\r\n# more\r\n   x[2])"
    )
    assert program(plain) == program(other) == program("\ufeff" + plain)


def test_spans_are_what_was_written() -> None:
    tree = family(
        "input  x[1..n]",
        "gate   g[i in 0..n-1]",
        "for i in 1..(n)",
        "  g[i] := AND(x[(i)], NOT x[i+1] times (2) if (i = 1))",
        "if (n) + (2) = 3",
        "  v <- (1) - n  # here",
    )
    loop, choice = tree.body
    assert isinstance(loop, For)
    assert isinstance(choice, If)
    (gate,) = loop.body
    assert isinstance(gate, Print)
    first, second = gate.gate.wires
    (store,) = choice.branches[0].body
    assert isinstance(store, Assign)
    (compare,) = (choice.branches[0].condition,)
    assert isinstance(compare, Compare)
    texts = [
        (tree.span, "family f(n)"),
        (tree.name_span, "f"),
        (tree.declarations[0].span, "x[1..n]"),
        (tree.declarations[1].span, "g[i in 0..n-1]"),
        (loop.span, "for i in 1..(n)"),
        (loop.name_span, "i"),
        (loop.high.span, "n"),
        (gate.span, "g[i] := AND(x[(i)], NOT x[i+1] times (2) if (i = 1))"),
        (gate.target.span, "g[i]"),
        (gate.gate.span, "AND(x[(i)], NOT x[i+1] times (2) if (i = 1))"),
        (first.span, "x[(i)]"),
        (second.span, "NOT x[i+1] times (2) if (i = 1)"),
        (second.address.span, "x[i+1]"),
        (second.clauses[0].span, "if (i = 1)"),
        (choice.span, "if (n) + (2) = 3"),
        (compare.operands[0].span, "(n) + (2)"),
        (store.span, "v <- (1) - n"),
        (store.value.span, "(1) - n"),
    ]
    assert [(span.text, wanted) for span, wanted in texts] == [(wanted, wanted) for _, wanted in texts]


def test_levels_of_lines_grow_by_one() -> None:
    source = Source("t", "a\n   b\n      c\n   d\n         e\nf\n")
    lines, diagnostics = logical_lines(source, tokenize(source)[0], frozenset())
    assert [line.level for line in lines] == [0, 1, 2, 1, 2, 0]
    assert diagnostics == []


def test_depth_is_limited_just_where_it_is_said() -> None:
    def nested(blocks: int) -> str:
        lines = [*("  " * level + "if n = 1" for level in range(1, blocks)), "  " * blocks + "v <- 1"]
        return "\n".join(["family f(n)", *lines])

    program(nested(MAX_DEPTH - 1))
    with pytest.raises(UniformError, match="U106"):
        program(nested(MAX_DEPTH))
    program(f"family f(n)\n  let w = {'(' * MAX_DEPTH}n{')' * MAX_DEPTH}\n")
    with pytest.raises(UniformError, match="U106"):
        program(f"family f(n)\n  let w = {'(' * (MAX_DEPTH + 1)}n{')' * (MAX_DEPTH + 1)}\n")


@pytest.mark.parametrize("text", ["not " * 5000 + "n = 1", "n" + " + 1" * 5000 + " = 1", "(" * 5000 + "n = 1"])
def test_very_deep_conditions_are_refused_and_not_followed(text: str) -> None:
    with pytest.raises(UniformError, match=r"U10[56]"):
        program(f"family f(n)\n  if {text}\n    v <- 1\n")


def test_long_programs_are_not_deep() -> None:
    wires = ", ".join("x[1]" for _ in range(2000))
    body = "".join("  v <- 1\n" for _ in range(2000))
    found = program(f"family f(n)\n{body}  y := AND({wires})\n").family
    assert found is not None
    assert len(found.body) == 2001


# ---------------------------------------------------------------- mistakes


def test_one_reading_finds_the_mistakes_of_many_lines() -> None:
    with pytest.raises(UniformError) as caught:
        program(
            "family f(n)\n  input x[n]\n  counter v\n  for i in n\n    v = 2\n  y = x[1]\n  elif n = 1\n    v <- 1\n"
        )
    assert [(found.span.line, found.code) for found in caught.value.diagnostics if found.span] == [
        (2, "U109"),
        (3, "U118"),
        (4, "U109"),
        (5, "U108"),
        (6, "U108"),
        (7, "U114"),
    ]


def test_messages_are_limited() -> None:
    with pytest.raises(UniformError) as caught:
        program("family f(n)\n" + "  v = 1\n" * 1000)
    assert len(caught.value.diagnostics) == MAX_MESSAGES


WORDS = [terminal.pattern.value for terminal in parser().terminals if terminal.pattern.type == "str"]


@pytest.mark.slow
@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 4),
            st.lists(st.sampled_from([*WORDS, "x", "v", "1", "2", '"', "%", "#", "\t"]), max_size=7),
        ),
        max_size=7,
    )
)
def test_nothing_but_a_tree_or_messages_comes_of_any_text(lines: list[tuple[int, list[str]]]) -> None:
    text = "\n".join(["family f(n)", *("  " * level + " ".join(words) for level, words in lines)])
    try:
        resolve(program(text))
        messages: tuple[Diagnostic, ...] = ()
    except UniformError as error:
        messages = error.diagnostics or (Diagnostic("", "no message"),)
    assert all(page(found.code) and found.span and found.span.end <= len(text) for found in messages)
