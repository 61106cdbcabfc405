"""The fast tier against the definition of the language and against register code in plain Python."""

from __future__ import annotations

import tracemalloc

import pytest

from tests.language.random_programs import random_program
from tests.quick import one_in
from uniform.arguments.limits import Limits
from uniform.certify.certificate import certify
from uniform.circuits.circuit import to_text
from uniform.counters.fast import pack
from uniform.counters.reference import Stopped, interpret
from uniform.family.opening import open_generator
from uniform.language.pipeline import Generator, load
from uniform.messages.errors import LimitReached, Trap, UniformError
from uniform.messages.spans import Source


def program(seed: int) -> Generator:
    return load(Source("random.gen", random_program(seed)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_random_programs(seed: int) -> None:
    generator = program(seed)
    for n in (1, 2, 3, 5, 6):
        expected, trap = _outcome(generator, n, "reference")
        assert _outcome(generator, n, "fast") == (expected, trap)
        if trap is None:
            assert to_text(generator.circuit(n)) == expected
            assert "".join(interpret(generator.code, n)) == expected
        else:
            with pytest.raises(Trap) as caught:
                generator.circuit(n)
            assert str(caught.value) == trap


def test_code_is_packed_once_for_every_n(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = []
    monkeypatch.setattr(pack, "pack", lambda code, before=pack.pack: packed.append(code) or before(code))
    generator = program(0)
    certify(generator)
    for n in range(1, 9):
        _outcome(generator, n, "fast")
    assert packed == [generator.code]


def _outcome(generator: Generator, n: int, via: str) -> tuple[str | None, str | None]:
    try:
        return b"".join(generator.stream(n, via)).decode(), None
    except Trap as trap:
        return None, str(trap)


@pytest.mark.parametrize("seed", one_in(5, range(120, 160)))
def test_random_programs_walk_as_they_are_defined(seed: int) -> None:
    generator = program(seed)
    for n in (1, 4, 9):
        try:
            expected: str | None = b"".join(generator.stream(n, "reference")).decode()
            static = None
        except Trap as trap:
            expected, static = None, trap.static_text
        if static is not None and static.split()[0] in ("U405", "U406", "U407"):
            continue  # no business of the code itself
        assert _interpreted(generator, n) == (expected, static)


def _interpreted(generator: Generator, n: int) -> tuple[str | None, str | None]:
    try:
        return "".join(interpret(generator.code, n)), None
    except Stopped as trap_at:
        return None, generator.code.sites[trap_at.site].text.static_text


ADDER = """family chain(n)
  input  x[1..n]
  output y
  gate   p[1..n]
  p[1] := x[1]
  for i in 2..n
    p[i] := XOR(p[i-1], x[i])
  y := p[n]
"""


@pytest.mark.parametrize(("option", "limit"), [("max_gates", 50), ("max_wires", 60), ("max_steps", 100)])
def test_limits(option: str, limit: int) -> None:
    generator = load(Source("chain.gen", ADDER))
    assert generator.circuit(20, limits=Limits()).gates == 21
    for via in ("fast", "reference"):
        with pytest.raises(LimitReached, match=option.replace("_", "-")):
            generator.circuit(1000, via, Limits(**{option: limit}))
        with pytest.raises(LimitReached, match=option.replace("_", "-")):
            b"".join(generator.stream(1000, via, Limits(**{option: limit})))


def test_a_deep_chain_works() -> None:
    from uniform.circuits.measure import measure

    assert measure(load(Source("chain.gen", ADDER)).circuit(10**6)).depth == 10**6 + 1


def test_a_circuit_with_more_inputs_than_memory_holds_is_not_begun() -> None:
    generator = load(Source("chain.gen", ADDER))
    for via in ("fast", "reference", "machine"):
        with pytest.raises(LimitReached, match="at n = 1000000000 the circuit has more than 100000000 inputs"):
            generator.circuit(10**9, via)
    with pytest.raises(LimitReached, match=f"more than {2**31 - 2} inputs"):
        generator.circuit(2**31, limits=Limits(max_gates=2**40))


SPARSE = """family sparse(n)
  input  x[1..n]
  output y
  gate   far[0..n^6, 1..n]
  for i in 1..n
    far[i^6,i] := x[i]
  y := AND(far[i^6,i] for i in 1..n)
"""


def test_streaming_keeps_a_bit_for_each_declared_address_and_nothing_else_that_grows() -> None:
    family = open_generator("ripple_adder")
    rests = []
    sizes = (1, 10**4, 3 * 10**5)  # the first loads what is loaded once
    for n in sizes:
        tracemalloc.start()
        for _ in family.stream(n):
            pass
        rests.append(tracemalloc.get_traced_memory()[1] - family.layout(n).count // 8)
        tracemalloc.stop()
    # Other threads of the process allocate a few kilobytes meanwhile; a second bit for each address would be 262.
    assert abs(rests[2] - rests[1]) < family.layout(sizes[2]).count // 32


def test_sparse_arrays_take_a_hash_table() -> None:
    generator = load(Source("sparse.gen", SPARSE))
    for n in (1, 100):
        text = b"".join(generator.stream(n, "reference")).decode()
        assert b"".join(generator.stream(n)).decode() == text
        assert to_text(generator.circuit(n)) == text


def test_wide_numbers_fall_back_to_the_reference() -> None:
    source = "family wide(n)\n  input  x[1..n]\n  output y\n\n  y := THRESHOLD(n^9; x[i] times n^8 for i in 1..n)\n"
    circuit = load(Source("wide.gen", source)).circuit(1000)
    assert circuit.parameters(0) == (1000**9,)
    assert circuit.wires(0)[0] == (0, 1000**8)


REFUSED = {
    "a let": "  let w = 2^n\n  y := AND(x[1])",
    "a bound": "  counter c <= 2^n\n  c <- 1\n  y := AND(x[1])",
    "a bound that is never reached": "  counter c <= min(3, 2^n)\n  y := AND(x[1])",
    "an upper end": "  gate g[0..2^n]\n  y := AND(x[1])",
    "a lower end": "  gate g[2^n..n]\n  y := AND(x[1])",
    "a range of an input": "  input z[0..2^n mod 2]\n  y := AND(x[1])",
    "an index": "  y := AND(x[2^n mod 2 + 1])",
    "a stored number": "  counter c <= 1\n  c <- 2^n mod 2\n  y := AND(x[1])",
    "the end of a loop": "  gate g\n  for i in 1..2^n\n    if i = 1\n      g := AND(x[i])\n  y := AND(g)",
    "the end of a comprehension": "  y := AND(x[1] for i in 2^n downto 1 if i = 1)",
    "a step": "  y := AND(x[1] for i in 1..1 by 2^n)",
    "a weight": "  y := AND(x[1] times 2^n)",
    "a threshold": "  y := THRESHOLD(2^n; x[1])",
    "a condition": "  if 2^n > 1\n    y := AND(x[1])",
    "a filter": "  y := AND(x[i] for i in 1..n if i < 2^n)",
    "the length of a number": "  y := THRESHOLD(bits(2^n); x[1])",
}


@pytest.mark.parametrize("via", one_in(3, ["fast", "reference", "machine"]))
@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_needs_linear_space_is_refused_wherever_it_stands(body: str, via: str) -> None:
    generator = load(Source("r.gen", f"family r(n)\n  input  x[1..n]\n  output y\n{body}\n"))
    with pytest.raises(UniformError) as caught:
        generator.circuit(1, via=via)
    (only,) = caught.value.diagnostics
    assert only.code == "U301"
    assert only.message == "`2^n` needs n + 1 cells"


def test_neither_base_nor_exponent_is_constant() -> None:
    generator = load(Source("r.gen", "family r(n)\n  input  x[1..n]\n  output y\n\n  y := AND(x[n^n mod 2 + 1])\n"))
    with pytest.raises(UniformError) as caught:
        generator.circuit(1)
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == ["U302"]


def test_widths() -> None:
    from uniform.language.bounds.magnitude import BITS_OF_N, Magnitude, N

    three, one = Magnitude.constant(3), Magnitude.constant(1)
    assert [str(m.width) for m in (N, N * N, three * N + one, BITS_OF_N)] == [
        "bits(n)", "2*bits(n)", "bits(n) + 2", "bits(n)",
    ]  # fmt: skip
    for bound in (N, N * N + N, three * N + one, BITS_OF_N * BITS_OF_N, N * BITS_OF_N):
        for n in (*range(1, 70), 1000, 2**20 - 1, 2**20):
            largest = sum(
                value * n**a * (1 << n.bit_length()) ** b * n.bit_length() ** c for (a, b, c), value in bound.terms
            )
            assert largest < 2 ** bound.width.at(n)
