"""A run that is watched: wherever the walk has been, its facts and values are compared with those of the run.

``Walked.of`` records what the walk knows when it comes to a statement, an expression or a condition: the facts, the
value of each name, and the value that it gives. ``watch`` runs the program and compares. The number of a pass is
counted; any other variable gets its value where a name has it: a counter at the head of a loop, or after an ``if``.
When a pass begins, what was made inside its loop is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from unittest.mock import patch

from tests.certify.proofs.claims import LIMITS, printing_statements, reads_a_gate
from tests.certify.proofs.points import Point
from uniform.arguments.limits import Limits
from uniform.certify.proofs import loops, numbers, walk, wires
from uniform.certify.proofs.formulas import Formula, Linear, Variable
from uniform.certify.proofs.numbers import Walk
from uniform.certify.proofs.records import Loop, Place, Read, Site, WhileLoop
from uniform.certify.proofs.records import Walked as Found
from uniform.circuits.addresses import Array
from uniform.language.meaning import declared, evaluate, functions, interpret, printing, statements
from uniform.language.meaning.evaluate import Scope
from uniform.language.meaning.run import PrintedGate, Run
from uniform.language.meaning.statements import Frame
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import ArrayDeclaration
from uniform.language.syntax.expressions import Call
from uniform.language.syntax.gates import Bind, ForClause, Step, Wire
from uniform.language.syntax.program import For, Print, ScopedStatement, While
from uniform.language.syntax.symbols import Sort, Symbol
from uniform.messages.errors import LimitReached, Trap

T = TypeVar("T")
Values = Mapping[Symbol, Linear]
Key = tuple[str, int]  # what is done, with which node


@dataclass(eq=False)
class Walked:
    """A walk, and what it knew at each place. A node that it comes to twice is left out."""

    program: CheckedProgram
    found: Found
    before: dict[Key, tuple[Place, Values] | None] = field(default_factory=dict)
    result: dict[Key, Linear | Formula] = field(default_factory=dict)
    loops: dict[int, Loop] = field(default_factory=dict)  # of statements and clauses
    symbols: dict[Loop, Symbol] = field(default_factory=dict)  # the variable of a ``for``
    counts: dict[int, Variable] = field(default_factory=dict)  # of passes, by ``while`` statement
    calls: dict[str, Call] = field(default_factory=dict)  # one for each function, by operation
    sites: dict[int, Site] = field(default_factory=dict)
    reads: dict[tuple[int, int], Read] = field(default_factory=dict)
    whiles: dict[int, WhileLoop] = field(default_factory=dict)

    @staticmethod
    def of(program: CheckedProgram) -> Walked:
        """Walk a program."""
        self = Walked(program, None)  # type: ignore[arg-type]
        statement, enter_for, count, call = walk._statement, loops.enter_for, loops.count_passes, Walk._call

        def know(key: Key, at: Walk) -> None:
            self.before[key] = None if key in self.before else (at.here, dict(at.values))

        def noted(kind: str, method: Callable[[Walk, Any], Any]) -> Callable[[Walk, Any], Any]:
            def step(at: Walk, node: Any) -> Any:
                if not at.quiet:
                    know((kind, id(node)), at)
                result = method(at, node)
                if not at.quiet:
                    self.result[kind, id(node)] = result
                return result

            return step

        def a_statement(at: Walk, node: ScopedStatement) -> Any:
            know(("statement", id(node)), at)
            return statement(at, node)

        def a_loop(at: Walk, node: For | ForClause, kind: str) -> Loop:
            found = self.loops[id(node)] = enter_for(at, node, kind)
            self.symbols[found] = node.symbol
            return found

        def a_count(at: Walk, guard: Formula, loop: Loop) -> Linear:
            found = count(at, guard, loop)
            self.counts[id(loop)] = found.variables[0]
            return found

        def a_call(at: Walk, node: Call) -> Linear:
            found = call(at, node)
            assert node.symbol is not None
            self.calls[at.operations[node.symbol]] = node
            return found

        with ExitStack() as patches:
            for target, name, instead in (
                (walk, "_statement", a_statement),
                (walk, "enter_for", a_loop),
                (wires, "enter_for", a_loop),
                (walk, "count_passes", a_count),
                (Walk, "_call", a_call),
                (Walk, "natural", noted("natural", numbers.Walk.natural)),
                (Walk, "integer", noted("integer", numbers.Walk.integer)),
                (Walk, "condition", noted("condition", numbers.Walk.condition)),
            ):
                patches.enter_context(patch.object(target, name, instead))
            self.found = walk.walk_program(program)
        for site, node in zip(self.found.sites, printing_statements(program.body), strict=True):
            self.sites[id(node)] = site
            self.reads.update({(id(node), id(read.wire)): read for read in site.reads})
        for each in self.found.whiles:
            self.whiles[id(each.statement)] = each
        return self


class UnknownError(Exception):
    """A number depends on a variable whose value is not known."""


class _Here(Point):
    """What is known at a moment of a run."""

    def __init__(self, watched: Watched, scope: Scope) -> None:
        super().__init__(watched.walked.found.terms, watched.known[-1])
        self.watched, self.scope = watched, scope

    def __getitem__(self, variable: Variable) -> int:
        if variable not in self.values and not variable.operation:
            raise UnknownError
        return super().__getitem__(variable)

    def operation(self, variable: Variable, arguments: tuple[int, ...]) -> int:
        call = self.watched.walked.calls.get(variable.operation)
        if call is None:
            return super().operation(variable, arguments)
        return self.watched.value_of_call(call, arguments, self.scope)


@dataclass(eq=False)
class Watched:
    """A run at one n that is watched."""

    walked: Walked
    n: int
    faults: list[str] = field(default_factory=list)
    compared: int = 0  # facts and values
    unknown: int = 0  # of those, with a variable without a value
    known: list[dict[Variable, int]] = field(default_factory=list)  # of free variables, in the innermost call last
    statement: ScopedStatement | None = None
    last: PrintedGate | None = None
    is_quiet: bool = False

    # ---------------------------------------------------------------- comparing

    def compare(self, what: str, is_right: Callable[[], bool]) -> None:
        """Note a fault unless something is right, or not known."""
        self.compared += 1
        try:
            if not is_right():
                self.faults.append(f"at n = {self.n}, {what}")
        except UnknownError:
            self.unknown += 1

    def come(self, place: Place, values: Values, scope: Scope, where: str) -> _Here:
        """The run is at a place."""
        for loop in place.loops:
            self.enter(loop, scope)
        passes = {loop.passes for loop in self.walked.loops.values()}
        for symbol, number in values.items():
            if symbol.sort is Sort.INDEX and number.variables and number.variables[0] not in passes:
                self.known[-1].pop(number.variables[0], None)  # of a declaration: it runs through its range
        self.learn(values, scope)
        here = _Here(self, scope)
        for symbol, number in values.items():
            if symbol in scope.values:
                self.compare(
                    f"{where}: {symbol.name} is {scope.values[symbol]}, not {number}",
                    lambda number=number, symbol=symbol: here.number(number) == scope.values[symbol],
                )
        for fact in place.facts:
            self.compare(f"{where}: not {fact.kind} {fact.formula}", lambda formula=fact.formula: here.holds(formula))
        return here

    def enter(self, loop: Loop, scope: Scope) -> None:
        """Find the pass of a ``for`` in which the run is; those of a ``while`` are counted."""
        if loop.kind not in ("for", "clause") or self.walked.symbols[loop] not in scope.values:
            return
        number = scope.values[self.walked.symbols[loop]]
        if not loop.is_plain:
            here = _Here(self, scope)
            assert loop.low is not None
            assert loop.high is not None
            assert loop.step is not None
            apart = here.number(loop.high) - number if loop.down else number - here.number(loop.low)
            number = apart // here.number(loop.step)
        if self.known[-1].get(loop.passes) != number:
            self.begin_pass(loop, number)

    def begin_pass(self, loop: Loop, number: int) -> None:
        """Forget what was known inside."""
        for variable in [each for each in self.known[-1] if loop.made(each)]:
            del self.known[-1][variable]
        self.known[-1][loop.passes] = number

    def learn(self, values: Values, scope: Scope) -> None:
        """Give values to the variables that only one name has."""
        waiting = True
        while waiting:
            waiting = False
            for symbol, number in values.items():
                unknown = [each for each in number.variables if not each.operation and each not in self.known[-1]]
                if len(unknown) != 1 or symbol not in scope.values:
                    continue
                factor = number.coefficient(unknown[0])
                rest = Linear(tuple([term for term in number.terms if term[0] is not unknown[0]]), number.constant)
                try:
                    apart = scope.values[symbol] - _Here(self, scope).number(rest)
                except UnknownError:
                    continue
                self.known[-1][unknown[0]] = apart // factor  # if it is not exact, the value is compared and differs
                waiting = True

    def value_of_call(self, call: Call, arguments: tuple[int, ...], scope: Scope) -> int:
        """The value of a function; 0 where it has none."""
        was, self.is_quiet = self.is_quiet, True
        try:
            if min(arguments, default=0) < 0:
                return 0
            return scope.call(call, list(arguments), scope)
        except Trap:
            return 0
        finally:
            self.is_quiet = was

    # ---------------------------------------------------------------- events

    def at(self, kind: str, node: Any, scope: Scope) -> _Here | None:
        """The run comes to a node."""
        found = self.walked.before.get((kind, id(node)))
        if self.is_quiet or found is None:
            return None
        return self.come(*found, scope, node.span.text.partition("\n")[0] if kind != "statement" else kind)

    def with_result(self, kind: str, real: Callable[[Any, Scope], int]) -> Callable[[Any, Scope], int]:
        """A function of the interpreter that is watched: numbers and conditions."""

        def step(node: Any, scope: Scope) -> int:
            here = self.at(kind, node, scope)
            result = real(node, scope)
            expected = self.walked.result.get((kind, id(node)))
            if here is not None and expected is not None:
                if kind == "condition":
                    self.compare(f"{node.span.text} is {result}", lambda: here.holds(expected) is result)  # type: ignore[arg-type]
                else:
                    self.compare(f"{node.span.text} is {result}", lambda: here.number(expected) == result)  # type: ignore[arg-type]
            return result

        return step

    def begin(self, statement: ScopedStatement, scope: Scope) -> None:
        """The run comes to a statement."""
        self.at("statement", statement, scope)
        if isinstance(statement, While) and not self.is_quiet and id(statement) in self.walked.whiles:
            self.begin_pass(self.walked.whiles[id(statement)].loop, 0)

    def end_pass(self, statement: While, scope: Scope) -> None:
        """A pass of a ``while`` is over."""
        found = self.walked.whiles[id(statement)]
        if self.is_quiet:
            return
        self.come(found.end, found.after, scope, "end of while")
        self.begin_pass(found.loop, self.known[-1][found.loop.passes] + 1)

    def end_while(self, statement: While) -> None:
        """The guard is false: the number of passes is known."""
        loop = self.walked.whiles[id(statement)].loop
        if not self.is_quiet and id(loop) in self.walked.counts:
            self.known[-1][self.walked.counts[id(loop)]] = self.known[-1][loop.passes]

    def end_print(self, statement: ScopedStatement, state: Run) -> None:
        """A gate has been printed."""
        site = self.walked.sites[id(statement)]
        here = self.come(site.place, {}, state.scope, "printed")
        assert self.last is not None
        printed, array = self.last.address, state.declared.arrays[site.array]
        self.compare(f"{printed} is printed", lambda: array.address([here.number(i) for i in site.indices]) == printed)

    def read(self, wire: Wire, name: str, state: Run) -> None:
        """A wire is read."""
        found = self.walked.reads.get((id(self.statement), id(wire)))
        if found is None or not reads_a_gate(found, self.walked.found):
            return
        here = self.come(found.place, {}, state.scope, "read")
        array = state.declared.arrays[found.array]
        self.compare(f"{name} is read", lambda: array.address([here.number(i) for i in found.indices]) == name)


def watch(walked: Walked, n: int, limits: Limits = LIMITS) -> Watched:
    """Run a program at n to its end or first trap, and compare all the way."""
    self = Watched(walked, n)
    self.known.append({walked.found.n: n})
    with _patched(self), ExitStack():
        try:
            for self.last in interpret._gates(walked.program, declared.declare(walked.program, n, limits), limits):
                pass
        except (Trap, LimitReached):
            pass
    return self


@contextmanager
def _patched(self: Watched) -> Iterator[None]:
    statement, end_of_pass, printing_statement = statements._statement, statements._watch, interpret._statement
    operand, call = printing._operand, functions.Calls.__call__
    array, check_index, bind = declared._array, printing._check_index, evaluate.bind

    def a_statement(node: ScopedStatement, frame: Frame, other: Callable[..., Iterator[T]]) -> Iterator[T]:
        self.begin(node, frame.scope)
        yield from statement(node, frame, other)
        if isinstance(node, While):
            self.end_while(node)

    def a_printing_statement(node: ScopedStatement, state: Run) -> Iterator[PrintedGate]:
        self.statement = node
        yield from printing_statement(node, state)
        if isinstance(node, Print):
            self.end_print(node, state)

    def an_end(node: While, frame: Frame) -> None:
        self.end_pass(node, frame.scope)
        end_of_pass(node, frame)

    def a_call(calls: functions.Calls, node: Call, arguments: list[int], scope: Scope) -> int:
        self.known.append({self.walked.found.n: self.n})
        try:
            return call(calls, node, arguments, scope)
        finally:
            self.known.pop()

    def an_array(declaration: ArrayDeclaration, scope: Scope, base: int) -> Array:
        """The ranges of an array inside parts have values before the run, and are checked when a part is printed."""
        self.is_quiet = self.statement is None and len(declaration.path) > 1
        try:
            return array(declaration, scope, base)
        finally:
            self.is_quiet = False

    def an_index(step: Step, indices: list[int], state: Run) -> None:
        """Its range is computed again, and was walked where it is declared."""
        was, self.is_quiet = self.is_quiet, True
        try:
            check_index(step, indices, state)
        finally:
            self.is_quiet = was

    def a_bind(binding: Bind, scope: Scope) -> None:
        """The message of its trap computes the high end although the low end has failed."""
        faults = len(self.faults)
        try:
            bind(binding, scope)
        except Trap:
            del self.faults[faults:]
            raise

    def an_operand(wire: Wire, state: Run) -> str:
        name = operand(wire, state)
        self.read(wire, name, state)
        return name

    natural = self.with_result("natural", evaluate.natural)
    integer = self.with_result("integer", evaluate.integer)
    holds = self.with_result("condition", evaluate.holds)
    with ExitStack() as patches:
        for target, name, instead in (
            (statements, "_statement", a_statement),
            (statements, "_watch", an_end),
            (interpret, "_statement", a_printing_statement),
            (printing, "_operand", an_operand),
            (printing, "_check_index", an_index),
            (declared, "_array", an_array),
            (functions.Calls, "__call__", a_call),
        ):
            patches.enter_context(patch.object(target, name, instead))
        watched = (("natural", natural), ("integer", integer), ("holds", holds), ("bind", a_bind))
        for module in (evaluate, statements, interpret, printing, declared, functions):
            for name, instead in watched:
                if hasattr(module, name):
                    patches.enter_context(patch.object(module, name, instead))
        yield


def expressions_met(walked: Walked) -> int:
    """The number of nodes at which the walk and a run can be compared."""
    return sum(1 for each in walked.before.values() if each is not None)
