"""What a caller without a type checker may hand to the builder: refused with words, never rounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from uniform.circuits.builder import CircuitBuilder
from uniform.circuits.circuit import to_text
from uniform.circuits.gates import Kind
from uniform.messages.errors import UniformError


def builder() -> CircuitBuilder:
    made = CircuitBuilder("c", 1)
    made.inputs("x", range(4))
    return made


ODD: tuple[Any, ...] = (
    2.5,
    2.0,
    None,
    "a",
    "2",
    b"2",
    [],
    (),
    {},
    1j,
    np.float64(1),
    np.array([1]),
    float("nan"),
    object,
)

BAD: dict[str, Callable[[Any], object]] = {
    "a wire": lambda odd: builder().and_("y", [0, odd]),
    "the wires": lambda odd: (
        builder().and_("y", odd) if odd in (2.5, 2.0, None, "a", "2") else builder().copy("y", odd)
    ),
    "the wire of a copy": lambda odd: builder().copy("y", odd),
    "a multiplicity": lambda odd: builder().and_("y", [(0, odd)]),
    "a wire with a multiplicity": lambda odd: builder().and_("y", [(odd, 2)]),
    "a threshold": lambda odd: builder().threshold("y", odd, [0]),
    "a modulus": lambda odd: builder().mod("y", odd, 0, [0]),
    "a residue": lambda odd: builder().mod("y", 3, odd, [0]),
    "an output": lambda odd: builder().build([odd]),
    "n": lambda odd: CircuitBuilder("c", odd),
    "a constant": lambda odd: CircuitBuilder("c", 1, [("k", odd)]),
    "a kind": lambda odd: builder().gate(odd, "y", [0]),
}


@pytest.mark.parametrize("place", BAD)
@pytest.mark.parametrize("odd", [each for each in ODD if not isinstance(each, np.ndarray)], ids=repr)
def test_numbers(place: str, odd: Any) -> None:
    with pytest.raises(UniformError, match="U501"):
        BAD[place](odd)


@pytest.mark.parametrize("odd", [None, 3, 2.5, b"y", ("y",)], ids=repr)
def test_names(odd: Any) -> None:
    for call in (
        lambda: builder().and_(odd, [0]),
        lambda: CircuitBuilder("c", 1).input(odd),
        lambda: CircuitBuilder(odd, 1),
        lambda: CircuitBuilder("c", 1, [(odd, 1)]),
        lambda: CircuitBuilder("c", 1, [odd]),
    ):
        with pytest.raises(UniformError, match="U501"):
            call()


@pytest.mark.parametrize("wire", [(1, 2, 3), (1,), 10**5000, -1, 4, (0, 10**5000), (0, -1)], ids=range(7))
def test_wires(wire: Any) -> None:
    made = builder()
    with pytest.raises(UniformError, match="U501"):
        made.or_("y", [0, wire])
    made.or_("y", [0, 1])  # and nothing of the bad gate is left
    assert to_text(made.build([4])) == _good()


def _good() -> str:
    made = builder()
    return to_text(made.build([made.or_("y", [0, 1])]))


@pytest.mark.parametrize("outputs", [None, 4, "y", 2.5], ids=repr)
def test_outputs(outputs: Any) -> None:
    with pytest.raises(UniformError, match="U501"):
        builder().build(outputs)


def test_a_mistake_of_the_caller_keeps_its_own_words() -> None:
    def wires() -> Iterator[int]:
        yield 0
        raise TypeError("of the caller")

    made = builder()
    with pytest.raises(TypeError, match="of the caller"):
        made.and_("y", wires())
    made.or_("y", [0, 1])
    assert to_text(made.build([4])) == _good()


def test_integers_of_numpy_are_integers() -> None:
    made = builder()
    made.gate(Kind.OR, "y", [np.int64(0), (np.uint8(1), np.int32(1))])
    assert to_text(made.build([np.int64(4)])) == _good()
