"""Lowering leaves out only checks that hold: names used again, orders of traps, numbers of any size, in every tier."""

from __future__ import annotations

import pytest

from tests.quick import one_in
from uniform.arguments.limits import Limits
from uniform.counters.machine.machine_tier import site_of, trap_of
from uniform.counters.reference import Stopped, interpret
from uniform.language.bounds.affine import Form
from uniform.language.bounds.facts import Facts
from uniform.language.bounds.magnitude import BITS_OF_N, Magnitude, N, two_to
from uniform.language.pipeline import Generator, load
from uniform.messages.errors import LimitReached, Trap, UniformError
from uniform.messages.spans import Source
from uniform.turing.emulator.pack import PackedMachine, pack
from uniform.turing.emulator.run import run

HEAD = "family f(n)\n  input  x[1..n]\n  output y\n"


def program(body: str) -> Generator:
    return load(Source("f.gen", HEAD + body))


def by_tier(generator: Generator, n: int, via: str) -> str:
    """The text, or the trap with its numbers."""
    try:
        return b"".join(generator.stream(n, via)).decode()
    except Trap as trap:
        return str(trap)


def by_code(generator: Generator, n: int) -> str:
    """The text, or what the code says of its trap."""
    try:
        return "".join(interpret(generator.code, n))
    except Stopped as trap_at:
        return generator.code.sites[trap_at.site].text.static_text


def by_machine_alone(machine: PackedMachine, n: int) -> str:
    """The text or the trap of the machine, with no other tier beside it."""
    chunks: list[bytes] = []
    outcome = run(machine, n, sink=chunks.append)
    return outcome.reason if outcome.halted == "trap" else b"".join(chunks).decode()


def by_definition(generator: Generator, n: int) -> str:
    """The text, or the static text of the trap."""
    try:
        return b"".join(generator.stream(n, "reference")).decode()
    except Trap as trap:
        return trap.static_text


AGAIN = {
    "by a let, after the input line": "  input z[t in 0..1, j in 0..t]\n  let t = n + 5\n  y := THRESHOLD(t; x[1])\n",
    "by a counter": "  input z[t in 0..1, j in 0..t]\n  counter t <= n + 5\n  t <- 3\n  y := THRESHOLD(t; x[1])\n",
    "by a let, in a quotient": "  input z[t in 0..n, j in 0..t mod 2]\n  let t = n\n  y := AND(z[t-1, t mod 2])\n",
    "by a loop": "  input z[t in 0..n+1, j in 0..t mod 2]\n  y := AND(z[t+1, t mod 2] for t in 0..n)\n",
    "by a loop, and no harm": "  input z[t in 0..n, j in 0..t mod 2]\n  y := AND(z[t, t mod 2] for t in 0..n)\n",
    "by a constant": "  input z[k in 0..n, j in 2..k]\n  const k = 3\n  y := AND(z[k, 2] for i in k..n)\n",
    "by a constant, in a lower end": "  gate g[k in 0..n, j in 3-k..9]\n  const k = 3\n  y := TRUE\n",
    "by another array": "  input z[t in 0..n, j in 0..t], w[j in 0..n, t in 0..n-j]\n"
    "  y := AND(w[n-t, t] for t in 0..n, z[t, t] for t in 0..n)\n",
}

ENDS = {
    "behind an empty range": "  gate g[1..0, 3-n..3]\n  y := TRUE\n",
    "behind an empty range with a name": "  gate g[t in 1..0, j in 3-n..3]\n  y := TRUE\n",
    "of a name with an empty range": "  gate g[t in 1..0, j in 3-n..t]\n  y := TRUE\n",
    "one range after the other": "  gate g[t in 0..n, j in 0..5 div (4-t), 3-n..3]\n  y := TRUE\n",
    "by a modulus of 0": "  y := AND(x[2^(n mod 0)])\n",
}


@pytest.mark.parametrize("body", one_in(4, [*AGAIN.values(), *ENDS.values()]), ids=[*AGAIN, *ENDS])
def test_every_tier_does_what_the_definition_says(body: str) -> None:
    generator = program(body)
    machine = pack(generator.machine())
    for n in (1, 2, 3, 5, 6):
        expected = by_definition(generator, n)
        assert by_tier(generator, n, "fast") == by_tier(generator, n, "reference")
        assert by_code(generator, n) == expected
        assert by_machine_alone(machine, n) == expected


LARGE = {
    "in a comparison": "  if n < 10^30\n    y := TRUE\n  else\n    y := FALSE\n",
    "as a weight": "  y := AND(x[1] times 10^30)\n",
    "as a threshold": "  y := THRESHOLD(10^30; x[1])\n",
    "as the end of a range": "  gate g[0..10^30]\n  g[5] := TRUE\n  y := g[5]\n",
    "as a low end": "  gate g[10^30..10^30 + n, 1..0]\n  y := TRUE\n",
    "as a number of addresses": "  gate g[0..10^18, 0..10^18]\n  g[5,n] := TRUE\n  y := g[5,n]\n",
}


@pytest.mark.parametrize("body", LARGE.values(), ids=LARGE)
def test_numbers_beyond_62_bits(body: str) -> None:
    generator = program(body)
    assert by_tier(generator, 3, "fast") == by_definition(generator, 3)
    assert by_machine_alone(pack(generator.machine()), 3) == by_definition(generator, 3)
    assert generator.circuit(3).gates == generator.circuit(3, "reference").gates


ABSURD = {
    "a literal in an exponent": "2^(bits(n) + 10^30)",
    "a factor in an exponent": "2^(10^9*bits(n))",
    "a large minimum in an exponent": "2^min(n, 10^12)",
    "another base": "3^min(n, 10^12)",
    "a power of a power": "((n + 2^bits(n) + bits(n))^64)^64",
    "a product of powers": "(n + 2^bits(n) + bits(n))^40 * (n + 2^bits(n) + bits(n))^40",
    "a power of what is bounded by a literal": "min(n, 10^900)^64",
    "products of long literals": "n*10^900*10^900",
}


@pytest.mark.parametrize("number", one_in(4, ABSURD.values()), ids=ABSURD)
@pytest.mark.parametrize("body", one_in(2, ["  y := THRESHOLD({}; x[1])\n", "  gate g[0..{} * (n-1)]\n  y := TRUE\n"]))
def test_what_needs_absurd_registers_is_refused(body: str, number: str) -> None:
    with pytest.raises(UniformError) as caught:
        _ = program(body.format(number)).code
    assert {diagnostic.code for diagnostic in caught.value.diagnostics} <= {"U303", "U305"}
    assert f"`{number}`"[:20] in caught.value.diagnostics[0].message


def test_repeated_squaring_over_lets_is_refused() -> None:
    lets = "".join(f"  let w{i + 1} = w{i} * w{i}\n" for i in range(40))
    with pytest.raises(UniformError, match="may have more than 4096 binary digits"):
        _ = program(f"  let w0 = min(n, 10^900)\n{lets}  y := TRUE\n").code


@pytest.mark.parametrize("exponent", [9, 250, 1000, 4000])
def test_a_width_holds_where_the_largest_coefficient_decides_late(exponent: int) -> None:
    """``(2^e + 1) * n`` reaches 2^(B + e) for the first time when B > e."""
    for bound in (N, N * BITS_OF_N, N * N + two_to((1, 7)), BITS_OF_N * BITS_OF_N):
        large = bound * Magnitude.constant(2**exponent + 1)
        for length in (1, 2, exponent, exponent + 1, exponent + 2, 2 * exponent):
            n, x = 2**length - 1, 2**length
            largest = sum(value * n**a * x**b * length**c for (a, b, c), value in large.terms)
            assert largest < 2 ** large.width.at(n), length


def test_a_nested_upper_end_is_read_once_a_level(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Form] = []
    natural = Facts.natural

    def counted(facts: Facts, form: Form) -> bool:
        asked.append(form)
        return natural(facts, form)

    monkeypatch.setattr(Facts, "natural", counted)
    depth = 14
    end = "(" * depth + "n" + " - 0) div 2" * depth
    assert by_definition(program(f"  gate g[0..{end}]\n  y := TRUE\n"), 3).endswith("output y\n")
    _ = program(f"  gate g[0..{end}]\n  y := TRUE\n").code
    assert len(asked) < 10 * depth**2


def test_passes_that_do_nothing_are_steps() -> None:
    generator = program("  y := AND(x[1] for t in 1..10^6 for j in 1..0)\n")
    for via in ("fast", "reference"):
        with pytest.raises(LimitReached, match="more than 1000 steps"):
            generator.circuit(1, via, Limits(max_steps=1000))


def test_inputs_that_nobody_can_list_reach_a_limit() -> None:
    generator = program("  input z[0..10^30]\n  y := AND(z[n])\n")
    for via in ("fast", "reference"):
        with pytest.raises(LimitReached, match="steps"):
            generator.circuit(1, via)
        with pytest.raises(LimitReached, match="steps"):
            b"".join(generator.stream(1, via))


RANGES = {
    "t in 0..n, j in t-1..n": ("t",),
    "t in 0..n, s in 0..n, j in t-1..n": ("t",),
    "t in 0..n, s in t..n, j in s-1..n": ("s",),
    "t in 0..n, s in t..n, r in 0..n, j in (s+r)-(t+1)..n": ("t", "s", "r"),
    "t in 0..n, s in t..n, r in 0..s-t, q in s-1..n": ("s",),
    "t in 0..n, j in 0..n div t": ("t",),
    "t in 0..n, s in 0..n mod t, j in 0..n": ("t",),
}


@pytest.mark.parametrize("role", ["input", "gate"])
@pytest.mark.parametrize("ranges", RANGES)
def test_the_indices_of_a_declared_range_go_by_their_written_names(ranges: str, role: str) -> None:
    """Those that the range mentions are said, in every tier; a machine alone has them on its tapes."""
    text = (
        f"family f(n)\n  let w = n mod 2\n  input x\n  {role} z[{ranges}]\n  counter c <= n\n  output y\n\n  y := x\n"
    )
    generator = load(Source("f.gen", text))
    said = {by_tier(generator, 2, via) for via in ("fast", "reference", "machine")}
    outcome = run(generator.machine(), 2)
    site = site_of(outcome, generator.code)
    assert site is not None
    said.add(str(trap_of(outcome, generator.code, 2)))
    (only,) = said
    numbers = "".join(f", {name} = 0" for name in RANGES[ranges])
    assert f"  = note: n = 2, w = 0{numbers}\n" in only
    places = [(check.trap.code, check.trap.span) for check in generator.obligations]
    assert len(set(places)) == len(places)
