"""The canonical layout: written examples, and that it changes neither trees nor comments."""

from __future__ import annotations

import random
from pathlib import Path
from textwrap import dedent

import pytest

from tests.quick import one_in
from uniform.language.format import format_program
from uniform.language.parse.parser import parse
from uniform.messages.errors import UniformError
from uniform.messages.spans import Source
from uniform.resources import machines

FOLDER = Path(__file__).parent
PROGRAMS = sorted([*(FOLDER / "trap").glob("*.gen"), *machines().rglob("*.gen")])

MESSY = """\
#top
import "lib.gen"
const k=2 # a


const long_name=3# b
let m = n
# about W
table W [0..1]=[1,- 2 ]
def half(v<=n)->r<=n
   # inside
   r<-v div 2
# about f
family f( n )

  "doc"
  #c
  input x[ 1 .. n ]

  # between
  gate g[t in 0..bits(n),j in 0..2^t - 1] , h[0..n div 2+1]
  part add[ 1..n ]=adder(n - 1,2)
  let size= max(n,2) - 2
  # first statement
  for i in 1 .. n-1 by 2 # loop

    # inner
    g[ i,i+ 1 ]:=AND( x[i],
            NOT x[ (i + 1)*2 -1 ] , # w
       # alone

       x[ min(i+1,n)-1 ] times i +1 for i in 1..n if i mod 2=1
       )
    y:=OR(
    x[1],x[2] for j in n downto 2-1
       )
    # end of loop
  # after
  v<-v- 1


  add[1]:=adder(x[1 .. n - 1].s [0],y)
  if not(v=1) and (v<2)or 1<=v<3# c1
    v <- 1  # c2
    y := MOD(n*( n+1) div 4+1,0;x[2])
  else
    y := NOT x[1]
# last
"""

NEAT = """\
#top
import "lib.gen"
const  k = 2  # a

const long_name = 3  # b
let   m = n
# about W
table W[0..1] = [1, -2]

def half(v <= n) -> r <= n
  # inside
  r <- v div 2

# about f
family f(n)
  "doc"
  #c
  input x[1..n]

  # between
  gate g[t in 0..bits(n), j in 0..2^t-1], h[0..n div 2 + 1]
  part add[1..n] = adder(n - 1, 2)
  let  size = max(n, 2) - 2

  # first statement
  for i in 1..n-1 by 2  # loop
    # inner
    g[i, i+1] := AND(x[i],
                     NOT x[(i+1)*2-1],  # w
                     # alone
                     x[min(i+1, n)-1] times i + 1 for i in 1..n if i mod 2 = 1
                    )
    y         := OR(
        x[1], x[2] for j in n downto 2 - 1
    )
    # end of loop
  # after
  v <- v - 1

  add[1] := adder(x[1..n-1].s[0], y)
  if not (v = 1) and (v < 2) or 1 <= v < 3  # c1
    v <- 1                                  # c2
    y := MOD(n*(n+1) div 4 + 1, 0; x[2])
  else
    y := NOT x[1]
# last
"""

ADDER = dedent(
    """\
    family ripple_adder(n)
      "a + b for n-bit a and b, carry by carry; index 0 is the low bit."
      input  a[0..n-1], b[0..n-1]
      output s[0..n]
      gate   half[0..n-1], both[0..n-1], pass[0..n-1], carry[0..n]

      carry[0] := FALSE
      for i in 0..n-1
        half[i]    := XOR(a[i], b[i])
        both[i]    := AND(a[i], b[i])
        pass[i]    := AND(half[i], carry[i])
        carry[i+1] := OR(both[i], pass[i])
        s[i]       := XOR(half[i], carry[i])
      s[n] := carry[n]
    """
)


def neat(text: str) -> str:
    return format_program(Source("test.gen", text))


def test_a_messy_program_becomes_neat() -> None:
    assert neat(MESSY) == NEAT


def test_no_space_between_a_sign_without_spaces_and_a_parenthesis() -> None:
    text = "family f(n)\n  output g[0..n-(n-1), 0..1]\n\n  g[n-(n-1), 2*(1-(1-0))-(1+0)] := TRUE\n"
    assert neat(text) == text


def test_a_neat_program_stays_as_it_is() -> None:
    assert neat(NEAT) == NEAT
    assert neat(ADDER) == ADDER


@pytest.mark.parametrize("path", one_in(5, PROGRAMS), ids=[path.stem for path in PROGRAMS])
def test_formatting_changes_no_tree_and_is_done_once(path: Path) -> None:
    source = Source(path.name, path.read_text(encoding="utf-8"))
    once = format_program(source)
    assert parse(Source(path.name, once)) == parse(source)
    assert format_program(Source(path.name, once)) == once


@pytest.mark.parametrize("seed", one_in(5, range(15)))
def test_spaces_blank_lines_and_comments_may_be_anywhere(seed: int) -> None:
    chosen = random.Random(seed)
    rows = []
    for row in NEAT.splitlines():
        indent = len(row) - len(row.lstrip())
        inside = row.lstrip().partition("  #")[0].replace("\t", " ")
        if '"' not in inside and "#" not in inside:
            inside = "".join(c * chosen.choice([1, 1, 2, 3]) if c == " " else c for c in inside)
        rows.append(" " * (indent * 2) + inside + " " * chosen.choice([0, 0, 2]))
        if chosen.random() < 0.2 and not row.rstrip().endswith((",", "(")):
            rows.append(chosen.choice(["", "\n", "    # remark", "# remark", "\r"]))
    text = "\n".join(rows)
    tree = parse(Source("test.gen", text))
    once = neat(text)
    assert parse(Source("test.gen", once)) == tree
    assert neat(once) == once
    assert [row.strip() for row in once.split("\n") if row.strip().startswith("#")] == [
        row.strip() for row in text.split("\n") if row.strip().startswith("#")
    ]


def test_canonical_texts_have_two_spaces_a_level_and_clean_ends() -> None:
    text = neat(
        "family f(n)\r\n       output y   \r\n       if n = 1\r\n         y := TRUE\r\n"
        "\r\n\r\n       else\r\n         y := FALSE"
    )
    assert text == "family f(n)\n  output y\n\n  if n = 1\n    y := TRUE\n\n  else\n    y := FALSE\n"


def test_what_does_not_parse_is_not_formatted() -> None:
    with pytest.raises(UniformError, match="U108"):
        neat("family f(n)\n  y = 1\n")
