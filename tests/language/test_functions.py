"""Functions: what a call computes, in every place where a number may stand, the same on every tier; their registers."""

from __future__ import annotations

import pytest

from tests.quick import one_in
from uniform.arguments.limits import Limits
from uniform.counters.machine.tapes import cells
from uniform.counters.reference import interpret
from uniform.counters.show import show
from uniform.language.pipeline import Generator, load
from uniform.language.tiers import TIERS
from uniform.messages.errors import LimitReached, Refusal, Trap, UniformError
from uniform.messages.spans import Source

FUNCTIONS = """
let m = 2*n

def half(v <= m + 2) -> r <= m
  r <- v div 2

def digits(v <= m) -> r <= bits(n) + 1
  "bits(v), by halving."
  counter c <= m
  c <- v
  r <- 1
  while c > 1
    c <- half(c)
    r <- r + 1

def none(v <= n) -> r <= n
  let unused = v

def sum(v <= n, w <= v + n) -> r <= v + w
  counter t <= w
  for i in 1..v
    r <- r + 1
  while t < w
    t <- t + 1
    r <- r + 1

"""

PLACES = {
    "the range of an input": ("input x[0..half(m)]", "output y", "y := x[n]"),
    "the range of an output, and a bound": (
        "input x",
        "output y[half(2)..digits(n)]\n  counter v <= digits(n)",
        "for i in 1..bits(n)\n    v <- digits(i)\n    y[i] := AND(x times v)",
    ),
    "a range that names an index": (
        "input x",
        "output y[t in 0..n, half(t)..sum(t, half(1))]",
        "for t in 0..n\n    for j in half(t)..t\n      y[t, j] := THRESHOLD(sum(t, j); x)",
    ),
    "a filter and the ends of its loop": (
        "input x[0..m]",
        "output y",
        "y := OR(x[i] for i in half(n)..half(half(m) + 2) if digits(i) = digits(n) or half(i) mod 2 = none(i mod n))",
    ),
    "a step, downward": ("input x[0..m]", "output y", "y := OR(x[i] for i in m downto half(1) by digits(n))"),
    "weights and modulus": (
        "input x[1..n]",
        "output y",
        "y := MOD(digits(m), none(1); x[i] times sum(i, n) for i in 1..n, NOT x[half(2*i)] for i in 1..half(n))",
    ),
    "calls in arguments": (
        "input x[0..m]",
        "output y, z",
        "y := x[sum(half(n), half(half(m)))]\n  z := x[half(sum(sum(1, n - 1), half(half(4)))) + none(half(n))]",
    ),
    "conditions and stores": (
        "input x[0..m]",
        "output y[0..n]\n  counter v <= m",
        "for i in 0..n\n    v <- sum(i, n - i)\n    if half(v) < digits(i) and not (half(i) = none(i) or v > half(m))\n"
        "      y[i] := x[half(v)]\n    elif digits(v) >= half(i)\n      v <- half(v)\n      y[i] := NOT x[v]\n"
        "    else\n      let w = half(i)\n      y[i] := x[w]",
    ),
    "the condition of a loop": (
        "input x[1..n]",
        "output y[1..n]\n  counter v <= n",
        "while half(2*v) < half(m)\n    v <- v + digits(none(v) + 1)\n    y[v] := x[n + 1 - v]",
    ),
    "a let of the family": ("let k = sum(n, half(m))\n  input x[0..k]", "output y", "y := x[k]"),
}


def program(*lines: str) -> Generator:
    return load(Source("f.gen", FUNCTIONS + "family f(n)\n" + "".join(f"  {line}\n" for line in lines)))


@pytest.mark.parametrize("place", one_in(3, PLACES))
def test_a_call_may_stand_wherever_a_number_may(place: str) -> None:
    generator = program(*PLACES[place])
    for n in (1, 2, 3, 5):
        text = b"".join(generator.stream(n, "reference")).decode()
        assert text.startswith(f"circuit f {n}\ninput x")
        assert b"".join(generator.stream(n, "fast")).decode() == text
        assert generator.circuit(n).gates == generator.circuit(n, "reference").gates
        assert "".join(interpret(generator.code, n)) == text
        if n < 4:
            assert b"".join(generator.stream(n, "machine")).decode() == text


@pytest.mark.parametrize(
    ("number", "values"),
    [
        ("half(n)", [0, 1, 1, 2, 2]),
        ("digits(n)", [1, 2, 2, 3, 3]),
        ("none(n)", [0, 0, 0, 0, 0]),
        ("sum(n, m)", [3, 6, 9, 12, 15]),
        ("sum(half(n), half(n)) + half(half(n))", [0, 2, 2, 5, 5]),
    ],
)
def test_the_value_of_a_call_is_the_last_value_of_the_result(number: str, values: list[int]) -> None:
    generator = program("input x", "output y", f"y := AND(x times {number} + 1)")
    found = [generator.circuit(n) for n in range(1, 6)]
    assert [1 if each.multiplicity is None else int(each.multiplicity[0]) for each in found] == [
        value + 1 for value in values
    ]


# ---------------------------------------------------------------- registers


def test_a_parameter_is_as_narrow_as_its_arguments() -> None:
    wide = "def f(v <= n^3) -> r <= n\n  r <- v div n^2\n\nfamily g(n)\n  input x[0..n]\n  output y\n  y := x[f({})]\n"
    narrow, full = (load(Source("g.gen", wide.format(number))).code for number in ("n", "n*n*n"))
    widths = {name: str(register.width) for register in narrow.registers for name in register.names}
    assert widths["f.v"] == "bits(n)"
    assert {str(register.width) for register in full.registers if "f.v" in register.names} == {"3*bits(n)"}


def test_a_function_that_is_not_called_costs_nothing() -> None:
    text = "family g(n)\n  input x[0..n]\n  output y\n  y := x[n]\n"
    alone = load(Source("g.gen", text)).code
    beside = load(Source("g.gen", "def f(v <= n) -> r <= n\n  r <- v\n\n" + text)).code
    assert (beside.instructions, beside.registers, beside.functions) == (alone.instructions, alone.registers, ())


def test_functions_that_do_not_call_each_other_share_registers() -> None:
    body = "  counter {0} <= n\n  {0} <- v\n  r <- {0}\n\n"
    functions = "".join(f"def f{i}(v <= n) -> r <= n\n" + body.format(f"c{i}") for i in range(1, 4))
    head = "family g(n)\n  input x[0..n]\n  output y\n"
    one, three = (
        load(Source("g.gen", functions + head + f"  y := AND({wires})\n")).code
        for wires in ("x[f1(n)]", "x[f1(n)], x[f2(n)], x[f3(n)]")
    )
    assert cells(one) == cells(three)


def test_code_grows_by_addition() -> None:
    """One copy of each function, however many calls lead to it."""
    text = "def f0(v <= n) -> r <= n\n  r <- v\n\n"
    for i in range(1, 8):
        text += f"def f{i}(v <= n) -> r <= n\n  r <- min(f{i - 1}(v), f{i - 1}(n))\n\n"
    generator = load(Source("g.gen", text + "family g(n)\n  input x[0..n]\n  output y\n  y := x[f7(n)]\n"))
    ranges = [range(function.first, function.last + 1) for function in generator.code.functions]
    for position in range(len(generator.code.instructions)):
        found = generator.code.function_at(position)
        assert ([] if found is None else [found.name]) == [f"f{i}" for i, each in enumerate(ranges) if position in each]
    first, second, *others = [function.last - function.first + 1 for function in generator.code.functions]
    assert (first, set(others)) == (3, {second})
    assert generator.circuit(3).gates == 1


def test_code_shows_calls_and_frames() -> None:
    text = "def half(v <= n) -> r <= n\n  r <- v div 2\n\nfamily g(n)\n  input x[0..n]\n  output y\n"
    code = load(Source("g.gen", text + "  y := AND(x[half(n)], x[half(half(n))])\n")).code
    lines = show(code).splitlines()
    calls = [" ".join(line.split()[1:-3]) for line in lines if " call " in line]
    assert calls == [
        f"call half({of}) at {code.functions[0].first}, r1 <- {number}"
        for number, of in enumerate(("n", "n", "half(n)"))
    ]
    assert "function half(r2) -> r3, back by r1:" in lines
    behind = ", ".join(str(position + 1) for position in code.functions[0].callers)
    assert lines[-1].split("#")[0].split(maxsplit=1)[1].strip() == f"return to {behind} by r1"


def test_a_function_with_one_call_needs_no_return_register() -> None:
    text = "def half(v <= n) -> r <= n\n  r <- v div 2\n\nfamily g(n)\n  input x[0..n]\n  output y\n  y := x[half(n)]\n"
    code = load(Source("g.gen", text)).code
    assert [function.back for function in code.functions] == [None]
    assert not any("half.return" in register.names for register in code.registers)


# ---------------------------------------------------------------- limits and refusals


def test_a_limit_on_steps_holds_in_declarations_too() -> None:
    text = "def slow(v <= n^3) -> r <= n^3\n  while r < v\n    r <- r + 1\n\nfamily g(n)\n  input x[0..slow(n^3)]\n"
    generator = load(Source("g.gen", text + "  output y\n  y := x[0]\n"))
    assert generator.circuit(3).inputs == 28
    for via in ("reference", "fast"):
        with pytest.raises(LimitReached):
            generator.circuit(30, via, Limits(max_steps=1000))


def test_what_needs_too_many_cells_in_a_function_is_refused_there() -> None:
    text = "def f(v <= n) -> r <= n\n  r <- 2^v mod n\n\nfamily g(n)\n  input x[0..n]\n  output y\n  y := x[f(n)]\n"
    with pytest.raises(Refusal) as caught:
        _ = load(Source("g.gen", text)).code
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.span.line if diagnostic.span else 0) == ("U301", 2)


def test_a_result_may_be_an_exponent_if_its_bound_is_small() -> None:
    generator = program("input x[0..2^digits(n)]", "output y", "y := x[2^digits(n) - 1]")
    assert generator.circuit(4).inputs == 9
    with pytest.raises(Refusal):
        _ = program("input x[0..2^half(n)]", "output y", "y := x[0]").code


def test_bounds_that_call_functions_are_looked_at_once() -> None:
    text = "def f0(v <= n^9) -> r <= n\n  r <- 1\n\n"
    for i in range(1, 25):
        text += f"def f{i}(v <= n^9) -> r <= max(f{i - 1}(v), min(f{i - 1}(2*v), f{i - 1}(2*v + 1)))\n  r <- 0\n\n"
    generator = load(Source("g.gen", text + "family g(n)\n  input x[0..n]\n  output y\n  y := x[f24(n)]\n"))
    assert len(generator.code.functions) == 25


def test_calls_nested_too_deeply_are_refused() -> None:
    text = "def f0(v <= n) -> r <= n\n  r <- v\n\n"
    for i in range(1, 60):
        text += f"def f{i}(v <= n) -> r <= n\n  if v > 0\n    r <- f{i - 1}(v - 1)\n\n"
    text += "family g(n)\n  input x[0..n]\n  output y\n  y := x[f{}(n)]\n"
    with pytest.raises(UniformError) as caught:
        load(Source("g.gen", text.format(59)))
    assert {diagnostic.code for diagnostic in caught.value.diagnostics} == {"U106"}
    shallow = "".join(text.partition("def f20(")[0]) + text[text.index("family") :].format(19)
    assert [len(load(Source("g.gen", shallow)).circuit(25, via).addresses) for via in ("reference", "fast")] == [27, 27]


def test_states_name_the_function_that_they_are_in() -> None:
    text = "def half(v <= n) -> r <= n\n  r <- v div 2\n\nfamily g(n)\n  input x[0..n]\n  output y\n  y := x[half(n)]\n"
    generator = load(Source("g.gen", text))
    (function,) = generator.code.functions
    inside = [state.name for state in generator.machine().states if ".half" in state.name]
    assert {name.split(".")[:3][-1] for name in inside} == {"half"}
    positions = {int("".join(filter(str.isdigit, name.split(".")[1]))) for name in inside}
    assert positions <= set(range(function.first, function.last + 1))
    assert len(positions) >= 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("def f(v <= 3) -> r <= 9\n  r <- v\nfamily g(n)\n  input x[0..9]\n  output y\n  y := NOT x[f(n)]\n", "U414"),
        ("def f(v <= 9) -> r <= 3\n  r <- v\nfamily g(n)\n  input x[0..9]\n  output y\n  y := NOT x[f(n)]\n", "U403"),
        ("block b(w <= 3)\n  input a\n  output z\n  z := NOT a\nfamily g(n)\n  input x\n  output y\n"
         "  part p = b(n)\n  p := b(x)\n  y := p.z\n", "U430"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("via", TIERS)
def test_a_number_may_be_its_bound_and_no_more(text: str, code: str, via: str) -> None:
    family = load(Source("bound.gen", text))
    assert family.circuit(3, via=via).gates
    with pytest.raises(Trap) as caught:
        family.circuit(4, via=via)
    assert caught.value.diagnostics[0].code == code
