"""No kernel writes outside its arrays, and none waits for room that never comes.

The programs and machines here go to what their kernels take to be the longest, the widest and the most. `make bounds`
runs them, and the other tests of kernels, with every index checked.
"""

from __future__ import annotations

import numpy as np
import pytest

from uniform.circuits.circuit import to_text
from uniform.circuits.formats.ckt import read_ckt
from uniform.kernels import copy16, nb, njit
from uniform.language.parse.indentation import MAX_DEPTH
from uniform.language.pipeline import load
from uniform.messages.spans import Source

CHECKED = bool(nb.config.BOUNDSCHECK)


@njit(nb.void(nb.int64[::1], nb.int64))
def write(array: np.ndarray, place: int) -> None:
    array[place] = 1


@njit(nb.void(nb.uint8[::1], nb.int64, nb.uint8[::1], nb.int64))
def copy(target: np.ndarray, place: int, source: np.ndarray, start: int) -> None:
    copy16(target, place, source, start)


@pytest.mark.skipif(not CHECKED, reason="indices are checked by `make bounds`")
def test_the_checks_are_on() -> None:
    with pytest.raises(IndexError):
        write(np.zeros(3, dtype=np.int64), 3)
    for place, start in ((1, 0), (0, 1)):
        with pytest.raises(IndexError):
            copy(np.zeros(16, dtype=np.uint8), place, np.zeros(16, dtype=np.uint8), start)


def test_sixteen_bytes_are_copied() -> None:
    source, target = np.arange(20, dtype=np.uint8), np.zeros(20, dtype=np.uint8)
    copy(target, 2, source, 3)
    assert target.tolist() == [0, 0, *range(3, 19), 0, 0]


def both_runs(text: str, n: int) -> str:
    """The text by the fast tier, which must be that of the definition; and its arrays have the same."""
    family = load(Source("long.gen", text))
    printed = b"".join(family.stream(n)).decode()
    assert printed == b"".join(family.stream(n, "reference")).decode()
    assert to_text(family.circuit(n)) == printed
    return printed


LONG = {
    "an output": "family long(n)\n  output NAME[1..n]\n\n  for i in 1..n\n    NAME[i] := FALSE\n",
    "an output without indices": "family long(n)\n  output NAME\n\n  NAME := FALSE\n",
    "an input": "family long(n)\n  input NAME[1..n]\n  output y\n\n  y := AND(NAME[i] for i in 1..n)\n",
    "a gate": "family long(n)\n  output y\n  gate NAME\n\n  NAME := TRUE\n  y := AND(NAME times i for i in 1..n)\n",
    "a derived gate": "family long(n)\n  input x\n  output NAME\n\n  NAME := AND(NOT x for i in 1..n)\n",
    "a gate of several indices": (
        "family long(n)\n  output y\n  gate NAME[0..0, 0..0, n..n]\n\n  NAME[0,0,n] := FALSE\n  y := NAME[0,0,n]\n"
    ),
    "the family": "family NAME(n)\n  output y\n\n  y := FALSE\n",
    "a constant": "family long(n)\n  const NAME = 10^600\n  output y\n\n  y := FALSE\n",
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
@pytest.mark.parametrize("length", [15, 16, 17, 70_000, 200_000])
def test_names_of_any_length(text: str, length: int) -> None:
    """Longer than what is printed between two looks at the room, too."""
    printed = both_runs(text.replace("NAME", "x" * length), 3)
    assert len(printed) > length
    assert to_text(read_ckt(Source("long.ckt", printed))) == printed


def test_a_name_that_is_met_where_the_buffer_is_full() -> None:
    """The buffer holds 2^18 bytes and what one instruction prints: lines of every remainder meet its end."""
    for length in (1, 1000, 65_535, 262_143):
        both_runs(LONG["an output"].replace("NAME", "x" * length), 9)


def many_variables(count: int) -> str:
    clauses = " ".join(f"for i{place} in {place}..{place}" for place in range(count))
    return f"family many(n)\n  input x\n  output y\n\n  y := AND(x, NOT x {clauses}, NOT x)\n"


@pytest.mark.parametrize("count", [0, 1, MAX_DEPTH - 1, MAX_DEPTH])
def test_a_derived_gate_of_many_variables(count: int) -> None:
    printed = both_runs(many_variables(count), 1)
    own = "".join(f",{place}" for place in range(count))
    assert f"\ny.NOT[1{own}] = NOT x\n" in printed
