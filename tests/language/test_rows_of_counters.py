"""``counter d <= n + 2, prime <= 1`` declares two counters, as two lines do."""

from __future__ import annotations

import pytest

from uniform.language.format import format_program
from uniform.language.pipeline import load
from uniform.messages.spans import Source

ROW = """family primes(n)
  input   x[1..n]
  output  y
  counter d <= n + 2, prime <= 1, last <= n*n

  d <- 2
  prime <- 1 - 0^(n-1)
  last <- n*n
  while d < n
    if n mod d = 0
      prime <- 0
    d <- d + 1
  y := THRESHOLD(prime; x[i] for i in 1..n)
"""
LINES = ROW.replace(", prime", "\n  counter prime").replace(", last", "\n  counter last")


def printed(text: str, n: int, via: str) -> bytes:
    return b"".join(load(Source("primes.gen", text)).stream(n, via=via))


@pytest.mark.slow
def test_a_row_means_what_lines_mean() -> None:
    for n in range(1, 8):
        expected = printed(LINES, n, "reference")
        assert f"THRESHOLD {int(n in (2, 3, 5, 7))} " in expected.decode()
        assert {printed(ROW, n, via) for via in ("reference", "fast", "machine")} == {expected}


def test_a_row_is_compiled_to_the_same_states() -> None:
    row, lines = (load(Source("primes.gen", text)).machine() for text in (ROW, LINES))
    assert row.tapes == lines.tapes
    assert [len(state.rules) for state in row.states] == [len(state.rules) for state in lines.states]


def test_a_row_is_laid_out_in_one_line() -> None:
    assert format_program(Source("primes.gen", ROW)) == ROW
    assert format_program(Source("primes.gen", ROW.replace("2, prime <= 1", "2,prime<=1"))) == ROW
