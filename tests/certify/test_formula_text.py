"""The text of a number, as a certificate shows it, has the value of the number: parentheses are where they must be."""

from __future__ import annotations

from random import Random

import pytest

from tests.certify.proofs.points import Point
from uniform.certify.certificate import certify
from uniform.certify.formula_text import value_at
from uniform.certify.proofs.counting import Count
from uniform.certify.proofs.formulas import Linear, Variable, constant, linear
from uniform.certify.proofs.terms import GREATEST, LEAST, Terms
from uniform.circuits.measure import measure
from uniform.family.generated import GeneratedFamily, load
from uniform.messages.spans import Source


def random_number(random: Random, terms: Terms, n: Variable, depth: int) -> Linear:
    """A number over n, with all operations that a formula of a certificate may have."""
    if depth == 0 or random.random() < 0.15:
        return linear(n) if random.random() < 0.7 else constant(random.randint(-3, 5))
    one, other = (random_number(random, terms, n, depth - 1) for _ in range(2))
    match random.randrange(10):
        case 0:
            return one + other
        case 1:
            return one - other
        case 2:
            return one.times(random.randint(-3, 3))
        case 3:
            return terms.multiply(one, other)
        case 4:
            return terms.quotient(one, other)
        case 5:
            return terms.remainder(one, other)
        case 6:
            return terms.bits(one)
        case 7:
            return terms.bit(one, other)
        case 8:
            return terms.power(constant(random.randint(-2, 3)), linear(n) + random.randint(-2, 2))
        case _:
            return terms.extreme(random.choice((LEAST, GREATEST)), (one, other))


def point(terms: Terms, n: Variable, value: int) -> Point:
    return Point(terms, {n: value})


@pytest.mark.parametrize("seed", range(8))
def test_the_text_of_a_number_has_its_value(seed: int) -> None:
    random = Random(seed)
    for _ in range(100):
        terms = Terms()
        n = terms.fresh("n")
        number = random_number(random, terms, n, 3)
        for value in range(4):
            expected = point(terms, n, value).number(number)
            if expected.bit_length() < 500 and len(str(number)) < 500:
                assert value_at(str(number), value) == expected, str(number)


@pytest.mark.parametrize("seed", range(4))
def test_the_text_of_a_product_of_counts_has_its_value(seed: int) -> None:
    random = Random(seed)
    for _ in range(50):
        terms = Terms()
        n = terms.fresh("n")
        numbers = [random_number(random, terms, n, 2) for _ in range(2)]
        count = Count.number(numbers[0]) * Count.number(numbers[1]) * Count.number(numbers[1])
        for value in range(4):
            one, other = map(point(terms, n, value).number, numbers)
            if max(one.bit_length(), other.bit_length()) < 100 and len(str(count)) < 500:
                assert value_at(str(count), value) == one * other * other, str(count)


def family(declaration: str, ranges: str, loops: str) -> GeneratedFamily:
    head = "family f(n)\n  input  x[1..n, 1..n]\n  output y\n"
    return load(Source("f.gen", f"{head}{declaration}  gate   t[{ranges}]\n\n{loops}  y := x[1, 1]\n"))


@pytest.mark.parametrize(
    ("program", "formula"),
    [
        (
            family(
                "",
                "1..2^bits(n), 1..2^bits(n)",
                "  for i in 1..2^bits(n)\n    for j in 1..2^bits(n)\n      t[i, j] := x[1, 1]\n",
            ),
            "(2^bits(n))^2 + 1",
        ),
        (
            family("  let    m = n^2 div (2*bits(n))\n", "1..m", "  for i in 1..m\n    t[i] := x[1, 1]\n"),
            "(n^2 div (2*bits(n))) + 1",
        ),
        (
            family("", "1..n", "  for i in 1..min(n, 2^4000)\n    t[i] := x[1, 1]\n"),
            "min(n, 2^4000) + 1",
        ),
    ],
)
def test_the_size_of_a_family(program: GeneratedFamily, formula: str) -> None:
    stated = certify(program).to_json()
    assert stated["input_length"]["formula"] == "n^2"
    assert stated["size"]["exact"] == formula
    for n in (1, 5, 16):
        assert value_at(formula, n) == measure(program.circuit(n)).size
