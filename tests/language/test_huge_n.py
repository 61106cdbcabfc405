"""Numbers of more than 4300 digits, where Python's ``str`` ends: printed, or refused with words."""

from __future__ import annotations

import pytest

from uniform.errors import UniformError
from uniform.language.pipeline import load
from uniform.spans import Source

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
