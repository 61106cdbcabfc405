"""Numbers of more than 4300 digits, where Python's ``str`` ends: printed, or refused with words."""

from __future__ import annotations

import pytest

from uniform.circuits.addresses import Array, Rectangular
from uniform.language.pipeline import load
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source

N = 10**3999


@pytest.mark.parametrize("via", ["fast", "reference"])
def test_addresses_and_thresholds(via: str) -> None:
    text = "family f(n)\n  input x[n*n..n*n]\n  output y\n  y := THRESHOLD(n*n; x[n*n] times n^3)\n"
    family = load(Source("f.gen", text))
    square = "1" + "0" * 7998
    printed = b"".join(family.stream(N, via)).decode("ascii")
    assert f"y = THRESHOLD {square} x[{square}]*1{'0' * 11997}\n" in printed
    with pytest.raises(UniformError):
        family.circuit(N, via)


def test_the_layout_is_written_in_python() -> None:
    family = load(Source("f.gen", "family f(n)\n  input x[n*n..n*n+n*n]\n  output y\n  y := FALSE\n"))
    written = repr(family.layout(N))
    assert f"Rectangular(low=1{'0' * 7998}, size=1{'0' * 7997}1)" in written
    assert f"base=0, count=1{'0' * 7997}1)" in written
    small = Array(("x[", "]"), "input", (Rectangular(1, 2),), 3, 2)
    where = "dimensions=(Rectangular(low=1, size=2),), base=3, count=2"
    assert repr(small) == f"Array(pieces=('x[', ']'), role='input', {where})"
