"""What has to hold in a run, or it traps: one function for each kind of check.

A ``Check`` is a claim, the domain on which it is asked, and what is said where it is false. Claims of numbers are
conditions of the language, over the integers. The others are of printing - a gate is printed once, before it is used,
and every output is - and that a ``while`` ends. Lowering leaves out a check of numbers where ``Facts.shows`` shows it,
and nothing else: the bytes of a program depend on no other prover. What it does not leave out is an *obligation* of
the program, which certificates list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from uniform.language import traps
from uniform.language.bounds.domain import Domain, Place, Route
from uniform.language.syntax.expressions import Binary, Compare, Expression, Name, Number, Relation
from uniform.language.syntax.program import Address, ArrayDeclaration, Assign, GateCall, Step, While
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.messages.errors import TrapText


@dataclass(frozen=True, slots=True)
class Printed:
    """The gate of an address has been printed before the run comes here."""

    address: Address  # of one step


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """The gate of an address has not been printed before the run comes here."""

    address: Address  # of one step


@dataclass(frozen=True, slots=True)
class Ends:
    """A loop that begins here has finitely many passes."""

    loop: While


Claim = Compare | Printed | NotPrinted | Ends  # a comparison is of two numbers, by <= or <


@dataclass(frozen=True, slots=True)
class Check:
    """A claim that is made at one place of a program, of all numbers of a domain."""

    claim: Claim
    place: Place
    words: Callable[[], TrapText]  # of the trap, put together only when they are wanted

    @property
    def trap(self) -> TrapText:
        """What is said where the claim is false."""
        return self.words()

    @property
    def domain(self) -> Domain:
        """For which numbers the claim is made: those that a run may have at the place, and possibly others."""
        return self.place.domain


# ---------------------------------------------------------------- numbers


def difference(node: Binary, place: Place) -> Check:
    """``left - right`` is not below zero."""
    return Check(_at_most(node.right, node.left), place, partial(traps.subtraction_below_zero, node))


def divisor(node: Binary, place: Place, *, upper_end: bool = False) -> Check:
    """The divisor of ``div`` or ``mod`` is positive."""
    return Check(_positive(node.right), place, partial(traps.division_by_zero, node, upper_end=upper_end))


def index(written: Expression, array: ArrayDeclaration, which: int, place: Place) -> tuple[Check, Check]:
    """An index is in its declared range: not below the lower end, not above the upper one. The names of indices in
    that range are those of the address, which the domain has among its definitions."""
    ends, words = array.ranges[which], partial(traps.index_outside, written, array, which)
    low, high = _at_most(ends.low, written), _at_most(written, ends.high)
    return Check(low, place, words), Check(high, place, words)


def stored(statement: Assign, bound: Expression, place: Place) -> Check:
    """What is stored in a counter is not above its bound."""
    words = partial(traps.bound_exceeded, statement.value, statement.name, bound)
    return Check(_at_most(statement.value, bound), place, words)


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
    """What a statement prints has not been printed before."""
    return Check(NotPrinted(target), place, partial(traps.printed_twice, target))


def printed_before(address: Address, place: Place) -> Check:
    """What a wire comes from has been printed."""
    return Check(Printed(address), place, partial(traps.used_before_printed, address))


def all_printed(output: ArrayDeclaration, route: Route) -> Check:
    """Each element of an output is printed by the end, which is where the route has come to. An index without a name
    gets one that nobody can write."""
    mark, indices = route.mark(), []
    for which, written in enumerate(output.ranges, 1):
        symbol = written.symbol or Symbol(f"#{which}", Sort.INDEX, written.span)
        route.enter(replace(written, symbol=symbol))
        indices.append(Name(symbol.name, written.span, symbol=symbol))
    address = Address((Step(output.name, tuple(indices), output.span, symbol=output.symbol),), output.span)
    check = Check(Printed(address), route.here, partial(traps.never_printed, output))
    route.back(mark)
    return check


def finite(loop: While, place: Place) -> Check:
    """A ``while`` does not go on for ever."""
    return Check(Ends(loop), place, partial(traps.endless, loop))
