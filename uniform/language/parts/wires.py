"""The wires of gates and of lists, in terms of the arrays of the whole circuit.

A wire that is one gate stays a wire. One that comes from several pieces becomes a group with a filter for each; the
name of a list becomes a group of its wires, which are written out anew wherever the list is used: the list is handed
over by name, and its numbers are computed where they are used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from uniform.language.parts.found import Found
from uniform.language.parts.frames import Frame, name_of
from uniform.language.parts.inner import check_indices
from uniform.language.parts.reach import find
from uniform.language.syntax.declarations import NamedWires
from uniform.language.syntax.expressions import Binary, Expression, Operator
from uniform.language.syntax.gates import Address, Bind, Filter, ForClause, Group, Range, Wire
from uniform.language.syntax.symbols import Sort


def wires(frame: Frame, written: Sequence[Wire], part: Address | None = None) -> tuple[Wire | Group, ...]:
    """The wires of a gate or of a list. NOT gates of a list that was handed to ``part`` are printed already."""
    return tuple(found for wire in written for found in _wire(frame, wire, part))


def _wire(frame: Frame, wire: Wire, part: Address | None) -> Iterator[Wire | Group]:
    inner = frame.inside()
    clauses = tuple([_clause(inner, clause) for clause in wire.clauses])
    symbol = wire.address.steps[0].symbol
    times = wire.times
    if symbol.sort is Sort.LIST:
        bindings, listed = _list(inner, wire.address)
        if times is not None:
            listed = tuple([_multiply(each, inner.number(times)) for each in listed])
        if bindings or clauses:
            yield _grouped(bindings, clauses, listed, wire)
        else:
            yield from listed
        return
    found = find(inner, wire.address)
    weight = None if times is None else inner.number(times)
    own = tuple(clause.symbol for clause in clauses if isinstance(clause, ForClause)) if wire.negated else ()
    plain = replace(wire, times=weight, own=own, part=part if wire.negated else None)
    if found.step is not None:
        yield replace(plain, address=_address(found, wire.address), clauses=clauses)
    else:
        yield Group((), clauses, (_options(found, plain),), wire.span)


def _grouped(
    bindings: tuple[Bind, ...], clauses: tuple[ForClause | Filter, ...], listed: tuple[Wire | Group, ...], wire: Wire
) -> Group:
    """A list under its clauses; its indices are computed inside them."""
    if bindings and clauses:
        return Group((), clauses, (Group(bindings, (), listed, wire.span),), wire.span)
    return Group(bindings, clauses, listed, wire.span)


def _address(found: Found, written: Address) -> Address:
    assert found.step is not None
    return Address((found.step,), written.span, bindings=tuple(found.bindings))


def _options(found: Found, wire: Wire) -> Group:
    """One wire for each option, under its condition."""
    options: list[Wire | Group] = []
    for condition, option in found.options:
        chosen = (Filter(condition, wire.span),)
        if option.step is not None:
            options.append(replace(wire, address=_address(option, wire.address), clauses=chosen))
        else:
            options.append(Group((), chosen, (_options(option, wire),), wire.span))
    return Group(tuple(found.bindings), (), tuple(options), wire.span)


def _clause(frame: Frame, clause: ForClause | Filter) -> ForClause | Filter:
    """A clause, whose variable is in scope from here on."""
    if isinstance(clause, Filter):
        return Filter(frame.condition(clause.condition), clause.span)
    low, high = frame.number(clause.low), frame.number(clause.high)
    by = None if clause.by is None else frame.number(clause.by)
    symbol = frame.fresh(clause.symbol)
    frame.numbers[clause.symbol] = name_of(symbol)
    return replace(clause, low=low, high=high, by=by, symbol=symbol)


# ---------------------------------------------------------------- lists


def _list(frame: Frame, address: Address) -> tuple[tuple[Bind, ...], tuple[Wire | Group, ...]]:
    """The wires of a list, after its indices."""
    step = address.steps[0]
    if step.symbol in frame.lists:
        handed = frame.lists[step.symbol]
        return (), wires(handed.frame, handed.wires, handed.part)
    declared = frame.node.declared[step.symbol]
    assert isinstance(declared, NamedWires)
    bindings: list[Bind] = []
    indices = [frame.number(index) for index in step.indices if not isinstance(index, Range)]
    _, named = check_indices(frame, step.symbol, indices, bindings.append)
    return tuple(bindings), wires(frame.inside(named), declared.wires.wires)


def _multiply(wire: Wire | Group, times: Expression) -> Wire | Group:
    if isinstance(wire, Group):
        return replace(wire, wires=tuple([_multiply(each, times) for each in wire.wires]))
    weight = times if wire.times is None else Binary(Operator.MULTIPLY, wire.times, times, times.span)
    return replace(wire, times=weight)
