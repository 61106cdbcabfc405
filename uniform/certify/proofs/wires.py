"""The walk over printing statements: addresses, and the wires of gates with their clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from uniform.certify.proofs.formulas import Formula, Linear, at_most, constant, less
from uniform.certify.proofs.loops import enter_for
from uniform.certify.proofs.numbers import NOWHERE, Walk
from uniform.certify.proofs.records import Loop, Read, Site
from uniform.circuits.gates import Kind
from uniform.language.bounds import checks
from uniform.language.syntax.gates import Address, Filter, ForClause, Group, Range, Wire, negations
from uniform.language.syntax.program import Enter, Negate, Print
from uniform.language.syntax.symbols import Symbol

Clauses = tuple[Loop | Formula, ...]


# ---------------------------------------------------------------- statements


def walk_print(walk: Walk, statement: Print) -> Site:
    """What a gate line prints and reads."""
    gate = statement.gate
    with walk.scope():
        parameters = tuple([walk.natural(parameter) for parameter in gate.parameters])
        if gate.kind is Kind.MOD:
            positive, below = checks.remainder(gate, NOWHERE)
            walk.require(positive, less(constant(0), parameters[0]))
            walk.require(below, less(parameters[1], parameters[0]))
        array, indices = walk_address(walk, statement.target)
        reads = tuple(_reads(walk, gate.wires, ()))
        return Site(array, indices, walk.here, gate, parameters, reads, statement.target)


def walk_enter(walk: Walk, statement: Enter) -> Site:
    """A part is printed from here on."""
    with walk.scope():
        array, indices = walk_address(walk, statement.part)
        return Site(array, indices, walk.here, None, (), (), statement.part, is_part=True)


def walk_negations(walk: Walk, statement: Negate) -> Site:
    """The NOT gates of the lists that a part takes."""
    with walk.scope():
        array, indices = walk_address(walk, statement.part)
        reads = tuple(_reads(walk, negations(statement.wires), ()))
        return Site(array, indices, walk.here, None, (), reads, statement.part)


# ---------------------------------------------------------------- wires


def _reads(walk: Walk, wires: Iterable[Wire | Group], clauses: Clauses) -> Iterator[Read]:
    for wire in wires:
        with walk.scope():
            if isinstance(wire, Group):
                for binding in wire.bindings:
                    walk.bind(binding)
                with _inside(walk, wire.clauses, clauses) as inner:
                    yield from list(_reads(walk, wire.wires, inner))
            else:
                with _inside(walk, wire.clauses, clauses) as inner:
                    yield _read(walk, wire, inner)


def _read(walk: Walk, wire: Wire, clauses: Clauses) -> Read:
    if wire.part is None:
        array, indices = walk_address(walk, wire.address)
        place = walk.here
    else:
        walk_address(walk, wire.part)
        with walk.checked_before():
            array, indices = walk_address(walk, wire.address)
        place = walk.here
    times = None if wire.times is None else walk.natural(wire.times)
    return Read(array, indices, place, times, wire.negated, wire.part is None, clauses, wire)


@contextmanager
def _inside(walk: Walk, written: tuple[ForClause | Filter, ...], clauses: Clauses) -> Iterator[Clauses]:
    """One pass of some clauses; the loops and filters around it, with those before."""
    entered: list[Loop] = []
    for clause in written:
        if isinstance(clause, Filter):
            condition = walk.condition(clause.condition)
            walk.know(condition, "condition")
            clauses = (*clauses, condition)
        else:
            loop = enter_for(walk, clause, "clause")
            entered.append(loop)
            walk.loops.append(loop)
            clauses = (*clauses, loop)
    yield clauses
    for loop in entered:
        walk.loops.pop()
        loop.last = walk.found.terms.count


# ---------------------------------------------------------------- addresses


def walk_address(walk: Walk, address: Address) -> tuple[Symbol, tuple[Linear, ...]]:
    """The array of an address and its indices, each checked against its range. Names that it binds stay in scope."""
    for binding in address.bindings:
        walk.bind(binding)
    step = address.steps[0]
    array = walk.found.arrays[step.symbol]
    declared = array.declaration.seen_from(step)
    indices: list[Linear] = []
    for place, written in enumerate(step.indices):
        assert not isinstance(written, Range)
        indices.append(walk.natural(written))
        if place < step.free:
            continue
        which = place - (len(step.indices) - len(declared.ranges))
        if step.ranges is None:
            values = dict(zip(array.variables, indices, strict=False))
            low, high = (walk.found.terms.substitute(end, values) for end in array.ends[place])
        else:
            ends = declared.ranges[which]
            named = zip(declared.ranges, indices[len(step.indices) - len(declared.ranges) :], strict=False)
            with walk.checked_before():
                walk.values.update({each.symbol: index for each, index in named if each.symbol is not None})
                low, high = walk.natural(ends.low), walk.integer(ends.high)
        below, above = checks.index(written, declared, which, NOWHERE)
        walk.require(below, at_most(low, indices[-1]))
        walk.require(above, at_most(indices[-1], high))
    return step.symbol, tuple(indices)
