"""Programs with blocks print what flat programs do, which are written here by hand or by a few lines of Python."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from textwrap import dedent

import pytest

from uniform.language.names.resolve import resolve
from uniform.language.parse.parser import parse
from uniform.language.parts.expand import expand
from uniform.language.pipeline import Generator, load
from uniform.language.tiers import TIERS
from uniform.messages.errors import Trap, UniformError
from uniform.messages.spans import Source


@lru_cache(maxsize=16)
def family(text: str) -> Generator:
    return load(Source("test.gen", dedent(text).lstrip("\n")))


def gates(text: str, n: int) -> list[str]:
    """The lines of the gates, the same on every tier."""
    found, *others = (b"".join(family(text).stream(n, tier)).decode() for tier in TIERS)
    for other in others:
        assert other == found
    return found.splitlines()[2:-1]


def trap(text: str, n: int) -> Trap:
    """The trap at which the program stops, the same on every tier."""
    found = []
    for tier in TIERS:
        with pytest.raises(Trap) as caught:
            list(family(text).stream(n, tier))
        found.append(caught.value)
    assert len(set(map(str, found))) == 1
    return found[0]


def adder(part: str, a: Sequence[str], b: Sequence[str], carry: str) -> list[str]:
    """The gates of a ripple adder, and its last carry is `{part}.cell[{len(a)-1}].carry`."""
    found = []
    for place, (left, right) in enumerate(zip(a, b, strict=True)):
        cell = f"{part}.cell[{place}]"
        found += [f"{cell}.s = XOR {left} {right} {carry}", f"{cell}.carry = MAJ {left} {right} {carry}"]
        carry = f"{cell}.carry"
    return found


ADDERS = """
block full()
  input  a, b, c
  output s, carry
  s     := XOR(a, b, c)
  carry := MAJ(a, b, c)

block ripple(w <= n^3)
  input  a[0..w-1], b[0..w-1], c
  output s[i in 0..w-1] = cell[i].s, top = cell[w-1].carry
  part   cell[0..w-1] = full()
  cell[0] := full(a[0], b[0], c)
  for i in 1..w-1
    cell[i] := full(a[i], b[i], cell[i-1].carry)
"""


# ---------------------------------------------------------------- one part, many parts, parts inside parts


def test_a_program_without_blocks_stays_the_same_object() -> None:
    plain = resolve(parse(Source("test.gen", "family f(n)\n  input x\n  output y\n  y := NOT x\n")))
    assert expand(plain) is plain


def test_one_part_prints_its_gates_at_its_address() -> None:
    text = """
    block both()
      input  a, b
      output s
      gate   no
      no := NAND(a, b)
      s := NOT no

    family f(n)
      input  x[1..2]
      output y
      part   p = both()
      p := both(x[1], x[2])
      y := AND(p.s, NOT p.s)
    """
    expected = ["p.no = NAND x[1] x[2]", "p.s = NOT p.no", "y.NOT[1] = NOT p.s", "y = AND p.s y.NOT[1]"]
    assert gates(text, 1) == expected


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_rows_of_parts_of_growing_sizes(n: int) -> None:
    text = f"""{ADDERS}
family f(n)
  input  x[0..n, 1..n], z
  output y[1..n]
  part   add[j in 1..n] = ripple(n + 1 - j)
  for j in n downto 1
    add[j] := ripple(x[j-1..n-1, 1], x[j..n, j], z)
    y[j] := add[j].top
"""
    expected = []
    for j in range(n, 0, -1):
        a, b = [f"x[{i},1]" for i in range(j - 1, n)], [f"x[{i},{j}]" for i in range(j, n + 1)]
        expected += [*adder(f"add[{j}]", a, b, "z"), f"y[{j}] = COPY add[{j}].cell[{n - j}].carry"]
    assert gates(text, n) == expected


@pytest.mark.parametrize("n", [1, 2, 4])
def test_parts_inside_parts_with_counters_and_lets_of_their_own(n: int) -> None:
    """Every instance begins with counters at 0, and sees the numbers of its own header."""
    text = """
    block leaf(k <= 2*n)
      input   a[1..k]
      output  s
      counter c <= k
      let     half = (k + 1) div 2
      while c < half
        c <- c + 1
      s := THRESHOLD(c; a[i] times i for i in 1..k)

    block row(m <= n)
      input  a[1..m, 0..1]
      output s[1..m], w[1..m]
      part   left[j in 1..m] = leaf(m + 1 - j)
      part   right = leaf(m)
      for j in 1..m
        left[j] := leaf(a[j..m, 0])
        s[j] := left[j].s
        let v = j + m
        w[j] := XOR(left[i].s times v - i for i in 1..j)
      right := leaf(a[1..m, 1])

    family f(n)
      input  x[1..n, 1..n, 5..6]
      output y[1..n]
      part   rows[1..n] = row(n)
      for i in 1..n
        rows[i] := row(x[i, 1..n, 5..6])
      for i in 1..n
        y[i] := OR(rows[i].s[j] for j in 1..n, rows[i].w[n])
    """
    expected = []
    for i in range(1, n + 1):
        row = f"rows[{i}]"
        for j in range(1, n + 1):
            k = n + 1 - j
            wires = " ".join(f"x[{i},{j - 1 + t},5]{'' if t == 1 else f'*{t}'}" for t in range(1, k + 1))
            expected.append(f"{row}.left[{j}].s = THRESHOLD {(k + 1) // 2} {wires}")
            expected.append(f"{row}.s[{j}] = COPY {row}.left[{j}].s")
            odd = " ".join(
                f"{row}.left[{t}].s{'' if j + n - t == 1 else f'*{j + n - t}'}" for t in range(1, j + 1) if j + n > t
            )
            expected.append(f"{row}.w[{j}] = XOR {odd}")
        wires = " ".join(f"x[{i},{t},6]{'' if t == 1 else f'*{t}'}" for t in range(1, n + 1))
        expected.append(f"{row}.right.s = THRESHOLD {(n + 1) // 2} {wires}")
    for i in range(1, n + 1):
        expected.append(
            " ".join([f"y[{i}] = OR", *(f"rows[{i}].s[{j}]" for j in range(1, n + 1)), f"rows[{i}].w[{n}]"])
        )
    assert gates(text, n) == expected


# ---------------------------------------------------------------- headers and imports


def test_bounds_of_numbers_may_be_left_out() -> None:
    text = """
block some(w, v <= w)
  input  a[1..w]
  output s
  s := THRESHOLD(v; a[i] for i in 1..w)

family f(n)
  input  x[1..n^2]
  output y
  part   p = some(n^2, n)
  part   q = some(n, n^2)
  p := some(x)
  if n = 3
    q := some(x[1..n])
  y := p.s
"""
    assert gates(text, 2) == ["p.s = THRESHOLD 2 x[1] x[2] x[3] x[4]", "y = COPY p.s"]
    assert trap(text, 3).diagnostics[0].message == "`n^2` is above the bound `w` of `v`"


def test_an_imported_block_prints_no_gate_of_the_family() -> None:
    text = 'import "lib:adders"\nfamily f(n)\n  input x\n  output y\n  y := full(x, x, x)\n'
    with pytest.raises(UniformError, match="`y` is an output, but `full` is a block"):
        family(text)


# ---------------------------------------------------------------- limits


def chain(length: int, copies: int) -> str:
    """Blocks of which each prints several parts of the one above it."""
    blocks = ["block b0()\n  input a\n  output s\n  s := NOT a\n"]
    for place in range(1, length):
        names = [f"p{copy}" for copy in range(copies)]
        lines = [f"  part {name} = b{place - 1}()\n" for name in names]
        lines += [f"  {name} := b{place - 1}({'a' if not copy else names[copy - 1] + '.s'})\n"
                  for copy, name in enumerate(names)]  # fmt: skip
        blocks.append(f"block b{place}()\n  input a\n  output s = {names[-1]}.s\n{''.join(lines)}")
    last = f"b{length - 1}"
    return "".join(blocks) + f"family f(n)\n  input x\n  output y\n  part p = {last}()\n  p := {last}(x)\n  y := p.s\n"


@pytest.mark.parametrize(("length", "copies"), [(50, 1), (9, 2)])
def test_deep_and_wide_parts_are_replaced(length: int, copies: int) -> None:
    printed = gates(chain(length, copies), 1)
    assert len(printed) == copies ** (length - 1) + 1
    assert printed[0].startswith("p." + "p0." * (length - 1) + "s = NOT x")


@pytest.mark.parametrize(
    ("length", "copies", "words"), [(51, 1, "nested more than 50 deep"), (50, 2, "more than 50000 statements")]
)
def test_too_many_parts_are_refused_at_once(length: int, copies: int, words: str) -> None:
    with pytest.raises(UniformError, match=words):
        load(Source("test.gen", chain(length, copies)))
