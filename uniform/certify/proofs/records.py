"""What a walk finds: places, loops, what is printed and read there, and what could trap.

All numbers are linear forms over variables that never change. A *site* is a printing statement of the text; one pass of
it is an *instance*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from uniform.certify.proofs.cases import Followed, choose_followed
from uniform.certify.proofs.formulas import Formula, Linear, Variable, free_in, linear, map_numbers, variables_of
from uniform.certify.proofs.terms import Terms
from uniform.language.bounds.checks import Check
from uniform.language.syntax.checked import CheckedFunction, CheckedProgram
from uniform.language.syntax.declarations import ArrayDeclaration, CounterDeclaration
from uniform.language.syntax.gates import Address, GateCall, Wire
from uniform.language.syntax.program import While
from uniform.language.syntax.symbols import Symbol
from uniform.messages.spans import Span

# ---------------------------------------------------------------- places


@dataclass(frozen=True)
class Fact:
    """What is true at a place whenever a run is there. The facts of a place are in the order of the run."""

    formula: Formula
    kind: Kind = "consequence"

    @cached_property
    def free(self) -> tuple[Variable, ...]:
        """The free variables in it, also those in the arguments of operations."""
        return tuple(dict.fromkeys(free for variable in variables_of(self.formula) for free in free_in(variable)))


Kind = Literal["condition", "consequence", "assumed"]
"""A *condition* decides whether the run comes here: a guard, the range of a loop. A *consequence* follows. What is
*assumed* is true because the run has not trapped before."""


@dataclass(slots=True, eq=False)
class Loop:
    """A ``for``, a ``while``, or a ``for`` among the wires of a gate."""

    kind: str  # "for", "counted" or "while" (statements), "clause" (wires)
    passes: Variable
    """The number of a pass, from 0; of ``for v in low..high``, which has no step, the value of v."""
    first: int  # the variables made inside have numbers above this one ...
    last: int  # ... up to this one
    facts: tuple[Fact, ...] = ()  # that a pass takes place, in terms of ``passes``, without assumed ones
    low: Linear | None = None  # of a ``for``
    high: Linear | None = None
    step: Linear | None = None
    down: bool = False
    guard: Formula | None = None  # of a ``while``: in the pass ``passes``
    span: Span | None = None

    @property
    def falls(self) -> bool:
        """Whether ``passes`` falls from pass to pass: a ``for`` with ``downto`` and no step."""
        return self.kind in ("for", "clause") and self.down and self.is_plain

    @property
    def is_plain(self) -> bool:
        """Whether ``passes`` is the variable of the loop, so that its values are low..high."""
        return self.step is not None and self.step.is_constant and self.step.constant == 1

    @property
    def is_exact(self) -> bool:
        """Whether a pass takes place exactly where ``facts`` hold (if the loop is reached, and nothing traps)."""
        return self.kind != "while"

    def made(self, variable: Variable) -> bool:
        """Whether a free variable was made inside: it differs from pass to pass."""
        return self.first < variable.number <= self.last


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A place in the text, and what holds whenever a run is there."""

    loops: tuple[Loop, ...]  # around it, outermost first; of a wire, also those of its clauses
    facts: tuple[Fact, ...]
    path: tuple[int, ...]
    """Where it is: the number of a statement in its body, the number of the branch (0 in a loop), and so on inwards."""

    @property
    def formulas(self) -> list[Formula]:
        """What the facts say, in their order."""
        return [fact.formula for fact in self.facts]


class Renamed:
    """A second pass of a loop: the variables made inside have new names."""

    def __init__(self, terms: Terms, loop: Loop) -> None:
        self.terms = terms
        self.loop = loop
        self.names: dict[Variable, Linear] = {}
        self.operations: dict[Variable, Linear] = {}
        self.facts: dict[int, Formula] = {}  # by the identity of the fact in the first pass

    def number(self, number: Linear) -> Linear:
        """A number in the second pass."""
        for variable in free_variables(number):
            if variable not in self.names and self.loop.made(variable):
                self.names[variable] = linear(self.terms.fresh(variable.name + "'"))
        return self.terms.substitute(number, self.names, self.operations)

    def fact(self, fact: Fact) -> Formula:
        """A fact in the second pass."""
        if id(fact) not in self.facts:
            is_inside = any(map(self.loop.made, fact.free))
            self.facts[id(fact)] = map_numbers(fact.formula, self.number) if is_inside else fact.formula
        return self.facts[id(fact)]


def free_variables(number: Linear) -> Iterator[Variable]:
    """The free variables of a number, also in the arguments of operations."""
    for variable in number.variables:
        yield from free_in(variable)


# ---------------------------------------------------------------- what is printed


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A wire of a printing statement: the gate or input that it comes from."""

    array: Symbol
    indices: tuple[Linear, ...]
    place: Place  # inside its clauses
    times: Linear | None  # the multiplicity; None: 1
    negated: bool  # through a NOT gate of its own
    is_checked: bool  # the run traps if the gate has not been printed; not where its NOT gate was printed before
    clauses: tuple[Loop | Formula, ...]  # loops and filters inside the statement, from the outside inwards
    wire: Wire


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A statement that prints a gate or enters a part, or that prints the NOT gates of a list."""

    array: Symbol  # of gates, outputs or parts
    indices: tuple[Linear, ...]
    place: Place
    gate: GateCall | None  # None where a part is entered, and where only NOT gates are printed
    parameters: tuple[Linear, ...]
    reads: tuple[Read, ...]
    target: Address
    is_part: bool = False  # a part is entered: it counts as printed once, and is no gate

    @property
    def span(self) -> Span:
        """Of the address."""
        return self.target.span

    @property
    def prints_gate(self) -> bool:
        """Whether it prints a gate at the address."""
        return self.gate is not None


# ---------------------------------------------------------------- what could trap


@dataclass(frozen=True, slots=True, eq=False)
class Obligation:
    """A check of numbers, and the formula that it claims."""

    goal: Formula
    place: Place
    check: Check


@dataclass(frozen=True, slots=True, eq=False)
class WhileLoop:
    """A ``while``: if it is not counted, its end is to be shown."""

    statement: While
    loop: Loop
    place: Place  # before it
    end: Place  # of its body
    head: Mapping[Symbol, Linear]  # the counters that change, when a pass begins
    after: Mapping[Symbol, Linear]  # the same, when it ends
    bounds: Mapping[Symbol, Linear]
    check: Check


# ---------------------------------------------------------------- the whole


@dataclass(frozen=True, slots=True, eq=False)
class Array:
    """A declared array, with a variable for each index."""

    declaration: ArrayDeclaration
    variables: tuple[Variable, ...]
    ends: tuple[tuple[Linear, Linear], ...]  # of each range, in terms of the variables to its left
    facts: tuple[Fact, ...]  # each index is in its range
    levels: tuple[Linear, ...] = ()  # as declared, in terms of the variables
    before: int = 0  # the ranges to the left of the last one that names an index; it is computed for all their values


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """Part of the outline of a program: statements in a loop."""

    loop: Loop
    body: tuple[Outline, ...]
    place: Place  # before the loop
    assigned: tuple[Linear, ...]  # the bounds of the counters that it assigns


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Part of the outline of a program: the branches of an ``if``, the last without a condition."""

    branches: tuple[tuple[Formula, tuple[Outline, ...]], ...]


Outline = Site | Repeat | Choice


@dataclass(slots=True, eq=False)
class Walked:
    """What was found in a program."""

    program: CheckedProgram
    terms: Terms
    n: Variable
    arrays: dict[Symbol, Array] = field(default_factory=dict)  # also inputs and parts, in order of declaration
    sites: list[Site] = field(default_factory=list)  # in the order of the text
    obligations: list[Obligation] = field(default_factory=list)
    whiles: list[WhileLoop] = field(default_factory=list)
    outline: tuple[Outline, ...] = ()
    end: Place = field(default_factory=lambda: Place((), (), ()))  # when the last statement is done
    functions: dict[str, CheckedFunction] = field(default_factory=dict)  # by operation
    function_outlines: tuple[tuple[Outline, ...], ...] = ()  # of those that are called; only loops are in them
    counters: dict[Symbol, CounterDeclaration] = field(default_factory=dict)
    lets: dict[Symbol, Linear] = field(default_factory=dict)  # those outside the family, and at its head
    ranges: dict[Variable, tuple[Linear, Linear]] = field(default_factory=dict)
    """The least and the greatest value of free variables, in terms of those made before."""
    second_passes: dict[Loop, Renamed] = field(default_factory=dict)
    followed: Followed = field(init=False)

    def __post_init__(self) -> None:
        self.followed = choose_followed(self.program.functions)

    def second_pass(self, loop: Loop) -> Renamed:
        """A second pass of a loop, the same whoever asks, so that questions are about the same variables."""
        if loop not in self.second_passes:
            self.second_passes[loop] = Renamed(self.terms, loop)
        return self.second_passes[loop]
