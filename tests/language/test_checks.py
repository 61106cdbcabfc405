"""The checks of numbers and statements: what each claims, what the built-in intervals show of it, what is said."""

from __future__ import annotations

import pytest

from uniform.language.bounds import checks
from uniform.language.bounds.checks import Check
from uniform.language.bounds.facts import Binding, Facts
from uniform.language.bounds.magnitude import N
from uniform.language.pipeline import Generator, load
from uniform.language.syntax.expressions import Binary, Operator
from uniform.language.syntax.program import ArrayDeclaration, Assign, CounterDeclaration, For, Let, Print, Statement
from uniform.language.traps import source_text
from uniform.messages.spans import Source

HEAD = "family f(n)\n  input x[1..n]\n  output y\n  counter v <= n\n"


def program(statement: str) -> Generator:
    return load(Source("f.gen", f"{HEAD}  y := x[1]\n  {statement}\n"))


def of_statement(family: Generator, statement: Statement) -> tuple[Check, ...]:
    """The checks of one statement that has only one number with checks of its own."""
    arrays = {each.symbol: each for each in family.program.declarations if isinstance(each, ArrayDeclaration)}
    match statement:
        case Let(value=Binary(Operator.SUBTRACT) as value):
            return (checks.difference(value),)
        case Let(value=Binary() as value):
            return (checks.divisor(value),)
        case Assign():
            counter = next(each for each in family.program.declarations if isinstance(each, CounterDeclaration))
            return (checks.stored(statement, counter.bound),)
        case For(by=by) if by is not None:
            return (checks.step(by),)
        case Print(gate=gate) if gate.parameters:
            return checks.remainder(gate)
        case Print(gate=gate):
            step = gate.wires[0].address.steps[0]
            return checks.index(step.indices[0], arrays[step.symbol], 0)  # type: ignore[arg-type]
    raise AssertionError(statement)


STATEMENTS = {
    "let w = n - v": [("v <= n", True, "U401")],
    "let w = v - n": [("n <= v", False, "U401")],
    "let w = n div v": [("v <= v", False, "U402")],
    "let w = v mod n": [("n <= n", True, "U402")],
    "v <- n": [("n <= n", True, "U403")],
    "v <- 2*n": [("2*n <= n", False, "U403")],
    "y := AND(x[n])": [("1 <= n", True, "U404"), ("n <= n", True, "U404")],
    "y := AND(x[v])": [("1 <= v", False, "U404"), ("v <= n", True, "U404")],
    "for i in 1..n by v\n    v <- 0": [("v <= v", False, "U408")],
    "y := MOD(3, v; x[1])": [("3 <= 3", True, "U409"), ("v < 3", False, "U410")],
    "y := MOD(v + 1, v; x[1])": [("v + 1 <= v + 1", True, "U409"), ("v < v + 1", True, "U410")],
}
"""By statement: each claim (where it begins with 1, that has the place of the other number), is it shown, its trap."""


@pytest.mark.parametrize("text", STATEMENTS)
def test_what_is_checked(text: str) -> None:
    family = program(text)
    facts = Facts(family.program.n)
    counter = next(each for each in family.program.declarations if isinstance(each, CounterDeclaration))
    facts.bind(counter.symbol, Binding(1, N, high=facts.form(counter.bound), changes=True))
    found = []
    for check in of_statement(family, family.program.body[1]):
        (left, right), (relation,) = check.claim.operands, check.claim.comparisons
        said = f"{source_text(left)} {relation.value} {source_text(right)}"
        found.append((said, facts.unless_shown(check) is None, check.trap.code))
    assert found == STATEMENTS[text]


@pytest.mark.parametrize("text", STATEMENTS)
def test_what_is_not_shown_is_an_obligation(text: str) -> None:
    """The checks that the built-in intervals do not show, and no others, are made in every run."""
    expected = {code for _, shown, code in STATEMENTS[text] if not shown}
    made = {obligation.code for obligation in program(text).obligations}
    assert made & {"U401", "U402", "U403", "U404", "U408", "U409", "U410"} == expected
