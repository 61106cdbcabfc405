"""Constructs that this version cannot run yet: refused here, and only here.

Functions, blocks, parts, tables, imports and slices parse into the syntax tree and are laid out by
``format``; the stages after ``names`` do not support them yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from uniform.language.parse.slips.expected import KINDS, suggest_kind
from uniform.language.syntax.declarations import (
    Alias,
    ArrayDeclaration,
    NamedWires,
    PartDeclaration,
    TableDeclaration,
    WiresInput,
)
from uniform.language.syntax.gates import Address, Range
from uniform.language.syntax.program import (
    Block,
    For,
    FunctionDeclaration,
    If,
    Import,
    Instantiate,
    Print,
    Program,
    Statement,
    While,
)
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.spans import Span


def unsupported(program: Program) -> list[Diagnostic]:
    """A message for the first use of each construct that is not available yet."""
    found: dict[str, Span] = {}
    for what, span in _uses(program):
        found.setdefault(what, span)
    blocks = {item.name for item in program.items if isinstance(item, Block)}
    unknown: list[Diagnostic] = []
    if program.family is not None and "imports" not in found:
        arrays = {found.name for found in program.family.declarations if isinstance(found, ArrayDeclaration)}
        uses = [use for use in _instances(program.family.body) if use.block not in blocks]
        unknown = [_unknown_kind(use, use.block in arrays) for use in uses]
    if unknown and "blocks" not in found:
        found.pop("parts", None)
    return unknown + [_not_yet(what, span) for what, span in found.items()]


def _unknown_kind(use: Instantiate, array: bool) -> Diagnostic:
    """``y := Xor(a, b)``: a name in front of a parenthesis that is neither a gate nor a block of the file."""
    start = use.span.start + use.span.text.index(use.block, use.span.text.index(":="))
    return Diagnostic(
        "U219",
        f"`{use.block}` is not a kind of gate",
        Span(use.span.source, start, start + len(use.block)),
        "wrong case" if use.block.upper() in KINDS else "unknown",
        help=f"the index of an array is written in square brackets: `{use.block}[...]`"
        if array
        else suggest_kind(use.block),
    )


def _not_yet(what: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "U215",
        f"{what} are not available yet",
        span,
        "part of the language, but not in this version",
        help=_REMEDIES[what],
    )


_REMEDIES = {
    "imports": "write the program in one file",
    "functions": "compute the number with `let`, or with a counter and a loop",
    "blocks": "write the gates of the block in the family, with one more index for the copy",
    "parts": "write the gates of the block in the family, with one more index for the copy",
    "aliases": "declare the output, and print it with `:=`",
    "lists of wires": "write the wires in each gate",
    "tables": "use the numbers in conditions, or compute them",
    "slices": "name the gates one by one, as in `x[i] for i in 1..n`",
}


def _uses(program: Program) -> Iterator[tuple[str, Span]]:
    for item in program.items:
        match item:
            case Import(_, span):
                yield "imports", span
            case FunctionDeclaration(span=span):
                yield "functions", span
            case Block(span=span):
                yield "blocks", span
            case TableDeclaration(span=span):
                yield "tables", span
    if program.family is None:
        return
    for declaration in program.family.declarations:
        match declaration:
            case TableDeclaration(span=span):
                yield "tables", span
            case PartDeclaration(span=span):
                yield "parts", span
            case WiresInput(span=span) | NamedWires(span=span):
                yield "lists of wires", span
            case Alias(span=span):
                yield "aliases", span
    yield from _in_body(program.family.body)


def _instances(body: Iterable[Statement]) -> Iterator[Instantiate]:
    for statement in body:
        match statement:
            case Instantiate():
                yield statement
            case For(body=inner) | While(body=inner):
                yield from _instances(inner)
            case If(branches, otherwise):
                for branch in branches:
                    yield from _instances(branch.body)
                yield from _instances(otherwise or ())


def _in_body(body: Iterable[Statement]) -> Iterator[tuple[str, Span]]:
    for statement in body:
        match statement:
            case Instantiate(span=span):
                yield "parts", span
            case Print(target, gate):
                yield from _in_address(target)
                for wire in gate.written_wires:
                    yield from _in_address(wire.address)
            case For(body=inner) | While(body=inner):
                yield from _in_body(inner)
            case If(branches, otherwise):
                for branch in branches:
                    yield from _in_body(branch.body)
                yield from _in_body(otherwise or ())


def _in_address(address: Address) -> list[tuple[str, Span]]:
    found = [("parts", address.span)] if len(address.steps) > 1 else []
    for step in address.steps:
        for index in step.indices:
            if isinstance(index, Range):
                found.append(("slices", index.span))
    return found
