"""From text to tree: the grammar itself, the shape and the spans of trees, and reading files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark

from uniform.arguments.texts import LARGEST_FILE, decode, read_source
from uniform.circuits.gates import GATES, Kind
from uniform.language.names.resolve import resolve
from uniform.language.parse.indentation import MAX_DEPTH, logical_lines
from uniform.language.parse.parser import parse, parser, tokenize
from uniform.language.syntax.expressions import (
    And,
    Binary,
    Builtin,
    Call,
    Compare,
    Name,
    Not,
    Number,
    Operator,
    Or,
    Relation,
    TableEntry,
)
from uniform.language.syntax.program import (
    Address,
    ArrayDeclaration,
    Assign,
    Block,
    Constant,
    CounterDeclaration,
    FamilyDeclaration,
    Filter,
    For,
    ForClause,
    FunctionDeclaration,
    If,
    Import,
    Instantiate,
    Let,
    PartDeclaration,
    Print,
    Program,
    Range,
    Step,
    TableDeclaration,
    While,
    Wire,
)
from uniform.messages.diagnostics import MOST_MESSAGES, Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source, Span
from uniform.messages.stories import page
from uniform.resources import grammar


def program(text: str) -> Program:
    return parse(Source("test.gen", text))


def family(*lines: str) -> FamilyDeclaration:
    found = program("family f(n)\n" + "".join(f"  {line}\n" for line in lines)).family
    assert found is not None
    return found


def number(text: str) -> object:
    (found,) = family(f"let w = {text}").declarations
    assert isinstance(found, Let)
    return found.value


def condition(text: str) -> object:
    (found,) = family(f"while {text}", "  v <- 1").body
    assert isinstance(found, While)
    return found.condition


def printed(text: str) -> Print:
    (found,) = family(text).body
    assert isinstance(found, Print)
    return found


Node = TypeVar("Node")
NOWHERE = Span(Source("nowhere", ""), 0, 0)


def node(kind: Callable[..., Node], *values: object) -> Node:
    """A node with these fields; what is left are spans, which do not count, and symbols, which are for later."""
    places = [field for field in fields(kind) if not field.kw_only]  # type: ignore[arg-type]
    return kind(*values, *[NOWHERE] * (len(places) - len(values)))


# ---------------------------------------------------------------- the grammar


def test_the_grammar_is_lalr_and_passes_the_strict_mode() -> None:
    Lark(grammar("generator"), parser="lalr", lexer="basic", strict=True)


def test_every_terminal_has_a_name_written_in_the_grammar() -> None:
    written = set(re.findall(r"^([A-Z_]+) *:", grammar("generator"), re.MULTILINE))
    assert {terminal.name for terminal in parser().terminals} == written


def test_every_kind_of_gate_is_a_terminal_of_its_own_name() -> None:
    patterns = {terminal.name: terminal.pattern.value for terminal in parser().terminals}
    assert {name for name in patterns if patterns[name] == name} == {kind.name for kind in Kind}


def test_every_kind_of_gate_is_printed_as_the_table_says() -> None:
    for gate in GATES.values():
        numbers = ", ".join(str(value) for value in range(2, 2 + len(gate.parameters)))
        wires = {"none": "", "one": "a", "any": "a, NOT b[1], a"}[gate.wires]
        text = (
            gate.kind.name if gate.wires == "none" else f"{gate.kind.name}({numbers}{';' if numbers else ''} {wires})"
        )
        found = printed(f"y := {text}").gate
        assert found.kind is gate.kind
        assert len(found.parameters) == len(gate.parameters)
        assert [wire.negated for wire in found.wires] == [False, True, False][: len(found.wires)]


# ---------------------------------------------------------------- numbers and conditions


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 - 2 - 3", -4),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("20 div 2 mod 4 * 5", 10),
        ("2 * 3^2", 18),
        ("(2 * 3)^2", 36),
        ("2^(1 + 2)", 8),
        ("10 - 2 * 3 + 1", 5),
        ("7 mod 4 - 2", 1),
        ("007", 7),
    ],
)
def test_operators_bind_as_in_mathematics(text: str, value: int) -> None:
    def meaning(node: object) -> int:
        match node:
            case Number(digits):
                return digits
            case Binary(operator, left, right):
                a, b = meaning(left), meaning(right)
                return {
                    Operator.ADD: a + b,
                    Operator.SUBTRACT: a - b,
                    Operator.MULTIPLY: a * b,
                    Operator.DIVIDE: a // max(b, 1),
                    Operator.MODULO: a % max(b, 1),
                    Operator.POWER: int(a ** max(b, 0)),
                }[operator]
        raise AssertionError(node)

    assert meaning(number(text)) == value


def test_calls_and_table_entries() -> None:
    assert number("bits(n)") == node(Call, Builtin.BITS, (node(Name, "n"),))
    assert number("max(1, bit(n, 2), f())") == node(
        Call,
        Builtin.MAX,
        (node(Number, 1), node(Call, Builtin.BIT, (node(Name, "n"), node(Number, 2))), node(Call, "f", ())),
    )
    assert number("W[1, n]") == node(TableEntry, "W", (node(Number, 1), node(Name, "n")))
    assert number("bits + bit") == node(Binary, Operator.ADD, node(Name, "bits"), node(Name, "bit"))


def test_and_binds_more_tightly_than_or_and_not_most() -> None:
    a, b, c = (node(Compare, (node(Name, name), node(Number, 1)), (Relation.EQUAL,)) for name in "abc")
    assert condition("a = 1 or b = 1 and c = 1") == node(Or, a, node(And, b, c))
    assert condition("not a = 1 and b = 1") == node(And, node(Not, a), b)
    assert condition("not (a = 1 and b = 1)") == node(Not, node(And, a, b))
    assert condition("a = 1 and b = 1 and c = 1") == node(And, node(And, a, b), c)
    assert condition("((a = 1))") == a


def test_comparisons_chain() -> None:
    chain = condition("1 <= (i) < n != 3 > 2 >= 0 = 0")
    assert isinstance(chain, Compare)
    assert [sign.value for sign in chain.comparisons] == ["<=", "<", "!=", ">", ">=", "="]
    assert chain.operands[:2] == (node(Number, 1), node(Name, "i"))
    sums = condition("(n + 1) * 2 < (n) and (n + 1) = 2")
    assert isinstance(sums, And)


# ---------------------------------------------------------------- gates and addresses


def test_what_is_printed_keeps_how_it_was_written() -> None:
    copy, negated, gate = printed("t := a[1]"), printed("t := NOT a[1]"), printed("t := NOT(a[1])")
    wire = node(Wire, False, node(Address, (node(Step, "a", (node(Number, 1),)),)), None, ())
    assert (copy.gate.kind, copy.gate.wires, copy.written) == (Kind.COPY, (wire,), "copy")
    assert (negated.gate.kind, negated.gate.wires, negated.written) == (Kind.NOT, (wire,), "not")
    assert (gate.gate.kind, gate.gate.wires, gate.written) == (Kind.NOT, (wire,), "gate")
    assert printed("t := NOT(NOT a[1])").gate.wires[0].negated


def test_a_wire_with_everything() -> None:
    (wire,) = printed("t := OR(NOT m[i, j-1] times i for i in 1..n by 2 if i > 1 for j in n downto i)").gate.wires
    assert wire.negated
    assert wire.times == node(Name, "i")
    first, guard, second = wire.clauses
    assert first == node(ForClause, "i", node(Number, 1), node(Name, "n"), node(Number, 2), False)
    assert guard == node(Filter, node(Compare, (node(Name, "i"), node(Number, 1)), (Relation.GREATER,)))
    assert second == node(ForClause, "j", node(Name, "i"), node(Name, "n"), None, True)


def test_addresses_reach_into_parts_and_take_slices() -> None:
    target = printed("add[i+1].half := x[1..n, 2].s.t[0]")
    assert [step.name for step in target.target.steps] == ["add", "half"]
    first, *_ = target.gate.wires[0].address.steps
    assert first.indices == (node(Range, None, node(Number, 1), node(Name, "n")), node(Number, 2))


# ---------------------------------------------------------------- statements and declarations


def test_loops_and_branches_nest() -> None:
    (loop, choice) = family(
        "for i in 0..n-1 by 2",
        "  for j in n downto 1",
        "    v <- j",
        "  w <- i",
        "if n = 1",
        "  v <- 1",
        "elif n = 2",
        "  v <- 2",
        "else",
        "  if n = 3",
        "    v <- 3",
    ).body
    assert isinstance(loop, For)
    inner, store = loop.body
    assert isinstance(inner, For)
    assert (loop.down, loop.by, inner.down, inner.low, inner.high) == (
        False,
        node(Number, 2),
        True,
        node(Number, 1),
        node(Name, "n"),
    )
    assert store == node(Assign, "w", node(Name, "i"))
    assert isinstance(choice, If)
    assert len(choice.branches) == 2
    assert choice.otherwise is not None
    assert isinstance(choice.otherwise[0], If)
    assert choice.otherwise[0].otherwise is None


def test_leading_lets_are_declarations_and_later_ones_statements() -> None:
    found = family('"one"', '"two"', "let a = 1", "input x, w[1..n]", "const k = 2", "let b = 2", "v <- 1", "let c = 3")
    assert found.doc == ("one", "two")
    assert [type(declaration) for declaration in found.declarations] == [
        Let,
        ArrayDeclaration,
        ArrayDeclaration,
        Constant,
        Let,
    ]
    assert [type(statement) for statement in found.body] == [Assign, Let]


def test_declarations() -> None:
    array, counter, part = family(
        "gate node[t in 0..bits(n), j in 0..2^t-1]", "counter v <= n - 1", "part add[j in 1..n] = adder(j, 2)"
    ).declarations
    assert isinstance(array, ArrayDeclaration)
    assert [written.index for written in array.ranges] == ["t", "j"]
    assert counter == node(CounterDeclaration, "v", node(Binary, Operator.SUBTRACT, node(Name, "n"), node(Number, 1)))
    assert part == node(
        PartDeclaration,
        "add",
        (node(Range, "j", node(Number, 1), node(Name, "n")),),
        "adder",
        (node(Name, "j"), node(Number, 2)),
    )


def test_items_of_a_file() -> None:
    found = program(
        'import "adders.gen"\n'
        "const k = 2\n"
        "table W[0..1, 0..2] = [1, -2, 3, 0, 4, -5]\n"
        "def half(v <= n) -> r <= n\n"
        '  "rounded down"\n'
        "  counter c <= n\n"
        "  r <- v div 2\n"
        "block adder(w <= n, u <= 2*n)\n"
        "  input  a[1..w]\n"
        "  output s\n"
        "  s := XOR(a[i] for i in 1..w)\n"
        "family f(n)\n"
        "  add := adder(x[1..n], y)\n"
    )
    library, constant, table, function, block = found.items
    assert library == node(Import, "adders.gen")
    assert constant == node(Constant, "k", node(Number, 2))
    assert isinstance(table, TableDeclaration)
    assert table.values == (1, -2, 3, 0, 4, -5)
    assert isinstance(function, FunctionDeclaration)
    assert (function.result.name, function.doc, len(function.declarations)) == ("r", ("rounded down",), 1)
    assert isinstance(block, Block)
    assert [parameter.name for parameter in block.parameters] == ["w", "u"]
    assert found.family is not None
    (instance,) = found.family.body
    assert isinstance(instance, Instantiate)
    assert (instance.block, len(instance.arguments)) == ("adder", 2)


def test_a_library_file_has_no_family() -> None:
    assert program("const k = 2\n").family is None


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
    assert len(caught.value.diagnostics) == MOST_MESSAGES


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


# ---------------------------------------------------------------- reading files


def test_files_are_read_with_and_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "f.gen"
    for data in (b"family f(n)\r\n  v <- 1", b"\xef\xbb\xbffamily f(n)\r\n  v <- 1"):
        path.write_bytes(data)
        source = read_source(path)
        assert (source.name, source.text) == (str(path), "family f(n)\r\n  v <- 1")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"family f(n)\n  # \xff\n", "line 2 is not UTF-8 text"),
        (b"fam\0ly", "it is not text (byte 3 is 0)"),
        (b" " * (LARGEST_FILE + 1), "it has more than 16 MiB"),
    ],
)
def test_files_that_are_no_texts_are_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "f.gen"
    path.write_bytes(data)
    with pytest.raises(UniformError) as caught:
        read_source(path)
    assert f"cannot read `{path}`: {words}" in str(caught.value)
    with pytest.raises(UniformError, match="cannot read `<stdin>`"):
        decode(data, "<stdin>")


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UniformError, match="there is no such file"):
        read_source(tmp_path / "missing.gen")
    with pytest.raises(UniformError, match="it is a folder"):
        read_source(tmp_path)
