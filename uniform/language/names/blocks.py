"""Names in blocks, and of their parts: what a block takes and gives, and that parts are printed and read accordingly.

A block is checked once, at its declaration, with its own names in scope and none of the family. It may be used below
its declaration only, so no block can contain itself. Addresses with several steps (``add[3].half``), slices, and lists
of wires are checked here. Their messages are in ``parts``.

What this file does not do: replace parts by what they print (``language.parts``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from uniform.language.expressions import symbols_in
from uniform.language.names import arguments as arguments_of
from uniform.language.names import parts
from uniform.language.names import steps as steps_of
from uniform.language.names.functions import require_new_name
from uniform.language.names.table import NameTable
from uniform.language.names.uses import Where, first_letters, require_indices
from uniform.language.syntax.declarations import (
    Alias,
    BlockParameter,
    Constant,
    Declaration,
    FunctionParameter,
    Let,
    NamedWires,
    Parameter,
    PartDeclaration,
    TableParameter,
    WiresInput,
)
from uniform.language.syntax.expressions import Expression
from uniform.language.syntax.gates import Address, Argument, GateCall, Range, Step, Wire, WireList
from uniform.language.syntax.program import Block, Instantiate, Item, Statement
from uniform.language.syntax.symbols import ADDRESSES, Sort, Symbol
from uniform.messages.spans import Span


class Walk(Protocol):
    """What this file needs of the walk in ``resolve``."""

    names: NameTable
    printed: set[Symbol]

    def number(self, expression: Expression, where: Where = Where.STATEMENT) -> Expression:
        """A number with its names bound."""

    def upper_end(self, expression: Expression, where: Where = Where.STATEMENT) -> Expression:
        """The same, for a number that need not be natural."""

    def range(self, written: Range) -> Range:
        """A declared range, whose index comes into scope."""

    def level(self, written: Sequence[Expression]) -> tuple[Expression, ...]:
        """The level of an array or of parts, whose indices are in scope."""

    def symbol(self, name: str, sort: Sort, place: Span, *, dimensions: int = 0, varies: bool = False) -> Symbol:
        """A new symbol, in scope from here on."""

    def declarations(self, written: Sequence[Declaration]) -> tuple[Declaration, ...]:
        """The declarations of a body."""

    def statements(self, declared: Sequence[Declaration], body: Sequence[Statement]) -> tuple[Statement, ...]:
        """The statements of a body, which print the outputs among its declarations."""

    def wires(self, written: Sequence[Wire], gate: GateCall | None = None, ordinal: int = 0) -> tuple[Wire, ...]:
        """The wires of a gate, or of a list, after so many NOTs of the statement."""


class BlockNames:
    """The blocks so far, the parts made from them, and the rules for both."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.names = walk.names
        self.blocks: dict[str, Block] = {}  # those above
        self.of_parts: dict[Symbol, Block | None] = {}  # None: reported already
        self.ranges: dict[Symbol, tuple[Range, ...]] = {}  # of arrays, parts and aliases
        self.parts: dict[Symbol, PartDeclaration] = {}
        self.items: dict[str, Block] = {}  # all of the file, as parsed
        self.inside: Block | None = None  # the one that is checked now

    def expect(self, items: Iterable[Item]) -> None:
        """Take note of all blocks of the file, for messages."""
        for item in items:
            if isinstance(item, Block):
                self.items.setdefault(item.name, item)

    # ------------------------------------------------------------ blocks

    def block(self, block: Block) -> Block:
        """A block with its names bound; known by its name from here on."""
        self.inside, ended = block, dict(self.names.ended)
        symbol = Symbol(block.name, Sort.BLOCK, block.name_span)
        called = dict(self.names.called)
        with self.names.block():
            parameters = self._parameters(block.parameters)
            declared = self.walk.declarations(block.declarations)
            body = self.walk.statements(declared, block.body)
        self.inside, self.names.ended, self.names.called = None, ended, called
        self.names.unknown.clear()
        bound = replace(block, parameters=parameters, declarations=declared, body=body, symbol=symbol)
        if block.name in self.blocks:
            parts.report_second_block(self.names, block, self.blocks[block.name])
        else:
            self.blocks[block.name] = bound
        return bound

    def _parameters(self, written: Sequence[BlockParameter]) -> tuple[BlockParameter, ...]:
        """The parameters of a header. The bounds and ranges of functions and tables may use all its numbers."""
        functions = [each for each in written if isinstance(each, FunctionParameter)]
        self.names.of_header = {each.name: first_letters(each.span, each.name) for each in functions}
        numbers = {place: self._number(each) for place, each in enumerate(written) if isinstance(each, Parameter)}
        bound = tuple([numbers.get(place) or self._parameter(each) for place, each in enumerate(written)])
        self.names.of_header = {}
        return bound

    def _number(self, parameter: Parameter) -> Parameter:
        bound = None if parameter.bound is None else self.walk.number(parameter.bound, Where.DECLARATION)
        place = first_letters(parameter.span, parameter.name)
        return replace(parameter, bound=bound, symbol=self.walk.symbol(parameter.name, Sort.LET, place))

    def _parameter(self, parameter: BlockParameter) -> BlockParameter:
        """A function or a table that a block takes."""
        match parameter:
            case FunctionParameter(name, parameters, bound, span):
                place = first_letters(span, name)
                require_new_name(self.names, name, place)
                inner = tuple([self._bounded(each) for each in parameters])
                bound = self.walk.number(bound, Where.DECLARATION)
                symbol = Symbol(name, Sort.FUNCTION, place, len(parameters))
                self.names.called.setdefault(name, symbol)
                return FunctionParameter(name, inner, bound, span, symbol=symbol)
            case TableParameter(name, written, span):
                with self.names.block():
                    ranges = tuple([self.walk.range(each) for each in written])
                for each in ranges:
                    if each.index is not None:
                        parts.report_index_of_table(self.names, parameter, each)
                place = parts.place_of_table(parameter)
                symbol = self.walk.symbol(name, Sort.TABLE, place, dimensions=len(ranges))
                return TableParameter(name, ranges, span, symbol=symbol)
        raise AssertionError(parameter)

    def _bounded(self, parameter: Parameter) -> Parameter:
        assert parameter.bound is not None
        return replace(parameter, bound=self.walk.number(parameter.bound, Where.DECLARATION))

    # ------------------------------------------------------------ declarations

    def part(self, part: PartDeclaration) -> PartDeclaration:
        """``part name[ranges] = block(numbers)``."""
        block = self._find(part)
        symbol = self.walk.symbol(part.name, Sort.PART, part.name_span, dimensions=len(part.ranges))
        self.of_parts[symbol] = block
        with self.names.declaration(part.name, part.ranges):
            ranges = tuple([self.walk.range(written) for written in part.ranges])
            given = self._given(part, block)
            level = self.walk.level(part.level)
        if block is None:
            return part
        bound = replace(part, ranges=ranges, arguments=given, level=level, symbol=symbol, block_symbol=block.symbol)
        self.ranges[symbol], self.parts[symbol] = ranges, bound
        return bound

    def _given(self, part: PartDeclaration, block: Block | None) -> tuple[Expression, ...]:
        """The numbers, functions and tables of a part."""
        fits = block is not None and parts.require_numbers(self.names, part, block)
        wanted = block.parameters if block is not None and fits else (None,) * len(part.arguments)
        given = []
        for parameter, argument in zip(wanted, part.arguments, strict=True):
            match parameter:
                case FunctionParameter():
                    given.append(parts.find_function_argument(self.names, parameter, argument))
                case TableParameter():
                    given.append(parts.find_table_argument(self.names, parameter, argument))
                case _:
                    given.append(self.walk.number(argument, Where.DECLARATION))
        return tuple(given)

    def _find(self, part: PartDeclaration) -> Block | None:
        block = self.blocks.get(part.block)
        if block is None:
            parts.report_no_block(self.names, part, self.blocks, self.items, self.inside)
        return block

    def refuse_constant(self, constant: Constant) -> None:
        """Constants belong to the program, not to one of its blocks."""
        if self.inside is not None:
            parts.report_constant(self.names, constant, self.inside)

    def wires_input(self, written: WiresInput) -> WiresInput:
        """``input wires name``."""
        if self.inside is None:
            arguments_of.report_wires_input(self.names, written)
        return replace(written, symbol=self.walk.symbol(written.name, Sort.LIST, written.name_span))

    def named_wires(self, written: NamedWires) -> NamedWires:
        """``wires name[ranges] = (wires)``."""
        with self.names.declaration(written.name, written.ranges):
            ranges = tuple([self.walk.range(declared) for declared in written.ranges])
            wires = self.walk.wires(written.wires.wires)
        for wire in wires:
            if wire.negated:
                arguments_of.report_negated_in_list(self.names, written, wire)
        symbol = self.walk.symbol(written.name, Sort.LIST, written.name_span, dimensions=len(ranges))
        return replace(written, ranges=ranges, wires=replace(written.wires, wires=wires), symbol=symbol)

    def alias(self, written: Alias) -> Alias:
        """The name and the ranges of an alias; its target follows when all declarations of its block are known."""
        if self.inside is None:
            arguments_of.report_family_alias(self.names, written)
        symbol = self.walk.symbol(written.name, Sort.ALIAS, written.name_span, dimensions=len(written.ranges))
        with self.names.declaration(written.name, written.ranges):
            ranges = tuple([self.walk.range(declared) for declared in written.ranges])
        self.ranges[symbol] = ranges
        return replace(written, ranges=ranges, symbol=symbol)

    def target_of(self, alias: Alias) -> Alias:
        """The alias with the names of its target bound."""
        with self.names.declaration(alias.name, alias.ranges):
            for declared in alias.ranges:
                if declared.symbol is not None:
                    self.names.declare(declared.symbol)
            target = self._argument(alias.target, Where.DECLARATION)
        arguments_of.require_alias_target(self.names, alias, target)
        return replace(alias, target=target)

    # ------------------------------------------------------------ printing a part

    def instantiate(self, statement: Instantiate) -> Instantiate:
        """``part[indices] := block(arguments)``."""
        step = statement.target.steps[0]
        symbol = self.names.find(step.name, step.span, "gate")
        target = Address((self.step(step, symbol),), statement.target.span)
        arguments, ordinal = [], 0  # of the NOTs so far
        for argument in statement.arguments:
            arguments.append(self._argument(argument, ordinal=ordinal))
            if isinstance(argument, WireList):
                ordinal += sum(wire.negated for wire in argument.wires)
        self.walk.printed.add(symbol)  # for messages: it was meant to be printed
        if not parts.require_part(self.names, statement, symbol, self.items):
            return statement
        require_indices(self.names, symbol, target.steps[0])
        block = self.of_parts[symbol]
        if block is not None and parts.require_block(self.names, statement, symbol, block):
            arguments_of.require_arguments(self.names, replace(statement, arguments=tuple(arguments)), block)
        return replace(statement, target=target, arguments=tuple(arguments))

    def _argument(self, argument: Argument, where: Where = Where.STATEMENT, ordinal: int = 0) -> Argument:
        if isinstance(argument, Address):
            return self.address(argument, slices=True, where=where)
        return replace(argument, wires=self._pieces(argument, where, ordinal))

    def _pieces(self, argument: WireList, where: Where, ordinal: int) -> tuple[Wire, ...]:
        """Slices one after the other, or wires; only the input of the block tells which."""
        if any(wire.negated or wire.clauses or wire.times is not None for wire in argument.wires):
            return self.walk.wires(argument.wires, None, ordinal)
        return tuple(
            [replace(wire, address=self.address(wire.address, slices=True, where=where)) for wire in argument.wires]
        )

    # ------------------------------------------------------------ addresses

    def address(self, address: Address, *, slices: bool, where: Where = Where.STATEMENT) -> Address:
        """An address with its names bound. With ``slices``, it may name many gates: slices are allowed, and indices may
        be left out at the end of a step."""
        first = address.steps[0]
        symbol = self.names.find(first.name, first.span, "gate")
        steps = [self.step(first, symbol, where)]
        if symbol.sort is Sort.PART:
            steps += self._output(address, symbol, where)
        elif len(address.steps) > 1:
            steps += [self.step(step, Symbol(step.name, Sort.UNKNOWN, None), where) for step in address.steps[1:]]
            steps_of.report_no_part(self.names, address, symbol)
            return replace(address, steps=tuple(steps))
        bound = replace(address, steps=tuple(steps))
        if not slices:
            for step in steps:
                if step.symbol.sort in ADDRESSES:
                    steps_of.refuse_slices(self.names, step, address)
        if not steps_of.require_steps(self.names, bound, slices=slices):
            unknown = replace(steps[-1], symbol=Symbol("", Sort.UNKNOWN, None))  # no further messages
            return replace(address, steps=(*steps[:-1], unknown))
        if slices:
            self._require_whole_ranges(bound)
        return bound

    def _require_whole_ranges(self, address: Address) -> None:
        """An index that is left out has a range that does not depend on an index that is sliced."""
        changing: set[Symbol] = set()
        for step in address.steps:
            ranges = self.ranges.get(step.symbol, ())
            changing |= {each.symbol for each, index in zip(ranges, step.indices, strict=False)
                         if each.symbol is not None and isinstance(index, Range)}  # fmt: skip
            for each in ranges[len(step.indices) :]:
                if changing & (symbols_in(each.low) | symbols_in(each.high)):
                    arguments_of.report_left_out(self.names, address, step, each)
                if each.symbol is not None:
                    changing.add(each.symbol)
            if step.symbol in self.parts:
                changing = self._changing_inside(step.symbol, changing)

    def _changing_inside(self, part: Symbol, changing: set[Symbol]) -> set[Symbol]:
        """The numbers of a block that depend on numbers outside, in one of its parts."""
        block, inside = self.of_parts[part], set[Symbol]()
        if block is None:
            return inside
        for parameter, argument in zip(block.parameters, self.parts[part].arguments, strict=False):
            if changing & symbols_in(argument):
                inside.add(parameter.symbol)
        for declared in block.declarations:
            if isinstance(declared, Let) and inside & symbols_in(declared.value):
                inside.add(declared.symbol)
        return inside

    def step(self, step: Step, symbol: Symbol, where: Where = Where.STATEMENT) -> Step:
        """A step with its indices."""
        return replace(step, indices=tuple([self._index(index, where) for index in step.indices]), symbol=symbol)

    def _index(self, index: Expression | Range, where: Where) -> Expression | Range:
        if isinstance(index, Range):
            return replace(index, low=self.walk.number(index.low, where), high=self.walk.upper_end(index.high, where))
        return self.walk.number(index, where)

    def _output(self, address: Address, part: Symbol, where: Where) -> list[Step]:
        """The step that names an output of a part."""
        block = self.of_parts[part]
        if len(address.steps) != 2:
            steps_of.report_steps(self.names, address, part, block)
        later = address.steps[1:]
        symbol = Symbol("", Sort.UNKNOWN, None)
        if block is not None and len(later) == 1:
            symbol = steps_of.find_output(self.names, later[0], block)
        return [self.step(step, symbol if place == 0 else Symbol("", Sort.UNKNOWN, None), where)
                for place, step in enumerate(later)]  # fmt: skip
