"""What has to hold when a number or a statement is reached, or the run traps: one function for each kind of check.

A ``Check`` is a claim, which is a condition of the language over the integers, and what is said where it is false. All
checks of a program are among these and those of printing: a gate is printed once, before it is used, and every output
is. Lowering leaves out what ``Facts.shows`` shows, and nothing else: the bytes of a program depend on no other prover.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from uniform.language import traps
from uniform.language.syntax.expressions import Binary, Compare, Expression, Number, Relation
from uniform.language.syntax.program import ArrayDeclaration, Assign, GateCall
from uniform.messages.errors import TrapText


@dataclass(frozen=True, slots=True)
class Check:
    """A claim about numbers at one place of a program."""

    claim: Compare  # of two numbers, by <= or <, over the integers
    words: Callable[[], TrapText]  # of the trap, put together only when they are wanted

    @property
    def trap(self) -> TrapText:
        """What is said where the claim is false."""
        return self.words()


def difference(node: Binary) -> Check:
    """``left - right`` is not below zero."""
    return Check(_at_most(node.right, node.left), partial(traps.subtraction_below_zero, node))


def divisor(node: Binary, *, upper_end: bool = False) -> Check:
    """The divisor of ``div`` or ``mod`` is positive."""
    return Check(_positive(node.right), partial(traps.division_by_zero, node, upper_end=upper_end))


def index(written: Expression, array: ArrayDeclaration, place: int) -> tuple[Check, Check]:
    """An index is in its declared range: not below the lower end, not above the upper one. The names of indices in
    that range are those of the address."""
    ends, words = array.ranges[place], partial(traps.index_outside, written, array, place)
    return Check(_at_most(ends.low, written), words), Check(_at_most(written, ends.high), words)


def stored(statement: Assign, bound: Expression) -> Check:
    """What is stored in a counter is not above its bound."""
    words = partial(traps.bound_exceeded, statement.value, statement.name, bound)
    return Check(_at_most(statement.value, bound), words)


def step(by: Expression) -> Check:
    """The step of a loop is positive."""
    return Check(_positive(by), partial(traps.step_zero, by))


def remainder(gate: GateCall) -> tuple[Check, Check]:
    """The modulus of MOD is positive, and its residue is below it."""
    modulus, residue = gate.parameters
    below = Compare((residue, modulus), (Relation.LESS,), gate.span)
    return Check(_positive(modulus), partial(traps.modulus_zero, gate)), Check(
        below, partial(traps.residue_too_large, gate)
    )


def _at_most(left: Expression, right: Expression) -> Compare:
    return Compare((left, right), (Relation.AT_MOST,), left.span)


def _positive(number: Expression) -> Compare:
    return _at_most(Number(1, number.span), number)
