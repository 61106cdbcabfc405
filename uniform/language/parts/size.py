"""How large a program becomes when its parts are replaced, before that is done.

A block that prints two parts of the block above it, and so on, doubles the statements with each block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import Declaration, PartDeclaration
from uniform.language.syntax.program import For, If, Instantiate, Statement, While
from uniform.language.syntax.symbols import Symbol
from uniform.messages.diagnostics import Diagnostic
from uniform.messages.errors import UniformError
from uniform.messages.spans import Span

MAX_DEPTH = 50
"""The limit on parts inside parts."""

MAX_STATEMENTS = 50_000
"""The limit on declarations and statements in the place of all parts."""


def require_size(program: CheckedProgram) -> None:
    """Raise UniformError (U106) if parts are nested too deeply, or the program becomes too long without them."""
    depths: dict[Symbol, int] = {}
    arrays: dict[Symbol, int] = {}
    statements: dict[Symbol, int] = {}
    for block in program.blocks:
        depths[block.symbol] = 1 + max((depths[part.block_symbol] for part in _parts(block.declarations)), default=0)
        arrays[block.symbol] = _arrays(block.declarations, arrays)
        statements[block.symbol] = _statements(block.declarations, block.body, statements)
    for found in (part for block in program.blocks for part in _parts(block.declarations)):
        if depths[found.block_symbol] >= MAX_DEPTH:
            raise UniformError(_too_much(f"parts are nested more than {MAX_DEPTH} deep", found.span))
    total = _arrays(program.declarations, arrays) + _statements(program.declarations, program.body, statements)
    if total > MAX_STATEMENTS:
        blocks = [each for each in program.blocks if arrays[each.symbol] + statements[each.symbol] > MAX_STATEMENTS]
        place = blocks[0].span if blocks else program.span
        raise UniformError(_too_much(f"the parts of the program have more than {MAX_STATEMENTS} statements", place))


def _too_much(message: str, span: Span) -> Diagnostic:
    remedy = "declare one array of parts and print it in a loop, in place of parts with names of their own"
    return Diagnostic("U106", message, span, "too much", help=remedy)


def _parts(declarations: Iterable[Declaration]) -> Iterator[PartDeclaration]:
    return (found for found in declarations if isinstance(found, PartDeclaration))


def _arrays(declarations: tuple[Declaration, ...], arrays: dict[Symbol, int]) -> int:
    """The declarations of a body, with those of its parts."""
    return len(declarations) + sum(arrays[part.block_symbol] for part in _parts(declarations))


def _statements(
    declarations: tuple[Declaration, ...], body: tuple[Statement, ...], statements: dict[Symbol, int]
) -> int:
    """The statements and declarations of a body, where one that prints a part counts as those of its block."""
    blocks = {part.symbol: part.block_symbol for part in _parts(declarations)}
    size, waiting = len(declarations), list(body)
    while waiting:
        statement = waiting.pop()
        size += 1
        match statement:
            case Instantiate(target):
                size += statements[blocks[target.steps[0].symbol]]
            case For(body=inner) | While(body=inner):
                waiting += inner
            case If(branches, otherwise):
                waiting += [each for branch in branches for each in branch.body]
                waiting += otherwise or ()
    return size
