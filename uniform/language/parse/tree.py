"""From the parser's tree to the syntax tree: one case for each rule of the grammar that builds a node.

Rules that build no node (those that begin with an underscore, and those with ``?`` and one child) have been
removed already. Every node takes the span of its rule, from its first token to its last; headers of
families, blocks and loops are rules, so that their spans end with the line.

Invariant: every tree of the grammar has a syntax tree; this file refuses nothing. ``parser`` has limited the
depth of the tree, so the recursion here and in later stages is safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lark import Token, Tree

from uniform.circuits.gates import Kind
from uniform.language.syntax.declarations import (
    Alias,
    ArrayDeclaration,
    BlockParameter,
    Constant,
    CounterDeclaration,
    Declaration,
    FunctionParameter,
    Let,
    NamedWires,
    Parameter,
    PartDeclaration,
    TableDeclaration,
    TableParameter,
    WiresInput,
)
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
from uniform.language.syntax.gates import Address, Argument, Filter, ForClause, GateCall, Range, Step, Wire, WireList
from uniform.language.syntax.program import (
    Assign,
    Block,
    Branch,
    FamilyDeclaration,
    For,
    FunctionDeclaration,
    If,
    Import,
    Instantiate,
    Item,
    Print,
    Program,
    Statement,
    While,
)
from uniform.messages.errors import InternalError
from uniform.messages.spans import Source, Span

_OPERATORS = {
    "add": Operator.ADD,
    "subtract": Operator.SUBTRACT,
    "multiply": Operator.MULTIPLY,
    "divide": Operator.DIVIDE,
    "modulo": Operator.MODULO,
    "power": Operator.POWER,
}
_BUILTINS = {builtin.value: builtin for builtin in Builtin}


def build(source: Source, tree: Tree[Token]) -> Program:
    """The syntax tree of a file, from the parser's tree for it."""
    return _Builder(source).program(tree)


class _Builder:
    """The functions from trees to nodes; they share the source, for spans."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def span(self, tree: Tree[Token] | Token) -> Span:
        place: Any = tree.meta if isinstance(tree, Tree) else tree
        return Span(self.source, place.start_pos, place.end_pos)

    # ------------------------------------------------------------ files and bodies

    def program(self, tree: Tree[Token]) -> Program:
        trees = _trees(tree)
        family = self.family(trees.pop()) if trees and trees[-1].data == "family" else None
        items = tuple(self.item(item) for item in trees)
        return Program(items, family, Span(self.source, 0, len(self.source.text)))

    def item(self, tree: Tree[Token]) -> Item:
        match tree.data, tree.children:
            case "import", [Token() as path]:
                return Import(path[1:-1], self.span(tree))
            case "function", [Tree(children=[Token() as name, given, result]) as header, *body]:
                parameters = tuple(map(self.parameter, _trees(given)))
                parts = self.body(body)
                place = self.span(name), self.span(header)
                return FunctionDeclaration(str(name), parameters, self.parameter(result), *parts, *place)
            case "block", [Tree(children=[Token() as name, given]) as header, *body]:
                block_parameters = tuple(map(self.block_parameter, _trees(given)))
                return Block(str(name), block_parameters, *self.body(body), self.span(name), self.span(header))
            case _:
                declared = self.declaration(tree)
                assert isinstance(declared, Constant | Let | TableDeclaration)
                return declared

    def family(self, tree: Tree[Token]) -> FamilyDeclaration:
        header, *body = _trees(tree)
        name = _token(header.children[0])
        return FamilyDeclaration(str(name), *self.body(body), self.span(name), self.span(header))

    def parameter(self, tree: Any) -> Parameter:
        name, bound = tree.children
        return Parameter(str(name), self.number(bound), self.span(tree))

    def block_parameter(self, tree: Any) -> BlockParameter:
        span = self.span(tree)
        match tree.data, tree.children:
            case "bare_parameter", [name]:
                return Parameter(str(name), None, span)
            case "function_parameter", [name, given, bound]:
                return FunctionParameter(str(name), tuple(map(self.parameter, _trees(given))), self.number(bound), span)
            case "table_parameter", [name, ranges]:
                return TableParameter(str(name), self.ranges(ranges), span)
        return self.parameter(tree)

    def body(self, trees: Sequence[Any]) -> tuple[tuple[str, ...], tuple[Declaration, ...], tuple[Statement, ...]]:
        doc, declared, statements = trees
        lines = tuple(str(line)[1:-1] for line in doc.children)
        return lines, tuple(self.declarations(_trees(declared))), self.statements(statements)

    # ------------------------------------------------------------ declarations

    def declarations(self, trees: list[Tree[Token]]) -> list[Declaration]:
        found: list[Declaration] = []
        for tree in trees:
            if tree.data == "arrays":
                role = str(_token(tree.children[0]))
                found.extend(self.array(role, array) for array in _trees(tree))
            elif tree.data == "counters":
                found.extend(map(self.declaration, _trees(tree)))
            else:
                found.append(self.declaration(tree))
        return found

    def array(self, role: str, tree: Any) -> ArrayDeclaration | WiresInput | Alias:
        name, *rest = tree.children
        place = self.span(name), self.span(tree)
        match tree.data, rest:
            case "wires_input", []:
                return WiresInput(str(name), *place)
            case "alias", [ranges, target]:
                return Alias(str(name), self.ranges(ranges), self.argument(target), *place)
            case "array", [ranges, level]:
                return ArrayDeclaration(role, str(name), self.ranges(ranges), *place, level=self.level(level))
            case "input_array", [ranges]:
                return ArrayDeclaration(role, str(name), self.ranges(ranges), *place)
        raise InternalError(tree.data)

    def level(self, tree: Any) -> tuple[Expression, ...]:
        return () if tree is None else self.numbers(tree)

    def declaration(self, tree: Tree[Token]) -> Declaration:
        name, *rest = tree.children
        place = self.span(_token(name)), self.span(tree)
        match tree.data, rest:
            case "counter", [bound]:
                return CounterDeclaration(str(name), self.number(bound), *place)
            case "const", [value]:
                return Constant(str(name), self.number(value), *place)
            case "let", [value]:
                return Let(str(name), self.number(value), *place)
            case "table", [ranges, *values]:
                return TableDeclaration(str(name), self.ranges(ranges), tuple(map(_signed, values)), *place)
            case "part", [ranges, block, Tree() as numbers, level]:
                given = self.numbers(numbers)
                return PartDeclaration(
                    str(name), self.ranges(ranges), str(block), given, *place, level=self.level(level)
                )
            case "named_wires", [ranges, wires]:
                return NamedWires(str(name), self.ranges(ranges), self.wire_list(wires), *place)
        raise InternalError(tree.data)

    def ranges(self, tree: Any) -> tuple[Range, ...]:
        return () if tree is None else tuple(map(self.range, _trees(tree)))

    def range(self, tree: Tree[Token]) -> Range:
        index, low, high = tree.children
        return Range(None if index is None else str(index), self.number(low), self.number(high), self.span(tree))

    # ------------------------------------------------------------ statements

    def statements(self, tree: Tree[Token]) -> tuple[Statement, ...]:
        return tuple(map(self.statement, _trees(tree)))

    def statement(self, tree: Any) -> Statement:
        span = self.span(tree)
        match tree.data, tree.children:
            case "let", [Token() as name, value]:
                return Let(str(name), self.number(value), self.span(name), span)
            case "store", [Token() as name, value]:
                return Assign(str(name), self.number(value), self.span(name), span)
            case "print_gate", [target, gate]:
                return Print(self.address(target), self.gate(gate), "gate", span)
            case "print_copy", [target, wire]:
                return Print(self.address(target), self.single(Kind.COPY, wire), "copy", span)
            case "print_not", [target, wire]:
                return Print(self.address(target), self.single(Kind.NOT, wire), "not", span)
            case "instantiate", [target, block, Tree(children=arguments)]:
                return Instantiate(self.address(target), str(block), tuple(map(self.argument, arguments)), span)
            case "for", [Tree(children=[generator]) as header, suite]:
                loop = self.generator(generator)
                return For(
                    loop.variable,
                    loop.low,
                    loop.high,
                    loop.by,
                    loop.down,
                    self.statements(suite),
                    self.span(generator.children[0]),
                    self.span(header),
                )
            case "while", [Tree(children=[condition]) as header, suite]:
                return While(self.condition(condition), self.statements(suite), self.span(header))
            case "if", [*branches, otherwise]:
                last = None if otherwise is None else self.statements(otherwise.children[0])
                found = tuple(map(self.branch, branches))
                return If(found, last, found[0].span)
        raise InternalError(tree.data)

    def branch(self, tree: Any) -> Branch:
        header, suite = tree.children
        return Branch(self.condition(header.children[0]), self.statements(suite), self.span(header))

    # ------------------------------------------------------------ gates

    def single(self, kind: Kind, tree: Any) -> GateCall:
        wire = Wire(False, self.address(tree), None, (), self.span(tree))
        return GateCall(kind, (), (wire,), self.span(tree))

    def gate(self, tree: Any) -> GateCall:
        if tree.data == "constant_gate":
            return GateCall(Kind[tree.children[0]], (), (), self.span(tree))
        kind, *numbers, wires = tree.children
        parameters = tuple(map(self.number, numbers))
        return GateCall(Kind[kind.children[0]], parameters, tuple(map(self.wire, wires.children)), self.span(tree))

    def argument(self, tree: Any) -> Argument:
        return self.wire_list(tree) if tree.data == "wire_list" else self.address(tree)

    def wire_list(self, tree: Any) -> WireList:
        (wires,) = tree.children
        return WireList(tuple(map(self.wire, wires.children)), self.span(tree))

    def wire(self, tree: Any) -> Wire:
        address, times, clauses = tree.children
        weight = None if times is None else self.number(times)
        return Wire(
            tree.data == "negated_wire",
            self.address(address),
            weight,
            tuple(map(self.clause, clauses.children)),
            self.span(tree),
        )

    def clause(self, tree: Any) -> ForClause | Filter:
        if tree.data == "filter":
            return Filter(self.condition(tree.children[0]), self.span(tree))
        return self.generator(tree)

    def generator(self, tree: Any) -> ForClause:
        variable, first, second, step = tree.children
        down = tree.data == "downward"
        low, high = (second, first) if down else (first, second)
        by = None if step is None else self.number(step)
        return ForClause(str(variable), self.number(low), self.number(high), by, down, self.span(tree))

    # ------------------------------------------------------------ addresses

    def address(self, tree: Any) -> Address:
        return Address(tuple(map(self.step, tree.children)), self.span(tree))

    def step(self, tree: Any) -> Step:
        name, indices = tree.children
        return Step(str(name), () if indices is None else tuple(map(self.index, indices.children)), self.span(tree))

    def index(self, tree: Any) -> Expression | Range:
        if tree.data != "slice":
            return self.number(tree)
        low, high = map(self.number, tree.children)
        return Range(None, low, high, self.span(tree))

    # ------------------------------------------------------------ numbers and conditions

    def numbers(self, tree: Tree[Token]) -> tuple[Expression, ...]:
        return tuple(map(self.number, _trees(tree)))

    def number(self, tree: Any) -> Expression:
        span = self.span(tree)
        match tree.data, tree.children:
            case "literal", [digits]:
                return Number(int(digits), span)
            case "name", [name]:
                return Name(str(name), span)
            case "call", [name, arguments]:
                return Call(_BUILTINS.get(name, str(name)), self.numbers(arguments), span)
            case "entry", [name, indices]:
                return TableEntry(str(name), self.numbers(indices), span)
            case operator, [left, right]:
                return Binary(_OPERATORS[operator], self.number(left), self.number(right), span)
        raise InternalError(tree.data)

    def condition(self, tree: Any) -> Condition:
        span = self.span(tree)
        match tree.data, tree.children:
            case "comparison", [*links]:
                operands = tuple(map(self.number, links[::2]))
                return Compare(operands, tuple(Relation(link.children[0]) for link in links[1::2]), span)
            case "conjunction", [left, right]:
                return And(self.condition(left), self.condition(right), span)
            case "disjunction", [left, right]:
                return Or(self.condition(left), self.condition(right), span)
            case "negation", [condition]:
                return Not(self.condition(condition), span)
        raise InternalError(tree.data)


def _trees(tree: Any) -> list[Tree[Token]]:
    return [child for child in tree.children if isinstance(child, Tree)]


def _token(child: Any) -> Token:
    assert isinstance(child, Token)
    return child


def _signed(tree: Any) -> int:
    magnitude = int(tree.children[0])
    return -magnitude if tree.data == "negative" else magnitude
