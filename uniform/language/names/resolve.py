"""Names: declared before use, never shadowed, used as what they are, and bound to their declarations.

One walk over the tree in the order of the text, with a table of the names in scope. Arrays (inputs, outputs,
gates) and numbers (constants, lets, counters, loop variables, named indices) share one name space; what is
called with parentheses has another. A name is in scope to the end of its block, and may then be declared again;
``n`` is in scope everywhere. The walk copies the tree, with a ``Symbol`` in each node that declares or uses a name.

Invariant: after ``resolve`` returns, every reference of the tree has the symbol of exactly one declaration, and later
stages never look up a name.

What this file does not do: compute anything but constants. Whether an index stays in its range is for ``lowering`` and
the run. Messages about a name in the wrong place are in ``uses``, those about a name that is not in scope in ``table``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from uniform.collector import paused
from uniform.language.constants import set_constants
from uniform.language.expressions import is_signed
from uniform.language.imports import files_of
from uniform.language.names import numbers
from uniform.language.names.arguments import refuse_list
from uniform.language.names.blocks import BlockNames
from uniform.language.names.files import FileNames
from uniform.language.names.functions import FunctionNames, is_allowed, require_new_name
from uniform.language.names.parts import refuse_part_targets
from uniform.language.names.table import NameTable
from uniform.language.names.tables import entries_of
from uniform.language.names.uses import (
    Where,
    first_letters,
    require_counter,
    require_gate,
    require_number_of_wires,
    require_printable,
)
from uniform.language.syntax.checked import CheckedDeclaration, CheckedProgram
from uniform.language.syntax.declarations import (
    Alias,
    ArrayDeclaration,
    Constant,
    CounterDeclaration,
    Declaration,
    Let,
    NamedWires,
    PartDeclaration,
    TableDeclaration,
    WiresInput,
)
from uniform.language.syntax.expressions import (
    Condition,
    Expression,
)
from uniform.language.syntax.gates import Address, Filter, ForClause, GateCall, Range, Wire
from uniform.language.syntax.program import (
    Assign,
    Branch,
    For,
    If,
    Instantiate,
    Print,
    Program,
    Statement,
    While,
)
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.messages.diagnostics import MAX_MESSAGES, Diagnostic, sort_by_place
from uniform.messages.errors import UniformError
from uniform.messages.spans import Span


@paused()
def resolve(program: Program) -> CheckedProgram:
    """The program with every name bound to its symbol, and every constant at its default.

    Raises UniformError with all mistakes (U2xx), in the order of the text. Cost: linear in the tree.

    >>> from uniform.language.parse.parser import parse
    >>> from uniform.messages.spans import Source
    >>> text = "family f(n)\\n  input x[1..n]\\n  output y\\n  y := OR(x[i] for i in 1..n)\\n"
    >>> wire = resolve(parse(Source("f.gen", text))).body[0].gate.wires[0]
    >>> wire.address.steps[0].indices[0].symbol is wire.clauses[0].symbol
    True
    """
    family = program.family
    if family is None:
        raise UniformError(_no_family(program))
    walk = _Walk()
    walk.files.expect(program)
    walk.functions.expect_family(family)
    above, blocks, functions = walk.files.items(program.items)
    require_new_name(walk.names, family.name, family.name_span)
    inner = walk.declarations(family.declarations)
    body = walk.statements(inner, family.body)
    if walk.names.diagnostics:
        raise UniformError(sort_by_place(walk.names.diagnostics)[:MAX_MESSAGES])
    declarations = _require_available(*above, *inner)
    sources = tuple([file.span.source for file in files_of(program)])
    bound = CheckedProgram(
        family.name,
        family.doc,
        declarations,
        body,
        walk.names.n,
        (),
        family.span,
        tuple(blocks),
        tuple(functions),
        sources,
    )
    return set_constants(bound)  # each default must have a value by itself


def _require_available(*declarations: object) -> tuple[CheckedDeclaration, ...]:
    """The declarations of a family, none of which are only for blocks."""
    assert all(isinstance(found, CheckedDeclaration) for found in declarations)
    return declarations  # type: ignore[return-value]


class _Walk:
    """The walk, with the names in scope, the messages so far, and what has been printed."""

    def __init__(self) -> None:
        self.names = NameTable()
        self.blocks = BlockNames(self)
        self.functions = FunctionNames(self)
        self.files = FileNames(self)
        self.printed: set[Symbol] = set()  # targets

    # ------------------------------------------------------------ declarations

    def declarations(self, written: Sequence[Declaration]) -> tuple[Declaration, ...]:
        """The declarations of a family or a block, in order; the targets of aliases last."""
        before = dict(self.names.upcoming)
        for declaration in written:
            self.names.upcoming.setdefault(declaration.name, declaration.name_span)
        declared = [self.declaration(declaration) for declaration in written]
        self.names.upcoming = before
        return tuple([self.blocks.target_of(each) if isinstance(each, Alias) else each for each in declared])

    def declaration(self, declaration: Declaration) -> Declaration:
        self.names.declaring = declaration.name
        bound = self.bind_declaration(declaration)
        self.names.declaring = ""
        return bound

    def bind_declaration(self, declaration: Declaration) -> Declaration:
        match declaration:
            case PartDeclaration():
                return self.blocks.part(declaration)
            case Alias():
                return self.blocks.alias(declaration)
            case NamedWires():
                return self.blocks.named_wires(declaration)
            case WiresInput():
                return self.blocks.wires_input(declaration)
            case Constant(name, value, place, span):
                self.blocks.refuse_constant(declaration)
                value = self.number(value, Where.CONSTANT)
                if self.files.refuse_second_constant(declaration):
                    return declaration
                return Constant(name, value, place, span, symbol=self.symbol(name, Sort.CONSTANT, place))
            case Let():
                return self.let(declaration)
            case TableDeclaration():
                return self.table(declaration)
            case CounterDeclaration(name, bound, place, span):
                bound = self.number(bound, Where.DECLARATION)
                symbol = self.symbol(name, Sort.COUNTER, place, varies=True)
                return CounterDeclaration(name, bound, place, span, symbol=symbol)
            case ArrayDeclaration(role, name, ranges, place, span):
                symbol = self.symbol(name, Sort[role.upper()], place, dimensions=len(ranges))
                with self.names.declaration(name, ranges):
                    ranges = tuple([self.range(written) for written in ranges])
                    level = self.level(declaration.level)
                self.blocks.ranges[symbol] = ranges
                return ArrayDeclaration(role, name, ranges, place, span, symbol=symbol, level=level)
        raise AssertionError(declaration)

    def let(self, let: Let) -> Let:
        value = self.upper_end(let.value)
        symbol = Symbol(let.name, Sort.LET, let.name_span, 0, numbers.varies(value), is_signed(value))
        return Let(let.name, value, let.name_span, let.span, symbol=self.names.declare(symbol))

    def table(self, table: TableDeclaration) -> TableDeclaration:
        entries = entries_of(self.names, table)
        symbol = Symbol(table.name, Sort.TABLE, table.name_span, len(table.ranges), table=entries)
        return replace(table, symbol=self.names.declare(symbol))

    def range(self, written: Range) -> Range:
        low, high = self.number(written.low, Where.DECLARATION), self.upper_end(written.high, Where.DECLARATION)
        symbol = None
        if written.index is not None:
            symbol = self.symbol(written.index, Sort.INDEX, first_letters(written.span, written.index))
        return Range(written.index, low, high, written.span, symbol=symbol)

    def level(self, written: Sequence[Expression]) -> tuple[Expression, ...]:
        """What falls along the dependences of an array or of parts, where the indices of its ranges are in scope."""
        return tuple([self.upper_end(number, Where.LEVEL) for number in written])

    def symbol(self, name: str, sort: Sort, place: Span, *, dimensions: int = 0, varies: bool = False) -> Symbol:
        """A new symbol, in scope from here on."""
        symbol = Symbol(name, sort, place, dimensions, varies)
        self.names.declare(symbol)
        return symbol

    def require_printed(self, declarations: Sequence[Declaration]) -> None:
        for declaration in declarations:
            match declaration:
                case ArrayDeclaration("output", name, ranges, span, symbol=symbol) if not (
                    symbol in self.printed or symbol in self.names.doubtful
                ):
                    self.names.report(
                        "U213",
                        f"no statement prints the output `{name}`",
                        span,
                        "every output is a gate, printed exactly once",
                        f"print it with `{name}{'[...]' if ranges else ''} := ...`",
                    )

    # ------------------------------------------------------------ statements

    def statements(self, declared: Sequence[Declaration], body: Sequence[Statement]) -> tuple[Statement, ...]:
        """The statements of a family or a block, which print the outputs among its declarations."""
        bound = self.body(body)
        self.require_printed(declared)
        return bound

    def body(self, statements: Sequence[Statement]) -> tuple[Statement, ...]:
        with self.names.block():
            return tuple([self.statement(each) for each in statements if is_allowed(self.names, each)])

    def statement(self, statement: Statement) -> Statement:
        match statement:
            case Print(target, gate, written, span):
                parameters = tuple([self.number(parameter) for parameter in gate.parameters])
                return Print(self.target(target), self.gate(gate, parameters), written, span)
            case Instantiate():
                return self.blocks.instantiate(statement)
            case Assign(name, value, place, span):
                value = self.number(value)
                symbol = self.names.find(name, place, "number")
                require_counter(self.names, symbol, statement)
                return Assign(name, value, place, span, symbol=symbol)
            case Let():
                self.names.declaring = statement.name
                bound = self.let(statement)
                self.names.declaring = ""
                return bound
            case For(variable, _, _, _, down, inner, place, span):
                low, high, by = self.ends(statement)
                with self.names.block():
                    symbol = self.symbol(variable, Sort.LOOP, place, varies=True)
                    return For(variable, low, high, by, down, self.body(inner), place, span, symbol=symbol)
            case While(condition, inner, span):
                condition = self.condition(condition)
                return While(condition, self.body(inner), span)
            case If(branches, otherwise, span):
                found = [Branch(self.condition(each.condition), self.body(each.body), each.span) for each in branches]
                return If(tuple(found), None if otherwise is None else self.body(otherwise), span)
            case _:
                raise AssertionError(statement)

    def ends(self, loop: For | ForClause) -> tuple[Expression, Expression, Expression | None]:
        """The ends and the step, where the variable is not in scope yet."""
        self.names.declaring = loop.variable
        low, high = self.number(loop.low), self.upper_end(loop.high)
        by = None if loop.by is None else self.number(loop.by)
        self.names.declaring = ""
        return low, high, by

    # ------------------------------------------------------------ gates

    def target(self, target: Address) -> Address:
        """The address that a statement prints."""
        symbol = self.names.find(target.steps[0].name, target.steps[0].span, "gate")
        if refuse_part_targets(self.names, symbol, target, self.blocks.of_parts.get(symbol)):
            return target
        bound = self.address(target)
        self.printed.add(symbol)
        require_printable(self.names, symbol, target)
        return bound

    def gate(self, gate: GateCall, parameters: tuple[Expression, ...]) -> GateCall:
        wires = self.wires(gate.written_wires, gate)
        require_number_of_wires(self.names, gate)
        return GateCall(gate.kind, parameters, wires, gate.span)

    def wires(self, written: Sequence[Wire], gate: GateCall | None = None, ordinal: int = 0) -> tuple[Wire, ...]:
        """The wires of a gate, or of a list, after so many NOTs of the statement."""
        wires = []
        for wire in written:
            ordinal += wire.negated
            wires.append(self.wire(wire, ordinal, gate))
        return tuple(wires)

    def wire(self, wire: Wire, ordinal: int, gate: GateCall | None) -> Wire:
        if wire.clauses:
            with self.names.block():
                return self.alone(wire, ordinal, tuple([self.clause(clause) for clause in wire.clauses]), gate)
        return self.alone(wire, ordinal, (), gate)

    def alone(
        self, wire: Wire, ordinal: int, clauses: tuple[ForClause | Filter, ...], gate: GateCall | None
    ) -> Wire:  # fmt: skip
        """A wire inside its clauses."""
        address = self.address(wire.address)
        require_gate(self.names, address.steps[0].symbol, address)
        refuse_list(self.names, address.steps[0].symbol, wire, gate)
        times = None if wire.times is None else self.number(wire.times)
        if not wire.negated:
            return Wire(False, address, times, clauses, wire.span)
        own = tuple(clause.symbol for clause in clauses if isinstance(clause, ForClause))
        return Wire(True, address, times, clauses, wire.span, ordinal=ordinal, own=own)

    def clause(self, clause: ForClause | Filter) -> ForClause | Filter:
        if isinstance(clause, Filter):
            return Filter(self.condition(clause.condition), clause.span)
        low, high, by = self.ends(clause)
        symbol = self.symbol(clause.variable, Sort.LOOP, first_letters(clause.span, clause.variable), varies=True)
        return ForClause(clause.variable, low, high, by, clause.down, clause.span, symbol=symbol)

    def address(self, address: Address) -> Address:
        """The address of one gate."""
        return self.blocks.address(address, slices=False)

    # ------------------------------------------------------------ numbers and conditions

    def condition(self, condition: Condition) -> Condition:
        return numbers.condition(self.names, condition)

    def number(self, expression: Expression, where: Where = Where.STATEMENT) -> Expression:
        return numbers.number(self.names, expression, where)

    def upper_end(self, expression: Expression, where: Where = Where.STATEMENT) -> Expression:
        return numbers.upper_end(self.names, expression, where)


def _no_family(program: Program) -> Diagnostic:
    return Diagnostic(
        "U216",
        "the file has no family",
        Span(program.span.source, 0, 0),
        "a program prints the circuits of one family",
        help="add `family NAME(n)` with its declarations indented below, or import this file in a program that has one",
    )
