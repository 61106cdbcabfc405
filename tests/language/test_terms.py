"""What is known of a number before anything is computed, and that it is then computed once."""

from __future__ import annotations

import pytest

from uniform.counters.code import Apply, Arithmetic, Compute, Fail, Function, Register
from uniform.language.bounds.affine import Form
from uniform.language.bounds.annotated import End, Term
from uniform.language.bounds.binding import Binding
from uniform.language.bounds.facts import Facts
from uniform.language.bounds.magnitude import N
from uniform.language.bounds.terms import term, upper_end
from uniform.language.pipeline import load
from uniform.language.syntax.declarations import CounterDeclaration, Let
from uniform.language.syntax.expressions import Expression
from uniform.messages.spans import Source

HEAD = "family f(n)\n  input  x[1..n]\n  output y\n  counter v <= n\n"


def read(text: str) -> tuple[Expression, Facts]:
    """A number, and what is known of n and a counter v <= n."""
    checked = load(Source("f.gen", f"{HEAD}  y := x[1]\n  let w = {text}\n")).program
    counter = checked.declarations[-1]
    assert isinstance(counter, CounterDeclaration)
    let = checked.body[-1]
    assert isinstance(let, Let)
    facts = Facts(checked.n)
    facts.bind(counter.symbol, Binding(Register(1), N, high=Form(0, {checked.n: 1}), changes=True))
    return let.value, facts


def outline(known: Term | End) -> tuple[str, int | None, bool, int]:
    """Width, value, whether it may trap, refusals."""
    estimate = known.known if isinstance(known, Term) else known.plus
    return str(known.bound.width), estimate.literal, known.may_trap, len(known.refusals)


TERMS = {
    "3": ("2", 3, False, 0),
    "n": ("bits(n)", None, False, 0),
    "n + v": ("bits(n) + 1", None, False, 0),
    "n - v": ("bits(n)", None, False, 0),
    "v - 1": ("bits(n)", None, True, 0),
    "v - 0": ("bits(n)", None, False, 0),
    "2 - 3": ("1", 0, True, 0),
    "(2 - 3) + 5": ("3", 5, True, 0),
    "n * v": ("2*bits(n)", None, False, 0),
    "v * 1": ("bits(n)", None, False, 0),
    "v div n": ("bits(n)", None, False, 0),
    "n div v": ("bits(n)", None, True, 0),
    "n mod 8": ("3", None, False, 0),
    "5 mod 0": ("1", 0, True, 0),
    "bits(n)": ("bits(n)", None, False, 0),
    "2^bits(n)": ("bits(n) + 1", None, False, 0),
    "2^v": ("bits(n)", None, False, 1),
    "2^v + 2^n": ("bits(n) + 1", None, False, 2),
    "v^n": ("bits(n)", None, False, 1),
    "v^2": ("2*bits(n)", None, False, 0),
    "v^0": ("1", 1, False, 0),
    "(v - 1)^0": ("1", 1, True, 0),
    "1^(v - 1)": ("1", 1, True, 0),
    "0^v": ("1", None, False, 0),
    "min(v, 7, n)": ("3", None, False, 0),
    "9*n div 4": ("bits(n) + 2", None, False, 0),
    "(9*n + 5) div 9": ("bits(n)", None, False, 0),
    "63 div n": ("6", None, False, 0),
    "min(63, n) div 4": ("4", None, False, 0),
    "2^(bits(n) div 2)": ("bits(n)", None, False, 0),
    "2^((bits(n) + 4) div 2)": ("bits(n) + 2", None, False, 0),
    "2^((bits(n) + 5) div 2)": ("bits(n) + 3", None, False, 0),
    "2^((bits(n) + 4) div 2) * 2^((bits(n) + 5) div 2)": ("bits(n) + 6", None, False, 0),
    "(2^(bits(n) div 3))^2 * n": ("2*bits(n)", None, False, 0),
    "2^(bits(n) div 2 div 2)": ("bits(n)", None, False, 0),
    "bits(n) * 2^(bits(n) div 2)": ("2*bits(n)", None, False, 0),
    "2^(bits(n) div 1000)": ("bits(n)", None, False, 0),
    "9*n div v": ("bits(n) + 4", None, True, 0),
    "max(2, 7)": ("3", 7, False, 0),
    "bit(n, v)": ("1", None, False, 0),
}


@pytest.mark.parametrize("text", TERMS)
def test_what_is_known_of_a_natural_number(text: str) -> None:
    assert outline(term(*read(text))) == TERMS[text]


ENDS = {
    "n - v": ("bits(n)", None, False, 0),
    "v - 1": ("bits(n)", None, False, 0),
    "v - n - 1": ("bits(n)", None, False, 0),
    "2 - 3": ("1", 0, False, 0),
    "(v - n) * (v - n)": ("2*bits(n) + 1", None, False, 0),
    "(v - n) div 2": ("bits(n)", None, False, 0),
    "(v - n - 1) div 2": ("bits(n)", None, False, 0),
    "(9*n - v) div 4": ("bits(n) + 2", None, False, 0),
    "(v - n) mod 5": ("3", None, False, 0),
    "(v - n) div v": ("bits(n) + 1", None, True, 0),
    "(v - n) mod (v - n)": ("bits(n) + 1", None, True, 0),
    "max(v - n, 3)": ("bits(n) + 2", None, False, 0),
    "n div v": ("bits(n)", None, True, 0),
    "bits(v - 1)": ("bits(n)", None, True, 0),
    "v - 2^n": ("bits(n)", None, False, 1),
}


@pytest.mark.parametrize("text", ENDS)
def test_what_is_known_of_an_upper_end(text: str) -> None:
    assert outline(upper_end(*read(text))) == ENDS[text]


def computed(text: str) -> list[str]:
    """What the code of a statement computes, in order."""
    code = load(Source("f.gen", f"{HEAD}  for i in 1..n\n    {text}\n  y := x[1]\n")).code
    found = []
    for instruction in code.instructions[code.body : code.footer]:
        match instruction:
            case Compute(operation):
                found.append(operation.value)
            case Apply(function) if function is not Function.COPY:
                found.append(function.value)
            case Fail():
                found.append("fail")
    return found


def test_a_let_that_may_trap_is_computed_once() -> None:
    multiply, subtract = Arithmetic.MULTIPLY.value, Arithmetic.SUBTRACT.value
    expected = [multiply, multiply, subtract, Arithmetic.ADD.value, Arithmetic.DIVIDE.value]
    assert computed("let m = (n*n - v*i) div (v + 1)") == expected


def test_of_a_number_that_is_known_only_what_may_trap_is_computed() -> None:
    assert computed("v <- (n + v)^0") == computed("v <- 1^(n*v)") == []
    assert computed("v <- (n - 2*v)^0") == ["*", "-"]
    assert computed("let m = 2 - 3") == ["fail"]


def test_what_a_declaration_cannot_trap_in_is_not_computed() -> None:
    for declaration in ("counter c <= n*n + 1", "gate g[i in 0..n*n, j in i..n - 3*i]"):
        code = load(Source("f.gen", f"{HEAD}  {declaration}\n  y := x[1]\n")).code
        assert code.header == 0
    trapping = load(Source("f.gen", f"{HEAD}  counter c <= n*n - 2\n  y := x[1]\n")).code
    assert [i.operation.value for i in trapping.instructions[: trapping.header] if isinstance(i, Compute)] == ["*", "-"]
