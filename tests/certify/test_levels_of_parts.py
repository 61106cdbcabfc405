"""A level of parts says what falls from part to part, and stands before the levels of their gates."""

from __future__ import annotations

import pytest

from uniform.certify.certificate import certify
from uniform.family.generated import load
from uniform.messages.spans import Source

ROW = """block chain(w <= n)
  input  a
  output o
  gate   t[i in 0..w]{gates}

  t[0] := COPY(a)
  for i in 1..w
    t[i] := NOT t[i-1]
  o := COPY(t[w])

family row(n)
  input  x[1..n]
  output y
  part   p[j in 1..n] = chain(n){parts}

  p[1] := chain(x[1])
  for j in 2..n
    p[j] := chain(p[j-1].o)
  y := p[n].o
"""


def faults(gates: str, parts: str) -> list[tuple[str, str, int]]:
    text = ROW.format(gates=gates, parts=parts)
    stated = certify(load(Source("row.gen", text))).to_json()
    assert (stated["class"]["printed"], stated["class"]["status"]) in (("P", "proved"), ("none", "unknown"))
    found = stated["depth"].get("faults", [])
    assert (stated["depth"]["status"] == "proved") == (not found)
    return [(each["code"], each["message"], each["line"]) for each in found]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("gates", "parts"),
    [(" level i", ""), ("", " level j"), (" level i", " level j"), ("", " level 2*j"), (" level (i, 1)", " level j")],
)
def test_levels_that_fall(gates: str, parts: str) -> None:
    assert faults(gates, parts) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("gates", "parts", "line"),
    [(" level w - i", "", 8), ("", " level n - j", 6), (" level w - i", " level j", 8), (" level i", " level 1", 6)],
)
def test_levels_that_do_not(gates: str, parts: str, line: int) -> None:
    found = faults(gates, parts)
    assert {code for code, _, _ in found} == {"U810"}
    assert [each for _, _, each in found] == [line]


def test_a_level_of_parts_below_zero() -> None:
    assert {code for code, _, _ in faults("", " level j - 2")} == {"U811"}
