"""What inputs, aliases and lists of wires take: messages for those that do not fit.

One function for each rule; what each adds to the table is a message.
"""

from __future__ import annotations

from uniform.language.names.table import NameTable
from uniform.language.syntax.declarations import Alias, ArrayDeclaration, NamedWires, WiresInput
from uniform.language.syntax.gates import Address, Argument, GateCall, Range, Step, Wire
from uniform.language.syntax.program import Block, Instantiate
from uniform.language.syntax.symbols import ADDRESSES, Sort, Symbol
from uniform.messages.counts import count_of
from uniform.messages.diagnostics import Label

# ---------------------------------------------------------------- arguments of parts


def require_arguments(names: NameTable, statement: Instantiate, block: Block) -> None:
    """Each input of the block is bound to an argument of its dimensions."""
    inputs = block.inputs
    if len(inputs) != len(statement.arguments):
        listed = ", ".join(f"`{found.name}`" for found in inputs)
        given = len(statement.arguments)
        names.report(
            "U233",
            f"block `{block.name}` has {count_of(len(inputs), 'input')}, not {given}",
            statement.span,
            f"{given or 'none'} given",
            f"its inputs are {listed}" if inputs else f"write `{block.name}()`",
            Label(block.name_span, "declared here"),
        )
        return
    for found, argument in zip(inputs, statement.arguments, strict=True):
        if isinstance(found, WiresInput):
            _require_list(names, found, argument)
        else:
            _require_array(names, found, argument)


def _require_list(names: NameTable, found: WiresInput, argument: Argument) -> None:
    addresses = [argument] if isinstance(argument, Address) else [wire.address for wire in argument.wires]
    for address in addresses:
        if _free(address):
            names.report(
                "U233",
                f"`{found.name}` takes single wires, and `{address.span.text}` names many",
                address.span,
                f"{_dimensions(_free(address))}",
                f"write them with `for`, as in `(x[i] for i in 1..n)`: `{found.name}` is a list of wires",
                Label(found.name_span, "declared as `wires`"),
            )


def _require_array(names: NameTable, found: ArrayDeclaration, argument: Argument) -> None:
    wanted = len(found.ranges)
    declared = Label(found.name_span, "declared here")
    if isinstance(argument, Address):
        _require_dimensions(names, found, argument, (wanted,), declared)
        return
    for wire in argument.wires:
        if wire.negated or wire.clauses or wire.times is not None:
            what = "NOT" if wire.negated else "times" if wire.times is not None else "for` and `if"
            names.report(
                "U233",
                f"`{found.name}` takes gates as they are, without `{what}`",
                wire.span,
                "an array is bound to gates and slices",
                f"print a gate and bind that, or declare `input wires {found.name}` for a list of wires",
                declared,
            )
        else:
            _require_dimensions(names, found, wire.address, (wanted, wanted - 1), declared)


def _require_dimensions(
    names: NameTable, found: ArrayDeclaration, address: Address, wanted: tuple[int, ...], declared: Label
) -> None:
    symbols = [step.symbol for step in address.steps]
    if any(symbol.sort is Sort.UNKNOWN for symbol in symbols):
        return
    if symbols[-1].sort is Sort.LIST:
        names.report(
            "U234",
            f"`{address.span.text}` is a list of wires, and input `{found.name}` takes gates",
            address.span,
            "a list has no indices",
            f"declare `input wires {found.name}`, or name the gates",
            declared,
        )
        return
    if symbols[-1].sort not in (Sort.INPUT, Sort.OUTPUT, Sort.GATE, Sort.ALIAS):
        if symbols[-1].sort is not Sort.PART:
            message = f"`{address.steps[0].name}` is {symbols[-1].sort.value}, not a gate"
            names.report("U208", message, address.span, "wires come from inputs and gates")
        return
    free = _free(address)
    if free in wanted:
        return
    remedy = "a slice, `low..high`, keeps a dimension, and an index takes one away"
    if found.ranges and free == len(found.ranges) - 1:
        remedy = f"in parentheses it is one row: `({address.span.text})`"
    names.report(
        "U233",
        f"`{address.span.text}` {_shape(free)}, and input `{found.name}` {_shape(wanted[0])}",
        address.span,
        _dimensions(free),
        remedy,
        declared,
    )


def _free(address: Address) -> int:
    """The number of dimensions that an address leaves: its slices, and the indices left out at the end of a step."""
    free = 0
    for step in address.steps:
        free += sum(isinstance(index, Range) for index in step.indices)
        free += max(0, step.symbol.dimensions - len(step.indices))
    return free


def _dimensions(number: int) -> str:
    return count_of(number, "dimension") if number else "no dimension"


def _shape(number: int) -> str:
    return f"has {_dimensions(number)}" if number else "is one gate"


def report_left_out(names: NameTable, address: Address, step: Step, left_out: Range) -> None:
    """An index left out whose range is not the same for all gates of the slice."""
    low, high = left_out.low.span.text, left_out.high.span.text
    others = () if step.symbol.span is None else (Label(step.symbol.span, "declared here"),)
    names.report(
        "U239",
        f"the range `{low}..{high}` that `{address.span.text}` leaves out depends on an index that is sliced",
        address.span,
        "rows of different lengths are not an array",
        "write the slice that you mean, or index by index",
        *others,
    )


# ---------------------------------------------------------------- aliases and lists of wires


def report_family_alias(names: NameTable, alias: Alias) -> None:
    """``output y = ...`` in a family."""
    names.report(
        "U237",
        f"the output `{alias.name}` of a family must be a gate",
        alias.span,
        "only a block can give other names to gates of its parts",
        f"declare `output {alias.name}` and print it: `{alias.name} := {alias.target.span.text}`",
    )


def require_alias_target(names: NameTable, alias: Alias, target: Argument) -> None:
    """An alias points to gates, outputs of parts, or aliases above it, with as many dimensions as it has itself."""
    unnamed = sum(declared.index is None for declared in alias.ranges)
    addresses = [target] if isinstance(target, Address) else [wire.address for wire in target.wires]
    wanted = (unnamed,) if isinstance(target, Address) else (unnamed, unnamed - 1)
    if not isinstance(target, Address):
        for wire in target.wires:
            if wire.negated or wire.clauses or wire.times is not None:
                message = f"the alias `{alias.name}` names gates as they are"
                names.report("U237", message, wire.span, "no NOT, `times`, `for` or `if`", "print a gate and name that")
                return
    for address in addresses:
        symbol = address.steps[-1].symbol
        if symbol.sort in (Sort.INPUT, Sort.LIST) and len(address.steps) == 1:
            names.report(
                "U237",
                f"the alias `{alias.name}` points to {symbol.sort.value}",
                address.span,
                "an alias points to gates and outputs of parts",
                f"print it: declare `output {alias.name}` without `=`, then `{alias.name} := ...`",
            )
        elif symbol.sort not in (*ADDRESSES, Sort.UNKNOWN):
            message = f"`{address.span.text}` is {symbol.sort.value}, not a gate"
            names.report("U208", message, address.span, "an alias points to gates and outputs of parts")
        elif symbol.sort is Sort.ALIAS and len(address.steps) == 1 and not _is_above(symbol, alias):
            message = f"the alias `{alias.name}` points to an alias that is not above it"
            remedy = f"move `{symbol.name}` above, or name the gate that it points to"
            names.report("U237", message, address.span, "not declared yet", remedy)
        elif symbol.sort in (Sort.OUTPUT, Sort.GATE, Sort.ALIAS) and _free(address) not in wanted:
            names.report(
                "U237",
                f"`{address.span.text}` {_shape(_free(address))}, but {_unnamed(alias, unnamed)}",
                address.span,
                "each range without a named index runs through a slice",
                "name an index to use it, as in `output s[i in 0..w-1] = cell[i].s`, or write a slice for it",
            )


def _unnamed(alias: Alias, unnamed: int) -> str:
    ranges = count_of(unnamed, "range") if unnamed else "no range"
    return f"`{alias.name}` has {ranges} without a named index"


def _is_above(symbol: Symbol, alias: Alias) -> bool:
    return symbol.span is not None and symbol.span.start < alias.name_span.start


def report_wires_input(names: NameTable, written: WiresInput) -> None:
    """``input wires s`` in a family."""
    names.report(
        "U234",
        "a family has no lists of wires among its inputs",
        written.span,
        "only blocks do",
        f"declare the array: `input {written.name}[1..n]`",
    )


def report_negated_in_list(names: NameTable, written: NamedWires, wire: Wire) -> None:
    """NOT in a list with a name."""
    names.report(
        "U234",
        f"NOT in the list `{written.name}`",
        wire.span,
        "a list with a name prints no gates",
        f"print a gate `no := NOT {wire.address.span.text}` and name that",
    )


def refuse_list(names: NameTable, symbol: Symbol, wire: Wire, gate: GateCall | None) -> None:
    """A list of wires is an argument of gates with any number of wires."""
    if symbol.sort is not Sort.LIST:
        return
    if wire.negated:
        names.report(
            "U234",
            f"NOT of the list `{symbol.name}`",
            wire.span,
            "NOT takes one wire",
            f"use the opposite gate, such as NOR({symbol.name}) for OR",
        )
    elif gate is not None and gate.kind.name in ("COPY", "NOT"):
        names.report(
            "U234",
            f"`{symbol.name}` is a list of wires, and {gate.kind.name} takes one",
            wire.span,
            "a list of wires",
            f"AND, OR, XOR and the other kinds take lists, as in OR({symbol.name})",
        )
