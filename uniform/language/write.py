"""From syntax tree to text: what makes programs writes them with this, and ``format`` lays them out.

The text has as few parentheses as the grammar needs, and several arrays of one role on a line if they fit. A gate that
does not fit on a line of ``_WIDTH`` characters begins a new one for its wires, and a wire for its clauses.
Spaces, indentation and alignment are left to ``format``, so that there is one place that knows the canonical layout.

Invariant: parsing the text gives an equal tree, if the tree is one that a text can have: in particular, the statements
of a family, function or block do not begin with a ``let``, which would be read as a declaration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from uniform.language.format import format_program
from uniform.language.syntax.declarations import (
    Alias,
    ArrayDeclaration,
    BlockParameter,
    Constant,
    CounterDeclaration,
    Declaration,
    FunctionParameter,
    Let,
    NamedWires,
    Parameter,
    PartDeclaration,
    TableDeclaration,
    TableParameter,
    WiresInput,
)
from uniform.language.syntax.expressions import (
    And,
    Binary,
    Builtin,
    Call,
    Compare,
    Condition,
    Expression,
    Name,
    Natural,
    Not,
    Number,
    Operator,
    Or,
    TableEntry,
    Within,
)
from uniform.language.syntax.gates import Address, Argument, Filter, ForClause, GateCall, Range, Step, Wire
from uniform.language.syntax.program import (
    Assign,
    Block,
    FamilyDeclaration,
    For,
    FunctionDeclaration,
    If,
    Import,
    Instantiate,
    Item,
    Print,
    Program,
    Statement,
    While,
)
from uniform.messages.spans import Source

_WIDTH = 116  # characters, before ``format`` aligns arrows and puts spaces around some signs
_LEVELS = {
    Operator.ADD: 1,
    Operator.SUBTRACT: 1,
    Operator.MULTIPLY: 2,
    Operator.DIVIDE: 2,
    Operator.MODULO: 2,
    Operator.POWER: 3,
}
_ATOM = 4


@dataclass(frozen=True, slots=True, eq=False)
class Comment:
    """A comment of one or more lines above a node, with a blank line above it; or one at the end of its line."""

    node: Item | FamilyDeclaration | Declaration | Statement  # this object, not one that is equal to it
    text: str
    is_beside: bool = False  # only of a declaration


def write_program(program: Program, comments: Iterable[Comment] = ()) -> str:
    """The text of a program in canonical layout.

    Raises UniformError if the text does not parse, for example because a name is a reserved word. Cost: that of
    ``format_program``.
    """
    above: dict[int, str] = {}
    beside: dict[int, str] = {}
    for comment in comments:
        (beside if comment.is_beside else above)[id(comment.node)] = comment.text
    text = "".join(f"{line}\n" for line in _Writer(above, beside).program(program))
    return format_program(Source("<written>", text))


@dataclass(frozen=True, slots=True)
class _Writer:
    """The lines of a tree, indented."""

    above: dict[int, str]  # comments by the ``id`` of their node
    beside: dict[int, str]

    def program(self, program: Program) -> Iterator[str]:
        for item in program.items:
            yield from self.comment(item, "")
            yield from self.item(item)
        if program.family is not None:
            family = program.family
            yield from self.comment(family, "")
            yield f"family {family.name}(n)"
            yield from self.body(family)

    def item(self, item: Item) -> Iterator[str]:
        match item:
            case Import(path):
                yield f'import "{path}"'
            case FunctionDeclaration(name, parameters, result):
                yield f"def {name}({_parameters(parameters)}) -> {_parameters([result])}"
                yield from self.body(item)
            case Block(name, parameters):
                yield f"block {name}({', '.join(map(_parameter, parameters))})"
                yield from self.body(item)
            case _:
                yield self.declaration(item)

    def body(self, body: FamilyDeclaration | FunctionDeclaration | Block) -> Iterator[str]:
        indent = "  "
        for line in body.doc:
            yield f'{indent}"{line}"'
        line, latest = "", None  # arrays of one role, as many as fit
        for declaration in body.declarations:
            if line and isinstance(declaration, _Element) and self.shares_line(latest, declaration, line):
                line += f", {_element(declaration)}"
            else:
                yield from [line] if line else []
                yield from self.comment(declaration, indent)
                line = indent + self.declaration(declaration)
            latest = declaration
        yield from [line] if line else []
        yield from self.statements(body.body, indent)

    def declaration(self, declaration: Declaration) -> str:
        beside = self.beside.get(id(declaration))
        return _declaration(declaration) + ("" if beside is None else f"  # {beside}")

    def shares_line(self, latest: Declaration | None, declaration: _Element, line: str) -> bool:
        if _role(latest) != _role(declaration):
            return False
        commented = id(declaration) in self.above or {id(latest), id(declaration)} & self.beside.keys()
        return not commented and len(line) + len(_element(declaration)) < _WIDTH

    def comment(self, node: object, indent: str) -> Iterator[str]:
        if id(node) in self.above:
            yield ""
            for line in self.above[id(node)].splitlines():
                yield f"{indent}# {line}".rstrip()

    def statements(self, statements: Iterable[Statement], indent: str) -> Iterator[str]:
        for statement in statements:
            yield from self.comment(statement, indent)
            match statement:
                case Print(target, gate, written):
                    yield from _print(target, gate, written, indent)
                case Instantiate(target, block, arguments):
                    yield from _instantiate(f"{indent}{_address(target)} := {block}(", arguments)
                case Assign(name, value):
                    yield f"{indent}{name} <- {_number(value)}"
                case Let(name, value):
                    yield f"{indent}let {name} = {_number(value)}"
                case For(variable, low, high, by, down, body):
                    yield f"{indent}for {_generator(variable, low, high, by, down)}"
                    yield from self.statements(body, indent + "  ")
                case While(condition, body):
                    yield f"{indent}while {_condition(condition)}"
                    yield from self.statements(body, indent + "  ")
                case If(branches, otherwise):
                    for place, branch in enumerate(branches):
                        yield f"{indent}{'elif' if place else 'if'} {_condition(branch.condition)}"
                        yield from self.statements(branch.body, indent + "  ")
                    if otherwise is not None:
                        yield f"{indent}else"
                        yield from self.statements(otherwise, indent + "  ")


# ---------------------------------------------------------------- declarations


def _declaration(declaration: Declaration) -> str:
    match declaration:
        case ArrayDeclaration() | WiresInput() | Alias():
            return f"{_role(declaration)} {_element(declaration)}"
        case NamedWires(name, ranges, wires):
            return f"wires {name}{_ranges(ranges)} = {_argument(wires)}"
        case CounterDeclaration(name, bound):
            return f"counter {name} <= {_number(bound)}"
        case Constant(name, value):
            return f"const {name} = {_number(value)}"
        case Let(name, value):
            return f"let {name} = {_number(value)}"
        case TableDeclaration(name, ranges, values):
            return f"table {name}{_ranges(ranges)} = [{', '.join(map(str, values))}]"
        case PartDeclaration(name, ranges, block, arguments, level=level):
            return f"part {name}{_ranges(ranges)} = {block}({_numbers(arguments)}){_level(level)}"


_Element = ArrayDeclaration | WiresInput | Alias  # what a line of inputs, outputs or gates consists of


def _role(declaration: Declaration | None) -> str:
    """The word in front of an input, an output or a gate; empty for other declarations."""
    match declaration:
        case ArrayDeclaration(role):
            return role
        case WiresInput():
            return "input"
        case Alias():
            return "output"
    return ""


def _element(declaration: _Element) -> str:
    match declaration:
        case ArrayDeclaration(_, name, ranges, level=level):
            return f"{name}{_ranges(ranges)}{_level(level)}"
        case WiresInput(name):
            return f"wires {name}"
        case Alias(name, ranges, target):
            return f"{name}{_ranges(ranges)} = {_argument(target)}"


def _level(level: Sequence[Expression]) -> str:
    if not level:
        return ""
    return f" level {_number(level[0])}" if len(level) == 1 else f" level ({_numbers(level)})"


def _parameters(parameters: Sequence[Parameter]) -> str:
    return ", ".join(map(_parameter, parameters))


def _parameter(parameter: BlockParameter) -> str:
    match parameter:
        case Parameter(name, None):
            return name
        case Parameter(name, bound) if bound is not None:
            return f"{name} <= {_number(bound)}"
        case FunctionParameter(name, parameters, bound):
            return f"{name}({_parameters(parameters)}) <= {_number(bound)}"
        case TableParameter(name, ranges):
            return f"table {name}{_ranges(ranges)}"
    raise AssertionError(parameter)


def _ranges(ranges: Sequence[Range]) -> str:
    return f"[{', '.join(map(_range, ranges))}]" if ranges else ""


def _range(range: Range) -> str:
    index = "" if range.index is None else f"{range.index} in "
    return f"{index}{_number(range.low)}..{_number(range.high)}"


# ---------------------------------------------------------------- gates


def _print(target: Address, gate: GateCall, written: str, indent: str) -> Iterator[str]:
    """A printing statement, with line breaks between wires and, if a wire needs several lines, before its clauses."""
    head = f"{indent}{_address(target)} := "
    match written, gate.written_wires:
        case "copy", (wire,):
            yield head + _address(wire.address)
            return
        case "not", (wire,):
            yield f"{head}NOT {_address(wire.address)}"
            return
    if gate.kind.name in ("TRUE", "FALSE"):
        yield head + gate.kind.name
        return
    head += f"{gate.kind.name}("
    groups = [list(_wire(wire)) for wire in gate.written_wires]
    for pieces in groups[:-1]:
        pieces[-1] += ","
    margin = indent + "    "
    beside, below = _filled(groups, head, " " * len(head)), [head, *_filled(groups, margin, margin)]
    if gate.parameters:
        parameters = f"{_numbers(gate.parameters)};"
        beside = _filled([[parameters], *groups], head, " " * len(head))
        below.insert(1, margin + parameters)
    *lines, last = min(beside, below, key=lambda lines: (max(map(len, lines)) > _WIDTH, len(lines)))
    yield from [*lines, f"{last})"]


def _instantiate(head: str, arguments: Sequence[Argument]) -> Iterator[str]:
    """The statement that prints a part, with line breaks between arguments."""
    groups = [[_argument(argument)] for argument in arguments]
    for pieces in groups[:-1]:
        pieces[-1] += ","
    *lines, last = _filled(groups, head, " " * len(head))
    yield from [*lines, f"{last})"]


def _argument(argument: Argument) -> str:
    if isinstance(argument, Address):
        return _address(argument)
    return f"({', '.join(' '.join(_wire(wire)) for wire in argument.wires)})"


def _filled(groups: Iterable[Sequence[str]], start: str, margin: str) -> list[str]:
    """Lines that begin with ``start``, then with ``margin``; a group that is longer than a line has its own lines."""
    lines, line = [], start
    for pieces in groups:
        together = " ".join(pieces)
        fits = len(margin) + len(together) < _WIDTH
        for place, piece in enumerate([together] if fits else pieces):
            is_empty = line in (start, margin)
            if not is_empty and (len(line) + 1 + len(piece) >= _WIDTH or not (fits or place)):
                lines.append(line)
                line, is_empty = margin, True
            line += piece if is_empty else f" {piece}"
    return [*lines, line]


def _wire(wire: Wire) -> Iterator[str]:
    """The wire without clauses, then each clause."""
    times = "" if wire.times is None else f" times {_number(wire.times)}"
    yield f"{'NOT ' if wire.negated else ''}{_address(wire.address)}{times}"
    for clause in wire.clauses:
        match clause:
            case ForClause(variable, low, high, by, down):
                yield f"for {_generator(variable, low, high, by, down)}"
            case Filter(condition):
                yield f"if {_condition(condition)}"


def _generator(variable: str, low: Expression, high: Expression, by: Expression | None, down: bool) -> str:
    ends = f"{_number(high)} downto {_number(low)}" if down else f"{_number(low)}..{_number(high)}"
    return f"{variable} in {ends}" + ("" if by is None else f" by {_number(by)}")


def _address(address: Address) -> str:
    return ".".join(map(_step, address.steps))


def _step(step: Step) -> str:
    indices = [_range(index) if isinstance(index, Range) else _number(index) for index in step.indices]
    return f"{step.name}[{', '.join(indices)}]" if indices else step.name


# ---------------------------------------------------------------- numbers and conditions


def _numbers(numbers: Iterable[Expression]) -> str:
    return ", ".join(map(_number, numbers))


def _number(number: Expression, level: int = 0) -> str:
    """A number, in parentheses if it binds less tightly than ``level``."""
    match number:
        case Number(value):
            return str(value)
        case Name(name):
            return name
        case Call(function, arguments):
            return f"{function.value if isinstance(function, Builtin) else function}({_numbers(arguments)})"
        case TableEntry(table, indices):
            return f"{table}[{_numbers(indices)}]"
        case Natural(inner):
            return _number(inner, level)
        case Within(inside):
            return _number(inside, level)
        case Binary(operator, left, right):
            own = _LEVELS[operator]
            before = _ATOM if operator is Operator.POWER else own
            sign = f" {operator.value} " if operator in (Operator.DIVIDE, Operator.MODULO) else operator.value
            text = f"{_number(left, before)}{sign}{_number(right, own + 1)}"
            return f"({text})" if own < level else text


def _condition(condition: Condition, level: int = 0) -> str:
    """A condition, in parentheses if it binds less tightly than ``level``: or 1, and 2, not 3."""
    match condition:
        case Compare(operands, comparisons):
            links = (f" {c.value} {_number(o)}" for c, o in zip(comparisons, operands[1:], strict=True))
            return _number(operands[0]) + "".join(links)
        case Not(inner):
            return f"not {_condition(inner, 3)}"
        case And(left, right):
            own, text = 2, f"{_condition(left, 2)} and {_condition(right, 3)}"
        case Or(left, right):
            own, text = 1, f"{_condition(left, 1)} or {_condition(right, 2)}"
    return f"({text})" if own < level else text
