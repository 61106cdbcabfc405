"""From text to tree: the grammar itself, and the shape of trees."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from typing import TypeVar

import pytest
from lark import Lark

from uniform.circuits.gates import GATES, Kind
from uniform.language.parse.parser import parse, parser
from uniform.language.syntax.declarations import (
    ArrayDeclaration,
    Constant,
    CounterDeclaration,
    Let,
    PartDeclaration,
    TableDeclaration,
)
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
from uniform.language.syntax.gates import Address, Filter, ForClause, Range, Step, Wire
from uniform.language.syntax.program import (
    Assign,
    Block,
    FamilyDeclaration,
    For,
    FunctionDeclaration,
    If,
    Import,
    Instantiate,
    Print,
    Program,
    While,
)
from uniform.messages.spans import Source, Span
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
