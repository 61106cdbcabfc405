"""Domains of checks: no run comes to a check with numbers that are not in its domain."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

import pytest

from tests.language.random_parts import random_parts
from tests.language.random_programs import random_program
from tests.quick import one_in
from uniform.arguments.limits import Limits
from uniform.language.bounds.checks import Check
from uniform.language.bounds.domain import Domain
from uniform.language.bounds.facts import Facts
from uniform.language.lowering.program import lower
from uniform.language.meaning import declared, evaluate, functions, interpret, printing
from uniform.language.meaning.evaluate import Scope, integer
from uniform.language.pipeline import load
from uniform.language.syntax.checked import CheckedProgram
from uniform.language.syntax.declarations import ArrayDeclaration, CounterDeclaration, Parameter
from uniform.language.syntax.expressions import (
    And,
    Binary,
    Call,
    Compare,
    Condition,
    Expression,
    Name,
    Not,
    Or,
    Relation,
)
from uniform.language.syntax.symbols import Symbol
from uniform.messages.errors import LimitReached, Trap, TrapText
from uniform.messages.spans import Source, Span

MAX_OLD = 3  # values of counters that are no more and can be anything: more are not tried


def holds(condition: Condition, scope: Scope) -> bool:
    """A condition over the integers."""
    match condition:
        case Compare(operands, relations):
            numbers = [integer(operands[0], scope)]
            for relation, operand in zip(relations, operands[1:], strict=True):
                numbers.append(integer(operand, scope))
                if not HOLDS[relation](numbers[-2], numbers[-1]):
                    return False
            return True
        case And(left, right):
            return holds(left, scope) and holds(right, scope)
        case Or(left, right):
            return holds(left, scope) or holds(right, scope)
        case Not(negated):
            return not holds(negated, scope)


HOLDS = {
    Relation.EQUAL: int.__eq__,
    Relation.NOT_EQUAL: int.__ne__,
    Relation.LESS: int.__lt__,
    Relation.AT_MOST: int.__le__,
    Relation.GREATER: int.__gt__,
    Relation.AT_LEAST: int.__ge__,
}


def symbols(node: Any) -> Iterator[Symbol]:
    """The symbols of a number or a condition, each as often as it is read."""
    match node:
        case Name(symbol=symbol):
            yield symbol
        case Binary(_, left, right) | And(left, right) | Or(left, right):
            yield from itertools.chain(symbols(left), symbols(right))
        case Call(_, parts) | Compare(parts):
            for part in parts:
                yield from symbols(part)
        case Not(negated):
            yield from symbols(negated)


def is_in(domain: Domain, scope: Scope) -> bool | None:
    """Whether some values of the symbols that are not alive make everything true; None where they are too many."""
    values = dict(scope.values)
    facts: list[Condition] = [*domain.conditions, *domain.definitions, *domain.bounds]
    free = [each for each in dict.fromkeys(s for fact in facts for s in symbols(fact)) if each not in values]
    for definition in domain.definitions:  # those that say the value of a free symbol
        name, value = definition.operands
        assert isinstance(name, Name)
        if name.symbol in free and not any(symbol in free for symbol in symbols(value)):
            values[name.symbol] = integer(value, Scope(scope.n, values, call=scope.call))
            free.remove(name.symbol)
    if len(free) > MAX_OLD:
        return None
    inner = partial(Scope, scope.n, call=scope.call)
    bounds: dict[Symbol, int] = {}
    for name, bound in (each.operands for each in domain.bounds):
        if isinstance(name, Name) and name.symbol in free and all(symbol in values for symbol in symbols(bound)):
            bounds[name.symbol] = integer(bound, inner(values))
    ranges = [range(bounds[symbol] + 1) for symbol in free]
    for tried in itertools.islice(itertools.product(*ranges), 20_000):
        if all(is_true(fact, inner({**values, **dict(zip(free, tried, strict=True))})) for fact in facts):
            return True
    return False


def is_true(condition: Condition, scope: Scope) -> bool:
    try:
        return holds(condition, scope)
    except Trap:
        return False


def numbers_of(program: CheckedProgram) -> set[int]:
    """The numbers that are evaluated at several places: those in declarations, and nodes that come more than once."""
    found: set[int] = set()
    times: Counter[int] = Counter()

    def walk(node: Any, *, declared: bool) -> None:
        if isinstance(node, tuple):
            for each in node:
                walk(each, declared=declared)
        elif is_dataclass(node) and not isinstance(node, Symbol | Span | TrapText):
            if isinstance(node, ArrayDeclaration | CounterDeclaration | Parameter):
                declared = True
            times[id(node)] += 1
            if declared:
                found.add(id(node))
            for each in fields(node):
                walk(getattr(node, each.name), declared=declared)

    walk((program.declarations, program.functions, program.body), declared=False)
    return found | {number for number, count in times.items() if count > 1}


@pytest.fixture
def everything_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Facts, "shows", lambda self, claim: False)


def watched(program: CheckedProgram, checks: Sequence[Check], monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Let the interpreter note each check that it comes to for the first times, and whether its numbers are in the
    domain."""
    declarations = numbers_of(program)
    asked: dict[int, list[Check]] = defaultdict(list)
    for check in checks:
        if isinstance(check.claim, Compare):
            for operand in check.claim.operands:
                if id(operand) not in declarations:
                    asked[id(operand)].append(check)
    times: dict[int, int] = defaultdict(int)
    found: list[tuple[Any, ...]] = []
    within = False

    def noted(meaning: Any, expression: Expression, scope: Scope) -> int:
        nonlocal within
        if not within and times[id(expression)] < 6:
            times[id(expression)] += 1
            within = True
            for check in asked.get(id(expression), ()):
                found.append((check, dict(scope.values), is_in(check.domain, scope)))
            within = False
        return meaning(expression, scope)  # type: ignore[no-any-return]

    for function in ("natural", "integer"):
        meaning = getattr(evaluate, function)
        for module in (evaluate, interpret, printing, functions, declared):
            monkeypatch.setattr(module, function, partial(noted, meaning), raising=False)
    return found


@pytest.mark.parametrize("seed", one_in(15, range(30)))
@pytest.mark.parametrize("make", [random_program, random_parts])
@pytest.mark.usefixtures("everything_is_checked")
def test_runs_stay_in_the_domains(make: Callable[[int], str], seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    program = load(Source("random.gen", make(seed))).program
    found = watched(program, lower(program).obligations, monkeypatch)
    for n in (1, 2, 3, 5):
        try:
            for _ in interpret.gates(program, n, Limits(max_gates=300, max_steps=2000)):
                pass
        except (Trap, LimitReached):
            continue
    assert found
    for check, values, verdict in found:
        assert verdict is not False, (check.trap.static_text, check.domain, values)
