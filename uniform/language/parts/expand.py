"""From a checked program with parts to one without: each statement that prints a part becomes a scope with the
statements of its block.

The order in a scope is that of the definition: the part's indices, the numbers of its header, the numbers of its
arguments; then the part is entered, and the declarations of its block are evaluated in order, each input with the
checks of what it is bound to; then the NOT gates of lists, and the statements.

Invariant: the result holds no ``PartDeclaration``, ``Instantiate``, ``Alias``, slice or list of wires, and each of its
addresses has one step. A program without blocks is returned as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from uniform.collector import paused
from uniform.language import traps
from uniform.language.expressions import symbols_in
from uniform.language.parts.found import View
from uniform.language.parts.frames import Frame, HandedList, Node, address_of, as_array, name_of
from uniform.language.parts.inner import bind_number, check_indices, check_length, hand_over
from uniform.language.parts.nodes import declare_nodes
from uniform.language.parts.reach import own_step, reach
from uniform.language.parts.size import require_size
from uniform.language.parts.slices import check_table, check_view, make_view
from uniform.language.parts.views import ChosenStep, lengths_along
from uniform.language.parts.wires import wires
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import (
    ArrayDeclaration,
    CounterDeclaration,
    Declaration,
    Let,
    NamedWires,
    Parameter,
    PartDeclaration,
    TableParameter,
    WiresInput,
)
from uniform.language.syntax.expressions import Name
from uniform.language.syntax.gates import Address, Argument, Bind, Group, Range, Wire
from uniform.language.syntax.program import (
    Assign,
    Branch,
    Enter,
    For,
    If,
    Instantiate,
    Negate,
    Print,
    Scope,
    Statement,
    While,
)
from uniform.language.syntax.symbols import Symbol

ScopeStatement = Statement | CounterDeclaration | ArrayDeclaration


@paused()
def expand(program: CheckedProgram) -> CheckedProgram:
    """The program with every part replaced by what it prints. Cost: linear in the result, which has one copy of the
    statements of a block for each statement that prints it, in each copy of that statement.

    >>> from uniform.language.names.resolve import resolve
    >>> from uniform.language.parse.parser import parse
    >>> from uniform.messages.spans import Source
    >>> text = '''block both()
    ...   input  a, b
    ...   output c
    ...   c := AND(a, b)
    ... family f(n)
    ...   input  x[1..2]
    ...   output y
    ...   part   first = both()
    ...   first := both(x[1], x[2])
    ...   y := NOT first.c
    ... '''
    >>> program = expand(resolve(parse(Source("f.gen", text))))
    >>> [(found.role, found.symbol.name) for found in program.declarations]
    [('input', 'x'), ('output', 'y'), ('part', 'first'), ('gate', 'first.c')]
    >>> [type(statement).__name__ for statement in program.body[0].body]
    ['Enter', 'Print']
    """
    has_lists = any(isinstance(found, NamedWires) for found in program.declarations)
    if not program.blocks and not has_lists:
        return program
    require_size(program)
    root, declarations = declare_nodes(program)
    body = _body(Frame(root), program.body)
    return replace(program, declarations=declarations, body=body, blocks=())


# ---------------------------------------------------------------- statements


def _body(frame: Frame, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    inner = frame.inside()
    return tuple([_statement(inner, statement) for statement in statements])


def _statement(frame: Frame, statement: Statement) -> Statement:
    match statement:
        case Print(target, gate):
            parameters = tuple([frame.number(parameter) for parameter in gate.parameters])
            found = wires(frame, gate.written_wires)
            return replace(
                statement, target=_target(frame, target), gate=replace(gate, parameters=parameters, wires=found)
            )
        case Instantiate():
            return _instantiate(frame, statement)
        case Assign(value=value, symbol=symbol):
            counter = name_of(symbol) if symbol not in frame.numbers else frame.numbers[symbol]
            assert isinstance(counter, Name)
            return replace(statement, value=frame.number(value), symbol=counter.symbol)
        case Let(value=value, symbol=symbol):
            value = frame.number(value)
            return replace(statement, value=value, symbol=frame.declare(symbol))
        case For(low=low, high=high, by=by, body=body, symbol=symbol):
            low, high = frame.number(low), frame.number(high)
            by = None if by is None else frame.number(by)
            inner = frame.inside()
            variable = inner.declare(symbol)
            return replace(statement, low=low, high=high, by=by, body=_body(inner, body), symbol=variable)
        case While(condition, body):
            return replace(statement, condition=frame.condition(condition), body=_body(frame, body))
        case If(branches, otherwise):
            chosen = [_branch(frame, branch) for branch in branches]
            last = None if otherwise is None else _body(frame, otherwise)
            return replace(statement, branches=tuple(chosen), otherwise=last)
    raise AssertionError(statement)


def _branch(frame: Frame, branch: Branch) -> Branch:
    return replace(branch, condition=frame.condition(branch.condition), body=_body(frame, branch.body))


def _target(frame: Frame, target: Address) -> Address:
    (step,) = target.steps
    indices = tuple([frame.number(index) for index in step.indices if not isinstance(index, Range)])
    return replace(target, steps=(own_step(frame, ChosenStep(step.symbol, indices, step.span), indices),))


# ---------------------------------------------------------------- printing a part


def _instantiate(frame: Frame, statement: Instantiate) -> Scope:
    """``part[indices] := block(arguments)``."""
    body: list[ScopeStatement] = []
    step = statement.target.steps[0]
    part, node = frame.node.declared[step.symbol], frame.node.parts[step.symbol]
    assert isinstance(part, PartDeclaration)
    assert node.block is not None
    indices = [frame.number(index) for index in step.indices if not isinstance(index, Range)]
    values, named = check_indices(frame, step.symbol, indices, body.append)
    outer, inner = frame.inside(named), Frame(node, (*frame.prefix, *values))
    for parameter, number in zip(node.block.parameters, part.arguments, strict=True):
        hand_over(outer, inner, parameter, number)
        if isinstance(parameter, Parameter):
            inner.numbers[parameter.symbol] = bind_number(outer, inner, part.name, parameter, number, body.append)
    for parameter in node.block.parameters:
        if isinstance(parameter, TableParameter):
            check_table(inner.tables[parameter.symbol], part, body.append)
    views = _bind_arguments(frame, inner, node, statement, body)
    body.append(Enter(address_of(node, inner.prefix, statement.target.span), statement.span))
    for declared in node.block.declarations:
        _declare(inner, declared, views, statement, body)
    body += _negations(inner, node, statement)
    body += _body(inner, node.block.body)
    return Scope(tuple(body), statement.span)


def _bind_arguments(
    frame: Frame, inner: Frame, node: Node, statement: Instantiate, body: list[ScopeStatement]
) -> dict[Symbol, View]:
    """What the inputs are bound to; lists are known to ``inner`` at once."""
    assert node.block is not None
    views: dict[Symbol, View] = {}
    for declared, argument in zip(node.block.inputs, statement.arguments, strict=True):
        if isinstance(declared, WiresInput):
            part = address_of(node, inner.prefix, statement.target.span)
            inner.lists[declared.symbol] = HandedList(frame, _listed(argument), part)
        else:
            assert isinstance(declared, ArrayDeclaration)
            views[declared.symbol] = make_view(frame, argument, len(declared.ranges), body.append, reach)
    return views


def _listed(argument: Argument) -> tuple[Wire, ...]:
    if isinstance(argument, Address):
        return (Wire(False, argument, None, (), argument.span),)
    return argument.wires


def _declare(
    frame: Frame, declared: Declaration, views: dict[Symbol, View], statement: Instantiate, body: list[ScopeStatement]
) -> None:
    """Evaluate a declaration of a block where a part is printed."""
    match declared:
        case Let(value=value, symbol=symbol):
            value = frame.number(value)
            body.append(Bind(frame.declare(symbol), value, None, None, None, declared.span))
        case CounterDeclaration(bound=bound, symbol=symbol):
            bound = frame.number(bound)
            body.append(replace(declared, bound=bound, symbol=frame.declare(symbol)))
        case ArrayDeclaration() | PartDeclaration():
            array = as_array(declared)
            if array.ranges:
                ranges = frame.ranges(array.ranges)
                symbol = array.symbol if array.role == "part" else declared.symbol
                body.append(replace(array, ranges=ranges, level=(), symbol=symbol))
            if declared.symbol in views:
                _bind_input(frame, array, views[declared.symbol], statement, body)


def _bind_input(
    frame: Frame, array: ArrayDeclaration, view: View, statement: Instantiate, body: list[ScopeStatement]
) -> None:
    """An input and what it is bound to: that must be in range, and of the same shape."""
    check_view(view, body.append)
    frame.inputs[array.symbol] = view
    assert frame.node.block is not None
    inputs = [each.symbol for each in frame.node.block.inputs]
    argument = statement.arguments[inputs.index(array.symbol)]
    ranges = frame.ranges(array.ranges)
    for dimension in range(len(view.lengths)):
        checks: list[Statement] = []
        trap = traps.input_length(argument.span, array, dimension)
        for length in lengths_along(view, dimension):
            check_length(length, ranges[dimension], trap, checks.append)
        body += _for_all(ranges[: dimension + 1], checks)


def _for_all(ranges: Sequence[Range], checks: list[Statement]) -> list[Statement]:
    """Checks of the last range, for all values of the indices to its left that it depends on."""
    *left, last = ranges
    used = symbols_in(last.low) | symbols_in(last.high)
    for each in reversed(left):
        if each.symbol is not None and each.symbol in used:
            name, span = each.symbol.name, each.span
            used |= symbols_in(each.low) | symbols_in(each.high)
            checks = [For(name, each.low, each.high, None, False, tuple(checks), span, span, symbol=each.symbol)]
    return checks


def _negations(frame: Frame, node: Node, statement: Instantiate) -> list[ScopeStatement]:
    """The NOT gates of the lists that the part takes, numbered through the whole statement."""
    found: list[Wire | Group] = []
    for handed in frame.lists.values():
        found += wires(handed.frame, handed.wires)
    if not any(map(_negates, found)):
        return []
    return [Negate(address_of(node, frame.prefix, statement.target.span), tuple(found), statement.span)]


def _negates(wire: Wire | Group) -> bool:
    if isinstance(wire, Group):
        return any(map(_negates, wire.wires))
    return wire.negated and wire.part is None
