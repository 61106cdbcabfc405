"""The walk over numbers and conditions: each becomes linear, and each check on the way an obligation.

Operands are walked in the order in which a run evaluates them. What a check ensures is a fact from there on, but only
an assumed one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from uniform.certify.proofs.cases import Case, cases_of
from uniform.certify.proofs.formulas import (
    Formula,
    Linear,
    all_of,
    at_most,
    constant,
    equal,
    less,
    linear,
    negation,
    some,
    unequal,
)
from uniform.certify.proofs.records import Fact, Kind, Loop, Obligation, Place, Walked
from uniform.certify.proofs.terms import FUNCTION, GREATEST, LEAST, TABLE
from uniform.language.bounds import checks
from uniform.language.bounds.checks import Check
from uniform.language.bounds.domain import Route
from uniform.language.syntax.declarations import Let
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
    Relation,
    TableEntry,
    Within,
)
from uniform.language.syntax.gates import Bind, Range
from uniform.language.syntax.symbols import Symbol

NOWHERE = Route().here
"""The place in checks that are made here: obligations have places of their own."""

ZERO = constant(0)


@dataclass(slots=True, eq=False)
class Walk:
    """A walk on its way: where it is, what holds there, and what every name means."""

    found: Walked
    values: dict[Symbol, Linear] = field(default_factory=dict)  # of names of numbers
    bounds: dict[Symbol, Linear] = field(default_factory=dict)  # of counters
    facts: list[Fact] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    path: list[int] = field(default_factory=list)
    quiet: int = 0  # inside what has been checked before
    operations: dict[Symbol, str] = field(default_factory=dict)  # of tables and functions

    @property
    def here(self) -> Place:
        """The place that the walk has reached."""
        return Place(tuple(self.loops), tuple(self.facts), tuple(self.path))

    def know(self, formula: Formula, kind: Kind = "consequence") -> None:
        """From here to the end of the scope, this is true."""
        self.facts.append(Fact(formula, kind))

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Facts and names from inside are forgotten afterwards; counters keep their values."""
        facts, names = len(self.facts), set(self.values)
        yield
        del self.facts[facts:]
        for symbol in [each for each in self.values if each not in names]:
            del self.values[symbol]

    @contextmanager
    def checked_before(self) -> Iterator[None]:
        """What is walked inside has been checked, and passed."""
        self.quiet += 1
        yield
        self.quiet -= 1

    # ---------------------------------------------------------------- checks

    def require(self, check: Check | None, goal: Formula | None = None) -> None:
        """A run traps here unless the claim of a check is true. ``goal`` is that claim, if it is not in names that are
        in scope."""
        if check is None:
            return
        if goal is None:
            assert isinstance(check.claim, Compare)
            with self.checked_before():
                goal = self._compare(check.claim)
        if not self.quiet:
            self.found.obligations.append(Obligation(goal, self.here, check))
        self.know(goal, "assumed")

    # ---------------------------------------------------------------- numbers

    def natural(self, expression: Expression) -> Linear:
        """A number over the naturals."""
        match expression:
            case Number(value):
                return constant(value)
            case Name(symbol=symbol):
                return self.values[symbol]
            case Call(Builtin() as function, arguments):
                return self._builtin(function, [self.natural(each) for each in arguments])
            case Call():
                return self._call(expression)
            case Natural(number):
                found = self.integer(number)
                self.require(checks.natural(number, NOWHERE), at_most(ZERO, found))
                return found
            case Binary(operator):
                left, right = self.natural(expression.left), self.natural(expression.right)
                if operator is Operator.SUBTRACT:
                    self.require(checks.difference(expression, NOWHERE), at_most(right, left))
                if operator in (Operator.DIVIDE, Operator.MODULO):
                    self.require(checks.divisor(expression, NOWHERE), less(ZERO, right))
                return self._operation(operator, left, right)
            case Within(number, low, high):
                found = self.natural(number)
                low_check, high_check = checks.within(expression, NOWHERE)
                if low is not None:
                    self.require(low_check, at_most(self.natural(low), found))
                self.require(high_check, at_most(found, self.integer(high)))
                return found
        raise AssertionError(expression)

    def integer(self, expression: Expression) -> Linear:
        """A number over the integers: an upper end, or one that reads a table."""
        match expression:
            case TableEntry():
                return self._entry(expression)
            case Call(Builtin.MIN | Builtin.MAX as function, arguments):
                return self._builtin(function, [self.integer(each) for each in arguments])
            case Binary(operator) if operator is not Operator.POWER:
                left, right = self.integer(expression.left), self.integer(expression.right)
                if operator in (Operator.DIVIDE, Operator.MODULO):
                    self.require(checks.divisor(expression, NOWHERE, upper_end=True), less(ZERO, right))
                return self._operation(operator, left, right)
        return self.natural(expression)

    def _operation(self, operator: Operator, left: Linear, right: Linear) -> Linear:
        terms = self.found.terms
        match operator:
            case Operator.ADD:
                return left + right
            case Operator.SUBTRACT:
                return left - right
            case Operator.MULTIPLY:
                return terms.multiply(left, right)
            case Operator.DIVIDE:
                return terms.quotient(left, right)
            case Operator.MODULO:
                return terms.remainder(left, right)
            case Operator.POWER:
                return terms.power(left, right)

    def _builtin(self, function: Builtin, arguments: Sequence[Linear]) -> Linear:
        terms = self.found.terms
        match function:
            case Builtin.BITS:
                return terms.bits(arguments[0])
            case Builtin.BIT:
                return terms.bit(*arguments)
            case Builtin.MIN:
                return terms.extreme(LEAST, tuple(arguments))
            case Builtin.MAX:
                return terms.extreme(GREATEST, tuple(arguments))

    def _entry(self, entry: TableEntry) -> Linear:
        indices = []
        for which, written in enumerate(entry.indices):
            index = self.natural(written)
            table = entry.symbol.table
            assert table is not None
            low, high = table.ranges[which]
            low_check, high_check = checks.table_index(entry, which, NOWHERE)
            self.require(low_check, at_most(constant(low), index))
            self.require(high_check, at_most(index, constant(high)))
            indices.append(index)
        if entry.symbol not in self.operations:
            self.operations[entry.symbol] = operation = f"{TABLE} {len(self.operations)}"
            assert entry.symbol.table is not None
            self.found.terms.tables[operation] = entry.symbol.table
        return self.found.terms.entry(self.operations[entry.symbol], tuple(indices))

    def _call(self, call: Call) -> Linear:
        arguments = tuple([self.natural(each) for each in call.arguments])
        assert call.symbol is not None
        function = self.found.program.functions_by_symbol[call.symbol]
        names = [parameter.symbol for parameter in function.parameters]
        for parameter, written, argument in zip(function.parameters, call.arguments, arguments, strict=True):
            assert parameter.bound is not None
            with self.checked_before(), self.scope():
                self.values.update(zip(names, arguments, strict=True))
                bound = self.natural(parameter.bound)
            check = checks.argument(written, parameter.bound, parameter, function.name, NOWHERE)
            self.require(check, at_most(argument, bound))
        if call.symbol not in self.operations:
            self._know_function(call.symbol)
        text = ", ".join(map(str, arguments))
        return self.found.terms.apply(self.operations[call.symbol], arguments, f"{function.name}({text})")

    def _know_function(self, symbol: Symbol) -> None:
        """Give a function an operation, with what is known of its values."""
        function = self.found.program.functions_by_symbol[symbol]
        self.operations[symbol] = operation = f"{FUNCTION} {len(self.operations)}"
        self.found.functions[operation] = function
        outside = {self.found.program.n: linear(self.found.n)}
        outside |= {each: self.found.lets[each] for each in function.lets}
        outside |= {each: constant(value) for each, value in self.found.program.constants}

        def inside(arguments: tuple[Linear, ...]) -> Walk:
            names = zip([parameter.symbol for parameter in function.parameters], arguments, strict=True)
            return Walk(self.found, {**outside, **dict(names)}, quiet=1, operations=self.operations)

        def bound(arguments: tuple[Linear, ...]) -> Linear:
            return inside(arguments).natural(function.result.bound)

        def cases(arguments: tuple[Linear, ...]) -> tuple[Case, ...]:
            return cases_of(function, inside(arguments))

        self.found.terms.outside[operation] = frozenset([self.found.n])
        if symbol in self.found.followed.bounds:
            self.found.terms.functions[operation] = bound
        if symbol in self.found.followed.cases:
            self.found.terms.cases[operation] = cache(cases)

    # ---------------------------------------------------------------- names

    def let(self, let: Let) -> None:
        """A number gets its name."""
        self.values[let.symbol] = self.integer(let.value) if let.symbol.signed else self.natural(let.value)

    def bind(self, binding: Bind) -> None:
        """A number gets its name, after a check of its ends."""
        if isinstance(binding.value, Range):
            value = self.length(binding.value)
        else:
            value = self.integer(binding.value) if binding.symbol.signed else self.natural(binding.value)
        low_check, high_check = checks.ends(binding, NOWHERE)
        if binding.low is not None:
            self.require(low_check, at_most(self.natural(binding.low), value))
        if binding.high is not None:
            self.require(high_check, at_most(value, self.integer(binding.high)))
        self.values[binding.symbol] = value

    def length(self, written: Range) -> Linear:
        """The number of indices of a range or a slice."""
        low, high = self.natural(written.low), self.integer(written.high)
        return self.found.terms.extreme(GREATEST, (high - low + 1, ZERO))

    # ---------------------------------------------------------------- conditions

    def condition(self, condition: Condition) -> Formula:
        """A condition; what is not always evaluated is checked where it is."""
        match condition:
            case Compare():
                return self._compare(condition)
            case And(left, right):
                first = self.condition(left)
                with self.scope():
                    self.know(first)
                    second = self.condition(right)
                return all_of([first, second])
            case Or(left, right):
                first = self.condition(left)
                with self.scope():
                    self.know(negation(first))
                    second = self.condition(right)
                return some([first, second])
            case Not(inner):
                return negation(self.condition(inner))

    def _compare(self, compare: Compare) -> Formula:
        value = self.integer if compare.signed or self.quiet else self.natural
        left = value(compare.operands[0])
        links: list[Formula] = []
        with self.scope():
            for relation, operand in zip(compare.comparisons, compare.operands[1:], strict=True):
                right = value(operand)
                links.append(relate(relation, left, right))
                self.know(links[-1])
                left = right
        return all_of(links)


def relate(relation: Relation, left: Linear, right: Linear) -> Formula:
    """A comparison of two numbers."""
    match relation:
        case Relation.EQUAL:
            return equal(left, right)
        case Relation.NOT_EQUAL:
            return unequal(left, right)
        case Relation.LESS:
            return less(left, right)
        case Relation.AT_MOST:
            return at_most(left, right)
        case Relation.GREATER:
            return less(right, left)
        case Relation.AT_LEAST:
            return at_most(right, left)
