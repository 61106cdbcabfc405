"""What functions must be: named once, called only further down in the file, and made of statements that print nothing.

What is called with parentheses has a name space of its own. A function calls only what is declared above it, so calls
cannot run in a circle; a call of itself, or of a function further down that leads back to it, is shown with the whole
cycle.

What this file does not do: bind names in numbers and statements (``resolve``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Protocol

from uniform.language.names.elsewhere import remedy_from_library
from uniform.language.names.table import NameTable
from uniform.language.names.uses import Where, first_letters
from uniform.language.syntax.checked import CheckedFunction
from uniform.language.syntax.declarations import (
    Alias,
    ArrayDeclaration,
    Constant,
    CounterDeclaration,
    Declaration,
    Let,
    Parameter,
    PartDeclaration,
    TableDeclaration,
    WiresInput,
)
from uniform.language.syntax.expressions import Builtin, Call, Expression
from uniform.language.syntax.program import FamilyDeclaration, FunctionDeclaration, Instantiate, Item, Print, Statement
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.language.syntax.tree import calls_in
from uniform.messages.diagnostics import Label
from uniform.messages.nearest import find_nearest
from uniform.messages.spans import Span

_MAX_HEIGHT = 200  # of a call, with the blocks, operators and calls inside it
_MAX_CHECKS = 100  # calls that check the arguments of one call
_BUILTINS = [builtin.value for builtin in Builtin]


class Walk(Protocol):
    """What this file needs of the walk in ``resolve``."""

    names: NameTable

    def number(self, expression: Expression, where: Where = Where.STATEMENT) -> Expression:
        """A number with its names bound."""

    def symbol(self, name: str, sort: Sort, place: Span, *, dimensions: int = 0, varies: bool = False) -> Symbol:
        """A new symbol, in scope from here on."""

    def declarations(self, written: Sequence[Declaration]) -> tuple[Declaration, ...]:
        """The declarations of a body."""

    def body(self, statements: Sequence[Statement]) -> tuple[Statement, ...]:
        """The statements of a body."""


class FunctionNames:
    """The functions of a file, and the rules for them."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.names = walk.names
        self.heights: dict[str, int] = {}  # of the functions so far
        self.checks: dict[str, int] = {}  # of the functions so far: calls that check the arguments of one call

    def expect_family(self, family: FamilyDeclaration) -> None:
        """Take note of the names of the family, for messages."""
        self.names.of_family = {each.name: each.name_span for each in reversed(family.declarations)}

    def expect(self, items: Iterable[Item]) -> None:
        """Take note of all functions of the file, for messages."""
        for item in items:
            if isinstance(item, FunctionDeclaration):
                self.names.upcoming_functions.setdefault(item.name, item)

    def function(self, written: FunctionDeclaration, lets: Iterable[Symbol]) -> CheckedFunction:
        """A function with its names bound; known by its name from here on. ``lets`` are those outside the family so
        far, of all files, in order of declaration."""
        seen = tuple([symbol for symbol in lets if self.names.in_scope.get(symbol.name) is symbol])
        names, name, ended = self.names, written.name, dict(self.names.ended)
        require_new_name(names, name, written.name_span)
        _require_not_built_in(names, name, written.name_span)
        names.function = name
        with names.block():
            parameters = tuple([self._parameter(each) for each in written.parameters])
            bound = self._bound(written.result)
            place = first_letters(written.result.span, written.result.name)
            symbol = self.walk.symbol(written.result.name, Sort.RESULT, place, varies=True)
            result = CounterDeclaration(written.result.name, bound, place, written.result.span, symbol=symbol)
            own = [each for each in written.declarations if require_own_declaration(names, each, name)]
            declared = self.walk.declarations(own)
            body = self.walk.body(written.body)
        names.function, names.ended = "", ended
        names.unknown.clear()
        self._require_shallow(written)
        self._require_few_checks(written)
        symbol = Symbol(name, Sort.FUNCTION, written.name_span, len(parameters))
        names.called.setdefault(name, symbol)
        return CheckedFunction(name, parameters, result, declared, body, seen, symbol, written.span)  # type: ignore[arg-type]

    def _require_shallow(self, written: FunctionDeclaration) -> None:
        """A call, with all calls inside it, must not be nested too deeply for the reference interpreter."""
        height = _height(written, self.heights)
        if height > _MAX_HEIGHT:
            message = f"calls of `{written.name}` are nested more than {_MAX_HEIGHT} levels deep"
            label = "with the blocks, operators and calls inside it, and inside the functions that it calls"
            self.names.report("U106", message, written.name_span, label, "call fewer functions inside functions")
            height = 0
        self.heights[written.name] = height

    def _require_few_checks(self, written: FunctionDeclaration) -> None:
        """A call of a function also calls those in the bounds of its parameters, which may have parameters, too."""
        inside = [self.checks.get(str(call.function), 0) for call in calls_in(written.parameters)]
        checks = len(inside) + sum(inside)
        if checks > _MAX_CHECKS:
            message = f"the bounds of the parameters of `{written.name}` lead to more than {_MAX_CHECKS} calls"
            label = "each call of it makes them all, to check its arguments"
            remedy = "give its parameters bounds that call no function, such as `n`"
            self.names.report("U106", message, written.name_span, label, remedy)
            checks = 0
        self.checks[written.name] = checks

    def _parameter(self, written: Parameter) -> Parameter:
        bound = self._bound(written)
        symbol = self.walk.symbol(written.name, Sort.ARGUMENT, first_letters(written.span, written.name))
        return Parameter(written.name, bound, written.span, symbol=symbol)

    def _bound(self, written: Parameter) -> Expression:
        assert written.bound is not None  # only a block may omit it
        return self.walk.number(written.bound, Where.DECLARATION)


# ---------------------------------------------------------------- declarations


def require_new_name(names: NameTable, name: str, place: Span) -> None:
    """The name of a function, a block or the family must not be that of a function or a block already."""
    if name in names.called:
        first = names.called[name]
        others = () if first.span is None else (Label(first.span, f"`{name}` is first declared here"),)
        message = f"`{name}` is already the name of {first.sort.value}"
        names.report("U203", message, place, "declared again", _ANOTHER_NAME, *others)


def _require_not_built_in(names: NameTable, name: str, place: Span) -> None:
    if name in _BUILTINS:
        message = f"`{name}` is already the name of a built-in function"
        names.report("U203", message, place, "declared again", _ANOTHER_NAME)


def require_own_declaration(names: NameTable, declaration: Declaration, function: str) -> bool:
    """A function declares counters and lets; returns whether this is one of them."""
    if isinstance(declaration, CounterDeclaration | Let):
        return True
    match declaration:
        case Constant():
            what, remedy = "a constant", "declare it above the function: a constant belongs to the program"
        case TableDeclaration():
            what, remedy = "a table", "declare it above the function"
        case PartDeclaration():
            what, remedy = "parts", _NO_PRINTING
        case ArrayDeclaration("input") | WiresInput():
            what, remedy = "inputs", f"numbers reach a function as arguments: `def {function}(v <= n) -> ...`"
        case ArrayDeclaration(role):
            what, remedy = f"{role}s", _NO_PRINTING
        case Alias():
            what, remedy = "outputs", _NO_PRINTING
        case _:
            what, remedy = "lists of wires", _NO_PRINTING
    message = f"the function `{function}` cannot declare {what}"
    names.report("U220", message, declaration.span, "functions have counters and `let`s", remedy)
    return False


def is_allowed(names: NameTable, statement: Statement) -> bool:
    """Whether a statement may stand here: a function computes a number, and prints nothing."""
    if not names.function or not isinstance(statement, Print | Instantiate):
        return True
    message = f"the function `{names.function}` cannot print"
    remedy = "print where the function is called"
    target = statement.target
    if len(target.steps) == 1 and not target.steps[0].indices:
        symbol = names.in_scope.get(target.steps[0].name)
        if symbol is not None and symbol.sort in (Sort.COUNTER, Sort.RESULT):
            remedy = f"to store a number, write `{symbol.name} <- ...`"
    names.report("U220", message, statement.span, "`:=` prints a gate", remedy)
    return False


# ---------------------------------------------------------------- calls


def find_function(names: NameTable, call: Call) -> Symbol | None:
    """The symbol of the function that is called; None, with a message, if there is none or its arguments do not fit."""
    name = call.function
    assert isinstance(name, str)
    place = Span(call.span.source, call.span.start, call.span.start + len(name))
    symbol = names.called.get(name)
    if symbol is None:
        _unknown(names, name, place)
        return None
    if symbol.sort is not Sort.FUNCTION:
        message = f"`{name}` is {symbol.sort.value}, not a function"
        names.report("U214", message, place, "called here", "a part of it prints gates; a function computes a number")
        return None
    given = len(call.arguments)
    if given != symbol.dimensions:
        wanted = _numbers(symbol.dimensions)
        message = f"`{name}` takes {wanted}, not {given}"
        others = () if symbol.span is None else (Label(symbol.span, "declared here"),)
        names.report("U214", message, call.span, f"{given or 'none'} given", None, *others)
        return None
    return symbol


def _unknown(names: NameTable, name: str, place: Span) -> None:
    declared = names.upcoming_functions.get(name)
    if declared is not None:
        cycle = _cycle(names, name)
        if cycle:
            _report_cycle(names, cycle, place)
            return
        message = f"the function `{name}` is called before it is declared"
        others = (Label(declared.name_span, "declared here"),)
        names.report("U202", message, place, "not declared yet", "move the function above this line", *others)
        return
    if (found := names.elsewhere.explain(name, place, "function")) is not None:
        names.diagnostics.append(found)
        return
    if name in names.of_header:
        message = f"a bound in a header cannot call `{name}`"
        remedy = "use numbers, or a function that is declared above"
        taken = Label(names.of_header[name], "taken by this header")
        names.report("U214", message, place, "called here", remedy, taken)
        return
    if name in names.in_scope:
        sort = names.in_scope[name].sort
        remedy = f"`{name}` is {sort.value}; to multiply by it, write `{name}*(...)`"
        if sort is Sort.TABLE:
            remedy = f"`{name}` is a table: its entries are read with square brackets, `{name}[...]`"
    else:
        functions = [called for called, symbol in names.called.items() if symbol.sort is Sort.FUNCTION]
        remedy = _suggest_function(name, [*_BUILTINS, *functions])
    names.report("U214", f"`{name}` is not a function", place, "called here", remedy)


def _report_cycle(names: NameTable, cycle: list[str], place: Span) -> None:
    if frozenset(cycle) in names.cycles:
        return
    names.cycles.add(frozenset(cycle))
    first = cycle[0]
    shown = " -> ".join(f"`{name}`" for name in [*cycle, first])
    others = []
    for caller, callee in zip(cycle[1:], [*cycle[2:], first], strict=False):
        call = next(call for call in calls_in(names.upcoming_functions[caller]) if call.function == callee)
        others.append(Label(call.span, f"`{caller}` calls `{callee}`"))
    message = f"the function `{first}` calls itself"
    if len(cycle) > 1:
        message += f": {shown}"
    remedy = "functions are not recursive: use a counter and a loop"
    names.report("U221", message, place, "a call that leads back to it", remedy, *others)


def _cycle(names: NameTable, callee: str) -> list[str]:
    """The functions of a shortest cycle of calls through the function that is being read and the one that it calls,
    the former first; empty if there is none."""
    caller = names.function
    if not caller:
        return []
    before: dict[str, str] = {callee: caller}
    waiting = [callee]
    for name in waiting:  # which grows meanwhile
        if name == caller:
            cycle = [caller]
            while (name := before[name]) != caller:
                cycle.insert(1, name)
            return cycle
        for call in calls_in(names.upcoming_functions[name]):
            called = call.function
            if isinstance(called, str) and called in names.upcoming_functions and called not in before:
                before[called] = name
                waiting.append(called)
    return []


def _height(node: object, heights: Mapping[str, int]) -> int:
    """The levels of blocks, operators and calls in a part of a function, those inside its calls included."""
    if isinstance(node, tuple):
        return max((_height(part, heights) for part in node), default=0)
    if not is_dataclass(node) or isinstance(node, Span | Symbol):
        return 0
    inside = max((_height(getattr(node, field.name), heights) for field in fields(node)), default=0)
    if isinstance(node, Call) and isinstance(node.function, str):
        inside = max(inside, heights.get(node.function, 0) + 2)
    return inside + 1


# ---------------------------------------------------------------- messages

_FUNCTIONS_ELSEWHERE = {
    **dict.fromkeys(("log", "log2", "lg"), "`bits(n)` is the number of binary digits, floor(log2(n)) + 1"),
    **dict.fromkeys(("floor", "ceil", "int"), "numbers are naturals; `a div b` rounds down, `(a+b-1) div b` up"),
    **dict.fromkeys(
        ("len", "length", "size"), "the length of an array is that of its declared range: write that number"
    ),
    **dict.fromkeys(("even", "odd"), "write `v mod 2 = 0` or `v mod 2 = 1`"),
    "pow": "a power is written `a^b`",
    "abs": "numbers are naturals: a subtraction never goes below zero",
}


def _suggest_function(name: str, known: Iterable[str]) -> str:
    """The help for an unknown function: how to do it here, the function that was probably meant, or a list of all."""
    if name in _FUNCTIONS_ELSEWHERE:
        return _FUNCTIONS_ELSEWHERE[name]
    near = find_nearest(name, known)
    if near is not None:
        return f"did you mean `{near}`?"
    if (remedy := remedy_from_library(name, "def")) is not None:
        return remedy
    return "the built-in functions are `bits`, `bit`, `min` and `max`; declare others with `def`, above their calls"


def _numbers(count: int) -> str:
    return "no number" if count == 0 else "one number" if count == 1 else f"{count} numbers"


_ANOTHER_NAME = "choose another name"
_NO_PRINTING = "a function computes a number and prints nothing: declare gates in the family"
