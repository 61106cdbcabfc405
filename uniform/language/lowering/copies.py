"""Lowering what several statements print, so that their code can become one (``sharing``).

Copies of the code differ as little as possible: a name has the same place among the registers in all of them, whether
its number needs a register or not, and code does not depend on whether a number is a literal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from uniform.counters.code import Apply, Function, Register
from uniform.language.bounds.magnitude import Magnitude
from uniform.language.lowering.emit import Emitter, Value
from uniform.language.lowering.sharing.plan import RegionRecord
from uniform.language.syntax.program import ScopedStatement
from uniform.language.syntax.symbols import Symbol


@contextmanager
def at_statement(e: Emitter, statement: ScopedStatement) -> Iterator[None]:
    """Inside, a statement is lowered, above the registers that the plan leaves out. The innermost one that is directly
    in the family or in a block counts."""
    inside, region, height = e.regions.innermost, e.regions.open[-1], e.height
    if inside is None or inside[0] is not region:
        e.regions.innermost = region, statement
    room = e.regions.plan.room.get(id(statement), 0)
    for _ in range(room):
        _leave_out(e)
    yield
    if room:
        e.height = height
    e.regions.innermost = inside


@contextmanager
def printing_a_part(e: Emitter) -> Iterator[None]:
    """Where a part is printed: the region that begins inside ends with it."""
    parts = len(e.parts)
    yield
    del e.parts[parts:]
    e.regions.open.pop().last = len(e.instructions)


def begin_region(e: Emitter, symbol: Symbol, array: int, name: str) -> None:
    """A part of this array begins with the next instruction."""
    around = e.regions.open[-1]
    assert e.regions.innermost is not None
    record = RegionRecord(
        symbol,
        array,
        name,
        e.height,
        {register: width for register, width in e.regions.widths.items() if register < e.height},
        len(e.instructions),
        literals={register: found for register, found in e.regions.literals.items() if register < e.height},
        numbers=tuple(e.regions.header),
        statement=id(e.regions.innermost[1]),
        above=e.height - around.height,
        is_copy=around.is_copy or symbol in e.regions.plan.parts,
    )
    e.regions.records.append(record)
    e.regions.open.append(record)


def keep_literal(e: Emitter, register: Register, literal: int) -> Value:
    """Store a number of a header that is another one in another statement, so that code does not depend on it."""
    e.regions.literals[register.index] = literal, len(e.instructions)
    e.emit(Apply(Function.COPY, register, literal))
    return Value(register, Magnitude.constant(literal))


def leave_room(e: Emitter) -> None:
    """Where a number needs no register, leave one out in code that several statements may share: another statement
    that needs it then has its other numbers in the same registers."""
    if e.regions.open[-1].is_copy:
        _leave_out(e)


def _leave_out(e: Emitter) -> None:
    del e.regions.widths[e.take(Magnitude.constant(0)).index]


def release(e: Emitter, symbols: Iterable[Symbol], height: int, bound: int) -> None:
    """Release the registers from ``height`` on, which are those of some names that nothing needs any more. What is
    known about these names stays known. ``bound``: how many bindings were in scope before them."""
    e.find_unread(bound)
    e.height = height
    for symbol in symbols:
        e.facts.bind(symbol, replace(e.facts.bindings[symbol], operand=None, total=None))
