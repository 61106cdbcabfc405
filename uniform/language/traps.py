"""Messages for programs that stop themselves: one function for each kind of trap, from syntax to text.

A ``TrapText`` is static: it depends on the program alone, never on n or on values, because that is
all a Turing machine can report. The reference interpreter and the lowering to register code both call these functions,
so every tier gives the same message. The tool that runs a tier adds n and the named numbers in scope (see
``errors.Trap``) and, for some traps, the printed address.

What this file does not do: decide when a program traps. That is the definition in ``interpret``.
"""

from __future__ import annotations

from uniform.circuits.gates import Kind
from uniform.counters.messages import Printing
from uniform.language.remainders import modulus_around, modulus_of_uses
from uniform.language.syntax.declarations import (
    Alias,
    ArrayDeclaration,
    CounterDeclaration,
    FunctionParameter,
    Parameter,
    PartDeclaration,
    TableParameter,
)
from uniform.language.syntax.expressions import Binary, Expression, Operator, TableEntry
from uniform.language.syntax.gates import Address, GateCall, Range
from uniform.language.syntax.program import Enter, Print, Scope, While
from uniform.language.syntax.symbols import Sort
from uniform.messages.cuts import cut
from uniform.messages.errors import TrapText
from uniform.messages.spans import Span

_MAX_TEXT = 60  # characters of source text quoted in a message


def source_text(node: Expression | Address | Range | While) -> str:
    """The text of a node as written, on one line, without comments; cut if it is long."""
    return _one_line(node.span)


def _one_line(span: Span) -> str:
    return cut(span.one_line, _MAX_TEXT)


def printing_of(statement: Print | Scope) -> Printing | None:
    """What a statement prints, for traps at places outside it."""
    if isinstance(statement, Print):
        return Printing("gate", source_text(statement.target), statement.span)
    entered = next((each for each in statement.body if isinstance(each, Enter)), None)
    return None if entered is None else Printing("part", source_text(entered.part), statement.span)


# ---------------------------------------------------------------- numbers


def subtraction_below_zero(node: Binary) -> TrapText:
    """``left - right`` where a natural number is needed and right is greater.

    ``max(left, right) - right`` gets parentheses where it needs them. Under ``mod m``, stopping at 0 would change the
    remainder, so m is added first."""
    left, right = source_text(node.left), source_text(node.right)
    last = f"({right})" if _is_binary(node.right, Operator.ADD, Operator.SUBTRACT) else right
    remedy = f"if it should stop at 0, write `max({left}, {right}) - {last}`"
    place, text = (node.span.start, node.span.end), node.span.source.text
    if modulus := modulus_around(text, place):
        remedy = f"for the remainder modulo `{modulus}`, write `{left} + {modulus} - {last} mod {modulus}` in its place"
    elif (modulus := modulus_of_uses(text, place)) is not None:
        m = modulus or "m"
        remedy = f"for the remainder modulo `{m}`, write `({left} + {m} - {last} mod {m}) mod {m}`"
        remedy += " in its place" if modulus else ", with the `m` of each use"
    return TrapText(
        "U401",
        f"`{source_text(node)}` goes below zero",
        f"`{right}` is greater than `{left}` here",
        f"numbers are naturals: {remedy}",
        node.span,
    )


def division_by_zero(node: Binary, *, upper_end: bool = False) -> TrapText:
    """``left div right`` or ``left mod right`` with a divisor of 0; in an upper end, 0 or negative."""
    right = source_text(node.right)
    bad = "0 or negative" if upper_end else "0"
    return TrapText(
        "U402",
        f"the divisor `{right}` of `{node.operator.value}` is {bad}",
        f"divides by `{right}`",
        f"a divisor must be at least 1; `max({right}, 1)` always is",
        node.right.span,
    )


def bound_exceeded(value: Expression, declaration: CounterDeclaration) -> TrapText:
    """``counter <- value`` with a value above the bound of a counter, or of the result of a function."""
    counter, most = declaration.name, source_text(declaration.bound)
    if declaration.symbol is not None and declaration.symbol.sort is Sort.RESULT:
        return TrapText(
            "U403",
            f"`{source_text(value)}` is above the bound `{most}` of the result `{counter}`",
            f"`{counter}` holds numbers up to `{most}`",
            f"declare a larger bound in `-> {counter} <= {most}`, or store less",
            value.span,
        )
    return TrapText(
        "U403",
        f"`{source_text(value)}` is above the bound `{most}` of counter `{counter}`",
        f"`{counter}` holds numbers up to `{most}`",
        f"declare a larger bound in `counter {counter} <= {most}`, or store less",
        value.span,
    )


def argument_exceeded(argument: Expression, parameter: Parameter, function: str) -> TrapText:
    """An argument above the bound of its parameter."""
    assert parameter.bound is not None
    most = source_text(parameter.bound)
    return TrapText(
        "U414",
        f"`{source_text(argument)}` is above the bound `{most}` of the parameter `{parameter.name}`",
        f"`{function}` takes numbers up to `{most}` here",
        f"declare a larger bound of `{parameter.name}` in the header of `{function}`, or hand over less",
        argument.span,
    )


def below_zero(number: Expression) -> TrapText:
    """A number that reads a table, and is below zero where a natural number is needed."""
    text = source_text(number)
    return TrapText(
        "U415",
        f"`{text}` is below zero",
        "a natural number is needed here",
        f"a number that reads a table may be below zero in between, but not here; `max({text}, 0)` never is",
        number.span,
    )


# ---------------------------------------------------------------- addresses and entries


def index_outside(index: Expression, array: ArrayDeclaration, dimension: int) -> TrapText:
    """An index that leaves the declared range of dimension ``dimension`` (from 0) of its array."""
    text, declared = source_text(index), _ends(array.ranges[dimension])
    if ".." in text:  # an input of a block is bound to the slice
        return slice_outside(index.span, array, dimension)
    which = _which_index(dimension, len(array.ranges))
    return TrapText(
        "U404",
        f"the {which} `{text}` of `{array.name}` is outside its range `{declared}`",
        f"declared as `{array.role} {array.name}[{', '.join(map(source_text, array.ranges))}]`",
        f"keep `{text}` within `{declared}`, for example by the ends of a loop around it, or declare a wider range",
        index.span,
    )


def outside_table(entry: TableEntry, dimension: int) -> TrapText:
    """An index that leaves the range of dimension ``dimension`` (from 0) of its table."""
    table = entry.symbol.table
    assert table is not None
    ranges = [f"{low}..{high}" for low, high in table.ranges]
    text, declared = source_text(entry.indices[dimension]), ranges[dimension]
    return TrapText(
        "U404",
        f"the {_which_index(dimension, len(ranges))} `{text}` of `{entry.table}` is outside its range `{declared}`",
        f"declared as `table {table.name}[{', '.join(ranges)}]`",
        f"keep `{text}` within `{declared}`, for example by the ends of a loop around it, or add entries to the table",
        entry.indices[dimension].span,
    )


def used_before_printed(address: Address) -> TrapText:
    """A wire from a gate that is not printed yet (or from the very gate being printed)."""
    in_part = ", or the part that it is in," if "." in address.steps[0].symbol.name else ""
    return TrapText(
        "U405",
        f"`{source_text(address)}` is used before it is printed",
        "no line above has printed this gate",
        f"print a gate{in_part} before you use it; a loop may have to run the other way",
        address.span,
    )


def printed_twice(target: Address) -> TrapText:
    """A second line for an address."""
    text = source_text(target)
    return TrapText(
        "U406",
        f"`{text}` is printed twice",
        "this address has been printed already",
        "an address is printed at most once: use a different address in each pass of a loop",
        target.span,
    )


def never_printed(output: ArrayDeclaration) -> TrapText:
    """An output that has no line when the program ends."""
    element = f"{output.name}[...]" if output.ranges else output.name
    what = f"an element of output `{output.name}`" if output.ranges else f"output `{output.name}`"
    return TrapText(
        "U407",
        f"{what} is never printed",
        "every output is a gate, printed exactly once",
        f"print it with `{element} := ...` before the program ends, for this n too",
        output.span,
    )


# ---------------------------------------------------------------- parts


def number_above_bound(argument: Expression, part: str, parameter: Parameter) -> TrapText:
    """A number of a part declaration above the bound in the header of its block."""
    assert parameter.bound is not None
    text, most = source_text(argument), source_text(parameter.bound)
    return TrapText(
        "U430",
        f"`{text}` is above the bound `{most}` of `{parameter.name}`",
        f"a number of part `{part}`",
        f"the header says `{parameter.name} <= {most}`: declare a larger bound, or hand over less",
        argument.span,
    )


def argument_of_header(argument: Expression, parameter: Parameter, function: str) -> TrapText:
    """An argument above the bound that the header of a block gives for a function that it takes."""
    assert parameter.bound is not None
    text, most = source_text(argument), source_text(parameter.bound)
    return TrapText(
        "U414",
        f"`{text}` is above the bound `{most}` of the parameter `{parameter.name}` of `{function}`",
        f"the header says `{parameter.name} <= {most}`",
        f"declare a larger bound in `{function}(... {parameter.name} <= {most} ...)`, or hand over less",
        argument.span,
    )


def value_of_header(parameter: FunctionParameter, call: Span) -> TrapText:
    """The value of a function that a block takes, above the bound in its header."""
    text, most = _one_line(call), source_text(parameter.bound)
    return TrapText(
        "U432",
        f"`{text}` is above the bound `{most}` of `{parameter.name}`",
        f"the header says `{_one_line(parameter.span)}`",
        "declare a larger bound in the header, or hand over a function with smaller values",
        call,
    )


def outside_header(index: Expression, parameter: TableParameter, dimension: int) -> TrapText:
    """An index outside the range that the header of a block gives for a table that it takes."""
    text, declared = source_text(index), _ends(parameter.ranges[dimension])
    which = _which_index(dimension, len(parameter.ranges))
    return TrapText(
        "U404",
        f"the {which} `{text}` of `{parameter.name}` is outside its range `{declared}`",
        f"the header says `{_one_line(parameter.span)}`",
        f"keep `{text}` within `{declared}`, or declare a wider range in the header",
        index.span,
    )


def table_too_small(parameter: TableParameter, part: PartDeclaration, dimension: int) -> TrapText:
    """A table that has fewer entries than the header of a block says."""
    declared = _ends(parameter.ranges[dimension])
    return TrapText(
        "U433",
        f"the range `{declared}` of `{parameter.name}` is not inside that of the table",
        f"the header says `{_one_line(parameter.span)}`",
        "hand over a table with more entries, or other numbers",
        part.span,
    )


def slice_outside(span: Span, array: ArrayDeclaration, dimension: int) -> TrapText:
    """A slice that is not empty and leaves the declared range of its dimension."""
    text, declared = _one_line(span), _ends(array.ranges[dimension])
    return TrapText(
        "U404",
        f"the slice `{text}` of `{array.name}` is not inside its range `{declared}`",
        f"declared as `{array.keyword or array.role} {array.name}[{', '.join(map(source_text, array.ranges))}]`",
        f"keep both ends of a slice within `{declared}`, or declare a wider range",
        span,
    )


def input_length(span: Span, array: ArrayDeclaration, dimension: int) -> TrapText:
    """An input that is bound to a slice, or to several, of another length."""
    text, declared = _one_line(span), _ends(array.ranges[dimension])
    return TrapText(
        "U431",
        f"`{text}` and input `{array.name}` differ in {_which_length(dimension, len(array.ranges))}",
        f"declared as `input {array.name}[{', '.join(map(source_text, array.ranges))}]`",
        f"hand over as many as the range `{declared}` has",
        span,
        _lengths(text, declared),
    )


def alias_length(alias: Alias, dimension: int) -> TrapText:
    """An alias whose target has another length."""
    ranges = [declared for declared in alias.ranges if declared.index is None]
    declared = _ends(ranges[dimension])
    text = _one_line(alias.target.span)
    return TrapText(
        "U431",
        f"`{text}` and the alias `{alias.name}` differ in {_which_length(dimension, len(ranges))}",
        f"declared as `{alias.name}[{', '.join(map(source_text, alias.ranges))}]`",
        "a range without a named index runs through a slice of the same length",
        alias.target.span,
        _lengths(text, declared),
    )


def _which_length(dimension: int, dimensions: int) -> str:
    return "length" if dimensions == 1 else f"the length of their {_ordinal(dimension)} dimension"


def _lengths(text: str, declared: str) -> str:
    """The note with both lengths."""
    text, declared = (each.replace("{", "{{").replace("}", "}}") for each in (text, declared))
    return f"the length of `{text}` is {{}}, and that of the range `{declared}` is {{}}"


# ---------------------------------------------------------------- loops and gates


def step_zero(by: Expression) -> TrapText:
    """``by`` with a step of 0, in a loop or a comprehension, even over an empty range."""
    text = source_text(by)
    return TrapText(
        "U408",
        f"the step `{text}` is 0",
        "with a step of 0 the loop would never end",
        f"a step must be at least 1; `by max({text}, 1)` always is",
        by.span,
    )


def endless(loop: While) -> TrapText:
    """A ``while`` that runs forever: everything that its passes depend on repeats."""
    return TrapText(
        "U413",
        f"`{source_text(loop)}` never ends",
        "its passes repeat forever",
        "make every pass change a number that the condition reads",
        loop.span,
    )


def modulus_zero(gate: GateCall) -> TrapText:
    """``MOD(m, r; ...)`` with m = 0."""
    assert gate.kind is Kind.MOD
    text = source_text(gate.parameters[0])
    return TrapText(
        "U409",
        f"the modulus `{text}` of MOD is 0",
        "the count of ones is taken modulo this number",
        f"a modulus must be at least 1; `max({text}, 1)` always is",
        gate.parameters[0].span,
    )


def residue_too_large(gate: GateCall) -> TrapText:
    """``MOD(m, r; ...)`` with r >= m."""
    assert gate.kind is Kind.MOD
    modulus, residue = map(source_text, gate.parameters)
    left = f"({residue})" if _is_binary(gate.parameters[1], Operator.ADD, Operator.SUBTRACT) else residue
    right = f"({modulus})" if _is_binary(gate.parameters[0]) else modulus
    return TrapText(
        "U410",
        f"the residue `{residue}` of MOD is not below its modulus `{modulus}`",
        f"a number modulo `{modulus}` is less than `{modulus}`",
        f"did you mean `MOD({modulus}, {left} mod {right}; ...)`?",
        gate.parameters[1].span,
    )


def _which_index(dimension: int, dimensions: int) -> str:
    """``second index``, or ``index`` if there is only one."""
    return "index" if dimensions == 1 else f"{_ordinal(dimension)} index"


def _ordinal(place: int) -> str:
    """``first`` for 0."""
    return {0: "first", 1: "second", 2: "third"}.get(place, f"{place + 1}th")


def _ends(written: Range) -> str:
    """A range without the name of its index."""
    return f"{source_text(written.low)}..{source_text(written.high)}"


def _is_binary(node: Expression, *operators: Operator) -> bool:
    """Whether a node is written with one of these infix operators (none given: with any)."""
    return isinstance(node, Binary) and (not operators or node.operator in operators)
