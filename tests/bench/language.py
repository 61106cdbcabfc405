"""Functions and parts: ``python -m tests.bench.language``.

What a call of a function adds to a gate in the fast tier, and the time of a lookup of v*v; full adders from parts,
against the same gates without parts; how fast machines print programs with parts, compiled before; and how the time to
compile grows with the statements that print parts. Times are those of the processor, the least of several rounds; what
is compared takes turns. Each line has its limit.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.bench.timing import verdict
from uniform.language.pipeline import Generator, load
from uniform.library.table import find
from uniform.messages.spans import Source

GATES = 10**6
BITS = 16
SIDE = 300  # of the square of adders
ROUNDS = 7
PRINTED = (("popcount", 4000), ("wallace_multiplier", 60), ("bitonic_sort", 90))
STATEMENTS = (50, 100, 200, 400)

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
import "lib:lookup"

def square(v <= 2^bits(n)) -> r <= 2^(2*bits(n))
  r <- v*v

family squares(n)
  input  x[0..bits(n)-1]
  output y[0..2*bits(n)-1]
  part   rows = lookup(bits(n), 2*bits(n), square)

  rows := lookup(x[0..bits(n)-1])
  for k in 0..2*bits(n)-1
    y[k] := rows.y[k]
"""

_FULL = """\
block full()
  input  a, b, c
  output s, carry
  gate   half, both, pass

  half  := XOR(a, b)
  both  := AND(a, b)
  pass  := AND(half, c)
  carry := OR(both, pass)
  s     := XOR(half, c)

"""

_ADDERS = """\
family adders(n)
  input  x[1..n, 1..n], y[1..n, 1..n], z[1..n]
  output all
{declared}
  for i in 1..n
{first}    for j in 2..n
{others}  all := {last}
"""

PARTS = _FULL + _ADDERS.format(
    declared="  part   add[1..n, 1..n] = full()\n",
    first="    add[i, 1] := full(x[i, 1], y[i, 1], z[i])\n",
    others="      add[i, j] := full(x[i, j], y[i, j], add[i, j-1].carry)\n",
    last="add[n, n].s",
)


def _flat(at: str, carry: str, indent: str) -> str:
    lines = (
        f"half[{at}]  := XOR(x[{at}], y[{at}])", f"both[{at}]  := AND(x[{at}], y[{at}])",
        f"pass[{at}]  := AND(half[{at}], {carry})", f"carry[{at}] := OR(both[{at}], pass[{at}])",
        f"s[{at}]     := XOR(half[{at}], {carry})",
    )  # fmt: skip
    return "".join(f"{indent}{line}\n" for line in lines)


FLAT = _ADDERS.format(
    declared="  gate   " + ", ".join(f"{name}[1..n, 1..n]" for name in ("half", "both", "pass", "carry", "s")) + "\n",
    first=_flat("i, 1", "z[i]", "    "),
    others=_flat("i, j", "carry[i, j-1]", "      "),
    last="s[n, n]",
)


def declarations(count: int) -> str:
    """Part declarations, each with a statement."""
    declared = "".join(f"  part p{i} = full()\n" for i in range(count))
    return _chain(declared, [f"p{i}" for i in range(count)])


def statements(count: int) -> str:
    """One part declaration, printed by so many statements."""
    return _chain(f"  part p[0..{count - 1}] = full()\n", [f"p[{i}]" for i in range(count)])


def _chain(declared: str, parts: list[str]) -> str:
    carries = ["x[1]", *(f"{part}.carry" for part in parts)]
    body = "".join(f"  {part} := full(x[1], x[n], {carry})\n" for part, carry in zip(parts, carries, strict=False))
    return f"{_FULL}family chain(n)\n  input x[1..n]\n  output y\n{declared}{body}  y := {parts[-1]}.s\n"


def main() -> None:
    """Print the table."""
    functions()
    adders()
    machines()
    compiling()


def functions() -> None:
    """A call for each gate, and for each row and output bit of a lookup."""
    called, in_place, lookup = map(_program, (CALLED, IN_PLACE, LOOKUP))
    with_call, without, rows = _least(
        lambda: called.circuit(GATES), lambda: in_place.circuit(GATES), lambda: lookup.circuit(2**BITS - 1)
    )
    call = (with_call - without) / GATES * 1e9
    print(f"a call of a function of 10 instructions: {call:.0f} ns   {verdict(call, 150, at_most=True)}")
    print(f"  a gate with it: {with_call / GATES * 1e9:.0f} ns, with its statements: {without / GATES * 1e9:.0f} ns")
    print(f"lookup of v*v at {BITS} bits, {2 * BITS * 2**BITS} calls: {rows:.2f} s   {verdict(rows, 2, at_most=True)}")


def adders() -> None:
    """A square of full adders from parts, against the same gates flat."""
    parts, flat = map(_program, (PARTS, FLAT))
    print(f"{SIDE}^2 full adders from parts, {5 * SIDE**2} gates, against the same gates flat; ns a gate")
    runs: tuple[tuple[str, Callable[[Generator], object]], ...] = (
        ("into arrays", lambda program: program.circuit(SIDE)),
        ("as text", lambda program: sum(map(len, program.stream(SIDE)))),
    )
    for name, run in runs:
        one, other = _least(lambda run=run: run(parts), lambda run=run: run(flat))  # type: ignore[misc]
        shown = "".join(f"{seconds / (5 * SIDE**2) * 1e9:8.1f}" for seconds in (one, other))
        print(f"  {name:<12}{shown}   ratio {one / other:.2f}   {verdict(one / other, 1.3, at_most=True)}")


def machines() -> None:
    """Text a second of machines that print parts, and the time to compile them."""
    print("programs with parts printed by their machines; compiling them")
    for name, n in PRINTED:
        entry = find(name)
        assert entry is not None
        text = Source(str(entry.file), entry.file.read_text(encoding="utf-8"))
        program = load(text)
        size = sum(map(len, program.stream(n, via="machine"))) / 1e6
        seconds, compile_time = _least(
            lambda program=program, n=n: sum(map(len, program.stream(n, via="machine"))),  # type: ignore[misc]
            lambda text=text: load(text).machine(),  # type: ignore[misc]
        )
        line = f"  {name:<20} n = {n:<6} {size:5.1f} MB {size / seconds:6.1f} MB/s   {verdict(size / seconds, 2)}"
        print(f"{line}   {compile_time:.2f} s")


def compiling() -> None:
    """The time to compile programs of many statements, each statement; the ratio of the longest to the shortest."""
    print(f"compiling {', '.join(map(str, STATEMENTS))} statements that print parts: ms a statement")
    for make in (declarations, statements):
        texts = [make(count) for count in STATEMENTS]
        runs = [lambda text=text: _program(text).machine() for text in texts]
        each = [seconds / count * 1e3 for seconds, count in zip(_least(*runs, rounds=3), STATEMENTS, strict=True)]
        ratio = each[-1] / each[0]
        shown = "".join(f"{value:7.2f}" for value in each)
        print(f"  {make.__name__:<14}{shown}   ratio {ratio:.2f}   {verdict(ratio, 1.5, at_most=True)}")


def _least(*runs: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The least time of the processor of each, in seconds. They take turns, so that all meet the same conditions."""
    best = [float("inf")] * len(runs)
    for number in range(rounds + 1):
        for place, run in enumerate(runs):
            start = time.process_time()
            run()
            if number:  # after one to warm up
                best[place] = min(best[place], time.process_time() - start)
    return best


def _program(text: str) -> Generator:
    return load(Source("bench.gen", text))


if __name__ == "__main__":
    main()
