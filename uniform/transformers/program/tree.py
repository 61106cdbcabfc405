"""Syntax trees of generator programs as Python expressions: ``2**p - 1``, ``query[i, b].times(2**b).for_("b", 0, p)``.

A ``Number`` is an expression of the language; the operators of Python build larger ones. Sums with 0, products with 0
and 1, and operations on literals are done at once, so that the text has no ``1*x``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from uniform.circuits.gates import Kind
from uniform.language.syntax import declarations, expressions, program
from uniform.language.syntax.expressions import (
    Binary,
    Builtin,
    Call,
    Compare,
    Condition,
    Expression,
    Operator,
    Relation,
)
from uniform.language.syntax.gates import Address, Filter, ForClause, GateCall, Step, Wire
from uniform.language.syntax.program import Print, Statement
from uniform.messages.spans import Source, Span

NOWHERE = Span(Source("<made>", ""), 0, 0)
"""The span of nodes that were never read from a text."""


@dataclass(frozen=True, slots=True)
class Number:
    """An expression of the language."""

    tree: Expression

    def __add__(self, other: Number | int) -> Number:
        return _binary(Operator.ADD, self, number(other))

    def __radd__(self, other: int) -> Number:
        return number(other) + self

    def __sub__(self, other: Number | int) -> Number:
        return _binary(Operator.SUBTRACT, self, number(other))

    def __rsub__(self, other: int) -> Number:
        return number(other) - self

    def __mul__(self, other: Number | int) -> Number:
        return _binary(Operator.MULTIPLY, self, number(other))

    def __rmul__(self, other: int) -> Number:
        return number(other) * self

    def __floordiv__(self, other: Number | int) -> Number:
        return _binary(Operator.DIVIDE, self, number(other))

    def __mod__(self, other: Number | int) -> Number:
        return _binary(Operator.MODULO, self, number(other))

    def __pow__(self, exponent: int) -> Number:
        return _binary(Operator.POWER, self, number(exponent))

    def __rpow__(self, base: int) -> Number:
        return _binary(Operator.POWER, number(base), self)

    def is_(self, relation: str, other: Number | int) -> Condition:
        """A comparison, for example ``m.is_("!=", j)``."""
        return Compare((self.tree, number(other).tree), (Relation(relation),), NOWHERE)

    @property
    def literal(self) -> int | None:
        """The value of a literal."""
        return self.tree.value if isinstance(self.tree, expressions.Number) else None


def number(value: Number | int) -> Number:
    """A number or a literal natural number."""
    return value if isinstance(value, Number) else Number(expressions.Number(int(value), NOWHERE))


def name(text: str) -> Number:
    """A loop variable, a ``let``, a constant or n."""
    return Number(expressions.Name(text, NOWHERE))


def smallest(*numbers: Number | int) -> Number:
    """``min(...)``."""
    return _call(Builtin.MIN, numbers)


def largest(*numbers: Number | int) -> Number:
    """``max(...)``."""
    return _call(Builtin.MAX, numbers)


def binary_digit(of: Number, place: Number) -> Number:
    """``bit(of, place)``."""
    return _call(Builtin.BIT, (of, place))


def beyond(high: Number, low: Number) -> Number:
    """high - low, or 0 if that is negative; the language has no negative numbers."""
    return high if low.literal == 0 else largest(high, low) - low


def total(numbers: Iterable[Number | int]) -> Number:
    """The sum; literals are added up and come last."""
    found, literal = number(0), 0
    for each in map(number, numbers):
        if each.literal is None:
            found = found + each
        else:
            literal += each.literal
    return found + literal


def _call(function: Builtin, arguments: Sequence[Number | int]) -> Number:
    return Number(Call(function, tuple(number(each).tree for each in arguments), NOWHERE))


_FOLDED = {
    Operator.ADD: lambda a, b: a + b,
    Operator.SUBTRACT: lambda a, b: a - b,
    Operator.MULTIPLY: lambda a, b: a * b,
    Operator.DIVIDE: lambda a, b: a // b,
    Operator.MODULO: lambda a, b: a % b,
    Operator.POWER: lambda a, b: a**b,
}


def _binary(operator: Operator, left: Number, right: Number) -> Number:
    a, b = left.literal, right.literal
    if a is not None and b is not None:
        folded = _FOLDED[operator](a, b)
        if folded >= 0:
            return number(folded)
    match operator, a, b:
        case (Operator.ADD, 0, _) | (Operator.MULTIPLY, 1, _):
            return right
        case (Operator.ADD | Operator.SUBTRACT, _, 0) | (Operator.MULTIPLY | Operator.DIVIDE, _, 1):
            return left
        case (Operator.MULTIPLY, 0, _) | (Operator.MULTIPLY, _, 0):
            return number(0)
    return Number(Binary(operator, left.tree, right.tree, NOWHERE))


# ---------------------------------------------------------------- addresses and wires


@dataclass(frozen=True, slots=True)
class Array:
    """A declared array; ``array[i, b]`` is a gate of it, ready to be a wire."""

    name: str

    def __getitem__(self, indices: Number | int | tuple[Number | int, ...]) -> Place:
        chosen = indices if isinstance(indices, tuple) else (indices,)
        step = Step(self.name, tuple(number(index).tree for index in chosen), NOWHERE)
        return Place(Address((step,), NOWHERE))

    @property
    def alone(self) -> Place:
        """A single gate."""
        return Place(Address((Step(self.name, (), NOWHERE),), NOWHERE))


@dataclass(frozen=True, slots=True)
class Place:
    """A gate, with its multiplicity and its clauses as a wire."""

    address: Address
    weight: Number | None = None
    clauses: tuple[ForClause | Filter, ...] = ()

    def times(self, weight: Number | int) -> Place:
        """The wire with a multiplicity."""
        return replace(self, weight=None if number(weight).literal == 1 else number(weight))

    def for_(self, variable: str, low: Number | int, high: Number | int, by: Number | int | None = None) -> Place:
        """The wire for each value of a variable, within the loops so far."""
        step = None if by is None else number(by).tree
        clause = ForClause(variable, number(low).tree, number(high).tree, step, False, NOWHERE)
        return replace(self, clauses=(*self.clauses, clause))

    def if_(self, condition: Condition) -> Place:
        """The wire only where the condition holds."""
        return replace(self, clauses=(*self.clauses, Filter(condition, NOWHERE)))

    @property
    def wire(self) -> Wire:
        """The wire of a gate."""
        return Wire(False, self.address, None if self.weight is None else self.weight.tree, self.clauses, NOWHERE)


# ---------------------------------------------------------------- statements


def gate(target: Place, kind: str, *wires: Place, parameter: Number | None = None) -> Statement:
    """``target := KIND(parameter; wires)``."""
    parameters = () if parameter is None else (parameter.tree,)
    call = GateCall(Kind[kind], parameters, tuple(wire.wire for wire in wires), NOWHERE)
    return Print(target.address, call, "not" if kind == "NOT" else "gate", NOWHERE)


def let(variable: str, value: Number) -> declarations.Let:
    """``let variable = value``."""
    return declarations.Let(variable, value.tree, NOWHERE, NOWHERE)


def store(counter: str, value: Number | int) -> Statement:
    """``counter <- value``."""
    return program.Assign(counter, number(value).tree, NOWHERE, NOWHERE)


def loop(variable: str, low: Number | int, high: Number | int, *body: Statement) -> Statement:
    """``for variable in low..high``."""
    return program.For(variable, number(low).tree, number(high).tree, None, False, body, NOWHERE, NOWHERE)


def choice(branches: Iterable[tuple[Condition, Statement]], otherwise: Statement | None = None) -> Statement:
    """``if``, ``elif`` and ``else``, with one statement each."""
    found = tuple(program.Branch(condition, (statement,), NOWHERE) for condition, statement in branches)
    return program.If(found, None if otherwise is None else (otherwise,), NOWHERE)
