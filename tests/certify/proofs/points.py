"""Numbers of a walk at a point: values for free variables, and from them the values of operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from uniform.certify.proofs.formulas import (
    Formula,
    Linear,
    Variable,
    all_of,
    at_most,
    constant,
    equal,
    holds,
    less,
    linear,
    some,
    unequal,
)
from uniform.certify.proofs.terms import FUNCTION, GREATEST, LEAST, TABLE, Terms, evaluate
from uniform.counters.tables import Table


class Point(Mapping[Variable, int]):
    """A value for every variable over some free ones. A function is as large as its bound allows, or less."""

    def __init__(self, terms: Terms, free: Mapping[Variable, int], seed: int = 0) -> None:
        self.terms, self.seed = terms, seed
        self.values = dict(free)

    def __getitem__(self, variable: Variable) -> int:
        if variable not in self.values:
            assert variable.operation, f"no value for {variable}"
            arguments = tuple(map(self.number, variable.arguments))
            self.values[variable] = self.operation(variable, arguments)
        return self.values[variable]

    def operation(self, variable: Variable, arguments: tuple[int, ...]) -> int:
        """The value of an operation."""
        if variable.operation.startswith(FUNCTION):
            bound = self.number(self.terms.functions[variable.operation](variable.arguments))
            return Random(f"{variable.operation} {arguments} {self.seed}").randint(0, max(bound, 0))
        return evaluate(variable.operation, arguments, self.terms.tables.get(variable.operation))

    def number(self, number: Linear) -> int:
        """The value of a number."""
        return number.constant + sum(factor * self[variable] for variable, factor in number.terms)

    def holds(self, formula: Formula) -> bool:
        """Whether a formula is true here."""
        return holds(formula, self)

    def __iter__(self) -> Iterator[Variable]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)


# ---------------------------------------------------------------- random numbers and formulas


def some_terms(random: Random) -> tuple[Terms, tuple[Variable, ...]]:
    """Free variables, two tables and a function whose bound has a variable of its own."""
    terms = Terms()
    free = tuple([terms.fresh(name) for name in "nijk"])
    entries = tuple([random.randint(-3, 9) for _ in range(6)])
    terms.tables[f"{TABLE} 0"] = Table("T", ((1, 6),), entries)
    terms.tables[f"{TABLE} 1"] = Table("S", ((0, 1), (2, 4)), entries)
    terms.functions[f"{FUNCTION} 2"] = lambda arguments: arguments[0] + linear(free[0])
    return terms, free


def random_number(random: Random, terms: Terms, free: tuple[Variable, ...], depth: int) -> Linear:
    """A number over some variables."""
    if depth == 0 or random.random() < 0.2:
        return linear(random.choice(free)) if random.random() < 0.75 else constant(random.randint(-4, 9))

    def inner() -> Linear:
        return random_number(random, terms, free, depth - 1)

    match random.randrange(14):
        case 0 | 1 | 2:
            return inner() + inner()
        case 3:
            return inner() - inner()
        case 4:
            return inner().times(random.randint(-3, 3))
        case 5:
            return terms.multiply(inner(), inner())
        case 6:
            return terms.quotient(inner(), inner())
        case 7:
            return terms.remainder(inner(), inner())
        case 8:
            return terms.bits(inner())
        case 9:
            base = inner() if depth == 1 and random.random() < 0.3 else constant(random.randint(-1, 3))
            return terms.power(base, _small(random, free))
        case 10:
            return terms.bit(inner(), random.choice((constant(random.randint(0, 3)), _small(random, free))))
        case 11 | 12 as which:
            numbers = tuple([inner() for _ in range(random.randint(1, 3))])
            return terms.extreme(LEAST if which == 11 else GREATEST, numbers)
        case _:
            operation, arity = random.choice(((f"{TABLE} 0", 1), (f"{TABLE} 1", 2), (f"{FUNCTION} 2", 1)))
            arguments = tuple([inner() for _ in range(arity)])
            return (
                terms.apply(operation, arguments, "f")
                if arity == 1 and operation in terms.functions
                else (terms.entry(operation, arguments))
            )


def _small(random: Random, free: tuple[Variable, ...]) -> Linear:
    return linear(random.choice(free)) + random.randint(-2, 2)


def random_formula(random: Random, numbers: list[Linear], depth: int) -> Formula:
    """A formula about some numbers."""
    if depth == 0 or random.random() < 0.2:
        relation = random.choice((at_most, at_most, less, equal, unequal))
        return relation(
            random.choice(numbers), random.choice(numbers).times(random.choice((1, 1, 2))) + random.randint(-3, 3)
        )
    parts = [random_formula(random, numbers, depth - 1) for _ in range(random.randint(0, 3))]
    return random.choice((all_of, some))(parts)
