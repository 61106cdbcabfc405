"""Programs of functions in the fast tier: ``python -m tests.bench.language``.

A program calls a function once for each gate; the other has the same statements in place of the call. The table has
what a call adds to a gate, and the time of a lookup of v*v, with one call for each row and output bit. Times are those
of the processor, the least of several rounds.
"""

from __future__ import annotations

import time

from uniform.language.pipeline import Generator, load
from uniform.messages.spans import Source

GATES = 10**6
BITS = 16
ROUNDS = 5

_BODY = """\
{0}c <- i*i
{0}r <- c + i
{0}if r mod 2 = 0
{0}  r <- r div 2
{0}else
{0}  r <- r - 1
{0}r <- r mod (n + 1)
"""

CALLED = (
    "def f(i <= n) -> r <= 2*n^2\n  counter c <= n^2\n" + _BODY.format("  ") + "\n"
    "family called(n)\n  input x[0..n]\n  output y[0..n]\n  for i in 0..n\n    y[i] := AND(x[f(i)])\n"
)

IN_PLACE = (
    "family in_place(n)\n  input x[0..n]\n  output y[0..n]\n  counter c <= n^2, r <= 2*n^2\n  for i in 0..n\n"
    + _BODY.format("    ")
    + "    y[i] := AND(x[r])\n"
)

LOOKUP = """\
def square(v <= n) -> r <= n^2
  r <- v*v

family squares(n)
  input  x[0..bits(n)-1]
  output y[0..2*bits(n)-1]
  gate   is[0..2^bits(n)-1]
  for v in 0..n
    is[v] := AND(x[b] for b in 0..bits(n)-1 if bit(v, b) = 1)
  for b in 0..2*bits(n)-1
    y[b] := OR(is[v] for v in 0..n if bit(square(v), b) = 1)
"""


def main() -> None:
    """Print the table."""
    called, in_place, lookup = (_program(text) for text in (CALLED, IN_PLACE, LOOKUP))
    with_call = without = rows = float("inf")
    for _ in range(ROUNDS):  # in turn, so that both meet the same conditions
        with_call = min(with_call, _seconds(called, GATES))
        without = min(without, _seconds(in_place, GATES))
        rows = min(rows, _seconds(lookup, 2**BITS - 1))
    print(f"a call of a function of 10 instructions: {(with_call - without) / GATES * 1e9:.0f} ns; limit 150 ns")
    print(f"  a gate with it: {with_call / GATES * 1e9:.0f} ns, with its statements: {without / GATES * 1e9:.0f} ns")
    calls = 2 * BITS * 2**BITS
    print(f"a lookup of v*v at {BITS} bits: {rows:.2f} s, {calls} calls; limit 2 s")


def _seconds(program: Generator, n: int) -> float:
    """The time of the processor for the circuit of n."""
    program.circuit(3)
    start = time.process_time()
    program.circuit(n)
    return time.process_time() - start


def _program(text: str) -> Generator:
    return load(Source("bench.gen", text))


if __name__ == "__main__":
    main()
