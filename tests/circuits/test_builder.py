"""The builder makes what it is told, and refuses what no circuit holds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import to_text
from uniform.circuits.gates import GATES, Kind
from uniform.messages.errors import UniformError


def started() -> tuple[CircuitBuilder, list[int]]:
    b = CircuitBuilder("f", 3, [("k", 2)])
    return b, b.inputs("x", range(1, 4))


def test_each_convenience_makes_its_gate() -> None:
    b, x = started()
    made = [
        b.false("g[0]"), b.true("g[1]"), b.copy("g[2]", x[0]), b.not_("g[3]", x[1]), b.and_("g[4]", x),
        b.or_("g[5]", x), b.xor("g[6]", x), b.nand("g[7]", x), b.nor("g[8]", x), b.xnor("g[9]", x),
        b.majority("g[10]", x), b.threshold("g[11]", 2, x), b.atmost("g[12]", 1, x), b.mod("g[13]", 3, 1, x),
    ]  # fmt: skip
    assert made == list(range(3, 17))
    every = "x[1] x[2] x[3]"
    assert to_text(b.build(made)).splitlines() == [
        "circuit f 3 k=2",
        f"input {every}",
        "g[0] = FALSE",
        "g[1] = TRUE",
        "g[2] = COPY x[1]",
        "g[3] = NOT x[2]",
        *(f"g[{kind}] = {kind.name} {every}" for kind in Kind if Kind.AND <= kind <= Kind.MAJ),
        f"g[11] = THRESHOLD 2 {every}",
        f"g[12] = ATMOST 1 {every}",
        f"g[13] = MOD 3 1 {every}",
        "output " + " ".join(f"g[{i}]" for i in range(14)),
    ]


def test_multiplicities_are_kept_in_order_and_zero_is_no_wire() -> None:
    b, x = started()
    y = b.threshold("y", 5, [(x[2], 3), (x[0], 0), x[1], (x[2], 1), (x[1], 2**70)])
    b.copy("z", y)
    b.gate(Kind.COPY, "w", [(x[0], 0), (x[1], 1)])
    circuit = b.build([y])
    assert circuit.wires(0) == ((2, 3), (1, 1), (2, 1), (1, 2**70))
    assert circuit.wires(2) == ((1, 1),)
    assert circuit.gates == 3


def test_numbers_of_numpy_are_numbers() -> None:
    b, x = started()
    y = b.mod("y", np.int64(3), np.int64(0), [np.int64(x[0]), (np.int64(x[1]), np.int64(2))])
    circuit = b.build([np.int64(y)])
    assert circuit.wires(0) == ((0, 1), (1, 2))
    assert circuit.parameters(0) == (3, 0)


def test_arrays_of_inputs_are_row_major() -> None:
    b = CircuitBuilder("f", 2)
    ids = b.inputs("a", range(1, 3), range(2))
    assert [b.address(i) for i in ids] == ["a[1,0]", "a[1,1]", "a[2,0]", "a[2,1]"]
    assert b.inputs("b") == [4]
    assert b.address(4) == "b"


REFUSED: dict[str, Callable[[CircuitBuilder, list[int]], object]] = {
    "`y` has a wire from 3, which is not the id of an input or an earlier gate": lambda b, x: b.and_("y", [x[0], 3]),
    "`y` has a wire from -1, which is not the id of an input or an earlier gate": lambda b, x: b.and_("y", [-1]),
    "`y` has a wire of multiplicity -2": lambda b, x: b.and_("y", [(x[0], -2)]),
    "`y`: NOT takes one wire, but was given 2": lambda b, x: b.gate(Kind.NOT, "y", x[:2]),
    "`y`: COPY takes one wire, but was given 0": lambda b, x: b.gate(Kind.COPY, "y", [(x[0], 0)]),
    "`z`: COPY takes one wire, but was given 3": lambda b, x: b.gate(Kind.COPY, "z", [(x[0], 3)]),
    "`y`: TRUE takes no wires, but was given 1": lambda b, x: b.gate(Kind.TRUE, "y", x[:1]),
    "`y`: MOD takes two numbers m and r, 0 <= r < m, but was given 3, 3": lambda b, x: b.mod("y", 3, 3, x),
    "`z`: MOD takes two numbers m and r, 0 <= r < m, but was given 0, 0": lambda b, x: b.mod("z", 0, 0, x),
    "`y`: THRESHOLD takes one number k >= 0, but was given -1": lambda b, x: b.threshold("y", -1, x),
    "`y`: THRESHOLD takes one number k >= 0, but was given none": lambda b, x: b.gate(Kind.THRESHOLD, "y", x),
    "`y`: AND takes no numbers, but was given 1": lambda b, x: b.gate(Kind.AND, "y", x, (1,)),
    "the address `x[2]` is used twice": lambda b, x: b.and_("x[2]", x),
    "`y[01]` is not an address": lambda b, x: b.and_("y[01]", x),
    "`y z` is not an address": lambda b, x: b.and_("y z", x),
    "the input `late` comes after a gate": lambda b, x: (b.true("y"), b.input("late")),
    "the output 7 is neither the id of an input nor of a gate": lambda b, x: b.build([7]),
}


@pytest.mark.parametrize("message", REFUSED)
def test_refused(message: str) -> None:
    b, x = started()
    with pytest.raises(UniformError) as caught:
        REFUSED[message](b, x)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "U501"
    assert diagnostic.message == message
    y = b.and_("unharmed", [x[0], (x[1], 2)])
    assert b.build([y]).wires(b.build([y]).gates - 1) == ((0, 1), (1, 2))


@pytest.mark.parametrize(
    ("name", "n", "constants"),
    [
        ("no name", 1, ()),
        ("", 1, ()),
        ("f", -1, ()),
        ("f", 1, [("k", -1)]),
        ("f", 1, [("k", 1), ("k", 1)]),
        ("f", 10**4000, ()),
    ],
)
def test_refused_header(name: str, n: int, constants: list[tuple[str, int]]) -> None:
    with pytest.raises(UniformError) as caught:
        CircuitBuilder(name, n, constants)
    assert caught.value.diagnostics[0].code == "U501"


def test_every_kind_has_a_row() -> None:
    assert list(GATES) == list(Kind)
