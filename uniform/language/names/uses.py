"""What a name may be used for: one function for each place where a name can appear.

Each gets the symbol of the name and adds a message to the table if it cannot be used there; unknown symbols get no
further messages. What this file does not do: find symbols (``table``).
"""

from __future__ import annotations

from enum import Enum

from uniform.circuits.gates import GATES
from uniform.language.names.table import NameTable
from uniform.language.syntax.expressions import Builtin, Call, Name
from uniform.language.syntax.gates import Address, GateCall, Step
from uniform.language.syntax.program import Assign
from uniform.language.syntax.symbols import ADDRESSES, ARRAYS, Sort, Symbol
from uniform.messages.diagnostics import Label
from uniform.messages.spans import Span


class Where(Enum):
    """Where a number is expected, and so what it may depend on."""

    STATEMENT = "statement"  # anything in scope
    DECLARATION = "declaration"  # nothing that varies
    LEVEL = "level"  # the same: a level is a part of a declaration
    CONSTANT = "constant"  # earlier constants only


# ---------------------------------------------------------------- statements


def require_counter(names: NameTable, symbol: Symbol, statement: Assign) -> None:
    """``name <- value``: ``name`` must be a counter."""
    if symbol.sort in (Sort.COUNTER, Sort.RESULT, Sort.UNKNOWN):
        return
    name, span = statement.name, statement.name_span
    if symbol.sort in ARRAYS:
        given = symbol.sort is Sort.INPUT
        message = f"`{name}` is {symbol.sort.value}: gates are printed, not stored"
        if given:
            message = f"`{name}` is an input: its bits are given"
        remedy = None if given else f"print it with `{name} := ...`"
        names.report("U205", message, span, "`<-` stores a number in a counter", remedy)
        return
    remedies = {
        Sort.LOOP: "only the loop changes its variable; to change it yourself, use a counter and `while`",
        Sort.LET: f"`let` names a number once; for one that changes, declare `counter {name} <= ...`",
        Sort.ARGUMENT: f"for a number that changes, declare a counter and store `{name}` in it",
        Sort.CONSTANT: f"a constant is the same for every n; declare `counter {name} <= ...`",
    }
    message = f"`{name}` is {symbol.sort.value} and cannot be changed"
    names.report("U205", message, span, "only counters can be changed", remedies.get(symbol.sort))


def require_printable(names: NameTable, symbol: Symbol, target: Address) -> None:
    """The target of a printing statement must be an output or a gate."""
    name = target.steps[0].name
    if symbol.sort is Sort.INPUT:
        message = f"`{name}` is an input and cannot be printed"
        names.report("U206", message, target.span, "inputs are given", "print to an output or a gate")
    elif symbol.sort is Sort.COUNTER:
        message = f"`{name}` is a counter, not a gate"
        remedy = f"to store a number in it, write `{name} <- ...`"
        names.report("U206", message, target.span, "`:=` prints a gate", remedy)
    elif symbol.sort not in _ARRAYS_OR_UNKNOWN:
        message = f"`{name}` is {symbol.sort.value}, not a gate"
        names.report("U206", message, target.span, "`:=` prints a gate", "print to an output or a gate")


# ---------------------------------------------------------------- gates


def require_number_of_wires(names: NameTable, gate: GateCall) -> None:
    """COPY and NOT must have one wire."""
    if GATES[gate.kind].wires != "one":
        return
    kind = gate.kind.name
    if len(gate.written_wires) != 1:
        count = len(gate.written_wires) or "none"
        label = f"{count} given"
        names.report("U210", f"{kind} takes exactly one wire", gate.span, label, _ONE_WIRE)
    elif gate.written_wires[0].clauses or gate.written_wires[0].times is not None:
        wire = gate.written_wires[0]
        what = "`for` and `if`" if wire.clauses else "`times`"
        names.report(
            "U210", f"{kind} takes exactly one wire", wire.span, f"{what} may give any number of wires", _ONE_WIRE
        )


def require_gate(names: NameTable, symbol: Symbol, address: Address) -> None:
    """A wire must come from an input, an output or a gate."""
    if symbol.sort not in (*ADDRESSES, Sort.UNKNOWN):
        message = f"`{address.steps[0].name}` is {symbol.sort.value}, not a gate"
        remedy = _NUMBER_AS_WIRE
        if symbol.sort is Sort.TABLE:
            remedy = f"an entry can be the weight of a wire: `x[i] times {symbol.name}[...]`"
        names.report("U208", message, address.span, "wires come from inputs and gates", remedy)


def require_indices(names: NameTable, symbol: Symbol, step: Step, address: str = "") -> None:
    """A step of an address must have as many indices as its declaration has ranges. ``address`` is the text of one that
    has them, if not only this step."""
    if symbol.sort not in ADDRESSES or len(step.indices) == symbol.dimensions:
        return
    given, remedy, is_part = len(step.indices), None, symbol.sort is Sort.PART
    message = f"`{step.name}` takes {indices_text(symbol.dimensions)}, not {given}"
    if given == 0:
        array = "an array of parts" if is_part else "an array"
        message = f"`{step.name}` is {array} and needs {indices_text(symbol.dimensions)}"
    elif symbol.dimensions == 0:
        message = f"`{step.name}` is {'one part' if is_part else 'declared without ranges'} and takes no index"
        ranges = ", ".join(["1..n"] * given)
        remedy = f"omit the index, or declare `{'part ' if is_part else ''}{step.name}[{ranges}]`"
    others = () if symbol.span is None else (Label(symbol.span, "declared here"),)
    label = f"{indices_text(given)} given" if given else "no index given"
    if given == 0 and symbol.dimensions == 1:
        one = address or f"{step.name}[i]"
        remedy = f"write `{one}` for one element, or `{one} for i in low..high` for all"
        if is_part:
            remedy = f"write `{one}`" if address else f"`{one} := ...` prints one of them"
    names.report("U209", message, step.span, label, remedy, *others)


def first_letters(span: Span, name: str) -> Span:
    """The place of a name at the beginning of ``span``."""
    return Span(span.source, span.start, span.start + len(name))


# ---------------------------------------------------------------- numbers


def require_number(names: NameTable, symbol: Symbol, name: Name, where: Where) -> None:
    """A name in a number must be a number, of a kind that may be used there."""
    if symbol.sort is Sort.UNKNOWN:
        return
    if symbol.sort in ADDRESSES:
        message = f"`{symbol.name}` is {symbol.sort.value}, not a number"
        names.report("U207", message, name.span, _NO_READING, GATE_AS_NUMBER)
    elif symbol.sort is Sort.TABLE:
        indices = ", ".join("ijkl"[: symbol.dimensions]) if symbol.dimensions <= 4 else "..."
        message = f"`{symbol.name}` is a table, not a number"
        names.report("U207", message, name.span, _NO_READING, f"write `{symbol.name}[{indices}]` for an entry")
    elif where is Where.CONSTANT and symbol.sort is not Sort.CONSTANT:
        message = f"a constant cannot depend on `{symbol.name}`"
        remedy = "a constant is the same for every n: use `let` for a number that depends on n"
        names.report("U212", message, name.span, f"`{symbol.name}` is {symbol.sort.value}", remedy)
    elif where in (Where.DECLARATION, Where.LEVEL) and symbol.varies:
        message = f"a {where.value} cannot depend on `{symbol.name}`"
        indices = "the named indices of its ranges, " if where is Where.LEVEL else ""
        remedy = f"use {indices}n, constants and numbers computed from them"
        names.report("U211", message, name.span, f"{symbol.sort.value}, which changes while the program runs", remedy)


def refuse_call(names: NameTable, call: Call) -> None:
    """A constant is computed before n is known, and a function may read n."""
    message = f"a constant cannot depend on the function `{call.function}`"
    remedy = "a constant is the same for every n: use `let` for a number that a function computes"
    names.report("U212", message, call.span, "may depend on n", remedy)


def require_builtin(names: NameTable, call: Call) -> None:
    """A built-in function must get the right number of arguments."""
    function, given, span = call.function, len(call.arguments), call.span
    assert isinstance(function, Builtin)
    fits, wanted = {
        Builtin.BITS: (given == 1, "one number: `bits(n)` is the number of binary digits of n"),
        Builtin.BIT: (given == 2, "two numbers: `bit(e, k)` is the binary digit of e of weight 2^k"),
        Builtin.MIN: (given >= 2, "two numbers or more: `min(a, b)`"),
        Builtin.MAX: (given >= 2, "two numbers or more: `max(a, b)`"),
    }[function]
    if not fits:
        message = f"`{function.value}` takes {wanted.split(':')[0]}, not {given}"
        names.report("U214", message, span, f"{given} given", f"it takes {wanted}")


_ARRAYS_OR_UNKNOWN = (*ARRAYS, Sort.UNKNOWN)

_ONE_WIRE = "AND, OR, XOR and the other kinds take any number of wires"
_NO_READING = "a number is expected"
GATE_AS_NUMBER = "the generator prints gates but cannot read them; numbers are n, counters, `let`s and loop variables"
_NUMBER_AS_WIRE = "for a constant wire, print a gate `one := TRUE` or `zero := FALSE` and use that"


def indices_text(count: int) -> str:
    """``one index``, ``2 indices``."""
    return "one index" if count == 1 else f"{count} indices"
