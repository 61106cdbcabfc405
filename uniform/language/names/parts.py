"""Messages for blocks, parts, aliases and lists of wires that are used for what they are not.

One function for each rule; what each adds to the table is a message. What this file does not do: find names
(``table``) or walk the tree (``blocks``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from uniform.language.names.elsewhere import remedy_from_library
from uniform.language.names.table import NameTable
from uniform.language.names.uses import first_letters
from uniform.language.parse.slips.expected import KINDS, suggest_kind
from uniform.language.syntax.declarations import (
    Constant,
    FunctionParameter,
    PartDeclaration,
    TableParameter,
)
from uniform.language.syntax.expressions import Builtin, Expression, Name
from uniform.language.syntax.gates import Address, Range
from uniform.language.syntax.program import Block, Instantiate
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.messages.counts import count_of
from uniform.messages.diagnostics import Label
from uniform.messages.nearest import find_nearest
from uniform.messages.spans import Span

# ---------------------------------------------------------------- blocks


def report_constant(names: NameTable, constant: Constant, block: Block) -> None:
    """``const`` in a block."""
    names.report(
        "U238",
        f"the constant `{constant.name}` is declared in block `{block.name}`",
        constant.span,
        "constants belong to the program",
        f"write `let {constant.name} = ...`, or move the constant above the block",
    )


def report_second_block(names: NameTable, block: Block, first: Block) -> None:
    """Two blocks of one name."""
    names.report(
        "U203",
        f"`{block.name}` is already the name of a block",
        block.name_span,
        "declared again",
        "choose another name",
        Label(first.name_span, f"`{block.name}` is first declared here"),
    )


def report_no_block(
    names: NameTable, part: PartDeclaration, above: Mapping[str, Block], all_blocks: Mapping[str, Block],
    inside: Block | None,
) -> None:  # fmt: skip
    """A part of a block that is not declared above."""
    name, place = part.block, _block_span(part)
    if inside is not None and (cycle := _cycle(inside, name, all_blocks)):
        names.report(
            "U230",
            f"block `{inside.name}` contains itself",
            place,
            " -> ".join(f"`{each}`" for each in cycle),
            "a block uses only blocks above it, so that every part is finite",
        )
    elif name in all_blocks:
        names.report(
            "U202",
            f"block `{name}` is used before it is declared",
            place,
            "not declared yet",
            "move the block above this one" if inside is not None else "move the block above the family",
            Label(all_blocks[name].name_span, "declared here"),
        )
    elif (found := names.elsewhere.explain(name, place, "block")) is not None:
        names.diagnostics.append(found)
    else:
        near = find_nearest(name, above)
        remedy = remedy_from_library(name) or (
            f"did you mean `{near}`?" if near else f"declare it above, beginning with `block {name}(...)`"
        )
        names.report("U201", f"there is no block `{name}`", place, "unknown block", remedy)


def _cycle(inside: Block, used: str, blocks: Mapping[str, Block]) -> list[str] | None:
    """The blocks from ``inside`` through ``used`` back to ``inside``, if it contains itself that way."""
    waiting, seen = [[inside.name, used]], {used}
    while waiting:
        path = waiting.pop(0)
        if path[-1] == inside.name:
            return path
        if path[-1] in blocks:
            for part in blocks[path[-1]].declarations:
                if isinstance(part, PartDeclaration) and part.block not in seen:
                    seen.add(part.block)
                    waiting.append([*path, part.block])
    return None


def require_numbers(names: NameTable, part: PartDeclaration, block: Block) -> bool:
    """A part declaration gives something for each parameter of the block. Whether it does."""
    wanted, given = len(block.parameters), len(part.arguments)
    if wanted == given:
        return True
    header = ", ".join(parameter.span.text for parameter in block.parameters)
    names.report(
        "U231",
        f"block `{block.name}` takes {count_of(wanted, 'parameter') if wanted else 'no parameters'}, not {given}",
        part.span,
        f"{given or 'none'} given",
        f"its header is `block {block.name}({header})`",
        Label(block.name_span, "declared here"),
    )
    return False


def find_function_argument(names: NameTable, parameter: FunctionParameter, argument: Expression) -> Expression:
    """The function that a part hands to its block: the name of one with as many parameters."""
    wanted = len(parameter.parameters)
    declared = Label(first_letters(parameter.span, parameter.name), f"`{parameter.name}` is declared here")
    if not isinstance(argument, Name):
        names.report(
            "U231",
            f"`{argument.span.text}` is a number, and `{parameter.name}` is a function",
            argument.span,
            "the name of a function is needed",
            "write the name alone, without parentheses",
            declared,
        )
        return argument
    builtin = next((each for each in Builtin if each.value == argument.name), None)
    symbol = names.called.get(argument.name)
    if builtin is not None:
        fits = wanted == _BUILTIN_PARAMETERS[builtin] or (wanted > 2 and builtin in (Builtin.MIN, Builtin.MAX))
        symbol = Symbol(argument.name, Sort.FUNCTION, None, _BUILTIN_PARAMETERS[builtin])
    elif symbol is None or symbol.sort is not Sort.FUNCTION:
        near = find_nearest(argument.name, [name for name, each in names.called.items() if each.sort is Sort.FUNCTION])
        remedy = f"did you mean `{near}`?" if near else f"declare it above: `def {argument.name}(...) -> ...`"
        message = f"`{argument.name}` is not a function, and `{parameter.name}` is one"
        names.report("U231", message, argument.span, "the name of a function is needed", remedy, declared)
        return argument
    else:
        fits = symbol.dimensions == wanted
    if not fits:
        names.report(
            "U231",
            f"`{argument.name}` takes {count_of(symbol.dimensions, 'number')}, and `{parameter.name}` takes {wanted}",
            argument.span,
            "another number of parameters",
            f"a `def` with {count_of(wanted, 'parameter')} fits, and may call `{argument.name}`",
            declared,
        )
    return replace(argument, symbol=symbol)


def find_table_argument(names: NameTable, parameter: TableParameter, argument: Expression) -> Expression:
    """The table that a part hands to its block: the name of one with as many indices."""
    declared = Label(place_of_table(parameter), f"`{parameter.name}` is declared here")
    if not isinstance(argument, Name):
        message = f"`{argument.span.text}` is a number, and `{parameter.name}` is a table"
        names.report("U231", message, argument.span, "the name of a table is needed", None, declared)
        return argument
    symbol = names.find(argument.name, argument.span, "table")
    wanted = len(parameter.ranges)
    if symbol.sort not in (Sort.TABLE, Sort.UNKNOWN):
        message = f"`{argument.name}` is {symbol.sort.value}, and `{parameter.name}` is a table"
        names.report("U231", message, argument.span, "the name of a table is needed", None, declared)
    elif symbol.sort is Sort.TABLE and symbol.dimensions != wanted:
        dimensions = count_of(symbol.dimensions, "dimension")
        message = f"the table `{argument.name}` has {dimensions}, and `{parameter.name}` has {wanted}"
        names.report("U231", message, argument.span, "another number of dimensions", None, declared)
    return replace(argument, symbol=symbol)


def report_index_of_table(names: NameTable, parameter: TableParameter, written: Range) -> None:
    """``table W[i in 0..m]`` in a header."""
    text = f"{written.low.span.text}..{written.high.span.text}"
    message = f"the range `{written.span.text}` of the table `{parameter.name}` names an index"
    names.report("U222", message, written.span, "the ranges of a table do not depend on each other", f"write `{text}`")


def place_of_table(parameter: TableParameter) -> Span:
    """The place of the name in ``table name[...]``."""
    start = parameter.span.start + parameter.span.text.index(parameter.name, len("table"))
    return Span(parameter.span.source, start, start + len(parameter.name))


_BUILTIN_PARAMETERS = {Builtin.BITS: 1, Builtin.BIT: 2, Builtin.MIN: 2, Builtin.MAX: 2}


# ---------------------------------------------------------------- printing a part


def require_part(names: NameTable, statement: Instantiate, symbol: Symbol, blocks: Mapping[str, Block]) -> bool:
    """Only a part is printed with a block. Whether it is one."""
    name, block, place = statement.target.steps[0].name, statement.block, block_of_statement(statement)
    if symbol.sort is Sort.PART and len(statement.target.steps) == 1:
        return True
    if symbol.sort is Sort.UNKNOWN:
        return False
    if symbol.sort is Sort.PART:
        names.report(
            "U232",
            f"`{statement.target.span.text}` is inside a part",
            statement.target.span,
            "printed by the block itself",
            f"print the whole part: `{statement.target.steps[0].span.text} := {block}(...)`",
        )
        return False
    called = names.called.get(block)
    if block in blocks or (called is not None and called.sort is Sort.BLOCK):
        names.report(
            "U232",
            f"`{name}` is {symbol.sort.value}, but `{block}` is a block",
            statement.target.span,
            "only a part is printed with a block",
            f"declare `part NAME = {block}(...)` and print it with `NAME := {block}(...)`",
        )
        return False
    if called is not None and called.sort is Sort.FUNCTION:
        message, remedy = (
            f"`{block}` is a function, not a kind of gate",
            "a function computes a number, and prints nothing",
        )
        names.report("U219", message, place, "a kind of gate, or a block, is expected", remedy)
        return False
    if (found := names.elsewhere.explain(block, place, "block")) is not None:
        names.diagnostics.append(found)
        return False
    names.report(
        "U219",
        f"`{block}` is not a kind of gate",
        place,
        "wrong case" if block.upper() in KINDS else "unknown",
        _kind_or_block(names, block),
    )
    return False


def _kind_or_block(names: NameTable, name: str) -> str:
    """The help for a word that is neither a kind of gate nor a block."""
    if name in names.in_scope:
        return f"the index of an array is written in square brackets: `{name}[...]`"
    near = find_nearest(name, [block for block, symbol in names.called.items() if symbol.sort is Sort.BLOCK])
    return remedy_from_library(name) or (f"did you mean the block `{near}`?" if near else suggest_kind(name))


def block_of_statement(statement: Instantiate) -> Span:
    """The place of the block's name in ``part := block(...)``."""
    start = statement.span.start + statement.span.text.index(statement.block, statement.span.text.index(":="))
    return Span(statement.span.source, start, start + len(statement.block))


def require_block(names: NameTable, statement: Instantiate, part: Symbol, block: Block) -> bool:
    """A part is printed with the block of its declaration. Whether it is."""
    if statement.block != block.name:
        others = () if part.span is None else (Label(part.span, f"declared as `{block.name}`"),)
        names.report(
            "U232",
            f"`{part.name}` is a part of block `{block.name}`, not `{statement.block}`",
            block_of_statement(statement),
            "another block",
            f"write `{statement.target.span.text} := {block.name}(...)`",
            *others,
        )
    return statement.block == block.name


def refuse_part_targets(names: NameTable, symbol: Symbol, target: Address, block: Block | None) -> bool:
    """``:=`` with a gate prints neither parts nor aliases nor lists. Whether it was one of them."""
    text = target.span.text
    if symbol.sort is Sort.PART:
        message = f"`{text}` is a part, not a gate" if len(target.steps) == 1 else f"`{text}` is inside a part"
        names.report(
            "U206", message, target.span, "the statements of its block print it",
            f"print the whole part: `{target.steps[0].span.text} := {block.name if block else 'BLOCK'}(...)`",
        )  # fmt: skip
    elif symbol.sort is Sort.ALIAS:
        message = f"`{text}` is only another name for a gate"
        names.report("U206", message, target.span, "an alias is not printed", "print the gate that it points to")
    elif symbol.sort is Sort.LIST:
        message = f"`{text}` is a list of wires, not a gate"
        names.report("U206", message, target.span, "`:=` prints a gate", "print to an output or a gate")
    return symbol.sort in (Sort.PART, Sort.ALIAS, Sort.LIST)


def _block_span(part: PartDeclaration) -> Span:
    text = part.span.text
    start = part.span.start + text.index(part.block, text.index("=") + 1)
    return Span(part.span.source, start, start + len(part.block))
