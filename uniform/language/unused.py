"""Leave out what imported files declare and the program does not use, so that it costs no cells and never traps.

The program uses what its own file declares, whether that is used or not, and what these declarations mention, directly
or through others: a ``let`` through a function that is called, a function through a block of which there is a part.
Constants stay, since ``--set`` reaches all of them, and so do tables: neither has cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

from uniform.language.syntax.checked import CheckedFunction, CheckedProgram
from uniform.language.syntax.declarations import Let
from uniform.language.syntax.program import Block
from uniform.language.syntax.symbols import Symbol
from uniform.messages.errors import TrapText
from uniform.messages.spans import Span

_Optional = Let | CheckedFunction | Block  # what is left out where it is not used


def drop_unused(program: CheckedProgram) -> CheckedProgram:
    """The program without the lets, functions and blocks of imported files that it does not use; the program itself if
    there are none. Cost: linear in the tree."""
    own = program.sources[-1] if program.sources else None
    found: list[_Optional] = [each for each in program.declarations if isinstance(each, Let)]
    found += [*program.functions, *program.blocks]
    imported = {each.symbol: each for each in found if each.span.source is not own}
    if not own or not imported:
        return program
    unused = imported.keys() - _used(program, imported)
    if not unused:
        return program
    functions = [
        replace(function, lets=tuple([let for let in function.lets if let not in unused]))
        for function in program.functions
        if function.symbol not in unused
    ]
    return replace(
        program,
        declarations=tuple(
            [each for each in program.declarations if not (isinstance(each, Let) and each.symbol in unused)]
        ),
        blocks=tuple([block for block in program.blocks if block.symbol not in unused]),
        functions=tuple(functions),
    )


def _used(program: CheckedProgram, imported: dict[Symbol, _Optional]) -> set[Symbol]:
    """The imported ones that the program uses."""
    everything = (*program.declarations, *program.functions, *program.blocks)
    waiting: list[object] = [found for found in everything if getattr(found, "symbol", None) not in imported]
    waiting.append(program.body)
    used: set[Symbol] = set()
    while waiting:
        for symbol in _mentioned(waiting.pop()):
            if symbol in imported and symbol not in used:
                used.add(symbol)
                waiting.append(imported[symbol])
    return used


def _mentioned(node: object) -> Iterator[Symbol]:
    """All symbols below a node of the tree."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        match here:
            case Symbol():
                yield here
            case tuple():
                waiting.extend(here)
            case CheckedFunction(parameters=parameters, result=result, declarations=declarations, body=body):
                waiting.extend((parameters, result, declarations, body))  # it may see lets that it does not use
            case Span() | TrapText():
                pass
            case _ if is_dataclass(here):
                waiting.extend(getattr(here, field.name) for field in fields(here))
