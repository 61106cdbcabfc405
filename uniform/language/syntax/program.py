"""Statements, bodies and files. A body has ``Declaration`` nodes at its head, then ``Statement`` nodes."""

from __future__ import annotations

from dataclasses import dataclass, field

from uniform.language.syntax.declarations import (
    Alias,
    ArrayDeclaration,
    BlockParameter,
    Constant,
    CounterDeclaration,
    Declaration,
    Let,
    Parameter,
    TableDeclaration,
    WiresInput,
)
from uniform.language.syntax.expressions import Condition, Expression, bound_symbol, source_span
from uniform.language.syntax.gates import Address, Argument, Bind, GateCall, Group, Wire
from uniform.language.syntax.symbols import Symbol
from uniform.messages.spans import Span

# ---------------------------------------------------------------- statements


@dataclass(frozen=True, slots=True)
class Print:
    """``target := gate``. ``t := a`` is COPY(a), ``t := NOT a`` is NOT(a) (a single wire, not negated)."""

    target: Address
    gate: GateCall
    written: str = field(compare=False)  # "gate", "copy" or "not": the form in which it was written
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class Instantiate:
    """``part[indices] := block(arguments)``: prints one part."""

    target: Address
    block: str
    arguments: tuple[Argument, ...]
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class Assign:
    """``counter <- value``."""

    name: str
    value: Expression
    name_span: Span = source_span()
    span: Span = source_span()
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class For:
    """``for variable in low..high [by step]`` or ``for variable in high downto low [by step]``."""

    variable: str
    low: Expression
    high: Expression
    by: Expression | None
    down: bool
    body: tuple[Statement, ...]
    name_span: Span = source_span()
    span: Span = source_span()  # of the header line
    symbol: Symbol = bound_symbol()


@dataclass(frozen=True, slots=True)
class While:
    """``while condition``."""

    condition: Condition
    body: tuple[Statement, ...]
    span: Span = source_span()  # of the header line


@dataclass(frozen=True, slots=True)
class Branch:
    """One ``if`` or ``elif`` with its body."""

    condition: Condition
    body: tuple[Statement, ...]
    span: Span = source_span()  # of the header line


@dataclass(frozen=True, slots=True)
class If:
    """``if ... elif ... else``; ``otherwise`` is None when there is no ``else``."""

    branches: tuple[Branch, ...]  # at least one
    otherwise: tuple[Statement, ...] | None
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class Scope:
    """A body of its own. Not written in programs: the statements of a block, where a part is printed. An array in it
    stands for computing its ranges; a counter begins with 0."""

    body: tuple[ScopedStatement, ...]
    span: Span = source_span()


@dataclass(frozen=True, slots=True)
class Enter:
    """A part is printed from here to the end of the `Scope`. For the second time, the tools stop the run: it is printed
    twice. Not written in programs."""

    part: Address
    span: Span = source_span()  # of the statement that prints the part


@dataclass(frozen=True, slots=True)
class Negate:
    """The gates of the NOTs in the lists that a part takes are printed, at the address of the part:
    `add[2].NOT[k,i]`. Each negated wire without a ``part`` is one; the other wires are not evaluated. Not written in
    programs."""

    part: Address
    wires: tuple[Wire | Group, ...]
    span: Span = source_span()


Statement = Print | Instantiate | Assign | Let | For | While | If | Scope | Enter | Negate | Bind
ScopedStatement = Statement | CounterDeclaration | ArrayDeclaration


# ---------------------------------------------------------------- bodies and files


@dataclass(frozen=True, slots=True)
class FunctionDeclaration:
    """``def name(parameters) -> result``: its own counters and loops; prints nothing; not recursive."""

    name: str
    parameters: tuple[Parameter, ...]
    result: Parameter
    doc: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    body: tuple[Statement, ...]
    name_span: Span = source_span()
    span: Span = source_span()  # of the header line


@dataclass(frozen=True, slots=True)
class Block:
    """``block name(parameters)``: a sub-circuit; reads like a family."""

    name: str
    parameters: tuple[BlockParameter, ...]
    doc: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    body: tuple[Statement, ...]
    name_span: Span = source_span()
    span: Span = source_span()  # of the header line
    symbol: Symbol = bound_symbol()

    @property
    def inputs(self) -> tuple[ArrayDeclaration | WiresInput, ...]:
        """Its inputs, in order."""
        return tuple(
            [
                found
                for found in self.declarations
                if isinstance(found, WiresInput) or (isinstance(found, ArrayDeclaration) and found.role == "input")
            ]
        )

    @property
    def outputs(self) -> tuple[ArrayDeclaration | Alias, ...]:
        """Its outputs, in order."""
        return tuple(
            [
                found
                for found in self.declarations
                if isinstance(found, Alias) or (isinstance(found, ArrayDeclaration) and found.role == "output")
            ]
        )


@dataclass(frozen=True, slots=True)
class FamilyDeclaration:
    """``family name(n)``: declarations in order, then statements."""

    name: str
    doc: tuple[str, ...]  # the lines of the doc string, without quotes
    declarations: tuple[Declaration, ...]
    body: tuple[Statement, ...]
    name_span: Span = source_span()
    span: Span = source_span()  # of the header line


@dataclass(frozen=True, slots=True)
class Import:
    """``import "file"``: the names that a library file declares. ``language.imports`` reads the file, once however many
    imports name it."""

    path: str
    span: Span = source_span()
    file: Program | None = field(default=None, compare=False, repr=False)  # None until it is read


Item = Import | Constant | Let | TableDeclaration | FunctionDeclaration | Block


@dataclass(frozen=True, slots=True)
class Program:
    """A file: items in order, and at most one family."""

    items: tuple[Item, ...]  # everything outside the family
    family: FamilyDeclaration | None  # None in a library file
    span: Span = source_span()
