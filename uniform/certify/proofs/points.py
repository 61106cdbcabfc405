"""Points at which formulas hold together, found by trying small numbers.

Most guesses of a search are wrong, and where formulas hold together at a point no prover can show that they never do.
Operations have their values there, and all facts about operations are true of these. So a point found here saves a
question, and never changes an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from uniform.certify.proofs.formulas import FALSE, Atom, Formula, Linear, Variable, Zero, holds, linear, value
from uniform.certify.proofs.questions import Conjunct
from uniform.certify.proofs.terms import FUNCTION, POWER, Terms, evaluate

_FIRST = (5, 10**24, 2, 40, 0, 1, 3, 8, 10**3, 10**24)
"""Of the first variable, which mostly is n: how far above its least value; there is one round for each of these."""

_MOST_VALUES = 60  # given to variables in one round
_FAR = 10**30  # stands for a bound that a variable does not have; it is tried near its other bound, or near 0 ...
_SPAN = 8  # ... up to so far away
_MAX_DIGITS = 10_000  # binary digits of a power


class _TooLarge(Exception):
    """A number has too many digits to be worth trying."""


class Point(dict[Variable, int]):
    """Values of free variables, and of the operations that were looked up. A function that has no cases here is 0: its
    results are bounded, but not known."""

    def __init__(self, terms: Terms) -> None:
        super().__init__()
        self.terms = terms

    def __missing__(self, variable: Variable) -> int:
        if not variable.operation:
            raise KeyError(variable)
        if variable.operation.startswith(FUNCTION):
            found = self._of_function(variable)
        else:
            arguments = tuple([value(each, self) for each in variable.arguments])
            if variable.operation == POWER and arguments[1] * arguments[0].bit_length() > _MAX_DIGITS:
                raise _TooLarge
            found = evaluate(variable.operation, arguments, self.terms.tables.get(variable.operation))
        self[variable] = found
        return found

    def _of_function(self, variable: Variable) -> int:
        if variable.operation not in self.terms.cases:
            return 0
        bound = value(self.terms.functions[variable.operation](variable.arguments), self)
        for case in self.terms.cases[variable.operation](variable.arguments):
            if holds(case.condition, self) and 0 <= (found := value(case.value, self)) <= bound:
                return found
        return 0


class Points:
    """Some points at which formulas hold: at most ten, none if they are hard to find. Each is looked for when it is
    first needed.

    Cost: 60 values of variables for each."""

    def __init__(self, parts: Sequence[Conjunct], terms: Terms) -> None:
        self.found: list[Point] = []
        self.more = _points(parts, terms)

    def __iter__(self) -> Iterator[Point]:
        yield from self.found
        for point in self.more:
            self.found.append(point)
            yield point


def _points(parts: Sequence[Conjunct], terms: Terms) -> Iterator[Point]:
    if any(part.formula == FALSE for part in parts):
        return
    tries = _Tries(parts, terms)
    for turn in range(len(_FIRST)):
        point = tries.point(turn)
        if point is not None:
            yield point


def holds_at(part: Conjunct, point: Point) -> bool:
    """Whether a point has all variables of a formula, which holds there, without numbers that are too large."""
    try:
        return holds(part.formula, point)
    except (KeyError, _TooLarge):
        return False


def value_at(number: Linear, point: Point) -> int | None:
    """The value of a number; None if a point does not have all its variables, or if there are too many digits."""
    try:
        return value(number, point)
    except (KeyError, _TooLarge):
        return None


class _Tries:
    """Values for the variables one after the other, in the order in which a walk made them: most formulas bound a
    variable by earlier ones."""

    def __init__(self, parts: Sequence[Conjunct], terms: Terms) -> None:
        self.terms = terms
        free = [sorted(part.free, key=lambda each: each.number) for part in parts]
        self.order = sorted(set(chain.from_iterable(free)), key=lambda each: each.number)
        self.about: dict[Variable, list[Formula]] = {variable: [] for variable in self.order}
        for part, variables in zip(parts, free, strict=True):
            if variables:
                self.about[variables[-1]].append(part.formula)
        self.bounds = {variable: list(_bounds(variable, self.about[variable])) for variable in self.order}
        self.left = 0

    def point(self, turn: int) -> Point | None:
        """A point; the turn says which values come first."""
        self.left = _MOST_VALUES
        point = Point(self.terms)
        try:
            return point if self._extend(point, 0, turn) else None
        except _TooLarge:
            return None

    def _extend(self, point: Point, place: int, turn: int) -> bool:
        """Find values for the variables from a place on. The point grows, and shrinks where this fails."""
        if place == len(self.order):
            return True
        variable = self.order[place]
        before = len(point)
        for number in self._values(variable, point, turn + place):
            if self.left == 0:
                return False
            self.left -= 1
            point[variable] = number
            if all(holds(each, point) for each in self.about[variable]) and self._extend(point, place + 1, turn):
                return True
            while len(point) > before:
                point.popitem()
        return False

    def _values(self, variable: Variable, point: Point, turn: int) -> Sequence[int]:
        """A few values between the bounds of a variable."""
        low, high = -_FAR, _FAR
        for factor, rest, is_exact in self.bounds[variable]:
            number = value(rest, point)
            if is_exact and number % factor:
                return ()
            if is_exact or factor > 0:
                low = max(low, -(number // factor))
            if is_exact or factor < 0:
                high = min(high, number // -factor)
        if variable is self.order[0]:
            return (max(low, 0) + _FIRST[turn],)
        if low == -_FAR:
            low = min(high - _SPAN, 0)
        if high == _FAR:
            high = low + _SPAN
        chosen = [each for each in dict.fromkeys((low, high, (low + high) // 2, low + 1)) if low <= each <= high]
        turn = turn % len(chosen) if chosen else 0
        return chosen[turn:] + chosen[:turn]


def _bounds(variable: Variable, formulas: Iterable[Formula]) -> Iterator[tuple[int, Linear, bool]]:
    """The linear formulas as bounds of a variable: ``factor * variable + rest`` is at least 0, or exactly 0."""
    for formula in formulas:
        if not isinstance(formula, Atom):
            continue
        number = formula.number
        factor = number.coefficient(variable)
        if factor and not any(variable in each.free for each in number.variables):
            yield factor, number - linear(variable).times(factor), isinstance(formula, Zero)
