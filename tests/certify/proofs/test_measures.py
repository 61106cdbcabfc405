"""Measures as text, as formulas and as numbers: three ways that have to agree."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from tests.certify.proofs.points import Point
from tests.quick import one_in
from uniform.certify.formula_text import value_at
from uniform.certify.proofs import measures
from uniform.certify.proofs.formulas import constant
from uniform.certify.proofs.measures import FORMS, RULE_OF_FORM, Edge, Expression, is_falling, read_expression
from uniform.certify.proofs.polynomials import Polynomial
from uniform.certify.proofs.whole import Proofs
from uniform.family.opening import open_generator
from uniform.language.pipeline import load
from uniform.messages.spans import Source

PLACES = {"index": (1,), "bits": (2,), "bits to end": (2,), "sum": (1, 2), "level": (1,)}
EXPRESSIONS = [
    *(Expression("number", offset=offset) for offset in (-3, 0, 12)),
    *(
        Expression(form, places, sign, offset)
        for (form, places), sign, offset in product(
            [(form, PLACES.get(form, (2, 1))) for form in sorted(RULE_OF_FORM)],
            (1, -1),
            (-2, 0, 5),
        )
    ),
]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
def test_an_expression_is_read_back(expression: Expression) -> None:
    assert read_expression(str(expression)) == expression


def test_the_forms_are_those_of_the_page() -> None:
    """The page of certificates has a table of them, in the order of the message that refuses another one."""
    page = (Path(__file__).parents[3] / "docs" / "reference" / "certificates.md").read_text(encoding="utf-8")
    shown = tuple(re.findall(r"^\| `((?:0 - )?(?:i\d|bits\(2|level).*?)` \| ", page, re.MULTILINE))
    assert shown == FORMS
    assert {read_expression(form).form for form in FORMS} == {*RULE_OF_FORM}


@pytest.mark.parametrize(
    "text",
    ["", "i0", "i", "i01", "j1", "i1+i2", "i1 * 2", "2*i1", "bits(i1) - 1", "bits(2*i1)", "- i1", "-i1",
     "(i1)", "-0", "01",
     "bits(2*(end1 - i2)) - 1", "bits(2*(i1 - end1)) - 1", "end1", "bits(2*(end0 - i0)) - 1",
     "0 - bits(2*i1) - 1", "0 - (i1)", "0 - i1 + i2", "i1 + i2 + i3", "i1 - 0", "level 0", "level", "i1 ",
     "i1\n", "i\uff11",
     "i99999", "9999999999"],
)  # fmt: skip
def test_what_is_not_written_like_an_expression_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an expression of a measure"):
        read_expression(text)


@pytest.mark.parametrize("expression", [each for each in EXPRESSIONS if each.form != "level"], ids=str)
def test_the_value_of_an_expression_is_that_of_its_formula(expression: Expression) -> None:
    found = Proofs(open_generator("reachability").program).found
    array = next(each for each in found.arrays.values() if len(each.variables) >= 2)
    for indices in product(range(10), repeat=2):
        number = expression.at(tuple(map(constant, indices)), array, found)
        point = Point(found.terms, dict(zip(array.variables, indices, strict=False)) | {found.n: 7})
        ends = [point.number(high) for _, high in array.ends]
        assert point.number(number) == expression.value(indices, (), ends)


def test_edges_that_are_asked_about_together_fall_only_if_each_does(monkeypatch: pytest.MonkeyPatch) -> None:
    proofs = Proofs(open_generator("parity_tree").program)
    down = next(each for each in proofs.graph.edges if each.parent is each.child)
    up = replace(down, parent_indices=down.child_indices, child_indices=down.parent_indices)
    measure = {down.parent: (Expression("index", (1,), -1),)}
    monkeypatch.setattr(measures, "_FEW", 0)

    def falls(*edges: Edge) -> bool:
        return is_falling(edges, measure, proofs.found, proofs.prover)

    assert falls(*[down] * 8)
    assert not any(falls(*[down] * place, up, *[down] * (7 - place)) for place in range(8))


def test_rows_of_wires_that_say_the_same_are_asked_about_once() -> None:
    """Five arrays that each read all five make 3125 rows of four wires."""
    names = "abcde"
    lines = ["family five(n)", "  input x[1..n]", "  output y", *(f"  gate {each}[0..n]" for each in names)]
    lines += [f"  {each}[0] := x[1]" for each in names] + ["  for i in 1..n"]
    wires = ", ".join([f"{each}[4*i div 5]" for each in names])
    lines += [f"    {each}[i] := AND({wires})" for each in names] + ["  y := a[n]"]
    proofs = Proofs(load(Source("five.gen", "\n".join(lines))).program)
    assert proofs.components is not None
    assert [each.step for each in proofs.components] == [4]
    assert sum(each.name.endswith("falls in a row") for each in proofs.prover.shown) == 1


@pytest.mark.parametrize("apart", [0, 2, 3, 20])
def test_indices_of_two_arrays_that_are_far_apart(apart: int) -> None:
    """A gate of b reads gates of a with numbers up to ``apart`` above its own."""
    lines = ["family apart(n)", "  input x[1..n]", "  output y", f"  gate a[0..n+{apart}], b[0..n]"]
    lines += [f"  for i in 0..{apart}", "    a[i] := x[1]", "  for i in 0..n-1"]
    lines += [f"    b[i] := AND(a[j] for j in 0..i+{apart})", f"    a[i+{apart + 1}] := b[i]", "  y := b[n-1]"]
    proofs = Proofs(load(Source("apart.gen", "\n".join(lines))).program)
    assert proofs.components is not None
    assert [each.rule for each in proofs.components] == ["R3"]


@pytest.mark.parametrize("step", [1, 2, 64, 65, 1000])
def test_two_arrays_that_fall_in_large_steps(step: int) -> None:
    """A gate of a reads one of b that is a step before it, and the other way round."""
    lines = ["family steps(n)", "  input x[1..n]", "  output y", f"  gate a[0..{step}*n], b[0..{step}*n]"]
    lines += ["  a[0] := x[1]", "  b[0] := x[1]", "  for i in 1..n"]
    lines += [f"    {one}[{step}*i] := AND({other}[{step}*(i-1)], x[i])" for one, other in ("ab", "ba")]
    proofs = Proofs(load(Source("steps.gen", "\n".join([*lines, f"  y := a[{step}*n]"]))).program)
    assert proofs.components is not None
    assert [each.rule for each in proofs.components] == ["R3"]


@pytest.mark.parametrize("seed", one_in(5, range(40)))
def test_polynomials_are_read_as_they_are_written(seed: int) -> None:
    powers = list(product(range(3), repeat=2))
    polynomial = Polynomial.of({key: (seed * 7 + place * 5) % 11 - 5 for place, key in enumerate(powers)})
    assert [value_at(str(polynomial), n) for n in range(1, 70)] == [polynomial(n) for n in range(1, 70)]


@pytest.mark.parametrize(
    "text",
    ["", "m", "True", "1.5", "n.real", "n if n else 2", "[n]", "bits", "bits(n, x=1)", "abs(n)", "n < 2",
     "n and 2", "'n'",
     "n ** 2", "n // 2", "n % 2", "lambda: n", "n := 2", "1_0 +", "2^(9^9)", "10^7000", "n; n",
     "if otherwise", "if n: n"],
)  # fmt: skip
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(it (is|has)|no case|a number|`.*` is not a condition)"):
        value_at(text, 5)
