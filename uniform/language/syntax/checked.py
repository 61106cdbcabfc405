"""A checked program: the result of ``names.resolve``, and the input of every later stage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from uniform.language.syntax.declarations import (
    ArrayDeclaration,
    Constant,
    CounterDeclaration,
    Let,
    NamedWires,
    Parameter,
    PartDeclaration,
    TableDeclaration,
)
from uniform.language.syntax.program import Block, Statement
from uniform.language.syntax.symbols import Symbol
from uniform.messages.spans import Source, Span

CheckedDeclaration = (
    Constant | Let | CounterDeclaration | ArrayDeclaration | TableDeclaration | PartDeclaration | NamedWires
)


@dataclass(frozen=True, slots=True, eq=False)
class CheckedFunction:
    """A ``def`` whose names are all bound to their symbols. It calls only functions that are declared above it."""

    name: str
    parameters: tuple[Parameter, ...]  # each has a bound, which may use the parameters to its left
    result: CounterDeclaration  # its final value is the value of a call
    declarations: tuple[Let | CounterDeclaration, ...]
    body: tuple[Statement, ...]  # prints nothing
    lets: tuple[Symbol, ...]  # those outside the family that it sees
    symbol: Symbol
    span: Span  # of its header line


@dataclass(frozen=True, eq=False)
class CheckedProgram:
    """A family whose names are all bound to their symbols, and whose constants have values.

    Invariant: every ``symbol`` in it is ``n`` or belongs to a declaration in it."""

    name: str  # of the family
    doc: tuple[str, ...]  # the lines of its doc string, without quotes
    declarations: tuple[CheckedDeclaration, ...]  # those outside the family, then those at its head
    body: tuple[Statement, ...]
    n: Symbol
    constants: tuple[tuple[Symbol, int], ...]  # in order of declaration
    span: Span  # of the header line of the family
    blocks: tuple[Block, ...] = ()
    """Those that parts may be made from. ``parts.expand`` replaces parts and lists of wires; then there are none."""
    functions: tuple[CheckedFunction, ...] = ()  # in order of declaration
    sources: tuple[Source, ...] = ()
    """The texts of the program and the files that it imports, each after those that it imports itself."""

    @cached_property
    def functions_by_symbol(self) -> dict[Symbol, CheckedFunction]:
        """The functions, by the symbol in their calls."""
        return {function.symbol: function for function in self.functions}
