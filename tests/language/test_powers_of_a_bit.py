"""``1^e`` and ``0^e`` take no time in proportion to e, in any tier."""

from __future__ import annotations

import pytest

from uniform.arguments.limits import Limits
from uniform.language.pipeline import load
from uniform.messages.spans import Source

EVERYWHERE = """family bits_to_powers(n)
  input   x[1..n]
  output  y[0..1]
  gate    g[0..1^(n^5)+0^n], h[0^(n-1)..1]
  counter v <= n^5, w <= 1

  let a = 1^(n^5)
  let b = 0^(n^5 - n^5)
  v      <- n^5
  v      <- 1^v + 0^v
  w      <- 0^w
  w      <- 0^w
  g[1^v] := x[1]
  g[0^v] := x[1]
  h[a]   := OR(x[i] for i in 1..1^n)
  y[0^w] := MAJ(x[i] for i in 0^(v-1)..n)
  y[0]   := THRESHOLD(b; x[1])
"""


def test_tiers_agree_on_powers_of_a_bit() -> None:
    family = load(Source("bits.gen", EVERYWHERE))
    for n in (1, 2, 3):
        texts = {b"".join(family.stream(n, via=via)) for via in ("reference", "fast", "machine")}
        assert len(texts) == 1


@pytest.mark.parametrize("base", [0, 1])
def test_a_large_exponent_takes_a_few_steps(base: int) -> None:
    text = f"family f(n)\n  input a\n  output y\n  let w = {base}^(n^5)\n  y := THRESHOLD(w; a)\n"
    family = load(Source("f.gen", text))
    few = Limits(max_steps=100)
    for via in ("reference", "fast"):
        assert f"THRESHOLD {base} a" in b"".join(family.stream(60, via=via, limits=few)).decode()
