"""Parts of blocks, and what every kind of declaration means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.language.by_the_rules.addresses import (
    Array,
    Input,
    Listed,
    Named,
    Other,
    Table,
    View,
    negation,
    show,
    use,
    view,
)
from tests.language.by_the_rules.numbers import (
    Function,
    Indexed,
    Scope,
    Trapped,
    check_in,
    compute_ranges,
    ends,
    integer,
    natural,
    number,
    passes,
    reads_a_table,
)
from uniform.language.syntax.declarations import (
    Alias,
    ArrayDeclaration,
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
from uniform.language.syntax.expressions import Expression, Name
from uniform.language.syntax.gates import Address, Argument, Range, Wire
from uniform.language.syntax.program import Block
from uniform.messages.spans import Span

Bound = View | Listed  # what an input of a block stands for


class Names(dict[str, Any]):
    """Names of a body. Those that are declared in it are made when they are first asked for."""

    def __init__(self, known: dict[str, Any], declarations: Iterable[Declaration]) -> None:
        super().__init__(known)
        self.waiting = {declaration.name: declaration for declaration in declarations}
        self.scope: Scope
        self.bound: dict[str, Bound] = {}

    def __missing__(self, name: str) -> Any:
        made = self[name] = self.made(self.waiting[name])
        return made

    def made(self, declaration: Declaration) -> Any:
        scope = self.scope
        match declaration:
            case Let():
                return let(scope, declaration)
            case CounterDeclaration(name, bound):
                scope.bounds[name] = natural(scope, bound)
                return 0
            case ArrayDeclaration(role="input", name=name) if name in self.bound:
                array = self.bound[name]
                assert isinstance(array, View)
                return Input(declaration, scope, array)
            case ArrayDeclaration():
                return Array(declaration, scope)
            case WiresInput(name):
                return self.bound[name]
            case PartDeclaration():
                return Parts(declaration, scope, *scope.blocks[declaration.block])
            case TableDeclaration():
                return Table(declaration, scope)
            case Alias():
                return Other(declaration, scope)
            case NamedWires():
                return Named(declaration, scope)
        raise AssertionError(declaration)


def let(scope: Scope, declaration: Let) -> int:
    signed = reads_a_table(scope, declaration.value)
    (scope.signed.add if signed else scope.signed.discard)(declaration.name)
    return number(scope, declaration.value)


def declare(scope: Scope, declarations: Iterable[Declaration]) -> None:
    """Compute what declarations say, each once and in order; nothing of an alias or a list."""
    for declaration in declarations:
        made = scope.values[declaration.name]
        match made:
            case Array() | Parts():
                compute_ranges(scope, made.ranges)
            case Input():
                compute_ranges(scope, made.ranges)
                made.bound.check()
                lengths = [high - low + 1 for low, high in (ends(scope, written) for written in made.ranges)]
                made.bound.check_lengths(lengths)


# ---------------------------------------------------------------- parts


@dataclass
class Parts:
    """``part name[ranges] = block(numbers)``."""

    declaration: PartDeclaration
    scope: Scope
    block: Block
    seen: Scope  # what the block sees of its file
    printed: dict[tuple[int, ...], Scope] = field(default_factory=dict)

    @property
    def ranges(self) -> tuple[Range, ...]:
        return self.declaration.ranges

    def output(self, name: str) -> Any:
        return next(declaration for declaration in self.block.declarations if declaration.name == name)

    def at(self, indices: Iterable[Indexed]) -> Scope:
        """The names of one part; its indices and the numbers of its header are checked."""
        return self.scope_of(check_in(self.scope, self.ranges, indices)[1])

    def scope_of(self, indices: Sequence[int]) -> Scope:
        if tuple(indices) not in self.printed:
            self.printed[tuple(indices)] = self.made(indices)
        return self.printed[tuple(indices)]

    def made(self, indices: Sequence[int]) -> Scope:
        caller = self.scope.inside()
        for written, index in zip(self.ranges, indices, strict=True):
            if written.index is not None:
                caller.values[written.index] = index
        names, seen = Names(dict(self.seen.values), self.block.declarations), self.seen
        place = self.scope.place + show(self.declaration.name, indices) + "."
        scope = Scope(seen.run, names, dict(seen.functions), seen.blocks, set(seen.signed), {}, place)
        names.scope = scope
        pairs = list(zip(self.block.parameters, self.declaration.arguments, strict=True))
        for parameter, argument in pairs:
            if isinstance(parameter, Parameter):
                value = natural(caller, argument)
                if parameter.bound is not None and value > integer(scope, parameter.bound):
                    raise Trapped("U430", argument.span)
                names[parameter.name] = value
        for parameter, argument in pairs:
            match parameter, argument:
                case FunctionParameter(), Name(name):
                    scope.functions[parameter.name] = limited(caller.functions[name], parameter, scope)
                case TableParameter(), Name(name):
                    names[parameter.name] = Handed(parameter, scope, caller.values[name], self.declaration.span)
        return scope


def limited(function: Function, parameter: FunctionParameter, scope: Scope) -> Function:
    """A function as the header of a block limits it."""

    def call(given: Sequence[Indexed], span: Span) -> int:
        check_arguments(scope.inside(), parameter.parameters, given, integer)
        result = function(given, span)
        if result > integer(scope, parameter.bound):
            raise Trapped("U432", span)
        return result

    return call


def check_arguments(
    scope: Scope,
    parameters: Sequence[Parameter],
    given: Sequence[Indexed],
    bound: Callable[[Scope, Expression], int] = natural,
) -> None:
    """Name the arguments of a call, each checked against its bound."""
    for parameter, (value, span) in zip(parameters, given, strict=True):
        assert parameter.bound is not None
        if value > bound(scope, parameter.bound):
            raise Trapped("U414", span)
        scope.values[parameter.name] = value


@dataclass
class Handed:
    """A table as the header of a block names it: the ranges of the header must lie within those of the table."""

    parameter: TableParameter
    scope: Scope
    table: Table | Handed
    span: Span

    def ends(self) -> list[tuple[int, int]]:
        return [ends(self.scope, written) for written in self.parameter.ranges]

    def check(self) -> None:
        wanted = self.ends()
        if all(low <= high for low, high in wanted):
            for (low, high), (lowest, highest) in zip(wanted, self.table.ends(), strict=True):
                if low < lowest or high > highest:
                    raise Trapped("U433", self.span)

    def at(self, indices: Iterable[Indexed]) -> int:
        _, found = check_in(self.scope, self.parameter.ranges, indices)
        return self.table.at((index, self.span) for index in found)


# ---------------------------------------------------------------- printing a part


def bind(scope: Scope, part: Scope, block: Block, place: str, arguments: Sequence[Argument]) -> list[Wire]:
    """Bind the inputs of a block; the result is the wires of the lists among the arguments."""
    inputs = [each for each in block.declarations if isinstance(each, WiresInput) or is_input(each)]
    assert isinstance(part.values, Names)
    listed = [
        wire
        for declaration, argument in zip(inputs, arguments, strict=True)
        if isinstance(declaration, WiresInput) and not isinstance(argument, Address)
        for wire in argument.wires
    ]
    for declaration, argument in zip(inputs, arguments, strict=True):
        if isinstance(declaration, ArrayDeclaration):
            part.values.bound[declaration.name] = view(scope, argument, len(declaration.ranges))
        else:
            given = (
                (Wire(False, argument, None, (), argument.span),) if isinstance(argument, Address) else argument.wires
            )
            part.values.bound[declaration.name] = Listed(
                scope, given, lambda wire, inner: negation(place, listed, wire, inner)
            )
    return listed


def is_input(declaration: Declaration) -> bool:
    return isinstance(declaration, ArrayDeclaration) and declaration.role == "input"


def negations(scope: Scope, wires: Sequence[Wire], place: str) -> Iterator[tuple[str, str]]:
    """The address and the wire of each NOT gate of the lists that a part takes."""
    for wire in wires:
        if wire.negated:
            for inner in passes(scope, wire.clauses):
                scope.run.step()
                yield negation(place, wires, wire, inner), use(inner, wire.address)
