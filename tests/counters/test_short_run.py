"""Short runs make the circuits of the compiled loop, or none."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from tests.cases import NAMES, cheap, generator, program
from uniform.arguments.limits import Limits
from uniform.circuits.address_tables import LayoutAddresses
from uniform.circuits.circuit import Circuit
from uniform.counters.fast.short_run import ShortRuns
from uniform.language.pipeline import Generator, load
from uniform.messages.errors import LimitReached, Trap
from uniform.messages.spans import Source

TRAP = """family f(n)
  input  x[1..n]
  output y[1..n]

  for i in 1..n
    y[i] := COPY(x[i + i div 3])
"""


def arrays(circuit: Circuit) -> dict[str, Any]:
    """All that a circuit of a program has, but its layout."""
    addresses = circuit.addresses
    assert isinstance(addresses, LayoutAddresses)
    own = {name: getattr(circuit, name) for name in Circuit.__slots__ if name != "addresses"}
    return {**own, **{name: getattr(addresses, name) for name in ("input_flats", "gate_flats", "derived")}}


def require_equal(one: Circuit, other: Circuit) -> None:
    for (name, value), expected in zip(arrays(one).items(), arrays(other).values(), strict=True):
        if isinstance(expected, np.ndarray):
            assert value.dtype == expected.dtype, name
            assert value.tolist() == expected.tolist(), name
        else:
            assert value == expected, name


def runs(family: Generator, steps: int = 10**6) -> ShortRuns:
    return ShortRuns(lambda: family.short_runs().program, steps)


def steps_of(family: Generator, n: int) -> int:
    """The steps that a run takes."""
    found = runs(family)
    assert found.circuit(family.layout(n), n, Limits()) is not None
    return 10**6 - found.left


@pytest.mark.parametrize("name", NAMES)
def test_the_arrays_are_those_of_the_compiled_loop(name: str) -> None:
    family = generator(program(name))
    for n in cheap(program(name), (1, 2, 3, 4, 5, 7, 8), 4000):
        circuit = runs(family).circuit(family.layout(n), n, Limits())
        assert circuit is not None
        require_equal(circuit, family.circuit(n))


@pytest.mark.parametrize("name", ["parity_tree", "parity_tc0", "popcount"])  # the second has stretches
def test_a_step_is_one_of_the_compiled_loop(name: str) -> None:
    family, n = generator(program(name)), 6
    steps = steps_of(family, n)
    family.circuit(n, limits=Limits(max_steps=steps + 1))
    with pytest.raises(LimitReached):
        family.circuit(n, limits=Limits(max_steps=steps))


def test_runs_share_their_steps() -> None:
    family = generator(program("parity_tc0"))
    first, second = steps_of(family, 5), steps_of(family, 6)
    both = runs(family, first + second)
    assert [both.circuit(family.layout(n), n, Limits()) is None for n in (5, 6, 1)] == [False, False, True]
    assert both.left == 0
    less = runs(family, first + second - 1)
    assert [less.circuit(family.layout(n), n, Limits()) is None for n in (5, 6, 1)] == [False, True, True]


@pytest.mark.parametrize("steps", [0, 1, 50, 100, 200, 10**6])
def test_circuits_do_not_depend_on_where_short_runs_end(steps: int) -> None:
    family = generator(program("ripple_adder"))
    short = runs(family, steps)
    for n in range(1, 6):
        require_equal(family.circuit(n, short=short), family.circuit(n))


def test_limits_are_those_of_the_compiled_loop() -> None:
    family, n = generator(program("parity_tree")), 8
    circuit, steps = family.circuit(n), steps_of(family, n)
    gates, wires = circuit.gates, len(circuit.children)
    for limits in (
        Limits(max_gates=gates - 1), Limits(max_wires=wires - 1), Limits(max_steps=steps), Limits(max_steps=3),
    ):  # fmt: skip
        with pytest.raises(LimitReached) as with_it:
            family.circuit(n, limits=limits, short=runs(family))
        with pytest.raises(LimitReached) as without:
            family.circuit(n, limits=limits)
        assert str(with_it.value) == str(without.value)
    for limits in (Limits(max_gates=gates), Limits(max_wires=wires), Limits(max_steps=steps + 1)):
        short = runs(family).circuit(family.layout(n), n, limits)
        assert short is not None  # though it takes more steps than the limit allows gates
        require_equal(short, circuit)


def test_steps_of_several_n_are_counted() -> None:
    family = generator(program("parity_tree"))
    limits, without = Limits().for_all(), Limits().for_all()
    short = runs(family)
    for n in (3, 4):
        family.circuit(n, limits=limits, short=short)
        family.circuit(n, limits=without)
    assert limits.spent == without.spent
    assert limits.spent is not None
    assert limits.spent.steps["fast"] == 10**6 - short.left


def test_the_compiled_loop_tells_a_trap() -> None:
    family = load(Source("f.gen", TRAP))
    short = runs(family)
    assert short.circuit(family.layout(5), 5, Limits()) is None
    with pytest.raises(Trap) as with_it:
        family.circuit(5, short=short)
    with pytest.raises(Trap) as without:
        family.circuit(5)
    assert str(with_it.value) == str(without.value)


TRAPS = {
    "a gate printed twice": "  for i in 1..n\n    g[1] := COPY(x[i])\n  y := COPY(g[1])\n",
    "a gate used before it is printed": "  for i in 1..n\n    g[i] := COPY(g[n + 1 - i])\n  y := COPY(g[1])\n",
    "an output that is missing": "  if n mod 2 = 1\n    y := COPY(x[1])\n",
    "a difference below zero": "  counter v <= 2*n\n  v <- (n - 5) + 4\n  y := COPY(x[1])\n",
    "an index outside": "  y := COPY(x[n + n div 2])\n",
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_run_that_traps_is_not_short(name: str) -> None:
    family = load(Source("f.gen", f"family f(n)\n  input  x[1..n]\n  output y\n  gate   g[1..n]\n\n{TRAPS[name]}"))
    assert runs(family).circuit(family.layout(2), 2, Limits()) is None
    with pytest.raises(Trap) as with_it:
        family.circuit(2, short=runs(family))
    with pytest.raises(Trap) as by_definition:
        family.circuit(2, "reference")
    assert str(with_it.value) == str(by_definition.value)


def test_a_run_that_never_ends_is_a_long_one() -> None:
    family = load(Source("f.gen", "family f(n)\n  output y\n  while n = n\n    let m = 1\n  y := TRUE\n"))
    short = runs(family, 1000)
    assert short.circuit(family.layout(1), 1, Limits()) is None
    assert short.left == 0
    with pytest.raises(Trap, match="never ends"):
        family.circuit(1, short=short)


def test_texts_are_those_of_the_compiled_loop() -> None:
    family = generator(program("gray_code"))
    for n in (1, 5, 40):
        printed = runs(family).text(family.layout(n), n, Limits())
        assert printed is not None
        assert b"".join(printed) == b"".join(family.stream(n))
        assert b"".join(family.stream(n, short=runs(family, 200))) == b"".join(family.stream(n))
    assert runs(family).text(family.layout(5), 5, Limits(max_steps=10**6)) is None  # more than those of the circuit


def test_what_is_declared_may_be_too_much() -> None:
    family = load(Source("f.gen", "family f(n)\n  output y\n  gate g[1..n]\n  y := TRUE\n"))
    short = runs(family)
    assert short.circuit(family.layout(10**6), 10**6, Limits()) is None
    assert short.left == 10**6


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("certify parity_tc0", "130 at n = 64"),
        ("certify wallace_multiplier", "26756 at n = 64"),
        ("generate parity_tc0 -n 8", "output y"),
    ],
)
def test_commands_of_short_runs_load_no_compiled_loop(words: str, shown: str) -> None:
    script = (
        f"import sys; from uniform.cli import main; status = main({words.split()});"
        "sys.exit(status or any(name in sys.modules for name in ('numba', 'llvmlite', 'numpy.ma')))"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert shown in found.stdout
