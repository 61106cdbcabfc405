"""What is known about the names in scope, for every n: where each is, how large it can be, and which forms bound it.

``Facts`` answers whether a linear form is never negative (see ``affine``): to show that it is at least 0, the latest
name is replaced by its lower end if its coefficient is positive and by its upper end if it is negative, until only
n >= 1 and natural atoms are left.

This is interval arithmetic with cancellation, not a prover: what it does not show is checked at run time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from uniform.counters.code import Operand, Register, Shown
from uniform.language.bounds.affine import Atom, Form, Unknown, atom_lower_bound, is_call
from uniform.language.bounds.binding import Binding
from uniform.language.bounds.checks import Check, Claim
from uniform.language.bounds.domain import Place, Route
from uniform.language.bounds.magnitude import Magnitude, N
from uniform.language.bounds.scopes import Scope
from uniform.language.expressions import is_signed, substitute, symbols_in
from uniform.language.syntax.checked import CheckedFunction
from uniform.language.syntax.declarations import Parameter
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
from uniform.language.syntax.symbols import Symbol

_MAX_REPLACED = 20  # calls, before nothing is shown about a form
_NAMES = frozenset([Symbol])

FactsMark = tuple[int, int, tuple[int, int]]  # how many bindings and assumptions there are, and where the route is


class Facts:
    """The names in scope, oldest first: n, the constants, then lets, counters, loop variables and named indices.
    ``route`` leads to the place of the program where they are in scope; the questions below do not use it."""

    def __init__(
        self,
        n: Symbol,
        constants: Iterable[tuple[Symbol, int]] = (),
        functions: Mapping[Symbol, CheckedFunction] | None = None,
    ) -> None:
        self.n, self.constants = n, tuple(constants)
        self.functions = functions or {}
        self.family = self  # what is known in the family
        self.lets: tuple[Symbol, ...] = ()  # those outside the family that some function sees
        self.headers: dict[Symbol, tuple[tuple[Magnitude, ...], Magnitude]] = {}  # bounds of functions, in the family's
        self.in_header = False  # while the bounds of a function are looked at
        self.replacing = False  # while the bound of a call is looked at
        self.in_indices = False  # of an entry, whose ends are then those of its whole table
        self.bindings: dict[Symbol, Binding] = {}
        self.symbols: list[Symbol] = []  # of the bindings, oldest first
        self.places: dict[Symbol, int] = {}  # of each in ``symbols``
        self.bind(n, Binding(Register(0), N, low=Form(1)))
        self.assumed: list[Form] = []  # at least 0, because the run has come here; of bindings in scope
        self.route = Route()
        for symbol, value in self.constants:
            self.bind(symbol, Binding.literal(value))
            self.route.equate(symbol, Number(value, symbol.span))  # type: ignore[arg-type]

    # ---------------------------------------------------------------- names come and go

    def bind(self, symbol: Symbol, binding: Binding) -> None:
        """Bring a name into scope, to the end of the scope."""
        if symbol not in self.bindings:
            self.places[symbol] = len(self.symbols)
            self.symbols.append(symbol)
        self.bindings[symbol] = binding

    def scope(self) -> Scope[FactsMark]:
        """Names bound inside are forgotten at the end, with all facts about them."""
        return Scope(self.mark, self.return_to)

    def mark(self) -> FactsMark:
        """The argument with which ``return_to`` comes back here."""
        return len(self.bindings), len(self.assumed), self.route.mark()

    def return_to(self, mark: FactsMark) -> None:
        """Forget the names bound since, what is known about them, and the entries of the route."""
        length, assumed, route_mark = mark
        del self.assumed[assumed:]
        for symbol in self.symbols[length:]:
            del self.bindings[symbol], self.places[symbol]
        del self.symbols[length:]
        self.route.return_to(route_mark)

    @contextmanager
    def hide(self, symbols: frozenset[Symbol]) -> Iterator[None]:
        """Inside, traps do not show these names."""
        before = {symbol: self.bindings[symbol] for symbol in symbols}
        self.bindings.update((symbol, replace(binding, shown=None)) for symbol, binding in before.items())
        yield
        self.bindings.update(before)

    def visible_names(self) -> tuple[tuple[str, Shown], ...]:
        """The names that a trap shows, oldest first, with their registers or numbers."""
        return tuple(binding.shown for binding in self.bindings.values() if binding.shown is not None)

    @property
    def here(self) -> Place:
        """The place that the walk has reached, for the checks that are made there."""
        return self.route.here

    def assume(self, low: Form, high: Form) -> None:
        """From here on, ``low <= high``, unless one of them contains a name that changes."""
        if low == self.relax(low, upward=True) and high == self.relax(high, upward=True):
            self.assumed.append(high - low)

    def suppose(self, condition: Condition, *, holds: bool = True) -> None:
        """From here on, a condition is true, or false."""
        match condition:
            case Not(negated):
                self.suppose(negated, holds=not holds)
            case And(left, right) | Or(left, right) if holds == isinstance(condition, And):
                self.suppose(left, holds=holds)
                self.suppose(right, holds=holds)
            case Compare(operands, comparisons) if holds or len(comparisons) == 1:
                for place, relation in enumerate(comparisons):
                    self._compare(relation, *map(self.form, operands[place : place + 2]), holds=holds)

    def _compare(self, relation: Relation, left: Form, right: Form, *, holds: bool) -> None:
        match relation:
            case Relation.EQUAL | Relation.NOT_EQUAL if holds == (relation is Relation.EQUAL):
                self.assume(left, right)
                self.assume(right, left)
            case Relation.LESS | Relation.AT_LEAST:
                less = holds == (relation is Relation.LESS)
                self.assume(*((left + Form(1), right) if less else (right, left)))
            case Relation.GREATER | Relation.AT_MOST:
                greater = holds == (relation is Relation.GREATER)
                self.assume(*((right + Form(1), left) if greater else (left, right)))

    # ---------------------------------------------------------------- functions

    def of_function(self, function: CheckedFunction) -> Facts:
        """What is known where a function begins, before its parameters: n, constants, and lets outside the family.
        Those that it does not see may occur in the bounds of functions that it calls."""
        facts = Facts(self.n, self.constants, self.functions)
        facts.family = self.family
        for symbol in self.family.lets:
            binding = self.family.bindings.get(symbol)
            if binding is None:
                continue  # it is declared further down
            if symbol in function.lets:
                assert binding.origin is not None
                facts.route.equate(symbol, binding.origin)
            else:
                binding = replace(binding, shown=None)
            facts.bind(symbol, binding)
        return facts

    @contextmanager
    def header(self) -> Iterator[None]:
        """Inside, parameters may be bound, and the bounds of a function are looked at."""
        before, self.in_header = self.in_header, True
        with self.scope():
            yield
        self.in_header = before

    def accept(self, parameter: Parameter, operand: Operand, bound: Magnitude) -> None:
        """Bring a parameter of a function into scope, whose argument is known to be at most ``bound``, too."""
        assert parameter.bound is not None
        high = self.form(parameter.bound)
        shown = parameter.name, operand
        self.bind(parameter.symbol, Binding(operand, bound, high=high, origin=parameter.bound, shown=shown))
        self.route.accept(parameter)

    # ---------------------------------------------------------------- forms

    def form(self, expression: Expression) -> Form:
        """The expression as a form, over the integers. Nonlinear parts become atoms."""
        return self._read(expression)[0]

    def stays_natural(self, expression: Expression) -> bool:
        """Whether no subtraction of an upper end can go below zero."""
        return self._read(expression)[1]

    def _read(self, expression: Expression) -> tuple[Form, bool]:
        """The form, and whether it stays natural; one function for both, so that each part is read once."""
        stays = True
        match expression:
            case Number(value):
                return Form(value), True
            case Name(symbol=symbol):
                binding = self.bindings[symbol]
                return binding.exact or Form(0, {symbol: 1}), binding.minus is None
            case TableEntry():
                least, most = self._extremes(expression)
                if least == most:
                    return Form(most), most >= 0
                return Form(0, {self._substitute_indices(expression): 1}), least >= 0
            case Natural(number):
                form, stays = self._read(number)
                if stays or not any(isinstance(atom, Unknown) for atom in form.coefficients):
                    return form, True
            case Within(number):
                return self._read(number)[0], True
            case Binary(operator, left, right) if operator is not Operator.POWER:
                (one, one_stays), (other, other_stays) = self._read(left), self._read(right)
                stays = one_stays and other_stays
                if operator is Operator.ADD:
                    return one + other, stays
                if operator is Operator.SUBTRACT:
                    difference = one - other
                    return difference, stays and self.natural(difference)
                if operator is Operator.MULTIPLY and not other.coefficients:
                    return one.times(other.constant), stays
                if operator is Operator.MULTIPLY and not one.coefficients:
                    return other.times(one.constant), stays
            case Call(Builtin.MIN | Builtin.MAX, arguments):
                stays = all(map(self.stays_natural, arguments))
        atom = self._substitute_indices(expression)
        return Form(0, {atom if stays else Unknown(atom): 1}), stays

    def _extremes(self, entry: TableEntry) -> tuple[int, int]:
        """The smallest and the largest value of an entry; some of its indices may be literals."""
        assert entry.symbol.table is not None
        if self.in_indices:  # an assumption about an entry could be looked at without end
            return entry.symbol.table.extremes((None,) * len(entry.indices))
        self.in_indices = True
        forms = [self.form(index) for index in entry.indices]
        self.in_indices = False
        return entry.symbol.table.extremes(tuple([None if form.coefficients else form.constant for form in forms]))

    def _literal_ends(self, atom: Atom) -> tuple[int, int] | None:
        """Two literals that an entry of a table, a remainder or a binary digit lies between."""
        match atom:
            case TableEntry():
                return self._extremes(atom)
            case Binary(Operator.MODULO, _, Number(divisor)):
                return 0, max(divisor, 1) - 1
            case Call(Builtin.BIT):
                return 0, 1
        return None

    def _never_negative(self, number: Expression) -> bool:
        """Whether the form of a number, or the way in which it is computed, shows that it is at least 0."""
        if self.natural(self.form(number)):
            return True
        match number:
            case Call(Builtin.MAX, arguments):
                return any(map(self._never_negative, arguments))
            case Call(Builtin.MIN, arguments):
                return all(map(self._never_negative, arguments))
            case Binary(Operator.ADD | Operator.MULTIPLY, left, right):
                return self._never_negative(left) and self._never_negative(right)
            case Binary(Operator.DIVIDE, left):
                return self._never_negative(left)
            case Binary(Operator.MODULO):
                return True
        return False

    def _substitute_indices(self, expression: Expression) -> Expression:
        """The expression with the meanings of its named indices substituted."""
        bindings = ((symbol, self.bindings[symbol].meaning) for symbol in symbols_in(expression))
        return substitute(expression, {symbol: meaning for symbol, meaning in bindings if meaning is not None})

    # ---------------------------------------------------------------- questions

    def natural(self, form: Form) -> bool:
        """Whether the form is shown to be at least 0."""
        if self._lower_bound(form) is not None:
            return True
        return any(self._lower_bound(form - other) is not None for other in reversed(self.assumed))

    def shows(self, claim: Claim) -> bool:
        """Whether a claim is shown to hold. Only claims about numbers can be."""
        if not isinstance(claim, Compare):
            return False
        (left, right), (relation,) = claim.operands, claim.comparisons
        if relation is Relation.AT_MOST and isinstance(left, Number) and left.value == 0 and is_signed(right):
            return self._never_negative(right)
        apart = self.form(right) - self.form(left)
        return self.natural(apart if relation is Relation.AT_MOST else apart - Form(1))

    def unless_shown(self, check: Check) -> Check | None:
        """The check, if its claim is not shown."""
        return None if self.shows(check.claim) else check

    def at_most(self, left: Form, right: Form) -> bool:
        """Whether ``left <= right`` is shown."""
        return self.natural(right - left)

    def between(self, low: Expression, high: Expression) -> tuple[Form, Form | None]:
        """Bounds that remain valid for a variable that runs from ``low`` to ``high``."""
        lowest, highest = self.relax(self.form(low), upward=False), self.relax(self.form(high), upward=True)
        return lowest or Form(0), highest

    def relax(self, form: Form, *, upward: bool) -> Form | None:
        """A bound of the form without names that change: above it, or below it; None if there is none."""
        for atom in list(form.coefficients):
            if isinstance(atom, Symbol):
                binding = self.bindings[atom]
                if binding.changes:
                    end = binding.high if (form.coefficients[atom] > 0) == upward else binding.low
                    if end is None:
                        return None
                    form = form.replace_atom(atom, end)
            elif isinstance(atom, Unknown):
                return None
            elif any(map(self._changes, symbols_in(atom))):
                ends = self._literal_ends(atom)
                if ends is None:
                    return None
                form = form.replace_atom(atom, Form(ends[(form.coefficients[atom] > 0) == upward]))
        return form

    def _changes(self, symbol: Symbol) -> bool:
        return symbol in self.bindings and self.bindings[symbol].changes

    def result_bound(self, call: Call) -> Expression:
        """The bound of the value of a call, in names that are in scope at the call."""
        assert call.symbol is not None
        function = self.functions[call.symbol]
        values = {each.symbol: part for each, part in zip(function.parameters, call.arguments, strict=True)}
        return substitute(function.result.bound, values)

    def _replace_calls(self, form: Form) -> Form:
        """A form that is not larger, without entries of tables, and without remainders, digits and calls of negative
        coefficients: the value of a call is at most its bound. Calls in bounds are replaced, too, but not without
        end."""
        if _NAMES.issuperset(map(type, form.coefficients)):
            return form
        for atom, times in form.coefficients.items():
            if times < 0 or isinstance(atom, TableEntry):
                ends = self._literal_ends(atom)
                if ends is not None:
                    form = form.replace_atom(atom, Form(ends[times < 0]))
        for _ in range(_MAX_REPLACED if not self.replacing else 0):
            calls = [atom for atom, times in form.coefficients.items() if is_call(atom) and times < 0]
            if not calls:
                break
            self.replacing = True  # a difference in a bound is looked at without the bounds of other calls
            bound = self.form(self.result_bound(calls[0]))  # type: ignore[arg-type]
            self.replacing = False
            form = form.replace_atom(calls[0], bound)
        return form

    def _lower_bound(self, form: Form) -> int | None:
        """A number at least 0 that the form is not below; None if none is found."""
        form = self._replace_calls(form)
        place = len(self.places)
        while (place := self._latest(form, place)) >= 0:
            symbol = self.symbols[place]
            binding = self.bindings[symbol]
            end = binding.low if form.coefficients[symbol] > 0 else binding.high
            if end is None:
                return None
            form = self._replace_calls(form.replace_atom(symbol, end))
        total = form.constant
        for atom, coefficient in form.coefficients.items():
            if coefficient < 0 or isinstance(atom, Unknown):
                return None
            total += coefficient * atom_lower_bound(atom)
        return total if total >= 0 else None

    def _latest(self, form: Form, before: int) -> int:
        """The place of the latest name in a form, of those before this place; -1 if there is none."""
        latest = -1
        for atom in form.coefficients:
            place = self.places.get(atom, -1) if type(atom) is Symbol else -1
            if latest < place < before:
                latest = place
        return latest
