"""The walk over a whole program: one pass over its text, in the order in which a run goes.

``walk_program`` finds what the proofs are about (``records.Walked``). Its facts hold whenever a run is at a place:

- after an ``if``, a counter that a branch has changed is a new number, with the fact that in one of the branches, under
  its condition, it is the value there;
- in a loop and after it, see ``loops``;
- after a ``while``, its guard is false.

The body of a function is walked once, for all arguments up to their bounds. What has to hold here for soundness: a fact
that is not assumed must follow from the conditions on the way alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from uniform.certify.proofs.formulas import Formula, Linear, all_of, at_most, constant, equal, linear, negation, some
from uniform.certify.proofs.loops import (
    at_pass,
    changes,
    count_passes,
    enter_for,
    facts_of_counted,
    is_counted,
    know_bounds,
    most_passes,
    passed,
    set_counters,
    some_value,
    trips,
)
from uniform.certify.proofs.numbers import NOWHERE, ZERO, Walk
from uniform.certify.proofs.records import Array, Choice, Fact, Loop, Outline, Place, Repeat, Walked, WhileLoop
from uniform.certify.proofs.terms import Terms
from uniform.certify.proofs.wires import walk_enter, walk_negations, walk_print
from uniform.language.bounds import checks
from uniform.language.bounds.domain import changed_counters
from uniform.language.expressions import symbols_read
from uniform.language.syntax.checked import CheckedFunction, CheckedProgram
from uniform.language.syntax.declarations import ArrayDeclaration, CounterDeclaration, Let
from uniform.language.syntax.gates import Bind, Range
from uniform.language.syntax.program import (
    Assign,
    Enter,
    For,
    If,
    Negate,
    Print,
    Scope,
    ScopedStatement,
    While,
)
from uniform.language.syntax.symbols import Symbol


def walk_program(program: CheckedProgram) -> Walked:
    """What a program prints, reads and checks. Cost: linear in the program, times the facts that hold at a place."""
    terms = Terms()
    n = terms.fresh("n")
    found = Walked(program, terms, n)
    walk = Walk(found, {program.n: linear(n)})
    walk.values |= {symbol: constant(value) for symbol, value in program.constants}
    walk.know(at_most(constant(1), linear(n)))
    known = {program.n: len(walk.facts)}  # how many facts hold when a let outside has its value
    for declaration in program.declarations:
        match declaration:
            case Let():
                walk.let(declaration)
                found.lets[declaration.symbol] = walk.values[declaration.symbol]
                known[declaration.symbol] = len(walk.facts)
            case CounterDeclaration():
                _declare_counter(walk, declaration)
            case ArrayDeclaration():
                _declare_array(walk, declaration)
    found.outline = _body(walk, program.body)
    found.end = Place((), tuple(walk.facts), (len(program.body),))
    for function in program.functions:
        facts = walk.facts[: max(known[symbol] for symbol in (program.n, *function.lets))]
        outline = _function(walk, function, facts)
        if function.symbol in walk.operations:
            found.function_outlines += (outline,)
    return found


# ---------------------------------------------------------------- declarations


def _declare_counter(walk: Walk, counter: CounterDeclaration) -> None:
    walk.found.counters[counter.symbol] = counter
    walk.bounds[counter.symbol] = walk.natural(counter.bound)
    walk.know(at_most(ZERO, walk.bounds[counter.symbol]), "assumed")
    walk.values[counter.symbol] = ZERO


def _declare_array(walk: Walk, declaration: ArrayDeclaration) -> None:
    """Compute the ranges of an array, and remember it with variables for its indices.

    The ranges of an array inside parts are checked where a part is printed."""
    terms = walk.found.terms
    variables = tuple([terms.fresh(each.index or "index") for each in declaration.ranges])
    if len(declaration.path) <= 1:
        _check_ranges(walk, declaration)
    ends: list[tuple[Linear, Linear]] = []
    with walk.checked_before(), walk.scope():
        for written, variable in zip(declaration.ranges, variables, strict=True):
            if written.symbol is not None:
                walk.values[written.symbol] = linear(variable)
        before = len(walk.facts)
        for binding in declaration.bindings:
            walk.bind(binding)
        ends += [(walk.natural(written.low), walk.integer(written.high)) for written in declaration.ranges]
        for binding in declaration.level_bindings:
            walk.bind(binding)
        levels = tuple([walk.integer(level) for level in declaration.level])
        del walk.facts[before:]
    facts = [
        Fact(formula)
        for variable, (low, high) in zip(variables, ends, strict=True)
        for formula in (at_most(low, linear(variable)), at_most(linear(variable), high))
    ]
    before = max([place for place, used in enumerate(_named_in_ranges(declaration)) if used], default=0)
    walk.found.arrays[declaration.symbol] = Array(declaration, variables, tuple(ends), tuple(facts), levels, before)


def _named_in_ranges(declaration: ArrayDeclaration) -> list[set[Symbol]]:
    """For each range, the indices to its left that it names, perhaps through the numbers that it needs."""
    found: list[set[Symbol]] = []
    named: set[Symbol] = set()
    for written in declaration.ranges:
        found.append(named & _symbols_of(written, declaration))
        named |= {written.symbol} if written.symbol is not None else set()
    return found


def _symbols_of(written: Range, declaration: ArrayDeclaration) -> set[Symbol]:
    used = symbols_read((written.low, written.high))
    for binding in reversed(declaration.bindings):
        if binding.symbol in used:
            used |= symbols_read((binding.value, binding.low, binding.high))
    return used


def _check_ranges(walk: Walk, declaration: ArrayDeclaration) -> None:
    """Compute the ranges of an array. One that depends on indices to its left is computed for all of these, any other
    once, also if there are no indices to its left."""
    terms = walk.found.terms
    with walk.scope():
        known: list[Fact] = []  # about the indices to the left
        for written, named in zip(declaration.ranges, _named_in_ranges(declaration), strict=True):
            used = _symbols_of(written, declaration)
            with walk.scope():
                if named:
                    walk.facts += known
                for binding in declaration.bindings:
                    if binding.symbol in used:
                        walk.bind(binding)
                low, high = walk.natural(written.low), walk.integer(written.high)
            index = linear(terms.fresh(written.index or "index"))
            known += [Fact(at_most(low, index)), Fact(at_most(index, high)), Fact(at_most(ZERO, index), "assumed")]
            if written.symbol is not None:
                walk.values[written.symbol] = index


def _function(outer: Walk, function: CheckedFunction, facts: Iterable[Fact]) -> tuple[Outline, ...]:
    """The checks and loops inside a function, for all arguments up to their bounds."""
    names = (outer.found.program.n, *function.lets, *(symbol for symbol, _ in outer.found.program.constants))
    values = {symbol: outer.values[symbol] for symbol in names}
    walk = Walk(outer.found, values, facts=list(facts), operations=outer.operations)
    for parameter in function.parameters:
        assert parameter.bound is not None
        bound = walk.natural(parameter.bound)
        variable = walk.found.terms.fresh(parameter.name)
        walk.found.ranges[variable] = ZERO, bound
        value = linear(variable)
        walk.know(at_most(ZERO, value), "assumed")
        walk.know(at_most(value, bound), "assumed")
        walk.values[parameter.symbol] = value
    for declaration in (function.result, *function.declarations):
        if isinstance(declaration, Let):
            walk.let(declaration)
        else:
            _declare_counter(walk, declaration)
    return _body(walk, function.body)


# ---------------------------------------------------------------- statements


def _body(walk: Walk, body: Iterable[ScopedStatement]) -> tuple[Outline, ...]:
    """Walk a body. Names declared in it are in scope to its end, facts stay."""
    names = set(walk.values)
    outline: list[Outline] = []
    for number, statement in enumerate(body):
        walk.path.append(number)
        outline += _statement(walk, statement)
        walk.path.pop()
    for symbol in [each for each in walk.values if each not in names]:
        del walk.values[symbol]
    return tuple(outline)


def _statement(walk: Walk, statement: ScopedStatement) -> tuple[Outline, ...]:
    match statement:
        case Print() | Enter() | Negate():
            step = {Print: walk_print, Enter: walk_enter, Negate: walk_negations}[type(statement)]
            site = step(walk, statement)  # type: ignore[operator]
            walk.found.sites.append(site)
            return (site,)
        case Assign(value=value, symbol=symbol):
            stored = walk.natural(value)
            check = checks.store(statement, walk.found.counters[symbol], NOWHERE)
            walk.require(check, at_most(stored, walk.bounds[symbol]))
            walk.know(at_most(ZERO, stored), "assumed")
            walk.values[symbol] = stored
        case Let():
            walk.let(statement)
        case Bind():
            walk.bind(statement)
        case CounterDeclaration():
            _declare_counter(walk, statement)
        case ArrayDeclaration():
            _check_ranges(walk, statement)
        case Scope(body):
            walk.path.append(0)
            facts = len(walk.facts)
            outline = _body(walk, body)
            if not changed_counters([statement]):
                del walk.facts[facts:]
            walk.path.pop()
            return outline
        case For():
            return (_for(walk, statement),)
        case While():
            return (_while(walk, statement),)
        case If():
            return (_if(walk, statement),)
        case _:
            raise AssertionError(statement)
    return ()


def _for(walk: Walk, statement: For) -> Repeat:
    before, found = walk.here, changes(walk, statement.body)
    assigned = tuple(walk.bounds[symbol] for symbol in found)
    facts, names = len(walk.facts), set(walk.values)
    loop = enter_for(walk, statement, "for")
    set_counters(walk, found, passed(loop))
    walk.path.append(0)
    walk.loops.append(loop)
    body = _body(walk, statement.body)
    walk.loops.pop()
    walk.path.pop()
    loop.last = walk.found.terms.count
    del walk.facts[facts:]
    for symbol in [each for each in walk.values if each not in names]:
        del walk.values[symbol]
    if found:
        set_counters(walk, found, trips(walk, loop))
    return Repeat(loop, body, before, assigned)


def _while(walk: Walk, statement: While) -> Repeat:
    found = changes(walk, statement.body)
    before, facts = walk.here, len(walk.facts)
    terms = walk.found.terms
    first = terms.count
    loop = Loop("while", terms.fresh("pass"), first, first, span=statement.span)
    number = linear(loop.passes)
    walk.know(at_most(ZERO, number))
    head = set_counters(walk, found, number)
    with walk.checked_before(), walk.scope():
        guard = walk.condition(statement.condition)
    counted = is_counted(guard, loop)
    with walk.scope():
        if counted:
            earlier = all_of([at_pass(walk, guard, loop, ZERO), at_pass(walk, guard, loop, number - 1)])
            walk.know(some([equal(number, ZERO), earlier]))
        walk.condition(statement.condition)
    loop.guard = guard
    if counted:
        loop.kind, loop.facts = "counted", facts_of_counted(walk, guard, loop)
        walk.found.ranges[loop.passes] = ZERO, most_passes(walk, guard, loop)
    else:
        loop.facts = (Fact(at_most(ZERO, number), "condition"), Fact(guard, "condition"))
    walk.facts[facts:] = [*loop.facts, *walk.facts[facts + 1 :]]  # counters are in bounds only if the pass takes place
    walk.path.append(0)
    walk.loops.append(loop)
    body = _body(walk, statement.body)
    end = walk.here
    after = {symbol: walk.values[symbol] for symbol in found}
    walk.loops.pop()
    walk.path.pop()
    loop.last = terms.count
    del walk.facts[facts:]
    bounds = {symbol: walk.bounds[symbol] for symbol in found}
    check = checks.termination(statement, NOWHERE)
    walk.found.whiles.append(WhileLoop(statement, loop, before, end, head, after, bounds, check))
    if counted:
        set_counters(walk, found, count_passes(walk, guard, loop))
    else:
        set_counters(walk, found, None)
        with walk.checked_before(), walk.scope():
            guard = walk.condition(statement.condition)
        walk.know(negation(guard))
    return Repeat(loop, body, before, tuple(bounds.values()))


# ---------------------------------------------------------------- if


def _if(walk: Walk, statement: If) -> Choice:
    facts, start = len(walk.facts), dict(walk.values)
    changed = changed_counters([statement])
    branches: list[tuple[Formula, tuple[Outline, ...]]] = []
    joins: list[tuple[dict[Symbol, Linear], list[Fact]]] = []
    bodies = [(branch.condition, branch.body) for branch in statement.branches]
    walk.path.append(0)
    for condition, body in bodies:
        guard = walk.condition(condition)
        del walk.facts[facts + len(branches) :]  # what the condition ensured is not needed in other branches
        walk.know(guard, "condition")
        branches.append((guard, _branch(walk, body, start, changed, joins, facts)))
        del walk.facts[facts + len(branches) - 1 :]
        walk.know(negation(guard), "condition")
        walk.path[-1] += 1
    branches.append((all_of(()), _branch(walk, statement.otherwise or (), start, changed, joins, facts)))
    walk.path.pop()
    del walk.facts[facts:]
    _join(walk, changed, joins)
    return Choice(tuple(branches))


def _branch(
    walk: Walk,
    body: Iterable[ScopedStatement],
    start: dict[Symbol, Linear],
    changed: Iterable[Symbol],
    joins: list[tuple[dict[Symbol, Linear], list[Fact]]],
    facts: int,
) -> tuple[Outline, ...]:
    """Walk one branch, and note the counters at its end with what is known there; then go back to the start."""
    outline = _body(walk, body)
    joins.append(({symbol: walk.values[symbol] for symbol in changed}, walk.facts[facts:]))
    walk.values = dict(start)
    return outline


def _join(walk: Walk, changed: Iterable[Symbol], joins: list[tuple[dict[Symbol, Linear], list[Fact]]]) -> None:
    """After an ``if``, the counters have the values of one of the branches, and what was known there holds. One formula
    says so of all counters: one for each, in branches inside branches, would grow with every level."""
    new: dict[Symbol, Linear] = {}
    for symbol in changed:
        first, *others = [values[symbol] for values, _ in joins]
        walk.values[symbol] = first
        if any(end != first for end in others):
            walk.values[symbol] = new[symbol] = some_value(walk, symbol)
    if not new:
        return
    for kind in ("consequence", "assumed"):
        cases = []
        for ends, known in joins:
            parts = [fact.formula for fact in known if kind == "assumed" or fact.kind != "assumed"]
            cases.append(all_of([*parts, *(equal(value, ends[symbol]) for symbol, value in new.items())]))
        walk.know(some(cases), kind)
    for symbol, value in new.items():
        know_bounds(walk, symbol, value)
