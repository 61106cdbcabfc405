"""What inputs of parts are bound to: slices, rows, several pieces, inputs of inputs; and traps where nothing fits."""

from __future__ import annotations

import pytest

from tests.language.test_parts import gates, trap
from tests.quick import one_in

PASS = """
block pass(low <= n, m <= 2*n)
  input  a[low..low+m-1]
  output s[0..m-1]
  for i in 0..m-1
    s[i] := a[low+i]
"""


def passed(argument: str, m: str, n: int, low: str = "0", more: str = "") -> list[str]:
    """The wires that an input of m gates is bound to."""
    text = f"""{PASS}
family f(n)
  input  x[1..n+1], m[0..n, 3..n+4]
  output y
  part   p = pass({low}, {m})
{more}  p := pass({argument})
  y := TRUE
"""
    return [line.partition(" = COPY ")[2] for line in gates(text, n) if line.startswith("p.s")]


@pytest.mark.parametrize("low", ["0", "1", "n"])
@pytest.mark.parametrize(
    ("argument", "m", "expected"),
    one_in(
        3,
        [
            ("x[1..n]", "n", "x[1] x[2] x[3]"),
            ("x", "n+1", "x[1] x[2] x[3] x[4]"),
            ("x[2..n]", "n-1", "x[2] x[3]"),
            ("x[7..n]", "0", ""),
            ("x[0..n-4]", "0", ""),
            ("()", "0", ""),
            ("(x[2])", "1", "x[2]"),
            ("(x[3], x[1])", "2", "x[3] x[1]"),
            ("(x[2..3], x[1], x[4..n], x[1..2])", "5", "x[2] x[3] x[1] x[1] x[2]"),
            ("m[1, 3..n]", "1", "m[1,3]"),
            ("m[0..n, n+2]", "n+1", "m[0,5] m[1,5] m[2,5] m[3,5]"),
            ("m[2]", "5", "m[2,3] m[2,4] m[2,5] m[2,6] m[2,7]"),
            ("(m[1..2, 5], m[3, 3..4], x[n])", "5", "m[1,5] m[2,5] m[3,3] m[3,4] x[3]"),
        ],
    ),
)
def test_an_input_is_bound_to_these_wires(argument: str, m: str, expected: str, low: str) -> None:
    assert passed(argument, m, 3, low) == expected.split()


def test_inputs_of_inputs_are_the_wires_of_the_family() -> None:
    text = """
    block inner(w <= n)
      input  a[2..w+1]
      output s
      s := OR(a[i] for i in 2..w+1, NOT a[2])

    block outer(w <= n)
      input  a[0..w-1], b[1..2, 1..w]
      output s
      part   p[1..4] = inner(w)
      p[1] := inner((a[1..w-1], b[1, 1]))
      p[2] := inner(b[2, 1..w])
      p[3] := inner(b[2])
      p[4] := inner(a)
      s := XOR(p[j].s for j in 1..4)

    family f(n)
      input  x[1..n], z
      output y
      part   p = outer(n)
      p := outer((x[2..n], z), (x, (x)))
      y := COPY(p.s)
    """.replace("(x, (x))", "(x, x)")
    wires = ["x[2]", "x[3]", "z"]
    all_x = ["x[1]", "x[2]", "x[3]"]
    expected = []
    for place, bound in enumerate(([*wires[1:], "x[1]"], all_x, all_x, wires), 1):
        expected += [f"p.p[{place}].s.NOT[1] = NOT {bound[0]}"]
        expected += [" ".join([f"p.p[{place}].s = OR", *bound, f"p.p[{place}].s.NOT[1]"])]
    expected += [" ".join(["p.s = XOR", *(f"p.p[{place}].s" for place in range(1, 5))]), "y = COPY p.s"]
    assert gates(text, 3) == expected


RAGGED = """
block stairs(h <= n)
  input  a[i in 1..h, 1..min(i, 2)]
  output s
  s := OR(a[i, j] for i in 1..h for j in 1..min(i, 2))

family f(n)
  input  x[1..n, 1..n]
  output y
  part   p = stairs(2)
  part   q = stairs(1)
  q := stairs(x[2..2, 2..2])
  p := stairs(x[1..2, 1..1])
  y := OR(p.s, q.s)
"""


def test_an_input_whose_rows_have_different_lengths_takes_no_slices() -> None:
    assert gates(RAGGED.replace("stairs(2)", "stairs(1)").replace("x[1..2, 1..1]", "(x[1, 1..1])"), 2) == [
        "q.s = OR x[2,2]",
        "p.s = OR x[1,1]",
        "y = OR p.s q.s",
    ]
    found = trap(RAGGED, 2)
    expected = "`x[1..2, 1..1]` and input `a` differ in the length of their second dimension"
    assert found.diagnostics[0].message == expected
    assert "the length of `x[1..2, 1..1]` is 1, and that of the range `1..min(i, 2)` is 2" in found.diagnostics[0].notes
    assert found.values == (("p.h", 2), ("p.i", 2))


def test_slices_range_over_parts_and_their_outputs() -> None:
    text = """
    block bits(k <= n)
      input  a
      output s[0..k]
      for i in 0..k
        s[i] := THRESHOLD(i; a)

    block join(w <= n, h <= n)
      input  a[1..h, 1..w]
      output s
      s := OR(a[i, j] for i in 1..h for j in 1..w)

    family f(n)
      input  x[1..n]
      output y
      part   p[j in 1..n] = bits(j)
      part   q[1..3] = join(2, n)
      for i in 1..n
        p[i] := bits(x[i])
      q[1] := join(p[1..n].s[0..1])
      q[2] := join((p[2].s[1..2], p[1].s[0..1], p[2..n-1].s[0..1]))
      q[3] := join((p[n].s[1..2], p[2..n].s[0..1]))
      y := AND(q[j].s for j in 1..3)
    """
    found = {line.partition(" = ")[0]: line for line in gates(text, 3)}
    assert found["q[1].s"] == "q[1].s = OR p[1].s[0] p[1].s[1] p[2].s[0] p[2].s[1] p[3].s[0] p[3].s[1]"
    assert found["q[2].s"] == "q[2].s = OR p[2].s[1] p[2].s[2] p[1].s[0] p[1].s[1] p[2].s[0] p[2].s[1]"
    assert found["q[3].s"] == "q[3].s = OR p[3].s[1] p[3].s[2] p[2].s[0] p[2].s[1] p[3].s[0] p[3].s[1]"


# ---------------------------------------------------------------- traps


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("row[1].y[8..9]", "the slice `8..9` of `y` is not inside its range `0..w-1`"),
        ("(row[1].y[0..0], row[1].y[1..1])", "the slice `1..1` of `y` is not inside its range `0..w-1`"),
        ("row[1..2].y[1]", "the index `1` of `y` is outside its range `0..w-1`"),
        ("m[0..1, 1]", "the second index `1` of `m` is outside its range `0..t`"),
        ("(m[0..0, 0], alias.two[1..1])", "the slice `1..1` of `two` is not inside its range `0..0`"),
        ("(m[0, 0..0], m[0, 1..1])", "the slice `1..1` of `m` is not inside its range `0..t`"),
    ],
)
def test_traps_show_the_argument_that_leaves_its_range(argument: str, said: str) -> None:
    """And not the index in the block, which is in range."""
    source = f"""
        block row(w <= 2)
          input  b
          output y[0..w-1], two[0..0] = y[0..0]
          for i in 0..w-1
            y[i] := b

        block both()
          input  a[0..1]
          output y
          y := OR(a[i] for i in 0..1)

        family f(n)
          input  x
          output z
          gate   m[t in 0..1, 0..t]
          part   row[i in 1..2] = row(i)
          part   alias = row(1)
          part   p = both()
          for i in 1..2
            row[i] := row(x)
          alias := row(x)
          for t in 0..1
            for i in 0..t
              m[t, i] := x
          p := both({argument})
          z := p.y
        """
    (diagnostic,) = trap(source, 1).diagnostics
    assert diagnostic.message == said
    assert diagnostic.span is not None
    assert diagnostic.span.text == said.split("`")[1]


def test_every_piece_has_the_length_of_the_other_dimensions() -> None:
    text = (
        "block b()\n  input a[0..1, 0..1]\n  output y\n  y := OR(a[0, 0], a[1, 1])\n"
        "family f(n)\n  input v[0..0, 0..1], w[0..0, 0..n+1]\n  output z\n  part p = b()\n"
        "  p := b((v, w))\n  z := p.y\n"
    )
    found = trap(text, 1).diagnostics[0]
    assert found.code == "U431"
    assert found.span is not None
    assert found.span.text == "(v, w)"
