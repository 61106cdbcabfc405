"""Constructs that this version cannot run yet: refused here, and only here.

Functions and tables that blocks take parse into the syntax tree and are laid out by ``format``; the stages after
``names`` do not support them yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from uniform.language.syntax.declarations import BlockParameter, FunctionParameter, TableParameter
from uniform.language.syntax.program import Block, Import, Program
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.spans import Span


def unsupported(program: Program) -> list[Diagnostic]:
    """A message for the first use of each construct that is not available yet."""
    found: dict[str, Span] = {}
    for what, span in _uses(program):
        found.setdefault(what, span)
    return [_not_yet(what, span) for what, span in found.items()]


def _not_yet(what: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "U215",
        f"{what} are not available yet",
        span,
        "part of the language, but not in this version",
        help=_REMEDIES[what],
    )


_REMEDIES = {
    "functions of blocks": "call the function itself in the block",
    "tables of blocks": "read the table itself in the block",
}


def _uses(program: Program) -> Iterator[tuple[str, Span]]:
    for item in program.items:
        match item:
            case Import(file=Program() as file):
                yield from _uses(file)
            case Block(parameters=parameters):
                yield from _in_header(parameters)


def _in_header(parameters: Iterable[BlockParameter]) -> Iterator[tuple[str, Span]]:
    for parameter in parameters:
        match parameter:
            case FunctionParameter(span=span):
                yield "functions of blocks", span
            case TableParameter(span=span):
                yield "tables of blocks", span
