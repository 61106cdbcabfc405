"""The checks of a run, which traps if one fails: one function for each kind.

A ``Check`` is a claim, the domain on which it must hold, and the text of the trap if it does not. Claims about numbers
are conditions of the language, over the integers. The others are about printing - every gate is printed once, before
it is used, and every output is printed - and about the end of a ``while``. Lowering omits a check of numbers if
``Facts.shows`` shows its claim, and no other check: the bytes of a program do not depend on any other prover. The
remaining checks are the *obligations* of the program, which certificates list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from uniform.language import traps
from uniform.language.bounds.domain import Domain, Place, Route
from uniform.language.expressions import number_of_indices
from uniform.language.syntax.declarations import ArrayDeclaration, CounterDeclaration, Parameter
from uniform.language.syntax.expressions import Binary, Compare, Expression, Name, Number, Relation, TableEntry, Within
from uniform.language.syntax.gates import Address, Bind, GateCall, Range, Step
from uniform.language.syntax.program import Assign, While
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.messages.errors import TrapText
from uniform.records import made_often


@dataclass(frozen=True, slots=True)
class PrintedBefore:
    """The gate of an address has been printed before the run comes here."""

    address: Address  # of one step


@dataclass(frozen=True, slots=True)
class NotPrintedBefore:
    """The gate of an address has not been printed before the run comes here."""

    address: Address  # of one step


@dataclass(frozen=True, slots=True)
class Terminates:
    """A loop that begins here ends after finitely many passes."""

    loop: While


Claim = Compare | PrintedBefore | NotPrintedBefore | Terminates  # a comparison has two numbers, and is <= or <


@made_often
@dataclass(frozen=True, slots=True)
class Check:
    """A claim at one place of a program, about all numbers of a domain."""

    claim: Claim
    place: Place
    make_text: Callable[[], TrapText]  # of the trap; called only if the text is needed

    @property
    def trap(self) -> TrapText:
        """The text of the trap if the claim is false."""
        return self.make_text()

    @property
    def domain(self) -> Domain:
        """The numbers that the claim is about: all that a run may have at the place, and possibly others."""
        return self.place.domain


# ---------------------------------------------------------------- numbers


def difference(node: Binary, place: Place) -> Check:
    """``left - right`` is not negative."""
    return Check(_at_most(node.right, node.left), place, partial(traps.subtraction_below_zero, node))


def divisor(node: Binary, place: Place, *, upper_end: bool = False) -> Check:
    """The divisor of ``div`` or ``mod`` is positive."""
    return Check(_positive(node.right), place, partial(traps.division_by_zero, node, upper_end=upper_end))


def index(written: Expression, array: ArrayDeclaration, which: int, place: Place) -> tuple[Check, Check]:
    """An index is in its declared range: not below the lower end, and not above the upper one. If the ends name other
    indices, the definitions of the domain say what these are."""
    ends, make_text = array.ranges[which], partial(traps.index_outside, written, array, which)
    low, high = _at_most(ends.low, written), _at_most(written, ends.high)
    return Check(low, place, make_text), Check(high, place, make_text)


def ends(binding: Bind, place: Place) -> tuple[Check | None, Check | None]:
    """A number that gets a name is not below its low end, and not above its high one; None where there is no end."""

    def text() -> TrapText:
        assert binding.trap is not None
        return binding.trap

    value = number_of_indices(binding.value) if isinstance(binding.value, Range) else binding.value
    low = None if binding.low is None else Check(_at_most(binding.low, value), place, text)
    high = None if binding.high is None else Check(_at_most(value, binding.high), place, text)
    return low, high


def within(node: Within, place: Place) -> tuple[Check | None, Check]:
    """A number is not below its low end, if there is one, and not above its high one."""

    def text() -> TrapText:
        return node.trap

    low = None if node.low is None else Check(_at_most(node.low, node.number), place, text)
    return low, Check(_at_most(node.number, node.high), place, text)


def natural(number: Expression, place: Place) -> Check:
    """A number that reads a table is not below zero."""
    return Check(_at_most(Number(0, number.span), number), place, partial(traps.below_zero, number))


def table_index(entry: TableEntry, which: int, place: Place) -> tuple[Check, Check]:
    """An index of an entry is in its range: not below the lower end, and not above the upper one."""
    assert entry.symbol.table is not None
    index, (low, high) = entry.indices[which], entry.symbol.table.ranges[which]
    make_text = partial(traps.outside_table, entry, which)
    lowest, highest = Number(low, index.span), Number(high, index.span)
    return Check(_at_most(lowest, index), place, make_text), Check(_at_most(index, highest), place, make_text)


def store(statement: Assign, counter: CounterDeclaration, place: Place) -> Check:
    """A number that is stored in a counter is not above its bound."""
    make_text = partial(traps.bound_exceeded, statement.value, counter)
    return Check(_at_most(statement.value, counter.bound), place, make_text)


def argument(written: Expression, bound: Expression, parameter: Parameter, function: str, place: Place) -> Check:
    """An argument of a call is not above the bound of its parameter, which is written in names in scope at the call."""
    return Check(_at_most(written, bound), place, partial(traps.argument_exceeded, written, parameter, function))


def step(by: Expression, place: Place) -> Check:
    """The step of a loop is positive."""
    return Check(_positive(by), place, partial(traps.step_zero, by))


def remainder(gate: GateCall, place: Place) -> tuple[Check, Check]:
    """The modulus of MOD is positive, and its residue is below it."""
    modulus, residue = gate.parameters
    below = Compare((residue, modulus), (Relation.LESS,), gate.span)
    positive = Check(_positive(modulus), place, partial(traps.modulus_zero, gate))
    return positive, Check(below, place, partial(traps.residue_too_large, gate))


def _at_most(left: Expression, right: Expression) -> Compare:
    return Compare((left, right), (Relation.AT_MOST,), left.span)


def _positive(number: Expression) -> Compare:
    return _at_most(Number(1, number.span), number)


# ---------------------------------------------------------------- printing and loops


def printed_once(target: Address, place: Place) -> Check:
    """The gate, or the part, that a statement prints has not been printed before."""
    return Check(NotPrintedBefore(target), place, partial(traps.printed_twice, target))


def printed_before(address: Address, place: Place) -> Check:
    """The gate that a wire comes from has been printed."""
    return Check(PrintedBefore(address), place, partial(traps.used_before_printed, address))


def all_printed(output: ArrayDeclaration, route: Route) -> Check:
    """Each element of an output has been printed when the program ends, at the end of the route. An index without a
    name gets one that no program can contain."""
    mark, indices = route.mark(), []
    for which, written in enumerate(output.ranges, 1):
        symbol = written.symbol or Symbol(f"#{which}", Sort.INDEX, written.span)
        route.enter(replace(written, symbol=symbol))
        indices.append(Name(symbol.name, written.span, symbol=symbol))
    address = Address((Step(output.name, tuple(indices), output.span, symbol=output.symbol),), output.span)
    check = Check(PrintedBefore(address), route.here, partial(traps.never_printed, output))
    route.return_to(mark)
    return check


def termination(loop: While, place: Place) -> Check:
    """A ``while`` does not run forever."""
    return Check(Terminates(loop), place, partial(traps.endless, loop))
